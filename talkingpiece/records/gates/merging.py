"""May two records be read as one person? Nothing of one matter may show in another because of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, verdict
from talkingpiece.people.models import Person
from talkingpiece.people.queries import one_person
from talkingpiece.protection.classes import Side
from talkingpiece.records.queries import same_side
from talkingpiece.staffing.queries import conflicts


@dataclass(frozen=True)
class MergeFacts:
    same_area: bool = True
    same_side: bool = True
    same_kind: bool = True
    one_already: bool = False
    conflict: bool = False


def facts_for_merge(kept: Person, merged: Person, *, by: User) -> MergeFacts:
    return MergeFacts(
        same_area=kept.area_id == merged.area_id,
        same_side=same_side([kept.pk, merged.pk]),
        same_kind=kept.kind == merged.kind,
        one_already=merged.pk in one_person(kept.pk),
        conflict=bool(conflicts([by.pk], [kept.pk, merged.pk])),
    )


def blockers_to_merge(facts: MergeFacts) -> Verdict:
    return verdict(
        (
            condition(
                facts.same_area and facts.same_side,
                _("Both records may be joined in this area"),
                # One sentence for every reason: which it is would tell of another matter.
                _blocker(
                    "not_here",
                    _("These two records cannot be joined here"),
                    _("The reason is not shown on this page. Ask a case supervisor."),
                    _("A case supervisor"),
                ),
            ),
            condition(
                facts.same_kind,
                _("Both are of the same kind"),
                _blocker(
                    "kind",
                    _("One of them is a person and the other an organisation"),
                    _("They stay apart. Somebody who speaks for an organisation is a companion of its case."),
                    _("Nobody needs to do anything"),
                ),
            ),
            condition(
                not facts.one_already,
                _("They are still two"),
                _blocker(
                    "one_already",
                    _("They are read as one person already"),
                    _("Nothing needs to be done."),
                    _("Nobody needs to do anything"),
                ),
            ),
            condition(
                not facts.conflict,
                _("You have no conflict of interest with them"),
                _blocker(
                    "conflict",
                    _("You have a conflict of interest with this person"),
                    _("Whoever knows a person does not decide about them."),
                    _("Another coordinator"),
                ),
            ),
        )
    )


def _blocker(code: str, message: Text, why: Text, who: Text) -> Blocker:
    return Blocker(code=code, message=message, remedy=why, why=why, who=who, side=Side.SERVICE)
