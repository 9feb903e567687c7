"""The dispatcher. Each step is a transaction of its own, so that it can be killed between any two of them: what it had
in hand is tried again by another once its claim is over, under the same number."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from talkingpiece.areas.queries import real_areas
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.outbox.envelope import body_of, headers_of, told
from talkingpiece.outbox.gates import facts_for_send, why_not
from talkingpiece.outbox.models import Delivery, Touched
from talkingpiece.outbox.queries import due
from talkingpiece.outbox.services import compare
from talkingpiece.outbox.states import AFTER, TRIES, State, Why
from talkingpiece.outbox.wire import Answer, post
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import area_context, name_actor
from talkingpiece.protection.keys import KeyGone

log = logging.getLogger(__name__)
# Longer than looking a name up and sending can take together.
LEASE = timedelta(seconds=90)
_ERRAND = "outbox.dispatch"


@dataclass(frozen=True)
class Claimed:
    """Built, signed and free to leave; `url` is None for what was settled without leaving."""

    delivery_id: UUID
    mine: UUID
    url: str | None = None
    body: bytes = b""
    headers: dict[str, str] | None = None


@contextmanager
def _step(area_id: UUID) -> Iterator[None]:
    with transaction.atomic(), area_context([area_id]):
        name_actor(None, _ERRAND)
        yield


def dispatch(*, until: datetime | None = None) -> int:
    """Send what is due and, when nothing is, look again at one case that was touched: area by area in turn, until
    nothing of either is left or the time is over. How many were tried."""
    busy, failed, tried = [area.pk for area in real_areas()], set[UUID](), 0
    while busy:
        for area_id in list(busy):
            if until is not None and clock.now() >= until:
                return tried
            claimed = claim(area_id)
            if claimed is None:
                if not look_again(area_id, failed):
                    busy.remove(area_id)
            elif claimed.url is not None:
                settle(area_id, claimed, post(claimed.url, claimed.body, claimed.headers or {}))
                tried += 1
    return tried


def look_again(area_id: UUID, failed: set[UUID]) -> bool:
    """One case; False if there is none. One that cannot be looked at keeps no other waiting: the next time again."""
    with _step(area_id):
        found = Touched.objects.select_for_update(no_key=True, skip_locked=True).filter(area_id=area_id)
        row = found.exclude(pk__in=failed).order_by("at").first()
        if row is None:
            return False
        try:
            with transaction.atomic():
                compare(area_id=area_id, case_id=row.case_id, at=clock.now())
        except Exception as error:
            log.error("what agencies see of a case could not be compared", exc_info=error)
            failed.add(row.pk)
        else:
            row.delete()
        return True


def claim(area_id: UUID) -> Claimed | None:
    """The next one whose turn it is, if it may still be told; None if nothing is due. Counted as a try before it is
    sent, so that what kills us is not tried for ever."""
    with _step(area_id):
        at = clock.now()
        found = due(area_id, at).select_for_update(no_key=True, of=("self",), skip_locked=True)
        delivery = found.select_related("endpoint__agreement", "event__agency").first()
        if delivery is None:
            return None
        if delivery.tries >= TRIES:
            _give_up(delivery, Why.CUT, at)
            return Claimed(delivery.pk, uuid4())
        return _prepare(delivery, at)


def _prepare(delivery: Delivery, at: datetime) -> Claimed:
    mine = uuid4()
    try:
        with transaction.atomic():
            # Here and now, whatever held when it was announced.
            why = why_not(facts_for_send(delivery, at))
            body = b"" if why else body_of(told(delivery.event))
            headers = {} if why else headers_of(delivery.event, delivery.endpoint, body, at)
    except KeyGone:
        why = Why.NOT_SEEN  # of somebody who was erased
    except Exception as error:
        log.error("an event could not be made ready", exc_info=error)
        delivery.tries, delivery.tried_at = delivery.tries + 1, at
        _fail(delivery, Answer(Why.CUT), at)
        return Claimed(delivery.pk, mine)
    if why is not None:
        _close(delivery, State.WITHHELD, why, at)
        _record("event.withheld", delivery, at, why=why)
        return Claimed(delivery.pk, mine)
    delivery.tries, delivery.tried_at = delivery.tries + 1, at
    delivery.claimed_by, delivery.claimed_until = mine, at + LEASE
    delivery.save()
    return Claimed(delivery.pk, mine, delivery.endpoint.url, body, headers)


def settle(area_id: UUID, claimed: Claimed, answer: Answer) -> None:
    """How it went. Somebody else may have it by now: that it arrived counts all the same, that it failed is theirs."""
    with _step(area_id):
        at = clock.now()
        found = Delivery.objects.select_for_update(no_key=True, of=("self",)).select_related("endpoint", "event")
        delivery = found.get(pk=claimed.delivery_id)
        if not delivery.waits or (answer.why is not None and delivery.claimed_by != claimed.mine):
            return
        if answer.why is None:
            _close(delivery, State.SENT, None, at, status=answer.status)
            _record("event.sent", delivery, at, endpoint=str(delivery.endpoint_id))
        elif answer.why is Why.GONE:
            endpoint = delivery.endpoint
            if endpoint.is_live:
                endpoint.stopped_at, endpoint.stopped_why = at, "gone"
                endpoint.save()
                record("endpoint.stopped", by=None, about=endpoint, at=at, side=Side.SERVICE)
            _give_up(delivery, Why.GONE, at, status=answer.status)
        else:
            _fail(delivery, answer, at)


def _fail(delivery: Delivery, answer: Answer, at: datetime) -> None:
    assert answer.why is not None
    if delivery.tries >= TRIES:
        _give_up(delivery, answer.why, at, status=answer.status)
        return
    delivery.state, delivery.why, delivery.status = State.FAILED, answer.why, answer.status
    delivery.next_at = at + max(later(delivery.tries), timedelta(seconds=answer.wait))
    delivery.claimed_by = delivery.claimed_until = None
    delivery.save()


def later(tries: int) -> timedelta:
    """After how long the next one comes: not all at the same moment, so that whoever comes back is not run over."""
    return AFTER[tries - 1] * random.uniform(0.8, 1.2)


def _give_up(delivery: Delivery, why: Why, at: datetime, *, status: int | None = None) -> None:
    _close(delivery, State.DEAD, why, at, status=status)
    _record("event.given_up", delivery, at, why=why)


def _close(delivery: Delivery, state: State, why: Why | None, at: datetime, *, status: int | None = None) -> None:
    delivery.state, delivery.why, delivery.status, delivery.settled_at = state, why or "", status, at
    delivery.claimed_by = delivery.claimed_until = None
    delivery.save()


def _record(name: str, delivery: Delivery, at: datetime, **detail: str) -> None:
    event = delivery.event
    told = {"kind": event.kind, "agency": str(event.agency_id), **detail}
    record(name, by=None, about=delivery, at=at, side=Side.OFFENDER, case_id=event.case_id, detail=told)
