"""A message to an agency must not tell who asked."""

import pytest

from talkingpiece.documents.leaks import Protected, leaks_in

MAYA = Protected(
    names=("Maya", "Maya Ní Dhonnchú-Deol"),
    reference="RDG-26-0142",
    numbers=("01632 960 001",),
    emails=("maya.deol@example.org",),
    addresses=("14 Elm Road\nRidgeway\nRG1 4QQ",),
    known_to_reader=("Callum", "Callum Reeve"),
)


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("She is called maya.", "maya"),
        ("Ask about Ní Dhonnchú", "Ní"),
        ("Mrs DEOL lives near", "DEOL"),
        ("ring +44 1632 960001", "+44 1632 960001"),
        ("ring 01632960001 tonight", "01632960001"),
        ("write to Maya.Deol@Example.org", "Maya"),
        ("near 14, Elm Road", "14 Elm Road"),
        ("our case rdg-26-0142", "RDG-26-0142"),
        ("the victim wants to know", "victim"),
    ],
)
def test_what_points_to_the_victim_is_found(text: str, leak: str) -> None:
    assert leak in leaks_in(text, MAYA)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Is Callum Reeve well enough to talk? Please call me on 0808 157 0140.",
        "He lived in Ridgeway, at 15 Elm Road.",
        "Could this wait until January?",
    ],
)
def test_what_says_nothing_of_the_victim_passes(text: str) -> None:
    assert leaks_in(text, MAYA) == ()


def test_a_name_that_is_also_a_word_counts_only_as_a_name() -> None:
    may = Protected(names=("May", "May Hope"), reference="RDG-26-0001")
    assert leaks_in("We may ask again. I hope so.", may) == ()
    assert leaks_in("Is it about May? or Hope", may) == ("May", "Hope")


def test_a_family_name_that_the_reader_knows_anyway_is_no_leak() -> None:
    wife = Protected(names=("Maya Reeve",), reference="X-1", known_to_reader=("Callum Reeve",))
    assert leaks_in("Mr Reeve", wife) == ()
    assert leaks_in("Mrs Maya Reeve", wife) == ("Maya",)
