"""G2, G3 and G4, without a database: each condition spoils one, and a gate is open exactly when all are met."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkingpiece.cases.legal import LegalState
from talkingpiece.cases.presenters import neutral_blocker
from talkingpiece.core.blockers import neutral_for
from talkingpiece.engagement.gates import (
    ApproachFacts,
    TakePartFacts,
    blockers_to_approach,
    blockers_to_be_ready,
    blockers_to_take_part,
)
from talkingpiece.engagement.gates.approach import SETTLED
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import ReadyFacts
from talkingpiece.engagement.states import ACKNOWLEDGES, Reply, Stance
from talkingpiece.protection.classes import Side

POLICY = Engagement()
READY = ReadyFacts(victim="Maya", victim_id="v", sheet_version=1, wishes=1, risk_views=1, support=1)
CLEAR = ApproachFacts(
    ready=READY,
    offender="Callum",
    responsible_id="r",
    case_open=True,
    paused=False,
    liaison="consulted",
    manager="consulted",
    manager_name="Tom Adeyemi",
    request_id="",
    objected=False,
    sensitive=False,
    supervisor="none",
    legal=LegalState.CLEAR,
    flags=(),
    consent=True,
)
WILLING = TakePartFacts(
    offender="Callum",
    responsible_id="r",
    approached=True,
    reply=Reply.YES,
    voluntary=True,
    stance=Stance.FULL,
    stance_id="s",
    excepted=None,
)


def test_a_victim_who_was_told_and_heard_is_ready():
    assert blockers_to_be_ready(READY, POLICY).is_open


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"sheet_version": 0}, "not_informed"),
        ({"wishes": 0}, "no_wishes"),
        ({"risk_views": 0}, "no_risk_view"),
        ({"support": 0}, "no_support"),
    ],
)
def test_each_thing_that_was_not_done_keeps_the_victim_from_being_ready(spoilt, code):
    verdict = blockers_to_be_ready(replace(READY, **spoilt), POLICY)
    assert verdict.codes == [code]
    assert verdict.blockers[0].door.startswith("engagement:")


def test_a_new_sheet_is_a_new_conversation():
    newer = POLICY.sheet("victim").model_copy(update={"version": 2})
    policy = Engagement(sheets=(*POLICY.sheets, newer))
    assert blockers_to_be_ready(READY, policy).codes == ["not_informed"]
    assert blockers_to_be_ready(replace(READY, sheet_version=2), policy).is_open


def test_an_offender_may_be_approached_when_everything_is_in_place():
    verdict = blockers_to_approach(CLEAR, POLICY)
    assert verdict.is_open
    assert len(verdict.met) == len(verdict.conditions) == 12
    assert all(str(words) for words in verdict.met)


SPOILT = [
    ({"case_open": False}, "case_ended"),
    ({"paused": True}, "paused"),
    ({"ready": replace(READY, sheet_version=0)}, "not_informed"),
    ({"ready": replace(READY, wishes=0)}, "no_wishes"),
    ({"ready": replace(READY, risk_views=0)}, "no_risk_view"),
    ({"ready": replace(READY, support=0)}, "no_support"),
    ({"liaison": "not_asked"}, "liaison_not_consulted"),
    ({"manager": "not_asked"}, "manager_not_asked"),
    ({"manager": "asked", "request_id": "q"}, "manager_asked"),
    ({"manager": "overdue", "request_id": "q"}, "manager_overdue"),
    ({"legal": LegalState.UNKNOWN}, "legal_unknown"),
    ({"legal": LegalState.FORBIDDEN}, "legal_forbidden"),
    ({"legal": LegalState.STALE}, "legal_stale"),
    ({"sensitive": True}, "supervisor_not_asked"),
    ({"objected": True}, "supervisor_not_asked"),
    ({"supervisor": "against"}, "supervisor_against"),
    ({"flags": ("f",)}, "red_flag"),
    ({"consent": False}, "no_consent"),
]


@pytest.mark.parametrize(("spoilt", "code"), SPOILT)
def test_each_thing_that_is_missing_keeps_the_offender_from_being_approached(spoilt, code):
    verdict = blockers_to_approach(replace(CLEAR, **spoilt), POLICY)
    assert verdict.codes == [code]
    blocker = verdict.blockers[0]
    assert blocker.door
    assert str(blocker.why)
    assert str(blocker.who)


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_consulted_none_and_decided_by_a_supervisor_all_settle_a_consultation(state):
    verdict = blockers_to_approach(replace(CLEAR, liaison=state, manager=state), POLICY)
    assert verdict.is_open
    assert len(set(map(str, verdict.met))) == 12


@pytest.mark.parametrize("why", [{"sensitive": True}, {"objected": True}, {"sensitive": True, "objected": True}])
def test_a_supervisor_s_yes_answers_for_a_sensitive_case_and_an_objection(why):
    assert not blockers_to_approach(replace(CLEAR, **why), POLICY).is_open
    assert blockers_to_approach(replace(CLEAR, **why, supervisor="agreed"), POLICY).is_open


def test_a_request_that_waits_leads_to_itself_and_nobody_is_asked_twice():
    waiting = blockers_to_approach(replace(CLEAR, manager="asked", request_id="q"), POLICY).blockers[0]
    assert (waiting.door, waiting.door_args) == ("information_sharing:request", ("q",))
    unasked = blockers_to_approach(replace(CLEAR, manager="not_asked"), POLICY).blockers[0]
    assert (unasked.door, unasked.door_args) == ("information_sharing:ask", ("r",))


consultations = st.sampled_from(["consulted", "none", "supervisor_decided", "asked", "overdue", "not_asked"])
ready_facts = st.builds(
    ReadyFacts,
    victim=st.just("Maya"),
    victim_id=st.just("v"),
    sheet_version=st.integers(0, 2),
    wishes=st.integers(0, 2),
    risk_views=st.integers(0, 2),
    support=st.integers(0, 2),
)
approach_facts = st.builds(
    ApproachFacts,
    ready=st.one_of(st.just(READY), ready_facts),
    offender=st.just("Callum"),
    responsible_id=st.just("r"),
    case_open=st.sampled_from([True, True, False]),
    paused=st.sampled_from([False, False, True]),
    liaison=consultations,
    manager=consultations,
    manager_name=st.sampled_from(["", "Tom Adeyemi"]),
    request_id=st.sampled_from(["", "q"]),
    objected=st.booleans(),
    sensitive=st.booleans(),
    supervisor=st.sampled_from(["agreed", "against", "none"]),
    legal=st.sampled_from([LegalState.CLEAR, *LegalState]),
    flags=st.sampled_from([(), (), ("f", "g")]),
    consent=st.sampled_from([True, True, False]),
)


def in_place(facts: ApproachFacts) -> list[bool]:
    supervised = facts.supervisor == "agreed" or (
        facts.supervisor == "none" and not facts.sensitive and not facts.objected
    )
    return [
        facts.case_open,
        not facts.paused,
        facts.ready.sheet_version >= 1,
        facts.ready.wishes > 0,
        facts.ready.risk_views > 0,
        facts.ready.support > 0,
        facts.liaison in SETTLED,
        facts.manager in SETTLED,
        facts.legal == LegalState.CLEAR,
        supervised,
        not facts.flags,
        facts.consent,
    ]


@given(approach_facts)
def test_the_approach_is_open_exactly_when_every_condition_is_met(facts):
    verdict = blockers_to_approach(facts, POLICY)
    assert [condition.ok for condition in verdict.conditions] == in_place(facts)
    assert verdict.is_open == all(in_place(facts))
    assert len(set(verdict.codes)) == len(verdict.codes)


@given(approach_facts)
def test_a_reader_of_one_side_learns_nothing_of_the_other(facts):
    blockers = blockers_to_approach(facts, POLICY).blockers
    shown = neutral_for(blockers, frozenset({Side.OFFENDER}), neutral_blocker())
    assert all(b.side == Side.OFFENDER or b.code == "not_yet" for b in shown)
    assert sum(b.code == "not_yet" for b in shown) == any(b.side != Side.OFFENDER for b in blockers)


def test_somebody_who_said_yes_freely_and_accepts_what_they_did_can_take_part():
    assert blockers_to_take_part(WILLING, POLICY).is_open


@pytest.mark.parametrize(
    ("spoilt", "codes"),
    [
        ({"approached": False, "reply": ""}, ["no_yes", "not_voluntary"]),
        ({"reply": ""}, ["no_yes", "not_voluntary"]),
        ({"reply": Reply.NO}, ["no_yes", "not_voluntary"]),
        ({"reply": Reply.NOT_NOW}, ["no_yes", "not_voluntary"]),
        ({"voluntary": False}, ["not_voluntary"]),
        ({"stance": Stance.NOT_ASKED}, ["stance_not_asked"]),
        ({"stance": Stance.DENIES}, ["denies"]),
        ({"stance": Stance.DENIES, "excepted": True}, ["denies"]),
        ({"stance": Stance.PARTIAL}, ["needs_exception"]),
        ({"stance": Stance.MINIMISES}, ["needs_exception"]),
        ({"stance": Stance.NO_RECALL}, ["needs_exception"]),
        ({"stance": Stance.PARTIAL, "excepted": False}, ["stance_not_enough"]),
    ],
)
def test_each_thing_that_is_missing_keeps_the_offender_from_taking_part(spoilt, codes):
    verdict = blockers_to_take_part(replace(WILLING, **spoilt), POLICY)
    assert verdict.codes == codes
    assert all(blocker.side == Side.OFFENDER and blocker.door for blocker in verdict.blockers)


@pytest.mark.parametrize("stance", [Stance.PARTIAL, Stance.MINIMISES, Stance.NO_RECALL])
def test_a_documented_exception_lets_somebody_take_part_who_accepts_some_of_it(stance):
    assert blockers_to_take_part(replace(WILLING, stance=stance, excepted=True), POLICY).is_open


def test_an_area_may_be_stricter_about_exceptions_and_never_laxer():
    strict = Engagement(needs_exception=frozenset({Stance.PARTIAL}))
    shaky = replace(WILLING, stance=Stance.MINIMISES, excepted=True)
    assert blockers_to_take_part(shaky, strict).codes == ["stance_not_enough"]
    with pytest.raises(ValidationError):
        Engagement(needs_exception=frozenset({Stance.PARTIAL, Stance.DENIES}))


@given(
    st.builds(
        TakePartFacts,
        offender=st.just("Callum"),
        responsible_id=st.just("r"),
        approached=st.booleans(),
        reply=st.sampled_from(["", *Reply.values]),
        voluntary=st.booleans(),
        stance=st.sampled_from(Stance.values),
        stance_id=st.just("s"),
        excepted=st.sampled_from([None, True, False]),
    )
)
def test_taking_part_is_open_exactly_when_free_and_responsible(facts):
    excepted = facts.stance in POLICY.needs_exception and facts.excepted is True
    expected = facts.reply == Reply.YES and facts.voluntary and (facts.stance in ACKNOWLEDGES or excepted)
    assert blockers_to_take_part(facts, POLICY).is_open == expected


def test_an_area_cannot_do_without_a_sheet_for_each_side():
    with pytest.raises(ValidationError):
        Engagement(sheets=(POLICY.sheet("victim"),))
