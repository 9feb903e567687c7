"""`decide`, in full: every act, class, side, set of roles and standing. What no rule allows is refused."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import (
    AGENCY_CLASSES,
    EMERGENCY_ACTS,
    EVERY_SIDE,
    SAFE_NOW,
    TRAIL_ACTS,
    RecordState,
    Relation,
    decide,
)
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.protection.classes import DataClass, Side

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
BOTH = (True, False)


def relations():
    """One role at a time; of sides: none, one's own, every one."""
    none: frozenset[Side] = frozenset()
    for role, member, excluded, agreement, emergency in product([None, *Role], BOTH, BOTH, BOTH, BOTH):
        for shown, state in product((none, frozenset({Side.OFFENDER}), EVERY_SIDE), RecordState):
            yield Relation(
                roles=frozenset({role} if role else ()),
                member=member,
                sides=shown,
                excluded=excluded,
                agreement_in_force=agreement,
                state=state,
                emergency=emergency,
            )


def test_every_cell_of_the_table_keeps_the_rules() -> None:
    allowed = 0
    # A purpose is asked of one act only; for the others any will do.
    cells = [
        (act, data_class, purpose, side)
        for act, data_class, side in product(Act, DataClass, [Side.VICTIM, Side.OFFENDER, Side.SERVICE, Side.OWN])
        for purpose in (["", SAFE_NOW, "visit"] if act is Act.CONTACT_REVEAL else ["visit"])
    ]
    for relation in relations():
        for act, data_class, purpose, side in cells:
            decision = decide(act, data_class, relation, purpose, NOW, side=side)
            if not decision.allow:
                continue
            allowed += 1
            (role,) = relation.roles
            rule = ROLES[role]
            assert not relation.excluded
            assert act in rule.acts
            assert data_class is not DataClass.K
            assert data_class is not DataClass.A1 or act in TRAIL_ACTS
            assert rule.classes is None or data_class in rule.classes
            assert side in relation.sides or side is Side.SERVICE
            assert relation.state is not RecordState.ERASED or data_class in {DataClass.S0, DataClass.A1}
            assert relation.member or rule.area_wide or (relation.emergency and act in EMERGENCY_ACTS)
            if rule.agency:
                assert data_class in AGENCY_CLASSES
                assert relation.member
                assert relation.agreement_in_force
                assert relation.state is RecordState.LIVE
            if act is Act.CONTACT_REVEAL and data_class is DataClass.V1:
                assert purpose
                assert purpose != SAFE_NOW or (relation.member and relation.state is RecordState.LIVE)
    assert allowed > 0


MEMBER = Relation(roles=frozenset({Role.FACILITATOR}), member=True, sides=EVERY_SIDE)
STRANGER = replace(MEMBER, member=False)


def test_a_facilitator_works_on_a_case_of_theirs_and_on_no_other() -> None:
    assert decide(Act.CASE_WORK, DataClass.V2, MEMBER, "", NOW, side=Side.VICTIM).allow
    assert decide(Act.CASE_WORK, DataClass.V2, STRANGER, "", NOW, side=Side.VICTIM).reason == "not_member"


def test_an_emergency_opens_a_case_to_be_read_and_to_reach_people_and_for_nothing_else() -> None:
    helping = replace(STRANGER, emergency=True)
    assert decide(Act.CASE_SEE, DataClass.V2, helping, "", NOW, side=Side.VICTIM).reason == "emergency"
    assert decide(Act.CONTACT_REVEAL, DataClass.V1, helping, "safety", NOW, side=Side.VICTIM).allow
    assert decide(Act.CONTACT_REVEAL, DataClass.V1, helping, SAFE_NOW, NOW, side=Side.VICTIM).reason == "purpose"
    assert decide(Act.CASE_WORK, DataClass.V2, helping, "", NOW, side=Side.VICTIM).reason == "not_member"
    assert decide(Act.CASE_SEE, DataClass.V2, replace(helping, excluded=True), "", NOW).reason == "excluded"
    # Whoever may not open anything in an emergency is not helped by its being open.
    manager = replace(helping, roles=frozenset({Role.OFFENDER_MANAGER}))
    assert not any(decide(act, one, manager, "safety", NOW).allow for act, one in product(Act, DataClass))


def test_what_is_safe_now_is_reason_enough_for_a_worker_of_a_case_that_is_open() -> None:
    ended = replace(MEMBER, state=RecordState.ENDED)
    coordinator = replace(STRANGER, roles=frozenset({Role.COORDINATOR}))
    for relation, allowed in ((MEMBER, True), (ended, False), (coordinator, False)):
        assert decide(Act.CONTACT_REVEAL, DataClass.V1, relation, SAFE_NOW, NOW, side=Side.VICTIM).allow is allowed
        assert decide(Act.CONTACT_REVEAL, DataClass.V1, relation, "visit", NOW, side=Side.VICTIM).allow
        assert decide(Act.CONTACT_REVEAL, DataClass.V1, relation, "", NOW, side=Side.VICTIM).reason == "purpose"


