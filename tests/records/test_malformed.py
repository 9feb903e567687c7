"""Lists that are broken, cut, swollen or hostile: each is read whole or refused with a sentence, and nothing breaks."""

import io
import random
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talkingpiece.cases.models import Case
from talkingpiece.documents.lists.reading import MOST_IN_A_CELL, Unreadable, read_file
from talkingpiece.people.models import Person
from talkingpiece.records.columns import LIMITS
from talkingpiece.records.models import BroughtList
from talkingpiece.records.services import keep_list
from tests.records.lists import as_csv, as_xlsx, cells, row
from tests.records.test_reading import open_document
from tests.world import World

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://192.0.2.1")')
ODD = ("\u202eevil", "a\u0000b", "\ufeff", "\U0001f600", "﷽", "\r", "\u2028", "'; DROP TABLE x; --", "{{7*7}}", "<b>")
DATES = ("31/2/2026", "0/0/0", "99999999", "-1", "1/1/0001", "2026-13-01", "tomorrow", "١/٢/٢٠٢٦", "1e9", "NaN")


def by_hand() -> Iterator[tuple[str, bytes]]:
    good, book = as_csv([row(1), row(2)]), as_xlsx(cells([row(1), row(2)]))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman", "utf-7", "cp037"):
        yield f"in {encoding}", good.decode().encode(encoding, "replace")
    for text in (*FORMULAS, *ODD):
        yield f"csv: {text!r} in a cell", as_csv([row(1, called=text)])
        yield f"csv: {text!r} as a heading", good.replace(b"Date referred", text.encode(), 1)
    for text in DATES:
        yield f"csv: the day {text!r}", as_csv([row(1, referred_on=text)])
    yield "two headings alike", good.replace(b"\r\n", b",Your reference\r\n", 1)
    yield "a million columns", b"," * 1_000_000
    yield "a hundred columns", as_csv([row(1)]).replace(b"\r\n", b"," * 100 + b"\r\n", 1)
    yield "too many rows", as_csv([row(n) for n in range(LIMITS.rows + 1)])
    yield "many empty rows", b"\n" * 900_000
    yield "a long cell", as_csv([row(1, called="x" * (MOST_IN_A_CELL + 1))])
    yield "an open quotation mark", good + b'"'
    yield "quotation marks only", b'"' * 5_001
    yield "a lone return", good.replace(b"\r\n", b"\r")
    yield "rows of different lengths", b"a,b,c\n1\n1,2,3,4,5\n\n1,2\n"
    yield "noughts", bytes(1_000)
    yield "html", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "json", b'[{"a": 1}]'
    yield "a page of binary", bytes(range(256)) * 50
    for name in ("xl/workbook.xml", "content.xml"):
        for what, part in _parts().items():
            yield f"{name}: {what}", packed({name: part})
    yield "a bomb", packed({"xl/workbook.xml": b"0" * 61_000_000})
    yield "a bomb beside it", packed({"xl/workbook.xml": b"<a/>", "x": b"0" * 61_000_000})
    yield "two workbooks", packed({"xl/workbook.xml": b"<a/>", "content.xml": b"<a/>"})
    yield "an archive in an archive", packed({"xl/workbook.xml": book})
    yield "an open document without a table", open_document([])
    yield "an empty workbook", as_xlsx([])
    yield "a workbook of one cell", as_xlsx([["x"]])


def _parts() -> dict[str, bytes]:
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><l>&b;</l>'
    outside = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
    return {"nothing": b"", "no xml": b"\x00\x01", "entities": laughs, "an outside entity": outside, "half": b"<a><b>"}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def spoiled(count: int) -> Iterator[tuple[str, bytes]]:
    """Right files with bytes changed, cut, doubled or moved; the same ones each time."""
    chance = random.Random(1977)
    whole = [
        as_csv([row(n) for n in range(6)]),
        as_xlsx(cells([row(n) for n in range(6)])),
        open_document([["Your reference", "Name"], ["A1", "Bram"]]),
    ]
    for number in range(count):
        content = bytearray(chance.choice(whole))
        how = chance.choice(("change", "cut", "double", "noughts", "swap"))
        start, end = sorted(chance.sample(range(len(content)), 2))
        if how == "change":
            for _time in range(chance.randint(1, 30)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        elif how == "cut":
            del content[start:end]
        elif how == "double":
            content[start:start] = content[start:end]
        elif how == "noughts":
            content[start:end] = bytes(end - start)
        else:
            content = content[end:] + content[start:end] + content[:start]
        yield f"{number}: {how}", bytes(content)


BY_HAND = list(by_hand())


def read_or_refused(content: bytes) -> bool:
    try:
        file = read_file(content, LIMITS)
    except Unreadable:
        return False
    assert all(isinstance(cell, str) for sheet in file.sheets for line in sheet.rows for cell in line)
    return True


def test_there_are_enough_of_them() -> None:
    assert len(BY_HAND) + 150 >= 200


@pytest.mark.parametrize(("what", "content"), BY_HAND, ids=[what for what, _content in BY_HAND])
def test_a_list_made_by_hand_is_read_or_refused(what: str, content: bytes) -> None:
    read_or_refused(content)


def test_spoiled_lists_are_read_or_refused() -> None:
    taken = [read_or_refused(content) for _what, content in spoiled(150)]
    assert True in taken
    assert False in taken


@pytest.mark.nightly
def test_a_thousand_spoiled_lists_are_read_or_refused() -> None:
    for _what, content in spoiled(1_000):
        read_or_refused(content)


def test_whatever_is_brought_nothing_is_made_and_no_page_breaks(world: World) -> None:
    """Through the page itself: a refused list leaves no row; a kept one makes nobody until somebody says so."""
    client = world.client(world.coordinator)
    lists, people = 0, Person.objects.count()
    for number, (what, content) in enumerate([*BY_HAND[::4], *spoiled(25)]):
        file = SimpleUploadedFile(f"list{number}.csv", content)
        answer = client.post(reverse("records:bring"), {"file": file})
        assert answer.status_code in {200, 302}, what
        if answer.status_code == 302:
            assert client.get(answer["Location"]).status_code == 200, what
        lists += answer.status_code == 302
    assert BroughtList.objects.count() <= lists
    assert not Case.objects.exists()
    assert Person.objects.count() == people


def test_a_refused_list_leaves_no_row(world: World) -> None:
    with pytest.raises(Unreadable):
        keep_list(area=world.area, content=bytes(50), name="x.csv", by=world.coordinator, at=world.now)
    assert not BroughtList.objects.exists()
