"""The offender's sealed side."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.casefile.presenters.consents import Allowed
from talkingpiece.casefile.presenters.files import File, Sealing, open_to
from talkingpiece.casefile.queries import Shelf
from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.legal import LegalState, legal_state
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.states import ChangeKind, ContactScope, kind_words
from talkingpiece.engagement.models import Approach
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Link, Row, Tag
from talkingpiece.ui.dates import long_date, short_date


class OffenderFile:
    def __init__(self, opened: Opened, shelf: Shelf, allowed: Allowed, row: Responsible) -> None:
        self.opened, self.shelf, self.allowed, self.row = opened, shelf, allowed, row
        self.case, self.name = opened.case, row.person.called
        self.approach: Approach | None = shelf.approaches.get(row.pk)

    @property
    def file(self) -> File:
        title = _("%(name)s’s file") % {"name": self.name}
        note = _("Offender. %(who)s") % {"who": open_to(self.opened, self.shelf)}
        return File(f"offender-{self.row.pk}", Side.OFFENDER, title, note, self._rows())

    def _rows(self) -> list[Row]:
        sealing = Sealing(self.opened)
        points = self.shelf.ways.get(self.row.person_id, [])
        return [
            self._knows(),
            self._approached(),
            Row(_("Offence"), self._offence()),
            self._sentence(),
            self._manager(),
            sealing.row(_("Whereabouts"), _("where %(name)s is") % self._named, Hidden.WHEREABOUTS, self.row.pk),
            sealing.row(_("Release"), _("when %(name)s is released") % self._named, Hidden.RELEASE, self.row.pk),
            *sealing.ways(self.row.person, points, self.shelf.at),
            self._responsibility(),
            self._legal(),
            self._permitted(),
            self._changed(),
            Row(_("Consents"), self.allowed.count(self.row.person_id)),
        ]

    @property
    def _named(self) -> dict[str, str]:
        return {"name": self.name}

    def _knows(self) -> Row:
        label = _("What they know")
        if self.approach is None:
            victim = {"name": self.case.victim.called}
            return Row(label, _("Nothing. They must not learn that %(name)s has contacted us.") % victim)
        return Row(label, self.approach.told, quote=True)

    def _approached(self) -> Row:
        label = _("Approach")
        gate = self._link("engagement:approach", _("see the gate"), self.row.pk)
        if self.approach is None:
            return Row(label, _("Not yet"), link=gate)
        values = {"day": short_date(self.approach.happened_at), "reply": self.approach.get_reply_display()}
        if not self.approach.reply:
            reply = self._link("engagement:reply", _("write down the answer"), self.row.pk)
            return Row(label, _("Told on %(day)s, no answer yet") % values, link=reply)
        said = _("Told on %(day)s. Answered: %(reply)s.") % values
        return Row(label, f"{said} “{self.approach.reply_words}”" if self.approach.reply_words else said)

    def _offence(self) -> str:
        incident = self.case.incident
        parts = [str(incident.get_category_display())]
        if incident.happened_on:
            parts.append(long_date(incident.happened_on))
        if incident.court:
            parts.append(incident.court)
        return ", ".join(parts)

    def _sentence(self) -> Row:
        sentence = self.shelf.sentences.get(self.row.pk)
        link = self._link("cases:sentence", _("change") if sentence else _("add"), self.row.pk)
        if sentence is None:
            return Row(_("Sentence"), _("Not known yet"), link=link)
        parts = [str(sentence.get_kind_display()), sentence.length]
        if sentence.sentenced_on:
            parts.append(short_date(sentence.sentenced_on))
        return Row(_("Sentence"), ", ".join(part for part in parts if part), link=link)

    def _manager(self) -> Row:
        label = _("Offender manager")
        link = self._link("cases:responsible", _("change"), self.row.pk)
        if self.row.without_manager:
            return Row(label, _("None: nobody supervises them now"), link=link)
        known = [self.row.offender_manager.name] if self.row.offender_manager else []
        known += [self.row.agency.name] if self.row.agency else []
        return Row(label, ", ".join(known) or _("Not known yet"), link=link)

    def _responsibility(self) -> Row:
        label = _("Responsibility")
        stance = self.shelf.stances.get(self.row.pk)
        if stance is None:
            return Row(label, _("Not asked yet"))
        tag = Tag(_("exception agreed"), "done") if stance.exception_agreed else None
        words = str(stance.get_stance_display())
        return Row(label, f"{words}. “{stance.words}”" if stance.words else words, tag=tag)

    def _legal(self) -> Row:
        """Each kind of contact by itself: an order may allow one and forbid another."""
        label = _("Legal contact")
        link = self._link("cases:legal_check", _("record a check"), self.row.pk)
        facts = self.shelf.legal[self.row.pk]
        states = {scope: legal_state(facts, scope=scope, on=self.shelf.on, at=self.shelf.at) for scope in ContactScope}
        if set(states.values()) == {LegalState.UNKNOWN}:
            asked = {"day": short_date(facts.checked_at)}
            words = _("Asked on %(day)s, nobody could say") % asked if facts.checked_at else _("Never checked")
            return Row(label, words, tag=Tag(_("Unknown, so blocked"), "gate"), link=link)
        if facts.reopened and set(states.values()) <= {LegalState.STALE, LegalState.FORBIDDEN}:
            words = _("Something changed since we asked: %(what)s") % {"what": kind_words(facts.reopened)}
            return Row(label, words, tag=Tag(_("Ask again, so blocked"), "gate"), link=link)
        words = " ".join(f"{scope.label}: {_in_words()[state]}." for scope, state in states.items())
        words = _("%(words)s Checked %(day)s.") % {"words": words, "day": short_date(facts.checked_at)}
        closed = any(state is not LegalState.CLEAR for state in states.values())
        tag = Tag(_("Restricted"), "gate") if closed else Tag(_("Clear"), "done")
        return Row(label, words, tag=tag, link=link)

    def _permitted(self) -> Row:
        rows = self.shelf.permissions[self.row.pk]
        link = self._link("cases:permissions", _("see or ask"), self.row.pk)
        counted = Counter(str(row.get_state_display()) for row in rows)
        words = ", ".join(f"{state}: {count}" for state, count in counted.items())
        return Row(_("Permissions"), words or _("None asked for"), link=link)

    def _changed(self) -> Row:
        """The newest, in so many words; what it reopens stands beside it."""
        last = max(self.shelf.changes[self.row.pk].all, key=lambda one: one.happened_at, default=None)
        link = self._link("cases:changes", _("see all"))
        if last is None:
            return Row(_("What changed"), _("Nothing that we know of"), link=link)
        values = {"what": ChangeKind(last.kind).label, "day": short_date(timezone.localtime(last.happened_at))}
        return Row(_("What changed"), _("%(what)s, %(day)s") % values, link=link)

    def _link(self, name: str, label: str, *args: object) -> Link | None:
        address = url(name, self.case.reference, *args)
        return Link(label, address) if leads_in(address, self.opened.relation) else None


def _in_words() -> dict[LegalState, str]:
    return {
        LegalState.CLEAR: _("nothing forbids it"),
        LegalState.FORBIDDEN: _("forbidden"),
        LegalState.UNKNOWN: _("unknown, so blocked"),
        LegalState.STALE: _("to be checked again"),
    }
