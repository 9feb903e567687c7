"""The head of a casefile: who it is about, what can be done at any moment, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.areas.working_days import working_days_between
from talkingpiece.casefile.queries import Shelf, update_due_on
from talkingpiece.cases.access import Opened
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.models import Ball as BallRow
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import Complexity, Holder
from talkingpiece.people.states import Channel
from talkingpiece.staffing.access import may_offer
from talkingpiece.ui.components import Ball, Fact, Link
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class Act:
    """A button of the head. `icon` stands before its words."""

    label: str
    url: str
    icon: str = ""
    primary: bool = False


class Header:
    """`fell`: a meeting was booked and no longer stands; nobody passed the ball for it."""

    def __init__(self, opened: Opened, shelf: Shelf, reader: User, *, fell: bool = False) -> None:
        self.opened, self.shelf, self.reader, self.case = opened, shelf, reader, opened.case
        self.fell = fell

    @property
    def name(self) -> str:
        return self.case.victim.name

    @property
    def incident(self) -> str:
        return self.case.incident.words or f"{self.case.incident.get_category_display()}."

    @property
    def line(self) -> str:
        begun = _("Started by %(who)s.") % {"who": self.case.get_initiated_by_display()}
        sensitive = self.case.complexity == Complexity.SENSITIVE
        complexity = _("Sensitive and complex.") if sensitive else _("Standard complexity.")
        return " ".join([begun, self._open_for(), complexity])

    def _open_for(self) -> str:
        until = self.case.ended_at or self.shelf.at
        days = (until - self.case.opened_at).days
        pauses = self.shelf.pauses[self.case.pk]
        paused = sum(((pause.ended_at or until) - pause.happened_at).days for pause in pauses)
        opened = ngettext("Open %(days)d day", "Open %(days)d days", days) % {"days": days}
        if not paused:
            return f"{opened}."
        return _("%(opened)s, %(paused)d of them paused.") % {"opened": opened, "paused": paused}

    @property
    def acts(self) -> list[Act]:
        """Stopping weighs as much as going on: pause and end come first and look alike."""
        ref = self.case.reference
        if not self.case.is_open:
            acts = [Act(_("Open again"), url("casefile:reopen", ref))]
        else:
            paused = self.shelf.paused(self.case)
            pause = (
                Act(_("Go on"), url("cases:resume", ref))
                if paused
                else Act(_("Pause"), url("cases:pause", ref), "pause")
            )
            contact = url("engagement:contact", ref, self.case.victim_id)
            acts = [pause, Act(_("End well"), url("casefile:end", ref)), Act(_("Log a contact"), contact, primary=True)]
        return [act for act in acts if leads_in(act.url, self.opened.relation)]

    @property
    def ball(self) -> Ball | None:
        if not self.case.is_open:
            return None
        facts = [*self._turn(self.shelf.balls.get(self.case.pk)), self._update(), self._owner()]
        return Ball(facts)

    def _turn(self, ball: BallRow | None) -> list[Fact]:
        label = _("Who has the ball")
        if ball is None:
            return [Fact(label, _("Nobody"), note=_("Whoever acts next takes it"))]
        if self.fell and ball.what == What.MEETING_AHEAD:
            return [Fact(label, holder_name(self.shelf, self.case, ball), note=str(What.MEETING_FELL.label))]
        what = str(What(ball.what).label)
        due = _("%(what)s, by %(when)s") % {"what": what, "when": when(ball.due_at)} if ball.due_at else what
        return [Fact(label, holder_name(self.shelf, self.case, ball), note=due), self._since(ball)]

    def _since(self, ball: BallRow) -> Fact:
        since = timezone.localdate(ball.since)
        if ball.holder == Holder.VICTIM:
            return Fact(_("Since"), short_date(since), note=_("as long as they want"))
        days = working_days_between(since, self.shelf.on, self.case.area.jurisdiction)
        note = ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
        if not days:
            note = _("today") if since == self.shelf.on else _("less than a working day")
        return Fact(_("Since"), short_date(since), note=note)

    def _update(self) -> Fact:
        label = _("%(name)s hears from us by") % {"name": self.case.victim.called}
        due = update_due_on(self.shelf, self.case)
        if due is None:
            return Fact(label, _("When they want"), note=_("paused: nothing is asked of them"))
        ring_at = self.shelf.promised_call(self.case)
        if ring_at is not None:
            due = min(due, timezone.localdate(ring_at))
        late = _("Late: %(day)s") % {"day": short_date(due)} if due < self.shelf.on else short_date(due)
        return Fact(label, late, note=self._how())

    def _how(self) -> str:
        channels = {way.channel for way in self.shelf.ways.get(self.case.victim_id, ())}
        means = {
            Channel.CALL: _("by telephone"),
            Channel.TEXT: _("by text"),
            Channel.VOICEMAIL: _("by voicemail"),
            Channel.EMAIL: _("by email"),
            Channel.POST: _("by letter"),
        }
        return next((words for channel, words in means.items() if channel in channels), _("no safe way is known"))

    def _owner(self) -> Fact:
        owner = self.shelf.owner(self.case)
        hand_over = url("staffing:allocate", self.case.reference)
        link = (
            Link(_("hand over"), hand_over)
            if may_offer(self.opened, self.reader, owner.user if owner else None)
            else None
        )
        if owner is None:
            return Fact(_("Owner of the case"), _("Nobody yet"), link=link)
        since = {"day": short_date(owner.starts_at)}
        note = _("you, since %(day)s") % since if owner.user_id == self.reader.pk else _("since %(day)s") % since
        return Fact(_("Owner of the case"), owner.user.name, note=note, link=link)


def holder_name(shelf: Shelf, case: Case, ball: BallRow) -> str:
    """Who has the ball, by name as far as one is known."""
    if ball.holder == Holder.VICTIM:
        return str(case.victim.called)
    if ball.holder == Holder.OFFENDER:
        rows = shelf.responsibles[case.pk]
        return str(rows[0].person.called) if len(rows) == 1 else _("The offender")
    if ball.user is not None and ball.agency is not None:
        return _("%(name)s, %(agency)s") % {"name": ball.user.name, "agency": ball.agency.name}
    if ball.user is not None:
        return ball.user.name
    return ball.agency.name if ball.agency else _("Nobody")
