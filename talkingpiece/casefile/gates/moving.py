"""May what was written in one place be written down for this person of this case instead?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened, may, relation_to
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.gates import BesideFacts, blockers_to_ask_beside, facts_for_beside
from talkingpiece.engagement.queries import Somebody
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class MoveFacts:
    reference: str
    works_here: bool
    is_open: bool
    beside: BesideFacts | None  # somebody who takes part beside one of them


def facts_for_move(case: Case, who: Somebody, by: User) -> MoveFacts:
    return MoveFacts(
        reference=case.reference,
        works_here=may(Opened(case, relation_to(by, case)), Act.CASE_WORK),
        is_open=case.is_open,
        beside=facts_for_beside(who.companion) if who.companion is not None else None,
    )


def blockers_to_move(facts: MoveFacts) -> Verdict:
    beside = blockers_to_ask_beside(facts.beside).conditions if facts.beside is not None else ()
    return verdict([_works_here(facts), _open(facts), *beside])


def _works_here(facts: MoveFacts) -> Condition:
    name = {"case": facts.reference}
    blocker = Blocker(
        code="not_theirs",
        message=_("You work on the case it belongs to"),
        why=_("Whoever writes something into a file works with the people in it."),
        remedy=_("Tell whoever leads that case"),
        who=_("Only somebody who works on that case can write in it."),
        side=Side.SERVICE,
    )
    return condition(facts.works_here, _("You work on %(case)s") % name, blocker)


def _open(facts: MoveFacts) -> Condition:
    name = {"case": facts.reference}
    blocker = Blocker(
        code="case_ended",
        message=_("%(case)s is open") % name,
        why=_("%(case)s has ended, and nothing is written into a closed file.") % name,
        remedy=_("Open it again first"),
        who=_("Whoever works on it can open it again."),
        side=Side.SERVICE,
    )
    return condition(facts.is_open, _("%(case)s is open") % name, blocker)
