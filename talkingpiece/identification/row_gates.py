"""May this row become a referral? Asked anew in the moment in which somebody accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.identification.facts import known_of
from talkingpiece.identification.models import Screened
from talkingpiece.identification.profile import Identification
from talkingpiece.identification.screening import Finding, screen
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.queries import conflicts


@dataclass(frozen=True)
class AcceptFacts:
    gone: bool  # its list is deleted
    failing: tuple[Finding, ...] = ()
    conflict: bool = False


def facts_for_accept(row: Screened, *, by: User, at: datetime) -> AcceptFacts:
    if row.row is None:
        return AcceptFacts(gone=True)
    [known] = known_of(row.area_id, [row.row], at=at)
    found = screen(known.facts, current_section(row.area_id, Identification).rules)
    knows = known.person_id is not None and bool(conflicts([by.pk], [known.person_id]).get(by.pk))
    return AcceptFacts(gone=False, failing=found.failing, conflict=knows)


def blockers_to_accept(facts: AcceptFacts) -> Verdict:
    rules = [
        condition(False, "", _blocker(f"rule:{one.id}", one.reason, one.remedy or _("Nothing is to be done.")))
        for one in facts.failing
    ]
    return verdict(
        (
            condition(
                not facts.gone,
                _("Its list is here"),
                _blocker("gone", _("Its list is deleted"), _("Nothing is to be done.")),
            ),
            *(rules or [condition(True, _("No rule keeps it out"), _blocker("", "", ""))]),
            condition(
                not facts.conflict,
                _("You have no conflict of interest with them"),
                _blocker(
                    "conflict",
                    _("You have a conflict of interest with this person"),
                    _("Another coordinator decides."),
                ),
            ),
        )
    )


def _blocker(code: str, message: str, remedy: str) -> Blocker:
    return Blocker(code=code, message=message, remedy=remedy, who=_("You, or whoever looks after it"), side=Side.VICTIM)
