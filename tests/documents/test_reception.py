"""What may come in: nothing that is not what it says, and of that only what it shows."""

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from talkingpiece.documents.reception import FileKind, Refused, receive, shown_name
from tests.documents import brought

WRONG = list(brought.wrong())
RIGHT = brought.right()


def test_there_are_enough_of_them() -> None:
    assert len(WRONG) >= 200
    assert len({what for what, _name, _content in WRONG}) > 190


@pytest.mark.parametrize(("what", "name", "content"), WRONG, ids=[what for what, _name, _content in WRONG])
def test_nothing_is_taken_that_is_not_what_it_says(what: str, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        receive(content, name)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", RIGHT)
def test_what_people_bring_is_taken(name: str) -> None:
    received = receive(RIGHT[name], name)
    assert received.content
    assert received.name == name
    again = receive(received.content, name)
    assert again.kind is received.kind


def test_a_photograph_loses_where_it_was_taken_and_stands_upright() -> None:
    brought_photo = brought.photo_with_place()
    assert Image.open(io.BytesIO(brought_photo)).getexif().get_ifd(0x8825)
    received = receive(brought_photo, "photo.jpg")
    with Image.open(io.BytesIO(received.content)) as kept:
        assert dict(kept.getexif()) == {}
        assert kept.size == (40, 60)
        assert "exif" not in kept.info
        assert "comment" not in kept.info
    for trace in (b"Telephone", b"at home", b"Exif", b"GPS"):
        assert trace not in received.content


def test_a_photograph_inside_a_document_loses_it_too() -> None:
    links = brought.relation("image", "media/image1.jpeg")
    document = brought.docx(
        {"word/media/image1.jpeg": brought.photo_with_place(), "word/_rels/document.xml.rels": links}
    )
    received = receive(document, "letter.docx")
    with zipfile.ZipFile(io.BytesIO(received.content)) as packed:
        with Image.open(io.BytesIO(packed.read("word/media/image1.jpeg"))) as kept:
            assert dict(kept.getexif()) == {}
        assert b"image1.jpeg" in packed.read("word/_rels/document.xml.rels")


def test_a_document_says_no_longer_who_wrote_it_and_still_opens() -> None:
    received = receive(RIGHT["letter.docx"], "letter.docx")
    with zipfile.ZipFile(io.BytesIO(received.content)) as packed:
        assert sorted(packed.namelist()) == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"Ana Deol" not in everything
    assert b"docProps" not in everything
    assert b"A letter." in everything


def test_a_pdf_says_no_longer_who_made_it() -> None:
    def signed(made: pikepdf.Pdf) -> None:
        made.docinfo["/Author"] = "Ana Deol"
        with made.open_metadata() as told:
            told["dc:creator"] = ["Ana Deol"]

    received = receive(brought.pdf(signed), "letter.pdf")
    with pikepdf.open(io.BytesIO(received.content)) as kept:
        assert "/Author" not in kept.docinfo
        assert "/Metadata" not in kept.Root
        assert len(kept.pages) == 1


@pytest.mark.parametrize("name", brought.two_at_once())
def test_of_what_is_two_things_only_one_is_left(name: str) -> None:
    try:
        kept = receive(brought.two_at_once()[name], name).content
    except Refused:
        return
    assert b"<script" not in kept
    assert b"evil.exe" not in kept
    assert brought.EXE[:2] + brought.EXE[2:5] not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept)) or name.endswith(".docx")


def test_letters_of_older_machines_are_kept_as_letters() -> None:
    assert receive(RIGHT["old.txt"], "old.txt").content.decode().startswith("Déjà vu, £5.")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\Users\\Ana\\letter.pdf", "letter.pdf"),
        ("/home/ana/letter.pdf", "letter.pdf"),
        ("../../letter.pdf", "letter.pdf"),
        ("<img src=x>.pdf", "<img src=x>.pdf"),
        ("a  b.pdf", "a b.pdf"),
    ],
)
def test_a_name_is_shown_without_the_folders_it_lay_in(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_each_kind_is_one_that_people_bring() -> None:
    assert {receive(content, name).kind for name, content in RIGHT.items()} == set(FileKind)
