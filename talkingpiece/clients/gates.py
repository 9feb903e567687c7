"""Before a program is let in under an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import holds
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class RegisterFacts:
    agreement_id: str
    in_force: bool
    has_purposes: bool


def facts_for_register(agreement: Agreement, at: datetime) -> RegisterFacts:
    return RegisterFacts(
        agreement_id=str(agreement.pk), in_force=holds(agreement, at), has_purposes=bool(agreement.purposes)
    )


def blockers_to_register(facts: RegisterFacts) -> Verdict:
    return verdict(
        (
            condition(facts.in_force, _("The agreement is in force"), _not_in_force(facts)),
            condition(facts.has_purposes, _("The agreement says for what it is"), _no_purposes(facts)),
        )
    )


def _not_in_force(facts: RegisterFacts) -> Blocker:
    return Blocker(
        code="not_in_force",
        message=_("This agreement is not in force"),
        why=_("A program is let in under an agreement that both have signed, and only while it lasts."),
        remedy=_("Sign or renew the agreement."),
        who=_("Whoever looks after the agreement"),
        door="agreements:agreement",
        door_args=(facts.agreement_id,),
        door_label=_("Open the agreement"),
        side=Side.SERVICE,
    )


def _no_purposes(facts: RegisterFacts) -> Blocker:
    return Blocker(
        code="no_purposes",
        message=_("This agreement names no purpose from the list"),
        why=_("A program may do only what its agreement is for."),
        remedy=_("Renew the agreement, and tick there what it is for."),
        who=_("Whoever looks after the agreement"),
        door="agreements:agreement",
        door_args=(facts.agreement_id,),
        door_label=_("Open the agreement"),
        side=Side.SERVICE,
    )
