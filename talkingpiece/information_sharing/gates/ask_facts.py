from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils import timezone

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.queries import roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import covering, holds, in_force, of_area
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Item
from talkingpiece.documents.leaks import Protected, leaks_in
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import WAITING, asked_of_another, questions_covered, with_ground
from talkingpiece.information_sharing.states import CATEGORY_OF, Ground, Question
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.states import Channel

AgreementState = Literal["in_force", "too_narrow", "ended", "not_begun", "none"]


@dataclass(frozen=True)
class AskFacts:
    """`consent_id` and `agreement_id` name the ground, if there is one; `asked_already` a request that waits."""

    responsible_id: str
    victim_id: str
    victim_name: str
    offender_name: str
    case_open: bool
    paused: bool
    without_manager: bool
    manager_name: str
    manager_may_answer: bool
    agency_id: str
    agency_name: str
    asked_already: str
    questions: tuple[str, ...]
    agreement: AgreementState
    agreement_id: str
    agreement_reference: str
    agreement_ended_on: date | None
    consent_id: str
    leaks: tuple[str, ...] = ()


def ground_of(facts: AskFacts) -> Ground | None:
    if facts.agreement == "in_force":
        return Ground.AGREEMENT
    return Ground.CONSENT if facts.consent_id else None


def categories_of(questions: Iterable[str]) -> list[str]:
    """What the agency must be allowed to send us, to answer these questions."""
    return list(dict.fromkeys(CATEGORY_OF[question] for question in questions))


def facts_for_ask(
    case: Case, responsible: Responsible, *, questions: Iterable[str], at: datetime, message: str = ""
) -> AskFacts:
    asked, on = tuple(questions), timezone.localdate(at)
    manager = responsible.offender_manager
    agency = _agency_of(responsible)
    consent = live_consent(case.pk, case.victim_id, Item.ASK_AGENCY, on=on, target=str(agency.pk)) if agency else None
    state, agreement = _agreement(case.area_id, agency, asked, at)
    acts = {act for role in roles_in(manager, case.area_id, at) for act in ROLES[role].acts} if manager else set()
    return AskFacts(
        responsible_id=str(responsible.pk),
        victim_id=str(case.victim_id),
        victim_name=case.victim.called,
        offender_name=responsible.person.name,
        case_open=case.is_open,
        paused=open_pause(case.pk) is not None,
        without_manager=responsible.without_manager,
        manager_name=manager.name if manager else "",
        manager_may_answer=bool(manager and manager.is_active and Act.REQUEST_ANSWER in acts),
        agency_id=str(agency.pk) if agency else "",
        agency_name=agency.name if agency else "",
        asked_already=_waiting(responsible, at),
        questions=asked,
        agreement=state,
        agreement_id=str(agreement.pk) if agreement else "",
        agreement_reference=agreement.reference if agreement else "",
        agreement_ended_on=_closed_on(agreement) if agreement else None,
        consent_id=str(consent.pk) if consent else "",
        leaks=leaks_in(message, protected_of(case.victim, case.reference, responsible.person)) if message else (),
    )


def questions_with_ground(case: Case, responsible: Responsible, at: datetime) -> list[str]:
    """Those that may be asked today: all with the victim's consent, else those that the agreement covers."""
    agency, on = _agency_of(responsible), timezone.localdate(at)
    if agency is None:
        return []
    if live_consent(case.pk, case.victim_id, Item.ASK_AGENCY, on=on, target=str(agency.pk)):
        return list(Question.values)
    return questions_covered(in_force(case.area_id, at=at), agency.pk)


def protected_of(victim: Person, reference: str, offender: Person) -> Protected:
    ways = ways_of(victim.pk)
    numbers = {Channel.CALL, Channel.VOICEMAIL, Channel.TEXT}
    return Protected(
        names=(victim.called, victim.full_name),
        reference=reference,
        numbers=tuple(way.value for way in ways if way.channel in numbers),
        emails=tuple(way.value for way in ways if way.channel == Channel.EMAIL),
        addresses=tuple(way.value for way in ways if way.channel == Channel.POST),
        known_to_reader=(offender.called, offender.full_name),
    )


def _agency_of(responsible: Responsible) -> Agency | None:
    manager = responsible.offender_manager
    return (manager.agency if manager else None) or responsible.agency


def _waiting(responsible: Responsible, at: datetime) -> str:
    found = InformationRequest.objects.filter(WAITING, responsible=responsible)
    rows = list(found.select_related("disclosure"))
    holding = with_ground(rows, at=at)
    gone = asked_of_another(rows)
    return next((str(row.pk) for row in rows if row.pk in holding and row.pk not in gone), "")


def _agreement(
    area_id: UUID, agency: Agency | None, questions: tuple[str, ...], at: datetime
) -> tuple[AgreementState, Agreement | None]:
    if agency is None:
        return "none", None
    whole = covering(area_id, agency.pk, send=[Category.IDENTITY], receive=categories_of(questions), at=at)
    if whole:
        return "in_force", whole
    rows = [row for row in of_area(area_id) if row.agency_id == agency.pk]
    for row in rows:
        if holds(row, at):
            return "too_narrow", row
    for row in rows:
        if row.ended_at is None and timezone.localdate(at) < row.ends_on:
            return "not_begun", row
    return ("ended", rows[0]) if rows else ("none", None)


def _closed_on(agreement: Agreement) -> date:
    return timezone.localdate(agreement.ended_at) if agreement.ended_at else agreement.ends_on
