"""One picture: how far the referrals of a quarter came, and where they stand. The table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from talkingpiece.evaluation.counting import BY_KEY, View
from talkingpiece.evaluation.presenters.figures import Table, number, text
from talkingpiece.ui.pictures import Bar, drawn

FAR = ("received", "taken", "spoke", "offered", "approached", "indirect", "direct", "circle")
STANDS = (
    "waiting",
    "elsewhere",
    "stopped",
    "open",
    "completed",
    "ended_no_exchange",
    "ended_not_possible",
    "ended_transferred",
)
# Names that would not fit above a bar.
_SHORT = {"open": gettext_noop("Open"), "completed": gettext_noop("Completed")}


@dataclass(frozen=True)
class Picture:
    far: tuple[Bar, ...]
    stands: tuple[Bar, ...]

    @property
    def is_empty(self) -> bool:
        return not any(bar.value or bar.value is None for bar in self.far[:1])


def picture(found: Table) -> Picture:
    return Picture(_bars(found, FAR), _bars(found, STANDS))


def _bars(found: Table, keys: Iterable[str]) -> tuple[Bar, ...]:
    shown = [(key, found.of(View.COHORT, key)) for key in keys]
    return tuple(Bar(text(_SHORT.get(key, BY_KEY[key].name)), number(one), one.value) for key, one in shown)


def drawings(found: Picture) -> list[tuple[str, SafeString]]:
    """Both halves on one scale, each with its heading."""
    most = max(1, max((bar.value or 0 for bar in (*found.far, *found.stands)), default=0))
    halves = (
        ("far", _("How far they came"), found.far, False),
        ("stands", _("Where they stand today"), found.stands, True),
    )
    return [
        (title, drawn(bars, most, quiet=quiet, title=title, name=f"picture-{name}"))
        for name, title, bars, quiet in halves
    ]
