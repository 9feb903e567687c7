"""A referral's facts in words, the same on every staff page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from talkingpiece.people.safe import hours_in_words, if_answered_in_words, is_safe_at
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import FirstContact, Form
from talkingpiece.referrals.ways import from_plain, in_order, rule_of_way
from talkingpiece.ui.dates import when


def ways_of(referral: Referral) -> list[Way]:
    return in_order([from_plain(way) for way in referral.ways])


def rule_in_words(way: Way) -> str:
    if way.channel == Channel.CALL:
        rule = rule_of_way(way)
        words = f"{hours_in_words(rule)}. {if_answered_in_words(rule)}"
    elif way.channel == Channel.VOICEMAIL:
        words = _("A short message: a first name, and “please call back”. Nothing else.")
    elif way.channel == Channel.TEXT:
        words = _("A locked screen may show it: nothing in it says what this is.")
    elif way.channel == Channel.EMAIL:
        words = _("A plain subject, no link, nothing about why.")
    else:
        words = _("A plain envelope, no logo, no return address that tells.")
    return f"{words} {way.note}".strip()


def ways_in_one_line(referral: Referral) -> str:
    ways = ways_of(referral)
    if not ways:
        return _("No way is safe. They will contact us, and we never them.")
    calls = [way for way in ways if way.channel == Channel.CALL]
    names = ", ".join(str(Channel(way.channel).label) for way in ways)
    first = (calls or ways)[0]
    return f"{names}. {rule_in_words(first)}"


def callable_now(referral: Referral, at: datetime) -> bool:
    if referral.first_contact == FirstContact.RULE:
        return False  # nobody asked them yet
    return any(way.channel == Channel.CALL and is_safe_at(rule_of_way(way), at) for way in ways_of(referral))


def how_long(since: datetime, at: datetime) -> str:
    """ "3 days", "2 hours": the largest unit is enough."""
    if at - since < timedelta(minutes=1):
        return _("less than a minute")
    return timesince(since, at, depth=1).replace("\xa0", " ")


def taken_words(referral: Referral) -> str:
    """ "Daniel Okafor took the call, 10:42 today." Empty for whoever did not ring."""
    if referral.form != Form.TELEPHONE or referral.taken_by is None:
        return ""
    return _("%(name)s took the call, %(when)s.") % {
        "name": referral.taken_by.name,
        "when": when(referral.received_at),
    }
