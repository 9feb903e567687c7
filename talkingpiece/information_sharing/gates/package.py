"""May a share package leave? Asked by the page that shows it and by the act that lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.information_sharing.models import SharePackage
from talkingpiece.information_sharing.packages import leaks_of_package
from talkingpiece.information_sharing.queries import Grounded, ground_for
from talkingpiece.information_sharing.states import Ground
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class PackageFacts:
    package_id: str
    victim_id: str
    victim_name: str
    agency_id: str
    agency_name: str
    draft: bool
    case_open: bool
    paused: bool
    ground: str
    leaks: tuple[str, ...]
    own: bool


def facts_for_package(package: SharePackage, by: User, at: datetime) -> PackageFacts:
    case = package.case
    grounded: Grounded | None = ground_for(case, package.agency_id, package.categories, at)
    return PackageFacts(
        package_id=str(package.pk),
        victim_id=str(case.victim_id),
        victim_name=case.victim.called,
        agency_id=str(package.agency_id),
        agency_name=package.agency.name,
        draft=package.is_draft,
        case_open=case.is_open,
        paused=open_pause(case.pk) is not None,
        ground=str(grounded.ground) if grounded else "",
        leaks=leaks_of_package(package, on=timezone.localdate(at)),
        own=package.recorded_by_id == by.pk,
    )


def blockers_to_share(facts: PackageFacts) -> Verdict:
    name = {"name": facts.victim_name, "agency": facts.agency_name, "words": ", ".join(facts.leaks)}
    return verdict(
        [
            condition(
                facts.draft,
                _("It has not left and was not stopped"),
                _blocker("settled", _("This was decided already"), _("It left, or it was stopped.")),
            ),
            condition(
                facts.case_open,
                _("The case is open"),
                _blocker("case_ended", _("The case has ended"), _("Nothing more leaves for it.")),
            ),
            condition(
                not facts.paused,
                _("%(name)s has not paused") % name,
                _blocker("paused", _("%(name)s has paused") % name, _("While they pause, nothing leaves.")),
            ),
            _grounded(facts, name),
            condition(
                not facts.leaks,
                _("Nothing in it says where anybody is, or who is on the other side"),
                _blocker(
                    "leaks",
                    _("It would tell them: %(words)s") % name,
                    _("It never says where anybody is, nor more of the other side than the ground allows."),
                    _("Stop it, and write it anew without these words"),
                ),
            ),
            condition(
                not facts.own,
                _("Somebody else approves it than wrote it"),
                _blocker(
                    "own_package",
                    _("You wrote it yourself"),
                    _("A second person looks at the pages before they leave."),
                    _("Ask a case supervisor or a coordinator"),
                ),
            ),
        ]
    )


def _grounded(facts: PackageFacts, name: dict[str, str]) -> Condition:
    met = (
        _("The agreement with %(agency)s covers it")
        if facts.ground == Ground.AGREEMENT
        else _("%(name)s agreed that %(agency)s is told")
    )
    return condition(
        bool(facts.ground),
        met % name,
        Blocker(
            code="no_ground",
            message=_("There is no ground to tell %(agency)s this") % name,
            why=_("No agreement in force covers all of it, and %(name)s has not agreed to it, or took it back.") % name,
            remedy=_("Ask %(name)s whether we may") % name,
            door="consents:ask",
            door_args=(facts.victim_id, Item.SHARE.value, facts.agency_id),
            who=_("Only %(name)s can say yes. Whoever looks after agreements can renew one.") % name,
            side=Side.VICTIM,
        ),
    )


def _blocker(code: str, message: str, why: str, remedy: str = "") -> Blocker:
    return Blocker(
        code=code, message=message, why=why, remedy=remedy, who=_("Nobody else has to do anything."), side=Side.VICTIM
    )
