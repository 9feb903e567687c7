"""What was agreed: all of it for the workers, one thing at a time, and the copy for one of those who signed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened
from talkingpiece.meetings.access import Sight, sight_of
from talkingpiece.meetings.models import AgreementItem, ItemKind, Meeting, OutcomeAgreement, Participant, ToldOf
from talkingpiece.meetings.presenters import aftermath, gate
from talkingpiece.meetings.queries import agreement_of, due_now, items_of_meeting, meetings_of, variations_of, way_of
from talkingpiece.ui.components import Link, Row
from talkingpiece.ui.dates import long_date, short_date, when


@dataclass(frozen=True)
class AgreedAt:
    """What came of one meeting."""

    heading: str
    held: str
    words: str
    items: list[aftermath.ItemRow]
    copies: list[Link]
    url: str


def agreed_page(opened: Opened, user: User) -> list[AgreedAt]:
    """Every agreement of people of this case, the latest first."""
    found = []
    for meeting in meetings_of(opened.case.pk):
        agreement = agreement_of(meeting.pk)
        if agreement is not None:
            found.append(_agreed_at(opened, meeting, agreement, sight_of(user, meeting)))
    return found


def _agreed_at(opened: Opened, meeting: Meeting, agreement: OutcomeAgreement, sight: Sight) -> AgreedAt:
    return AgreedAt(
        heading=_(way_of(meeting).outcome),
        held=when(meeting.held_at),
        words=agreement.words,
        items=[aftermath.item(opened, item, sight) for item in items_of_meeting(meeting.pk)],
        copies=copies(opened, meeting, agreement, sight),
        url=reverse("meetings:meeting", args=[opened.case.reference, meeting.pk]),
    )


def copies(opened: Opened, meeting: Meeting, agreement: OutcomeAgreement, sight: Sight) -> list[Link]:
    """One for each who signed and whom the reader may know."""
    signed = [s for s in meeting.participants.all() if s.pk in agreement.signatories and sight.knows(s)]
    links = (Link(s.person.called, gate.address(opened, "meetings:copy", meeting.pk, s.pk)) for s in signed)
    return [link for link in links if link.url]


def item_rows(item: AgreementItem, sight: Sight) -> list[Row]:
    rows = [
        Row(_("What kind"), str(ItemKind(item.kind).label)),
        Row(_("For whom"), sight.name_of(item.for_whom) if item.for_whom else _("For all of them")),
        Row(_("Who sees whether it was done"), item.verified or _("Nobody was named")),
        Row(_("Orders and conditions"), str(item.get_order_check_display())),
        Row(_("May be told of it, if they agree"), _told(item.share_with)),
    ]
    return [row for row in rows if row.value]


def _told(codes: Iterable[str]) -> str:
    return ", ".join(str(ToldOf(code).label) for code in codes)


@dataclass(frozen=True)
class DayRow:
    """One day that was agreed for it."""

    day: str
    line: str
    words: str
    error_why: str = ""


def days_of(item: AgreementItem) -> list[DayRow]:
    """The first day, and every other that was agreed since. None is overwritten."""
    first = DayRow(short_date(item.due_on), _("As first agreed"), "")
    later = [
        DayRow(
            short_date(one.due_on),
            _("Agreed on %(date)s, written down by %(name)s")
            % {"date": short_date(one.happened_at), "name": one.recorded_by.name if one.recorded_by else ""},
            one.words,
            one.error_why,
        )
        for one in variations_of([item.pk])
    ]
    return [first, *later] if later else []


@dataclass(frozen=True)
class CopyItem:
    words: str
    who: str
    due: str
    for_whom: str
    verified: str
    yours: bool


@dataclass(frozen=True)
class Copy:
    """What one of those who signed takes home."""

    called: str
    heading: str
    day: str
    words: str
    items: list[CopyItem]
    leaders: str


def copy_for(meeting: Meeting, agreement: OutcomeAgreement, seat: Participant, sight: Sight) -> Copy:
    leaders = [meeting.lead.name, *([meeting.co_facilitator.name] if meeting.co_facilitator else [])]
    return Copy(
        called=seat.person.called,
        heading=_(way_of(meeting).outcome),
        day=long_date(meeting.held_at),
        words=agreement.words,
        items=[_copied(item, seat, sight) for item in items_of_meeting(meeting.pk)],
        leaders=_(" and ").join(leaders),
    )


def _copied(item: AgreementItem, seat: Participant, sight: Sight) -> CopyItem:
    yours = item.owner_id == seat.pk
    return CopyItem(
        words=item.words,
        who=_("You") if yours else sight.name_of(item.owner),
        due=long_date(due_now(item)),
        for_whom=(_("you") if item.for_whom_id == seat.pk else sight.name_of(item.for_whom)) if item.for_whom else "",
        verified=item.verified,
        yours=yours,
    )
