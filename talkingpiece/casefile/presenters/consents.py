"""What each person of a case has allowed, in a few words. The ledger itself is a page of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Case
from talkingpiece.consents.access import targets
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import ledger
from talkingpiece.consents.states import Answer, Item
from talkingpiece.ui.components import Tick


class Allowed:
    """Every consent of one case, read once."""

    def __init__(self, case: Case, on: date) -> None:
        self.case, self.on = case, on

    @cached_property
    def _answers(self) -> list[Consent]:
        return [consent for consent in ledger(self.case.pk) if consent.stands]

    @cached_property
    def _target_words(self) -> dict[str, object]:
        # Those whom something can be told are also those who can be asked.
        items = (Item.SHARE, Item.MODE, Item.APPROACH)
        return {key: words for item in items for key, words in targets(self.case, item)}

    def _of(self, person_id: UUID) -> list[Consent]:
        return [consent for consent in self._answers if consent.person_id == person_id]

    def _live(self, consents: Iterable[Consent]) -> list[Consent]:
        return [
            one
            for one in consents
            if one.answer == Answer.GIVEN
            and one.withdrawn_at is None
            and (one.review_by is None or one.review_by >= self.on)
        ]

    def ticks(self, person_id: UUID) -> list[Tick]:
        return [
            Tick(Item(one.item).label, note=str(self._target_words.get(one.target, "")))
            for one in reversed(self._live(self._of(person_id)))
        ]

    def count(self, person_id: UUID) -> str:
        """ "5 live, 1 taken back"."""
        mine = self._of(person_id)
        if not mine:
            return _("None asked")
        live = len(self._live(mine))
        back = sum(one.withdrawn_at is not None for one in mine)
        words = ngettext("%(count)d live", "%(count)d live", live) % {"count": live}
        return _("%(live)s, %(back)d taken back") % {"live": words, "back": back}
