from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.pages.people import Difference, differences
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.cases.queries import owner_of, team_of
from talkingpiece.cases.states import MemberRole
from talkingpiece.consents.states import Item, ToldTo
from talkingpiece.core import clock
from talkingpiece.core.blockers import Verdict
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.conditions import BookingFacts, blockers_to_choose
from talkingpiece.meetings.models import Meeting, Part
from talkingpiece.meetings.queries import (
    NOWHERE,
    Place,
    Planned,
    booking_facts,
    choices,
    may_be_told,
    policies,
    policy_for,
)
from talkingpiece.meetings.services import Plan
from talkingpiece.staffing.queries import facilitators
from talkingpiece.ui.dates import short_date, when
from talkingpiece.ui.forms import Form

CLASHING = ("venue", "practical", "lead", "co_facilitator")


@dataclass(frozen=True)
class Choice:
    """Whether one person chose this way, and what they let us tell the other side of it."""

    called: str
    part: str
    chose: str
    ask_url: str
    may_tell: str
    tell_url: str
    may_be_asked: bool = True
    tells: bool = True  # there is another person who may be told of it


def labels(places: Iterable[Place], case: Case, sight: Sight | None) -> list[tuple[str, str]]:
    """Each person that can be asked, with their part; from another case, with its reference."""
    return [(str(place.person.pk), _label(place, case, sight)) for place in places]


def _label(place: Place, case: Case, sight: Sight | None) -> str:
    if sight is not None and place.seat_id and not sight.may_name(place.case):
        return _("Somebody from another case")
    words = {
        "name": place.person.called,
        "part": Part(place.part).label,
        "reference": place.case.reference if place.case else "",
    }
    if place.case is None or place.case == case:
        return _("%(name)s, %(part)s") % words
    if place.case.incident_id == case.incident_id:
        return _("%(name)s, victim of the same offence (%(reference)s)") % words
    return _("%(name)s, who would like it too (%(reference)s)") % words


def chosen_way(case: Case, ways: Iterable[ApproachDef]) -> ApproachDef | None:
    """What the victim of the case said they would like; a way that needs nobody else's yes first."""
    chosen = [way for way in ways if case.victim_id in choices(case, way.key, clock.today())]
    return min(chosen, key=lambda way: not way.without_offender, default=None)


def supporters_of(places: Iterable[Place], case: Case) -> list[tuple[str, str]]:
    """With whom somebody new can come: (side, what to call them), for the people of this case."""
    found: dict[str, list[str]] = {}
    for place in places:
        if place.case == case and place.part in {Part.VICTIM, Part.OFFENDER}:
            found.setdefault(place.side, []).append(place.person.called)
    return [(side, _(" or ").join(names)) for side, names in found.items()]


def workers(case: Case, at: datetime, *others: User | None) -> list[User]:
    """The facilitators of the area, and whoever works on the case or leads already."""
    found = {one.facilitator.user for one in facilitators(case.area_id, at)}
    found |= {member.user for member in team_of(case.pk)} | {user for user in others if user is not None}
    return sorted(found, key=lambda user: user.name)


@dataclass(frozen=True)
class Beforehand:
    """G4, G5 and G6 for the people of the case, before there is a date."""

    facts: BookingFacts
    verdict: Verdict


def before_planning(case: Case, places: Iterable[Place], way: ApproachDef, at: datetime) -> Beforehand:
    own = tuple(place for place in places if place.case == case and place.part in way.parts)
    thought = Planned(
        pk=NOWHERE,
        approach=way.key,
        starts_at=at,
        terms_at=at,
        booked_at=None,
        workers=(),
        places=own,
        cases=(case,),
    )
    facts = booking_facts([thought], at)[NOWHERE]
    return Beforehand(facts, blockers_to_choose(facts, policy_for(case, policies([case]))))


def choices_of(case: Case, places: Iterable[Place], way: ApproachDef, facts: BookingFacts) -> list[Choice]:
    """Each person's own choice, and what the other side may know of it where there is one."""
    on, approach = timezone.localdate(facts.at), way.key
    chosen, told = choices(case, approach, on), may_be_told(case, on)
    asked = {seat.person_id: facts.may_be_asked(seat) for seat in facts.seats}
    own = [place for place in places if place.case == case and place.part in way.choosers]
    return [
        Choice(
            called=place.person.called,
            part=str(Part(place.part).label),
            chose=short_date(chosen[place.person.pk].happened_at) if place.person.pk in chosen else "",
            ask_url=_ask(case, place, Item.MODE, approach),
            may_tell=told.get((place.person.pk, ToldTo.OTHER_SIDE), ""),
            tell_url=_ask(case, place, Item.SHARE, ToldTo.OTHER_SIDE),
            may_be_asked=asked.get(str(place.person.pk), True),
            tells=not way.without_offender,
        )
        for place in own
    ]


def _ask(case: Case, place: Place, item: str, target: str) -> str:
    return reverse("consents:ask", args=[case.reference, place.person.pk, item, target])


def first_initial(
    case: Case, places: Iterable[Place], way: ApproachDef, user: User, able: Sequence[User]
) -> dict[str, Any]:
    own = [str(place.person.pk) for place in places if place.case == case and place.part in way.parts]
    owner = owner_of(case.pk)
    lead = user if user in able else owner
    others = [m.user_id for m in team_of(case.pk) if m.role == MemberRole.CO_FACILITATOR and m.user != lead]
    return {
        "approach": way.key,
        "people": own,
        "lead": str(lead.pk) if lead else "",
        "co_facilitator": str(others[0]) if others else "",
    }


def initial(meeting: Meeting) -> dict[str, Any]:
    return {
        "approach": meeting.approach,
        f"purpose_{meeting.approach}": meeting.purpose,
        f"seats_offered_{meeting.approach}": meeting.seats_offered or None,
        "people": [str(seat.person_id) for seat in meeting.participants.all()],
        "starts_at": meeting.starts_at,
        "venue": meeting.venue,
        "venue_kind": meeting.venue_kind,
        "practical": meeting.practical,
        "lead": str(meeting.lead_id),
        "co_facilitator": str(meeting.co_facilitator_id or ""),
    }


def clash(form: Form, saved: Meeting, wanted: Plan) -> list[Difference]:
    """What somebody else saved meanwhile, beside what was written here."""

    def label(name: str) -> str:
        return str(form.fields[name].label or "")

    there = {seat.person_id: seat.person.called for seat in saved.participants.all()}
    here = {place.person.pk: place.person.called for place in wanted.places}
    return differences(
        [
            (label("people"), ", ".join(sorted(there.values())), ", ".join(sorted(here.values()))),
            (label("starts_at"), when(saved.starts_at), when(wanted.starts_at)),
            *((label(name), getattr(saved, name), getattr(wanted, name)) for name in CLASHING),
        ]
    )


def what_changed(before: Meeting, after: Meeting) -> str:
    if before.terms_at == after.terms_at:
        return _("Saved.")
    if before.confirmed_at:
        return _("Saved. It is no longer booked: ask everybody again, tell them, and book it anew.")
    return _("Saved. Everybody is asked for this date, this place and these people.")
