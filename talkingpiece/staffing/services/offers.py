from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.cases import services as cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, HandOver
from talkingpiece.cases.queries import open_pause, promised
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core import clock
from talkingpiece.core.blockers import require_open
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.gates import blockers_to_offer, facts_for_offer
from talkingpiece.staffing.models import Conflict, Duty, Facilitator, Level
from talkingpiece.staffing.queries import staffing_of


class CannotBeOnDuty(ValueError):
    """This user may not decide on referrals of the area, or the duty would begin before the present one did."""


@transaction.atomic
def register_facilitator(
    *,
    area: Area,
    user: User,
    level: Level,
    supervision_due_on: date,
    vetting_until: date,
    by: User | None,
    at: datetime,
    capacity: int = 8,
    languages: str = "",
    taking_cases: bool = True,
) -> Facilitator:
    """Enter what this user may take on in the area, or change it. `languages`: their names, with commas between."""
    facilitator, _made = Facilitator.objects.update_or_create(
        area=area,
        user=user,
        defaults={
            "level": level,
            "capacity": capacity,
            "supervision_due_on": supervision_due_on,
            "vetting_until": vetting_until,
            "languages": languages,
            "taking_cases": taking_cases,
        },
    )
    detail = {"level": level, "capacity": capacity, "taking_cases": taking_cases}
    record("facilitator.registered", by=by, about=facilitator, at=at, side=Side.SERVICE, detail=detail)
    return facilitator


@transaction.atomic
def put_on_duty(*, area: Area, user: User, by: User | None, at: datetime) -> Duty:
    """From `at` this user owns whatever arrives. Ends the former duty at that moment. Raises CannotBeOnDuty."""
    Area.objects.select_for_update().get(pk=area.pk)
    if not any(Act.REFERRAL_DECIDE in ROLES[role].acts for role in roles_in(user, area.pk, at)):
        raise CannotBeOnDuty(f"{user.pk} may not decide on referrals of this area.")
    former = Duty.objects.filter(area=area, ends_at__isnull=True).first()
    if former is not None:
        if former.user_id == user.pk:
            return former
        if at <= former.starts_at:
            raise CannotBeOnDuty("The duty would begin before the present one did.")
        former.ends_at = at
        former.save(update_fields=["ends_at"])
    duty = Duty.objects.create(area=area, user=user, starts_at=at)
    record("duty.begun", by=by, about=duty, at=at, side=Side.SERVICE, detail={"user": str(user.pk)})
    return duty


@transaction.atomic
def declare_conflict(*, user: User, person: Person, words: str, by: User, at: datetime) -> Conflict:
    """This worker knows this person, or has another reason not to work with them. Known already: once is enough."""
    known = Conflict.objects.standing().filter(user=user, person=person).first()
    if known is not None:
        return known
    conflict = Conflict(
        area_id=person.area_id,
        key_id=person.key_id,
        happened_at=at,
        recorded_at=clock.now(),
        recorded_by=by,
        user=user,
        person=person,
        words=words,
    )
    conflict.save()
    record("conflict.declared", by=by, about=conflict, at=at, side=Side.SERVICE, detail={"user": str(user.pk)})
    return conflict


@transaction.atomic
def offer_to_facilitator(
    *, case_id: UUID, to: User, words: str, by: User, at: datetime, role: str = MemberRole.OWNER
) -> HandOver:
    """Offer the case. Whoever has it keeps it until `to` accepts. Raises Blocked with every reason against."""
    case = cases.lock_case(case_id)
    facts = facts_for_offer(case, to, role, at)
    require_open(blockers_to_offer(facts, staffing_of(case)))
    due_at = promised(case, "hand_over_answer", at)
    offer = cases.offer_case(case_id=case.pk, to=to, words=words, by=by, at=at, due_at=due_at, role=role)
    cases.record_passing(case=case, gate="offer", facts=facts, by=by, at=at, subject_id=offer.pk)
    return offer


@transaction.atomic
def answer_offer(*, offer: HandOver, accepted: bool, words: str, by: User, at: datetime) -> HandOver:
    """Take the case, or not this one. What forbade the offer forbids taking it: raises Blocked, or IllegalTransition
    if it was answered or taken back in the meantime."""
    case = cases.lock_case(offer.case_id)
    if accepted:
        facts = facts_for_offer(case, by, offer.role, at)
        require_open(blockers_to_offer(facts, staffing_of(case)))
    answered = cases.answer_offer(offer_id=offer.pk, accepted=accepted, words=words, by=by, at=at)
    if accepted:
        cases.record_passing(case=case, gate="offer", facts=facts, by=by, at=at, subject_id=offer.pk)
    if answered.role == MemberRole.OWNER:
        _pass_on(case, answered, at)
    return answered


def _pass_on(case: Case, offer: HandOver, at: datetime) -> None:
    """A new owner makes themselves known first, but not into a pause."""
    if not offer.accepted:
        due_at = promised(case, "hand_over_answer", at)
        cases.pass_ball(case=case, holder=Holder.USER, user=offer.from_user, what=What.ALLOCATE, at=at, due_at=due_at)
        return
    due_at = promised(case, "first_contact", at)
    cases.pass_ball(case=case, holder=Holder.USER, user=offer.to_user, what=What.FIRST_CONTACT, at=at, due_at=due_at)
    if open_pause(case.pk) is not None:
        # A moment later, so that `resume_case` finds under the pause the ball that ended when the pause began.
        later = at + timedelta(microseconds=1)
        cases.pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_PAUSED, at=later)
