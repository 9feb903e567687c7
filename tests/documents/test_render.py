"""Letters and reports on paper: tagged, neutral, the same each time, and nothing but what was given."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pdfua import validate

from talkingpiece.documents.payloads import Audience, Fact, Item, LetterPaper, Paper, Part, ReportPaper, texts
from talkingpiece.documents.render import Print, pages, pdf

WILD = "#panic() *bold* _x_ $y$ [z] <a> @b \\n // c /* d */ = e `f` \"g\" 'h' #sys.inputs"
LETTER = LetterPaper(
    audience=Audience.VICTIM,
    title="Letter",
    sender=("PO Box 140", "Ridgeway"),
    to=("Siân Łukasz-Ní Dhonnchú",),
    date="22 November 2026",
    greeting="Dear Siân,",
    paragraphs=("We said that we would write.\nHere we are.", WILD),
    facts=(Fact(label="When", value="Thursday, 2pm"),),
    after=("You can stop at any time.",),
    closing="With kind regards,",
    signed=("Daniel Okafor",),
)
REPORT = ReportPaper(
    audience=Audience.OFFENDER_MANAGER,
    title="Report",
    heading="What came of it",
    facts=(Fact(label="About", value="Callum Reeve"),),
    parts=(
        Part(heading="What happened", lines=("He took part.",)),
        Part(
            heading="What was agreed",
            items=tuple(Item(owner="Callum Reeve", words=f"Thing {n}", due="in May", status="Done") for n in range(40)),
        ),
    ),
    item_labels=("Who", "What", "By when", "How it stands"),
    not_this_heading="What this is not",
    not_this=("It is no assessment.",),
)
BOTH = pytest.mark.parametrize("paper", [LETTER, REPORT], ids=["letter", "report"])
FONTS = ("/Resources", "/Font")
STYLES = pytest.mark.parametrize("style", list(Print))


def read(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


def inside(thing: Any, *names: str) -> Any:
    for name in names:
        thing = thing[name].get_object()
    return thing


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def shown(file: bytes) -> str:
    return letters("".join(page.extract_text() for page in read(file).pages))


@BOTH
@STYLES
def test_a_paper_is_tagged_and_breaks_no_rule_that_a_machine_can_check(
    paper: Paper, style: Print, tmp_path: Path
) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf(paper, style))
    assert [finding.message for finding in validate(str(file)).findings] == []
    root = inside(read(file.read_bytes()).trailer, "/Root")
    assert inside(root, "/MarkInfo", "/Marked")
    assert inside(root, "/Lang") == "en-GB"


@BOTH
@STYLES
def test_a_paper_says_nothing_of_who_made_it_or_when(paper: Paper, style: Print) -> None:
    file = pdf(paper, style)
    assert file == pdf(paper, style)
    told = {key: value for key, value in (read(file).metadata or {}).items() if not str(value).startswith("Typst")}
    assert told == {"/Title": paper.title}
    assert not re.search(rb"CreationDate|CreateDate|ModifyDate|/Author|dc:creator|/work|/home|/tmp|\.typ", file)


@BOTH
@STYLES
def test_every_text_is_on_paper_as_it_was_given_and_nothing_besides(paper: Paper, style: Print) -> None:
    printed = shown(pdf(paper, style))
    given = {letters(text) for text in texts(paper) if text != paper.title}
    assert [text for text in given if text not in printed] == []
    for text in sorted(given, key=len, reverse=True):
        printed = printed.replace(text, "")
    assert re.fullmatch(r"(Page\d+of\d+|:)*", printed)


@BOTH
def test_the_typeface_is_ours_and_lies_in_the_file(paper: Paper) -> None:
    fonts = [font.get_object() for page in read(pdf(paper)).pages for font in inside(page, *FONTS).values()]
    assert fonts
    for font in fonts:
        assert "AtkinsonHyperlegible" in font["/BaseFont"]
        [below] = font["/DescendantFonts"]
        assert {"/FontFile2", "/FontFile3"} & set(inside(below.get_object(), "/FontDescriptor"))


def sizes(file: bytes) -> set[float]:
    found: set[float] = set()

    def visit(text: str, _matrix: object, _position: object, _font: object, size: float) -> None:
        if text.strip():
            found.add(round(size, 1))

    for page in read(file).pages:
        page.extract_text(visitor_text=visit)
    return found


@BOTH
def test_large_print_is_large(paper: Paper) -> None:
    assert 18.0 in sizes(pdf(paper, Print.LARGE))
    assert min(sizes(pdf(paper, Print.LARGE))) >= 16.0
    assert 18.0 not in sizes(pdf(LETTER))
    assert max(sizes(pdf(paper, Print.LARGE))) > max(sizes(pdf(paper)))


def test_pages_are_numbered_and_pictures_show_as_many() -> None:
    file = read(pdf(REPORT))
    total = len(file.pages)
    assert total > 1
    for number, page in enumerate(file.pages, start=1):
        assert f"Page {number} of {total}" in page.extract_text()
    pictures = pages(REPORT)
    assert len(pictures) == total
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_a_field_that_is_not_named_cannot_reach_a_page() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        LetterPaper.model_validate({**LETTER.model_dump(), "address": "14 Elm Road"})
