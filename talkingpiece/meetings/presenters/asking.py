"""What is read out to somebody, and who is to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Case
from talkingpiece.consents.queries import asked_as, words
from talkingpiece.consents.states import Item
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.conditions import BookingFacts
from talkingpiece.meetings.models import CheckKind, Meeting, Participant, VenueKind
from talkingpiece.meetings.presenters.words import day_and_time
from talkingpiece.meetings.profile import Meetings
from talkingpiece.meetings.queries import approach_of, home_case
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import rule_of, safe_to_call_now, ways_of_many
from talkingpiece.people.safe import hours_in_words
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Row


@dataclass(frozen=True)
class Question:
    """The exact question, with the terms that it is asked of. `case`: where the answer is kept."""

    called: str
    case: Case
    asked: str
    terms: list[Row]
    may_be_asked: bool

    @property
    def wording(self) -> str:
        """What was put to them, to the word: the question, and the terms that were read out with it."""
        return " ".join([self.asked, *(f"{row.label}: {row.value}." for row in self.terms if row.value)])


def question(opened: Opened, meeting: Meeting, seat: Participant, sight: Sight, facts: BookingFacts) -> Question:
    case = seat.case or home_case(meeting)
    way = approach_of(home_case(meeting), meeting.approach)
    asked = _(words(case).wording(Item.ATTEND, asked_as(case.pk, seat.person_id, Side(seat.side))).question)
    people = ", ".join(sorted(sight.name_of(s) for s in meeting.participants.all() if s.pk != seat.pk))
    leaders = [meeting.lead.name, *([meeting.co_facilitator.name] if meeting.co_facilitator else [])]
    purpose = next((_(one.name) for one in way.purposes if one.key == meeting.purpose), "")
    terms = [
        Row(_("How"), _(way.name)),
        *([Row(_("What for"), purpose)] if purpose else []),
        Row(_("When"), day_and_time(meeting.starts_at)),
        Row(_("Where"), meeting.venue),
        Row(_("Kind of place"), str(VenueKind(meeting.venue_kind).label)),
        Row(_("Who else"), people),
        Row(_("Who leads"), ", ".join(leaders)),
    ]
    place = next(one for one in facts.seats if one.seat_id == str(seat.pk))
    return Question(seat.person.called, case, asked, terms, facts.may_be_asked(place))


@dataclass(frozen=True)
class ToAsk:
    called: str
    part: str
    how: str


def people_to_ask(meeting: Meeting, sight: Sight, at: datetime) -> list[ToAsk]:
    """Everybody, with when it is safe to ring them. Not the number: that is uncovered on the page of the person."""
    seats = [seat for seat in meeting.participants.all() if sight.knows(seat)]
    ways = ways_of_many(seat.person_id for seat in seats)
    return [
        ToAsk(one.person.called, str(one.get_part_display()), _how(ways.get(one.person_id, []), at)) for one in seats
    ]


def _how(points: list[ContactPoint], at: datetime) -> str:
    now = safe_to_call_now(points, at)
    if now is not None:
        return _("Safe to ring now. %(hours)s") % {"hours": hours_in_words(rule_of(now))}
    calls = [point for point in points if point.channel == "call"]
    if calls:
        return _("Not now. %(hours)s") % {"hours": hours_in_words(rule_of(calls[0]))}
    return _("No telephone is known to be safe.")


def kind_of_check(meeting: Meeting, rules: Meetings, at: datetime) -> str:
    """Which of the checks this is: the latest whose time had come, and before that the first."""
    asked_on, day = timezone.localdate(at), timezone.localdate(meeting.starts_at)
    come = [rule for rule in rules.checks if rule.counts_from(day) <= asked_on]
    return min(come, key=lambda rule: rule.days_before).kind if come else CheckKind.SEVEN_DAYS
