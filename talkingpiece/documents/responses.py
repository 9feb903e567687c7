"""The only place from which a file leaves: with its entry in the trail, of exactly the bytes that were handed over."""

from __future__ import annotations

import base64
import io
import re
from typing import Any
from uuid import UUID

import pikepdf
from django.db import models
from django.http import HttpResponse

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record_export
from talkingpiece.documents.exports import Export, check_columns
from talkingpiece.documents.payloads import Paper
from talkingpiece.documents.render import Print, fingerprint, pages, pdf
from talkingpiece.documents.sheets import Format, Sheet, written
from talkingpiece.protection.classes import Side

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {Format.CSV: "text/csv; charset=utf-8", Format.XLSX: _XLSX}
# Whatever it is opened with: it runs nothing and asks for nothing.
LOCKED = "default-src 'none'; sandbox"
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def table_response(
    export: Export,
    sheet: Sheet,
    format: Format,
    file_name: str,
    *,
    by: User,
    area_id: UUID,
    side: Side,
    about: models.Model | None = None,
    case_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> HttpResponse:
    """Raises NotDeclared, TooManyRows."""
    check_columns(export, sheet.heading, len(sheet.rows))
    content = written(sheet, format)
    record_export(
        export.name,
        by=by,
        area_id=area_id,
        side=side,
        sha256=fingerprint(content),
        rows=len(sheet.rows),
        about=about,
        case_id=case_id,
        detail=detail,
    )
    return attachment(content, TYPES[format], f"{file_name}.{format.value}")


def pdf_response(
    export: Export,
    paper: Paper,
    file_name: str,
    style: Print = Print.NORMAL,
    *,
    by: User,
    side: Side,
    about: models.Model | None = None,
    area_id: UUID | None = None,
    case_id: UUID | None = None,
    kept: bytes | None = None,
) -> HttpResponse:
    """`file_name` is seen by whoever finds the file: it says nothing of us. `kept`: the file as it was drawn once.
    `area_id`: of whoever takes it, where it is about no record."""
    content = kept or pdf(paper, style)
    with pikepdf.open(io.BytesIO(content)) as made:
        sheets = len(made.pages)
    record_export(
        export.name,
        by=by,
        area_id=area_id or about.area_id,  # type: ignore[union-attr]
        side=side,
        sha256=fingerprint(content),
        rows=sheets,
        about=about,
        case_id=case_id,
        detail={"audience": paper.audience.value},
    )
    disposition = f'inline; filename="{plain_name(file_name)}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


def record_response(
    export: Export,
    content: bytes,
    file_name: str,
    *,
    by: User,
    about: models.Model,
    side: Side,
    case_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> HttpResponse:
    """A JSON file, as it was made when what it says was sent."""
    record_export(
        export.name,
        by=by,
        area_id=about.area_id,  # type: ignore[attr-defined]
        side=side,
        sha256=fingerprint(content),
        rows=1,
        about=about,
        case_id=case_id,
        detail=detail,
    )
    return attachment(content, "application/json", file_name)


def attachment(content: bytes, content_type: str, file_name: str) -> HttpResponse:
    """A file that is saved, never shown, under a name of plain letters."""
    headers = {
        "Content-Disposition": f'attachment; filename="{plain_name(file_name)}"',
        "Content-Security-Policy": LOCKED,
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def plain_name(file_name: str) -> str:
    return _SAFE_NAME.sub("-", file_name).strip("-.") or "file"


def page_pictures(paper: Paper, style: Print = Print.NORMAL) -> list[str]:
    """Each page as an address that an <img> can show without asking for anything."""
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages(paper, style)]
