from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.casefile.exports import CASE_LIST
from talkingpiece.casefile.queries.case_list import case_rows
from talkingpiece.core import clock
from talkingpiece.documents.access import still_may
from talkingpiece.documents.exports import MOST_ROWS
from talkingpiece.documents.models import PreparedFile
from talkingpiece.documents.services import ask_for_file, asked_file, keep_file, refuse_file
from talkingpiece.documents.sheets import Format, Sheet
from talkingpiece.documents.states import WhyNot


def ask_for_case_list(*, area: Area, by: User, at: datetime) -> PreparedFile:
    return ask_for_file(export=CASE_LIST, area=area, job="casefile.write_case_list", by=by, at=at)


@transaction.atomic
def write_case_list(*, file_id: UUID, at: datetime) -> None:
    """Asked again before it reads and before it writes: a right that was withdrawn meanwhile makes no file."""
    row = asked_file(file_id=file_id)
    if row is None:
        return
    reader = still_may(row.asked_by_id, CASE_LIST.act, row.area_id, at)
    rows = case_rows(reader, row.area_id, at) if reader else []
    if still_may(row.asked_by_id, CASE_LIST.act, row.area_id, clock.now()) is None:
        refuse_file(row=row, why=WhyNot.RIGHT, at=at)
    elif len(rows) > MOST_ROWS:
        refuse_file(row=row, why=WhyNot.ROWS, at=at)
    else:
        sheet = Sheet(title="cases", heading=CASE_LIST.columns or (), rows=rows)
        name = f"cases-{row.area.slug}-{at:%Y-%m-%d}"
        keep_file(row=row, export=CASE_LIST, sheet=sheet, format=Format.XLSX, name=name, at=at)
