"""A fact that is about to be marked as entered in error, in the words that the record has for it."""

from __future__ import annotations

from typing import Any

from talkingpiece.casefile.forms import ErrorForm
from talkingpiece.casefile.presenters.record import record_of
from talkingpiece.cases.access import Opened
from talkingpiece.cases.presenters import case_page
from talkingpiece.protection.classes import DataClass, Side
from talkingpiece.protection.rows import Fact
from talkingpiece.protection.tags import tags_of


def correction_page(opened: Opened, fact: Fact, form: ErrorForm) -> dict[str, Any]:
    entry = next((entry for entry in record_of(opened.case) if entry.fact_id == fact.pk), None)
    return case_page(opened, fact=fact, entry=entry, form=form)


def side_of(fact: Fact) -> Side:
    """Whose file the fact lies in: as the row says, else by what its fields hold."""
    own = getattr(fact, "side", "")
    if own:
        return Side(own)
    held = {tag.data_class for tag in tags_of(type(fact)).values()}
    if DataClass.V2 in held:
        return Side.VICTIM
    return Side.OFFENDER if held & {DataClass.O1, DataClass.O2} else Side.SERVICE
