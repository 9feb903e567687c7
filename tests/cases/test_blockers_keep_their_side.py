"""Whatever the other side still lacks, and however much of it: the page is the same, byte for byte."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkingpiece.accounts.decide import Relation
from talkingpiece.accounts.middleware import InContext
from talkingpiece.accounts.models import User
from talkingpiece.accounts.reader import forget_sides, note_sides
from talkingpiece.accounts.roles import Role
from talkingpiece.casefile.next_gates import ready_gate
from talkingpiece.casefile.presenters.blocking import blocking_panel
from talkingpiece.cases.access import Opened
from talkingpiece.cases.presenters import gate_page, gate_panel, neutral_blocker
from talkingpiece.core.blockers import Blocked, Blocker, Condition, Verdict, as_told, condition, verdict
from talkingpiece.meetings.conditions import Asked, Missing
from talkingpiece.meetings.presenters import gate as meeting_gate
from talkingpiece.protection.classes import Side
from tests.world import World

ONE_SIDE = frozenset({Side.OFFENDER, Side.JOINT, Side.SERVICE})
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


def blockers(*sides: Side) -> st.SearchStrategy[Blocker]:
    return st.builds(
        Blocker, code=WORDS, message=WORDS, remedy=WORDS, who=WORDS, side=st.sampled_from(sides), why=WORDS
    )


def conditions(*sides: Side) -> st.SearchStrategy[list[Condition]]:
    return st.lists(st.builds(condition, st.booleans(), WORDS, blockers(*sides)), max_size=5)


OWN, THEIRS = conditions(*ONE_SIDE), conditions(Side.VICTIM)
# Nobody says whose a met condition without a side is: only a reader of both is told of it.
SIDELESS = st.lists(st.builds(Condition, WORDS), max_size=2)
CLOSED = st.builds(lambda one: Condition("", one), blockers(Side.VICTIM))


def opened(world: World) -> Opened:
    relation = Relation(roles=frozenset({Role.FACILITATOR}), member=True, sides=ONE_SIDE)
    return Opened(world.case(), relation)


def pages(at: Opened, answer: Verdict) -> list[object]:
    """Every way in which a gate's answer becomes something to read."""
    heads = {"heading_closed": "it is done", "heading_open": "Do it"}
    seen = frozenset({at.case.reference})
    return [
        gate_page(at, answer, **heads),
        gate_panel(at, answer, heading="Not yet"),
        meeting_gate.page(at, answer, seen, **heads),
        meeting_gate.panel(answer, at, seen, heading="Not yet"),
        meeting_gate.ticks(answer, at, seen),
        blocking_panel(at, ready_gate(meeting_gate.told(answer, at.relation.sides, seen), "Maya")),
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=OWN, one=THEIRS, other=THEIRS, sideless=SIDELESS, first=CLOSED, second=CLOSED)
def test_what_the_other_side_lacks_cannot_be_told_from_any_page(
    world: World,
    own: list[Condition],
    one: list[Condition],
    other: list[Condition],
    sideless: list[Condition],
    first: Condition,
    second: Condition,
) -> None:
    at = opened(world)
    much = pages(at, verdict([*one, *own, first, *sideless]))
    little = pages(at, verdict([second, *own, *other]))
    assert list(map(repr, much)) == list(map(repr, little))


def test_nothing_of_its_words_is_on_the_page(world: World) -> None:
    at = opened(world)
    lacks = Condition("", Blocker("x", "She has not said yes", "Ask her", "Her worker", Side.VICTIM))
    has = condition(True, "She is ready", Blocker("y", "-", "-", "-", Side.VICTIM))
    both = replace(at, relation=replace(at.relation, sides=frozenset(Side)))
    for words in ("She has not said yes", "Ask her", "She is ready"):
        assert words in repr(pages(both, verdict([lacks, has])))
        assert words not in repr(pages(at, verdict([lacks, has])))


@given(own=OWN, theirs=THEIRS, sideless=SIDELESS)
def test_a_reader_of_both_sides_is_told_everything(
    own: list[Condition], theirs: list[Condition], sideless: list[Condition]
) -> None:
    everything = verdict([*own, *theirs, *sideless])
    assert as_told(everything, frozenset(Side), neutral_blocker()) == everything


@given(own=OWN, theirs=THEIRS)
def test_a_gate_that_is_closed_is_never_told_to_be_open(own: list[Condition], theirs: list[Condition]) -> None:
    answer = verdict([*own, *theirs])
    assert as_told(answer, ONE_SIDE, neutral_blocker()).is_open == answer.is_open


def test_of_a_case_that_they_do_not_work_on_they_read_one_line_however_much_it_lacks() -> None:
    def lacking(count: int) -> Verdict:
        there = [Missing("x", f"{n} is missing", "", "", Side.JOINT, reference="RDG-26-0002") for n in range(count)]
        met = [Asked(f"{n} is met", None, reference="RDG-26-0002") for n in range(count)]
        return verdict([*met, *(Condition("", one) for one in there)])

    told = [meeting_gate.told(lacking(count), frozenset(Side), frozenset({"RDG-26-0001"})) for count in (1, 4)]
    assert told[0] == told[1]
    assert told[0].codes == ["not_yet"]


def refusal(user: User, found: list[Blocker], sides: frozenset[Side] | None) -> HttpResponse:
    request = RequestFactory().post("/x")
    request.user = user
    if sides is not None:
        note_sides(sides)
    try:
        answer = InContext(lambda _request: HttpResponse()).process_exception(
            request, Blocked(verdict(Condition("", one) for one in found))
        )
    finally:
        forget_sides()
    assert answer is not None
    return answer


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(blockers(*Side), min_size=1, max_size=6))
def test_every_agency_reads_the_same_refusal_whatever_the_reasons(world: World, found: list[Blocker]) -> None:
    plain = Blocker("x", "-", "-", "-", Side.VICTIM)
    for user in (world.offender_manager, world.liaison_officer, world.referrer):
        refused = refusal(user, found, None)
        assert refused.status_code == 409
        assert refused.content == refusal(user, [plain], None).content


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    own=st.lists(blockers(*ONE_SIDE), max_size=3),
    one=st.lists(blockers(Side.VICTIM), min_size=1, max_size=4),
    other=st.lists(blockers(Side.VICTIM), min_size=1, max_size=4),
)
def test_a_refused_worker_of_one_side_reads_their_own_reasons_and_one_line_more(
    world: World, own: list[Blocker], one: list[Blocker], other: list[Blocker]
) -> None:
    shown = refusal(world.facilitator, [*one, *own], ONE_SIDE).content
    assert shown == refusal(world.facilitator, [*own, *other], ONE_SIDE).content


def test_a_worker_of_both_sides_reads_every_reason(world: World) -> None:
    reasons = [Blocker("a", "She has not said yes", "", "", Side.VICTIM), Blocker("b", "No date", "", "", Side.JOINT)]
    page = refusal(world.facilitator, reasons, None).content.decode()
    assert "She has not said yes" in page
    assert "Not yet: 2 things come first" in page
    assert "She has not said yes" not in refusal(world.facilitator, reasons, ONE_SIDE).content.decode()
