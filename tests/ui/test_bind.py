import uuid

from django.http import HttpRequest, QueryDict
from django.template import engines
from django.test import RequestFactory

from talkingpiece.ui.forms import Form, TextField, bind
from talkingpiece.ui.templatetags.tp import error_summary
from tests.ui import gallery
from tests.ui.markup import Markup


class NoteForm(Form):
    note = TextField(label="Note")


def guards(request: HttpRequest, form: Form | None = None) -> Markup:
    template = engines["django"].from_string("{% load tp %}{% form_guards form %}")
    return Markup(template.render({"form": form}, request))


def get() -> HttpRequest:
    return RequestFactory().get("/")


def post(**data: str) -> HttpRequest:
    return RequestFactory().post("/", data)


def test_a_page_that_is_looked_at_is_empty() -> None:
    form = bind(get(), NoteForm, initial={"note": "As agreed"})
    assert not form.is_bound
    assert not form.is_valid()
    assert form["note"].value() == "As agreed"


def test_a_page_that_is_sent_is_checked() -> None:
    assert bind(post(note="Rang"), NoteForm).is_valid()
    assert not bind(post(note=""), NoteForm).is_valid()


def test_what_was_kept_comes_back_and_nothing_happens_by_itself() -> None:
    request = get()
    request.kept_post = QueryDict("note=Rang")  # type: ignore[attr-defined]
    form = bind(request, NoteForm)
    assert form.restored
    assert form["note"].value() == "Rang"
    assert not form.is_valid()
    assert not form.errors


def test_sending_again_counts_as_sending() -> None:
    request = post(note="Rang again")
    request.kept_post = QueryDict("note=Rang")  # type: ignore[attr-defined]
    form = bind(request, NoteForm)
    assert not form.restored
    assert form.is_valid()
    assert form.cleaned_data["note"] == "Rang again"


def test_a_restored_page_says_so_and_shows_no_error() -> None:
    html = gallery.restored_page()
    assert "You were signed out. What you wrote is still here." in html
    assert "govuk-error-message" not in html
    assert Markup(html).one("input", id="id_call_number")["value"] == "01632 96"
    assert "<title>Question 2 of 8" in html


def test_no_banner_on_an_ordinary_page() -> None:
    assert error_summary(NoteForm())["links"] == []
    assert "govuk-notification-banner" not in gallery.question_page()


def test_every_form_carries_a_token_and_a_number_of_its_own() -> None:
    page = guards(get(), NoteForm())
    assert page.one("input", name="csrfmiddlewaretoken")["value"]
    uuid.UUID(str(page.one("input", name="submission")["value"]))
    assert not page.all("input", name="version")
    assert not page.all("input", name="who")


def test_two_pages_are_two_submissions() -> None:
    first, second = (guards(get(), NoteForm()).one("input", name="submission") for _ in range(2))
    assert first["value"] != second["value"]


def test_a_corrected_form_is_still_the_same_submission() -> None:
    number = str(uuid.uuid4())
    request = post(note="", submission=number)
    assert guards(request, bind(request, NoteForm)).one("input", name="submission")["value"] == number


def test_a_made_up_submission_is_replaced() -> None:
    request = post(note="", submission="<b>")
    uuid.UUID(str(guards(request, bind(request, NoteForm)).one("input", name="submission")["value"]))


def test_the_version_that_the_person_saw_stays() -> None:
    request = post(note="", version="3")
    form = bind(request, NoteForm)
    form.version = 4
    assert guards(request, form).one("input", name="version")["value"] == "3"
    form.renew_version(4)
    assert guards(request, form).one("input", name="version")["value"] == "4"


def test_version_nought_is_a_version() -> None:
    form = NoteForm()
    form.version = 0
    assert guards(get(), form).one("input", name="version")["value"] == "0"


def test_the_form_says_who_it_was_shown_to() -> None:
    request = get()
    request.tp_who = "7f3a"  # type: ignore[attr-defined]
    assert guards(request).one("input", name="who")["value"] == "7f3a"
