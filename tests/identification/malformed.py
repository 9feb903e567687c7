"""Broken, swollen and hostile lists, made by a seed, and a small process of its own that reads them all.

    python -m tests.identification.malformed make FOLDER COUNT
    python -m tests.identification.malformed read FOLDER

The second prints one JSON: how many were read and refused, the slowest, and the most memory of that process and of
those in which files were opened. It is another process than the first, whose memory would be counted too.
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings

HEADINGS = ["Crime Ref", "Victim", "DOB", "Mobile", "Offence", "Offence Date", "Suspect", "PNC"]
NASTY = [
    "=1+1", "+1", "@SUM(A1)", '=HYPERLINK("http://192.0.2.1")', "\u202eevil", "a\u0000b", "\ufeff", "﷽", "\r", "\u2028",
    "'; DROP TABLE x; --", "{{7*7}}", "<b>", "31/2/2026", "0/0/0", "99999999", "١/٢/٢٠٢٦", "1e999", "NaN", "-0",
    "x" * 1999, "\U0001f600" * 300, "\t", "‏مرحبا‏", "Ａｎｎ", "İ", "1900-01-01", "5e-324", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\ud7ff", "\x1b[2J",
]  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "utf-7"]
ENCODINGS += ["cp037", "shift_jis", "koi8_r", "gb18030"]


def rows(chance: random.Random) -> list[list[str]]:
    found = [list(HEADINGS)]
    for number in range(chance.randint(0, 30)):
        row = [f"RD/{number}/26", "Rosa Example", "1/2/1980", "07700 900001", "Burglary", "3/3/2026", "Kit", "81/34U"]
        for _turn in range(chance.randint(0, 3)):
            row[chance.randrange(len(row))] = chance.choice(NASTY)
        found.append(row[: chance.randint(1, len(row))] if chance.random() < 0.1 else row)
    how = chance.random()
    if how < 0.1:
        found[0][1] = found[0][0]
    elif how < 0.2:
        found[0][chance.randrange(len(HEADINGS))] = chance.choice(NASTY)
    elif how < 0.25:
        found.insert(0, ["A report", "", chance.choice(NASTY)])
    return found


def as_csv(chance: random.Random) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=chance.choice(",;\t|")).writerows(rows(chance))
    return out.getvalue().encode(chance.choice(ENCODINGS), "replace")


def as_xlsx(chance: random.Random) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": chance.random() < 0.5}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows(chance)):
            for place, cell in enumerate(row):
                page.write_string(line, place, cell[:32_000])
        if chance.random() < 0.2:
            page.write(chance.choice([10, 60_000, 1_048_575]), chance.choice([3, 200, 16_383]), "far away")
    return out.getvalue()


def as_ods(chance: random.Random) -> bytes:
    repeated = chance.choice([1, 1, 3, 20_000, 1_048_576])
    wide = chance.choice([1, 1, 2, 16_384])
    cells = "".join(
        f'<table:table-row table:number-rows-repeated="{repeated if chance.random() < 0.1 else 1}">'
        + "".join(
            f'<table:table-cell office:value-type="string" table:number-columns-repeated="{wide}">'
            f"<text:p>{word}</text:p></table:table-cell>"
            for word in ("Rosa", "Kit")
        )
        + "</table:table-row>"
        for _row in range(chance.randint(1, 10))
    )
    content = (
        '<?xml version="1.0"?>'
        + chance.choice(["", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'])
        + '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def as_parquet(chance: random.Random) -> bytes:
    import pyarrow
    import pyarrow.parquet

    count = chance.choice([0, 1, 30, 30, 3_000, 300_000])
    columns = {
        "Crime Ref": pyarrow.array([chance.choice(["RD/1/26", "RD/2/26"])] * count, pyarrow.string()),
        "DOB": pyarrow.array([chance.randrange(20_000)] * count, pyarrow.int32()).cast(pyarrow.date32()),
        "Victim": pyarrow.array([chance.choice(["Rosa Example", *NASTY[:5]])] * count, pyarrow.string()),
    }
    if chance.random() < 0.1:
        columns["Nested"] = pyarrow.array([[1, 2]] * count, pyarrow.list_(pyarrow.int64()))
    if chance.random() < 0.1:
        columns |= {f"c{number}": pyarrow.array(["x"] * count) for number in range(100)}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), out, compression=chance.choice(["none", "zstd", "snappy"]))
    return out.getvalue()


def bombs() -> Iterator[bytes]:
    for name in ("xl/workbook.xml", "content.xml"):
        yield packed({name: b"0" * 61_000_000})
        lying = bytearray(packed({name: b"<a/>" + b" " * 30_000_000}))
        at = lying.rfind(b"PK\x01\x02")
        lying[at + 24 : at + 28] = (100).to_bytes(4, "little")  # what it says of its size
        yield bytes(lying)
        yield packed({name: packed({name: b"x"})})
    yield b"," * 7_900_000
    yield b"\n" * 7_900_000
    yield b'"' * 1_000_001
    yield b"a,b\n" * 1_900_000
    yield bytes(1_000_000)
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"a": ["x" * 50_000_000]}), out, compression="zstd")
    yield out.getvalue()


MAKERS: tuple[Callable[[random.Random], bytes], ...] = (as_csv, as_csv, as_xlsx, as_ods, as_parquet)


def spoiled(chance: random.Random, content: bytes) -> bytes:
    found = bytearray(content)
    if len(found) < 4:
        return bytes(found)
    start, end = sorted(chance.sample(range(len(found)), 2))
    end = min(end, start + 200_000)
    how = chance.choice(("leave", "change", "cut", "double", "noughts", "swap"))
    if how == "change":
        for _time in range(chance.randint(1, 30)):
            found[chance.randrange(len(found))] = chance.randrange(256)
    elif how == "cut":
        del found[start:end]
    elif how == "double":
        found[start:start] = found[start:end]
    elif how == "noughts":
        found[start:end] = bytes(end - start)
    elif how == "swap":
        found = found[end:] + found[start:end] + found[:start]
    return bytes(found)


def corpus(count: int) -> Iterator[bytes]:
    yield from bombs()
    chance = random.Random(2026)
    for _number in range(count):
        yield spoiled(chance, chance.choice(MAKERS)(chance))


def make(folder: Path, count: int) -> None:
    for number, content in enumerate(corpus(count)):
        (folder / f"{number:05d}").write_bytes(content)


def read_all(folder: Path) -> dict[str, Any]:
    settings.configure(USE_I18N=False)
    from talkingpiece.documents.lists.reading import Limits, Unreadable, read_file

    limits = Limits(most_bytes=8_000_000, rows=20_000, tallest=40_000, parquet=True)
    read, refused, times, broken = 0, 0, {}, []
    for path in sorted(folder.iterdir()):
        content, begun = path.read_bytes(), time.perf_counter()
        try:
            file = read_file(content, limits)
            read += all(isinstance(cell, str) for sheet in file.sheets for row in sheet.rows for cell in row)
        except Unreadable as why:
            refused += str(why).endswith(".")
        except Exception as error:
            broken.append(f"{path.name}: {type(error).__name__}: {error}"[:200])
        times[path.name] = time.perf_counter() - begun
    # Of ourselves since this program began: what `getrusage` says begins with the memory of whoever started us.
    status = Path("/proc/self/status").read_text()
    own = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    memory = [own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]
    slowest = max(times, key=lambda name: times[name])
    return {
        "files": len(times),
        "read": read,
        "refused": refused,
        "slowest": [slowest, times[slowest]],
        "megabytes": memory,
        "broken": broken,
    }


if __name__ == "__main__":
    where = Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(where, int(sys.argv[3]))
    else:
        json.dump(read_all(where), sys.stdout)