def test_a_file_of_the_other_side_stays_shut() -> None:
    one_side = replace(MEMBER, sides=frozenset({Side.OFFENDER, Side.JOINT}))
    assert decide(Act.CASE_WORK, DataClass.O2, one_side, "", NOW, side=Side.OFFENDER).allow
    assert decide(Act.CASE_WORK, DataClass.V2, one_side, "", NOW, side=Side.VICTIM).reason == "side"


def test_of_what_was_erased_only_the_trail_and_the_counters_are_left() -> None:
    coordinator = Relation(roles=frozenset({Role.COORDINATOR}), sides=EVERY_SIDE, state=RecordState.ERASED)
    assert decide(Act.CASE_SEE, DataClass.V2, coordinator, "", NOW).reason == "erased"
    assert decide(Act.TRAIL_SEE, DataClass.A1, coordinator, "", NOW).allow


def test_who_oversees_the_service_opens_nobodys_file_and_who_evaluates_it_sees_no_case_at_all() -> None:
    manager = Relation(roles=frozenset({Role.SCHEME_MANAGER}))
    evaluator = Relation(roles=frozenset({Role.EVALUATOR}))
    assert decide(Act.WORK_OVERSEE, DataClass.V0, manager, "", NOW).allow
    assert decide(Act.WORK_OVERSEE, DataClass.V2, manager, "", NOW).reason == "class"
    assert decide(Act.FIGURES_SEE, DataClass.S0, evaluator, "", NOW).allow
    assert decide(Act.FIGURES_SEE, DataClass.V0, evaluator, "", NOW).reason == "class"


def test_the_privacy_officer_sees_who_looked_and_nothing_of_what_they_saw() -> None:
    officer = Relation(roles=frozenset({Role.PRIVACY_OFFICER}), sides=EVERY_SIDE)
    assert decide(Act.GLASS_REVIEW, DataClass.A1, officer, "", NOW).allow
    opened = {one for act, one in product(Act, DataClass) if decide(act, one, officer, "x", NOW).allow}
    assert opened <= {DataClass.S0, DataClass.A1}


def test_keys_are_opened_by_no_act_of_any_role() -> None:
    for role, act in product(Role, Act):
        relation = Relation(frozenset({role}), member=True, sides=EVERY_SIDE, agreement_in_force=True)
        assert not decide(act, DataClass.K, relation, "x", NOW).allow


def test_a_conflict_of_interest_beats_every_role() -> None:
    for role in Role:
        excluded = Relation(
            frozenset({role}), member=True, sides=EVERY_SIDE, excluded=True, agreement_in_force=True, emergency=True
        )
        for act in ROLES[role].acts:
            assert decide(act, DataClass.O1, excluded, "x", NOW).reason == "excluded"


ADDRESSEE = Relation(
    frozenset({Role.OFFENDER_MANAGER}), member=True, sides=frozenset({Side.OFFENDER}), agreement_in_force=True
)


@pytest.mark.parametrize("data_class", [DataClass.V0, DataClass.V1, DataClass.V2, DataClass.M1, DataClass.C1])
def test_an_agency_never_sees_the_victims_side_whatever_was_agreed(data_class: DataClass) -> None:
    assert decide(Act.REQUEST_ANSWER, DataClass.O1, ADDRESSEE, "", NOW, side=Side.OFFENDER).allow
    assert decide(Act.REQUEST_ANSWER, data_class, ADDRESSEE, "", NOW, side=Side.OFFENDER).reason == "class"
    assert decide(Act.REQUEST_ANSWER, DataClass.O1, ADDRESSEE, "", NOW, side=Side.VICTIM).reason == "side"


def test_an_agency_sees_nothing_once_the_agreement_or_the_question_is_over() -> None:
    for spoiled, reason in (
        (replace(ADDRESSEE, agreement_in_force=False), "no_ground"),
        (replace(ADDRESSEE, state=RecordState.ENDED), "closed"),
        (replace(ADDRESSEE, member=False), "not_member"),
    ):
        assert decide(Act.REQUEST_ANSWER, DataClass.O1, spoiled, "", NOW, side=Side.OFFENDER).reason == reason


def test_of_two_roles_the_one_that_may_decides() -> None:
    both = replace(STRANGER, roles=frozenset({Role.FACILITATOR, Role.COORDINATOR}))
    assert decide(Act.CASE_WORK, DataClass.V2, both, "", NOW, side=Side.VICTIM).allow
