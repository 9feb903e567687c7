"""What happens to an offender makes a booked meeting fall, until what it touched was made sure of again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.cases.models import OffenderChange, Responsible
from talkingpiece.cases.services import (
    Told,
    evidence_permission,
    grant_permission,
    record_change,
    request_permission,
    take_in,
)
from talkingpiece.cases.states import ChangeKind, ChangeSource, PermissionKind
from talkingpiece.core.blockers import Blocked
from talkingpiece.meetings import services
from talkingpiece.meetings.queries import standing
from talkingpiece.people.queries import numbers_of
from talkingpiece.people.services import name_number
from talkingpiece.people.tokens import of_number
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from tests.meetings.conftest import Scene

HOUR = timedelta(hours=1)


def happens(scene: Scene, kind: str, at: datetime | None = None, **more: Any) -> OffenderChange:
    at = at or scene.now
    told = Told(kind, more.pop("happened_at", at), **more)
    return record_change(responsible_id=scene.responsible.pk, told=told, by=scene.worker, at=at)


def codes(scene: Scene, meeting: Any, at: datetime | None = None) -> set[str]:
    return set(standing([scene.fresh(meeting)], at or scene.now)[meeting.pk].codes)


# What each kind does to a meeting in which everything was in place. Nothing else may move.
FALLS = {
    "transfer": {"place_reopened"},
    "release": {"place_reopened", "legal_stale"},
    "recall": {"place_reopened", "legal_stale", "changed"},
    "officer": set(),
    "licence": {"legal_stale"},
    "order": {"legal_stale"},
    "death": {"died"},
    "merged": set(),
}


@pytest.mark.parametrize("kind", ChangeKind.values)
def test_a_booked_meeting_falls_for_what_touches_it_and_for_nothing_else(scene: Scene, kind: str) -> None:
    meeting = scene.booked()
    assert codes(scene, meeting) == set()
    happens(scene, kind, scene.now + HOUR)
    assert codes(scene, meeting, scene.now + HOUR) == FALLS[kind]


def test_what_was_made_sure_of_again_lets_the_meeting_stand(scene: Scene) -> None:
    meeting = scene.booked()
    happens(scene, "recall", scene.now + HOUR)
    later = scene.now + 2 * HOUR
    services.record_check(
        meeting_id=meeting.pk,
        kind="seven_days",
        everybody_willing=True,
        place_cleared=True,
        words="The governor of the new prison agrees.",
        by=scene.worker,
        at=later,
    )
    scene.check_law(at=later)
    assert codes(scene, meeting, later) == {"changed"}
    Assessment.objects.filter(case=scene.case).update(submitted_at=later)
    assert codes(scene, meeting, later) == set()


def test_a_change_that_was_entered_in_error_reopens_nothing(scene: Scene) -> None:
    meeting = scene.booked()
    change = happens(scene, "death", scene.now + HOUR)
    enter_in_error(
        change, by=scene.worker, at=scene.now + HOUR, why="Somebody else.", case_id=scene.case.pk, side=Side.OFFENDER
    )
    assert codes(scene, meeting, scene.now + HOUR) == set()


def test_a_meeting_in_a_prison_needs_its_yes_in_writing(scene: Scene) -> None:
    meeting = scene.ready_meeting(venue_kind="prison", venue="HMP Foxcombe, chapel")
    assert codes(scene, meeting) == {"visit_not_granted"}
    asked = request_permission(
        responsible_id=scene.responsible.pk,
        kind=PermissionKind.VISIT,
        restriction=None,
        of_whom="The governor",
        words="",
        by=scene.worker,
        at=scene.now,
    )
    assert codes(scene, meeting) == {"visit_not_granted"}
    evidence_permission(permission_id=asked.pk, evidence="Her e-mail of Monday", by=scene.worker, at=scene.now)
    assert codes(scene, meeting) == {"visit_not_granted"}
    until = scene.fresh(meeting).starts_at.date()
    grant: dict[str, Any] = {
        "permission_id": asked.pk,
        "allows": ["direct"],
        "starts_on": scene.now.date(),
        "by": scene.worker,
    }
    granted = grant_permission(**grant, until=None, at=scene.now)
    assert codes(scene, meeting) == set()
    granted.until = until  # its last day is the day before the meeting
    granted.save()
    assert codes(scene, meeting) == {"visit_not_granted"}
    with pytest.raises(Blocked):
        services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
    granted.until = None
    granted.save()
    services.book_meeting(meeting_id=meeting.pk, by=scene.worker, at=scene.now)
    happens(scene, "transfer", scene.now + HOUR)
    assert codes(scene, meeting, scene.now + HOUR) == {"visit_not_granted", "place_reopened"}


# Events: the same twice, out of order, and of somebody whom we do not know


def told_by_stream(kind: str, hours: int, name: str, **values: str) -> dict[str, Any]:
    return {"kind": kind, "hours": hours, "event": name, "values": values}


EVENTS = [
    told_by_stream("transfer", 1, "a", prison="HMP Foxcombe"),
    told_by_stream("release", 2, "b"),
    told_by_stream("recall", 3, "c", prison="HMP Marsh Lane"),
    told_by_stream("merged", 4, "d", prison_no="B2222BB"),
]


def arrives(scene: Scene, event: dict[str, Any], number: str = "A1111AA") -> None:
    told = Told(
        event["kind"],
        scene.now + event["hours"] * HOUR,
        source=ChangeSource.STREAM,
        event=event["event"],
        values=event["values"],
    )
    area_id = scene.world.area.pk
    numbers = list(of_number(area_id, "prison_no", number))
    take_in(area_id=area_id, numbers=numbers, told=told, by=None, at=scene.now + 5 * HOUR)


def state_of(scene: Scene) -> tuple[Any, ...]:
    row = Responsible.objects.get(pk=scene.responsible.pk)
    kinds = sorted(OffenderChange.objects.filter(responsible=row).values_list("kind", flat=True))
    return row.held_at, numbers_of(row.person_id), kinds


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_whatever_order_events_arrive_in_the_end_is_the_same(scene: Scene, order: tuple[int, ...]) -> None:
    name_number(
        person=scene.responsible.person,
        kind="prison_no",
        value="a 1111 aa",
        by=scene.worker,
        at=scene.now,
        side=Side.OFFENDER,
    )
    for place in order:
        arrives(scene, EVENTS[place])
    for event in EVENTS:
        arrives(scene, event)  # every one of them a second time
    assert state_of(scene) == ("HMP Marsh Lane", {"prison_no": "B2222BB"}, ["merged", "recall", "release", "transfer"])
    arrives(scene, told_by_stream("release", 6, "e"), number="A1111AA")  # by the number before
    assert state_of(scene)[0] == ""


def test_what_was_written_by_hand_since_stays(scene: Scene) -> None:
    name_number(
        person=scene.responsible.person, kind="prison_no", value="A1111AA", by=None, at=scene.now, side=Side.OFFENDER
    )
    Responsible.objects.filter(pk=scene.responsible.pk).update(held_since=scene.now + 9 * HOUR)
    arrives(scene, EVENTS[0])
    assert state_of(scene)[0] == ""
    assert OffenderChange.objects.count() == 1


def test_of_somebody_whom_we_do_not_know_nothing_is_kept(scene: Scene) -> None:
    arrives(scene, EVENTS[0], number="Z9999ZZ")
    assert not OffenderChange.objects.exists()
    assert not scene.events("change.recorded")
