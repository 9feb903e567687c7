"""May this person sign this assessment? Two people answer for each, whatever their rank."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.gates import second_person
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import open_flags, took_part
from talkingpiece.risk.states import GOES_ON


@dataclass(frozen=True)
class SignFacts:
    took_part: bool
    decision: str
    flags: tuple[str, ...]  # ids of those that are open


def facts_for_sign(case: Case, assessment: Assessment, by: User | None) -> SignFacts:
    """Without `by`: of somebody outside, who was asked by nobody that took part (cases.gates)."""
    return SignFacts(
        took_part=by is not None and took_part(assessment, by),
        decision=assessment.decision,
        flags=tuple(str(flag.pk) for flag in open_flags(case.pk)),
    )


def blockers_to_sign(facts: SignFacts) -> Verdict:
    return verdict(
        [
            second_person(
                facts.took_part,
                met=_("You took no part in writing it"),
                message=_("You took part in this assessment, so somebody else signs it"),
                why=_("A second pair of eyes sees what the first got used to."),
                who=_("Another case supervisor."),
            ),
            condition(
                not (facts.flags and facts.decision in GOES_ON),
                _("No red flag stands against the decision"),
                Blocker(
                    code="flag_open",
                    message=_("A red flag is open, so nothing can go ahead yet"),
                    why=_("Answer the flag first, or give the assessment back."),
                    remedy=_("Answer the red flag"),
                    who=_("A case supervisor answers it."),
                    side=Side.JOINT,
                    door="risk:answer_flag",
                    door_args=facts.flags[:1],
                    door_label=_("See the red flag"),
                ),
            ),
        ]
    )
