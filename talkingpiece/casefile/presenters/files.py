"""The two sealed sides: what each file says, and what it keeps covered until somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.casefile.presenters.consents import Allowed
from talkingpiece.casefile.presenters.path import together
from talkingpiece.casefile.queries import Shelf
from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.pages.reveal import sealed
from talkingpiece.engagement.models import Voice
from talkingpiece.engagement.queries import needs, voices
from talkingpiece.engagement.states import VoiceKind
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import hours_in_words, is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import current
from talkingpiece.ui.components import Link, Row, Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class File:
    """One side. `key` makes its ids unique on the page."""

    key: str
    side: str
    title: str
    note: str
    rows: list[Row]


class Sealing:
    """Turns what is sealed into a masked value with its Reveal form, for a reader who may ask for it."""

    def __init__(self, opened: Opened) -> None:
        self.reference = opened.case.reference
        self.may = leads_in(url("casefile:reveal", self.reference), opened.relation)

    def row(self, label: str, what: str, kind: Hidden, pk: UUID, tag: Tag | None = None) -> Row:
        if not self.may:
            return Row(label, _("Sealed"), tag=tag)
        return Row(label, sealed=sealed(self.reference, what, kind.value, pk), tag=tag)

    def ways(self, person: Person, points: list[ContactPoint], at: datetime, *, paused: bool = False) -> list[Row]:
        """While somebody pauses, no hour is a good one."""
        return [self._way(person, point, None if paused else at) for point in points]

    def _way(self, person: Person, point: ContactPoint, at: datetime | None) -> Row:
        label = str(Channel(point.channel).label)
        what = _("%(name)s: %(way)s") % {"name": person.called, "way": label}
        safe = at is not None and point.channel == Channel.CALL and is_safe_at(rule_of(point), at)
        return self.row(label, what, Hidden.POINT, point.pk, Tag(_("safe now"), "done") if safe else None)


def open_to(opened: Opened, shelf: Shelf) -> str:
    """Who else can open this file. Nobody is left out of the sentence to make it sound better."""
    names = tuple(member.user.first_name for member in shelf.members[opened.case.pk])
    if not names:
        return _("Open to the area’s coordinators and case supervisors.")
    return _("Open to %(people)s, and to the area’s coordinators and case supervisors.") % {"people": together(names)}


def safe_in_words(points: list[ContactPoint]) -> str:
    """Each way with its hours, then what is not safe: an empty list says so too."""
    if not points:
        return _("No way is known to be safe. Do not guess one.")
    said = [f"{Channel(point.channel).label}: {hours_in_words(rule_of(point))}." for point in points]
    unsafe = [str(channel.label).lower() for channel in Channel if channel not in {point.channel for point in points}]
    if unsafe:
        said.append(_("Never: %(ways)s.") % {"ways": ", ".join(unsafe)})
    return " ".join(said)


class VictimFile:
    def __init__(self, opened: Opened, shelf: Shelf, allowed: Allowed) -> None:
        self.opened, self.shelf, self.allowed = opened, shelf, allowed
        self.case, self.person = opened.case, opened.case.victim

    @property
    def file(self) -> File:
        name = {"name": self.person.called}
        term = self.person.preferred_term
        kind = _("Victim. Prefers “%(term)s”.") % {"term": term} if term else _("Victim.")
        note = f"{kind} {open_to(self.opened, self.shelf)}"
        return File("victim", Side.VICTIM, _("%(name)s’s file") % name, note, [*self._rows()])

    def _rows(self) -> list[Row]:
        points = self.shelf.ways.get(self.person.pk, [])
        rows = [self._needs(), *self._said(), Row(_("Safe to contact"), safe_in_words(points), link=self._ways_link())]
        if self.person.conceal_from:
            rows.append(Row(_("Conceal from"), self.person.conceal_from))
        paused = self.shelf.paused(self.case)
        rows += Sealing(self.opened).ways(self.person, points, self.shelf.at, paused=paused)
        rows += [self._view_of_risk(), *self._access()]
        rows.append(Row(_("Consents"), self.allowed.count(self.person.pk), link=self._ledger()))
        return rows

    @cached_property
    def _voices(self) -> list[Voice]:
        return [voice for voice in voices(self.case.pk) if voice.person_id == self.person.pk]

    def _needs(self) -> Row:
        found = needs(self.case.pk)
        ranked = any(need.rank for need in found)
        label = _("Needs, in their order") if ranked else _("Needs, in their words")
        if not found:
            return Row(label, _("None written down yet"), link=self._link("engagement:listen", _("listen")))
        return Row(label, items=[need.words for need in found], quote=True)

    def _said(self) -> list[Row]:
        kinds = {
            VoiceKind.WISH: _("Wishes"),
            VoiceKind.FEAR: _("Fears"),
            VoiceKind.DEAL_BREAKER: _("Deal-breakers"),
            VoiceKind.SUPPORT: _("Support"),
        }
        rows = []
        for kind, label in kinds.items():
            said = [voice.words for voice in self._voices if voice.kind == kind]
            if said:
                rows.append(Row(label, items=said if len(said) > 1 else (), value=said[0], quote=True))
        return rows

    def _view_of_risk(self) -> Row:
        label = _("Their view of risk")
        view = next((voice for voice in self._voices if voice.kind == VoiceKind.RISK_VIEW), None)
        signed = current(self.case.pk, VICTIM_FIRST)
        words = f"“{view.words}”" if view else _("Not heard yet")
        return Row(label, f"{words} {_signed_words(signed)}".strip())

    def _access(self) -> list[Row]:
        needed = [self.person.language] if self.person.language != "English" else []
        if self.person.interpreter:
            needed.append(_("interpreter"))
        if self.person.access_needs:
            needed.append(self.person.access_needs)
        return [Row(_("Language and access"), ", ".join(needed))] if needed else []

    def _ways_link(self) -> Link | None:
        return self._link("cases:ways", _("change"), self.person.pk)

    def _ledger(self) -> Link | None:
        return self._link("consents:ledger", _("see each"))

    def _link(self, name: str, label: str, *args: object) -> Link | None:
        address = url(name, self.case.reference, *args)
        return Link(label, address) if leads_in(address, self.opened.relation) else None


def _signed_words(signed: Assessment | None) -> str:
    if signed is None or not signed.signed_name:
        return ""
    who = signed.signed_by.first_name if signed.signed_by else signed.signed_name
    values = {"name": who, "day": short_date(signed.signed_at)}
    return _("Signed off by %(name)s, %(day)s.") % values
