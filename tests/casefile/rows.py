"""Rows as the rooms below leave them, for tests of what the casefile makes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import fact_columns
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.engagement.models import Approach, Contact, Need
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.meetings.models import AgreementItem, Meeting, OutcomeAgreement, Part, Participant, VenueKind
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from tests.world import World


def facts(world: World, case: Case, days_ago: int = 0) -> dict[str, Any]:
    return fact_columns(case, by=world.facilitator, at=world.now - timedelta(days=days_ago))


def consent(world: World, case: Case, item: str = Item.CONTACT, *, target: str = "", days_ago: int = 20) -> Consent:
    return record_consent(
        case_id=case.pk,
        person=case.victim,
        side=Side.VICTIM,
        item=item,
        answer=Answer.GIVEN,
        wording="As asked.",
        method=Method.SPOKEN,
        by=world.facilitator,
        at=world.now - timedelta(days=days_ago),
        target=target,
    )


def approach(world: World, case: Case, responsible: Responsible, *, reply: str = "", days_ago: int = 10) -> Approach:
    columns = facts(world, case, days_ago)
    row = Approach(
        **columns,
        case=case,
        responsible=responsible,
        consent=consent(world, case, Item.APPROACH),
        means=Means.IN_PERSON,
        told="Somebody would like to ask you something.",
        told_by=world.facilitator,
        reply=reply,
        replied_at=columns["happened_at"] if reply else None,
        voluntary=True if reply else None,
    )
    row.save()
    return row


def contact(
    world: World, case: Case, *, outcome: str = Outcome.SPOKE, days_ago: int = 3, next_at: datetime | None = None
) -> Contact:
    row = Contact(
        **facts(world, case, days_ago),
        case=case,
        person=case.victim,
        side=Side.VICTIM,
        means=Means.CALL,
        outcome=outcome,
        note="She was at work.",
        next_at=next_at,
        next_words="Try after six." if next_at else "",
    )
    row.save()
    return row


def listened_to(world: World, case: Case, *, days_ago: int) -> None:
    """The first talk was held: what they need is written down."""
    contact(world, case, days_ago=days_ago)
    Need(**facts(world, case, days_ago), case=case, person=case.victim, words="To know why.").save()


def meeting(world: World, case: Case, *, held: bool = False, booked: bool = False, in_days: int = 9) -> Meeting:
    starts = world.now + timedelta(days=-5 if held else in_days)
    row = Meeting(
        area_id=case.area_id,
        key_id=case.key_id,
        approach="conference",
        starts_at=starts,
        terms_at=world.now - timedelta(days=20),
        venue="Wexbourne library, room 2",
        venue_kind=VenueKind.NEUTRAL,
        lead=world.facilitator,
        planned_at=world.now - timedelta(days=20),
        planned_by=world.facilitator,
        confirmed_at=world.now - timedelta(days=15) if held or booked else None,
        confirmed_by=world.facilitator if held or booked else None,
        begun_at=starts if held else None,
        begun_by=world.facilitator if held else None,
        held_at=starts + timedelta(hours=2) if held else None,
        agreed=True if held else None,
    )
    row.save()
    return row


def seat(
    meeting: Meeting, case: Case, person: Person, part: str = Part.VICTIM, *, debriefed: bool = False
) -> Participant:
    row = Participant(
        area_id=case.area_id,
        key_id=case.key_id,
        meeting=meeting,
        case=case,
        person=person,
        part=part,
        side=Side.VICTIM if part == Part.VICTIM else Side.OFFENDER,
        attended=True if meeting.held_at else None,
        debriefed_at=meeting.held_at if debriefed else None,
        debriefed_by=meeting.lead if debriefed else None,
    )
    row.save()
    return row


def promise(world: World, meeting: Meeting, owner: Participant, *, due_in: int = 3, result: str = "") -> AgreementItem:
    columns = {
        "area_id": meeting.area_id,
        "key_id": meeting.key_id,
        "happened_at": meeting.held_at,
        "recorded_at": world.now,
        "recorded_by": world.facilitator,
    }
    agreement = OutcomeAgreement(**columns, meeting=meeting, freely=True, lawful=True, against_no_order=True)
    agreement.save()
    item = AgreementItem(
        area_id=meeting.area_id,
        key_id=meeting.key_id,
        agreement=agreement,
        owner=owner,
        words="Write to the food bank.",
        due_on=timezone.localdate(world.now) + timedelta(days=due_in),
        result=result,
        result_at=world.now if result else None,
        result_by=world.facilitator if result else None,
    )
    item.save()
    return item
