"""What the public pages say. Every number of days is a promise of the area's profile, and is kept by a ball."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.areas.models import Area
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import add_working_days, is_working_day
from talkingpiece.cases.profile import Approaches
from talkingpiece.people.safe import hours_in_words, if_answered_in_words
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.questions import NEEDED, QUESTIONS
from talkingpiece.referrals.services import reply_due
from talkingpiece.referrals.states import CaseStage, Hope, SafeNow
from talkingpiece.referrals.ways import in_order, rule_of_way
from talkingpiece.ui.components import FrontDoor, Pledge, SummaryRow

_READ_UNTIL = time(17)


@dataclass(frozen=True)
class Told:
    """A heading with a sentence: a step, a choice, or a question with its answer."""

    heading: str
    text: str


def working_days(count: int) -> str:
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


def next_read(at: datetime, jurisdiction: str) -> date:
    """The working day on which somebody next reads what arrives at `at`."""
    local = timezone.localtime(at)
    if is_working_day(local.date(), jurisdiction) and local.time().replace(tzinfo=None) < _READ_UNTIL:
        return local.date()
    return add_working_days(local.date(), 1, jurisdiction)


def reading(area: Area, at: datetime) -> dict[str, Any]:
    """When somebody is there: the hours in the area's own words, and the next day."""
    day = next_read(at, area.jurisdiction)
    return {"area": area, "read_on": day, "read_today": day == timezone.localdate(at)}


def front_page(area: Area) -> dict[str, Any]:
    promises = current_section(area.pk, Promises)
    offered = current_section(area.pk, Approaches).approaches
    return {
        "area": area,
        "doors": _doors(),
        "pledges": _pledges(promises),
        "choices": [Told(_(approach.name), _(approach.explained)) for approach in offered],
    }


def _doors() -> list[FrontDoor]:
    count = len(QUESTIONS)
    return [
        FrontDoor(
            heading=_("For yourself"),
            text=_("Answer %(count)d short questions. Skip what you like. About 10 minutes.") % {"count": count},
            label=_("Start for yourself"),
            url=reverse("front:start"),
            primary=True,
        ),
        FrontDoor(
            heading=_("Rather be called?"),
            text=_("Tell us a first name and one safe way to reach you. Nothing else."),
            label=_("Ask us to call you"),
            url=reverse("front:call_me"),
        ),
        FrontDoor(
            heading=_("You have a number from us"),
            text=_("Leave us a word: call me, wait, stop, or I am not safe."),
            label=_("Use your number"),
            url=reverse("front:code"),
            quiet=True,
        ),
    ]


def _pledges(promises: Promises) -> list[Pledge]:
    return [
        Pledge(
            "lock",
            _("We keep it to ourselves"),
            _("We do not tell the other person, your family or anybody else that you contacted us."),
        ),
        Pledge("hand", _("You set the pace"), _("Pause or stop at any time. You need no reason. You can come back.")),
        Pledge(
            "phone",
            _("We contact you only in safe ways"),
            _("You tell us which. You hear from us within %(days)s.") % {"days": working_days(promises.acknowledge)},
        ),
        Pledge(
            "person",
            _("One person is there for you"),
            _("One person from our team works with you, and you know their name."),
        ),
    ]


def steps(area: Area) -> list[Told]:
    promises = current_section(area.pk, Promises)
    return [
        Told(
            _("You write to us, or you ring"),
            _("You hear from us within %(days)s, and only in the ways that you called safe.")
            % {"days": working_days(promises.acknowledge)},
        ),
        Told(
            _("One person from our team gets in touch"),
            _("Within %(days)s. They listen, and they answer your questions.")
            % {"days": working_days(promises.first_contact)},
        ),
        Told(
            _("You talk, where and when it suits you"),
            _("Within %(days)s if you like, or much later. You say what you need. Your own words are written down.")
            % {"days": working_days(promises.first_meeting)},
        ),
        Told(
            _("We look at what could go wrong"),
            _("We think about it together, for you and for everybody else. Somebody who does not know you checks it."),
        ),
        Told(
            _("We ask the other person, if you say yes"),
            _("You see the exact words first. They are free to say no. You hear what they said, kindly and from us."),
        ),
        Told(
            _("You both prepare"),
            _("Separately, and for as long as you need. Nobody walks into a room without knowing who is in it."),
        ),
        Told(
            _("You meet, or you do not"),
            _("Most people do not meet. Being heard, or stopping here, are good endings too."),
        ),
        Told(
            _("We ask how you are"),
            _("Within %(days)s after a meeting. Later we ask again, if you said that we may.")
            % {"days": working_days(promises.after_meeting)},
        ),
    ]


