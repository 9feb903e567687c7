"""Accepting: the person, the incident, the case, the offender and their sentence, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_version
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import promised
from talkingpiece.cases.services import (
    add_responsible,
    close_ball,
    open_case,
    pass_ball,
    record_incident,
    record_passing,
    record_sentence,
)
from talkingpiece.cases.states import Holder, VictimAs
from talkingpiece.consents.queries import words
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.people import tokens
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.services import add_way, create_person, declare_conflict, describe_person, hold_contact
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.enquiry_queries import asked_first
from talkingpiece.referrals.gates import AcceptFacts, blockers_to_accept, facts_for_accept, joinable
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.profile import Age
from talkingpiece.referrals.queries import offenders_like
from talkingpiece.referrals.remit import RemitFacts
from talkingpiece.referrals.services.agency_answers import agreed_at
from talkingpiece.referrals.services.referrer import put_choice_in_ledger
from talkingpiece.referrals.services.triage import lock_referral
from talkingpiece.referrals.states import TRANSITIONS, ContactBy, FirstContact, Form, LeftMessage, ReferralState
from talkingpiece.referrals.ways import from_plain


@dataclass(frozen=True)
class SentenceEntry:
    """What the court decided, as far as anybody knows."""

    kind: str
    known_from: str
    length: str = ""
    sentenced_on: date | None = None
    release_on: date | None = None
    licence_ends_on: date | None = None
    parole_from: date | None = None
    parole_until: date | None = None


@dataclass(frozen=True)
class OffenderEntry:
    """`same_person`: the id of a person already known on that side, or empty for somebody new."""

    name: str
    birth_date: date | None = None
    same_person: str = ""
    agency: Agency | None = None
    offender_manager: User | None = None
    without_manager: bool = False
    held_at: str = ""
    sentence: SentenceEntry | None = None


@dataclass(frozen=True)
class Acceptance:
    same_person: str  # an id, gates.NEW_PERSON, or empty where nobody is alike
    stage: str
    category: str
    age: Age
    full_name: str = ""
    birth_date: date | None = None
    incident_words: str = ""
    happened_on: date | None = None
    crime_reference: str = ""
    court: str = ""
    offender: OffenderEntry | None = None
    victim_as: str = VictimAs.DIRECT


@transaction.atomic
def accept_referral(*, referral_id: UUID, acceptance: Acceptance, by: User, at: datetime) -> Case:
    """Opens the case. Raises IllegalTransition if somebody else decided first, Blocked with every reason of G1."""
    referral = lock_referral(referral_id)
    check_transition(TRANSITIONS, current=referral.state, to=ReferralState.ACCEPTED)
    remit_facts = RemitFacts(acceptance.stage, acceptance.category, acceptance.age)
    named = acceptance.offender
    facts = facts_for_accept(
        referral,
        remit_facts,
        same_person=acceptance.same_person,
        by=by,
        offender_name=named.name if named else "",
        offender_birth_date=_iso(named.birth_date) if named else "",
    )
    require_open(blockers_to_accept(facts))
    victim = _victim(referral, acceptance, facts, by, at)
    case = _open(referral, victim, acceptance, by, at)
    if acceptance.offender is not None:
        person = _offender(case, acceptance.offender, by, at)
        _keep_independent(referral, acceptance.offender, person, by, at)
    if referral.ways and referral.first_contact == FirstContact.ASKED:
        _consent_to_contact(case, victim, referral, by, at)
    if referral.agency_id is not None:
        how, said_at = _how_they_said_so(referral), agreed_at(referral, at)
        put_choice_in_ledger(case, victim, referral, how, by, said_at)
    _pass_on(case, referral, by, at)
    _decided(referral, victim, case, acceptance, facts, by, at)
    if _asked_for_another_way(referral):
        hold_contact(person=victim, at=at)
    record_passing(case=case, gate="accept", facts=facts, by=by, at=at, subject_id=referral.pk)
    return case


def _asked_for_another_way(referral: Referral) -> bool:
    """With their number, and nobody has asked them yet whether it was they."""
    return CodeMessage.objects.filter(referral=referral, kind=LeftMessage.CHANGE, seen_at__isnull=True).exists()


def _pass_on(case: Case, referral: Referral, by: User, at: datetime) -> None:
    """Whoever makes the first contact. If a rule says that the agency does, nobody of ours rings before that."""
    if referral.first_contact == FirstContact.RULE and referral.first_contact_by == ContactBy.AGENCY:
        due_at = promised(case, "first_contact", at)
        pass_ball(
            case=case, holder=Holder.AGENCY, agency=referral.agency, what=What.FIRST_CONTACT, at=at, due_at=due_at
        )
        return
    due_at = promised(case, "hand_over_answer", at)
    if referral.ring_at is not None:
        # Whoever takes the case keeps the promise, so somebody has to be found before then.
        due_at = min(due_at, max(referral.ring_at, at))
    pass_ball(case=case, holder=Holder.USER, user=by, what=What.ALLOCATE, at=at, due_at=due_at)


def _victim(referral: Referral, acceptance: Acceptance, facts: AcceptFacts, by: User, at: datetime) -> Person:
    ways = [from_plain(way) for way in referral.ways]
    if not facts.person_known:
        return create_person(
            area_id=referral.area_id,
            called=referral.called,
            full_name=acceptance.full_name,
            birth_date=acceptance.birth_date,
            language=referral.language,
            interpreter=referral.interpreter,
            access_needs=referral.access_needs,
            conceal_from=referral.conceal_from,
            ways=ways,
            by=by,
            at=at,
            side=Side.VICTIM,
        )
    person = Person.objects.get(pk=acceptance.same_person)
    known = {_key(referral.area_id, point.channel, point.value) for point in ways_of(person.pk)}
    for way in ways:
        if _key(referral.area_id, way.channel, way.value) not in known:
            add_way(person=person, way=way, by=by, at=at, side=Side.VICTIM)
    changes = _told_anew(person, referral)
    if not changes:
        return person
    return describe_person(person_id=person.pk, version=person.version, changes=changes, by=by, at=at, side=Side.VICTIM)


def _told_anew(person: Person, referral: Referral) -> dict[str, str | bool]:
    """What they told us now stands beside what they told us then: from whom to conceal, and what helps."""
    told = {"conceal_from": referral.conceal_from, "access_needs": referral.access_needs}
    return {
        name: f"{earlier}\n{now}" if (earlier := getattr(person, name)) else now
        for name, now in told.items()
        if now and now not in getattr(person, name)
    }


def _key(area_id: UUID, channel: str, value: str) -> tuple[str, frozenset[bytes] | str]:
    found = frozenset(token for _kind, token in tokens.of_way(area_id, channel, value))
    return channel, found or value.strip().casefold()


def _open(referral: Referral, victim: Person, acceptance: Acceptance, by: User, at: datetime) -> Case:
    incident = record_incident(
        area_id=referral.area_id,
        category=acceptance.category,
        words=acceptance.incident_words,
        happened_on=acceptance.happened_on,
        crime_reference=acceptance.crime_reference,
        court=acceptance.court,
        at=at,
    )
    return open_case(
        area=Area.objects.get(pk=referral.area_id),
        victim=victim,
        incident=incident,
        initiated_by=referral.initiated_by,
        route=referral.route,
        owner=by,
        by=by,
        at=at,
        victim_as=acceptance.victim_as,
    )


def _keep_independent(referral: Referral, entry: OffenderEntry, offender: Person, by: User, at: datetime) -> None:
    """Whoever wrote down what this offender asked for is not offered the victim's case."""
    earlier = asked_first(referral, offender_name=entry.name, birth_date=_iso(entry.birth_date))
    for user in {one.recorded_by for one in earlier} - {by}:
        declare_conflict(user=user, person=offender, words=gettext("Spoke with this person before."), by=by, at=at)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _offender(case: Case, entry: OffenderEntry, by: User, at: datetime) -> Person:
    responsible = add_responsible(
        case_id=case.pk,
        person=_offender_person(case.area_id, entry, by, at),
        agency=entry.agency,
        offender_manager=entry.offender_manager,
        without_manager=entry.without_manager,
        held_at=entry.held_at,
        known=bool(entry.same_person),
        by=by,
        at=at,
    )
    if entry.sentence is not None:
        sentence = entry.sentence
        record_sentence(
            responsible_id=responsible.pk,
            kind=sentence.kind,
            known_from=sentence.known_from,
            length=sentence.length,
            sentenced_on=sentence.sentenced_on,
            release_on=sentence.release_on,
            licence_ends_on=sentence.licence_ends_on,
            parole_from=sentence.parole_from,
            parole_until=sentence.parole_until,
            by=by,
            at=at,
        )
    return responsible.person


