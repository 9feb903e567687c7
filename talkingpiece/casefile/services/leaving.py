from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.services import write_departure
from talkingpiece.agreements.queries import owned_still
from talkingpiece.agreements.services import name_owner
from talkingpiece.areas.models import Area
from talkingpiece.casefile.gates.leaving import blockers_to_close_account, facts_for_closing_account
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Member
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.services import lock_case, pass_ball
from talkingpiece.cases.services.membership import leave_case
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import require_open
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import OPEN
from talkingpiece.referrals.services.handing_over import give_referral
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.services.handing_over import give_assessment
from talkingpiece.risk.states import OPEN_STATES
from talkingpiece.staffing.queries import may_be_on_duty, rota, turn_after
from talkingpiece.staffing.services import change_duty


@transaction.atomic
def close_account(*, user: User, area: Area, by: User, at: datetime) -> User:
    """Nobody signs in with it any more, at once. Raises Blocked with everything that the account still holds."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    require_open(blockers_to_close_account(facts_for_closing_account(user, area, at)))
    return write_departure(user=user, by=by, at=at)


@transaction.atomic
def hand_over_rest(*, user: User, to: User, area: Area, by: User, at: datetime) -> None:
    """What needs no yes of its own goes to a colleague: undecided referrals and duty if they may decide, agreements,
    assessments being written. Help with other people's cases ends; what waited there goes to their owners.

    Cases, meetings and visits are not moved here: people are asked.
    """
    if may_be_on_duty(to, area.pk, at):
        _front_door(user, to, area, by, at)
    for agreement in owned_still(area.pk, user.pk, timezone.localdate(at)):
        name_owner(agreement=agreement, owner=to, by=by, at=at)
    drafts = Assessment.objects.filter(area=area, assessor=user, state__in=OPEN_STATES, case__ended_at__isnull=True)
    for pk in list(drafts.values_list("pk", flat=True)):
        give_assessment(assessment_id=pk, to=to, by=by, at=at)
    _helping(user, area, by, at)
    _balls(user, area, at)


def _front_door(user: User, to: User, area: Area, by: User, at: datetime) -> None:
    for pk in Referral.objects.filter(area=area, owner=user, state__in=OPEN).values_list("pk", flat=True):
        give_referral(referral_id=pk, to=to, by=by, at=at)
    for duty in rota(area.pk, at):
        if duty.user_id == user.pk:
            after = turn_after(duty)
            ends_at = after.starts_at if after else None
            change_duty(duty_id=duty.pk, user=to, starts_at=max(duty.starts_at, at), ends_at=ends_at, by=by, at=at)


def _helping(user: User, area: Area, by: User, at: datetime) -> None:
    found = Member.objects.filter(user=user, area=area, ends_at__isnull=True, case__ended_at__isnull=True)
    for case_id in found.exclude(role=MemberRole.OWNER).values_list("case_id", flat=True):
        leave_case(case_id=case_id, user=user, by=by, at=at)


def _balls(user: User, area: Area, at: datetime) -> None:
    found = Ball.objects.filter(area=area, user=user, holder=Holder.USER, closed_at__isnull=True, case__isnull=False)
    for ball in found.filter(case__ended_at__isnull=True).select_related("case").order_by("case_id"):
        owner = owner_of(ball.subject_id)
        if owner is not None and owner != user and ball.what != What.ANSWER_OFFER:
            case = lock_case(ball.subject_id)
            pass_ball(case=case, holder=Holder.USER, user=owner, what=What(ball.what), at=at, due_at=ball.due_at)
