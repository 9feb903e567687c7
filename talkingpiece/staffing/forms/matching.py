from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.staffing.presenters.matching import Line
from talkingpiece.staffing.queries import Wishes
from talkingpiece.ui.forms import CheckboxesField, Form, LongTextField, RadioField, SelectField

_TWO = {"": None, "yes": True, "no": False}
_MUST = " must"


class NeedForm(Form):
    """Wishes of the people of a case. Nobody is asked why."""

    two = RadioField(
        label=_("Should two work together?"),
        choices=[("", _("As is usual for such a case")), ("yes", _("Yes, two")), ("no", _("No, one is right"))],
        required=False,
    )
    district = SelectField(label=_("Where would they meet us?"), choices=[], required=False)
    gender = RadioField(
        label=_("Would it be easier with a woman, or with a man?"),
        choices=[
            ("", _("It makes no difference, or nobody said")),
            ("woman", _("A woman, if that can be")),
            ("woman must", _("A woman: otherwise they cannot do it")),
            ("man", _("A man, if that can be")),
            ("man must", _("A man: otherwise they cannot do it")),
        ],
        required=False,
    )
    not_with = CheckboxesField(
        label=_("Is there somebody with whom they would rather not work?"),
        help_text=_("Whoever asks for another facilitator gets one. Nobody has to say why."),
        choices=[],
        required=False,
    )
    words = LongTextField(label=_("Anything else to think about"), rows=3, max_length=600, required=False)

    def __init__(self, *args: Any, districts: Iterable[str], workers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = list(districts)
        self.fields["district"].choices = [("", _("Nobody said yet")), *((one, one) for one in known)]  # type: ignore[attr-defined]
        self.fields["not_with"].choices = [(str(one.pk), one.name) for one in workers]  # type: ignore[attr-defined]
        if not known:
            del self.fields["district"]

    @property
    def wishes(self) -> Wishes:
        typed = self.cleaned_data
        return Wishes(
            district=typed.get("district") or "",
            gender=typed["gender"].removesuffix(_MUST),
            gender_must=typed["gender"].endswith(_MUST),
            not_with=tuple(UUID(one) for one in typed["not_with"]),
            words=typed["words"],
            two=_TWO[typed["two"]],
        )


def initial_of(wishes: Wishes) -> dict[str, Any]:
    return {
        "two": next(key for key, value in _TWO.items() if value is wishes.two),
        "district": wishes.district,
        "gender": wishes.gender + (_MUST if wishes.gender_must else ""),
        "not_with": [str(one) for one in wishes.not_with],
        "words": wishes.words,
    }


class PlanForm(Form):
    """Which lines of a plan are offered. None is ticked beforehand: whoever offers has read each."""

    chosen = CheckboxesField(
        label=_("Which of these do you offer?"), choices=[], missing=_("Tick at least one, or go back without offering")
    )
    words = LongTextField(
        label=_("A few words to them"),
        help_text=_("What they should know before they answer. No names."),
        rows=3,
        missing=_("Write a few words to them"),
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {line.key: line for line in lines}
        self.fields["chosen"].choices = [(line.key, line.label) for line in lines]  # type: ignore[attr-defined]