def _offender_person(area_id: UUID, entry: OffenderEntry, by: User, at: datetime) -> Person:
    if entry.same_person:
        found = offenders_like(area_id, offender_tokens(area_id, entry.name, entry.birth_date))
        for match in joinable(found):
            if str(match.alike.person.pk) == entry.same_person:
                return match.alike.person
        if chosen := known_person(by, area_id, entry.same_person, As.RESPONSIBLE):
            return chosen
        raise IllegalTransition("another person", "same person")
    return create_person(
        area_id=area_id,
        called=entry.name.split()[0],
        full_name=entry.name,
        birth_date=entry.birth_date,
        by=by,
        at=at,
        side=Side.OFFENDER,
    )


def offender_tokens(area_id: UUID, name: str, birth_date: date | None) -> list[tokens.Token]:
    return list(tokens.all_of(area_id, names=[name], birth_date=_iso(birth_date)))


def _consent_to_contact(case: Case, victim: Person, referral: Referral, by: User, at: datetime) -> None:
    """They said so, in these ways: dated when they sent it or told the agency, not when we read it."""
    record_consent(
        case_id=case.pk,
        person=victim,
        side=Side.VICTIM,
        item=Item.CONTACT,
        answer=Answer.GIVEN,
        wording=words(case).wording(Item.CONTACT, Side.VICTIM).question,
        method=_how_they_said_so(referral),
        language=referral.language,
        by=by,
        at=agreed_at(referral, at) if referral.agreed_on else referral.received_at,
    )


def _how_they_said_so(referral: Referral) -> str:
    if referral.agreed_how:
        return referral.agreed_how
    return Method.TELEPHONE if referral.form == Form.TELEPHONE else Method.ONLINE


def _decided(
    referral: Referral,
    victim: Person,
    case: Case,
    acceptance: Acceptance,
    facts: AcceptFacts,
    by: User,
    at: datetime,
) -> None:
    referral.state, referral.decided_at, referral.decided_by = ReferralState.ACCEPTED, at, by
    referral.person, referral.case, referral.held_until = victim, case, None
    referral.stage = acceptance.stage
    referral.remit_version, referral.remit_reason = current_version(referral.area_id), facts.remit_code
    referral.save()
    close_ball(subject_id=referral.pk, at=at)
    record(
        "referral.accepted",
        by=by,
        about=referral,
        at=at,
        side=Side.VICTIM,
        case_id=case.pk,
        detail={"remit": facts.remit_code, "version": referral.remit_version, **_known(facts)},
    )


def _known(facts: AcceptFacts) -> dict[str, str]:
    return {"known": facts.same_person} if facts.person_known else {}
