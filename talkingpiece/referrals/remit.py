"""Within the remit or not: pure, by the area's rules, always with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from talkingpiece.referrals.profile import Age, Outcome, Remit, Rule


@dataclass(frozen=True)
class RemitFacts:
    stage: str
    category: str = "unknown"
    age: Age = "not_known"


@dataclass(frozen=True)
class Finding:
    code: str
    outcome: Outcome
    reason: str
    remedy: str = ""
    sensitive: bool = False
    review_on: date | None = None

    @property
    def is_in(self) -> bool:
        return self.outcome == "in_remit"


def remit_of(facts: RemitFacts, section: Remit) -> Finding:
    """What the first rule that fits says. A harm that any rule calls sensitive is sensitive, whichever rule decides."""
    fitting = [rule for rule in section.rules if _fits(rule, facts)]
    decides = fitting[0]
    return Finding(
        code=decides.code,
        outcome=decides.outcome,
        reason=gettext(decides.reason),
        remedy=gettext(decides.remedy) if decides.remedy else "",
        sensitive=any(rule.sensitive for rule in fitting),
        review_on=decides.review_on,
    )


def _fits(rule: Rule, facts: RemitFacts) -> bool:
    return all(
        not wanted or value in wanted
        for wanted, value in (
            (rule.stages, facts.stage),
            (rule.categories, facts.category),
            (rule.ages, facts.age),
        )
    )
