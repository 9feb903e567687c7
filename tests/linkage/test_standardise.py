from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.linkage import standardise


def test_one_person_written_in_many_ways() -> None:
    assert standardise.name_parts("O'Brien-SMITH, Séan") == ["o", "brien", "smith", "sean"]
    assert standardise.phone("(01632) 960 001") == standardise.phone("+441632960001") == "+441632960001"
    assert standardise.postcode("12 Elm Row, Wexbourne rg1  2ab") == "RG12AB"
    assert standardise.email(" Maya@Example.ORG ") == "maya@example.org"


def test_what_is_no_number_is_none() -> None:
    assert standardise.phone("ring after six") == ""
    assert standardise.phone("01632 96") == ""
    assert standardise.postcode("no fixed address") == ""


@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_makes_it_raise(text: str) -> None:
    standardise.phone(text)
    standardise.postcode(text)
    for part in standardise.name_parts(text):
        assert part == standardise.plain(part)
        assert standardise.phonetic(part)
