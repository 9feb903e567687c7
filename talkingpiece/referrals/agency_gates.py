"""May an agency send this referral? The first half of G1, asked before it reaches us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.areas.models import Agency
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.agency_queries import standing_of

# What the agency answers to "do they know?": yes and agreed, not yet, or covered by a rule on the first contact.
Knows = Literal["yes", "not_yet", "rule", ""]


@dataclass(frozen=True)
class SendFacts:
    kind_refers: bool
    knows: Knows
    has_rule: bool
    agreement_in_force: bool


def facts_for_send(area_id: UUID, agency: Agency, *, knows: Knows, at: datetime) -> SendFacts:
    found = standing_of(area_id, agency, at=at)
    return SendFacts(
        kind_refers=found.kind_rule is not None,
        knows=knows,
        has_rule=found.rule is not None,
        agreement_in_force=found.agreement is not None,
    )


def blockers_to_send(facts: SendFacts) -> Verdict:
    covered = facts.knows == "rule" and facts.has_rule and facts.agreement_in_force
    return verdict(
        (
            condition(facts.kind_refers, _("Your organisation refers people to us"), _not_a_referrer()),
            condition(
                facts.knows == "yes" or covered,
                _("An agreement in force says who makes the first contact")
                if covered
                else _("They know of it, and agreed that we contact them"),
                _rule_over() if facts.knows == "rule" and facts.has_rule else _ask_first(),
            ),
        )
    )


def _not_a_referrer() -> Blocker:
    return Blocker(
        code="not_a_referrer",
        message=_("Your organisation does not refer people to us yet"),
        why=_("The area names the organisations that do."),
        remedy=_("Tell the person how to reach us, or call us."),
        who=_("The service’s coordinator"),
        side=Side.SERVICE,
    )


def _ask_first() -> Blocker:
    return Blocker(
        code="ask_first",
        message=_("Ask them first"),
        why=_(
            "Nobody hears from us without having said yes to it. What you wrote is kept, and nothing was sent. "
            "They can also come to us themselves, on any day."
        ),
        remedy=_("Ask whether we may contact them, and come back with their answer."),
        who=_("You, when you next speak with them"),
        side=Side.VICTIM,
    )


def _rule_over() -> Blocker:
    return Blocker(
        code="rule_over",
        message=_("No agreement with your organisation is in force today"),
        why=_(
            "Somebody who was not asked may be contacted only under an agreement that is in force. "
            "What you wrote is kept, and nothing was sent."
        ),
        remedy=_("Ask them first, or ask us when the agreement is renewed."),
        who=_("You, or the service’s coordinator"),
        side=Side.SERVICE,
    )
