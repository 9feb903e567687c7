import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch, set_urlconf

import talkingpiece
from tests.ui import gallery
from tests.ui.markup import Markup

EMPTY = "{% block title %}Start{% endblock %}{% block main %}<h1>Start</h1>{% endblock %}"
TEMPLATES = sorted(Path(next(iter(talkingpiece.__path__))).rglob("templates/**/*.html"))


@pytest.fixture
def door_without_exit() -> Iterator[None]:
    set_urlconf("tests.ui.no_urls")
    yield
    set_urlconf(None)


def bare() -> HttpRequest:
    return RequestFactory().get("/")


@pytest.mark.parametrize("layout", ["public", "staff", "agency"])
def test_a_layout_needs_nothing_from_the_request(layout: str) -> None:
    html = gallery.draw(bare(), layout, EMPTY)
    assert "<title>Start – Talking Piece</title>" in html
    assert '<html lang="en-gb"' in html


def test_the_title_says_that_something_is_wrong() -> None:
    assert "<title>Error: Question 2 of 8 – Talking Piece</title>" in gallery.question_page(gallery.WRONG_CONTACT)
    assert "<title>Question 2 of 8 – Talking Piece</title>" in gallery.question_page()


def test_the_title_names_only_the_neutral_name() -> None:
    request = gallery.public_request()
    request.tp_service = {"name": "Willow House"}  # type: ignore[attr-defined]
    html = gallery.draw(request, "public", EMPTY)
    assert "<title>Start – Willow House</title>" in html


def test_public_pages_have_the_exit_and_staff_pages_have_not() -> None:
    link = Markup(gallery.front_page()).one("a", href="/exit")
    assert link["rel"] == "nofollow noreferrer"
    assert not Markup(gallery.casefile_page()).with_class("tp-exit")


@pytest.mark.usefixtures("door_without_exit")
def test_a_public_page_without_a_way_out_is_refused() -> None:
    with pytest.raises(NoReverseMatch):
        gallery.draw(bare(), "public", EMPTY)


@pytest.mark.usefixtures("door_without_exit")
def test_error_pages_stand_on_either_door() -> None:
    assert "We cannot find this page" in render_to_string("404.html", {}, bare())
    assert "Something broke on our side" in render_to_string("500.html")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context(name: str) -> None:
    page = Markup(render_to_string(f"{name}.html"))
    assert page.one("a", href="/exit")
    assert page.one("h1")


def test_sign_out_is_a_post() -> None:
    page = Markup(gallery.casefile_page())
    assert {form["method"] for form in page.all("form", action="/sign-out")} == {"post"}
    assert not page.all("a", href="/sign-out")


def test_navigation_says_where_we_are() -> None:
    current = Markup(gallery.casefile_page()).all("a", **{"aria-current": "page"})
    assert {link["href"] for link in current} == {"/cases"}


def test_messages_are_banners_with_their_own_words() -> None:
    messages = [Message(constants.SUCCESS, "The consent was recorded."), Message(constants.INFO, "<Two> asked.")]
    html = gallery.draw(gallery.staff_request(), "staff", EMPTY, messages=messages)
    assert len(Markup(html).with_class("govuk-notification-banner--success")) == 1
    assert "The consent was recorded." in html
    assert "&lt;Two&gt; asked." in html


@pytest.mark.parametrize("name", sorted(gallery.PAGES))
def test_no_page_has_anything_that_the_policy_forbids(name: str) -> None:
    page = Markup(gallery.PAGES[name]())
    assert not [attrs for _tag, attrs in page.tags if "style" in attrs]
    assert not [attrs for _tag, attrs in page.tags if any(key.startswith("on") for key in attrs)]
    assert not page.all("style")
    assert all(script.get("src", "").startswith("/static/") for script in page.all("script"))  # type: ignore[union-attr]
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_brings_style_or_script_inline(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle\s*=|\son\w+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(?:src|href)=\"https?:", text)
