from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import Blocker, Verdict
from talkingpiece.ui.components import BlockerRow, Door, Gate, Tick


def gate_page(verdict: Verdict, heading: str) -> dict[str, Any]:
    """What a page of an act shows: its form while the gate is open, else every reason with its remedy."""
    count = len(verdict.blockers)
    shut = ngettext("Not yet: one thing is missing", "Not yet: %(number)d things are missing", count)
    return {
        "verdict": verdict,
        "heading": heading if verdict.is_open else shut % {"number": count},
        "gate": Gate(heading=_("To do first"), blockers=[_blocker(one) for one in verdict.blockers], big=True),
        "met": [Tick(words) for words in verdict.met],
        "met_count": len(verdict.met),
        "condition_count": len(verdict.conditions),
    }


def _blocker(one: Blocker) -> BlockerRow:
    doors = [Door(one.door_label, reverse(one.door, args=one.door_args), kind="secondary")] if one.door else []
    why = " ".join(str(words) for words in (one.why, one.remedy) if words)
    return BlockerRow(message=one.message, why=why, doors=doors, who=one.who)
