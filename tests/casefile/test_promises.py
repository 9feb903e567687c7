"""Every promise stands on somebody's desk before it is missed, and in the overview once it is; a pause owes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.accounts.services import write_leave
from talkingpiece.casefile.promises import Promise, pushed, state_of
from talkingpiece.casefile.queries import Shelf
from talkingpiece.casefile.queries.overview import Overview
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import join_case, offer_case, pause_case, resume_case
from talkingpiece.cases.states import MemberRole
from talkingpiece.core import clock
from talkingpiece.engagement.services import plan_visit
from talkingpiece.engagement.states import Outcome
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.meetings.models import Participant
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import Acceptance, accept_referral
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.states import AssessmentState
from tests.casefile import rows
from tests.casefile.test_my_work import section
from tests.information_sharing.conftest import Setting
from tests.referrals.visitor import arrived
from tests.world import World

MON = datetime(2026, 11, 9, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def world(world: World) -> World:
    world.now = MON
    return world


def five(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=17)


def case(world: World) -> Case:
    return world.case(opened=MON)


def offered(world: World) -> None:
    offer_case(
        case_id=case(world).pk, to=world.other_facilitator, words="You?", by=world.facilitator, at=MON, due_at=MON
    )


def submitted(world: World) -> None:
    found = case(world)
    Assessment(
        area_id=found.area_id,
        key_id=found.key_id,
        case=found,
        number=1,
        approach="conference",
        state=AssessmentState.SUBMITTED,
        assessor=world.facilitator,
        started_at=MON,
        submitted_at=MON,
        decision="proceed",
    ).save()


def asked(world: World) -> None:
    found = case(world)
    Setting(world, found, world.responsible(found)).ask()


def met(world: World) -> None:
    world.now = MON + timedelta(days=5)  # the meeting of `rows` was held five days before
    found = case(world)
    meeting = rows.meeting(world, found, held=True)
    meeting.held_at = MON
    meeting.begun_at = MON - timedelta(hours=2)
    meeting.save()
    rows.seat(meeting, found, found.victim)


PROMISED: list[tuple[Promise, Callable[[World], object], datetime, date | None]] = [
    (Promise.REPLY, lambda world: arrived(world, at=MON), five(date(2026, 11, 11)), None),
    (Promise.FIRST_CONTACT, case, five(date(2026, 11, 16)), date(2026, 11, 11)),
    (Promise.FIRST_MEETING, case, five(date(2026, 11, 30)), date(2026, 11, 25)),
    (Promise.AGENCY_ANSWER, asked, five(date(2026, 11, 23)), date(2026, 11, 18)),
    (Promise.OFFER_ANSWER, offered, five(date(2026, 11, 11)), None),
    (Promise.SIGN_OFF, submitted, five(date(2026, 11, 12)), date(2026, 11, 9)),
    (Promise.UPDATE, case, five(date(2026, 12, 7)) + timedelta(hours=7) - SECOND, date(2026, 12, 2)),
    (Promise.AFTER_MEETING, met, five(date(2026, 11, 11)), None),
]


def state(world: World, kind: Promise, at: datetime) -> str:
    with clock.pretend(at):
        overview = Overview(type(world.coordinator).objects.get(pk=world.coordinator.pk), at)
        found = [one for one in [*overview.replies, *overview.promises] if one.kind is kind]
        missed = {one.kind for one in overview.missed}
    assert len(found) <= 1
    assert (kind in missed) is any(one.state == "missed" for one in found)
    return found[0].state if found else ""


@pytest.mark.parametrize(("kind", "make", "due", "ahead"), PROMISED, ids=[row[0].name for row in PROMISED])
def test_each_is_seen_before_at_and_after_its_line(
    world: World, kind: Promise, make: Callable[[World], object], due: datetime, ahead: date | None
) -> None:
    make(world)
    if ahead is not None:
        assert state(world, kind, five(ahead)) == "ahead"
        assert state(world, kind, five(ahead) + timedelta(days=1)) == "soon"
    assert state(world, kind, due) == "soon"
    assert state(world, kind, due + SECOND + SECOND) == "missed"


KEPT: list[tuple[Promise, Callable[[World], object], Callable[[World], object]]] = [
    (Promise.REPLY, lambda world: arrived(world, at=MON), lambda world: Referral.objects.update(state="signposted")),
    (Promise.FIRST_CONTACT, case, lambda world: rows.contact(world, Case.objects.get(), days_ago=0)),
    (
        Promise.FIRST_MEETING,
        case,
        lambda world: rows.listened_to(world, Case.objects.get(), days_ago=0),
    ),
    (
        Promise.AGENCY_ANSWER,
        asked,
        lambda world: InformationRequest.objects.update(
            answered_at=MON, answered_by=world.offender_manager, view="support"
        ),
    ),
    (Promise.SIGN_OFF, submitted, lambda world: Assessment.objects.update(state=AssessmentState.DRAFT)),
    (
        Promise.AFTER_MEETING,
        met,
        lambda world: Participant.objects.update(debriefed_at=MON, debriefed_by=world.facilitator),
    ),
]


@pytest.mark.parametrize(("kind", "make", "keep"), KEPT, ids=[row[0].name for row in KEPT])
def test_what_was_kept_is_owed_no_more(
    world: World, kind: Promise, make: Callable[[World], object], keep: Callable[[World], object]
) -> None:
    make(world)
    assert state(world, kind, MON + timedelta(days=40)) == "missed"
    keep(world)
    assert state(world, kind, MON + timedelta(days=20)) != "missed"


@pytest.mark.parametrize(
    ("kind", "make"), [(row[0], row[1]) for row in PROMISED[1:]], ids=[row[0].name for row in PROMISED[1:]]
)
def test_a_pause_owes_nothing(world: World, kind: Promise, make: Callable[[World], object]) -> None:
    make(world)
    later = MON + timedelta(days=40)
    assert state(world, kind, later) == "missed"
    pause_case(case_id=Case.objects.get().pk, words="", resume_on=None, by=world.facilitator, at=MON + SECOND)
    assert state(world, kind, later) == ""


def test_after_a_pause_the_promise_is_due_that_much_later(world: World) -> None:
    found = case(world)
    pause_case(case_id=found.pk, words="", resume_on=None, by=world.facilitator, at=MON + SECOND)
    resume_case(case_id=found.pk, by=world.facilitator, at=MON + SECOND + timedelta(days=10))
    assert state(world, Promise.FIRST_CONTACT, five(date(2026, 11, 26))) == "soon"
    assert state(world, Promise.FIRST_CONTACT, five(date(2026, 11, 26)) + SECOND) == "missed"


moments = st.integers(0, 10_000).map(lambda minutes: MON + timedelta(minutes=minutes))


@given(moments, moments, st.lists(st.tuples(moments, moments).map(lambda pair: tuple(sorted(pair))), max_size=4))
def test_a_pause_never_makes_anything_due_earlier(due: datetime, since: datetime, pauses: list[Any]) -> None:
    assert pushed(due, since, pauses) >= due
    assert pushed(due, since, []) == due


@given(moments, moments, moments)
def test_what_is_missed_stays_missed(due: datetime, at: datetime, limit: datetime) -> None:
    found = state_of(due, at, limit)
    assert (found == "missed") is (at > due)
    assert state_of(due, at + timedelta(days=30), limit + timedelta(days=30)) == "missed" or found != "missed"


# On whose desk


def desk(world: World, who: str, at: datetime) -> str:
    with clock.pretend(at):
        return str(world.client(getattr(world, who)).get(reverse("casefile:my_work")).content.decode())


def test_it_stands_under_due_soon_on_the_desk_of_its_owner_only(world: World) -> None:
    case(world)
    thursday = datetime(2026, 11, 12, 10, tzinfo=UTC)
    assert "Make the first contact with Maya" in section(desk(world, "facilitator", thursday), "soon")
    assert "Make the first contact with Maya" not in desk(world, "coordinator", thursday)
    assert "Make the first contact with Maya" not in desk(world, "facilitator", thursday - timedelta(days=1))


def test_while_the_owner_is_away_it_stands_on_the_desk_of_whoever_stands_in(world: World) -> None:
    case(world)
    thursday = datetime(2026, 11, 12, 10, tzinfo=UTC)
    key = f"for-{world.facilitator.pk}"
    assert "Maya" not in desk(world, "other_facilitator", thursday)
    write_leave(
        area_id=world.area.pk,
        user=world.facilitator,
        stand_in=world.other_facilitator,
        starts_on=date(2026, 11, 11),
        ends_on=date(2026, 11, 18),
        by=world.coordinator,
        at=MON,
    )
    theirs = section(desk(world, "other_facilitator", thursday), key)
    assert "You stand in for Daniel until Wed 18 Nov" in theirs
    assert "Make the first contact with Maya" in theirs
    assert section(desk(world, "other_facilitator", datetime(2026, 11, 18, 10, tzinfo=UTC)), key) == ""


def test_an_agencys_answer_is_asked_after_before_it_is_late(world: World) -> None:
    asked(world)
    assert "The answer of Tom Adeyemi is due" in section(
        desk(world, "facilitator", datetime(2026, 11, 19, 10, tzinfo=UTC)), "soon"
    )


def test_whoever_is_offered_a_case_reads_by_when_they_answer(world: World) -> None:
    offered(world)
    assert "Please answer by Wed 11 Nov." in desk(world, "other_facilitator", MON)


def test_a_referral_says_by_when_we_answer(world: World) -> None:
    arrived(world, at=MON)
    assert "We answer by Wed 11 Nov." in section(desk(world, "coordinator", MON), "door")


def test_a_signature_says_by_when_it_was_promised(world: World) -> None:
    submitted(world)
    assert "Promised by Thu 12 Nov." in section(desk(world, "supervisor", MON), "sign")


# The day that the victim named


def test_the_day_they_named_comes_to_the_owner_and_contacts_nobody(world: World) -> None:
    found = case(world)
    pause_case(case_id=found.pk, words="", resume_on=date(2026, 11, 20), by=world.facilitator, at=MON)
    words = "Maya said that they might want to hear from us about now"
    assert words not in desk(world, "facilitator", datetime(2026, 11, 19, 10, tzinfo=UTC))
    html = desk(world, "facilitator", datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert words in section(html, "today")
    assert "tp-work__late" not in section(html, "today")
    assert words not in desk(world, "coordinator", datetime(2026, 11, 20, 10, tzinfo=UTC))
    found.refresh_from_db()
    resume_case(case_id=found.pk, by=world.facilitator, at=datetime(2026, 11, 20, 11, tzinfo=UTC))
    assert words not in desk(world, "facilitator", datetime(2026, 11, 20, 12, tzinfo=UTC))


def test_whoever_stands_in_for_a_coordinator_reads_of_no_other_case(world: World) -> None:
    """A coordinator sees the area's; whoever stands in sees what is the coordinator's own."""
    world.case("Maya", opened=MON, facilitator=world.coordinator)
    other = world.case("Peter", opened=MON, facilitator=world.other_facilitator)
    meeting = rows.meeting(world, other, held=True)
    meeting.lead = world.other_facilitator
    meeting.save()
    rows.seat(meeting, other, other.victim)
    plan_visit(
        case_id=other.pk,
        person_id=other.victim_id,
        purpose="To listen",
        place="The library",
        planned_at=MON + timedelta(days=4),
        home_by=MON + timedelta(days=4, hours=2),
        worker=world.coordinator,
        by=world.coordinator,
        at=MON,
    )
    write_leave(
        area_id=world.area.pk,
        user=world.coordinator,
        stand_in=world.facilitator,
        starts_on=date(2026, 11, 10),
        ends_on=date(2026, 11, 20),
        by=world.coordinator,
        at=MON,
    )
    html = desk(world, "facilitator", datetime(2026, 11, 12, 10, tzinfo=UTC))
    assert "Maya" in section(html, f"for-{world.coordinator.pk}")
    assert "Peter" not in html
    assert other.reference not in html


def promised_to_ring(world: World, ring_at: datetime) -> Case:
    referral = arrived(world, called="Grace", at=MON)
    Referral.objects.filter(pk=referral.pk).update(ring_at=ring_at)
    yes = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult", victim_as="direct")
    opened = accept_referral(referral_id=referral.pk, acceptance=yes, by=world.coordinator, at=MON)
    join_case(case=opened, user=world.facilitator, role=MemberRole.OWNER, at=MON)
    return opened


def test_whoever_takes_the_case_keeps_the_call_that_was_promised_on_the_telephone(world: World) -> None:
    thursday = five(date(2026, 11, 12)) + timedelta(hours=1)
    opened = promised_to_ring(world, thursday)
    with clock.pretend(MON):
        client = world.client(world.facilitator)
        desk = client.get(reverse("casefile:my_work")).content.decode()
        page = client.get(reverse("casefile:case", args=[opened.reference])).content.decode()
    assert "Ring Grace, as we promised" in section(desk, "week")
    assert "Thu 12 Nov, 6pm" in section(desk, "week")
    assert "Ring Grace, as we promised" in page
    assert Shelf([opened], MON).promised_call(opened) == thursday


@pytest.mark.parametrize(
    ("outcome", "at", "owed"),
    [
        (Outcome.NO_ANSWER, MON + timedelta(days=1), True),
        (Outcome.NO_ANSWER, MON + timedelta(days=3, hours=8), False),
        (Outcome.SPOKE, MON + timedelta(days=1), False),
    ],
)
def test_a_promised_call_is_kept_by_speaking_or_by_trying_on_its_day(
    world: World, outcome: Outcome, at: datetime, owed: bool
) -> None:
    opened = promised_to_ring(world, five(date(2026, 11, 12)))
    world.now = at
    rows.contact(world, opened, outcome=outcome, days_ago=0)
    assert (Shelf([opened], at).promised_call(opened) is not None) is owed


def test_a_pause_takes_the_promised_call_back(world: World) -> None:
    opened = promised_to_ring(world, five(date(2026, 11, 12)))
    pause_case(case_id=opened.pk, words="", resume_on=None, by=world.facilitator, at=MON + timedelta(hours=2))
    assert Shelf([opened], MON + timedelta(days=1)).promised_call(opened) is None