def update_days(area: Area) -> int:
    return current_section(area.pk, Promises).victim_update_days


def who_sees_what() -> list[Told]:
    return [
        Told(
            _("The person who works with you"),
            _("Sees what you told us. Every time that somebody opens your file, that is written down."),
        ),
        Told(
            _("The people who lead our work"),
            _("See it too, because they check that you are safe and that promises are kept."),
        ),
        Told(
            _("The other person"),
            _("Sees nothing. If you say yes one day, we tell them the words that you agreed to, and no more."),
        ),
        Told(
            _("The people who supervise the other person"),
            _(
                "May be asked by us about that person, if a written agreement allows it or you say yes. "
                "They must not tell them. We do not give them your address or your phone number."
            ),
        ),
        Told(
            _("Somebody who can protect a life"),
            _(
                "If somebody is in serious danger, or the law says that we must, we tell those who can help. "
                "We tell you too, unless that is unsafe."
            ),
        ),
        Told(_("Everybody else"), _("Nobody. Not your family, not your work, not a newspaper.")),
    ]


def way_in_words(way: Way) -> str:
    """ "Phone call, 01632 960001. Weekdays, 10am to 2pm only …" as the person themselves may read it back."""
    label = Channel(way.channel).label
    words = _("%(way)s: %(value)s") % {"way": label, "value": way.value}
    if way.channel != Channel.CALL:
        return words
    rule = rule_of_way(way)
    parts = [words, hours_in_words(rule), if_answered_in_words(rule).rstrip(".")]
    return ". ".join([*parts, way.note] if way.note else parts)


def check_rows(data: Mapping[str, Any], ways: tuple[Way, ...], titles: Mapping[str, str]) -> list[SummaryRow]:
    """One row a question, with what was answered in words and a way to change it."""
    said = _said(data, ways)
    silent = {slug: _("Not answered. That is all right.") for slug in QUESTIONS}
    silent |= {slug: _("Not answered yet.") for slug in NEEDED}
    return [
        SummaryRow(
            key=titles[slug],
            value="; ".join(said[slug]) or silent[slug],
            url=reverse("front:question", args=[slug]) + "?check=1",
            change=titles[slug],
        )
        for slug in QUESTIONS
    ]


def _said(data: Mapping[str, Any], ways: tuple[Way, ...]) -> dict[str, list[str]]:
    nobody = [_("None. You will contact us, and we never you.")] if "none" in (data.get("safe") or []) else []
    choices: list[tuple[str, Mapping[str, Any]]] = [
        (data.get("safe_now", ""), dict(SafeNow.choices)),
        (data.get("stage", ""), dict(CaseStage.choices)),
    ]
    safe_now, stage = ([str(labels[value])] if value else [] for value, labels in choices)
    language = [data["language"]] if data.get("language") else []
    interpreter = [_("with an interpreter")] if data.get("interpreter") else []
    return {
        "name": _texts(data, "called"),
        "contact": nobody or [way_in_words(way) for way in in_order(list(ways))],
        "safe-now": safe_now,
        "keep-from": _texts(data, "conceal_from"),
        "what-happened": _texts(data, "what_happened"),
        "other-person": _texts(data, "about_offender"),
        "how-far": stage,
        "hopes": [*(str(Hope(hope).label) for hope in data.get("hopes", ())), *_texts(data, "hope_words")],
        "help": [*language, *interpreter, *_texts(data, "access_needs")],
    }


def _texts(data: Mapping[str, Any], *names: str) -> list[str]:
    return [data[name] for name in names if data.get(name)]


def receipt(area: Area, referral: Referral, code: str, at: datetime) -> dict[str, Any]:
    return {
        **reading(area, at),
        "code": code,
        "hear_by": timezone.localdate(reply_due(referral, referral.received_at)),
        "we_may_contact": bool(referral.ways),
        "not_safe": referral.safe_now in {SafeNow.NO, SafeNow.NOT_SURE},
    }
