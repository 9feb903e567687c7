"""The allow-list by itself: what it says, to whom each sentence belongs, and that a no says nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.offender_management.allowed import (
    ItemTold,
    MeetingTold,
    ReportFacts,
    Sentence,
    fingerprint,
    not_progressed,
    of,
    parts,
    read,
    sentences,
    stored,
)
from talkingpiece.offender_management.states import About, Status

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))
NAMES = st.text(min_size=1, max_size=20)
MEETINGS = st.builds(
    MeetingTold,
    meeting_id=st.uuids().map(str),
    held_on=DAYS,
    circle=st.booleans(),
    victim=st.booleans(),
    supporters=st.integers(0, 3),
    facilitators=st.integers(1, 2),
)
ITEMS = st.builds(
    ItemTold, item_id=st.uuids().map(str), by_victim=st.booleans(), words=NAMES, due_on=DAYS, result=NAMES
)
WRITTEN = st.dictionaries(st.sampled_from(["support", "next_contact", "objectives", "opinion"]), st.text(max_size=30))


def facts(status: st.SearchStrategy[Status]) -> st.SearchStrategy[ReportFacts]:
    return st.builds(
        ReportFacts,
        name=NAMES,
        status=status,
        meetings=st.lists(MEETINGS, max_size=3).map(tuple),
        talked_on=st.lists(DAYS, max_size=9).map(lambda days: tuple(sorted(days))),
        permissions=st.lists(NAMES, max_size=2).map(tuple),
        items=st.lists(ITEMS, max_size=3).map(tuple),
    )


@given(facts(st.just(Status.NOT_PROGRESSED)), WRITTEN)
def test_work_that_is_not_going_ahead_reads_the_same_whatever_came_before(
    known: ReportFacts, written: dict[str, str]
) -> None:
    only = (Sentence("status", "status", About.OFFENDER, not_progressed()),)
    assert sentences(known, written) == only
    assert fingerprint(sentences(known, written)) == fingerprint(only)


@given(facts(st.sampled_from(Status)), WRITTEN)
def test_each_is_shown_their_own_sentences_and_those_of_both_and_never_the_other_s(
    known: ReportFacts, written: dict[str, str]
) -> None:
    found = sentences(known, written)
    victim, offender = of(found, About.VICTIM), of(found, About.OFFENDER)
    assert {one.about for one in victim} <= {About.VICTIM, About.BOTH}
    assert {one.about for one in offender} <= {About.OFFENDER, About.BOTH}
    assert {one.key for one in victim} | {one.key for one in offender} == {one.key for one in found}


@given(facts(st.sampled_from(Status)), WRITTEN)
def test_every_sentence_stands_in_a_part_of_the_report_once(known: ReportFacts, written: dict[str, str]) -> None:
    found = sentences(known, written)
    assert {one.part for one in found} <= set(parts())
    assert len({one.key for one in found}) == len(found)
    assert read(stored(found)) == found
    assert not [one for one in found if one.key == "opinion"]


@pytest.mark.parametrize(
    ("talks", "band"),
    [
        (1, "That is between 1 and 2 talks."),
        (2, "That is between 1 and 2 talks."),
        (5, "That is between 3 and 5 talks."),
        (6, "That is 6 talks or more."),
        (40, "That is 6 talks or more."),
    ],
)
def test_preparation_is_told_in_bands(talks: int, band: str) -> None:
    days = tuple(date(2026, 1, 1 + n % 28) for n in range(talks))
    found = sentences(ReportFacts("Callum", Status.EXPLORED, talked_on=days), {})
    assert [one.words for one in found if one.key == "band"] == [band]


def test_people_are_told_by_their_part() -> None:
    meeting = MeetingTold("m", date(2026, 5, 1), circle=False, victim=True, supporters=2, facilitators=2)
    found = {one.key: one.words for one in sentences(ReportFacts("Callum", Status.DIRECT, (meeting,)), {})}
    assert found["meeting:m"] == "Callum took part in a restorative meeting on Friday 1 May 2026."
    assert found["took_part:m"] == (
        "On Friday 1 May 2026 there were: Callum, a person who was harmed, 2 supporters, 2 facilitators."
    )
