from typing import Any

from talkingpiece.ui.forms import CheckboxesField, Form, PhoneField, RadioField, TextField, TickField
from talkingpiece.ui.templatetags.tp import field, fields
from tests.ui.gallery import SafeContactForm
from tests.ui.markup import Markup


def contact(**data: Any) -> SafeContactForm:
    return SafeContactForm(data=data)


def test_revealed_field_is_needed_only_under_its_ticked_choice() -> None:
    assert contact(safe=["call"]).errors == {"call_number": ["Enter the phone number"]}
    assert contact(safe=["none"]).is_valid()


def test_revealed_field_without_a_sentence_may_stay_empty() -> None:
    form = contact(safe=["call"], call_number="01632 960 001")
    assert form.is_valid()
    assert form.cleaned_data["call_times"] == ""


def test_a_slip_under_an_unticked_choice_stops_nobody() -> None:
    form = contact(safe=["none"], call_number="12", email="not an address")
    assert form.is_valid()
    assert form.cleaned_data["call_number"] == ""
    assert form.cleaned_data["email"] == ""


def test_what_was_typed_under_an_unticked_choice_stays_on_the_page() -> None:
    html = field(contact(safe=["none"], call_number="12"), "safe")
    assert Markup(html).one("input", id="id_call_number")["value"] == "12"


def test_own_checks_of_a_concealed_field_are_not_run() -> None:
    class Strict(Form):
        way = RadioField(label="Way", choices=[("call", "Call"), ("none", "None")])
        number = PhoneField(label="Number")
        reveals = {"way": {"call": ["number"]}}

        def clean_number(self) -> str:
            raise AssertionError("nobody asked for this number")

    assert Strict(data={"way": "none"}).is_valid()


def test_reveal_inside_a_reveal() -> None:
    class Nested(Form):
        way = RadioField(label="Way", choices=[("call", "Call"), ("none", "None")])
        other = CheckboxesField(label="Who else answers?", choices=[("son", "Son"), ("mum", "Mum")])
        son = TextField(label="His name")
        reveals = {"way": {"call": ["other"]}, "other": {"son": ["son"]}}
        required_if_revealed = {"son": "Enter his name"}

    assert "son" in Nested(data={"way": "call", "other": ["son"]}).errors
    assert Nested(data={"way": "none", "other": ["son"]}).is_valid()
    assert Nested(data={"way": "none", "other": ["son"]}).fields["son"].required is False


def test_a_tick_can_be_demanded_under_a_choice() -> None:
    class Asked(Form):
        way = RadioField(label="Way", choices=[("call", "Call"), ("none", "None")])
        sure = TickField(label="She said so herself")
        reveals = {"way": {"call": ["sure"]}}
        required_if_revealed = {"sure": "Tick this only if she said so"}

    assert Asked(data={"way": "call"}).errors == {"sure": ["Tick this only if she said so"]}
    unasked = Asked(data={"way": "none"})
    assert unasked.is_valid()
    assert unasked.cleaned_data["sure"] is False


def test_container_belongs_to_its_choice_and_is_closed_only_by_script() -> None:
    page = Markup(field(contact(safe=["text"]), "safe"))
    call, text = page.one("input", value="call"), page.one("input", value="text")
    closed = page.one("div", id=str(call["data-aria-controls"]))
    opened = page.one("div", id=str(text["data-aria-controls"]))
    # The vendor's style hides this class only after the script has said that it runs.
    assert "govuk-checkboxes__conditional--hidden" in str(closed["class"])
    assert "govuk-checkboxes__conditional--hidden" not in str(opened["class"])
    assert "hidden" not in closed


def test_revealed_fields_are_drawn_once() -> None:
    page = Markup(fields(contact(safe=["call"])))
    assert len(page.all("input", id="id_call_number")) == 1
    assert not page.all("input", required="")
