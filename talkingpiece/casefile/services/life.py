from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.audit.services import record
from talkingpiece.casefile.gates import Told, blockers_to_end, facts_for_end
from talkingpiece.cases.balls import What
from talkingpiece.cases.closing import write_ending, write_reopening
from talkingpiece.cases.models import Case, Ending, Pause
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.services import lock_case, pass_ball, record_passing
from talkingpiece.cases.states import ClosureReason, Holder, OffenderTold, VictimTold
from talkingpiece.consents.queries import live, words
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact

# How the victim was spoken with is also how they answered whether we may ask later.
_METHOD = {
    VictimTold.IN_PERSON: Method.SPOKEN,
    VictimTold.CALL: Method.TELEPHONE,
    VictimTold.WRITTEN: Method.WRITTEN,
}


@transaction.atomic
def end_case(
    *, case_id: UUID, told: Told, by: User, at: datetime, victim_words: str = "", offender_words: str = ""
) -> Ending:
    """Close the file: G9a for an early ending, G9b for a complete one. Raises Blocked or IllegalTransition.

    Meetings that were not held stand no longer, because their gates ask whether the case is open.
    """
    case = _open_case(case_id)
    facts = facts_for_end(case, told)
    require_open(blockers_to_end(facts))
    if told.reason == ClosureReason.VICTIM_WITHDREW:
        _withdraw_all(case, by=by, at=at)
    _answer_ask_later(case, told, by=by, at=at)
    ending = write_ending(
        case=case,
        by=by,
        at=at,
        early=facts.early,
        reason=told.reason,
        victim_told=told.victim_told,
        victim_words=victim_words,
        other_help=told.other_help,
        may_ask_later=told.ask_later == "yes",
        completion_told=told.completion_told,
        feedback_offered=told.feedback_offered,
        offender_told=told.offender_told,
        offender_words=offender_words,
    )
    gate = "G9a" if facts.early else "G9b"
    record_passing(case=case, gate=gate, facts=facts, by=by, at=at, subject_id=ending.pk)
    detail = {"reason": told.reason, "gate": gate}
    record("case.ended", by=by, about=ending, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return ending


@transaction.atomic
def put_away(*, case_id: UUID, by: User, at: datetime) -> Case:
    """A synthetic case is over, without a gate: there is nobody to tell. Once is enough. ValueError for a real one."""
    case = lock_case(case_id)
    if not case.area.practice:
        raise ValueError("A case of real people ends by its gate.")
    if case.is_open:
        ending = write_ending(
            case=case,
            by=by,
            at=at,
            early=True,
            reason=ClosureReason.OTHER,
            victim_told=VictimTold.CHOSE_NOT,
            offender_told=OffenderTold.NEVER_APPROACHED,
        )
        detail = {"reason": ClosureReason.OTHER, "gate": ""}
        record("case.ended", by=by, about=ending, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return case


@transaction.atomic
def stop_everything(*, case_id: UUID, by: User, at: datetime) -> Case:
    """The victim stops. Each of their consents is taken back at once, and nothing can refuse it.

    What is left to do, telling each person and closing the file, lies with the owner.
    """
    case = _open_case(case_id)
    _withdraw_all(case, by=by, at=at)
    pass_ball(case=case, holder=Holder.USER, user=owner_of(case.pk) or by, what=What.END_CASE, at=at)
    record("case.stopped_by_victim", by=by, about=case, at=at, side=Side.VICTIM, case_id=case.pk)
    return case


@transaction.atomic
def reopen_case(*, case_id: UUID, why: str, by: User, at: datetime) -> Ending:
    """An ended case goes on. Raises IllegalTransition if it is open."""
    case = lock_case(case_id)
    ending = Ending.objects.filter(case=case, reopened_at__isnull=True, error_at__isnull=True).first()
    if ending is None or case.is_open:
        raise IllegalTransition("open", "open")
    write_reopening(case=case, ending=ending, why=why, by=by, at=at)
    _back_to_owner(case, by=by, at=at)
    record("case.reopened", by=by, about=ending, at=at, side=Side.VICTIM, case_id=case.pk)
    return ending


@transaction.atomic
def correct_fact(*, case_id: UUID, fact: Fact, side: Side, why: str, by: User, at: datetime) -> Fact:
    """Mark a fact of this case as entered in error. No gate sees it any more; the record keeps showing it."""
    case = lock_case(case_id)
    corrected = enter_in_error(fact, by=by, at=at, why=why, case_id=case.pk, side=side)
    if isinstance(corrected, Pause) and corrected.ended_at is None and case.is_open:
        _back_to_owner(case, by=by, at=at)
    return corrected


def _back_to_owner(case: Case, *, by: User, at: datetime) -> None:
    pass_ball(case=case, holder=Holder.USER, user=owner_of(case.pk) or by, what=What.NEXT_CONTACT, at=at)


def _open_case(case_id: UUID) -> Case:
    case = lock_case(case_id)
    if not case.is_open:
        raise IllegalTransition("ended", "ended")
    return case


def _withdraw_all(case: Case, *, by: User, at: datetime) -> None:
    mine = live([case.pk], on=timezone.localdate(at)).filter(person_id=case.victim_id)
    for consent_id in mine.values_list("pk", flat=True):
        withdraw_consent(consent_id=consent_id, how=Method.SPOKEN, by=by, at=at)


def _answer_ask_later(case: Case, told: Told, *, by: User, at: datetime) -> None:
    method = _METHOD.get(VictimTold(told.victim_told))
    if told.ask_later == "not_asked" or method is None:
        return
    record_consent(
        case_id=case.pk,
        person=case.victim,
        side=Side.VICTIM,
        item=Item.ASK_LATER,
        answer=Answer.GIVEN if told.ask_later == "yes" else Answer.REFUSED,
        wording=_(words(case).wording(Item.ASK_LATER, "victim").question),
        method=method,
        by=by,
        at=at,
    )
