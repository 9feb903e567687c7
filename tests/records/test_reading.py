"""Whatever a spreadsheet is saved as: read, or refused with a sentence that says what to do."""

import io
import zipfile

import pytest
import xlsxwriter

from talkingpiece.documents.lists.reading import FileKind, Unreadable, read_file, text
from talkingpiece.records.columns import LIMITS
from tests.records.lists import as_csv, as_xlsx, cells, row

HEAD = "Your reference,Victim: name to use,Date referred\n"


def rows(content: bytes) -> list[list[str]]:
    return read_file(content, LIMITS).sheets[0].rows


def refused(content: bytes) -> str:
    with pytest.raises(Unreadable) as found:
        read_file(content, LIMITS)
    return str(found.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_letters_come_through_whatever_they_are_coded_in(encoding: str) -> None:
    content = (HEAD + "A1,Siân Brontë-O’Neill,1/2/2026\n").encode(encoding)
    assert rows(content)[1][1] == "Siân Brontë-O’Neill"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_of_the_usual_marks_divides_the_cells(delimiter: str) -> None:
    assert rows(as_csv([row(1)], delimiter=delimiter)) == rows(as_csv([row(1)]))


def test_an_excel_file_keeps_numbers_dates_and_the_places_of_blank_rows() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page, day = book.add_worksheet("Mine"), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["Ref", "Phone", "Referred"])
        page.write_row(2, 0, [17, 7700900123, 46093], None)
        page.write_number(2, 2, 46093, day)
    file = read_file(out.getvalue(), LIMITS)
    assert (file.format, file.sheets[0].name) == (FileKind.XLSX, "Mine")
    assert file.sheets[0].rows == [["Ref", "Phone", "Referred"], ["", "", ""], ["17", "7700900123", "2026-03-12"]]


def test_an_open_document_is_read_as_well() -> None:
    file = read_file(open_document([["Your reference", "Name"], ["A1", "Bram"]]), LIMITS)
    assert (file.format, file.sheets[0].rows[1]) == (FileKind.ODS, ["A1", "Bram"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b",,\n,,\n", "nothing in this file"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "locked with a password, or in the old Excel format"),
        (b"PK\x03\x04 and then nonsense", "cannot read"),
        (b"%PDF-1.7\x00\x01\x02", "cannot read"),
        (b"x" * 2_000_001, "larger than 2 MB"),
        (b'Ref,Name\nA1,"Bram\n', "quotation mark"),
        (as_csv([row(n) for n in range(LIMITS.rows + 1)]), "more than 500 rows"),
        (",".join(f"h{n}" for n in range(81)).encode(), "more than 80 columns"),
        (b"Ref,Name\nA1," + b"y" * 2_001, "more than 2000 characters"),
    ],
)
def test_what_cannot_be_taken_says_why(content: bytes, says: str) -> None:
    assert says in refused(content)


def test_a_file_that_unpacks_to_a_mountain_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 61_000_000)
    assert "too large once it is unpacked" in refused(out.getvalue())


def test_a_word_document_is_not_a_list() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    assert "cannot read" in refused(out.getvalue())


def test_as_many_rows_as_are_allowed_are_taken() -> None:
    assert len(rows(as_csv([row(n) for n in range(LIMITS.rows)]))) == LIMITS.rows + 1


def test_cells_are_texts_as_their_owner_would_type_them() -> None:
    assert [text(cell) for cell in (True, 3.0, 2.5, "  two \n lines ")] == ["yes", "3", "2.5", "two lines"]
    assert rows(as_xlsx(cells([row(1)])))[1][0] == "OLD-001"


def open_document(table: list[list[str]]) -> bytes:
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in line
        )
        + "</table:table-row>"
        for line in table
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Cases">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", kind)
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    return out.getvalue()
