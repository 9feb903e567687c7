from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.legal import LegalState
from talkingpiece.cases.legal_queries import legal_contact
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.cases.services import fact_columns, lock_case
from talkingpiece.cases.states import ContactScope
from talkingpiece.engagement.gates import blockers_to_be_ready
from talkingpiece.engagement.models import InformationGiven, Need, Voice
from talkingpiece.engagement.queries import Somebody, engagement, person_in, sheet_for, victim_ready_facts
from talkingpiece.engagement.services import passing
from talkingpiece.engagement.states import Means
from talkingpiece.engagement.turns import after_listening
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class NeedSaid:
    words: str
    rank: int | None = None
    code: str = ""


@transaction.atomic
def record_listening(
    *,
    case_id: UUID,
    needs: Iterable[NeedSaid],
    voices: Mapping[str, str],
    by: User,
    at: datetime,
    sheet_means: str = "",
    language: str = "English",
) -> Case:
    """What the victim said in one talk, as one act. `voices`: kind → words; empty ones are left out.

    `sheet_means`: how they were told what the information sheet says; empty if they were not. Raises ValueError if
    there is nothing to record.
    """
    case = lock_case(case_id)
    victim = person_in(case, case.victim_id)
    said = [need for need in needs if need.words.strip()]
    spoken = {kind: words for kind, words in voices.items() if words.strip()}
    if not (said or spoken or sheet_means):
        raise ValueError("nothing was said")
    for need in said:
        _need(case, need, by=by, at=at)
    for kind, words in spoken.items():
        _voice(case, victim, kind, words, by=by, at=at)
    detail: dict[str, object] = {"needs": len(said), "voices": sorted(spoken)}
    if sheet_means:
        detail["sheet_version"] = _information(case, victim, sheet_means, language, by=by, at=at).sheet_version
    _pass(case, by=by, at=at)
    record("listening.recorded", by=by, about=case, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return case


@transaction.atomic
def record_need(
    *,
    case_id: UUID,
    need: NeedSaid,
    by: User,
    at: datetime,
    person_id: UUID | None = None,
    linked: Mapping[str, str] | None = None,
) -> Need:
    """What the victim needs, or one of a family that was harmed too. Raises ValueError for anybody else.

    `linked`, here and below: ids for the trail.
    """
    case = lock_case(case_id)
    who = person_in(case, person_id or case.victim_id)
    if not who.has_needs:
        raise ValueError("not asked for needs")
    row = _need(case, need, by=by, at=at, person=who.person)
    _pass(case, by=by, at=at)
    detail = {"code": need.code, **(linked or {})}
    record("need.recorded", by=by, about=row, at=at, side=Side.VICTIM, case_id=case.pk, detail=detail)
    return row


@transaction.atomic
def record_voice(
    *,
    case_id: UUID,
    person_id: UUID,
    kind: str,
    words: str,
    by: User,
    at: datetime,
    linked: Mapping[str, str] | None = None,
) -> Voice:
    """What anybody of the case said: one rule for both sides."""
    case = lock_case(case_id)
    who = person_in(case, person_id)
    row = _voice(case, who, kind, words, by=by, at=at)
    _pass(case, by=by, at=at)
    detail = {"kind": kind, **(linked or {})}
    record("voice.recorded", by=by, about=row, at=at, side=who.side, case_id=case.pk, detail=detail)
    return row


@transaction.atomic
def give_information(
    *,
    case_id: UUID,
    person_id: UUID,
    means: str,
    by: User,
    at: datetime,
    language: str = "English",
    linked: Mapping[str, str] | None = None,
) -> InformationGiven:
    """Somebody was told what the newest sheet of their side says."""
    case = lock_case(case_id)
    who = person_in(case, person_id)
    row = _information(case, who, means, language, by=by, at=at)
    _pass(case, by=by, at=at)
    detail = {"sheet": row.sheet, "version": row.sheet_version, "means": means, **(linked or {})}
    record("information.given", by=by, about=row, at=at, side=who.side, case_id=case.pk, detail=detail)
    return row


def _need(case: Case, need: NeedSaid, *, by: User, at: datetime, person: Person | None = None) -> Need:
    row = Need(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=person or case.victim,
        words=need.words.strip(),
        rank=need.rank,
        code=need.code,
    )
    row.save()
    return row


def _voice(case: Case, who: Somebody, kind: str, words: str, *, by: User, at: datetime) -> Voice:
    columns = fact_columns(case, by=by, at=at)
    row = Voice(**columns, case=case, person=who.person, side=who.side, kind=kind, words=words.strip())
    row.save()
    return row


def _information(case: Case, who: Somebody, means: str, language: str, *, by: User, at: datetime) -> InformationGiven:
    sheet = sheet_for(case, who)
    row = InformationGiven(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=who.person,
        side=who.side,
        sheet=sheet.key,
        sheet_version=sheet.version,
        means=Means(means),
        language=language,
    )
    row.save()
    return row


def _pass(case: Case, *, by: User, at: datetime) -> None:
    about = passing.about(case)
    if not about:
        return
    policy, on = engagement(case), timezone.localdate(at)
    ready = blockers_to_be_ready(victim_ready_facts(case, on), policy).is_open
    states = [legal_contact(found.pk, scope=ContactScope.APPROACH, on=on, at=at) for found in responsibles(case.pk)]
    clear = bool(states) and all(state == LegalState.CLEAR for state in states)
    turn = after_listening(about, ready=ready, legal_clear=clear, dues=passing.dues(case, policy, at))
    passing.pass_turn(case, turn, by=by, at=at)
