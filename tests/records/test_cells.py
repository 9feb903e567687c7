"""Single cells, as people write them."""

from contextlib import suppress
from datetime import date, time

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.documents.lists.cells import Mend, any_day, past_day, phone, yes_no
from talkingpiece.documents.lists.mapping import guess, headings, twice
from talkingpiece.people.states import Days
from talkingpiece.records.columns import BY_KEY, COLUMNS, missing
from talkingpiece.records.lines import read_lines
from talkingpiece.records.safe_times import SafeTimes, safe_times


@pytest.mark.parametrize(
    "written",
    ["3/5/2026", "03.05.26", "3-5-2026", "3 May 2026", "3rd May 2026", "Sunday 3 May 2026", "2026-05-03", "46145"],
)
def test_a_day_is_read_in_the_order_of_this_country(written: str) -> None:
    assert any_day(written) == date(2026, 5, 3)


@pytest.mark.parametrize("written", ["5/25/2026", "31/2/2026", "soon", "2026", "1/1/1066", "3/5"])
def test_a_day_that_is_none_is_given_back(written: str) -> None:
    with pytest.raises(Mend):
        any_day(written)


@time_machine.travel("2026-11-22 09:00")
def test_a_year_of_two_figures_is_never_in_the_future_for_what_is_past() -> None:
    assert past_day("3/5/81") == date(1981, 5, 3)
    assert past_day("3/5/26") == date(2026, 5, 3)
    with pytest.raises(Mend):
        past_day("23/11/2026")


@given(st.dates(date(1950, 1, 1), date(2035, 12, 31)))
def test_however_a_day_is_written_it_is_the_same_day(day: date) -> None:
    for written in (f"{day:%d/%m/%Y}", f"{day:%d %B %Y}", f"{day:%d-%b-%Y}", day.isoformat()):
        assert any_day(written) == day


@given(st.text(max_size=40))
def test_nothing_that_can_be_typed_breaks_a_reader(written: str) -> None:
    for column in COLUMNS:
        with suppress(Mend):
            column.read(written)


@pytest.mark.parametrize("written", ["07700 900123", "7700900123", "+44 7700 900123", "(07700) 900-123"])
def test_a_number_gets_back_the_nought_that_a_spreadsheet_took(written: str) -> None:
    assert phone(written) == "07700 900123"


@pytest.mark.parametrize("written", ["ask her sister", "1234", "07700 900123 or 07700 900124"])
def test_what_cannot_be_dialled_is_given_back(written: str) -> None:
    with pytest.raises(Mend):
        phone(written)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("weekdays 9am to 5pm", SafeTimes(Days.WEEKDAYS, time(9), time(17))),
        ("Mon-Fri 09:00-17:30", SafeTimes(Days.WEEKDAYS, time(9), time(17, 30))),
        ("after 6pm", SafeTimes(Days.ANY, time(18), time(23, 59))),
        ("weekends before noon", SafeTimes(Days.WEEKENDS, time(0), time(12))),
        ("Any time", SafeTimes()),
        ("weekdays", SafeTimes(Days.WEEKDAYS)),
    ],
)
def test_safe_times_are_read_whole(written: str, read: SafeTimes) -> None:
    assert safe_times(written) == read


@pytest.mark.parametrize("written", ["not when he is home", "9 to 5", "weekdays 5pm to 9am", "after school", "6pm"])
def test_times_that_are_not_understood_whole_are_never_guessed(written: str) -> None:
    with pytest.raises(Mend):
        safe_times(written)


def test_yes_and_no() -> None:
    assert [yes_no("Y"), yes_no("NO")] == [True, False]
    with pytest.raises(Mend):
        yes_no("perhaps")


@pytest.mark.parametrize(
    ("key", "written", "read"),
    [
        ("category", "Burglary", "burglary"),
        ("category", "GBH", "violence"),
        ("sentence", "custody", "custody"),
        ("sentence", "Suspended", "suspended"),
        ("route", "Self-referral", "self"),
        ("victim_as", "Bereaved", "bereaved"),
    ],
)
def test_a_choice_is_known_by_its_usual_words(key: str, written: str, read: str) -> None:
    assert BY_KEY[key].read(written) == read


def test_each_column_knows_its_own_heading_and_its_own_example() -> None:
    rows = [[str(column.header) for column in COLUMNS], [column.example for column in COLUMNS]]
    mapping = guess(rows, COLUMNS)
    assert mapping == [column.key for column in COLUMNS]
    (line,) = read_lines(rows, mapping)
    assert set(line.errors) == {"reference"}
    assert "example of our template" in line.errors["reference"]


def test_other_peoples_headings_are_guessed_and_none_of_ours_twice() -> None:
    rows = [["Case ref", "Name", "DOB", "Mobile", "Referral date", "Offender name", "Shoe size", "Allocated to"]]
    assert guess(rows, COLUMNS) == [
        "reference",
        "full_name",
        "birth_date",
        "phone",
        "referred_on",
        "offender",
        "",
        "facilitator",
    ]
    assert missing(guess(rows, COLUMNS)) == []
    assert [column.key for column in missing(["reference", "", "phone"])] == ["called", "referred_on"]


def test_headings_stand_in_the_first_row_with_anything_in_it_and_must_differ() -> None:
    rows = [["", ""], ["Name", "name "], ["A", "B"]]
    assert headings(rows) == ["Name", "name "]
    assert twice(rows) == ["Name", "name "]
