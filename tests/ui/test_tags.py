from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import timezone

from talkingpiece.ui import dates, drawings
from talkingpiece.ui.components import Stage
from talkingpiece.ui.templatetags import tp
from tests.ui import gallery
from tests.ui.markup import Markup


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 11:30 in the evening of 30 June 2026 in London, and July is half an hour away."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 30, 22, 30, tzinfo=UTC))


@pytest.mark.usefixtures("today")
def test_dates_are_short_for_staff_and_long_in_public() -> None:
    assert dates.short_date(date(2026, 11, 26)) == "Thu 26 Nov"
    assert dates.short_date(date(2027, 2, 1)) == "Mon 1 Feb 2027"
    assert dates.long_date(date(2026, 11, 26)) == "Thursday 26 November 2026"
    assert dates.short_date(None) == dates.long_date(None) == dates.when(None) == ""


@pytest.mark.usefixtures("today")
def test_times_are_local() -> None:
    assert dates.when(datetime(2026, 6, 30, 9, 42, tzinfo=UTC)) == "10:42 today"
    assert dates.when(datetime(2026, 6, 30, 23, 15, tzinfo=UTC)) == "Wed 1 Jul, 12:15am"
    assert dates.when(datetime(2026, 11, 26, 18, 0, tzinfo=UTC)) == "Thu 26 Nov, 6pm"
    assert dates.when(date(2026, 6, 30)) == "today"
    assert dates.short_date(datetime(2026, 6, 30, 23, 15, tzinfo=UTC)) == "Wed 1 Jul"


def test_the_path_is_walked_as_far_as_steps_are_done() -> None:
    walked, ahead = drawings.curve(["done", "done", "now", "half", "ahead"])
    assert walked.count("M") == 2
    assert ahead.count("M") == 2
    assert drawings.curve([]) == ("", "")


def test_each_step_says_its_state_in_words() -> None:
    html = gallery.casefile_page()
    for words in ("Done.", "Now.", "Half done.", "Gate closed.", "Ahead."):
        assert f"<b>{words}</b>" in html
    assert len(Markup(html).all("li", **{"aria-current": "step"})) == 1


def test_posts_count_what_is_met() -> None:
    assert tp.posts(4, 7)["states"] == ["done"] * 4 + ["gate"] * 3


def test_bars_are_drawn_against_the_longest() -> None:
    rows = tp.stages([Stage("Risk", 5), Stage("Engagement", 10), Stage("Staffing", 0)])["rows"]
    assert [percent for _stage, percent in rows] == [50, 100, 0]
    assert tp.stages([Stage("Risk", 0)])["rows"][0][1] == 0
    assert tp.stages([])["rows"] == []


def test_words_of_people_are_escaped() -> None:
    assert tp.tag("<b>") == '<span class="tp-tag">&lt;b&gt;</span>'
    source = '{% load tp %}{% sealed_file "victim" title %}{{ body }}{% endsealed_file %}'
    html = engines["django"].from_string(source).render({"title": "<i>", "body": "<u>"})
    assert "<i>" not in html
    assert "<u>" not in html


def test_a_drawing_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        tp.icon("handcuffs")
    with pytest.raises(KeyError):
        tp.step_mark("failed")


def test_a_sealed_value_is_not_on_the_page_and_its_reveal_is_a_guarded_form() -> None:
    page = Markup(gallery.casefile_page())
    forms = page.all("form", action="/reveal", method="post")
    assert len(forms) == 2
    assert page.one("input", name="field")["value"] == "phone"
    posts = page.all("form", method="post")
    assert len(page.all("input", name="csrfmiddlewaretoken")) == len(posts)


def test_reveal_says_what_and_that_it_is_recorded() -> None:
    assert "Maya’s phone number. Your reading is recorded</span>" in gallery.casefile_page()


def test_a_door_that_acts_is_a_form_and_a_door_that_leads_is_a_link() -> None:
    page = Markup(gallery.gate_page())
    assert page.one("form", action="/remind")["method"] == "post"
    assert page.one("a", href="/words")
