from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.records.checking import NEW, OUT, Candidate, Checked
from talkingpiece.ui.forms import Form, SelectField, TickField


class RowsForm(Form):
    """What somebody says of single rows: leave it out; it is somebody known; it is somebody new."""

    def __init__(self, *args: Any, rows: Sequence[Checked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"out_{row.number}"] = TickField(
                label=_("Leave row %(row)d out") % {"row": row.number}, initial=row.left_out, required=False
            )
            if row.victims:
                self._ask(row, "victim", row.line.victim, row.victims, row.victim)
            if row.offenders:
                self._ask(row, "offender", row.line.text("offender"), row.offenders, row.offender)

    def _ask(self, row: Checked, side: str, name: str, candidates: Sequence[Candidate], said: str) -> None:
        self.fields[f"{side}_{row.number}"] = SelectField(
            label=_("Row %(row)d: is “%(name)s” somebody whom we know?") % {"row": row.number, "name": name},
            choices=[(NEW, _("No, somebody new")), *map(_same, candidates)],
            empty_label=_("Not answered yet"),
            initial=said,
            required=False,
        )

    @property
    def left_out(self) -> set[int]:
        return {row.number for row in self.rows if self.cleaned_data.get(f"out_{row.number}")}

    def said(self, side: str) -> dict[int, str]:
        names = {row.number: f"{side}_{row.number}" for row in self.rows}
        return {number: self.cleaned_data.get(name, "") for number, name in names.items() if name in self.fields}


def _same(candidate: Candidate) -> tuple[str, str]:
    words = {"name": candidate.name, "case": candidate.open_case, "cases": ", ".join(candidate.cases)}
    if candidate.open_case:
        return OUT, _("Yes, %(name)s, who has an open case, %(case)s: leave this row out") % words
    if candidate.cases:
        return str(candidate.person_id), _("Yes, %(name)s, of %(cases)s") % words
    return str(candidate.person_id), _("Yes, %(name)s") % words
