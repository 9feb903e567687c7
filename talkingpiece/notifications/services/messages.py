"""Queueing, sending and stopping. At most once: handed over is written down before anything is handed over."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.core import clock
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.gates import blockers_to_send, facts_for_sending
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.notifications.ports import Outgoing, port_for
from talkingpiece.notifications.services.letters import stop_letters
from talkingpiece.notifications.states import OUTSIDE_HOURS, StoppedWhy
from talkingpiece.notifications.wording import TEMPLATES, compose
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import is_safe_at
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas

log = logging.getLogger(__name__)


@transaction.atomic
def queue_message(
    *,
    area_id: UUID,
    key_id: UUID,
    channel: str,
    address: str,
    template: str,
    words: Mapping[str, str],
    about: models.Model,
    at: datetime,
    point: ContactPoint | None = None,
    then: str = "",
) -> Message:
    """To be sent by the job, if the contact gate is open then. Raises TellTale if its words are not neutral.

    `point`: the way that the person called safe, asked again at the moment of sending. `then`: the name of a job
    that is deferred once the message was sent, with `message_id` and `about_id`.
    """
    message = Message(
        area_id=area_id,
        key_id=key_id,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        point=point,
        channel=channel,
        address=address,
        template=template,
        body=compose(template, words, names=[settings.TP_PUBLIC_NAME]),
        queued_at=at,
    )
    message.save()
    enqueue("notifications.send", area_id=area_id, message_id=message.pk, then=then)
    record("message.queued", by=None, about=message, at=at, side=Side.SERVICE, detail=_codes(message))
    return message


@transaction.atomic
def send_message(*, message_id: UUID, at: datetime, then: str = "") -> Message:
    """Asks the gate, writes down that the message is being handed over, and hands it over after the commit.

    Does nothing with a message that was sent, stopped or handed over before, whatever became of it.
    """
    message = Message.objects.select_for_update(no_key=True, of=("self",)).select_related("point").get(pk=message_id)
    if message.state != MessageState.QUEUED:
        return message
    answer = blockers_to_send(facts_for_sending(message, at))
    if answer.codes == [OUTSIDE_HOURS]:
        _wait(message, at=at, then=then)
    elif not answer.is_open:
        _stop(message, why=answer.codes[0], at=at)
    else:
        message.state, message.sent_at = MessageState.SENDING, at
        message.save(update_fields=["state", "sent_at"])
        out = Outgoing(
            message_id=str(message.pk),
            channel=message.channel,
            address=message.address,
            subject=str(TEMPLATES[message.template].subject),
            body=message.body,
        )
        transaction.on_commit(partial(_hand_over, out, message.area_id, message.about_id, then))
    return message


def _hand_over(out: Outgoing, area_id: UUID, about_id: UUID, then: str) -> None:
    port = port_for(out.channel)
    if port is None:
        raise RuntimeError(f"No port for {out.channel}, though the gate saw one.")
    state = MessageState.SENT
    try:
        port.send(out)
    except Exception as error:
        # The provider's own words may hold the address: only the kind of error is logged.
        log.warning("Message %s: no clear answer (%s).", out.message_id, type(error).__name__)
        state = MessageState.UNKNOWN
    with transaction.atomic():
        show_areas([area_id])
        message = Message.objects.select_for_update(no_key=True).get(pk=out.message_id)
        _settle(message, state=state, by=None, at=clock.now())
        if then and state == MessageState.SENT:
            enqueue(then, area_id=area_id, message_id=message.pk, about_id=about_id)


def _wait(message: Message, *, at: datetime, then: str) -> None:
    point = message.point
    if point is None:
        raise RuntimeError("Only a way of contact with its hours can be outside them.")
    hours = (at + timedelta(minutes=30 * step) for step in range(1, 48 * 8))
    later = next((moment for moment in hours if is_safe_at(rule_of(point), moment)), None)
    if later is None:
        _stop(message, why=StoppedWhy.NOT_SAFE, at=at)
    else:
        enqueue("notifications.send", area_id=message.area_id, not_before=later, message_id=message.pk, then=then)


def _stop(message: Message, *, why: str, at: datetime, by: User | None = None) -> None:
    message.state, message.stopped_why = MessageState.STOPPED, why
    message.save(update_fields=["state", "stopped_why"])
    detail = {**_codes(message), "why": why}
    record("message.stopped", by=by, about=message, at=at, side=Side.SERVICE, detail=detail)


def _settle(message: Message, *, state: str, by: User | None, at: datetime) -> None:
    message.state, message.sent_at, message.stopped_why = state, at, ""
    message.save(update_fields=["state", "sent_at", "stopped_why"])
    record(f"message.{state}", by=by, about=message, at=at, side=Side.SERVICE, detail=_codes(message))


@transaction.atomic
def stop_messages(*, about_id: UUID, at: datetime, why: str = StoppedWhy.WITHDRAWN, by: User | None = None) -> int:
    """Nothing that still waits will go out, by machine or by hand, nor any letter. How many were stopped."""
    waiting = models.Q(state=MessageState.QUEUED) | models.Q(state=MessageState.STOPPED, stopped_why=StoppedWhy.BY_HAND)
    found = list(Message.objects.select_for_update(no_key=True).filter(waiting, about_id=about_id))
    for message in found:
        _stop(message, why=why, at=at, by=by)
    return len(found) + stop_letters(about_id=about_id, at=at, why=why, by=by)


@transaction.atomic
def settle_by_hand(*, message_id: UUID, sent: bool, by: User, at: datetime) -> Message:
    """Somebody sent it themselves, or found out what became of it. Raises IllegalTransition if nothing was open."""
    message = Message.objects.select_for_update(no_key=True).get(pk=message_id)
    waits = message.state == MessageState.STOPPED and message.stopped_why == StoppedWhy.BY_HAND
    if not waits and message.state not in {MessageState.SENDING, MessageState.UNKNOWN}:
        raise IllegalTransition(message.state, MessageState.SENT if sent else MessageState.STOPPED)
    if sent:
        _settle(message, state=MessageState.SENT, by=by, at=at)
    else:
        _stop(message, why=StoppedWhy.NOT_SENT, at=at, by=by)
    return message


def _codes(message: Message) -> dict[str, str]:
    return {"template": message.template, "channel": message.channel, "about": str(message.about_id)}
