from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.areas.working_days import add_working_days, due, is_working_day, working_days_between

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_christmas_is_no_working_day_and_the_neighbours_keep_their_own() -> None:
    assert add_working_days(date(2026, 12, 24), 1, "GB-EAW") == date(2026, 12, 29)
    assert not is_working_day(date(2026, 11, 30), "GB-SCT")
    assert is_working_day(date(2026, 11, 30), "GB-EAW")
    assert not is_working_day(date(2026, 10, 3), "DE")


@given(DAYS, st.integers(1, 30), st.sampled_from(["GB-EAW", "GB-SCT", "GB-NIR", "DE"]))
def test_counting_there_and_back_agrees(start: date, days: int, jurisdiction: str) -> None:
    end = add_working_days(start, days, jurisdiction)
    assert is_working_day(end, jurisdiction)
    assert working_days_between(start, end, jurisdiction) == days


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_promise_is_owed_at_five_of_a_working_day(hour: int) -> None:
    owed = due(datetime(2026, 11, 20, hour, tzinfo=UTC), 2, "GB-EAW")
    assert owed.astimezone(UTC) - timedelta(0) == datetime(2026, 11, 24, 17, tzinfo=UTC)
