"""My work: danger first, then today, then what was promised; whoever waits for whom; nothing lost below the fold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.casefile.presenters.desk.away import stood_in_for, while_away
from talkingpiece.casefile.presenters.desk.outside import (
    agreements,
    changed,
    letters,
    packages,
    pairs,
    permissions,
    prisons,
    stopped,
)
from talkingpiece.casefile.presenters.desk.rows import DeskRow, Names, Section, in_order
from talkingpiece.casefile.presenters.desk.special import Special
from talkingpiece.casefile.presenters.desk.turns import Turns
from talkingpiece.casefile.presenters.path import names as step_names
from talkingpiece.casefile.progress import current_step
from talkingpiece.casefile.queries import progress_of
from talkingpiece.casefile.queries.desk import WEEK, Desk
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import HandOver
from talkingpiece.ui.components import Count, Stage
from talkingpiece.ui.dates import long_date


@dataclass(frozen=True)
class Offered:
    """A case that is offered to the reader, and by when they promised an answer."""

    offer: HandOver
    due: datetime | None
    late: bool


class DeskPage:
    """`whole`: the key of the list that is shown in full length."""

    def __init__(self, user: User, at: datetime, whole: str) -> None:
        self.desk, self.whole = Desk(user, at), whole
        owners = {case.pk: self.desk.shelf.owner(case) for case in self.desk.shelf.cases}
        self.names = Names(user.pk, {pk: (own.user_id, own.user.first_name) for pk, own in owners.items() if own})
        self.turns, self.special = Turns(self.desk, self.names), Special(self.desk, self.names)
        self.today, self.soon, self.week, self.later = self._by_day()

    def _by_day(self) -> tuple[list[DeskRow], ...]:
        """What has no date is meant for today: it would be lost anywhere else."""
        warned = (timezone.localdate(self.desk.warn_until) - self.desk.shelf.on).days
        tonight, soon, next_week = self._midnight(1), self._midnight(warned + 1), self._midnight(WEEK.days + 1)
        owed = in_order(self.turns.owed(), self.desk.at)
        dated = [(row, row.sort) for row in owed if row.sort is not None]
        today = [row for row in owed if row.sort is None or row.sort < tonight]
        return (
            today,
            [row for row, at in dated if tonight <= at < soon],
            [row for row, at in dated if max(soon, tonight) <= at < next_week],
            [row for row, at in dated if at >= next_week],
        )

    def _midnight(self, days: int) -> datetime:
        day = self.desk.shelf.on + timedelta(days=days)
        return timezone.make_aware(datetime.combine(day, time()))

    def _section(self, key: str, heading: str, rows: list[DeskRow], hint: str = "", nothing: str = "") -> Section:
        return Section(key, heading, rows, hint, nothing, whole=self.whole == key)

    @property
    def first(self) -> Section:
        return self._section("first", _("First"), self.special.first(), _("Somebody may be in danger"))

    @property
    def main(self) -> list[Section]:
        waiting = list(self.turns.waiting())
        sections = [
            self._section("today", _("Today"), self.today, nothing=_("Nothing is due today.")),
            self._section("soon", _("Due soon"), self.soon, _("Before it would be missed")),
            self._section(
                "week",
                _("Promised this week"),
                self.week,
                _("Updates are owed even when there is no news"),
                _("Nothing is promised for this week."),
            ),
            self._section(
                "waiting", _("Waiting on others"), waiting, _("Longest first"), _("Nobody keeps you waiting.")
            ),
            self._section(
                "victim", _("With the victim"), list(self.turns.with_victim()), _("Since when; no clock runs")
            ),
            self._section("later", _("Later"), self.later),
        ]
        return [section for section in sections if section.rows or section.nothing]

    @property
    def instead(self) -> list[Section]:
        """Whoever is away: what is due of theirs, as long as this reader stands in."""
        return [
            self._section(key, heading, rows, nothing=_("Nothing of theirs is due now."))
            for key, heading, rows in stood_in_for(self.desk)
        ]

    @property
    def back(self) -> Section:
        hint = _("For a week")
        return self._section("back", _("What happened while you were away"), list(while_away(self.desk)), hint)

    @property
    def side(self) -> list[Section]:
        special = self.special
        sections = [
            self._section("fell", _("Meetings that fell"), list(special.fallen())),
            self._section("changed", _("What changed for an offender"), list(changed(self.desk, self.names))),
            self._section("permissions", _("Permissions that run out"), list(permissions(self.desk, self.names))),
            self._section("stopped", _("Stopped: no ground"), list(stopped(self.desk, self.names))),
            self._section("sign", _("To sign"), list(special.to_sign())),
            self._section("agreements", _("Agreements with others"), list(agreements(self.desk))),
            self._section("leaving", _("To look at before it leaves"), list(packages(self.desk))),
            self._section("calls", _("Calls not sent yet"), list(special.calls())),
            self._section("door", _("At the front door"), list(special.referrals())),
            self._section("pairs", _("One person, or two?"), list(pairs(self.desk))),
            self._section("letters", _("Letters that have not gone"), list(letters(self.desk, self.names))),
            self._section("prisons", _("Prisons to ask again"), list(prisons(self.desk, self.names))),
            self._section("after", _("After a meeting"), special.after_meetings()),
            self._section("items", _("What was agreed"), list(special.items())),
            self._section("reports", _("Reports owed"), list(special.reports())),
            self._section("reported", _("Reported as done"), list(special.reported())),
            self._section("ask", _("To ask about needs"), list(special.to_ask())),
            self._section("escalated", _("Agencies that do not answer"), list(special.escalated())),
            self._section("told", _("Told under a duty, last two weeks"), list(special.disclosures())),
        ]
        return [section for section in sections if section.rows]

    @property
    def offers(self) -> list[Offered]:
        found = [(offer, self.desk.promise_of.get(offer.pk)) for offer in self.desk.offers]
        return [Offered(offer, one.due if one else None, bool(one and one.state == "missed")) for offer, one in found]

    @property
    def line(self) -> str:
        count = len(self.desk.shelf.cases)
        if self.desk.coordinated:
            cases = ngettext(
                "You are coordinating %(count)d open case.", "You are coordinating %(count)d open cases.", count
            )
        elif count or self.desk.does_casework:
            cases = ngettext("You work on %(count)d open case.", "You work on %(count)d open cases.", count)
        else:
            cases = _("Here is what waits for your word.")
        return f"{long_date(self.desk.shelf.on)}. {cases % {'count': count}}"

    def counts(self, first: Section, main: list[Section]) -> list[Count]:
        total = {section.key: section.total for section in main}
        return [
            Count(len(self.today), _("due today"), "#today"),
            Count(len(self.soon) + len(self.week), _("promises this week"), "#soon" if self.soon else "#week"),
            Count(total.get("waiting", 0), _("waiting on others"), "#waiting"),
            Count(len(self.offers), _("offered to you"), "#offered" if self.offers else ""),
            Count(first.total, _("not safe, or a red flag"), "#first" if first.rows else "", good=not first.rows),
        ]

    @property
    def stages(self) -> list[Stage]:
        """Where the cases stand. A paused case stands nowhere: a pause has no deadline."""
        shelf = self.desk.shelf
        if not shelf.cases:
            return []
        steps = [current_step(facts) for facts in progress_of(shelf).values()]
        address = url("casefile:cases")
        return [
            Stage(f"{number.value} {name}", steps.count(number), f"{address}?step={number.value}" if address else "")
            for number, name in step_names().items()
        ]

    @property
    def paused(self) -> int:
        return sum(self.desk.shelf.paused(case) for case in self.desk.shelf.cases)


def desk_page(user: User, at: datetime, *, whole: str) -> dict[str, Any]:
    page = DeskPage(user, at, whole)
    first, main = page.first, page.main
    return {
        "line": page.line,
        "counts": page.counts(first, main),
        "can_take": may_somewhere(user, Act.REFERRAL_TAKE),
        "first": first,
        "back": page.back,
        "instead": page.instead,
        "main_sections": main,
        "side_sections": page.side,
        "offers": page.offers,
        "stages": page.stages,
        "paused": page.paused,
    }
