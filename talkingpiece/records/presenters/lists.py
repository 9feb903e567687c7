"""A list as the person who brings it sees it: what is ready, what is to mend, what only they can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import Blocker, Verdict
from talkingpiece.documents.lists.mapping import headings, samples
from talkingpiece.records.checking import Checked
from talkingpiece.records.columns import BY_KEY
from talkingpiece.records.forms import ColumnsForm, RowsForm
from talkingpiece.records.models import BroughtList, BroughtRow
from talkingpiece.records.queries import OpenList
from talkingpiece.records.states import ListState
from talkingpiece.ui.components import BlockerRow, Count, Door, Gate, Tick
from talkingpiece.ui.dates import long_date, short_date
from talkingpiece.ui.forms import BoundField

ASKED_AT_ONCE = 100  # more would be more fields than a form may have


@dataclass(frozen=True)
class ListRow:
    words: str
    note: str
    url: str


def lists_page(found: Sequence[BroughtList]) -> dict[str, Any]:
    waiting = [_list_row(row) for row in found if row.state == ListState.WAITING]
    return {"waiting": waiting, "closed": [_list_row(row) for row in found if row.state != ListState.WAITING]}


def _list_row(row: BroughtList) -> ListRow:
    words = {"day": short_date(row.uploaded_at), "name": row.uploaded_by.name, "until": long_date(row.expires_at)}
    by = _("Brought on %(day)s by %(name)s.") % words
    url = reverse("records:list", args=[row.pk])
    if row.state == ListState.WAITING:
        kept = _("Kept sealed until %(until)s, then destroyed.") % words
        return ListRow(str(row.file_name) or _("A list"), f"{by} {kept}", url)
    if row.state == ListState.DESTROYED:
        return ListRow(_("A list that was not brought in"), _("%(by)s Its content is destroyed.") % {"by": by}, "")
    made = ngettext("%(count)d case was brought in", "%(count)d cases were brought in", row.cases)
    return ListRow(made % {"count": row.cases}, by, url)


@dataclass(frozen=True)
class ColumnRow:
    heading: str
    samples: list[str]
    field: BoundField


def columns_page(opened: OpenList, form: ColumnsForm) -> dict[str, Any]:
    rows = opened.rows
    found = [
        ColumnRow(heading or _("(no heading)"), samples(rows, number), form[f"column_{number}"])  # type: ignore[arg-type]
        for number, heading in enumerate(headings(rows))
    ]
    return {"list": opened.row, "form": form, "columns": found, "missing": [c.header for c in opened.missing]}


@dataclass(frozen=True)
class Wrong:
    column: str
    written: str
    what: str


@dataclass(frozen=True)
class RowView:
    """One row on the page, with the fields in which somebody answers for it."""

    row: Checked
    wrong: list[Wrong]
    fields: list[BoundField]
    out: BoundField | None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def victim(self) -> str:
        return self.row.line.victim or _("(no name)")

    @property
    def offender(self) -> str:
        return self.row.line.text("offender") or _("not named")

    @property
    def worker(self) -> str:
        return self.row.worker.name

    @property
    def since(self) -> str:
        return short_date(self.row.line.day("referred_on"))


def asked_rows(opened: OpenList) -> list[Checked]:
    """Rows about which somebody can say something, as many as one form may ask."""
    rows = [
        row for row in opened.checked if row.to_mend or row.left_out or (row.counts and (row.victims or row.offenders))
    ]
    return rows[:ASKED_AT_ONCE]


def list_page(opened: OpenList, form: RowsForm, verdict: Verdict) -> dict[str, Any]:
    views = [_view(row, form) for row in opened.checked]
    asked = [view for view in views if view.out is not None]
    to_mend = sum(row.to_mend for row in opened.checked)
    to_answer = sum(row.to_answer for row in opened.checked)
    return {
        "list": opened.row,
        "form": form,
        "verdict": verdict,
        "gate": _gate(opened, verdict),
        "met": [Tick(words) for words in verdict.met],
        "counts": _counts(opened),
        "to_mend": [view for view in asked if view.row.to_mend],
        "to_mend_total": to_mend,
        "to_answer": [view for view in asked if view.fields and view.row.counts and not view.row.to_mend],
        "to_answer_total": to_answer,
        "left_out": [view for view in asked if view.row.left_out],
        "ready": [view for view in views if view.row.ready],
        "here": [view for view in views if view.row.here],
        "cases": sum(row.ready and not row.adds_to for row in opened.checked),
    }


def _view(row: Checked, form: RowsForm) -> RowView:
    names = [f"victim_{row.number}", f"offender_{row.number}"]
    out = f"out_{row.number}"
    return RowView(
        row=row,
        wrong=[Wrong(str(BY_KEY[key].header), row.line.cells.get(key, ""), what) for key, what in row.errors.items()],
        fields=[form[name] for name in names if name in form.fields],  # type: ignore[misc]
        out=form[out] if out in form.fields else None,  # type: ignore[arg-type]
    )


def _counts(opened: OpenList) -> list[Count]:
    rows = opened.checked
    return [
        Count(sum(row.ready for row in rows), _("ready"), "#ready"),
        Count(sum(row.to_mend for row in rows), _("to mend"), "#mend", good=True),
        Count(sum(row.to_answer for row in rows), _("to answer"), "#answer", good=True),
        Count(sum(row.left_out for row in rows), _("left out"), "#out"),
        Count(sum(bool(row.here) for row in rows), _("here already"), "#here"),
    ]


def _gate(opened: OpenList, verdict: Verdict) -> Gate:
    return Gate(heading=_("Before it can be brought in"), blockers=[_row(opened, one) for one in verdict.blockers])


def _row(opened: OpenList, blocker: Blocker) -> BlockerRow:
    doors = {
        "to_mend": ("records:to_mend", _("Get the rows to mend")),
        "column_missing": ("records:columns", _("Look at the columns")),
        "not_looked_at": ("records:columns", _("Look at the columns")),
        "nothing": ("records:discard", _("Destroy this list")),
    }
    found = []
    if blocker.code in doors:
        name, label = doors[blocker.code]
        found.append(Door(label, reverse(name, args=[opened.row.pk]), kind="secondary"))
    if blocker.code == "to_mend":
        found.append(
            Door(_("Bring the mended file"), reverse("records:mended", args=[opened.row.pk]), kind="secondary")
        )
    if blocker.code == "to_answer":
        found.append(Door(_("Answer below"), "#answer"))
    return BlockerRow(message=blocker.message, why=blocker.why, doors=found, who=blocker.who)


def brought_page(row: BroughtList) -> dict[str, Any]:
    lines = BroughtRow.objects.filter(brought_list=row).select_related("case__victim").order_by("line")
    return {"list": row, "lines": list(lines)}
