"""Only what the feed shows is announced, when it shows it, and nothing when somebody may not be known any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from talkingpiece.cases.models import Responsible
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core import clock
from talkingpiece.information_sharing.services import close_request
from talkingpiece.meetings.models import AgreementItem
from talkingpiece.meetings.services import record_result, record_variation
from talkingpiece.offender_management.announcing import register
from talkingpiece.offender_management.services import begin_report
from talkingpiece.offender_management.tasks import look_again
from talkingpiece.outbox import checks
from talkingpiece.outbox.checks import may_go
from talkingpiece.outbox.models import Event, LastSeen, Place, Touched
from talkingpiece.outbox.queries import BadCursor, events_after
from talkingpiece.outbox.services import compare
from talkingpiece.outbox.states import KEPT, Kind
from tests.agreements.given import over
from tests.information_sharing.conftest import Setting
from tests.journeys.given import Given, approach_is_open, conference_tomorrow
from tests.offender_management.conftest import Told, let_it_be_told
from tests.offender_management.test_feed import SECRETS, _secretly, told_by_offender
from tests.outbox.conftest import Line
from tests.world import World, as_area


def placed() -> None:
    """As at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def looked(world: World) -> None:
    for row in Touched.objects.order_by("at"):
        compare(area_id=world.area.pk, case_id=row.case_id, at=clock.now())
        row.delete()
    placed()


def kinds(world: World) -> list[str]:
    looked(world)
    return list(Event.objects.order_by("place__position").values_list("kind", flat=True))


def fetched(world: World, cursor: str = "", limit: int = 50) -> list[str]:
    page = events_after(agency=world.probation, area=world.area, cursor=cursor, limit=limit, at=clock.now())
    return [one["type"] for one in page.events]


def test_every_kind_has_somebody_who_says_whether_it_may_be_told() -> None:
    register()
    assert set(checks._checks) == set(Kind)


def test_before_a_yes_to_the_approach_nothing(world: World, approached: Callable[[str], Responsible]) -> None:
    approach_is_open(world)
    approached("no")
    assert [kind for kind in kinds(world) if not kind.startswith("request.")] == []
    assert LastSeen.objects.count() == 0


def test_somebody_is_known_and_then_what_they_see_changes(world: World) -> None:
    given, _meeting = conference_tomorrow(world)
    assert kinds(world)[-1] == Kind.OFFENDER_KNOWN
    consent = Consent.objects.get(person=given.case.victim, item="attend")
    withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=clock.now())
    assert kinds(world)[-1] == Kind.OFFENDER_CHANGED
    count = Event.objects.count()
    Touched.objects.create(area=world.area, case_id=given.case.pk, at=clock.now())
    kinds(world)
    assert Event.objects.count() == count, "nothing that they see has changed"


def test_whoever_may_not_be_known_any_more_goes_without_a_word(world: World) -> None:
    given, _meeting = conference_tomorrow(world)
    told_by_offender(given, "given", world.probation)
    before = kinds(world)
    assert Kind.OFFENDER_KNOWN in before
    consent = Consent.objects.get(person=given.offender, item="share", answer="given")
    withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=clock.now())
    assert kinds(world) == before
    assert LastSeen.objects.count() == 0
    assert fetched(world) == [], "what was announced before is not to be had any more"
    told_by_offender(given, "given", world.probation)
    assert kinds(world) == [*before, Kind.OFFENDER_KNOWN]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_enquiry_announces_nothing(world: World, told: Told, secret: str) -> None:
    """About the very man of whom they know already, in another victim's case."""
    before, seen = kinds(world), fetched(world)
    _secretly(world, secret)
    assert kinds(world) == before
    assert fetched(world) == seen
    assert seen


def test_a_report_and_the_one_that_takes_its_place(world: World, told: Told) -> None:
    kinds(world)
    told.show_both()
    told.release()
    # That he said yes is no news beside the report, and is there no more.
    assert kinds(world)[-2:] == [Kind.REPORT_RELEASED, Kind.OFFENDER_CHANGED]
    told.report = begin_report(
        responsible_id=told.given.responsible.pk,
        written={},
        corrects_id=told.report.pk,
        by=world.facilitator,
        at=told.now,
    )
    told.show_both()
    told.release()
    assert kinds(world)[-1] == Kind.REPORT_CORRECTED
    assert [kind for kind in fetched(world) if "report" in kind] == [Kind.REPORT_RELEASED, Kind.REPORT_CORRECTED]


