"""After something was told: may this person review it? May it be corrected in these words?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.queries import responsibles
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.documents.leaks import leaks_in
from talkingpiece.information_sharing.gates.ask_facts import protected_of
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.queries import ground_holds
from talkingpiece.information_sharing.states import Errand, Ground
from talkingpiece.protection.classes import Side

_TO_AGENCIES = frozenset({Errand.ASK_AGENCY, Errand.LEGAL_VISIT, Errand.OUTCOME_REPORT})


@dataclass(frozen=True)
class ReviewFacts:
    told_by: str
    own: bool


def facts_for_review(disclosure: Disclosure, by: User) -> ReviewFacts:
    told_by = disclosure.recorded_by
    return ReviewFacts(told_by=told_by.name if told_by else "", own=disclosure.recorded_by_id == by.pk)


def blockers_to_review(facts: ReviewFacts) -> Verdict:
    return verdict(
        [
            condition(
                not facts.own,
                _("Somebody else looks at it than told it"),
                Blocker(
                    code="own_disclosure",
                    message=_("You told it yourself"),
                    why=_("A second person looks at what was told without anybody’s yes."),
                    remedy=_("Ask another case supervisor or coordinator"),
                    who=_("Any other case supervisor or coordinator of the area."),
                    side=Side.SERVICE,
                ),
            )
        ]
    )


@dataclass(frozen=True)
class CorrectionFacts:
    ground: str
    leaks: tuple[str, ...]


def facts_for_correction(disclosure: Disclosure, told: str, at: datetime) -> CorrectionFacts:
    """The ground on which the correction leaves, and what of it the recipient may not learn."""
    held = disclosure.ground == Ground.DUTY or ground_holds(disclosure, at)
    leaks: tuple[str, ...] = ()
    if disclosure.purpose in _TO_AGENCIES and disclosure.ground != Ground.DUTY:
        case = disclosure.case
        for one in responsibles(case.pk):
            leaks += leaks_in(told, protected_of(case.victim, case.reference, one.person))
    return CorrectionFacts(ground=disclosure.ground if held else Ground.DUTY.value, leaks=tuple(dict.fromkeys(leaks)))


def blockers_to_correct(facts: CorrectionFacts) -> Verdict:
    return verdict(
        [
            condition(
                not facts.leaks,
                _("Nothing in it says who asked"),
                Blocker(
                    code="correction_tells",
                    message=_("It would tell them who asked: %(words)s") % {"words": ", ".join(facts.leaks)},
                    why=_("The agency may learn who the offender is and what we ask, and nothing of anybody else."),
                    remedy=_("Take these words out"),
                    who=_("You can do this now."),
                    side=Side.VICTIM,
                ),
            )
        ]
    )
