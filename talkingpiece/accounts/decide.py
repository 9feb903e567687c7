"""`decide`: may this relation do this act to this class of data, for this purpose, now? Pure; denies by default."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.protection.classes import DataClass, Side


@dataclass(frozen=True)
class Relation:
    """How a user stands to one record: what `get_x` returns beside the row."""

    roles: frozenset[Role]
    member: bool = False  # an active member of the case, or its addressee in an agency
    sides: frozenset[Side] = frozenset()
    excluded: bool = False  # a conflict of interest: beats every role
    agreement_in_force: bool = False  # only asked of agencies


@dataclass(frozen=True)
class Decision:
    allow: bool
    reason: str


# What an agency may ever see, whatever the agreement says: never a victim's whereabouts, account or existence.
AGENCY_CLASSES = frozenset({DataClass.O1, DataClass.O2, DataClass.R1, DataClass.S0})


def decide(act: Act, data_class: DataClass, relation: Relation, purpose: str, now: datetime) -> Decision:
    if relation.excluded:
        return Decision(False, "excluded")
    able = [role for role in relation.roles if act in ROLES[role].acts]
    if not able:
        return Decision(False, "role")
    if data_class in {DataClass.K, DataClass.A1} and act is not Act.TRAIL_SEE:
        return Decision(False, "class")
    for role in able:
        if ROLES[role].agency:
            if not relation.member:
                continue
            if data_class not in AGENCY_CLASSES:
                return Decision(False, "class")
            return Decision(relation.agreement_in_force, "agency" if relation.agreement_in_force else "no_ground")
        classes = ROLES[role].classes
        if classes is not None and data_class not in classes:
            continue
        if ROLES[role].area_wide or relation.member:
            if data_class is DataClass.V1 and act is Act.CONTACT_REVEAL and not purpose:
                return Decision(False, "purpose")
            return Decision(True, "area_wide" if ROLES[role].area_wide else "member")
    return Decision(False, "class" if any(ROLES[role].classes for role in able) else "not_member")
