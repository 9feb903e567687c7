"""Who referred somebody, how they know of it, and the one-time links: for workers of the service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.consents.states import Method
from talkingpiece.referrals.agency_queries import links_of, rule_stands
from talkingpiece.referrals.models import Invitation, Referral
from talkingpiece.referrals.queries import may_know_of
from talkingpiece.referrals.states import ContactBy, FirstContact
from talkingpiece.ui.components import Row, Tag
from talkingpiece.ui.dates import short_date, when


def agency_panel(referral: Referral, at: datetime) -> dict[str, Any] | None:
    """Nothing, for somebody who came by themselves."""
    if referral.agency is None:
        return None
    waits = referral.first_contact == FirstContact.RULE and referral.agreed_on is None
    stands = waits and rule_stands(referral, at=at)
    return {
        "rows": [*_who(referral), *_first_contact(referral), *_answers(referral)],
        "may_know": may_know_of([referral], timezone.localdate(at))[referral.pk].label,
        "waits": waits,
        "by_agency": referral.first_contact_by == ContactBy.AGENCY,
        "words": _(referral.first_contact_words) if waits else "",
        "agency": referral.agency.name,
        "tag": Tag(_("Agreement in force"), "done") if stands else Tag(_("No agreement in force"), "gate"),
    }


def _who(referral: Referral) -> list[Row]:
    # Words are there of whoever has no account: behind a link, or behind a system of the agency.
    by = referral.referrer_words or (referral.referred_by.name if referral.referred_by else "")
    return [
        Row(_("Referred by"), _("%(name)s, %(agency)s") % {"name": by, "agency": referral.agency.name}),  # type: ignore[union-attr]
        Row(_("How to reach them"), referral.referrer_reach),
    ]


def _first_contact(referral: Referral) -> list[Row]:
    if referral.first_contact == FirstContact.ASKED:
        words = referral.first_contact_words
        said = [Row(_("The person knows and agreed"), _when_and_how(referral))]
        return [*said, Row(_("About what they said"), words, quote=True)] if words else said
    if referral.agreed_on is not None:
        return [Row(_("The person was asked, and said no"), _when_and_how(referral))]
    return [Row(_("The person knows"), _("Not asked yet. Covered by an agreement’s rule on the first contact."))]


def _when_and_how(referral: Referral) -> str:
    if referral.agreed_on is None:
        return _("Yes")
    how = {
        Method.SPOKEN: _("%(day)s, in person"),
        Method.TELEPHONE: _("%(day)s, on the telephone"),
        Method.WRITTEN: _("%(day)s, in writing"),
        Method.INTERPRETER: _("%(day)s, through an interpreter"),
    }
    words = {method.value: said for method, said in how.items()}.get(referral.agreed_how, "%(day)s")
    return words % {"day": short_date(referral.agreed_on)}


def _answers(referral: Referral) -> list[Row]:
    return [Row(_(asked), _(said)) for asked, said in referral.agency_answers or []]


@dataclass(frozen=True)
class LinkRow:
    id: UUID
    agency: str
    for_whom: str
    made: str
    tag: Tag
    until: str
    open: bool
    referral_url: str = ""


def link_rows(area_ids: Iterable[UUID], at: datetime, readable: QuerySet[Referral]) -> list[LinkRow]:
    links = list(links_of(area_ids))
    shown = dict(readable.filter(pk__in=[link.referral_id for link in links]).values_list("pk", "reference"))
    return [_link_row(link, at, shown.get(link.referral_id) if link.referral_id else None) for link in links]


def _link_row(link: Invitation, at: datetime, reference: str | None) -> LinkRow:
    is_open = link.used_at is None and link.withdrawn_at is None and link.expires_at > at
    if link.used_at is not None:
        tag, until = Tag(_("Used"), "done"), _("Used %(day)s") % {"day": short_date(link.used_at)}
    elif link.withdrawn_at is not None:
        tag, until = Tag(_("Withdrawn")), _("Withdrawn %(day)s") % {"day": short_date(link.withdrawn_at)}
    elif not is_open:
        tag, until = Tag(_("Over")), _("Ended %(day)s") % {"day": short_date(link.expires_at)}
    else:
        tag, until = Tag(_("Open"), "now"), _("Until %(day)s") % {"day": short_date(link.expires_at)}
    made = _("Made %(when)s by %(name)s") % {"when": when(link.made_at), "name": link.made_by.name}
    url = reverse("referrals:referral", args=[reference]) if reference else ""
    return LinkRow(link.pk, link.agency.name, link.for_whom, made, tag, until, is_open, url)
