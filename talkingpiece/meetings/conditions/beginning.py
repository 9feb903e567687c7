"""G7b: everything that was true when the meeting was booked is true today, and everybody was asked again."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Condition, Verdict, verdict
from talkingpiece.meetings.conditions.booking import blockers_to_book
from talkingpiece.meetings.conditions.facts import BeginFacts, BookingFacts, CheckMade, Missing, Policy, asked
from talkingpiece.meetings.conditions.law import legal
from talkingpiece.meetings.models import CheckKind
from talkingpiece.meetings.profile import CheckRule, Meetings
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


def blockers_to_begin(facts: BeginFacts, policy: Policy) -> Verdict:
    booking = facts.booking
    return verdict(
        [
            _booked(booking),
            _today(booking),
            *blockers_to_book(booking, policy).conditions,
            *(
                legal(booking, offender, known_for=policy.meetings.legal_check_days)
                for offender in booking.offenders
                if legal(booking, offender).ok
            ),
            *_checks(facts, policy.meetings),
        ]
    )


def checks_needed(booking: BookingFacts, policy: Meetings) -> tuple[CheckRule, ...]:
    """Those that fell due after the booking; the one on the day always."""
    booked_on = timezone.localdate(booking.booked_at or booking.at)
    asked_of_all = [rule for rule in policy.checks if not booking.checks or rule.kind in booking.checks]
    return tuple(rule for rule in asked_of_all if rule.days_before == 0 or rule.due_on(booking.day) > booked_on)


def check_that_counts(facts: BeginFacts, rule: CheckRule) -> CheckMade | None:
    """The newest check of this kind that was made of this date and this place, not too early."""
    booking = facts.booking
    found = [
        made
        for made in facts.checks
        if made.kind == rule.kind
        and rule.counts_from(booking.day) <= timezone.localdate(made.at) <= booking.day
        and made.at >= booking.terms_at.replace(second=0, microsecond=0)
    ]
    return max(found, key=lambda made: made.at, default=None)


def _booked(booking: BookingFacts) -> Condition:
    return asked(
        booking.booked_at is not None,
        _("The meeting is booked"),
        Missing(
            code="not_booked",
            message=_("The meeting is not booked yet"),
            remedy=_("Booking asks whether everything is in place."),
            who=_("You can do this now."),
            side=Side.JOINT,
            door="meetings:book",
            door_label=_("See what is missing"),
            door_args=(booking.meeting_id,),
            reference=booking.home,
        ),
    )


def _today(booking: BookingFacts) -> Condition:
    over = timezone.localdate(booking.at) > booking.day
    return asked(
        timezone.localdate(booking.at) == booking.day,
        _("Today is the day"),
        Missing(
            code="not_today",
            message=_("The meeting was on %(date)s") % {"date": short_date(booking.starts_at)}
            if over
            else _("The meeting is on %(date)s, not today") % {"date": short_date(booking.starts_at)},
            why=_("They agreed to that date. Another date is asked of everybody anew."),
            remedy=_("Change the date") if over else "",
            who=_("You can do this now.") if over else _("On the day, you and your co-facilitator."),
            side=Side.JOINT,
            door="meetings:change" if over else "",
            door_label=_("Change the date") if over else "",
            door_args=(booking.meeting_id,) if over else (),
            reference=booking.home,
        ),
    )


def _checks(facts: BeginFacts, policy: Meetings) -> Iterator[Condition]:
    newest: CheckMade | None = None
    for rule in checks_needed(facts.booking, policy):
        made = check_that_counts(facts, rule)
        newest = made or newest
        yield _asked_again(facts.booking, rule, made)
    if newest is not None:
        yield _cleared(facts.booking, newest)


def _asked_again(booking: BookingFacts, rule: CheckRule, made: CheckMade | None) -> Condition:
    when = {"when": str(CheckKind(rule.kind).label).lower()}
    if made is not None and not made.everybody_willing:
        code, message = f"unwilling_{rule.kind}", _("Somebody was not willing, asked %(when)s") % when
        remedy = _("Whoever does not want to come does not come. If they change their mind, ask again.")
    else:
        code, message = f"check_{rule.kind}", _("Everybody is asked again %(when)s") % when
        remedy = _("Are all still willing and well? Is the place still ours?")
    return asked(
        made is not None and made.everybody_willing,
        _("Everybody was asked again %(when)s, and is willing") % when,
        _check_missing(booking, code, message, remedy),
    )


def _cleared(booking: BookingFacts, made: CheckMade) -> Condition:
    return asked(
        made.place_cleared,
        _("The place is cleared"),
        _check_missing(
            booking,
            "place",
            _("The place is not cleared"),
            _("Names at the gate, rooms, ways in and out, somewhere quiet: all agreed with whoever runs the place."),
        ),
    )


def _check_missing(booking: BookingFacts, code: str, message: str, remedy: str) -> Missing:
    return Missing(
        code=code,
        message=message,
        remedy=remedy,
        who=_("You or your co-facilitator."),
        side=Side.JOINT,
        door="meetings:check",
        door_label=_("Record the check"),
        door_args=(booking.meeting_id,),
        reference=booking.home,
    )
