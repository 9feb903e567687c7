from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.linkage import identifiers
from talkingpiece.linkage.identifiers import Why, parse
from talkingpiece.linkage.identifiers.england_and_wales import pnc

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("81/34U", "1981/0000034U"),
        ("02/73319Z", "2002/0073319Z"),
        ("033Y", "2003/0000003Y"),
        ("67/9893091D", "1967/9893091D"),
        (" 1981/0000034u ", "1981/0000034U"),
        ("1981/34U", "1981/0000034U"),
    ],
)
def test_a_number_of_the_police_computer_has_one_form(written: str, canonical: str) -> None:
    assert pnc(written, today=TODAY).canonical == canonical


@pytest.mark.parametrize("written", ["20030011985Z", "20120052494O", "20230583843N", "2001/0171310S"])
def test_a_wrong_check_letter_keeps_it_empty_and_says_why(written: str) -> None:
    found = parse("pnc", written)
    assert not found
    assert (found.canonical, found.raw, found.reason) == ("", written, Why.CHECK)
    assert found.shaped  # two lists that copied the same mistake can still be seen to agree


@pytest.mark.parametrize("written", ["pending", "12345678901234U", "1981-34U", "٨١/34U", "81/34U\x00"])
def test_what_is_no_such_number_is_kept_as_empty(written: str) -> None:
    assert parse("pnc", written).reason is Why.SHAPE


def test_a_short_year_that_makes_somebody_a_child_is_doubted() -> None:
    assert pnc("02/73319Z", born=date(1999, 5, 1), today=TODAY).doubt is Why.CENTURY
    assert pnc("02/73319Z", born=date(1980, 5, 1), today=TODAY).doubt is None
    assert pnc("2002/73319Z", born=date(1999, 5, 1), today=TODAY).doubt is None


@pytest.mark.parametrize(
    ("kind", "written", "canonical"),
    [
        ("cro", "65656/91H", "065656/91H"),
        ("cro", "SF05/482703J", "SF05/482703J"),
        ("cro", "SF83/50058Z", "SF83/50058Z"),
        ("asn", "1101ZD0100000448754K", "1101ZD0100000448754K"),
        ("prison_no", "a1234 bc", "A1234BC"),
        ("crn", "x123456", "X123456"),
        ("pti_urn", "01ZD 0001226", "01ZD0001226"),
        ("postcode", "sw1a 1aa", "SW1A1AA"),
        ("phone", "01632 960001", "+441632960001"),
        ("email", " Maya@Example.org", "maya@example.org"),
        ("nhs", "943 476 5919", "9434765919"),
    ],
)
def test_numbers_and_places_have_one_form(kind: str, written: str, canonical: str) -> None:
    found = parse(kind, written)
    assert (found.canonical, found.reason, found.raw) == (canonical, None, written)


@pytest.mark.parametrize(
    ("kind", "written", "why"),
    [
        ("cro", "85227/65G", Why.CHECK),
        ("cro", "000000/00Z", Why.PLACEHOLDER),
        ("asn", "1101ZD0100000448754L", Why.CHECK),
        ("crn", "12345", Why.SHAPE),
        ("postcode", "NF1 1NF", Why.PLACEHOLDER),
        ("postcode", "nowhere", Why.SHAPE),
        ("phone", "ask her sister", Why.SHAPE),
        ("email", "at work", Why.SHAPE),
        ("email", "", Why.EMPTY),
        ("nhs", "943 476 5918", Why.CHECK),
    ],
)
def test_each_refusal_has_its_reason(kind: str, written: str, why: Why) -> None:
    found = parse(kind, written)
    assert (found.canonical, found.reason) == ("", why)


def test_a_dummy_is_a_number_but_no_evidence() -> None:
    dummy = parse("asn", "1100NP0000000448754K")
    assert (dummy.reason, dummy.evidence) == (Why.DUMMY, "")


def test_another_country_has_its_own_and_not_ours() -> None:
    assert parse("national_id", "12345678-Z", country="ES").canonical == "12345678Z"
    assert parse("national_id", "12345678-A", country="ES").reason is Why.CHECK
    assert parse("postcode", "28013", country="ES").canonical == "28013"
    with pytest.raises(LookupError):
        parse("pnc", "81/34U", country="ES")


@given(st.text(max_size=30), st.sampled_from([(c, k) for c in identifiers.countries() for k in identifiers.kinds(c)]))
def test_whatever_is_typed_gets_an_answer_that_stands(text: str, of: tuple[str, str]) -> None:
    country, kind = of
    found = parse(kind, text, country)
    assert found.raw == text
    assert bool(found.canonical) or found.reason is not None
    if found.canonical:
        assert parse(kind, found.canonical, country).canonical == found.canonical
