"""G7a, G7b and G8 without a database: everything is in place, then one thing is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkingpiece.cases.legal import LegalFacts, PermissionFacts, RestrictionFacts
from talkingpiece.cases.states import LegalResult
from talkingpiece.engagement.states import Reply
from talkingpiece.meetings.conditions import (
    AgreementFacts,
    BookingFacts,
    Signatory,
    blockers_to_agree,
    blockers_to_begin,
    blockers_to_book,
    blockers_to_choose,
    checks_needed,
    worries,
)
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Level
from tests.meetings.ready import (
    DAY,
    KINDS,
    NOW,
    POLICY,
    STARTS,
    answered,
    assessed,
    begin_now,
    case,
    check,
    clear,
    offender,
    person,
    ready,
    taking_part,
    worker,
)

Spoil = Callable[[BookingFacts], BookingFacts]


def forbidding(*, excepted: bool = False) -> LegalFacts:
    since = DAY - timedelta(days=1)
    order = RestrictionFacts(
        forbids=frozenset({"direct"}),
        starts_on=DAY - timedelta(days=300),
        ends_on=None,
        lifted_on=None,
        permissions=(PermissionFacts("exception", frozenset({"direct"}), excepted, excepted, since, None),),
    )
    return LegalFacts(LegalResult.RESTRICTED, STARTS - timedelta(days=20), (order,))


SPOILT: dict[str, tuple[Spoil, set[str]]] = {
    "the case has ended": (lambda f: case(f, is_open=False), {"case_ended"}),
    "the victim pauses": (lambda f: case(f, paused=True), {"paused"}),
    "nobody takes part as the offender": (
        lambda f: replace(f, seats=tuple(s for s in f.seats if s.part != "offender")),
        {"part_offender"},
    ),
    "the offender has not said yes": (
        lambda f: offender(f, take_part=taking_part(reply=Reply.NOT_NOW)),
        {"no_yes", "not_voluntary"},
    ),
    "the victim has not chosen this way": (lambda f: person(f, "Maya", chose=None), {"mode"}),
    "the offender’s choice is past its review": (
        lambda f: person(f, "Callum", chose=replace(answered(300), review_by=DAY - timedelta(days=1))),
        {"mode"},
    ),
    "nobody signed the risk": (lambda f: case(f, risk=assessed(signed=False)), {"not_assessed"}),
    "the risk runs out before the day": (
        lambda f: case(f, risk=assessed(valid_until=DAY)),
        {"out_of_date"},
    ),
    "an order forbids meeting": (lambda f: offender(f, legal=forbidding()), {"legal_forbidden"}),
    "something changed since orders were asked for": (
        lambda f: offender(f, legal=replace(clear(20), reopened="release")),
        {"legal_stale"},
    ),
    "the offender has died": (lambda f: offender(f, died=True), {"died"}),
    "the offender was moved": (lambda f: offender(f, moved="transfer"), {"place_reopened"}),
    "the prison has not let anybody in": (lambda f: offender(f, not_let_in=True), {"visit_not_granted"}),
    "the offender was recalled": (
        lambda f: case(f, risk=assessed(changed=(("Callum", "recall"),))),
        {"changed"},
    ),
    "nobody asked about orders": (lambda f: offender(f, legal=LegalFacts(None, None, ())), {"legal_unknown"}),
    "the lead is not registered": (lambda f: worker(f, "Daniel", level=""), {"not_qualified"}),
    "the lead is below the level": (lambda f: worker(f, "Daniel", level=Level.FOUNDATION), {"not_qualified"}),
    "the helper knows the offender": (lambda f: worker(f, "Ruth", knows=("Callum",)), {"conflict"}),
    "a supporter is not prepared": (lambda f: person(f, "Anita", to_cover=("supporting",)), {"not_prepared"}),
    "the victim does not feel ready": (lambda f: person(f, "Maya", ready=False), {"not_prepared"}),
    "a supporter was not asked for the date": (lambda f: person(f, "Anita", attends=None), {"attend"}),
    "the offender agreed to an earlier plan": (
        lambda f: person(f, "Callum", attends=answered(25)),
        {"attend_older"},
    ),
    "the consent runs out before the day": (
        lambda f: person(f, "Maya", attends=replace(answered(18), review_by=DAY - timedelta(days=1))),
        {"attend"},
    ),
    "the date has passed": (lambda f: replace(f, at=STARTS + timedelta(minutes=1)), {"date_passed"}),
}


def test_a_meeting_with_everything_in_place_can_be_booked() -> None:
    verdict = blockers_to_book(ready(), POLICY)
    assert verdict.codes == []
    assert len(verdict.met) == len(verdict.conditions) > 15


@pytest.mark.parametrize(("spoil", "codes"), SPOILT.values(), ids=SPOILT)
def test_one_thing_missing_closes_the_gate_and_is_named(spoil: Spoil, codes: set[str]) -> None:
    assert set(blockers_to_book(spoil(ready()), POLICY).codes) == codes


@given(st.sets(st.sampled_from(sorted(SPOILT)), max_size=5))
def test_the_gate_names_everything_that_is_missing(names: set[str]) -> None:
    """Whatever is missing together, each thing is named: nothing hides behind another."""
    facts, expected = ready(), set()
    for name in sorted(names):
        spoil, codes = SPOILT[name]
        facts = spoil(facts)
        expected |= codes
    found = set(blockers_to_book(facts, POLICY).codes)
    # Two spoils of the same person or order may replace each other; none may open the gate.
    assert bool(found) == bool(expected)
    assert found <= expected | {"mode", "attend"}


@given(st.sampled_from(sorted(SPOILT)), st.sampled_from(sorted(SPOILT)))
def test_taking_a_second_thing_away_never_opens_the_gate(first: str, second: str) -> None:
    once = SPOILT[first][0](ready())
    assert blockers_to_book(SPOILT[second][0](once), POLICY).blockers


def test_an_evidenced_exception_opens_what_the_order_forbids() -> None:
    assert blockers_to_book(offender(ready(), legal=forbidding(excepted=True)), POLICY).is_open


@pytest.mark.parametrize(("sensitive", "codes"), [(False, []), (True, ["two_facilitators"])])
def test_a_sensitive_case_needs_two_facilitators(sensitive: bool, codes: list[str]) -> None:
    alone = case(replace(ready(), workers=ready().workers[:1]), sensitive=sensitive)
    assert blockers_to_book(alone, POLICY).codes == codes


def test_a_sensitive_case_needs_a_higher_level() -> None:
    facts = worker(ready(), "Daniel", level=Level.INTERMEDIATE)
    assert blockers_to_book(facts, POLICY).is_open
    assert blockers_to_book(case(facts, sensitive=True), POLICY).codes == ["not_qualified"]


def test_time_passing_does_not_make_a_booked_meeting_fall() -> None:
    booked = replace(ready(), booked_at=NOW, at=STARTS + timedelta(minutes=1))
    assert blockers_to_book(booked, POLICY).is_open
    assert not blockers_to_book(replace(booked, booked_at=None), POLICY).is_open


def test_a_consent_of_the_minute_of_the_plan_counts() -> None:
    facts = ready()
    minute = facts.terms_at.replace(second=0, microsecond=0)
    in_time = replace(facts, terms_at=minute + timedelta(seconds=20))
    said = replace(answered(0), given_at=minute, recorded_at=minute + timedelta(seconds=50))
    before = replace(said, recorded_at=minute + timedelta(seconds=5))
    assert blockers_to_book(person(in_time, "Maya", attends=said), POLICY).is_open
    assert blockers_to_book(person(in_time, "Maya", attends=before), POLICY).codes == ["attend_older"]


def test_what_comes_before_a_date_does_not_ask_for_the_date() -> None:
    without = person(replace(ready(), meeting_id=""), "Maya", attends=None, ready=False)
    assert blockers_to_choose(without, POLICY).is_open
    assert blockers_to_choose(person(without, "Maya", chose=None), POLICY).codes == ["mode"]


def test_a_blocker_speaks_of_the_side_whose_it_is() -> None:
    facts = person(person(ready(), "Callum", attends=None), "Maya", ready=False)
    sides = {b.code: b.side for b in blockers_to_book(facts, POLICY).blockers}
    assert sides == {"attend": Side.OFFENDER, "not_prepared": Side.VICTIM}


def test_somebody_of_no_case_is_asked_before_they_are_prepared() -> None:
    facts = person(ready(), "Anita", attends=None, ready=False, of_case=False)
    doors = {b.code: b.door for b in blockers_to_book(facts, POLICY).blockers}
    assert doors == {"not_prepared": "", "attend": "meetings:ask"}
    of_case = person(facts, "Anita", of_case=True)
    doors = {b.code: b.door for b in blockers_to_book(of_case, POLICY).blockers}
    assert doors == {"not_prepared": "engagement:prepare", "attend": "meetings:ask"}


def test_nobody_on_the_offenders_side_is_asked_before_the_approach() -> None:
    """They must not learn that there is a victim who wants to meet: the blockers say so and have no door."""
    before = offender(ready(), take_part=taking_part(approached=False, reply="", stance="not_asked"))
    before = person(before, "Callum", chose=None, attends=None, ready=False)
    doors = {b.code: b.door for b in blockers_to_book(before, POLICY).blockers}
    assert {doors[code] for code in ("mode", "attend", "not_prepared")} == {""}
    after = person(ready(), "Callum", chose=None, attends=None, ready=False)
    doors = {b.code: b.door for b in blockers_to_book(after, POLICY).blockers}
    assert doors == {"mode": "consents:ask", "attend": "meetings:ask", "not_prepared": "engagement:prepare"}


def test_the_victim_is_asked_whatever_the_offender_said() -> None:
    before = offender(ready(), take_part=taking_part(approached=False, reply=""))
    [blocker] = [
        b for b in blockers_to_book(person(before, "Maya", attends=None), POLICY).blockers if b.code == "attend"
    ]
    assert blocker.door == "meetings:ask"


def test_whoever_sits_there_as_an_offender_is_a_responsible_person_of_a_case() -> None:
    facts = ready()
    unknown = replace(facts, offenders=())
    assert blockers_to_book(unknown, POLICY).codes == ["not_responsible"]
    elsewhere = person(facts, "Callum", reference="RDG-26-0009")
    assert "not_responsible" in blockers_to_book(elsewhere, POLICY).codes


def test_a_yes_that_was_taken_back_is_told_apart_from_one_never_given() -> None:
    never = person(ready(), "Callum", attends=None)
    gone = replace(never, booked_at=NOW)
    assert blockers_to_book(never, POLICY).codes == ["attend"]
    [blocker] = blockers_to_book(gone, POLICY).blockers
    assert blocker.code == "attend_gone"
    assert "Nobody asks why" in str(blocker.why)


# ---- G7b


def test_on_the_day_with_everybody_asked_again_it_can_begin() -> None:
    assert blockers_to_begin(begin_now(), POLICY).codes == []


@pytest.mark.parametrize("kind", [kind for kind, _days in KINDS])
def test_each_check_is_needed(kind: str) -> None:
    facts = begin_now()
    fewer = replace(facts, checks=tuple(c for c in facts.checks if c.kind != kind))
    assert blockers_to_begin(fewer, POLICY).codes == [f"check_{kind}"]


def test_a_check_that_fell_due_before_the_booking_is_not_needed() -> None:
    facts = begin_now()
    late = replace(facts.booking, booked_at=STARTS - timedelta(days=3))
    assert [rule.kind for rule in checks_needed(facts.booking, POLICY.meetings)] == [k for k, _d in KINDS]
    assert [rule.kind for rule in checks_needed(late, POLICY.meetings)] == ["day_before", "on_the_day"]
    on_the_day = replace(facts.booking, booked_at=STARTS - timedelta(hours=1))
    assert [rule.kind for rule in checks_needed(on_the_day, POLICY.meetings)] == ["on_the_day"]


def test_a_check_made_too_early_or_of_an_earlier_plan_does_not_count() -> None:
    facts = begin_now()
    others = facts.checks[1:]
    assert blockers_to_begin(replace(facts, checks=(check("seven_days", 9), *others)), POLICY).is_open
    early = replace(facts, checks=(check("seven_days", 10), *others))
    assert blockers_to_begin(early, POLICY).codes == ["check_seven_days"]
    moved = replace(facts, booking=replace(facts.booking, terms_at=STARTS - timedelta(days=3)))
    assert "check_seven_days" in blockers_to_begin(moved, POLICY).codes


def test_the_newest_check_counts() -> None:
    facts = begin_now()
    unwilling = check("on_the_day", 0, everybody_willing=False)
    later = replace(unwilling, at=unwilling.at + timedelta(hours=1))
    assert blockers_to_begin(replace(facts, checks=(*facts.checks, later)), POLICY).codes == ["unwilling_on_the_day"]
    again = replace(check("on_the_day", 0), at=later.at + timedelta(hours=1))
    assert blockers_to_begin(replace(facts, checks=(*facts.checks, later, again)), POLICY).is_open


def test_a_place_that_is_not_cleared_on_the_day_stops_it() -> None:
    facts = begin_now()
    checks = (*facts.checks[:2], check("on_the_day", 0, place_cleared=False))
    assert blockers_to_begin(replace(facts, checks=checks), POLICY).codes == ["place"]
    earlier = (check("seven_days", 7, place_cleared=False), *facts.checks[1:])
    assert blockers_to_begin(replace(facts, checks=earlier), POLICY).is_open


@pytest.mark.parametrize(("days", "codes"), [(7, []), (8, ["legal_stale"])])
def test_the_legal_check_may_be_seven_days_old(days: int, codes: list[str]) -> None:
    facts = begin_now()
    aged = replace(facts, booking=offender(facts.booking, legal=clear(days)))
    assert blockers_to_begin(aged, POLICY).codes == codes


def test_it_begins_on_its_day_and_only_once_it_is_booked() -> None:
    facts = begin_now()
    yesterday = replace(facts, booking=replace(facts.booking, at=STARTS - timedelta(days=1)))
    assert "not_today" in blockers_to_begin(yesterday, POLICY).codes
    unbooked = replace(facts, booking=replace(facts.booking, booked_at=None))
    assert "not_booked" in blockers_to_begin(unbooked, POLICY).codes


def test_what_closes_the_booking_closes_the_beginning() -> None:
    for name, (spoil, codes) in SPOILT.items():
        if name == "the date has passed":
            continue
        facts = begin_now()
        spoilt = replace(facts, booking=spoil(facts.booking))
        found = {code.removesuffix("_gone") for code in blockers_to_begin(spoilt, POLICY).codes}
        assert codes <= found, name


def test_a_lapsed_supervision_or_vetting_warns_and_never_closes() -> None:
    lapsed = worker(
        ready(), "Daniel", supervision_due_on=DAY - timedelta(days=1), vetting_until=DAY - timedelta(days=1)
    )
    assert blockers_to_book(lapsed, POLICY).is_open
    assert len(worries(lapsed)) == 2
    assert worries(ready()) == []


# ---- G8


def signs(called: str, side: Side, agrees: bool) -> Signatory:
    return Signatory(f"seat-{called}", called, "RDG-26-0001", side, agrees)


def agreed() -> AgreementFacts:
    return AgreementFacts(
        meeting_id="m",
        reference="RDG-26-0001",
        held=True,
        signatories=(
            signs("Maya", Side.VICTIM, True),
            signs("Callum", Side.OFFENDER, True),
        ),
        lawful=True,
        against_no_order=True,
        orders=(("r", "Callum", "RDG-26-0001", clear(5)),),
        items=1,
    )


def test_an_agreement_that_each_made_freely_stands() -> None:
    assert blockers_to_agree(agreed()).is_open


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"held": False}, "not_held"),
        ({"items": 0}, "no_items"),
        ({"lawful": False}, "unlawful"),
        ({"against_no_order": False}, "against_order"),
        ({"signatories": (signs("Callum", Side.OFFENDER, False),)}, "not_freely"),
        ({"orders": (("r", "Callum", "RDG-26-0001", LegalFacts("unknown", STARTS, ())),)}, "orders_unknown"),
    ],
)
def test_an_agreement_that_lacks_one_thing_is_none(change: dict[str, object], code: str) -> None:
    assert blockers_to_agree(replace(agreed(), **change)).codes == [code]  # type: ignore[arg-type]


def test_whoever_did_not_agree_freely_is_named_with_their_side() -> None:
    facts = replace(agreed(), signatories=(signs("Maya", Side.VICTIM, False), *agreed().signatories[1:]))
    [blocker] = blockers_to_agree(facts).blockers
    assert blocker.side == Side.VICTIM
    assert "Maya" in str(blocker.message)
