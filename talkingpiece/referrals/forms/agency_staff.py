"""What workers of the service do about agencies' referrals: links, the victim's answer, what the agency may hear."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.referrals.forms.agency_choices import HOW
from talkingpiece.referrals.states import MayKnow
from talkingpiece.ui.forms import DateField, Form, LongTextField, RadioField, SelectField, TextField, YesNoField

MAY_KNOW = [
    (MayKnow.NOTHING, _("Nothing more than that it arrived")),
    (MayKnow.DECISION, _("Whether we took it up, and why not")),
    (MayKnow.STAGE, _("Whether we took it up, and how far it has come")),
]


class InviteForm(Form):
    place = SelectField(label=_("Which area is it for?"), choices=[], missing=_("Choose the area"))
    agency = SelectField(label=_("Which organisation?"), choices=[], missing=_("Choose the organisation"))
    for_whom = TextField(
        label=_("For which colleague there?"),
        help_text=_("Their name and role. Never the name of the person whom they refer."),
        missing=_("Enter for whom the link is"),
        max_length=160,
        width="30",
    )

    def __init__(
        self, *args: Any, areas: list[tuple[str, str]], agencies: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("Choose one")), *areas]  # type: ignore[attr-defined]
        self.fields["agency"].choices = [("", _("Choose one")), *agencies]  # type: ignore[attr-defined]
        if len(areas) == 1:
            del self.fields["place"]


class AskedForm(Form):
    agreed = YesNoField(
        label=_("They were asked. May we contact them?"),
        yes=_("Yes, they agreed"),
        no=_("No"),
        missing=_("Say whether they agreed"),
    )
    may_know = RadioField(
        label=_("What may the organisation that referred them hear?"),
        help_text=_("As they said it. Nobody asked them: nothing more."),
        choices=MAY_KNOW,
        initial=MayKnow.NOTHING,
        small=True,
    )
    on = DateField(label=_("When did they say so?"), latest=clock.today, missing=_("Enter the day"))
    how = RadioField(label=_("How did they say so?"), choices=HOW, small=True, missing=_("Choose how they said so"))
    words = LongTextField(label=_("In their words, if you know them"), rows=2, max_length=2000, required=False)

    reveals = {"agreed": {"yes": ["may_know"]}}
    required_if_revealed = {"may_know": _("Choose what the organisation may hear")}


class MayKnowForm(Form):
    may_know = RadioField(
        label=_("What may the organisation that referred them hear?"),
        help_text=_("Only what the person said. It holds from now on; what was seen already cannot be unseen."),
        choices=MAY_KNOW,
        missing=_("Choose what the organisation may hear"),
    )
