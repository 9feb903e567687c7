"""Reads what happened in the cases of an area: each kind of row once. Rows entered in error come along, marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from talkingpiece.cases.models import Case, Ending, Pause
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.states import ClosureReason
from talkingpiece.consents.models import Consent
from talkingpiece.consents.states import Item
from talkingpiece.engagement.models import Approach, Contact, InformationGiven, Need, Visit
from talkingpiece.engagement.states import Outcome, VisitState
from talkingpiece.evaluation.counting import Event, NeedTold, Said, What
from talkingpiece.evaluation.models import Asking, NeedMet
from talkingpiece.meetings.models import Part, Participant
from talkingpiece.meetings.queries import policies
from talkingpiece.risk.models import Assessment

_MODES = {"direct": What.DIRECT, "indirect": What.INDIRECT, "without_offender": What.CIRCLE}
# An organisation that was harmed is there in whoever speaks for it.
_FOR_THE_VICTIM = {Part.VICTIM, Part.REPRESENTATIVE}
# To stop, or to need no more, is an answer to the offer as well.
_ANSWERS = {ClosureReason.VICTIM_WITHDREW.value, ClosureReason.NEEDS_MET_EARLY.value}


@dataclass
class Happened:
    """By case, and by case and person for what concerns one responsible person."""

    of_case: dict[UUID, list[Event]] = field(default_factory=lambda: defaultdict(list))
    of_offender: dict[tuple[UUID, UUID], list[Event]] = field(default_factory=lambda: defaultdict(list))
    needs: dict[UUID, list[NeedTold]] = field(default_factory=lambda: defaultdict(list))


def happened_in(area_id: UUID, cases: Mapping[UUID, Case]) -> Happened:
    found = Happened()
    _with_the_victim(found, area_id)
    _approaches(found, area_id)
    _meetings(found, area_id, cases)
    _endings(found, area_id)
    _needs(found, area_id)
    return found


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _facts(rows: QuerySet, what: What) -> Iterable[tuple[UUID, Event]]:  # type: ignore[type-arg]
    for case_id, at, error_at in rows.values_list("case_id", "happened_at", "error_at"):
        yield case_id, Event(what, _day(at), in_error=error_at is not None)


def _with_the_victim(found: Happened, area_id: UUID) -> None:
    ours = {"area_id": area_id, "person_id": F("case__victim_id")}
    spoke = Contact.objects.filter(**ours, outcome=Outcome.SPOKE)
    visits = Visit.objects.filter(**ours, state=VisitState.HELD, held_at__isnull=False)
    informed = InformationGiven.objects.filter(**ours)
    answered = Consent.objects.filter(**ours, item__in=[Item.APPROACH, Item.MODE])
    signed = Assessment.objects.filter(area_id=area_id, signed_at__isnull=False)
    for rows, what in ((spoke, What.SPOKE), (informed, What.INFORMED), (answered, What.ANSWERED)):
        for case_id, event in _facts(rows, what):
            found.of_case[case_id].append(event)
    for case_id, held_at in visits.values_list("case_id", "held_at"):
        found.of_case[case_id].append(Event(What.SPOKE, _day(held_at)))  # type: ignore[arg-type]
    for case_id, signed_at in signed.values_list("case_id", "signed_at"):
        found.of_case[case_id].append(Event(What.ASSESSED, _day(signed_at)))  # type: ignore[arg-type]


def _approaches(found: Happened, area_id: UUID) -> None:
    rows = Approach.objects.filter(area_id=area_id)
    for case_id, person_id, at, error_at in rows.values_list(
        "case_id", "responsible__person_id", "happened_at", "error_at"
    ):
        event = Event(What.APPROACHED, _day(at), in_error=error_at is not None)
        found.of_offender[case_id, person_id].append(event)


def _meetings(found: Happened, area_id: UUID, cases: Mapping[UUID, Case]) -> None:
    """Only whoever was there has met: the victim of a case, and with them a responsible person of the same case."""
    sections = policies(cases.values())
    rows = Participant.objects.filter(area_id=area_id, meeting__held_at__isnull=False, attended=True)
    there: dict[tuple[UUID, UUID], list[tuple[str, UUID]]] = defaultdict(list)
    held: dict[UUID, tuple[date, str]] = {}
    for meeting_id, case_id, part, person_id, held_at, approach in rows.values_list(
        "meeting_id", "case_id", "part", "person_id", "meeting__held_at", "meeting__approach"
    ):
        held[meeting_id] = (_day(held_at), approach)  # type: ignore[arg-type]
        if case_id in cases:
            there[meeting_id, case_id].append((part, person_id))
    for (meeting_id, case_id), seats in there.items():
        day, approach = held[meeting_id]
        what = _mode(sections(cases[case_id], Approaches), approach)
        if what is None or all(part not in _FOR_THE_VICTIM for part, _person in seats):
            continue
        if what is What.CIRCLE:
            found.of_case[case_id].append(Event(what, day))
        for part, person_id in seats:
            if part == Part.OFFENDER and what is not What.CIRCLE:
                found.of_offender[case_id, person_id].append(Event(what, day))


def _mode(approaches: Approaches, key: str) -> What | None:
    return next((_MODES[one.mode] for one in approaches.approaches if one.key == key), None)


def _endings(found: Happened, area_id: UUID) -> None:
    for case_id, at, reason, reopened_at, error_at in Ending.objects.filter(area_id=area_id).values_list(
        "case_id", "happened_at", "reason", "reopened_at", "error_at"
    ):
        until, wrong = _day(reopened_at) if reopened_at else None, error_at is not None
        found.of_case[case_id].append(Event(What.ENDED, _day(at), detail=reason, until=until, in_error=wrong))
        if reason in _ANSWERS:
            found.of_case[case_id].append(Event(What.ANSWERED, _day(at), in_error=wrong))
    for case_id, at, ended_at, error_at in Pause.objects.filter(area_id=area_id).values_list(
        "case_id", "happened_at", "ended_at", "error_at"
    ):
        until, wrong = _day(ended_at) if ended_at else None, error_at is not None
        found.of_case[case_id].append(Event(What.PAUSED, _day(at), until=until, in_error=wrong))


def _needs(found: Happened, area_id: UUID) -> None:
    for case_id, at, answered, error_at in Asking.objects.filter(area_id=area_id).values_list(
        "case_id", "happened_at", "answered", "error_at"
    ):
        detail = "yes" if answered else "no"
        found.of_case[case_id].append(Event(What.ASKED, _day(at), detail=detail, in_error=error_at is not None))
    said: dict[UUID, list[Said]] = defaultdict(list)
    for need_id, at, met, error_at, asking_error in NeedMet.objects.filter(area_id=area_id).values_list(
        "need_id", "happened_at", "met", "error_at", "asking__error_at"
    ):
        wrong = error_at is not None or asking_error is not None
        said[need_id].append(Said(_day(at), met, in_error=wrong))
    for pk, case_id, error_at in Need.objects.filter(area_id=area_id).values_list("pk", "case_id", "error_at"):
        found.needs[case_id].append(NeedTold(str(pk), tuple(said[pk]), in_error=error_at is not None))
