from django import forms

from talkingpiece.ui.forms import CheckboxesField, DateField, Form, RadioField, TextField, TickField
from talkingpiece.ui.templatetags.tp import error_summary, field, fields
from tests.ui import gallery
from tests.ui.markup import Markup


class Visit(Form):
    place = TextField(label="Where did you meet?", help_text="A library, for example")
    on = DateField(label="When?")
    stance = RadioField(label="What did she say?", choices=[("yes", "Yes"), ("later", "Not yet")])
    safe = CheckboxesField(label="Safe ways", choices=[("call", "Call"), ("none", "None")], exclusive="none")
    read = TickField(label="I read it back")


def test_hint_and_error_describe_the_input() -> None:
    wrong = Markup(field(Visit(data={}), "place")).one("input")
    right = Markup(field(Visit(), "place")).one("input")
    assert wrong["aria-describedby"] == "id_place_helptext id_place_error"
    assert wrong["aria-invalid"] == "true"
    assert right["aria-describedby"] == "id_place_helptext"
    assert "aria-invalid" not in right


def test_what_describes_is_on_the_page() -> None:
    page = Markup(gallery.every_field_page(gallery.EVERY_FIELD_WRONG))
    ids = [attrs["id"] for attrs in page.all() if "id" in attrs]
    named = {
        word
        for attrs in page.all()
        for key in ("aria-describedby", "aria-labelledby", "for")
        for word in (attrs.get(key) or "").split()
    }
    assert named <= set(ids)
    assert len(ids) == len(set(ids))


def test_error_is_announced_as_one() -> None:
    html = field(Visit(data={}), "place")
    assert '<span class="govuk-visually-hidden">Error:</span> Write something here' in html
    assert Markup(html).with_class("govuk-form-group--error")


def test_label_can_be_the_heading() -> None:
    html = field(Visit(), "stance", heading=True, caption="Question 2 of 8")
    assert '<h1 class="govuk-fieldset__heading">What did she say?</h1>' in html
    assert '<span class="govuk-caption-l">Question 2 of 8</span>' in html
    assert "<h1" not in field(Visit(), "stance")


def test_choices_say_that_they_are_wrong() -> None:
    radios = Markup(field(Visit(data={}), "stance"))
    boxes = Markup(field(Visit(data={}), "safe"))
    assert radios.one("fieldset")["aria-invalid"] == "true"
    assert radios.one("fieldset")["role"] == "radiogroup"
    assert {box["aria-invalid"] for box in boxes.all("input")} == {"true"}


def test_only_the_wrong_part_of_a_date_is_marked() -> None:
    page = Markup(field(Visit(data={"on_day": "3", "on_month": "Octember", "on_year": "2026"}), "on"))
    assert page.one("input", id="id_on_month")["aria-invalid"] == "true"
    assert "aria-invalid" not in page.one("input", id="id_on_day")
    assert page.one("input", id="id_on_month")["value"] == "Octember"


def test_exclusive_choice_stands_apart() -> None:
    html = field(Visit(), "safe")
    assert Markup(html).one("input", value="none")["data-behaviour"] == "exclusive"
    assert '<div class="govuk-checkboxes__divider">or</div>' in html


def test_summary_leads_to_each_wrong_field() -> None:
    form = Visit(data={"on_day": "3", "on_month": "x", "on_year": "2026"})
    targets = [target for _message, target in error_summary(form)["links"]]
    assert targets == ["id_place", "id_on_month", "id_stance_0", "id_safe_0", "id_read"]
    ids = {attrs.get("id") for attrs in Markup(fields(form)).all()}
    assert set(targets) <= ids


def test_summary_names_the_field_when_the_message_does_not() -> None:
    messages = [message for message, _target in error_summary(Visit(data={}))["links"]]
    assert "Where did you meet? Write something here" in messages
    assert "Safe ways: Tick at least one answer" in messages


def test_summary_counts_in_words() -> None:
    one = gallery.question_page(gallery.WRONG_CONTACT)
    many = gallery.every_field_page({})
    assert "One thing to check" in one
    assert "10 things to check" in many
    assert "Everything you wrote is still here." in one


def test_error_of_the_whole_form_is_in_the_summary() -> None:
    form = Visit(data={})
    form.add_error(None, "The visit is recorded already")
    assert error_summary(form)["links"][0] == ("The visit is recorded already", "")


def test_forms_of_other_apps_look_the_same() -> None:
    class Theirs(forms.Form):
        code = forms.CharField()
        remember = forms.BooleanField(required=False)
        secret = forms.CharField(widget=forms.HiddenInput)

    page = Markup(Theirs(data={}).render())
    assert page.one("input", id="id_code")["class"] == "govuk-input govuk-input--error"
    assert page.one("input", id="id_remember")["class"] == "govuk-checkboxes__input"
    assert "class" not in page.one("input", id="id_secret")


def test_what_was_typed_is_escaped() -> None:
    html = field(Visit(data={"place": '"><script>', "on_day": '"><script>'}), "place")
    assert "<script" not in html
    assert "<script" not in field(Visit(data={"on_day": '"><script>'}), "on")


def test_two_forms_on_one_page_do_not_share_ids() -> None:
    first, second = (Markup(fields(Visit(prefix=prefix))) for prefix in ("first", "second"))
    ids = [{attrs["id"] for attrs in page.all() if "id" in attrs} for page in (first, second)]
    assert not ids[0] & ids[1]
