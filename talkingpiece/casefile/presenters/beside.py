"""Who takes part beside the victim or the offender, in the file of their side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.casefile.presenters.consents import Allowed
from talkingpiece.casefile.presenters.files import Sealing
from talkingpiece.casefile.queries import Shelf
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.models import Companion
from talkingpiece.cases.states import CompanionPart
from talkingpiece.consents.queries import family_against
from talkingpiece.engagement.models import Need
from talkingpiece.engagement.queries import needs_of
from talkingpiece.ui.components import Link, Row


class Beside:
    """`person_id`: beside whom. Somebody who interprets for both sides is shown with the victim."""

    def __init__(self, opened: Opened, shelf: Shelf, allowed: Allowed, person_id: UUID) -> None:
        self.opened, self.shelf, self.allowed, self.case = opened, shelf, allowed, opened.case
        self.there = [one for one in shelf.companions[opened.case.pk] if one.beside_id == person_id]

    @property
    def rows(self) -> list[Row]:
        return [row for one in self.there for row in self._of(one)] + self._against()

    def _of(self, one: Companion) -> Iterator[Row]:
        address = url("cases:companion", self.case.reference, one.pk)
        link = Link(_("see"), address) if leads_in(address, self.opened.relation) else None
        consents = _("Consents: %(count)s.") % {"count": self.allowed.count(one.person_id)}
        words = f"{one.person.called}: {one.words.rstrip('.')}. {consents}"
        yield Row(one.get_part_display(), words, link=link)
        yield from self._needs(one)
        points = self.shelf.ways.get(one.person_id, [])
        yield from Sealing(self.opened).ways(one.person, points, self.shelf.at, paused=self.shelf.paused(self.case))

    def _needs(self, one: Companion) -> Iterator[Row]:
        said = self._needs_said.get(one.person_id, []) if one.part == CompanionPart.FAMILY else []
        if said:
            label = _("What %(name)s needs") % {"name": one.person.called}
            yield Row(label, items=[need.words for need in said], quote=True)

    @cached_property
    def _needs_said(self) -> dict[UUID, list[Need]]:
        return needs_of(self.case.pk)

    def _against(self) -> list[Row]:
        """A family that does not agree is shown as one: whoever said no is not spoken of to the offender."""
        if not any(one.part == CompanionPart.FAMILY for one in self.there):
            return []
        names = ", ".join(consent.person.called for consent in family_against(self.case))
        words = _("%(names)s said no to the approach. Nothing about them is told, and a case supervisor looks at it.")
        return [Row(_("Not everybody agrees"), words % {"names": names})] if names else []
