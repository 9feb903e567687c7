import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from talkingpiece.linkage import dates, names
from talkingpiece.linkage.records import COLUMNS, standard


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mr DAVID", "david"),
        ("Siân", "SIAN"),
        ("MIG_ERROR_John", "john"),
        ("Łukasz", "lukasz"),
    ],
)
def test_a_first_name_in_one_form(one: str, other: str) -> None:
    assert names.given(one) == names.given(other) != names.Given()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O'Brien", "O BRIEN"),
        ("Mc Donald", "McDonald"),
        ("Brook-Hale", " brook  hale "),
        ("van der Berg", "Vanderberg"),
        ("Hale Jr", "Hale"),
    ],
)
def test_a_family_name_in_one_form(one: str, other: str) -> None:
    assert names.family(one).whole == names.family(other).whole


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed", "Mukhammad"),
        ("Mohammed", "Мухаммад"),
        ("Popescu", "Popeskou"),
        ("Brown", "Braun"),
        ("Stephen", "Steven"),
        ("Kowalski", "Kovalsky"),
        ("Catherine", "Katherine"),
    ],
)
def test_what_sounds_alike_has_one_sound(one: str, other: str) -> None:
    assert names.given(one).sound == names.given(other).sound


@pytest.mark.parametrize(
    ("short", "long"), [("Bob", "Robert"), ("Kasia", "Katarzyna"), ("Mo", "Muhammad"), ("Liz", "Beth")]
)
def test_short_names_share_what_they_stand_for(short: str, long: str) -> None:
    assert set(names.given(short).formal) & set(names.given(long).formal)


@pytest.mark.parametrize("nothing", [None, "", "  ", "UNKNOWN", "Not known", "n/k", "NOT ENTERED", "Mr", "…"])
def test_nothing_and_junk_are_no_name(nothing: str | None) -> None:
    assert names.given(nothing) == names.Given()


@pytest.mark.parametrize(
    "written", ["29/02/1984", "1984-02-29", "29-FEB-1984", "29.2.1984", "19840229", "29 February 1984", "02/29/1984",
                "1984-02-29 00:00:00", "29/2/84"]
)  # fmt: skip
def test_a_date_of_birth_in_one_form(written: str) -> None:
    assert dates.born(written, this_year=2026) == "19840229"


@pytest.mark.parametrize(
    "written", [None, "", "01/01/1970", "1900-01-01", "31/02/1990", "1799-05-05", "2031-01-01", "soon"]
)
def test_no_day_on_which_somebody_was_born(written: str | None) -> None:
    assert dates.born(written, this_year=2026) == ""


@for_all(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
def test_no_record_makes_it_raise_and_names_stay_within_a_to_z(record: dict[str, str]) -> None:
    found = standard(record)
    assert (found.first + found.family + found.middle + "a").isascii()
    again = standard({**record, "forename": found.first, "surname": found.family, "dob": found.born})
    assert again.born == found.born
