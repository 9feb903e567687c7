from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import fact_columns, lock_case, record_passing
from talkingpiece.cases.states import Holder
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.gates import blockers_to_approach, facts_for_approach
from talkingpiece.engagement.gates.approach import approach_consent
from talkingpiece.engagement.models import Approach, StanceTaken
from talkingpiece.engagement.queries import engagement, last_approach, stance_of
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.states import Means, Reply, Stance
from talkingpiece.engagement.turns import Answer, Turn, after_answer, after_stance
from talkingpiece.protection.classes import Side

_WITH = ("person", "offender_manager")


def may_be_approached(earlier: Approach | None, on: date) -> bool:
    """Nobody is asked again while they think, after a yes, or before the day that they named."""
    if earlier is None or earlier.reply == Reply.NO:
        return True
    if earlier.reply == Reply.NOT_NOW:
        return earlier.ask_again_on is None or earlier.ask_again_on <= on
    return False


@transaction.atomic
def approach_offender(
    *, responsible_id: UUID, means: str, told_by: User, told_at: datetime, by: User, at: datetime
) -> Approach:
    """The offender was told what the victim allowed, word for word: `told` is the wording of her consent.

    Raises Blocked with every reason, or IllegalTransition if they were approached before and it is not time again.
    """
    responsible = Responsible.objects.select_related(*_WITH).get(pk=responsible_id)
    case = lock_case(responsible.case_id)
    earlier = last_approach(responsible.pk)
    if not may_be_approached(earlier, timezone.localdate(at)):
        raise IllegalTransition(earlier.reply or "waiting" if earlier else "", "approached")
    facts = facts_for_approach(case, responsible, at)
    require_open(blockers_to_approach(facts, engagement(case)))
    consent = approach_consent(case, responsible, at)
    if consent is None or told_at < consent.happened_at.replace(second=0, microsecond=0):
        raise IllegalTransition("not agreed then", "approached")
    approach = Approach(
        **fact_columns(case, by=by, at=told_at),
        case=case,
        responsible=responsible,
        consent=consent,
        means=Means(means),
        told=consent.wording,
        told_by=told_by,
    )
    approach.save()
    record_passing(case=case, gate="approach_offender", facts=facts, by=by, at=at, subject_id=responsible.pk)
    passing.pass_turn(case, Turn(What.OFFENDER_REPLY, Holder.OFFENDER), by=by, at=at)
    _record("offender.approached", approach, at=told_at, by=by, means=means)
    return approach


@transaction.atomic
def record_reply(
    *,
    responsible_id: UUID,
    reply: str,
    by: User,
    at: datetime,
    voluntary: bool | None = None,
    words: str = "",
    ask_again_on: date | None = None,
) -> Approach:
    """What they answered. An answer after an answer is a fact of its own: the first one stays as it was.

    Always recordable, whatever stands now. Raises IllegalTransition if they were never approached.
    """
    case, _responsible = _locked(responsible_id)
    approach = last_approach(responsible_id)
    if approach is None:
        raise IllegalTransition("not approached", "replied")
    if approach.reply:
        approach = _again(case, approach, by=by, at=at)
    approach.reply, approach.replied_at, approach.reply_words = Reply(reply), at, words
    approach.voluntary = voluntary if reply == Reply.YES else None
    approach.ask_again_on = ask_again_on if reply == Reply.NOT_NOW else None
    approach.save()
    if passing.about(case):
        policy = engagement(case)
        turn = after_answer(_answer(responsible_id), policy, passing.dues(case, policy, at))
        passing.pass_turn(case, turn, by=by, at=at)
    _record("offender.replied", approach, at=at, by=by, reply=reply)
    return approach


def _again(case: Case, earlier: Approach, *, by: User, at: datetime) -> Approach:
    """They came back to us: they know what they were told then."""
    return Approach(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible_id=earlier.responsible_id,
        consent_id=earlier.consent_id,
        means=earlier.means,
        told=earlier.told,
        told_by_id=earlier.told_by_id,
    )


@transaction.atomic
def record_stance(*, responsible_id: UUID, stance: str, by: User, at: datetime, words: str = "") -> StanceTaken:
    """What they say of their part, whenever it was heard."""
    case, responsible = _locked(responsible_id)
    taken = StanceTaken(
        **fact_columns(case, by=by, at=at), case=case, responsible=responsible, stance=Stance(stance), words=words
    )
    taken.save()
    pass_after_stance(case, responsible_id, by=by, at=at)
    _record("stance.recorded", taken, at=at, by=by, stance=stance)
    return taken


def pass_after_stance(case: Case, responsible_id: UUID, *, by: User, at: datetime) -> None:
    about = passing.about(case)
    if about:
        policy = engagement(case)
        turn = after_stance(about, _answer(responsible_id), policy, passing.dues(case, policy, at))
        passing.pass_turn(case, turn, by=by, at=at)


def _answer(responsible_id: UUID) -> Answer:
    approach, stance = last_approach(responsible_id), stance_of(responsible_id)
    return Answer(
        reply=approach.reply if approach else "",
        stance=stance.stance if stance else Stance.NOT_ASKED,
        excepted=stance.exception_agreed if stance else None,
    )


def _locked(responsible_id: UUID) -> tuple[Case, Responsible]:
    responsible = Responsible.objects.select_related(*_WITH).get(pk=responsible_id)
    return lock_case(responsible.case_id), responsible


def _record(name: str, about: Approach | StanceTaken, *, at: datetime, by: User, **detail: str) -> None:
    detail["responsible"] = str(about.responsible_id)
    record(name, by=by, about=about, at=at, side=Side.OFFENDER, case_id=about.case_id, detail=detail)