def test_something_to_be_done_is_due_is_moved_and_is_done(world: World, held_case: Given) -> None:
    kinds(world)
    let_it_be_told(held_case, clock.now())
    assert kinds(world)[-1] == Kind.ACTION_DUE
    item = AgreementItem.objects.get(owner__person=held_case.offender)
    event = Event.objects.get(kind=Kind.ACTION_DUE)
    assert event.subject_id == item.pk
    everybody = set(item.agreement.meeting.participants.values_list("pk", flat=True))
    record_variation(
        item_id=item.pk,
        due_on=timezone.localdate() + timedelta(days=40),
        agree_freely=everybody,
        words="",
        by=world.facilitator,
        at=clock.now(),
    )
    assert kinds(world)[-1] == Kind.ACTION_CHANGED
    record_result(
        item_id=item.pk,
        result="done",
        words="",
        victim_told_at=None,
        no_news_wanted=True,
        by=world.facilitator,
        at=clock.now(),
    )
    assert kinds(world).count(Kind.ACTION_CHANGED) == 2
    assert "action.changed" in fetched(world)


def test_a_request_that_needs_no_answer_any_more(setting: Setting) -> None:
    from talkingpiece.information_sharing.services import chase_request

    world, request = setting.world, setting.ask()
    for _ in range(3):
        chase_request(request_id=request.pk, by=world.facilitator, at=setting.at + timedelta(days=30))
    later = setting.at + timedelta(days=90)
    close_request(request_id=request.pk, why="They do not answer.", by=world.supervisor, at=later)
    placed()
    with clock.pretend(later):
        assert fetched(world) == [Kind.REQUEST_WITHDRAWN], "that it was asked is over"
        over(world.agreement, at=later)
        assert fetched(world) == []


def test_an_agency_without_an_agreement_is_announced_nothing(setting: Setting) -> None:
    setting.agreement_ends()
    setting.consent()
    setting.ask()
    assert Event.objects.count() == 0


def test_by_the_clock_alone_cases_are_looked_at_again(line: Line) -> None:
    with as_area(line.world):
        Touched.objects.all().delete()
    look_again()
    with as_area(line.world):
        assert Touched.objects.count() == 0, "nobody was approached: there is nothing to look at"
        conference_tomorrow(line.world)
        Touched.objects.all().delete()
    look_again()
    with as_area(line.world):
        assert Touched.objects.count() == 1


def test_pages_are_in_order_leave_no_gap_and_end(line: Line) -> None:
    request = line.ask()
    for _ in range(6):
        line.chase(request)
    seen, cursor = [], ""
    with as_area(line.world):
        for _ in range(9):
            page = events_after(
                agency=line.world.probation, area=line.world.area, cursor=cursor, limit=3, at=clock.now()
            )
            seen += [one["id"] for one in page.events]
            cursor = page.cursor
            if not page.more:
                break
        assert seen == [str(event.pk) for event in line.events()]
        again = events_after(agency=line.world.probation, area=line.world.area, cursor=cursor, limit=3, at=clock.now())
        assert (again.events, again.cursor, again.more) == ((), cursor, False)
        for wrong in ("x", "0" * 32, cursor[:-1]):
            with pytest.raises(BadCursor):
                events_after(agency=line.world.probation, area=line.world.area, cursor=wrong, limit=3, at=clock.now())
        with pytest.raises(BadCursor):
            events_after(agency=line.world.liaison, area=line.world.area, cursor=cursor, limit=3, at=clock.now())
        later = clock.now() + KEPT + timedelta(days=1)
        page = events_after(agency=line.world.probation, area=line.world.area, cursor="", limit=3, at=later)
        assert page.events == ()


def test_what_was_committed_later_never_stands_before_what_was_read(line: Line) -> None:
    """One transaction announces first and commits last."""
    from tests.database import other_connection

    with as_area(line.world):
        other = line.world.responsible(line.world.case("Joan"), "Pryce")
    with other_connection() as run:
        with as_area(line.world):
            slow = line.asked()
            fast = run(line.ask, other).result(timeout=20)
        events = line.events()
    assert [event.subject_id for event in events] == [fast.pk, slow.pk]


def test_without_anybody_who_answers_for_a_kind_it_is_not_sent(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.ask()
    monkeypatch.setattr(checks, "_checks", {})
    with as_area(line.world):
        assert may_go(line.world.probation, line.events(), clock.now()) == set()
    line.send()
    assert line.receiver.got == []


def test_the_application_gives_no_place_itself(line: Line) -> None:
    line.ask()
    with pytest.raises(DatabaseError), as_area(line.world):
        Place.objects.update(position=1)
