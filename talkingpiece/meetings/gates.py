"""G7a (book), G7b (begin) and G8 (agree). The pure judgements are in `conditions`; here their facts are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from talkingpiece.cases.legal_queries import legal_facts
from talkingpiece.cases.states import ContactScope
from talkingpiece.meetings.conditions import (
    AgreementFacts,
    BeginFacts,
    BookingFacts,
    CheckMade,
    Promised,
    Signatory,
    blockers_to_agree,
    blockers_to_begin,
    blockers_to_book,
    blockers_to_choose,
)
from talkingpiece.meetings.models import AgreementItem, ItemKind, Meeting, Part, Participant
from talkingpiece.meetings.queries import booking_facts, checks_of, planned, responsibles_at
from talkingpiece.meetings.states import Stage
from talkingpiece.protection.classes import Side

__all__ = [
    "blockers_to_agree",
    "blockers_to_begin",
    "blockers_to_book",
    "blockers_to_choose",
    "contact_of",
    "facts_for_agreement",
    "facts_for_booking",
    "facts_to_begin",
    "signatories_to_vary",
]


def facts_for_booking(meeting: Meeting, at: datetime) -> BookingFacts:
    return booking_facts(planned([meeting]), at)[meeting.pk]


def facts_to_begin(meeting: Meeting, at: datetime) -> BeginFacts:
    made = tuple(
        CheckMade(check.kind, check.happened_at, check.everybody_willing, check.place_cleared)
        for check in checks_of([meeting.pk])
    )
    return BeginFacts(facts_for_booking(meeting, at), made)


def facts_for_agreement(
    meeting: Meeting,
    *,
    owners: set[UUID],
    items: int,
    agree_freely: set[UUID],
    lawful: bool,
    against_no_order: bool,
    promised: tuple[Promised, ...] = (),
    at: datetime | None = None,
) -> AgreementFacts:
    """Signatories are the victim and the offender who were there, and whoever promised something."""
    seats = list(Participant.objects.filter(meeting=meeting).select_related("person", "case").order_by("pk"))
    signing = [
        seat for seat in seats if seat.pk in owners or (seat.attended and seat.part in {Part.VICTIM, Part.OFFENDER})
    ]
    named = responsibles_at(signing)
    home = home_of(meeting, seats)
    return AgreementFacts(
        meeting_id=str(meeting.pk),
        reference=home,
        held=meeting.stage == Stage.HELD,
        signatories=tuple(_signatory(seat, home, agree_freely) for seat in signing),
        lawful=lawful,
        against_no_order=against_no_order,
        orders=tuple(
            (str(row.pk), row.person.called, row.case.reference, legal_facts(row.pk)) for row in named.values()
        ),
        items=items,
        promised=promised,
        at=at,
    )


def _signatory(seat: Participant, home: str, agree_freely: set[UUID]) -> Signatory:
    return Signatory(
        participant_id=str(seat.pk),
        called=seat.person.called,
        reference=seat.case.reference if seat.case else home,
        side=Side(seat.side),
        agrees=seat.pk in agree_freely,
    )


def home_of(meeting: Meeting, seats: Iterable[Participant]) -> str:
    """Reference of the case that it was planned from, if somebody of it is there; else of the first."""
    cases = {seat.case.pk: seat.case.reference for seat in seats if seat.case}
    home = cases.get(meeting.home_id) if meeting.home_id else None
    return home or cases[min(cases)]


def signatories_to_vary(item: AgreementItem, agree_freely: set[UUID]) -> list[Signatory]:
    """Whoever promised it, and whom it is for: one of them, or every victim who was there."""
    seats = list(Participant.objects.filter(meeting=item.agreement.meeting_id).select_related("person", "case"))
    home = home_of(item.agreement.meeting, seats)
    wanted = {item.owner_id} | (
        {item.for_whom_id} if item.for_whom_id else {s.pk for s in seats if s.part == Part.VICTIM and s.attended}
    )
    return [_signatory(seat, home, agree_freely) for seat in seats if seat.pk in wanted]


# What contact between the two sides a promise of this kind means, in the words of orders and their exceptions.
_CONTACT = {ItemKind.LETTER: ContactScope.INDIRECT, ItemKind.INFORMATION: ContactScope.INDIRECT}


def contact_of(kind: str) -> str:
    return _CONTACT.get(ItemKind(kind), "")
