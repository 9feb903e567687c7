from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.corrections import enter_in_error
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.protection.rows import Vagueness
from talkingpiece.staffing.models import Facilitator, PracticeKind, PracticeRecord, Reflection
from talkingpiece.staffing.profile import Staffing


class Refused(Exception):
    """Nobody writes down their own supervision, or that they were watched, nor corrects what was written of them."""


@transaction.atomic
def record_practice(
    *,
    facilitator: Facilitator,
    kind: PracticeKind,
    day: date,
    words: str,
    by: User,
    at: datetime,
    hours: float | None = None,
) -> PracticeRecord:
    """A session moves the day by which the next one is due, unless a later one is written down already."""
    if by.pk == facilitator.user_id and kind is not PracticeKind.LEARNING:
        raise Refused
    locked = Facilitator.objects.select_for_update(no_key=True).get(pk=facilitator.pk)
    written = PracticeRecord.objects.create(
        area_id=locked.area_id,
        key=make_data_key(locked.area_id),
        facilitator=locked,
        kind=kind,
        hours=hours if kind is PracticeKind.LEARNING else None,
        words=words,
        happened_at=timezone.make_aware(datetime.combine(day, datetime.min.time())),
        happened_vaguely=Vagueness.DAY,
        recorded_at=at,
        recorded_by=by,
    )
    if kind is PracticeKind.SUPERVISION:
        weeks = current_section(locked.area_id, Staffing).supervision_weeks
        due = day + timedelta(weeks=weeks)
        if locked.supervision_due_on is None or due > locked.supervision_due_on:
            locked.supervision_due_on = due
            locked.save(update_fields=["supervision_due_on"])
    record("practice.recorded", by=by, about=written, at=at, side=Side.SERVICE, detail={"kind": kind.value})
    return written


@transaction.atomic
def correct_practice(*, entry: PracticeRecord, why: str, by: User, at: datetime) -> PracticeRecord:
    """It was entered in error: it stays in the record, and no clock counts it. What is true is entered anew. Where it
    had moved the day of the next supervision, that day follows from the session before it, or is not known."""
    locked = Facilitator.objects.select_for_update(no_key=True).get(pk=entry.facilitator_id)
    if by.pk == locked.user_id:
        raise Refused
    enter_in_error(entry, by=by, at=at, why=why, case_id=None, side=Side.SERVICE)
    if entry.kind == PracticeKind.SUPERVISION:
        after = timedelta(weeks=current_section(locked.area_id, Staffing).supervision_weeks)
        if locked.supervision_due_on == timezone.localdate(entry.happened_at) + after:
            left = PracticeRecord.objects.standing().filter(facilitator=locked, kind=PracticeKind.SUPERVISION)
            last = left.order_by("-happened_at").first()
            locked.supervision_due_on = timezone.localdate(last.happened_at) + after if last else None
            locked.save(update_fields=["supervision_due_on"])
    return entry


def write_reflection(*, area: Area, author: User, words: str, at: datetime) -> Reflection:
    """For its author alone: the trail says that something was written, and nothing of it."""
    with transaction.atomic():
        key = make_data_key(area.pk)
        note = Reflection.objects.create(area=area, key=key, author=author, words=words, written_at=at)
        record("reflection.written", by=author, about=note, at=at, side=Side.SERVICE)
        return note
