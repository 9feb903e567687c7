"""May this person ask somebody outside to decide on an assessment? Whoever wrote it never holds the link."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import has_account, took_part
from talkingpiece.risk.states import AssessmentState


@dataclass(frozen=True)
class OutsideFacts:
    waits: bool
    took_part: bool
    has_account: bool


def facts_to_ask_outside(assessment: Assessment, email: str, by: User) -> OutsideFacts:
    return OutsideFacts(
        waits=assessment.state == AssessmentState.SUBMITTED,
        took_part=took_part(assessment, by),
        has_account=has_account(email),
    )


def blockers_to_ask_outside(facts: OutsideFacts) -> Verdict:
    return verdict(
        [
            condition(
                facts.waits,
                _("It waits for a signature"),
                Blocker(
                    code="not_waiting",
                    message=_("This assessment does not wait for a signature"),
                    remedy="",
                    who=_("Whoever writes it puts it forward first."),
                    side=Side.JOINT,
                ),
            ),
            condition(
                not facts.took_part,
                _("You took no part in writing it"),
                Blocker(
                    code="own_assessment",
                    message=_("You took part in this assessment, so somebody else asks for the signature"),
                    why=_("Whoever wrote it never holds the link by which it is signed."),
                    remedy="",
                    who=_("A coordinator or a case supervisor who took no part."),
                    side=Side.JOINT,
                ),
            ),
            condition(
                not facts.has_account,
                _("They do not sign in here"),
                Blocker(
                    code="has_account",
                    message=_("This is the address of somebody who signs in here"),
                    remedy=_("Give the address of somebody outside. A colleague reads and signs it here"),
                    who=_("You can do this now."),
                    side=Side.JOINT,
                ),
            ),
        ]
    )
