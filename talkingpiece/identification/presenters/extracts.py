from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.presenters import gate_page
from talkingpiece.core.blockers import Text, Verdict
from talkingpiece.documents.exports import MOST_ROWS
from talkingpiece.documents.lists.mapping import samples
from talkingpiece.identification.access import may_in
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.identification.forms import ColumnsForm
from talkingpiece.identification.models import Extract
from talkingpiece.identification.queries import OpenExtract
from talkingpiece.identification.rows import Line
from talkingpiece.identification.states import DeletedWhy, ExtractState, Source
from talkingpiece.ui.components import Count, Fact, Tag
from talkingpiece.ui.dates import long_date, short_date
from talkingpiece.ui.forms import BoundField

SHOWN = 20  # rows on one page


@dataclass(frozen=True)
class ExtractView:
    extract: Extract
    source: Text
    tag: Tag
    line: str
    url: str


def extracts_page(found: Iterable[Extract], reader: User) -> dict[str, Any]:
    rows = [_view(one) for one in found]
    return {
        "waiting": [row for row in rows if row.extract.state == ExtractState.WAITING],
        "here": [row for row in rows if row.extract.state == ExtractState.TAKEN],
        "gone": [row for row in rows if row.extract.state in {ExtractState.DELETED, ExtractState.DISCARDED}],
    }


def _view(extract: Extract) -> ExtractView:
    state = ExtractState(extract.state)
    colour = {ExtractState.WAITING: "gate", ExtractState.TAKEN: "done"}.get(state, "")
    return ExtractView(
        extract,
        Source(extract.source).label,
        Tag(state.label, colour),
        _line(extract),
        reverse("identification:extract", args=[extract.pk]),
    )


def _line(extract: Extract) -> str:
    by = _("Brought on %(day)s by %(name)s.") % {
        "day": short_date(extract.uploaded_at),
        "name": extract.uploaded_by.name,
    }
    if extract.state == ExtractState.WAITING:
        return by + " " + _("Destroyed on %(day)s unless it is taken in.") % {"day": short_date(extract.expires_at)}
    if extract.state == ExtractState.DISCARDED:
        return by + " " + _("Nothing of it was taken in.")
    rows = ngettext("%(count)d row", "%(count)d rows", extract.rows) % {"count": extract.rows}
    if extract.state == ExtractState.TAKEN:
        return f"{by} {rows}. " + _("They go on %(day)s.") % {"day": short_date(extract.due_on)}
    return f"{by} {rows}. " + _("Gone since %(day)s.") % {"day": short_date(extract.closed_at)}


def extract_page(extract: Extract, reader: User) -> dict[str, Any]:
    """One that is taken in, or of which the proof is left."""
    return {
        "extract": extract,
        "heading": _heading(extract),
        "facts": _facts(extract),
        "may_delete": extract.state == ExtractState.TAKEN and may_in(reader, extract.area_id, Act.EXTRACT_TAKE),
        "proof": _proof(extract) if extract.state == ExtractState.DELETED else [],
    }


def _heading(extract: Extract) -> str:
    words = {"source": Source(extract.source).label, "agency": extract.agency.name}
    return _("%(source)s of %(agency)s") % words


def _facts(extract: Extract) -> list[Fact]:
    brought = {"day": long_date(extract.uploaded_at), "name": extract.uploaded_by.name}
    found = [
        Fact(_("Under"), extract.agreement.reference, note=extract.agreement.title),
        Fact(_("Brought"), _("%(day)s, by %(name)s") % brought),
    ]
    if extract.taken_at and extract.taken_by:
        taken = {"day": long_date(extract.taken_at), "name": extract.taken_by.name}
        found += [
            Fact(_("Taken in"), _("%(day)s, by %(name)s") % taken),
            Fact(_("Rows"), str(extract.rows), note=_repeated(extract)),
            Fact(
                _("Columns dropped unread"),
                str(extract.dropped),
                note=_("Nobody needed them, so nothing that stood in them was stored.") if extract.dropped else "",
            ),
        ]
    if extract.state == ExtractState.TAKEN:
        found.append(Fact(_("Its rows go on"), long_date(extract.due_on)))
    return found


