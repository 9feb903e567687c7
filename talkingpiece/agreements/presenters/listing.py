from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import SOON, holds, is_over
from talkingpiece.agreements.states import Category, Stage
from talkingpiece.core.blockers import Text
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class AgreementRow:
    reference: str
    version: int
    agency: str
    title: str
    purpose: str
    area: str
    we_send: list[Text]
    they_send: list[Text]
    period: str
    owner: str
    tag: Tag
    url: str


@dataclass(frozen=True)
class Group:
    key: str
    heading: Text
    rows: list[AgreementRow]


def groups(agreements: Iterable[Agreement], at: datetime) -> list[Group]:
    """What ends soon, is in force, has not begun, is over, was given up; without those that hold nothing."""
    headings: dict[str, Text] = {
        "soon": _("End within 30 days"),
        "in_force": _("In force"),
        "not_begun": _("Not signed, or not begun"),
        "ended": _("Ended"),
        "given_up": _("Given up before they were signed"),
    }
    found: dict[str, list[AgreementRow]] = {key: [] for key in headings}
    for agreement in agreements:
        found[state_of(agreement, at)].append(_row(agreement, at))
    return [Group(key, headings[key], rows) for key, rows in found.items() if rows]


def state_of(agreement: Agreement, at: datetime) -> str:
    if holds(agreement, at):
        return "soon" if agreement.ends_on - timezone.localdate(at) <= SOON else "in_force"
    if agreement.stage == Stage.GIVEN_UP:
        return "given_up"
    return "ended" if agreement.signed_at and is_over(agreement, at) else "not_begun"


def last_day(agreement: Agreement) -> str:
    """In words: the day that it was ended early, or the last on which it holds."""
    return short_date(agreement.ended_at or agreement.ends_on - timedelta(days=1))


def tag_of(agreement: Agreement, at: datetime) -> Tag:
    last = {"date": last_day(agreement)}
    tags = {
        "soon": Tag(_("Ends %(date)s") % last, "gate"),
        "in_force": Tag(_("In force"), "done"),
        "ended": Tag(_("Ended %(date)s") % last),
        "given_up": Tag(_("Given up")),
    }
    if found := tags.get(state_of(agreement, at)):
        return found
    if agreement.stage == Stage.SIGNED:
        return Tag(_("Signed, begins %(date)s") % {"date": short_date(agreement.starts_on)})
    words = {
        Stage.DRAFT: _("Being written"),
        Stage.REVIEW: _("With a second person"),
        Stage.TO_SIGN: _("To be signed"),
    }
    return Tag(words[Stage(agreement.stage)])


def period_of(agreement: Agreement) -> str:
    return _("%(start)s to %(last)s") % {"start": short_date(agreement.starts_on), "last": last_day(agreement)}


def _row(agreement: Agreement, at: datetime) -> AgreementRow:
    return AgreementRow(
        reference=agreement.reference,
        version=agreement.version,
        agency=agreement.agency.name,
        title=agreement.title,
        purpose=agreement.purpose,
        area=agreement.area.name,
        we_send=[Category(category).label for category in agreement.we_may_send],
        they_send=[Category(category).label for category in agreement.they_may_send],
        period=period_of(agreement),
        owner=agreement.owner.name,
        tag=tag_of(agreement, at),
        url=reverse("agreements:agreement", args=[agreement.pk]),
    )
