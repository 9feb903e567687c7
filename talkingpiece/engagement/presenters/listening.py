from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.engagement.profile import Sheet
from talkingpiece.engagement.queries import needs, sheets_given, voices
from talkingpiece.engagement.states import VoiceKind
from talkingpiece.ui.components import Row, Text


def said_before(case: Case, person_id: UUID) -> list[Row]:
    """What they said so far, in their words: needs by rank, then each kind of voice."""
    rows = []
    if person_id == case.victim_id and (own := needs(case.pk)):
        rows.append(_row(_("Needs"), [need.words for need in own]))
    spoken = [voice for voice in voices(case.pk) if voice.person_id == person_id]
    for kind in VoiceKind:
        words = [voice.words for voice in reversed(spoken) if voice.kind == kind]
        if words:
            rows.append(_row(kind.label, words))
    return rows


def _row(label: Text, words: list[str]) -> Row:
    if len(words) == 1:
        return Row(label, words[0], quote=True)
    return Row(label, items=words, quote=True)


def sheet_page(sheet: Sheet, case: Case, person_id: UUID) -> dict[str, Any]:
    """The sheet in words, and when this person was last told which version."""
    given = sheets_given(case.pk, person_id)
    return {
        "sheet": sheet,
        "sheet_title": _(sheet.title),
        "sheet_says": [_(line) for line in sheet.says],
        "given": given[0] if given else None,
    }
