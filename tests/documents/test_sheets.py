"""A table that leaves is one clean sheet, and no spreadsheet finds a formula in it."""

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from talkingpiece.documents.cells import STARTERS, guarded, is_formula, one_line, unguarded
from talkingpiece.documents.sheets import Format, Sheet, as_csv, as_xlsx, written

BEFORE = ["", " ", "  ", "\u00a0", "\u3000", "\t", "\r", "\n", "\r\n", "\x00", "\u200b", "\ufeff", "\u202e", "\u2028"]
SIGNS = [*sorted(STARTERS), "＝", "＋", "－", "＠", "｜", "％", "﹢", "﹦"]
CALLS = ['cmd|" /C calc"!A0', 'HYPERLINK("http://192.0.2.1","open")', "1+1", "SUM(A1:A9)"]
FORMULAS = [before + sign + call for before in BEFORE for sign in SIGNS for call in CALLS]


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("sign", SIGNS)
def test_what_looks_like_a_formula_becomes_a_text(before: str, sign: str) -> None:
    for call in CALLS:
        cell = read_back(as_csv([[before + sign + call]]))[0][0]
        assert cell.startswith("'")
        assert not is_formula(cell)


def test_a_line_inside_a_cell_begins_no_row_and_no_formula() -> None:
    content = as_csv([["harmless\n=1+1", "a\r=2+2", "b\u2028=3"], ["next", "", ""]])
    assert len(content.decode("utf-8-sig").splitlines()) == 2
    assert not any(line.lstrip('"').startswith("=") for line in content.decode("utf-8-sig").splitlines())


@pytest.mark.parametrize("plain", ["5", "-5", "1,200.50", "Maya", "07700 900123", "a=b", "2026-11-28", "'quoted'"])
def test_what_is_none_stays_as_it_is(plain: str) -> None:
    assert guarded(plain) == plain


@given(st.text(max_size=40))
def test_no_text_at_all_leaves_as_a_formula_and_each_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not is_formula(cell)
    assert "\n" not in cell
    assert unguarded(cell) == one_line(text) or is_formula(one_line(text)[1:])


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


SHEET = Sheet("Cases", ["Reference", "Step"], [[one, "4"] for one in FORMULAS[:400]], frozenset({(0, 0)}))


def test_a_workbook_is_one_sheet_with_nothing_hidden() -> None:
    found = parts(as_xlsx(SHEET))
    assert [name for name in found if name.startswith("xl/worksheets/")] == ["xl/worksheets/sheet1.xml"]
    everything = "".join(found.values())
    assert not re.search(r"hidden|definedName|comments|pivot|externalLink|hyperlink|vbaProject", everything)
    assert "<f>" not in found["xl/worksheets/sheet1.xml"]


def test_a_workbook_names_nobody_and_no_time() -> None:
    core = parts(as_xlsx(SHEET))["docProps/core.xml"]
    assert "<dc:creator></dc:creator>" in core
    assert "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2000-01-01"}


def test_the_same_table_is_the_same_bytes() -> None:
    for format in Format:
        assert written(SHEET, format) == written(SHEET, format)


def test_every_cell_of_a_workbook_is_read_back_as_the_text_it_was() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(SHEET)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [one_line(one) for one in FORMULAS[:400]]
