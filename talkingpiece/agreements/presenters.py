from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.agreements.models import Agreement, Category
from talkingpiece.agreements.queries import holds
from talkingpiece.core.blockers import Text
from talkingpiece.ui.dates import short_date

# How long before its end an agreement is worth renewing.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class AgreementRow:
    reference: str
    agency: str
    title: str
    purpose: str
    area: str
    we_send: list[Text]
    they_send: list[Text]
    period: str
    owner: str
    tag: Text
    state: str


@dataclass(frozen=True)
class Group:
    key: str
    heading: Text
    rows: list[AgreementRow]


def groups(agreements: Iterable[Agreement], at: datetime) -> list[Group]:
    """In force, ending soon, not begun, ended; without those that hold nothing."""
    headings: dict[str, Text] = {
        "soon": _("End within 30 days"),
        "in_force": _("In force"),
        "not_begun": _("Not signed, or not begun"),
        "ended": _("Ended"),
    }
    found: dict[str, list[AgreementRow]] = {key: [] for key in headings}
    for agreement in agreements:
        key = state_of(agreement, at)
        found[key].append(_row(agreement, key))
    return [Group(key, headings[key], rows) for key, rows in found.items() if rows]


def state_of(agreement: Agreement, at: datetime) -> str:
    day = timezone.localdate(at)
    if holds(agreement, at):
        return "soon" if agreement.ends_on - day <= SOON else "in_force"
    return "ended" if agreement.ends_on <= day or agreement.ended_at else "not_begun"


def _row(agreement: Agreement, key: str) -> AgreementRow:
    last = short_date(agreement.ended_at or agreement.ends_on - timedelta(days=1))
    tags: dict[str, tuple[Text, str]] = {
        "soon": (_("Ends %(date)s") % {"date": last}, "gate"),
        "in_force": (_("In force"), "done"),
        "not_begun": (_("Not in force"), ""),
        "ended": (_("Ended %(date)s") % {"date": last}, ""),
    }
    tag, state = tags[key]
    return AgreementRow(
        reference=agreement.reference,
        agency=agreement.agency.name,
        title=agreement.title,
        purpose=agreement.purpose,
        area=agreement.area.name,
        we_send=[Category(category).label for category in agreement.we_may_send],
        they_send=[Category(category).label for category in agreement.they_may_send],
        period=_("%(start)s to %(last)s") % {"start": short_date(agreement.starts_on), "last": last},
        owner=agreement.owner.name,
        tag=tag,
        state=state,
    )