def _repeated(extract: Extract) -> str:
    words = ngettext(
        "%(count)d more was here already, word for word.",
        "%(count)d more were here already, word for word.",
        extract.repeated,
    )
    return words % {"count": extract.repeated} if extract.repeated else ""


def _proof(extract: Extract) -> list[Fact]:
    why = DeletedWhy(extract.closed_why)
    by = extract.closed_by.name if extract.closed_by else _("by itself, by the rule of the area")
    return [
        Fact(_("Deleted"), long_date(extract.closed_at), note=by),
        Fact(_("Why"), why.label),
        Fact(_("Rows deleted"), str(extract.rows)),
        Fact(
            _("Digest of the rows"),
            extract.rows_digest,
            note=_("The same when they were taken in and when they went; the entry of the deletion holds it too."),
        ),
        Fact(_("Key"), _("destroyed"), note=_("So nothing of them opens in a backup either.")),
    ]


@dataclass(frozen=True)
class ColumnRow:
    heading: str
    samples: list[str]
    field: BoundField
    kept: bool


def columns_page(opened: OpenExtract, form: ColumnsForm) -> dict[str, Any]:
    place = {number: index for index, number in enumerate(opened.kept)}
    rows = [
        ColumnRow(
            heading or _("(no heading)"),
            samples(opened.rows, place[number]) if number in place else [],
            form[f"column_{number}"],  # type: ignore[arg-type]
            number in place,
        )
        for number, heading in enumerate(opened.headings)
    ]
    return {
        "extract": opened.extract,
        "heading": _heading(opened.extract),
        "form": form,
        "columns": [row for row in rows if row.kept],
        "dropped": [row for row in rows if not row.kept],
        "missing": [column.header for column in opened.missing],
    }


@dataclass(frozen=True)
class Wrong:
    column: Text
    written: str
    what: str


@dataclass(frozen=True)
class LineView:
    number: int
    name: str
    wrong: list[Wrong]
    emptied: list[Wrong]


def waiting_page(opened: OpenExtract, verdict: Verdict) -> dict[str, Any]:
    """Before it is taken in: what stands in the way, what is to be mended, what is kept as empty, the first rows."""
    emptied = [line for line in opened.lines if line.raw]
    return {
        "extract": opened.extract,
        "opened": opened,
        "counts": [
            Count(len(opened.lines) - len(opened.to_mend), _("ready"), "#preview"),
            Count(len(opened.to_mend), _("to mend"), "#mend", good=True),
            Count(len(emptied), _("with something left empty"), "#empty", good=True),
            Count(opened.extract.dropped, _("columns dropped")),
        ],
        "to_mend": [_line_view(line) for line in opened.to_mend[:SHOWN]],
        "to_mend_total": len(opened.to_mend),
        "in_a_file": MOST_ROWS,
        "emptied": [_line_view(line) for line in emptied[:SHOWN]],
        "emptied_total": len(emptied),
        "preview_heading": [BY_KEY[key].header for key in opened.kept_mapping if key],
        "preview": [_cells(opened, line) for line in opened.lines[:5]],
        "total": len(opened.lines),
        **gate_page(verdict, _heading(opened.extract)),
        "heading": _heading(opened.extract),
    }


def _line_view(line: Line) -> LineView:
    return LineView(
        line.number,
        line.victim or line.offender or _("(no name)"),
        [Wrong(BY_KEY[key].header, line.cells.get(key, ""), what) for key, what in line.errors.items()],
        [Wrong(BY_KEY[key].header, raw, _(line.why[key])) for key, raw in line.raw.items()],
    )


def _cells(opened: OpenExtract, line: Line) -> list[tuple[Text, str]]:
    return [(BY_KEY[key].header, _shown(line, key)) for key in opened.kept_mapping if key]


def _shown(line: Line, key: str) -> str:
    value = line.values.get(key, "")
    if hasattr(value, "isoformat"):
        return short_date(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " ".join(value)
    labels = {str(code): str(label) for code, label in BY_KEY[key].allowed}
    return labels.get(str(value), str(value))
