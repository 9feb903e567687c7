from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_version
from talkingpiece.areas.services import take_case_number
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import (
    Ball,
    Case,
    GatePassing,
    HandOver,
    Incident,
    LegalCheck,
    Member,
    Pause,
    Responsible,
    Restriction,
    Sentence,
)
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.queries import open_ball, open_pause, owner_of, promised
from talkingpiece.cases.states import Complexity, Holder, LegalResult, MemberRole, VictimAs
from talkingpiece.core import clock
from talkingpiece.core.blockers import digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.outbox.services import note_act
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


def lock_case(case_id: UUID) -> Case:
    """The first line of every act on a case: a withdrawal waits for it, or it for the withdrawal. What agencies see of
    the case is compared once the act is done."""
    return _noted(Case.objects.select_for_update(no_key=True).get(pk=case_id))


def lock_cases(case_ids: Iterable[UUID]) -> list[Case]:
    """Several cases, always in the order of their ids."""
    return [
        _noted(case)
        for case in Case.objects.select_for_update(no_key=True).filter(pk__in=list(case_ids)).order_by("pk")
    ]


def _noted(case: Case) -> Case:
    note_act(area_id=case.area_id, case_id=case.pk, at=clock.now())
    return case


def fact_columns(case: Case, *, by: User | None, at: datetime) -> dict[str, Any]:
    """The columns that every fact of a case shares."""
    return {
        "area_id": case.area_id,
        "key_id": case.key_id,
        "happened_at": at,
        "recorded_at": clock.now(),
        "recorded_by": by,
    }


@transaction.atomic
def record_incident(
    *,
    area_id: UUID,
    category: str,
    at: datetime,
    words: str = "",
    happened_on: date | None = None,
    crime_reference: str = "",
    court: str = "",
) -> Incident:
    incident = Incident(
        area_id=area_id,
        key=make_data_key(area_id),
        category=category,
        words=words,
        happened_on=happened_on,
        crime_reference=crime_reference,
        court=court,
        recorded_at=clock.now(),
    )
    incident.save()
    return incident


@transaction.atomic
def open_case(
    *,
    area: Area,
    victim: Person,
    incident: Incident,
    initiated_by: str,
    route: str,
    owner: User,
    by: User,
    at: datetime,
    victim_as: str = VictimAs.DIRECT,
) -> Case:
    """A new case, owned from its first second. Its profile version stays with it."""
    number = take_case_number(area=area)
    version = current_version(area.pk)
    case = Case(
        area=area,
        key=make_data_key(area.pk),
        reference=f"{area.code}-{at:%y}-{number:04d}",
        victim=victim,
        victim_as=victim_as,
        incident=incident,
        initiated_by=initiated_by,
        route=route,
        opened_at=at,
        profile_version=version,
        complexity=_first_complexity(area.pk, version, incident.category),
    )
    case.save()
    Member.objects.create(area=area, case=case, user=owner, role=MemberRole.OWNER, starts_at=at)
    record("case.opened", by=by, about=case, at=at, side=Side.VICTIM, case_id=case.pk, detail={"route": route})
    return case


def _first_complexity(area_id: UUID, version: int, category: str) -> str:
    from talkingpiece.areas.queries import section

    sensitive = category in section(area_id, version, Approaches).sensitive_offences
    return Complexity.SENSITIVE if sensitive else Complexity.STANDARD


@transaction.atomic
def mark_sensitive(*, case_id: UUID, by: User, at: datetime) -> Case:
    """A case can become sensitive and complex on any day; it never silently ceases to be."""
    case = lock_case(case_id)
    if case.complexity != Complexity.SENSITIVE:
        case.complexity = Complexity.SENSITIVE
        case.save(update_fields=["complexity"])
        record("case.marked_sensitive", by=by, about=case, at=at, side=Side.SERVICE, case_id=case.pk)
    return case


@transaction.atomic
def add_responsible(
    *,
    case_id: UUID,
    person: Person,
    by: User,
    at: datetime,
    agency: Agency | None = None,
    offender_manager: User | None = None,
    without_manager: bool = False,
    held_at: str = "",
    known: bool = False,
) -> Responsible:
    """`known`: whoever adds them said that it is this person, of whom there was a record already."""
    case = lock_case(case_id)
    responsible = Responsible(
        area_id=case.area_id,
        key_id=case.key_id,
        case=case,
        person=person,
        agency=agency,
        offender_manager=offender_manager,
        without_manager=without_manager,
        held_at=held_at,
        known_since=at,
        supervised_since=at,
        held_since=at,
    )
    responsible.save()
    detail = {"known": str(person.pk)} if known else None
    record("responsible.added", by=by, about=responsible, at=at, side=Side.OFFENDER, case_id=case.pk, detail=detail)
    return responsible


class Stale(Exception):
    """Somebody else saved this record first."""

    def __init__(self, current: Responsible) -> None:
        self.current = current
        super().__init__("stale")


