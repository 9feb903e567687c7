"""When and how it is safe to reach somebody. Pure: the same rule stands beside the number on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.people.states import Days, IfAnswered


@dataclass(frozen=True)
class Rule:
    days: str = Days.ANY
    from_time: time | None = None
    to_time: time | None = None
    if_answered: str = IfAnswered.RING_OFF


def is_safe_at(rule: Rule, at: datetime) -> bool:
    """Whether `at` (any zone) lies within the rule's days and hours, in the service's local time."""
    local = timezone.localtime(at)
    weekend = local.weekday() >= 5
    if (rule.days == Days.WEEKDAYS and weekend) or (rule.days == Days.WEEKENDS and not weekend):
        return False
    if rule.from_time is None or rule.to_time is None:
        return True
    return rule.from_time <= local.time().replace(tzinfo=None) < rule.to_time


def clock_words(moment: time) -> str:
    """ "9am", "6.30pm", "noon"."""
    if (moment.hour, moment.minute) == (12, 0):
        return _("noon")
    hour = moment.hour % 12 or 12
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def hours_in_words(rule: Rule) -> str:
    if rule.from_time and rule.to_time:
        hours = {"from": clock_words(rule.from_time), "to": clock_words(rule.to_time)}
        if rule.days == Days.WEEKDAYS:
            return _("Weekdays, %(from)s to %(to)s only") % hours
        if rule.days == Days.WEEKENDS:
            return _("Weekends, %(from)s to %(to)s only") % hours
        return _("Any day, %(from)s to %(to)s only") % hours
    if rule.days == Days.WEEKDAYS:
        return _("Weekdays, at any time")
    if rule.days == Days.WEEKENDS:
        return _("Weekends, at any time")
    return _("Any day, at any time")


def if_answered_in_words(rule: Rule) -> str:
    if rule.if_answered == IfAnswered.OPEN:
        return _("Anybody who answers may know who we are.")
    if rule.if_answered == IfAnswered.FIRST_NAME:
        return _("If somebody else answers, ask for them and give a first name only.")
    return _("If somebody else answers, say “wrong number” and ring off.")
