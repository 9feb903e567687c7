from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.rehearsal.states import Play, Stage
from talkingpiece.ui.forms import Form, LongTextField, RadioField


class StageForm(Form):
    stage = RadioField(
        label=_("Where should it stand?"), choices=Stage.choices, missing=_("Choose where the case should stand")
    )
    lead = RadioField(
        label=_("Who leads?"),
        help_text=_("The case is theirs; everybody else of the group helps with it."),
        choices=[],
        missing=_("Choose who leads"),
    )

    def __init__(self, *args: Any, learners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [(str(one.pk), one.name) for one in learners]  # type: ignore[attr-defined]


class PlayForm(Form):
    what = RadioField(label=_("What happens?"), choices=[], missing=_("Choose what happens"))
    said = LongTextField(
        label=_("In which words?"),
        help_text=_("Leave it empty, and they use words of ours."),
        rows=3,
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, plays: Iterable[Play], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(one.value, one.label) for one in plays]  # type: ignore[attr-defined]
