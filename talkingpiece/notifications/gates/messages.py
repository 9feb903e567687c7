"""The contact gate, asked in the job that sends, at the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from talkingpiece.cases.legal_queries import has_died
from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, verdict
from talkingpiece.notifications.models import Message
from talkingpiece.notifications.ports import port_for
from talkingpiece.notifications.states import OUTSIDE_HOURS, StoppedWhy
from talkingpiece.notifications.wording import TEMPLATES, tell_tale_words
from talkingpiece.people.queries import contact_hold, rule_of
from talkingpiece.people.safe import is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side

# "We will be in touch by Thursday" must not arrive on Friday.
STALE_AFTER = timedelta(hours=24)


@dataclass(frozen=True)
class SendFacts:
    written: bool  # a text or an e-mail
    addressed: bool
    way_still_safe: bool
    safe_now: bool
    tell_tale: tuple[str, ...]
    fresh: bool
    has_port: bool
    died: bool = False
    practice: bool = False  # nobody of it is real


def facts_for_sending(message: Message, at: datetime) -> SendFacts:
    point = message.point
    template = TEMPLATES.get(message.template)
    return SendFacts(
        written=message.channel in {Channel.TEXT, Channel.EMAIL},
        addressed=bool(message.address.strip()),
        way_still_safe=point is None
        or (point.ended_at is None and point.channel == message.channel and point.value == message.address)
        and contact_hold(point.person_id) is None,
        safe_now=point is None or is_safe_at(rule_of(point), at),
        tell_tale=tuple(tell_tale_words(f"{template.subject if template else ''} {message.body}")),
        fresh=at - message.queued_at <= STALE_AFTER,
        has_port=port_for(message.channel) is not None,
        died=point is not None and has_died(point.person_id),
        practice=message.area.practice,
    )


def blockers_to_send(facts: SendFacts) -> Verdict:
    """The last condition that may wait is the hour: everything else stops the message for good."""
    by_hand = _("Call them, or write by another way that they called safe.")
    return verdict(
        (
            condition(
                not facts.practice,
                _("Somebody real is written to"),
                _stop(StoppedWhy.PRACTICE, _("It stands here as it would have been sent.")),
            ),
            condition(facts.written, _("A way that a machine can use"), _stop(StoppedWhy.NOT_WRITTEN, by_hand)),
            condition(facts.addressed, _("There is an address"), _stop(StoppedWhy.NO_ADDRESS, by_hand)),
            condition(
                not facts.died, _("They can be written to"), _stop(StoppedWhy.NOBODY, _("Nobody is written to."))
            ),
            condition(facts.way_still_safe, _("They still call this way safe"), _stop(StoppedWhy.NOT_SAFE, by_hand)),
            condition(not facts.tell_tale, _("The words say nothing about us"), _stop(StoppedWhy.TELL_TALE, by_hand)),
            condition(facts.fresh, _("The words are still true"), _stop(StoppedWhy.TOO_LATE, by_hand)),
            condition(
                facts.has_port,
                _("We can send it"),
                _stop(StoppedWhy.BY_HAND, _("Send these very words yourself, and say here when you have.")),
            ),
            condition(
                facts.safe_now, _("It is a safe hour"), _stop(OUTSIDE_HOURS, _("It waits for the next safe hour."))
            ),
        )
    )


def _stop(code: str, remedy: Text) -> Blocker:
    message = StoppedWhy(code).label if code in StoppedWhy.values else _("It is not a safe hour")
    return Blocker(code=code, message=message, remedy=remedy, who=_("The person on duty"), side=Side.SERVICE)
