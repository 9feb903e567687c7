from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.ui.forms import DateField, Form, LongTextField, YesNoField


class SettleForm(Form):
    holds = YesNoField(
        label=_("Does it still hold?"),
        yes=_("Yes, it was confirmed"),
        no=_("No, it does not hold any more"),
        inline=False,
        missing=_("Say whether it still holds"),
    )
    on = DateField(
        label=_("When did you ask?"),
        latest=clock.today,
        initial=clock.today,
        missing=_("Enter the day, like 27 3 2026"),
    )
    how = LongTextField(
        label=_("How do you know?"),
        help_text=_("Whom you asked, and what they said. One sentence is enough."),
        rows=2,
        missing=_("Say in one sentence how you know"),
    )