@transaction.atomic
def record_sentence(
    *,
    responsible_id: UUID,
    kind: str,
    known_from: str,
    by: User,
    at: datetime,
    length: str = "",
    **dates: date | None,
) -> Sentence:
    """What the court decided. `dates`: sentenced_on, release_on, licence_ends_on, parole_from, parole_until."""
    responsible = Responsible.objects.get(pk=responsible_id)
    case = lock_case(responsible.case_id)
    sentence = Sentence(
        **fact_columns(case, by=by, at=at),
        responsible=responsible,
        kind=kind,
        known_from=known_from,
        length=length,
        **dates,
    )
    sentence.save()
    record(
        "sentence.recorded",
        by=by,
        about=sentence,
        at=at,
        side=Side.OFFENDER,
        case_id=case.pk,
        detail={"from": known_from},
    )
    return sentence


@transaction.atomic
def record_legal_check(*, responsible_id: UUID, result: str, source: str, by: User, at: datetime) -> LegalCheck:
    """What was found when somebody asked which orders and conditions there are, and of whom they asked."""
    responsible = Responsible.objects.get(pk=responsible_id)
    case = lock_case(responsible.case_id)
    check = LegalCheck(**fact_columns(case, by=by, at=at), responsible=responsible, result=result, source=source)
    check.save()
    record(
        "legal_contact.checked",
        by=by,
        about=check,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"result": result},
    )
    _after_legal_check(case, result, at)
    return check


def _after_legal_check(case: Case, result: str, at: datetime) -> None:
    ball, owner = open_ball(case.pk), owner_of(case.pk)
    if ball is None or ball.what != What.LEGAL_CHECK or result == LegalResult.UNKNOWN or owner is None:
        return
    due_at = promised(case, "first_contact", at)
    pass_ball(case=case, holder=Holder.USER, user=owner, what=What.ASSESS_RISK, at=at, due_at=due_at)


@transaction.atomic
def record_restriction(*, responsible_id: UUID, by: User, at: datetime, **columns: Any) -> Restriction:
    """An order or condition. `columns`: those of Restriction."""
    responsible = Responsible.objects.get(pk=responsible_id)
    case = lock_case(responsible.case_id)
    restriction = Restriction(**fact_columns(case, by=by, at=at), responsible=responsible, **columns)
    restriction.save()
    record(
        "restriction.recorded",
        by=by,
        about=restriction,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"kind": restriction.kind},
    )
    return restriction


@transaction.atomic
def lift_restriction(*, restriction_id: UUID, lifted_on: date, why: str, by: User, at: datetime) -> Restriction:
    """Whoever made the order has ended it early, and somebody saw it in writing. A wish ends no order."""
    case = lock_case(Restriction.objects.values_list("responsible__case_id", flat=True).get(pk=restriction_id))
    restriction = Restriction.objects.select_for_update(no_key=True).get(pk=restriction_id)
    restriction.lifted_on, restriction.lifted_why = lifted_on, why
    restriction.save()
    record("restriction.lifted", by=by, about=restriction, at=at, side=Side.SERVICE, case_id=case.pk)
    return restriction


@transaction.atomic
def pass_ball(
    *,
    case: Case,
    holder: str,
    what: What,
    at: datetime,
    user: User | None = None,
    agency: Agency | None = None,
    due_at: datetime | None = None,
) -> Ball:
    """Who must act now. Closes the ball that was open; each case has exactly one."""
    return _pass(Ball.Subject.CASE, case.pk, case.area_id, case, holder, what, at, user, agency, due_at)


@transaction.atomic
def pass_referral_ball(
    *, referral_id: UUID, area_id: UUID, user: User, what: What, at: datetime, due_at: datetime | None
) -> Ball:
    return _pass(Ball.Subject.REFERRAL, referral_id, area_id, None, Holder.USER, what, at, user, None, due_at)


def _pass(
    subject: str,
    subject_id: UUID,
    area_id: UUID,
    case: Case | None,
    holder: str,
    what: What,
    at: datetime,
    user: User | None,
    agency: Agency | None,
    due_at: datetime | None,
) -> Ball:
    close_ball(subject_id=subject_id, at=at)
    return Ball.objects.create(
        subject=subject,
        subject_id=subject_id,
        area_id=area_id,
        case=case,
        holder=holder,
        what=what,
        user=user,
        agency=agency,
        since=at,
        due_at=due_at,
    )


def close_ball(*, subject_id: UUID, at: datetime) -> None:
    Ball.objects.filter(subject_id=subject_id, closed_at__isnull=True).update(closed_at=at)


@transaction.atomic
def offer_case(
    *,
    case_id: UUID,
    to: User,
    words: str,
    by: User,
    at: datetime,
    due_at: datetime,
    role: str = MemberRole.OWNER,
) -> HandOver:
    """Offer a case. Whoever holds it keeps it until `to` accepts. `staffing` asks who may be offered it."""
    case = lock_case(case_id)
    HandOver.objects.filter(case=case, role=role, answered_at__isnull=True, error_at__isnull=True).update(
        answered_at=at, accepted=False
    )
    offer = HandOver(**fact_columns(case, by=by, at=at), case=case, from_user=by, to_user=to, role=role, words=words)
    offer.save()
    if role == MemberRole.OWNER:
        pass_ball(case=case, holder=Holder.USER, user=to, what=What.ANSWER_OFFER, at=at, due_at=due_at)
    record(
        "case.offered",
        by=by,
        about=offer,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"to": str(to.pk)},
    )
    return offer


