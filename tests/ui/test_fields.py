from contextlib import suppress
from typing import cast

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.ui.forms import (
    CheckboxesField,
    EmailField,
    Form,
    LongTextField,
    NumberField,
    PhoneField,
    SelectField,
    TextField,
    UploadField,
    YesNoField,
)
from tests.ui.markup import Markup


@pytest.mark.parametrize(
    "number", ["01632 960 001", "07700 900 417", "0808 157 0140", "+44 7700 900417", "+49 30 123456", "0800 1111"]
)
def test_a_number_is_kept_as_it_was_typed(number: str) -> None:
    assert PhoneField().clean(f" {number} ") == number


@pytest.mark.parametrize("number", ["01632 96", "12", "01632 960 00123456", "after six", "+999 1234567"])
def test_a_number_that_cannot_be_dialled_is_asked_again(number: str) -> None:
    with pytest.raises(ValidationError, match="Enter the whole phone number, like 01632 960 001"):
        PhoneField().clean(number)


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_refused(text: str) -> None:
    with suppress(ValidationError):
        assert PhoneField(required=False).clean(text) == text.strip()


def test_yes_and_no_are_not_the_same_as_nothing() -> None:
    assert YesNoField().clean("yes") is True
    assert YesNoField().clean("no") is False
    assert YesNoField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        YesNoField().clean("")
    with pytest.raises(ValidationError):
        YesNoField().clean("maybe")


@pytest.mark.parametrize(("initial", "ticked"), [(True, ["yes"]), (False, ["no"]), (None, [])])
def test_yes_and_no_are_shown_again(initial: bool | None, ticked: list[str]) -> None:
    class Told(Form):
        told = YesNoField(label="Was she told?")

    page = Markup(Told(initial={"told": initial})["told"].as_field_group())
    assert [box["value"] for box in page.all("input") if "checked" in box] == ticked


def test_none_excludes_the_rest() -> None:
    safe = CheckboxesField(choices=[("call", "Call"), ("none", "None of these")], exclusive="none")
    assert safe.clean(["none"]) == ["none"]
    with pytest.raises(ValidationError, match="Tick “None of these” by itself"):
        safe.clean(["call", "none"])


def test_nothing_is_chosen_from_a_list_by_accident() -> None:
    kind = SelectField(choices=lambda: [("visit", "Visit")])
    assert [value for value, _label in cast(forms.Select, kind.widget).choices] == ["", "visit"]
    with pytest.raises(ValidationError):
        kind.clean("")


def test_an_answer_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValidationError, match="Choose one of the answers on this page"):
        SelectField(choices=[("visit", "Visit")]).clean("other")


def test_a_long_text_says_how_long_it_is() -> None:
    with pytest.raises(ValidationError, match="Use 3 characters or fewer. You have used 5"):
        TextField(max_length=3).clean("abcde")


def test_a_browser_cuts_nothing_short() -> None:
    class Words(Form):
        words = LongTextField(label="Words", max_length=3)

    assert "maxlength" not in Markup(Words()["words"].as_field_group()).one("textarea")


def test_numbers_are_whole_and_bounded() -> None:
    people = NumberField(min_value=1, max_value=30)
    assert people.clean(" 8 ") == 8
    for typed, said in (("0", "Enter 1 or more"), ("31", "Enter 30 or less"), ("2.5", "Enter a whole number")):
        with pytest.raises(ValidationError, match=said):
            people.clean(typed)


def test_an_address_needs_both_halves() -> None:
    assert EmailField().clean("maya@example.org") == "maya@example.org"
    with pytest.raises(ValidationError, match="like name@example.org"):
        EmailField().clean("maya@")


def test_the_device_remembers_nothing() -> None:
    class Person(Form):
        name = TextField(label="Name")
        phone = PhoneField(label="Phone")
        email = EmailField(label="Email")

    boxes = Markup(Person().render()).all("input")
    assert {box["autocomplete"] for box in boxes} == {"off"}


class Brought(Form):
    file = UploadField(most_bytes=5, too_large="At most five bytes")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"12345", ""), (b"123456", "At most five bytes"), (b"", "This file is empty"), (None, "Choose a file")],
)
def test_a_file_is_refused_in_words_and_never_shown_back_as_a_link(content: bytes | None, said: str) -> None:
    files = {} if content is None else {"file": SimpleUploadedFile("a.txt", content)}
    form = Brought(data={}, files=files)

    assert said in str(form.errors.get("file", ""))
    assert bool(form.errors) == bool(said)
    assert "href" not in str(form["file"])
