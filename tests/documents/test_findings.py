"""What somebody may answer for, and what has to go whatever anybody says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.documents.leaks import Finding, Kind, Protected, findings_in, leaks_of
from talkingpiece.documents.payloads import Audience, LetterPaper

GRACE = Protected(
    names=("Grace", "Grace Hall"),
    reference="RDG-26-0007",
    numbers=("07700 900123",),
    emails=("grace@example.org",),
    addresses=("14 Elm Road, Ridgeway RG1 4QQ",),
    words=("St Aidan’s Primary", "LD21 KXP"),
    existence=False,
)


def paper(words: str) -> LetterPaper:
    return LetterPaper(
        audience=Audience.OFFENDER,
        title="Letter",
        sender=("PO Box 140",),
        to=("Callum Reeve",),
        date="1 May 2026",
        greeting="Dear Callum,",
        paragraphs=("We said that we would write.", words),
        closing="With kind regards,",
        signed=("Daniel Okafor",),
    )


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Grace wrote to us.", Kind.COMMON_WORD),
        ("Grace Hall wrote to us.", Kind.NAME),
        ("Her number: 0 7 7 0 0 9 0 0 1 2 3", Kind.NUMBER),
        ("write to GRACE@example.org", Kind.EMAIL),
        ("somewhere in rg14qq", Kind.ADDRESS),
        ("at 14, Elm Road", Kind.ADDRESS),
        ("our RDG-26-0007", Kind.REFERENCE),
        ("her children go to St. Aidan’s Primary", Kind.WORDS),
        ("the blue car, LD21KXP", Kind.WORDS),
    ],
)
def test_each_kind_is_found_wherever_it_stands_in_the_paper(words: str, kind: Kind) -> None:
    found = leaks_of(paper(words), "letter.pdf", GRACE)
    assert kind in {finding.kind for finding in found}
    assert leaks_of(paper("By the grace of good people."), "letter.pdf", GRACE) == ()


def test_only_a_common_word_may_be_answered_for() -> None:
    assert [kind for kind in Kind if Finding(kind, "x").may_be_answered] == [Kind.COMMON_WORD]


def test_a_file_s_name_is_read_too() -> None:
    assert [f.kind for f in leaks_of(paper("Nothing."), "letter-to-grace@example.org.pdf", GRACE)] == [Kind.EMAIL]


def test_who_knows_that_there_is_somebody_may_read_the_word() -> None:
    assert findings_in("the victim", GRACE) == ()
    assert findings_in("the victim", Protected(names=())) == (Finding(Kind.EXISTENCE, "victim"),)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_number_is_found_between_any_two_texts(before: str, after: str) -> None:
    kinds = {finding.kind for finding in findings_in(f"{before} 07700 900123 {after}", GRACE)}
    assert Kind.NUMBER in kinds
