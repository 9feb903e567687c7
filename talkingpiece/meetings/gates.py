"""G7a (book), G7b (begin) and G8 (agree). The pure judgements are in `conditions`; here their facts are gathered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from talkingpiece.cases.queries import legal_facts
from talkingpiece.meetings.conditions import (
    AgreementFacts,
    BeginFacts,
    BookingFacts,
    CheckMade,
    Signatory,
    blockers_to_agree,
    blockers_to_begin,
    blockers_to_book,
    blockers_to_choose,
)
from talkingpiece.meetings.models import Meeting, Part, Participant
from talkingpiece.meetings.queries import booking_facts, checks_of, planned, responsibles_at
from talkingpiece.meetings.states import Stage
from talkingpiece.protection.classes import Side

__all__ = [
    "blockers_to_agree",
    "blockers_to_begin",
    "blockers_to_book",
    "blockers_to_choose",
    "facts_for_agreement",
    "facts_for_booking",
    "facts_to_begin",
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
) -> AgreementFacts:
    """Signatories are the victim and the offender who were there, and whoever promised something."""
    seats = list(Participant.objects.filter(meeting=meeting).select_related("person", "case").order_by("pk"))
    signing = [
        seat for seat in seats if seat.pk in owners or (seat.attended and seat.part in {Part.VICTIM, Part.OFFENDER})
    ]
    named = responsibles_at(signing)
    home = next(seat.case.reference for seat in seats if seat.case)
    return AgreementFacts(
        meeting_id=str(meeting.pk),
        reference=home,
        held=meeting.stage == Stage.HELD,
        signatories=tuple(
            Signatory(
                participant_id=str(seat.pk),
                called=seat.person.called,
                reference=seat.case.reference if seat.case else home,
                side=Side(seat.side),
                agrees=seat.pk in agree_freely,
            )
            for seat in signing
        ),
        lawful=lawful,
        against_no_order=against_no_order,
        orders=tuple(
            (str(row.pk), row.person.called, row.case.reference, legal_facts(row.pk)) for row in named.values()
        ),
        items=items,
    )
