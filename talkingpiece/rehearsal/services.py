from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.crypto import get_random_string

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings_in
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import end_role, give_role
from talkingpiece.areas.models import Area
from talkingpiece.areas.services import open_area
from talkingpiece.audit.services import record
from talkingpiece.casefile.services import put_away
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.services import join_case, pass_ball
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import require_open
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import area_context
from talkingpiece.rehearsal import cast
from talkingpiece.rehearsal.gates import blockers_to_begin, blockers_to_play, facts_for_begin, facts_for_play
from talkingpiece.rehearsal.models import Group, Opened
from talkingpiece.rehearsal.playing import let_happen
from talkingpiece.rehearsal.queries import learners_in, opened_in
from talkingpiece.rehearsal.states import WORDS, Play, Stage
from talkingpiece.rehearsal.story import play_through
from talkingpiece.training.models import Session

# Longer than any case of practice goes back: its invented colleagues were there before it.
BEFORE = timedelta(days=400)
# Without letters and figures that are taken for each other.
_CODE = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


@transaction.atomic
def begin(*, session: Session, by: User, at: datetime) -> Group:
    """An area of practice for those who learn in this course, and for its trainer alone. Raises Blocked."""
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    require_open(blockers_to_begin(facts_for_begin(session, by)))
    course = session.course
    with area_context([session.area_id]):
        ground = open_area(
            slug=f"practice-{uuid4().hex[:12]}",
            name=f"Practice: {course.title}"[:80],
            code=_free_code(),
            phone="01632 960960",
            phone_hours="practice only",
            at=at,
            practice=True,
        )
        group = Group.objects.create(area_id=session.area_id, session=session, ground=ground, begun_at=at, begun_by=by)
        cast.settle(ground, by=by, at=at - BEFORE)
        give_role(user=course.trainer, area=ground, role=Role.CASE_SUPERVISOR, by=by, at=at)
        for learner in course.learners.filter(user__is_active=True).select_related("user"):
            give_role(user=learner.user, area=ground, role=Role.FACILITATOR, by=by, at=at)
            cast.enlist(ground, learner.user, by=by, at=at)
        record("rehearsal.begun", by=by, about=group, at=at, side=Side.SERVICE)
    return group


@transaction.atomic
def end(*, group: Group, by: User, at: datetime) -> Group:
    """Nobody comes in any more; what happened stays in the record of that area. Twice is once."""
    group = Group.objects.select_for_update(no_key=True, of=("self",)).select_related("ground").get(pk=group.pk)
    if group.ended_at is not None:
        return group
    group.ended_at, group.ended_by = at, by
    group.save(update_fields=["ended_at", "ended_by"])
    record("rehearsal.ended", by=by, about=group, at=at, side=Side.SERVICE)
    with area_context([group.ground_id]):
        _put_away_what_is_open(group.ground_id, by=by, at=at)
        for held in holdings_in(group.ground_id, at):
            end_role(holding_id=held.pk, by=by, at=at)
    return group


@transaction.atomic
def open_case(*, ground: Area, stage: Stage, lead: User, by: User, at: datetime) -> Opened:
    """A fresh synthetic case at this stage, for the whole group: `lead` owns it, the others help. What was open before
    is put away with its trail. ValueError for somebody who does not learn here."""
    ground = Area.objects.select_for_update(no_key=True).get(pk=ground.pk, practice=True)
    learners = learners_in(ground.pk, at)
    if lead not in learners:
        raise ValueError("Only somebody of the group leads.")
    _put_away_what_is_open(ground.pk, by=by, at=at)
    case = play_through(cast.cast_of(ground), stage, lead=lead, at=at - timedelta(minutes=1))
    for user in learners:
        join_case(case=case, user=user, role=MemberRole.OWNER if user == lead else MemberRole.CO_FACILITATOR, at=at)
    _hand_on(case, lead, stage, at)
    row = Opened(area=ground, case=case, stage=stage, lead=lead, opened_at=at, opened_by=by)
    row.save()
    detail = {"stage": stage}
    record("rehearsal.opened", by=by, about=row, at=at, side=Side.SERVICE, case_id=case.pk, detail=detail)
    return row


@transaction.atomic
def play(*, opened_id: UUID, what: Play, said: str, by: User, at: datetime) -> None:
    """Somebody of the case says or does this now. Raises Blocked where the group has not come so far."""
    opened = (
        Opened.objects.select_for_update(no_key=True, of=("self",))
        .select_related("case__victim", "area")
        .get(pk=opened_id)
    )
    require_open(blockers_to_play(what, facts_for_play(opened, at)))
    let_happen(opened, what, said or str(WORDS[what]), by=by, at=at)
    record(
        "rehearsal.played",
        by=by,
        about=opened,
        at=at,
        side=Side.SERVICE,
        case_id=opened.case_id,
        detail={"what": what},
    )


def _put_away_what_is_open(ground_id: UUID, *, by: User, at: datetime) -> None:
    opened = opened_in(ground_id)
    if opened is not None:
        opened.over_at = at
        opened.save(update_fields=["over_at"])
        put_away(case_id=opened.case_id, by=by, at=at)


def _hand_on(case: Case, lead: User, stage: Stage, at: datetime) -> None:
    """Whatever waited for an invented colleague waits for whoever leads."""
    waits = open_ball(case.pk)
    if waits is None or waits.holder == Holder.USER:
        what = What.FIRST_CONTACT if waits is None or stage == Stage.FIRST_CONTACT else What(waits.what)
        pass_ball(case=case, holder=Holder.USER, user=lead, what=what, at=at, due_at=waits.due_at if waits else None)


def _free_code() -> str:
    while True:
        code = "P" + get_random_string(3, _CODE)
        if not Area.objects.filter(code=code).exists():
            return code
