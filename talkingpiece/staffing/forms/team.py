from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocker
from talkingpiece.staffing.models import Employment, Facilitator, Gender, Level
from talkingpiece.staffing.profile import Staffing
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    YesNoField,
)


def _tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def _named(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(user.pk), user.name) for user in people]


class TurnForm(Form):
    user = SelectField(label=_("Who is on duty?"), choices=[], missing=_("Choose who is on duty"))
    starts_at = DateTimeField(
        label=_("From when?"),
        help_text=_("Leave it empty to begin now"),
        earliest=clock.now,
        required=False,
    )
    ends_at = DateTimeField(
        label=_("Until when?"),
        help_text=_("Leave it empty if it lasts until the next turn that is planned"),
        earliest=clock.now,
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [("", _("Choose one")), *_named(people)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("The end must come after the beginning"))


class LeaveForm(Form):
    """Why somebody is away is neither asked nor kept."""

    starts_on = DateField(label=_("First day away"), earliest=clock.today, missing=_("Enter the first day away"))
    ends_on = DateField(label=_("First day back"), earliest=_tomorrow, missing=_("Enter the first day back"))
    stand_in = SelectField(label=_("Who stands in?"), choices=[], missing=_("Choose who stands in"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [("", _("Choose one")), *_named(people)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        first, back = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and back and back <= first:
            self.add_error("ends_on", _("The first day back must come after the first day away"))

    def refuse(self, blockers: Iterable[Blocker]) -> None:
        """Every reason beside the field that answers it."""
        for blocker in blockers:
            name = "starts_on" if blocker.code in {"already_away", "stands_in", "days"} else "stand_in"
            self.add_error(name, f"{blocker.message}. {blocker.remedy}")


class FacilitatorForm(Form):
    level = RadioField(label=_("Level"), choices=Level.choices, missing=_("Choose the level"))
    employment = RadioField(
        label=_("Paid, or a volunteer?"), choices=Employment.choices, inline=True, missing=_("Choose one")
    )
    registration = TextField(label=_("Number in a professional register"), max_length=40, required=False, width="10")
    competences = CheckboxesField(
        label=_("Trained to lead cases of"),
        choices=[],
        required=False,
        help_text=_("Other cases ask for nothing more."),
    )
    capacity = NumberField(
        label=_("Points that they can carry at a time"),
        min_value=0,
        max_value=60,
        width="3",
        missing=_("Enter a number"),
    )
    supervision_due_on = DateField(
        label=_("Next case supervision, at the latest"), missing=_("Enter the day of the next supervision")
    )
    vetting_until = DateField(label=_("Vetted until"), missing=_("Enter the day on which the vetting ends"))
    languages = TextField(
        label=_("Languages besides English, signed ones too"),
        help_text=_("With commas between"),
        max_length=160,
        required=False,
    )
    districts = CheckboxesField(
        label=_("Can travel to"), choices=[], required=False, help_text=_("Tick none if they can travel everywhere.")
    )
    hours = TextField(
        label=_("When they can work"),
        help_text=_("For example: evenings, not Wednesdays"),
        max_length=120,
        required=False,
    )
    gender = RadioField(
        label=_("Are they a woman or a man?"),
        help_text=_("As they say it themselves. Some people can only speak with one or the other."),
        choices=Gender.choices,
        required=False,
    )
    why = LongTextField(
        label=_("Why they do this, in their words"),
        help_text=_("Colleagues who offer cases read it."),
        rows=3,
        max_length=600,
        required=False,
    )
    taking_cases = YesNoField(label=_("Takes new cases now?"), inline=True, missing=_("Choose yes or no"))

    def __init__(self, *args: Any, policy: Staffing, prisons: Iterable[Agency], points: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prisons = list(prisons)
        self.fields["competences"].choices = [(one.key, gettext(one.name)) for one in policy.competences]  # type: ignore[attr-defined]
        self.fields["districts"].choices = [(one, one) for one in policy.districts]  # type: ignore[attr-defined]
        self.fields["capacity"].help_text = points
        for name, offered in (("competences", policy.competences), ("districts", policy.districts)):
            if not offered:
                del self.fields[name]
        for prison in self.prisons:
            self.fields[_cleared(prison)] = DateField(
                label=_("%(prison)s lets them in until") % {"prison": prison.name}, required=False
            )
        self.order_fields([*(name for name in self.fields if name != "taking_cases"), "taking_cases"])

    @property
    def entered(self) -> dict[str, Any]:
        """As `register_facilitator` takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if not name.startswith("cleared_")}
        cleared = {prison.pk: self.cleaned_data.get(_cleared(prison)) for prison in self.prisons}
        return typed | {"level": Level(typed["level"]), "cleared": cleared}


def _cleared(prison: Agency) -> str:
    return f"cleared_{prison.pk.hex}"


def initial_of(facilitator: Facilitator | None) -> dict[str, Any]:
    """What the form begins with."""
    if facilitator is None:
        return {"capacity": 8, "taking_cases": True, "employment": Employment.PAID}
    names = (
        "level employment registration competences capacity supervision_due_on vetting_until languages districts hours "
        "gender why taking_cases"
    )
    cleared = {_cleared(one.agency): one.until for one in facilitator.clearances.select_related("agency")}
    return {name: getattr(facilitator, name) for name in names.split()} | cleared
