"""When to try again, as people say it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.engagement.next_time import FURTHEST, NotUnderstood, Understood, understand

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=LONDON)  # a Tuesday


def moment(text: str) -> str:
    found = understand(text, now=NOW)
    assert isinstance(found, Understood), found
    return found.at.astimezone(LONDON).strftime("%a %d %b %Y %H:%M")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Thursday after six", "Thu 26 Nov 2026 18:00"),
        ("try Thursday after six", "Thu 26 Nov 2026 18:00"),
        ("tomorrow 10am", "Wed 25 Nov 2026 10:00"),
        ("in two weeks", "Tue 08 Dec 2026 09:00"),
        ("in a fortnight at noon", "Tue 08 Dec 2026 12:00"),
        ("in a month", "Thu 24 Dec 2026 09:00"),
        ("Mon 9", "Mon 30 Nov 2026 09:00"),
        ("26/11 18:00", "Thu 26 Nov 2026 18:00"),
        ("26/11/26 18.00", "Thu 26 Nov 2026 18:00"),
        ("1/2 9am", "Mon 01 Feb 2027 09:00"),  # no year: the next one to come
        ("3rd December, 2.30 pm", "Thu 03 Dec 2026 14:30"),
        ("Dec 3rd 2027", "Fri 03 Dec 2027 09:00"),
        ("after six", "Tue 24 Nov 2026 18:00"),
        ("9", "Wed 25 Nov 2026 09:00"),  # gone today, so tomorrow
        ("half past five on Friday", "Fri 27 Nov 2026 17:30"),
        ("a quarter to six Thu", "Thu 26 Nov 2026 17:45"),
        ("quarter to one tomorrow", "Wed 25 Nov 2026 12:45"),
        ("tonight", "Tue 24 Nov 2026 18:00"),
        ("tomorrow evening at 8", "Wed 25 Nov 2026 20:00"),
        ("Friday 7 in the morning", "Fri 27 Nov 2026 07:00"),
        ("Monday morning", "Mon 30 Nov 2026 09:00"),
        ("Tuesday", "Tue 01 Dec 2026 09:00"),  # said on a Tuesday: not today
        ("next Thursday", "Thu 03 Dec 2026 09:00"),
        ("this Thursday at twelve", "Thu 26 Nov 2026 12:00"),
        ("the day after tomorrow", "Thu 26 Nov 2026 09:00"),
        ("in two hours", "Tue 24 Nov 2026 12:42"),
        ("next week", "Tue 01 Dec 2026 09:00"),
    ],
)
def test_what_people_say_is_understood(said, meant):
    assert moment(said) == meant


@pytest.mark.parametrize(
    ("said", "word"),
    [("not before Christmas", "not"), ("whenever", "whenever"), ("before six", "before"), ("soonish", "soonish")],
)
def test_a_word_that_is_not_known_is_named(said, word):
    found = understand(said, now=NOW)
    assert isinstance(found, NotUnderstood)
    assert f"“{word}”" in str(found.why)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "  …  ",
        "try again",
        "today 9am",  # over
        "24/11/2025",
        "31/2",
        "25:00",
        "0",
        "Monday Tuesday",
        "9 10",
        "in two hours at nine",
        "tomorrow in three days",
        "in 9999 months",
        "28/3/2027 01:30",  # the clocks change: there is no such time
        "26/1118:00",
    ],
)
def test_what_is_not_one_time_to_come_is_said_to_be_unclear(said):
    found = understand(said, now=NOW)
    assert isinstance(found, NotUnderstood)
    assert str(found.why)


def test_a_day_alone_means_the_hour_at_which_they_may_be_called():
    found = understand("Thursday", now=NOW, first=time(18, 30))
    assert isinstance(found, Understood)
    assert found.at.astimezone(LONDON).time() == time(18, 30)


def test_summer_and_winter_keep_the_hour_that_was_said():
    march = datetime(2027, 3, 25, 12, tzinfo=LONDON)
    found = understand("Monday 9am", now=march)
    assert isinstance(found, Understood)
    assert found.at.astimezone(UTC).hour == 8


words = st.sampled_from(
    "try Thursday after six in two weeks tomorrow 10am noon 26/11 18:00 half past quarter to next this the a of "
    "December 3rd 9999 0 in_a_month tonight evening 6. pm p.m. ٣ ½ ① ſat".replace("_", " ").split()
)


@given(
    st.one_of(st.text(max_size=40), st.lists(words, max_size=7).map(" ".join)),
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)),
)
def test_nothing_that_can_be_typed_raises_and_an_answer_always_lies_ahead(text, now):
    found = understand(text, now=now)
    if isinstance(found, Understood):
        assert now < found.at <= now + FURTHEST
    else:
        assert str(found.why)


@given(st.integers(1, 700), st.integers(0, 23), st.integers(0, 59))
def test_a_date_written_in_figures_is_read_back(days, hour, minute):
    day = NOW.replace(hour=hour, minute=minute) + timedelta(days=days)
    found = understand(f"{day:%d/%m/%Y %H:%M}", now=NOW)
    if isinstance(found, Understood):
        assert found.at.astimezone(LONDON).strftime("%d/%m/%Y %H:%M") == f"{day:%d/%m/%Y %H:%M}"
    else:
        assert "clocks" in str(found.why)
