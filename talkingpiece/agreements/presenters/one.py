"""One agreement, read as what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import may_in_area
from talkingpiece.agreements.gates import blockers_to_renew, facts_for_renew
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.papers import parties
from talkingpiece.agreements.presenters.listing import period_of, tag_of
from talkingpiece.agreements.queries import holds, is_over, paper_of, signatures_of, versions_of
from talkingpiece.agreements.states import TERMS, Category, Controller, Part, Purpose, Signer, Stage
from talkingpiece.core.blockers import Text
from talkingpiece.ui.components import Door, Row, Tag
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class PartRows:
    key: str
    heading: Text
    rows: list[Row]
    url: str  # empty where it is not written now


def one_page(agreement: Agreement, reader: User, at: datetime) -> dict[str, Any]:
    us, them = parties(agreement)
    writes = may_in_area(reader, Act.AGREEMENT_WRITE, agreement.area_id, at)
    changes = writes and agreement.stage == Stage.DRAFT
    paper = paper_of(agreement)
    return {
        "agreement": agreement,
        "us": us,
        "them": them,
        "tag": tag_of(agreement, at),
        "facts": _facts(agreement),
        "we_send": [Category(one).label for one in agreement.we_may_send],
        "they_send": [Category(one).label for one in agreement.they_may_send],
        "parts": [_part(agreement, part, changes=changes) for part in Part],
        "story": _story(agreement),
        "signatures": _signatures(agreement, us, them),
        "paper": paper,
        "doors": list(_doors(agreement, reader, writes, at)),
        "versions": [
            (one.version, tag_of(one, at), reverse("agreements:agreement", args=[one.pk]))
            for one in versions_of(agreement)
            if one.pk != agreement.pk
        ],
        "lets_in": holds(agreement, at) and may_in_area(reader, Act.CLIENT_MANAGE, agreement.area_id, at),
        "tells_systems": may_in_area(reader, Act.ENDPOINT_MANAGE, agreement.area_id, at) and agreement.signed_at,
        "sees_change": agreement.stage in OPEN_STAGES and (writes or _reads(agreement, reader, at)),
    }


OPEN_STAGES = frozenset({Stage.DRAFT, Stage.REVIEW, Stage.TO_SIGN})


def _reads(agreement: Agreement, reader: User, at: datetime) -> bool:
    return may_in_area(reader, Act.AGREEMENT_READ, agreement.area_id, at)


def _facts(agreement: Agreement) -> list[Row]:
    looks = [agreement.owner.name, *([agreement.deputy.name] if agreement.deputy else [])]
    return [
        Row(_("For"), items=[Purpose(one).label for one in agreement.purposes])
        if agreement.purposes
        else Row(_("For")),
        Row(_("In words"), agreement.purpose),
        Row(_("In force"), period_of(agreement)),
        Row(_("Looked at again"), short_date(agreement.reviews_on) if agreement.reviews_on else _("At its end")),
        Row(_("Looked after by"), ", ".join(looks)),
    ]


def _part(agreement: Agreement, part: Part, *, changes: bool) -> PartRows:
    rows: list[Row] = []
    if part is Part.LAW:
        roles = [(_("We are"), agreement.our_role), (_("They are"), agreement.their_role)]
        rows += [Row(label, Controller(role).label if role else "", tag=_gap(role)) for label, role in roles]
    for term in TERMS.get(part, ()):
        words = str(agreement.terms.get(term, ""))
        rows.append(Row(term.label, words, tag=_gap(words) if agreement.stage in OPEN_STAGES else None))
    address = reverse("agreements:edit", args=[agreement.pk, part.value]) if changes else ""
    return PartRows(part.value, part.label, [row for row in rows if row.value or row.tag], address)


def _gap(words: str) -> Tag | None:
    if not words.strip():
        return Tag(_("Not written"), "gate")
    return Tag(_("To be decided"), "gate") if "[" in words else None


def _signatures(agreement: Agreement, us: str, them: str) -> list[Row]:
    rows = []
    for one in signatures_of(agreement):
        told = {"name": one.name, "job": one.job, "day": short_date(one.signed_on)}
        party = us if one.side == Signer.US else them
        rows.append(Row(_("For %(party)s") % {"party": party}, _("%(name)s, %(job)s, on %(day)s") % told))
    return rows


def _story(agreement: Agreement) -> list[Row]:
    """What happened to it, in the order in which it happened."""
    rows = []
    if agreement.sent_by and agreement.sent_at:
        rows.append((_("Sent to a second person"), agreement.sent_by.name, agreement.sent_at))
    if agreement.read_by and agreement.read_at:
        rows.append((_("Read by"), agreement.read_by.name, agreement.read_at))
    if agreement.signed_at:
        rows.append((_("Signed by both"), "", agreement.signed_at))
    if agreement.ended_at:
        rows.append((_("Ended early"), agreement.ended_by.name if agreement.ended_by else "", agreement.ended_at))
    found = [Row(label, ", ".join(part for part in (who, when(moment)) if part)) for label, who, moment in rows]
    if agreement.ended_why:
        found.append(Row(_("Why it ended"), agreement.ended_why))
    if agreement.given_up_at:
        found.append(Row(_("Given up"), f"{when(agreement.given_up_at)}. {agreement.given_up_why}"))
    return found


def _doors(agreement: Agreement, reader: User, writes: bool, at: datetime) -> list[Door]:
    """What this reader can do with it now, the next act first."""
    pk, stage, doors = agreement.pk, agreement.stage, []

    def door(label: str, name: str, kind: str = "secondary") -> Door:
        return Door(label, reverse(f"agreements:{name}", args=[pk]), kind=kind)

    if writes and stage == Stage.DRAFT:
        doors.append(door(_("Send it to a second person"), "send", "primary"))
    if stage == Stage.REVIEW and _reads(agreement, reader, at) and reader.pk not in agreement.writers:
        doors.append(door(_("Read it as the second person"), "read", "primary"))
    if writes and stage == Stage.TO_SIGN:
        doors.append(door(_("Write down a signature"), "sign", "primary"))
    if writes and stage in {Stage.REVIEW, Stage.TO_SIGN}:
        doors.append(door(_("Back to its writers"), "back"))
    if writes and stage in OPEN_STAGES:
        doors.append(door(_("Give it up"), "give_up", "link"))
    if writes and stage == Stage.SIGNED:
        if blockers_to_renew(facts_for_renew(agreement)).is_open:
            doors.append(door(_("Renew it"), "renew", "primary" if is_over(agreement, at) else "secondary"))
        if holds(agreement, at):
            doors.append(door(_("It was looked at"), "reviewed"))
        if not is_over(agreement, at):
            doors.append(door(_("End it early"), "end", "link"))
    return doors
