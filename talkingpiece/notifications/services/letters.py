"""Writing, releasing and handing over letters. Released, a letter is never changed; taken back, it does not go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns, lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents import render
from talkingpiece.documents.render import Print
from talkingpiece.notifications.gates.letters import blockers_to_release, facts_for_letter
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.papers import paper_of
from talkingpiece.notifications.queries import addressee, letters_section, post_to
from talkingpiece.notifications.states import LetterState, StoppedWhy
from talkingpiece.protection.classes import Side


class StaleLetter(Exception):
    """Somebody changed the letter since it was read."""


@transaction.atomic
def begin_letter(
    *,
    case_id: UUID,
    person_id: UUID,
    template: str,
    fields: Mapping[str, str],
    by_hand: bool,
    by: User,
    at: datetime,
    print_style: str = Print.NORMAL,
) -> Letter:
    """A draft. Raises IllegalTransition for somebody who is not of the case, or a letter that is not for them."""
    case = lock_case(case_id)
    to, definition = addressee(case, person_id), letters_section(case).letter(template)
    if to is None or not to.may_get(definition):
        raise IllegalTransition("not_for_them", "written")
    letter = Letter(
        **fact_columns(case, by=by, at=at),
        case=case,
        person=to.person,
        side=to.side,
        audience=to.audience,
        template=definition.key,
        template_version=definition.version,
        fields=dict(fields),
        by_hand=by_hand,
        print_style=Print(print_style),
        answered={},
    )
    letter.save()
    _record("letter.begun", letter, by, at)
    return letter


@transaction.atomic
def change_letter(
    *,
    letter_id: UUID,
    version: int,
    fields: Mapping[str, str],
    by_hand: bool,
    by: User,
    at: datetime,
    print_style: str = Print.NORMAL,
) -> Letter:
    """Other words, or another way. Raises StaleLetter."""
    _case, letter = _draft(letter_id)
    if letter.version != version:
        raise StaleLetter
    letter.fields, letter.by_hand, letter.print_style = dict(fields), by_hand, Print(print_style)
    letter.version += 1
    letter.save()
    _record("letter.changed", letter, by, at)
    return letter


@transaction.atomic
def answer_finding(*, letter_id: UUID, words: str, why: str, by: User, at: datetime) -> Letter:
    """The writer says why a common word is no name here. Nothing else can be answered for."""
    _case, letter = _draft(letter_id)
    if words not in facts_for_letter(letter, at).common_words:
        raise IllegalTransition("not_a_common_word", "answered")
    letter.answered = {**letter.answered, words: why}
    letter.version += 1
    letter.save()
    _record("letter.word_answered", letter, by, at)
    return letter


@transaction.atomic
def release_letter(*, letter_id: UUID, version: int, by: User, at: datetime) -> Letter:
    """Somebody looked at these very pages and lets them go. Raises Blocked, or StaleLetter."""
    case, letter = _draft(letter_id)
    if letter.version != version:
        raise StaleLetter
    facts = facts_for_letter(letter, at)
    require_open(blockers_to_release(facts))
    point = None if letter.by_hand else post_to(letter.person_id)
    paper = paper_of(letter, point, on=timezone.localdate(at))
    letter.point, letter.paper = point, paper.model_dump(mode="json")
    letter.pdf_digest = render.fingerprint(render.pdf(paper, Print(letter.print_style)))
    letter.released_at, letter.released_by = at, by
    letter.version += 1
    letter.save()
    record_passing(case=case, gate="release_letter", facts=facts, by=by, at=at, subject_id=letter.pk)
    _record("letter.released", letter, by, at, digest=letter.pdf_digest)
    return letter


@transaction.atomic
def record_gone(*, letter_id: UUID, went_at: datetime, by: User, at: datetime, despite: str = "") -> Letter:
    """It was posted, or handed over. Asks the gate once more; what had gone before is recorded with `despite`."""
    _case, letter = _locked(letter_id)
    if letter.state != LetterState.RELEASED:
        raise IllegalTransition(letter.state, LetterState.GONE)
    answer = blockers_to_release(facts_for_letter(letter, at))
    if not despite:
        require_open(answer)
    letter.went_at, letter.went_by, letter.despite = went_at, by, despite
    letter.save()
    _record("letter.gone", letter, by, at, missing=sorted(answer.codes), by_hand=letter.by_hand)
    return letter


@transaction.atomic
def stop_letter(*, letter_id: UUID, words: str, by: User, at: datetime) -> Letter:
    """It will not go. Raises IllegalTransition if it has gone."""
    _case, letter = _locked(letter_id)
    if letter.state == LetterState.GONE:
        raise IllegalTransition(letter.state, LetterState.STOPPED)
    if letter.state != LetterState.STOPPED:
        _stop(letter, why=StoppedWhy.NOT_SENT, words=words, by=by, at=at)
    return letter


@transaction.atomic
def stop_letters(*, about_id: UUID, at: datetime, why: str, by: User | None) -> int:
    """Every letter of this case, or to this person, that has not gone."""
    waiting = Letter.objects.standing().filter(went_at__isnull=True, stopped_at__isnull=True)
    found = list(
        waiting.select_for_update(no_key=True).filter(models.Q(case_id=about_id) | models.Q(person_id=about_id))
    )
    for letter in found:
        _stop(letter, why=why, words="", by=by, at=at)
    return len(found)


def _stop(letter: Letter, *, why: str, words: str, by: User | None, at: datetime) -> None:
    letter.stopped_at, letter.stopped_by, letter.stopped_why, letter.stopped_words = at, by, why, words
    letter.save()
    _record("letter.stopped", letter, by, at, why=why)


def _locked(letter_id: UUID) -> tuple[Case, Letter]:
    case = lock_case(Letter.objects.values_list("case_id", flat=True).get(pk=letter_id))
    found = Letter.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "person", "case__victim", "case__area", "recorded_by"
    )
    return case, found.get(pk=letter_id)


def _draft(letter_id: UUID) -> tuple[Case, Letter]:
    case, letter = _locked(letter_id)
    if letter.state != LetterState.DRAFT:
        raise IllegalTransition(letter.state, LetterState.DRAFT)
    return case, letter


def _record(name: str, letter: Letter, by: User | None, at: datetime, **detail: Any) -> None:
    codes = {"template": letter.template, "version": letter.template_version, **detail}
    record(name, by=by, about=letter, at=at, side=Side(letter.side), case_id=letter.case_id, detail=codes)
