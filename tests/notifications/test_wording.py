from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.notifications.wording import STEMS, TEMPLATES, TellTale, compose, tell_tale_words

TELLING = ["restorative", "victim", "offender", "crime", "police", "probation", "prison", "court", "meeting", "support"]
FORMS = ["Victims", "OFFENDING", "criminal", "prisoners", "courts", "meetings", "supporters"]


@pytest.mark.parametrize("word", TELLING + FORMS)
def test_words_that_say_what_we_are_are_found_wherever_they_stand(word: str) -> None:
    assert tell_tale_words(f"Your {word}, tomorrow at ten.") == [word]
    assert tell_tale_words("Your appointment, tomorrow at ten.") == []


@given(st.sampled_from(STEMS), st.text("abcdef", max_size=4), st.booleans(), st.text("xyz .,", max_size=12))
def test_every_stem_is_found_in_every_form_and_case(stem: str, ending: str, upper: bool, around: str) -> None:
    word = stem + ending
    text = f"{around} {word.upper() if upper else word} {around}"
    assert tell_tale_words(text)


@pytest.mark.parametrize("link", ["https://example.org/x", "www.example.org", "example.org", "http://a.b"])
def test_a_link_is_never_neutral(link: str) -> None:
    assert tell_tale_words(f"See {link} today")


def test_a_name_is_never_neutral() -> None:
    assert tell_tale_words("It is Daniel, please call", ["Daniel", ""]) == ["Daniel"]
    assert tell_tale_words("It is me, please call", ["Daniel", ""]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_approved_text_is_neutral(name: str) -> None:
    body = compose(name, {"day": "Thursday 26 November"}, ["Talking Piece"])
    assert body == str(TEMPLATES[name].body) % {"day": "Thursday 26 November"}
    assert "%(" not in body


def test_a_word_that_tells_is_refused_before_it_is_stored() -> None:
    with pytest.raises(TellTale) as refused:
        compose("acknowledge", {"day": "your court date"})
    assert refused.value.words == ("court",)
