"""The demo's past ends where its visitor stands, whatever day that is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.areas.working_days import add_working_days, is_working_day
from talkingpiece.core import clock
from talkingpiece.demo.calendar import THURSDAY, Calendar, day_words, month_words
from talkingpiece.demo.live import live

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
anytime = st.datetimes(datetime(2025, 6, 1), datetime(2027, 6, 1), timezones=st.just(UTC))


@given(anytime, st.integers(0, 400))
def test_the_service_works_on_working_days_and_never_later_than_was_said(now: datetime, days: int) -> None:
    calendar = Calendar(now)

    assert is_working_day(calendar.work(days, "12:00").date(), "GB-EAW")
    assert calendar.work(days, "12:00") <= calendar.ago(days, "12:00")


@given(anytime, st.integers(1, 20))
def test_so_many_working_days_ago_is_the_last_day_from_which_they_have_passed(now: datetime, days: int) -> None:
    calendar = Calendar(now)
    day = calendar.working_days_ago(days, "12:00").date()

    assert add_working_days(day, days, "GB-EAW") <= calendar.today
    assert add_working_days(day + timedelta(days=1), days, "GB-EAW") >= calendar.today or not is_working_day(
        calendar.today, "GB-EAW"
    )


@given(anytime)
def test_what_lies_ahead_lies_ahead_and_last_night_lies_behind(now: datetime) -> None:
    calendar = Calendar(now)

    assert calendar.next_on(THURSDAY, "10:30") > now
    assert calendar.next_on(THURSDAY, "10:30").weekday() == 3
    assert calendar.ahead(6, "10:30") > now
    assert now - timedelta(hours=26) < calendar.last("21:40") < now


@given(anytime, st.integers(0, 30))
def test_a_check_before_a_meeting_is_never_earlier_than_counts(now: datetime, days: int) -> None:
    meeting = Calendar(now).work(days, "14:00")
    check = Calendar(now).before(meeting, 7, "10:00", at_most=9)

    assert 7 <= (meeting.date() - check.date()).days <= 9


def test_days_are_said_in_words() -> None:
    assert month_words(NOW.date()) == "November 2026"
    assert day_words(NOW.date()) == "22 November"


def told(log: list[tuple[str, datetime]], who: str, *moments: datetime) -> Iterator[datetime]:
    for moment in moments:
        yield moment
        log.append((who, clock.now()))


def test_lives_are_lived_in_the_order_in_which_they_happened_each_at_its_own_moment() -> None:
    log: list[tuple[str, datetime]] = []
    first, second, third = (NOW - timedelta(days=n) for n in (9, 5, 2))

    live([told(log, "Maya", first, third), told(log, "Walter", second)], now=NOW)

    assert log == [("Maya", first), ("Walter", second), ("Maya", third)]


def test_a_moment_that_would_lie_before_the_one_before_it_comes_right_after() -> None:
    log: list[tuple[str, datetime]] = []
    friday = NOW - timedelta(days=2)

    live([told(log, "Maya", friday, friday - timedelta(hours=4))], now=NOW)

    assert [moment for _who, moment in log] == [friday, friday + timedelta(minutes=3)]


def test_nothing_is_lived_that_has_not_come_yet() -> None:
    log: list[tuple[str, datetime]] = []

    live([told(log, "Maya", NOW - timedelta(hours=1), NOW + timedelta(hours=2))], now=NOW)

    assert [moment for _who, moment in log] == [NOW - timedelta(hours=1), NOW]


def test_a_tale_that_breaks_off_is_heard_of() -> None:
    def breaks_off() -> Iterator[datetime]:
        yield NOW - timedelta(days=1)
        raise LookupError("no ending")

    with pytest.raises(LookupError):
        live([breaks_off()], now=NOW)
