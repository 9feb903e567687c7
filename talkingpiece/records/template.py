"""The list as we would like it: an example row that is refused if it is left in, and what each column means."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from talkingpiece.documents.lists.columns import Column
from talkingpiece.documents.sheets import as_csv as csv_of
from talkingpiece.documents.sheets import new_book
from talkingpiece.records.columns import COLUMNS


def as_csv() -> bytes:
    return csv_of([[str(column.header) for column in COLUMNS], [column.example for column in COLUMNS]])


def as_xlsx() -> bytes:
    out = io.BytesIO()
    with new_book(out) as book:
        _cases(book)
        _explained(book)
    return out.getvalue()


def _cases(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("Cases"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
    example = book.add_format({"italic": True, "num_format": "@"})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 1)
    for number, column in enumerate(COLUMNS):
        # As text, so that no number loses its nought and no date its order.
        sheet.set_column(number, number, 20, text)
        sheet.write_string(0, number, str(column.header), head)
        sheet.write_string(1, number, column.example, example)
        if column.allowed:
            words = [str(label) for _value, label in column.allowed]
            if sum(map(len, words)) + len(words) <= 255:
                sheet.data_validation(2, number, 1000, number, {"validate": "list", "source": words})


def _explained(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(_("What each column means"))
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for number, heading in enumerate((_("Column"), _("Needed?"), _("What to write"), _("Allowed words"))):
        sheet.write_string(0, number, heading, bold)
    for line, column in enumerate(COLUMNS, start=1):
        for number, words in enumerate(explained(column)):
            sheet.write_string(line, number, words, wrap if number else bold)
    for number, width in enumerate((30, 12, 70, 60)):
        sheet.set_column(number, number, width)
    sheet.write_string(len(COLUMNS) + 2, 0, _("Delete the example row before you bring the list."), bold)


def explained(column: Column) -> tuple[str, str, str, str]:
    needed = _("Yes") if column.required else _("No")
    allowed = "; ".join(str(label) for _value, label in column.allowed)
    return str(column.header), needed, str(column.explains), allowed
