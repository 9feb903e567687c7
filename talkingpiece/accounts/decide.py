"""`decide`: may this relation do this act to this class of data, for this purpose, now? Pure; denies by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.roles import ROLES, Role, RoleRule
from talkingpiece.protection.classes import DataClass, Side


class RecordState(StrEnum):
    """In what state the record is of which something is asked."""

    LIVE = "live"
    ENDED = "ended"  # a case that is over, a request that nobody waits for any more
    ERASED = "erased"  # its key is destroyed: that it was there is all that is left


EVERY_SIDE = frozenset({Side.VICTIM, Side.OFFENDER, Side.JOINT, Side.SERVICE})


@dataclass(frozen=True)
class Relation:
    """How a user stands to one record: what `get_x` returns beside the row. The default stands to nothing."""

    roles: frozenset[Role]
    member: bool = False  # an active member of the case, or its addressee in an agency
    sides: frozenset[Side] = frozenset()  # those whose files they may read here
    excluded: bool = False  # a conflict of interest: beats every role
    agreement_in_force: bool = False  # only asked of agencies
    state: RecordState = RecordState.LIVE
    emergency: bool = False  # they opened this record in an emergency, and their time is not over


@dataclass(frozen=True)
class Decision:
    """`reason`: a code, for the trail and for tests; never shown to the one who is refused."""

    allow: bool
    reason: str


# What an agency may ever see, whatever the agreement says: never a victim's whereabouts, account or existence.
AGENCY_CLASSES = frozenset({DataClass.O1, DataClass.O2, DataClass.R1, DataClass.S0})
# Who looked at what is opened by acts of their own; keys and authenticators by none.
TRAIL_ACTS = frozenset({Act.TRAIL_SEE, Act.GLASS_REVIEW})
# What is left of an erased record.
LEFT_AFTER_ERASURE = frozenset({DataClass.A1, DataClass.S0})
# All that an emergency opens: to read, and to reach somebody. Nothing is decided and nothing is written.
EMERGENCY_ACTS = frozenset({Act.CASE_SEE, Act.CONTACT_REVEAL})
# The purpose that is recorded by itself: a worker of the case rings a number in the hours that the person called safe,
# or looks up where they are expected.
SAFE_NOW = "safe_now"


def decide(
    act: Act,
    data_class: DataClass,
    relation: Relation,
    purpose: str,
    now: datetime,
    *,
    side: Side = Side.SERVICE,
) -> Decision:
    """`side`: whose file the datum lies in (Side.OWN is to be resolved by the caller, and is refused)."""
    if relation.excluded:
        return Decision(False, "excluded")
    # A worker’s own notes are opened by nobody’s role: only their author is asked, where they lie.
    if data_class in {DataClass.K, DataClass.N1}:
        return Decision(False, "class")
    if relation.state is RecordState.ERASED and data_class not in LEFT_AFTER_ERASURE:
        return Decision(False, "erased")
    refusals = []
    for role in sorted(relation.roles):
        decision = _by_role(ROLES[role], act, data_class, relation, purpose, side)
        if decision.allow:
            return decision
        refusals.append(decision)
    # The refusal that came furthest is the one to mend: "no such act" only if no role of theirs has it.
    return max(refusals, key=lambda refused: _ORDER.index(refused.reason), default=Decision(False, "role"))


_ORDER = ("role", "class", "not_member", "side", "closed", "no_ground", "purpose")


def _by_role(rule: RoleRule, act: Act, data_class: DataClass, relation: Relation, purpose: str, side: Side) -> Decision:
    if act not in rule.acts:
        return Decision(False, "role")
    if data_class is DataClass.A1 and act not in TRAIL_ACTS:
        return Decision(False, "class")
    if rule.classes is not None and data_class not in rule.classes:
        return Decision(False, "class")
    if rule.agency:
        return _in_agency(data_class, relation, side)
    helps_out = relation.emergency and act in EMERGENCY_ACTS and Act.GLASS_BREAK in rule.acts
    if not (rule.area_wide or relation.member or helps_out):
        return Decision(False, "not_member")
    # The trail and what is the service's own lie in nobody's file.
    if side not in relation.sides and side is not Side.SERVICE:
        return Decision(False, "side")
    if act is Act.CONTACT_REVEAL and data_class is DataClass.V1 and not _has_purpose(relation, purpose):
        return Decision(False, "purpose")
    return Decision(True, "area_wide" if rule.area_wide else "member" if relation.member else "emergency")


def _in_agency(data_class: DataClass, relation: Relation, side: Side) -> Decision:
    if data_class not in AGENCY_CLASSES:
        return Decision(False, "class")
    if not relation.member:
        return Decision(False, "not_member")
    if side not in relation.sides and side is not Side.SERVICE:
        return Decision(False, "side")
    if relation.state is not RecordState.LIVE:
        return Decision(False, "closed")
    return Decision(True, "agency") if relation.agreement_in_force else Decision(False, "no_ground")


def _has_purpose(relation: Relation, purpose: str) -> bool:
    """That it is safe now is reason enough for whoever works on a case that is not over, and for nobody else."""
    if purpose == SAFE_NOW:
        return relation.member and relation.state is RecordState.LIVE
    return bool(purpose)
