"""A visit under way: what its worker can say with one tap, and what is done when they do not come home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.pages.reveal import sealed
from talkingpiece.engagement.forms import StepForm
from talkingpiece.engagement.models import CallOutStep, Visit
from talkingpiece.engagement.queries import due_step, is_expected
from talkingpiece.engagement.states import CallOutWhat, CheckIn
from talkingpiece.ui.components import Row, Sealed
from talkingpiece.ui.dates import when


@dataclass(frozen=True)
class Taps:
    """One form: each button posts its value as `what`. The first is what comes next."""

    url: str
    about: str
    buttons: tuple[tuple[str, str], ...]
    back: str = ""


def taps_of(reference: str, visit: Visit, *, back: str = "") -> Taps | None:
    """None for whoever is home. Nobody has to say that they arrived before they can say that they are home."""
    if visit.home_at is not None:
        return None
    left = [CheckIn.LEFT] if visit.left_at is None else []
    still = [CheckIn.ARRIVED, *left] if visit.arrived_at is None else left
    return Taps(
        url=reverse("engagement:check_in", args=[reference, visit.pk]),
        about=_("the visit at %(when)s") % {"when": when(visit.planned_at)},
        buttons=tuple((one.value, str(one.label)) for one in [*still, CheckIn.HOME]),
        back=back,
    )


def place_sealed(visit: Visit) -> Sealed:
    """For whoever works on the case; it is uncovered there."""
    return sealed(visit.case.reference, _("where the visit is"), "visit", visit.pk)


def place_rows(visit: Visit, reader: User, *, on_the_case: bool, shown: bool) -> list[Row]:
    """`shown`: whoever goes there has just asked to see it. A colleague who only came along asks nothing afterwards."""
    if shown:
        return [Row(_("Where"), visit.place), Row(_("Meeting point"), visit.meet_at)]
    if not is_expected(visit, reader):
        return [Row(_("Where"), sealed=place_sealed(visit)) if on_the_case else Row(_("Where"), _("Sealed"))]
    address = reverse("engagement:check_in", args=[visit.case.reference, visit.pk])
    return [Row(_("Where"), sealed=Sealed(_("where the visit is"), address, {"show": "place"}))]


def visit_rows(visit: Visit, place: list[Row]) -> list[Row]:
    rows = [
        Row(_("Planned for"), when(visit.planned_at)),
        *place,
        Row(_("Who goes"), ", ".join(user.name for user in (visit.worker, visit.with_user) if user)),
        Row(_("Home by"), when(visit.home_by)),
        Row(_("More time"), visit.more_why),
        Row(_("Arrived"), when(visit.arrived_at) if visit.arrived_at else ""),
        Row(_("Left"), when(visit.left_at) if visit.left_at else ""),
        Row(_("Home"), when(visit.home_at) if visit.home_at else ""),
    ]
    return [row for row in rows if row.value or row.sealed]


@dataclass(frozen=True)
class StepRow:
    step: CallOutStep
    title: str
    due: bool
    form: StepForm | None


@dataclass(frozen=True)
class CallOutPage:
    visit: Visit
    begun: bool
    steps: list[StepRow]
    revealed: list[Row] = field(default_factory=list)


def step_title(step: CallOutStep, visit: Visit) -> str:
    if step.what == CallOutWhat.WORKER:
        return _("Ring %(name)s") % {"name": visit.worker.name}
    if step.what == CallOutWhat.COMPANY and visit.with_user is not None:
        return _("Ring %(name)s, and whoever is to be rung") % {"name": visit.with_user.name}
    if step.what == CallOutWhat.COMPANY:
        return _("Ring whoever is to be rung if they do not come home")
    return str(CallOutWhat.POLICE.label)


def next_words(visit: Visit, at: datetime) -> str:
    """What somebody at a desk is to do now."""
    step = due_step(visit, at)
    if step is None:
        return _("See what was done, and what comes next.")
    return _("Now: %(what)s.") % {"what": step_title(step, visit)}


def revealed_rows(visit: Visit) -> list[Row]:
    rows = [
        Row(_("Number of %(name)s") % {"name": visit.worker.name}, visit.worker.phone or _("none is known")),
        Row(_("Address of the visit"), visit.place),
        Row(_("Meeting point, or where the car stands"), visit.meet_at),
        Row(_("To be rung"), visit.ring_also),
    ]
    if visit.with_user is not None:
        number = visit.with_user.phone or _("none is known")
        rows.insert(1, Row(_("Number of %(name)s") % {"name": visit.with_user.name}, number))
    return [row for row in rows if row.value]
