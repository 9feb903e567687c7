"""What leaves, how often, in which order and when it does not: against a real receiver."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from http.server import BaseHTTPRequestHandler
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from talkingpiece.audit.models import Event as Entry
from talkingpiece.cases.models import Case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.outbox import wire
from talkingpiece.outbox.models import Endpoint, Event
from talkingpiece.outbox.sending import claim, dispatch, later, look_again, settle
from talkingpiece.outbox.services import announce, resend, rotate_secret, stop_endpoint
from talkingpiece.outbox.states import AFTER, OVERLAP, TRIES, Kind, State, Why
from talkingpiece.outbox.wire import Answer, post
from tests.agreements.given import over
from tests.database import other_connection
from tests.journeys.given import conference_tomorrow
from tests.offender_management.test_feed import told_by_offender
from tests.outbox.conftest import Line, endpoint_at
from tests.outbox.receiver import drop, redirect, slow, trickle, twice, verbose
from tests.world import as_area


def test_it_says_that_something_is_new_and_where_to_ask_and_nothing_else(line: Line) -> None:
    request = line.ask()
    assert line.send() == 1
    [got] = line.receiver.got
    assert got.signed_by == ["first"]
    assert got.message == {
        "type": "request.made",
        "version": 1,
        "id": got.id,
        "timestamp": got.message["timestamp"],
        "detail_url": f"/staff/api/v1/requests/{request.pk}",
        "person": {"identifiers": [{"type": "CRN", "value": "X123456"}, {"type": "NOMS", "value": "A1234BC"}]},
    }
    for hidden in ("Maya", "Quillfeather", "Callum", "Reeve", line.case.reference, str(line.case.pk), "suitable"):
        assert hidden not in got.raw.decode()
    assert line.delivery().state == State.SENT
    assert line.send() == 0


def test_one_entry_of_the_trail_for_what_left(line: Line) -> None:
    line.ask()
    line.send()
    with as_area(line.world):
        [entry] = Entry.objects.filter(name__startswith="event.")
        assert (entry.name, entry.case_id, entry.side) == ("event.sent", line.case.pk, "offender")
        assert json.dumps(entry.detail).find("X123456") == -1


def test_an_act_that_is_undone_announces_nothing(line: Line) -> None:
    with as_area(line.world):
        line.asked()
        transaction.set_rollback(True)
    assert line.events() == []
    line.send()
    assert line.receiver.got == []


def test_nothing_is_announced_outside_the_transaction_of_its_act(line: Line) -> None:
    with pytest.raises(RuntimeError):
        announce(
            kind=Kind.REQUEST_MADE,
            area_id=line.world.area.pk,
            agency_id=line.world.probation.pk,
            case_id=line.case.pk,
            responsible_id=line.responsible.pk,
            person_id=line.responsible.person_id,
            subject_id=line.responsible.pk,
            at=clock.now(),
        )


@pytest.mark.parametrize(
    ("mood", "why", "status"),
    [
        (500, Why.ANSWER, 500),
        (404, Why.ANSWER, 404),
        (redirect("http://127.0.0.1:1/"), Why.REDIRECT, 302),
        (drop, Why.CONNECTION, None),
        (slow(1.0), Why.TIMEOUT, None),
        (trickle, Why.TIMEOUT, None),
        (verbose, Why.ANSWER, 500),
    ],
    ids=["500", "404", "redirect", "drop", "slow", "trickle", "verbose"],
)
def test_what_fails_is_tried_again_later_under_the_same_number(
    line: Line,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    mood: int | Callable[[BaseHTTPRequestHandler], None],
    why: Why,
    status: int | None,
) -> None:
    monkeypatch.setattr(wire, "QUIET", 0.5)
    monkeypatch.setattr(wire, "LONGEST", 1.5)
    line.receiver.mood = lambda number, _got: mood if number == 1 else 200
    line.ask()
    line.send()
    found = line.delivery()
    assert (found.state, found.why, found.status, found.tries) == (State.FAILED, why, status, 1)
    assert line.send() == 0, "not before its time"
    line.send_in(minutes=1)
    assert line.delivery().state == State.SENT
    first, second = line.receiver.got
    assert first.id == second.id
    assert first.raw == second.raw
    assert second.signed_by == ["first"]
    assert "theirs" not in caplog.text


def test_two_answers_to_one_question_are_one(line: Line) -> None:
    line.receiver.mood = lambda *_: twice
    line.ask()
    line.send()
    assert line.delivery().state == State.SENT


def test_whoever_asks_to_be_left_alone_is(line: Line) -> None:
    def busy(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(503)
        handler.send_header("Retry-After", "3600")
        handler.end_headers()

    line.receiver.mood = lambda number, _got: busy if number == 1 else 200
    line.ask()
    line.send()
    assert line.send_in(minutes=59) == 0
    assert line.send_in(minutes=61) == 1


def test_one_that_is_gone_for_good_is_stopped_and_what_waits_for_it_held_back(line: Line) -> None:
    line.receiver.mood = lambda *_: 410
    line.chase(line.ask())
    line.send()
    assert [(one.state, one.why) for one in line.deliveries()] == [
        (State.DEAD, Why.GONE),
        (State.WITHHELD, Why.STOPPED),
    ]
    with as_area(line.world):
        assert Endpoint.objects.get().stopped_why == "gone"


def test_given_up_after_so_many_tries_and_sent_again_by_hand(line: Line) -> None:
    line.receiver.mood = lambda *_: 500
    line.ask()
    moment = clock.now()
    for number in range(TRIES):
        with clock.pretend(moment):
            assert dispatch() == 1, number
        moment += AFTER[min(number, len(AFTER) - 1)] * 1.3
    found = line.delivery()
    assert (found.state, found.tries, found.status) == (State.DEAD, TRIES, 500)
    assert len(set(line.receiver.ids)) == 1
    assert moment - clock.now() < timedelta(days=6)
    assert line.send_in(days=9) == 0
    line.receiver.mood = lambda *_: 200
    with as_area(line.world):
        resend(delivery_id=found.pk, by=line.world.scheme_manager, at=clock.now())
    line.send()
    assert line.delivery().state == State.SENT
    assert len(set(line.receiver.ids)) == 1


def test_the_times_between_are_not_all_alike_and_grow() -> None:
    assert len({later(5) for _ in range(20)}) > 10
    assert all(AFTER[n] * 0.79 <= later(n + 1) <= AFTER[n] * 1.21 for n in range(len(AFTER)) for _ in range(20))
    assert list(AFTER) == sorted(AFTER)


@pytest.mark.parametrize("what", ["agreement", "closed", "stopped"])
def test_what_may_not_be_told_any_more_when_its_turn_comes_is_held_back(line: Line, what: str) -> None:
    request = line.ask()
    with as_area(line.world):
        if what == "agreement":
            over(line.world.agreement, at=clock.now())
        elif what == "stopped":
            stop_endpoint(endpoint_id=line.endpoint.pk, by=line.world.scheme_manager, at=clock.now())
        else:
            Case.objects.filter(pk=line.case.pk).update(ended_at=clock.now())
    line.send()
    assert line.receiver.got == []
    found = line.delivery()
    expected = {"agreement": Why.NO_AGREEMENT, "closed": Why.NOT_SEEN, "stopped": Why.STOPPED}[what]
    assert (found.state, found.why) == (State.WITHHELD, expected)
    with as_area(line.world):
        assert Entry.objects.filter(name="event.withheld", case_id=line.case.pk).count() == 1
        with pytest.raises(Blocked):
            resend(delivery_id=found.pk, by=line.world.scheme_manager, at=clock.now())
    assert request.pk


def test_somebody_who_takes_their_yes_back_in_between_is_not_spoken_of(line: Line) -> None:
    with as_area(line.world):
        given, _meeting = conference_tomorrow(line.world)
        told_by_offender(given, "given", line.world.probation)
    failed: set[UUID] = set()
    while look_again(line.world.area.pk, failed):
        pass
    assert failed == set()
    assert [event.kind for event in line.events()][-1] == Kind.OFFENDER_KNOWN
    with as_area(line.world):
        consent = Consent.objects.get(person=given.offender, item="share", answer="given")
        withdraw_consent(consent_id=consent.pk, how="telephone", by=line.world.facilitator, at=clock.now())
    line.send()
    assert Kind.OFFENDER_KNOWN not in line.receiver.kinds
    assert line.deliveries()[-1].why == Why.NOT_SEEN


def test_the_last_minute_of_an_agreement(line: Line) -> None:
    last = timezone.make_aware(datetime.combine(line.world.agreement.ends_on, time()))
    minute = timedelta(minutes=1)
    with clock.pretend(last - minute):
        line.ask()
        line.send()
    assert line.receiver.kinds == ["request.made"]
    with clock.pretend(last - minute):
        line.chase(_request(line))
    with clock.pretend(last):
        line.send()
    assert line.receiver.kinds == ["request.made"]
    assert [one.state for one in line.deliveries()] == [State.SENT, State.WITHHELD]


def _request(line: Line):
    from talkingpiece.information_sharing.models import InformationRequest

    with as_area(line.world):
        return InformationRequest.objects.get()


def test_in_their_order_of_each_case_and_one_that_fails_holds_back_only_its_own(line: Line) -> None:
    with as_area(line.world):
        other = line.world.responsible(line.world.case("Joan"), "Pryce")
    first = line.ask()
    line.receiver.mood = lambda _number, got: 500 if got.message["detail_url"].endswith(str(first.pk)) else 200
    line.send()
    line.chase(first)
    second = line.ask(other)
    line.chase(second)
    line.send()
    assert [one.state for one in line.deliveries()] == [State.FAILED, State.QUEUED, State.SENT, State.SENT]
    line.receiver.mood = lambda *_: 200
    line.receiver.got.clear()
    line.send_in(minutes=1)
    assert line.receiver.kinds == ["request.made", "request.chased"]


def test_two_dispatchers_keep_the_order_of_each_case_and_send_nothing_twice(line: Line) -> None:
    lines = [line.responsible]
    with as_area(line.world):
        lines += [line.world.responsible(line.world.case(name), name) for name in ("Joan", "Ada", "Ines")]
    requests = [line.ask(one) for one in lines]
    for _ in range(3):
        for request in requests:
            line.chase(request)
    line.receiver.mood = lambda number, _got: 200
    with other_connection() as one, other_connection() as two:
        for future in [one(dispatch), two(dispatch)]:
            future.result(timeout=60)
    line.send()
    assert len(line.receiver.ids) == len(set(line.receiver.ids)) == 16
    for request in requests:
        mine = [got.id for got in line.receiver.got if got.message["detail_url"].endswith(str(request.pk))]
        assert mine == [str(event.pk) for event in line.events() if event.subject_id == request.pk]


def test_killed_between_sending_and_writing_it_down_it_comes_twice_under_one_number(line: Line) -> None:
    line.ask()
    claimed = claim(line.world.area.pk)
    assert claimed is not None
    assert claimed.url is not None
    post(claimed.url, claimed.body, claimed.headers or {})
    assert line.send() == 0, "it may still be in somebody's hands"
    line.send_in(seconds=100)
    assert len(line.receiver.got) == 2
    assert len(set(line.receiver.ids)) == 1
    assert line.delivery().tries == 2
    settle(line.world.area.pk, claimed, Answer(Why.TIMEOUT))
    assert line.delivery().state == State.SENT, "whoever was late changes nothing"


def test_what_kills_us_each_time_is_not_tried_for_ever(line: Line) -> None:
    line.ask()
    moment = clock.now()
    for _ in range(TRIES):
        with clock.pretend(moment):
            assert claim(line.world.area.pk) is not None
        moment += timedelta(seconds=100)
    with clock.pretend(moment):
        line.send()
    assert (line.delivery().state, line.delivery().why) == (State.DEAD, Why.CUT)


def test_while_a_secret_is_changed_both_sign_and_afterwards_the_new_one_alone(line: Line) -> None:
    request = line.ask()
    with as_area(line.world):
        _endpoint, secret = rotate_secret(
            endpoint_id=line.endpoint.pk, at_once=False, by=line.world.scheme_manager, at=clock.now()
        )
    line.receiver.secrets["second"] = secret
    line.send()
    assert line.receiver.got[-1].signed_by == ["first", "second"]
    with as_area(line.world):
        Endpoint.objects.update(before_until=clock.now() - timedelta(seconds=1))
    line.chase(request)
    line.send()
    assert line.receiver.got[-1].signed_by == ["second"]
    with as_area(line.world):
        _endpoint, secret = rotate_secret(
            endpoint_id=line.endpoint.pk, at_once=True, by=line.world.scheme_manager, at=clock.now()
        )
    line.receiver.secrets["third"] = secret
    line.chase(request)
    line.send()
    assert line.receiver.got[-1].signed_by == ["third"]
    assert timedelta(days=7) == OVERLAP


def test_each_endpoint_of_an_agency_hears_and_none_of_another_agency(line: Line, receiver) -> None:
    with as_area(line.world):
        endpoint_at(line.world, f"{receiver.url}&second=1", "Another system")
    line.ask()
    line.send()
    assert len(line.receiver.got) == 2
    assert len(set(line.receiver.ids)) == 1
    assert UUID(line.receiver.ids[0])
    with as_area(line.world):
        assert {event.agency_id for event in Event.objects.all()} == {line.world.probation.pk}