@transaction.atomic
def answer_offer(*, offer_id: UUID, accepted: bool, words: str, by: User, at: datetime) -> HandOver:
    """Accepting makes the new owner, and only then. Raises IllegalTransition if it was answered or taken back."""
    case_id = HandOver.objects.values_list("case_id", flat=True).get(pk=offer_id)
    case = lock_case(case_id)
    offer = HandOver.objects.select_for_update(no_key=True).get(pk=offer_id)
    if offer.answered_at is not None or offer.to_user_id != by.pk:
        raise IllegalTransition("answered", "accepted" if accepted else "declined")
    offer.answered_at, offer.accepted, offer.answer_words = at, accepted, words
    offer.save()
    if accepted:
        join_case(case=case, user=by, role=offer.role, at=at)
    verb = "accepted" if accepted else "declined"
    record(f"case.{verb}", by=by, about=offer, at=at, side=Side.SERVICE, case_id=case.pk)
    return offer


@transaction.atomic
def join_case(*, case: Case, user: User, role: str, at: datetime) -> Member:
    """Somebody works on the case from now. A new owner ends the old one's ownership; nobody is left without."""
    if role == MemberRole.OWNER:
        Member.objects.filter(case=case, role=role, ends_at__isnull=True).update(ends_at=at)
        joined = Member.objects.filter(case=case, user=user, role=MemberRole.CO_FACILITATOR, ends_at__isnull=True)
        joined.update(ends_at=at)  # nobody is on a case twice
    member, _made = Member.objects.get_or_create(
        case=case, user=user, role=role, ends_at=None, defaults={"area_id": case.area_id, "starts_at": at}
    )
    record(
        "member.joined",
        by=user,
        about=member,
        at=at,
        side=Side.SERVICE,
        case_id=case.pk,
        detail={"role": role},
    )
    return member


@transaction.atomic
def pause_case(*, case_id: UUID, words: str, resume_on: date | None, by: User | None, at: datetime) -> Pause:
    """The victim wants to wait: with or without a date, with or without a reason. Costs nothing.

    `at` is when they said so, also if that is written down days later.
    """
    case = lock_case(case_id)
    pause = open_pause(case.pk)
    if pause is None:
        pause = Pause(**fact_columns(case, by=by, at=at), case=case, words=words, resume_on=resume_on)
        pause.save()
        pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_PAUSED, at=_after_the_last(case, at))
        record("case.paused", by=by, about=pause, at=at, side=Side.VICTIM, case_id=case.pk)
    return pause


def _after_the_last(case: Case, at: datetime) -> datetime:
    """Balls follow each other: what was said earlier and is written down now passes the ball after the last one."""
    last = open_ball(case.pk)
    return at if last is None else max(at, last.since + timedelta(microseconds=1))


@transaction.atomic
def resume_case(*, case_id: UUID, by: User, at: datetime) -> Pause | None:
    """The victim goes on. The ball lies where it lay before; what was due is due later by as long as they paused."""
    case = lock_case(case_id)
    pause = open_pause(case.pk)
    if pause is not None:
        pause.ended_at = at
        pause.save(update_fields=["ended_at"])
        _ball_back(case, pause, at)
        record("case.resumed", by=by, about=pause, at=at, side=Side.VICTIM, case_id=case.pk)
    return pause


def _ball_back(case: Case, pause: Pause, at: datetime) -> None:
    waiting, owner = open_ball(case.pk), owner_of(case.pk)
    if waiting is None or waiting.what != What.VICTIM_PAUSED or owner is None:
        return  # something happened meanwhile, and somebody has it
    before = Ball.objects.filter(subject_id=case.pk, closed_at=waiting.since).select_related("user", "agency").first()
    if before is None or _has_left(case, before.user_id):
        pass_ball(case=case, holder=Holder.USER, user=owner, what=What.NEXT_CONTACT, at=at)
        return
    waited = at - max(pause.happened_at, before.since)  # what was passed on meanwhile was due counted from then
    pass_ball(
        case=case,
        holder=before.holder,
        what=What(before.what),
        user=before.user,
        agency=before.agency,
        at=at,
        due_at=before.due_at + waited if before.due_at else None,
    )


def _has_left(case: Case, user_id: UUID | None) -> bool:
    worked = Member.objects.filter(case=case, user_id=user_id).values_list("ends_at", flat=True) if user_id else []
    return bool(worked) and None not in worked


def record_passing(
    *, case: Case, gate: str, facts: Any, by: User | None, at: datetime, subject_id: UUID | None = None
) -> GatePassing:
    """A gate was open, on these facts. Called by the act that asked it, in its transaction."""
    return GatePassing.objects.create(
        area_id=case.area_id,
        case=case,
        gate=gate,
        subject_id=subject_id,
        at=at,
        by=by,
        facts_digest=digest(facts),
        profile_version=case.profile_version,
    )
