"""The pack is whole: each module says all that it must, in our words; and a file that does not is refused by name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from django.core.checks import run_checks
from pdfua import validate

from talkingpiece.documents.render import Print, pdf
from talkingpiece.training.loading import PACK, Module, NotWhole, library, load, problems
from talkingpiece.training.markdown import blocks, html
from talkingpiece.training.papers import paper_for
from talkingpiece.training.schema import AssessedBy
from talkingpiece.training.states import WRITTEN, Part

MODULES = pytest.mark.parametrize("module", library().values(), ids=lambda one: one.head.id)
CORE = {"M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M10", "M11"}
Spoil = Callable[[str, str, str], Path]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """A copy of a module in which one text is replaced by another."""

    def spoiled(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "m00-referrer-awareness"
        shutil.copytree(PACK / folder.name, folder, dirs_exist_ok=True)
        source = (folder / file).read_text()
        assert old in source
        (folder / file).write_text(source.replace(old, new, 1))
        return folder

    return spoiled


def test_all_fifteen_are_there_and_nothing_is_wrong_with_them() -> None:
    assert [one.head.id for one in library().values()] == [f"M{number}" for number in range(15)]
    assert list(problems(PACK)) == []
    assert [one for one in run_checks() if one.id == "training.E001"] == []


def test_the_core_is_as_long_as_a_facilitator_needs() -> None:
    assert sum(one.head.hours for one in library().values() if one.head.id in CORE) >= 20


@MODULES
def test_each_part_has_substance(module: Module) -> None:
    for part in WRITTEN:
        assert len(module.parts[part].split()) >= 30, part
    assert len(re.findall(r"^### ", module.parts[Part.SLIDES], re.MULTILINE)) >= 8
    assert len(re.findall(r"^### Brief ", module.parts[Part.ROLE_PLAYS], re.MULTILINE)) >= 2
    assert any(one.must for one in module.rubric.criteria)
    assert sum(len(words.split()) for words in module.parts.values()) >= 700


def test_what_the_service_stands_on_is_the_fullest() -> None:
    words = {one.head.id: sum(len(part.split()) for part in one.parts.values()) for one in library().values()}
    assert sorted(words, key=words.__getitem__)[-2:] == ["M3", "M9"]


@MODULES
def test_none_is_reviewed_so_each_says_draft(module: Module) -> None:
    assert module.head.is_draft
    assert "Draft" in paper_for(module, []).mark


@MODULES
def test_the_words_are_for_anybody(module: Module) -> None:
    """No address, number or link of the world; nothing of what is licensed."""
    text = " ".join(module.parts.values())
    for pattern in (r"https?://", r"www\.", r"@\w", r"\b0\d{9,10}\b", r"WEMWBS", r"©"):
        assert not re.search(pattern, text), pattern


@MODULES
def test_a_quiz_explains_each_answer_and_its_right_ones_stand_in_no_pattern(module: Module) -> None:
    if module.head.assessed_by is AssessedBy.QUIZ:
        assert module.quiz
        assert len(module.quiz.items) == 8
        assert len({item.right for item in module.quiz.items}) > 1


@MODULES
def test_its_paper_is_tagged_in_both_prints(module: Module, tmp_path: Path) -> None:
    if module.number not in {0, 9}:  # the one with a quiz and the longest; all others are made of the same
        return
    for style in Print:
        made = tmp_path / f"{style}.pdf"
        made.write_bytes(pdf(paper_for(module, []), style))
        assert [finding.message for finding in validate(str(made)).findings] == []
        pages = [page.extract_text() for page in pypdf.PdfReader(made).pages]
        assert all("Draft: not reviewed by a practitioner" in page for page in pages)


def test_a_missing_part_is_named_with_its_file_and_line(spoil: Spoil) -> None:
    folder = spoil("module.md", "## Handouts", "### Handouts")
    with pytest.raises(NotWhole) as refused:
        load(folder)
    [one] = refused.value.problems
    assert (one.file.name, one.words) == ("module.md", "“Handouts” is missing")


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("module.md", "hours: 1.5", "hours: 1.5\nmood: good", "mood: Extra inputs are not permitted"),
        ("module.md", "hours: 1.5", "hours: a while", "hours: Input should be a valid number"),
        ("module.md", "## Handouts", "## Hand-outs", "no part of a module is called “Hand-outs”"),
        ("module.md", "## Handouts", "## Assessment", "“Assessment” stands there twice"),
        ("module.md", "### The heart of it", "##### The heart of it", "a heading of level 5 cannot stand here"),
        ("module.md", "reviewed_by:\n", "reviewed_by: Somebody\n", "reviewed_by and reviewed_on go together"),
        ("rubric.yaml", "    not_yet: It recommends", "    nearly: It recommends", "not_yet: Field required"),
        ("quiz.yaml", "        right: true\n", "", "exactly one option is right"),
        ("quiz.yaml", "to_pass: 6", "to_pass: 9", "to_pass is more than there are items"),
        ("pages.md", "# Referrer awareness", "# Referrer awareness\n\n## A page", "the page “A page” is empty"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(spoil: Spoil, file: str, old: str, new: str, words: str) -> None:
    folder = spoil(file, old, new)
    with pytest.raises(NotWhole) as refused:
        load(folder)
    found = [one for one in refused.value.problems if words in one.words]
    assert found, refused.value
    assert found[0].file.name == file
    assert 1 <= found[0].line <= len((folder / file).read_text().splitlines())


def test_the_line_is_that_of_the_key(spoil: Spoil) -> None:
    folder = spoil("module.md", "hours: 1.5", "hours: a while")
    with pytest.raises(NotWhole) as refused:
        load(folder)
    line = refused.value.problems[0].line
    assert (folder / "module.md").read_text().splitlines()[line - 1] == "hours: a while"


def test_a_stray_file_and_an_unknown_prerequisite_are_found(spoil: Spoil) -> None:
    folder = spoil("module.md", "prerequisites: []", "prerequisites: [M77]")
    assert [one.words for one in problems(folder.parent)] == ["the prerequisite M77 is no module of the pack"]
    (folder / "notes.txt").write_text("x")
    assert "this file belongs to no module" in [one.words for one in problems(folder.parent)]


def test_markup_is_shown_as_typed_and_no_link_leads_anywhere() -> None:
    made = html("<script>x</script>\n\n### Heading\n\n[here](https://example.org) **bold**")
    assert "<script>" not in made
    assert "<a" not in made
    assert '<h2 class="govuk-heading-m govuk-!-margin-top-5">Heading</h2>' in made
    assert "<strong>bold</strong>" in made


def test_blocks_keep_what_markdown_nests() -> None:
    made = blocks("- one\n  - two\n\n> said\n\n| a | b |\n|---|---|\n| 1 | |")
    assert [one.kind for one in made] == ["bullets", "quote", "table"]
    assert [one.kind for one in made[0].blocks[0].blocks] == ["par", "bullets"]
    assert made[2].rows == (("a", "b"), ("1", ""))
