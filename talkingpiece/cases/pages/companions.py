"""Somebody beside the victim or the offender, as the people who work on the case see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.models import Companion
from talkingpiece.cases.pages.people import Difference, differences
from talkingpiece.cases.queries import children_in, safeguards
from talkingpiece.cases.states import CompanionPart
from talkingpiece.core.blockers import Text
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Link


@dataclass(frozen=True)
class CompanionPage:
    companion: Companion
    title: str
    warning: str  # of an interpreter who stands close to a side
    waits: str  # why nobody asks them anything yet
    child: bool
    guarded: bool
    doors: list[Link]


def companion_page(opened: Opened, companion: Companion, on: date) -> CompanionPage:
    case, person = opened.case, companion.person
    values = {"name": person.called, "beside": companion.beside.called}
    close = companion.part == CompanionPart.INTERPRETER and companion.independent is not True
    return CompanionPage(
        companion=companion,
        title=_("%(name)s, beside %(beside)s") % values,
        warning=_("Somebody from the family or of one side hears more than words. Look for an independent interpreter.")
        if close
        else "",
        waits=_("%(name)s is asked nothing before %(beside)s has said yes to the approach.") % values
        if companion.side == Side.OFFENDER
        else "",
        child=person.pk in children_in(case, on),
        guarded=person.pk in safeguards(case.pk),
        doors=[link for link in _doors(case.reference, companion) if leads_in(link.url, opened.relation)],
    )


def _doors(reference: str, companion: Companion) -> list[Link]:
    person_id = companion.person_id
    doors = [
        Link(_("Safe ways to reach them"), url("cases:ways", reference, person_id)),
        Link(_("Name, language and what they need"), url("cases:person", reference, person_id)),
        Link(_("Record a contact"), url("engagement:contact", reference, person_id)),
        Link(_("Plan a visit"), url("engagement:visit", reference, person_id)),
        Link(_("Tell them what may happen"), url("engagement:information", reference, person_id)),
        Link(_("Write down what they said, also of the risk"), url("engagement:voice", reference, person_id)),
        Link(_("Prepare them"), url("engagement:prepare", reference, person_id)),
        Link(_("What they agreed to"), url("consents:ledger", reference)),
    ]
    if companion.part == CompanionPart.FAMILY:
        doors.insert(5, Link(_("Write down what they need"), url("engagement:need", reference, person_id)))
    return doors


def clash_of(written: dict[str, Any], labels: Mapping[str, Text], current: Companion) -> list[Difference]:
    """What was written here beside what somebody else saved first; `labels`: of the fields, by name."""
    return differences((labels[name], getattr(current, name), written[name]) for name in written)
