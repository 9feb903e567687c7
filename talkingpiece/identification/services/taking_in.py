"""All rows of an extract are taken in, or none: under the agreement that is in force in this very minute."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.services import adopt_section
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import check_transition
from talkingpiece.documents.lists.columns import words_of
from talkingpiece.identification.facts import victim_tokens
from talkingpiece.identification.gates import blockers_to_take, facts_for_take
from talkingpiece.identification.models import Extract, ExtractRow
from talkingpiece.identification.profile import Identification
from talkingpiece.identification.queries import OpenExtract, agreement_with, columns_for
from talkingpiece.identification.rows import Line
from talkingpiece.identification.services.extracts import ExtractStale, lock_extract
from talkingpiece.identification.states import TRANSITIONS, ExtractState, Source, Wish
from talkingpiece.protection.classes import Side
from talkingpiece.protection.tokens import token
from talkingpiece.referrals.services import note_no

_AT_ONCE = 500


@transaction.atomic
def take_in(*, extract_id: UUID, version: int, by: User, at: datetime) -> Extract:
    """A row that another extract has word for word is not taken a second time. Raises Blocked, ExtractStale."""
    extract = lock_extract(extract_id)
    check_transition(TRANSITIONS, current=extract.state, to=ExtractState.TAKEN)
    if extract.version != version:
        raise ExtractStale
    opened = OpenExtract(extract)
    require_open(blockers_to_take(facts_for_take(opened, at)))
    marks = _write_rows(extract, opened.lines)
    _learn(extract, opened, at)
    agreement = agreement_with(extract.area_id, extract.agency_id, at)
    assert agreement is not None  # the gate is open
    extract.agreement, extract.state = agreement, ExtractState.TAKEN
    extract.taken_at, extract.taken_by = at, by
    extract.rows, extract.repeated = len(marks), len(opened.lines) - len(marks)
    extract.rows_digest = rows_digest(marks)
    extract.due_on = timezone.localdate(at) + timedelta(days=_keep_days(extract))
    extract.file_name = extract.held = extract.mapping = None
    extract.version += 1
    extract.save()
    due = timezone.make_aware(datetime.combine(extract.due_on, time(0)))
    enqueue("identification.expire_rows", area_id=extract.area_id, not_before=due, extract_id=extract.pk)
    detail = {"rows": extract.rows, "repeated": extract.repeated, "digest": extract.rows_digest}
    _note_who_said_no(extract, by, at)
    enqueue("identification.screen", area_id=extract.area_id)
    record("extract.taken_in", by=by, about=extract, at=at, side=Side.SERVICE, detail=detail)
    return extract


def _note_who_said_no(extract: Extract, by: User, at: datetime) -> None:
    """That the agency heard a no outlives its list, by tokens alone."""
    for row in ExtractRow.objects.filter(extract=extract):
        if row.content.get("wish") in {Wish.DECLINED, Wish.DO_NOT_CONTACT} and row.content.get("victim"):
            found = victim_tokens(extract.area_id, row.content)
            note_no(area_id=extract.area_id, tokens=found, agency=extract.agency, by=by, at=at)


def rows_digest(marks: list[bytes]) -> str:
    """Of all rows together, in whichever order they are read."""
    return hashlib.sha256(b"".join(sorted(marks))).hexdigest()


def _write_rows(extract: Extract, lines: list[Line]) -> list[bytes]:
    rows: dict[bytes, ExtractRow] = {}
    for line in lines:
        mark = _mark(extract, line.kept)
        rows.setdefault(
            mark,
            ExtractRow(
                area_id=extract.area_id,
                key_id=extract.key_id,
                extract=extract,
                number=line.number,
                content=line.kept,
                mark=mark,
            ),
        )
    here = ExtractRow.objects.filter(area_id=extract.area_id, mark__in=list(rows))
    for known in here.values_list("mark", flat=True):
        del rows[bytes(known)]
    ExtractRow.objects.bulk_create(rows.values(), batch_size=_AT_ONCE)
    return list(rows)


def _mark(extract: Extract, content: dict[str, Any]) -> bytes:
    said = json.dumps([str(extract.agency_id), content], sort_keys=True)
    return token(extract.area_id, "extract_row", said)


def _keep_days(extract: Extract) -> int:
    return current_section(extract.area_id, Identification).sources[Source(extract.source)].keep_days


def _learn(extract: Extract, opened: OpenExtract, at: datetime) -> None:
    """What somebody here said of a heading that was not known by itself is known the next time, in this area."""
    section, source = current_section(extract.area_id, Identification), Source(extract.source)
    known = {column.key: column for column in columns_for(extract.area_id, source)}
    said = {
        heading: key
        for words, key in zip(opened.headings, opened.mapping, strict=True)
        if key and _is_a_heading(heading := words_of(words)) and heading not in known[key].names
    }
    if said:
        rule = section.sources[source]
        rule = rule.model_copy(update={"headings": {**rule.headings, **said}})
        changed = section.model_copy(update={"sources": {**section.sources, source: rule}})
        adopt_section(area=extract.area, section=changed, at=at)


def _is_a_heading(words: str) -> bool:
    """Not a name or a number that stands where a heading should: the profile is read by many."""
    return bool(re.fullmatch(r"[a-z][a-z ]{1,38}[a-z]", words)) and len(words.split()) <= 5
