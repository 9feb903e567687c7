"""When it is safe to call: never outside the hours that somebody named, in local time, summer and winter."""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.people.safe import Rule, clock_words, hours_in_words, is_safe_at
from talkingpiece.people.states import Days

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda naive: naive.replace(tzinfo=UTC))


@st.composite
def windows(draw):
    start, end = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
    return Rule(days=draw(st.sampled_from(Days.values)), from_time=start, to_time=end)


@given(windows(), MOMENTS)
def test_safe_means_within_the_days_and_hours_as_the_person_lives_them(rule: Rule, at: datetime) -> None:
    local = timezone.localtime(at)
    inside = rule.from_time <= local.time() < rule.to_time  # type: ignore[operator]
    right_day = {"any": True, "weekdays": local.weekday() < 5, "weekends": local.weekday() >= 5}[rule.days]
    assert is_safe_at(rule, at) == (inside and right_day)


@given(MOMENTS)
def test_without_hours_only_the_day_counts(at: datetime) -> None:
    assert is_safe_at(Rule(), at)
    assert is_safe_at(Rule(days=Days.WEEKDAYS), at) != is_safe_at(Rule(days=Days.WEEKENDS), at)


def test_ten_in_summer_is_ten_on_the_clock() -> None:
    rule = Rule(from_time=time(10), to_time=time(14))
    ten_in_july = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert is_safe_at(rule, ten_in_july)
    assert not is_safe_at(rule, ten_in_july - timedelta(minutes=1))


def test_the_rule_reads_as_people_say_it() -> None:
    assert hours_in_words(Rule(Days.WEEKDAYS, time(10), time(14))) == "Weekdays, 10am to 2pm only"
    assert hours_in_words(Rule()) == "Any day, at any time"
    assert [clock_words(t) for t in (time(0), time(12), time(18, 30))] == ["12am", "noon", "6.30pm"]
