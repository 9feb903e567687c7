"""`decide`, in full: every act, class, set of roles and standing. What no rule allows is refused."""

from datetime import UTC, datetime
from itertools import product

import pytest

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import AGENCY_CLASSES, Relation, decide
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.protection.classes import DataClass

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def relations():
    for role, member, excluded, agreement in product([None, *Role], [True, False], [True, False], [True, False]):
        yield Relation(
            roles=frozenset({role} if role else ()), member=member, excluded=excluded, agreement_in_force=agreement
        )


def test_every_cell_of_the_table_keeps_the_rules() -> None:
    allowed = 0
    for relation, act, data_class, purpose in product(relations(), Act, DataClass, ["", "safe_now"]):
        decision = decide(act, data_class, relation, purpose, NOW)
        if not decision.allow:
            continue
        allowed += 1
        (role,) = relation.roles
        assert not relation.excluded
        assert act in ROLES[role].acts
        assert relation.member or ROLES[role].area_wide
        if ROLES[role].agency:
            assert data_class in AGENCY_CLASSES
            assert relation.agreement_in_force
        classes = ROLES[role].classes
        assert classes is None or data_class in classes
        if act is Act.CONTACT_REVEAL and data_class is DataClass.V1:
            assert purpose
        assert data_class is not DataClass.K or act is Act.TRAIL_SEE
    assert allowed > 0


MEMBER = Relation(roles=frozenset({Role.FACILITATOR}), member=True)


def test_a_facilitator_works_on_a_case_of_theirs_and_on_no_other() -> None:
    stranger = Relation(roles=frozenset({Role.FACILITATOR}))
    assert decide(Act.CASE_WORK, DataClass.V2, MEMBER, "", NOW).allow
    assert decide(Act.CASE_WORK, DataClass.V2, stranger, "", NOW).reason == "not_member"


def test_who_oversees_the_service_opens_nobodys_file_and_who_evaluates_it_sees_no_case_at_all() -> None:
    manager = Relation(roles=frozenset({Role.SCHEME_MANAGER}))
    evaluator = Relation(roles=frozenset({Role.EVALUATOR}))
    assert decide(Act.WORK_OVERSEE, DataClass.V0, manager, "", NOW).allow
    assert decide(Act.WORK_OVERSEE, DataClass.V2, manager, "", NOW).reason == "class"
    assert decide(Act.FIGURES_SEE, DataClass.S0, evaluator, "", NOW).allow
    assert decide(Act.FIGURES_SEE, DataClass.V0, evaluator, "", NOW).reason == "class"


def test_a_conflict_of_interest_beats_every_role() -> None:
    for role in Role:
        excluded = Relation(roles=frozenset({role}), member=True, excluded=True, agreement_in_force=True)
        for act in ROLES[role].acts:
            assert decide(act, DataClass.O1, excluded, "x", NOW).reason == "excluded"


@pytest.mark.parametrize("data_class", [DataClass.V0, DataClass.V1, DataClass.V2, DataClass.M1, DataClass.C1])
def test_an_agency_never_sees_the_victims_side_whatever_was_agreed(data_class: DataClass) -> None:
    addressee = Relation(roles=frozenset({Role.OFFENDER_MANAGER}), member=True, agreement_in_force=True)
    assert decide(Act.REQUEST_ANSWER, DataClass.O1, addressee, "", NOW).allow
    assert decide(Act.REQUEST_ANSWER, data_class, addressee, "", NOW).reason == "class"


def test_an_agency_sees_nothing_once_the_agreement_ended() -> None:
    addressee = Relation(roles=frozenset({Role.OFFENDER_MANAGER}), member=True, agreement_in_force=False)
    assert decide(Act.REQUEST_ANSWER, DataClass.O1, addressee, "", NOW).reason == "no_ground"
