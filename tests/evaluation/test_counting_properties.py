"""What holds of the figures whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.cases.states import ClosureReason
from talkingpiece.evaluation.counting import SUMS, Event, Journey, NeedTold, Said, View, What, Window, count, counted

WINDOW = Window(date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 30))
DAYS = st.integers(0, 500).map(lambda n: date(2025, 3, 1) + timedelta(days=n))
REASONS = st.sampled_from([reason.value for reason in ClosureReason])


@st.composite
def events(draw: st.DrawFn, received: date, *, in_error: bool = False) -> Event:
    what = draw(st.sampled_from(list(What)))
    on = received + timedelta(days=draw(st.integers(0, 300)))
    later = st.none() | st.integers(0, 200).map(lambda n: on + timedelta(days=n))
    until = draw(later) if what in {What.ENDED, What.PAUSED} else None
    detail = draw(REASONS) if what is What.ENDED else draw(st.sampled_from(["yes", "no"]))
    return Event(what, on, detail=detail, until=until, in_error=in_error)


@st.composite
def told_needs(draw: st.DrawFn, case: str) -> tuple[NeedTold, ...]:
    said = st.builds(
        Said, on=DAYS, met=st.sampled_from(["fully", "partly", "not", "cannot_say"]), in_error=st.booleans()
    )
    return tuple(
        NeedTold(f"{case}{n}", tuple(draw(st.lists(said, max_size=2))), in_error=draw(st.booleans()))
        for n in range(draw(st.integers(0, 2)))
    )


@st.composite
def journeys(draw: st.DrawFn) -> list[Journey]:
    found = []
    for n in range(draw(st.integers(0, 6))):
        received = draw(DAYS)
        decision = draw(st.sampled_from(["", "accepted", "accepted", "accepted", "signposted", "stopped"]))
        taken = decision == "accepted"
        case = draw(st.sampled_from("abc")) if taken else ""
        decided = received + timedelta(days=draw(st.integers(0, 40))) if decision else None
        told = st.lists(events(decided or received), max_size=5)
        found.append(
            Journey(
                key=str(n),
                label=str(n),
                received=received,
                route=draw(st.sampled_from(["self", "agency", "extraction"])),
                from_list=draw(st.booleans()) and draw(st.booleans()),
                decision=decision,
                decided_on=min(decided, WINDOW.seen) if decided else None,
                case=case,
                who=(case, draw(st.sampled_from("xy")), "i") if taken else None,
                speak_by=received + timedelta(days=7),
                events=tuple(draw(told)) if taken else (),
                needs=draw(told_needs(case)) if taken else (),
            )
        )
    return found


def values(told: list[Journey]) -> dict[tuple[View, str], int]:
    return {key: figure.value for key, figure in count(told, WINDOW).items()}


@given(journeys())
def test_parts_add_up_to_the_whole(told: list[Journey]) -> None:
    found = values(told)
    for view, whole, parts in SUMS:
        assert found[view, whole] == sum(found[view, part] for part in parts), (view, whole)


@given(journeys())
def test_nothing_of_a_cohort_is_more_than_its_referrals(told: list[Journey]) -> None:
    found = count(told, WINDOW)
    for (view, _key), figure in found.items():
        if view is View.COHORT and figure.rule.unit == "referrals" and figure.rule.cohort:
            assert figure.value <= found[View.COHORT, "received"].value


@given(journeys(), st.data())
def test_no_figure_changes_when_an_error_is_added(told: list[Journey], data: st.DataObject) -> None:
    spoilt = [
        replace(one, events=(*one.events, *data.draw(st.lists(events(one.received, in_error=True), max_size=3))))
        for one in told
    ]
    assert values(spoilt) == values(told)


@given(journeys(), st.randoms())
def test_the_order_of_things_does_not_matter(told: list[Journey], random: object) -> None:
    shuffled = [replace(one, events=tuple(reversed(one.events))) for one in told]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert values(shuffled) == values(told)


@given(journeys())
def test_nobody_is_counted_twice_for_one_harm(told: list[Journey]) -> None:
    open_ones: dict[tuple[str, str, str], Journey] = {}
    for one in counted(told):
        if one.who is None:
            continue
        before = open_ones.get(one.who)
        if before is not None:
            assert before.ending
            assert (one.received - before.ending.on).days >= 90
        open_ones[one.who] = one


@given(journeys())
def test_a_figure_is_the_length_of_its_list_and_lists_nobody_twice(told: list[Journey]) -> None:
    for figure in count(told, WINDOW).values():
        assert figure.value == len({entry.key for entry in figure.entries})


@given(journeys(), st.integers(1, 200))
def test_what_lies_after_the_day_of_knowing_is_not_known(told: list[Journey], days: int) -> None:
    """A figure of the period is the same on every later day, unless something was recorded since."""
    past = [
        replace(
            one,
            events=tuple(e for e in one.events if e.on <= WINDOW.seen and (e.until is None or e.until <= WINDOW.seen)),
        )
        for one in told
        if one.received <= WINDOW.seen
    ]
    later = count(past, replace(WINDOW, seen=WINDOW.seen + timedelta(days=days)))
    for key, figure in count(past, WINDOW).items():
        if key[0] is View.PERIOD and figure.rule.unit == "referrals":
            assert later[key].value == figure.value
