from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.ui.dates import clock_text
from talkingpiece.ui.forms import DateField, DateTimeField, TimeField
from talkingpiece.ui.forms.widgets import DateParts

anything = st.text(max_size=30) | st.from_regex(r"\d{0,6}", fullmatch=True)
digits = st.from_regex(r"[0-9٠-٩²½]{1,5000}", fullmatch=True)


def parts_of(caught: pytest.ExceptionInfo[ValidationError]) -> tuple[str, ...]:
    return tuple((caught.value.params or {}).get("parts", ()))


@pytest.mark.parametrize(
    "typed",
    [
        ["27", "3", "2026"],
        [" 27 ", "03", "2026"],
        ["27th", "March", "2026"],
        ["27", "mar", "2026"],
        ["27", "Mar.", "2026"],
        ["27", "MARCH", "2026"],
    ],
)
def test_dates_as_people_write_them(typed: list[str]) -> None:
    assert DateField().clean(typed) == date(2026, 3, 27)


@pytest.mark.parametrize("name", ["Sept", "sep", "september", "9", "09"])
def test_september_has_many_names(name: str) -> None:
    assert DateField().clean(["1", name, "2026"]) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (["", "3", "2026"], ("day",)),
        (["27", "", ""], ("month", "year")),
        (["32", "3", "2026"], ("day",)),
        (["0", "3", "2026"], ("day",)),
        (["27", "13", "2026"], ("month",)),
        (["27", "Octember", "2026"], ("month",)),
        (["27", "3", "26"], ("year",)),
        (["27", "3", "20266"], ("year",)),
        (["31", "2", "2026"], ("day",)),
        (["²", "3", "2026"], ("day",)),
    ],
)
def test_the_error_names_the_part(typed: list[str], parts: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        DateField().clean(typed)
    assert parts_of(caught) == parts


def test_an_empty_date_is_missing_or_none() -> None:
    assert DateField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError, match="Say when it was"):
        DateField(missing="Say when it was").clean(["", " ", ""])


def test_limits_may_be_callables_and_include_their_own_day() -> None:
    today = timezone.localdate()
    past = DateField(latest=timezone.localdate)
    assert past.clean(today) == today
    with pytest.raises(ValidationError, match="has not come yet"):
        past.clean(date(today.year + 1, 1, 1))
    with pytest.raises(ValidationError, match="Thursday 1 January 2026 or a later day"):
        DateField(earliest=date(2026, 1, 1)).clean(date(2025, 12, 31))


@given(st.lists(anything | digits, min_size=3, max_size=3))
def test_a_date_is_read_or_refused_and_nothing_else(typed: list[str]) -> None:
    with suppress(ValidationError):
        found = DateField(required=False).clean(typed)
        assert found is None or isinstance(found, date)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_the_page_shows_is_read_back(day: date) -> None:
    assert DateField().clean(list(DateParts().texts(day))) == day


@given(st.times().map(lambda moment: time(moment.hour, moment.minute)))
def test_times_are_read_back(moment: time) -> None:
    assert TimeField().clean(clock_text(moment)) == moment
    assert TimeField().clean(moment.strftime("%H:%M")) == moment


@given(anything | digits)
def test_a_time_is_read_or_refused_and_nothing_else(typed: str) -> None:
    with suppress(ValidationError):
        found = TimeField(required=False).clean(typed)
        assert found is None or isinstance(found, time)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6pm", time(18)),
        ("6 PM", time(18)),
        ("6.30pm", time(18, 30)),
        ("6:30 p.m.", time(18, 30)),
        ("18:00", time(18)),
        ("0:15", time(0, 15)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_times_as_people_write_them(typed: str, meant: time) -> None:
    assert TimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["6", "25:00", "13pm", "0am", "6:75pm", "teatime", "6:3", "18"])
def test_a_time_that_may_mean_two_things_is_asked_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        TimeField().clean(typed)


def test_a_moment_is_aware_and_local() -> None:
    found = DateTimeField().clean(["4", "Jul", "2026", "6pm"])
    assert found == datetime(2026, 7, 4, 17, 0, tzinfo=UTC)


def test_a_moment_needs_its_time() -> None:
    with pytest.raises(ValidationError) as caught:
        DateTimeField().clean(["4", "7", "2026", ""])
    assert parts_of(caught) == ("time",)


@pytest.mark.parametrize("typed", [["29", "3", "2026", "1:30am"], ["25", "10", "2026", "1:30am"]])
def test_an_hour_that_the_clocks_skip_or_repeat_is_asked_again(typed: list[str]) -> None:
    with pytest.raises(ValidationError, match="clocks change"):
        DateTimeField().clean(typed)


def test_a_moment_is_shown_in_local_time() -> None:
    class Meeting(forms.Form):
        start = DateTimeField()

    form = Meeting(initial={"start": datetime(2026, 7, 4, 17, 30, tzinfo=UTC)})
    html = form["start"].as_field_group()
    assert 'name="start_time" type="text" value="6:30pm"' in html
    assert 'name="start_day" type="text" value="4"' in html


def test_an_unchanged_date_is_seen_as_unchanged() -> None:
    assert not DateField().has_changed(date(2026, 3, 27), ["27", "3", "2026"])
    assert DateField().has_changed(date(2026, 3, 27), ["27", "x", "2026"])
