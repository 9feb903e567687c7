"""An account that is to be closed: everything that is still with it, and where each thing is handed over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import colleagues, roles_in
from talkingpiece.accounts.roles import ROLES
from talkingpiece.areas.models import Area
from talkingpiece.casefile.forms import HandOverRestForm
from talkingpiece.casefile.gates import blockers_to_close_account, facts_for_closing_account
from talkingpiece.core.access import rule_of
from talkingpiece.core.blockers import Blocker
from talkingpiece.ui.components import BlockerRow, Door, Gate, Tick
from talkingpiece.ui.forms import Form

# What goes to a colleague without being asked for; everything else has a door of its own.
MOVABLE = frozenset({"referrals", "duties", "agreements", "drafts", "helps", "balls"})


def leaving_page(
    reader: User, leaver: User, area: Area, at: datetime, *, form: Form | None = None, rest: Form | None = None
) -> dict[str, Any]:
    verdict = blockers_to_close_account(facts_for_closing_account(leaver, area, at))
    people = [one for one in colleagues(area.pk, at) if one.pk != leaver.pk and _works_cases(one, area, at)]
    rows = [_row(reader, blocker) for blocker in verdict.blockers]
    return {
        "leaver": leaver,
        "verdict": verdict,
        "rows": rows,
        "gate": Gate(heading=_("To hand over first"), blockers=rows, big=True),
        "met": [Tick(words) for words in verdict.met],
        "form": rest if rest is not None and rest.errors else form or Form(),
        "rest": rest or HandOverRestForm(people=people),
        "movable": bool(MOVABLE & set(verdict.codes)),
        "owns": "owns" in verdict.codes,
        "hands_over": may_somewhere(reader, Act.CASE_ALLOCATE),
    }


def _works_cases(user: User, area: Area, at: datetime) -> bool:
    return any(Act.CASE_WORK in ROLES[role].acts for role in roles_in(user, area.pk, at))


def _row(reader: User, blocker: Blocker) -> BlockerRow:
    """A door that does not open for the reader is not shown; who can open it is."""
    address = reverse(blocker.door, args=blocker.door_args) if blocker.door else ""
    opens = bool(address) and _opens(reader, address)
    doors = [Door(blocker.door_label, address, kind="secondary")] if opens else []
    return BlockerRow(blocker.message, why="" if opens else blocker.remedy, doors=doors, who=blocker.who)


def _opens(reader: User, address: str) -> bool:
    rule = rule_of(resolve(address).func)
    return rule is not None and bool(rule.act) and may_somewhere(reader, Act(rule.act))
