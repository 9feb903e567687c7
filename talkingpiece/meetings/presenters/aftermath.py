"""What happened at a meeting and since, or that it will not take place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from talkingpiece.meetings.presenters import gate
from talkingpiece.meetings.queries import due_now
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.components import Row, Tag
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class AfterRow:
    name: str
    was: str
    tag: Tag
    words: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class ItemRow:
    words: str
    who: str
    due: str
    tag: Tag
    told: str
    url: str


def record(meeting: Meeting) -> list[Row]:
    early = meeting.get_ended_early_by_display() if meeting.ended_early_by else ""
    said = [
        (_("From"), when(meeting.begun_at)),
        (_("Until"), when(meeting.held_at)),
        (_("Ended early by"), early),
        (_("Different from the plan"), meeting.changes),
        (_("What put somebody at risk"), meeting.incidents),
        (_("Next time"), meeting.learning),
        (_("Held although not begun here"), meeting.held_despite),
    ]
    return [Row(label, value) for label, value in said if value]


def after(opened: Opened, meeting: Meeting, sight: Sight) -> list[AfterRow]:
    rows = []
    for seat in meeting.participants.all():
        named = sight.knows(seat)
        url = gate.address(opened, "meetings:debrief", meeting.pk, seat.pk)
        rows.append(
            AfterRow(
                name=sight.name_of(seat),
                was=str(seat.get_wellbeing_display()) if seat.attended else _("Was not there"),
                tag=_after_tag(seat),
                words=seat.debrief if named else "",
                url=url if named and seat.attended else "",
                label=_("Talk") if seat.awaits_debrief else _("Add to it"),
            )
        )
    return rows


def _after_tag(seat: Participant) -> Tag:
    if not seat.attended:
        return Tag(_("Not needed"))
    if seat.debriefed_at is None:
        day = short_date(seat.next_contact_on)
        return Tag(_("Talk on %(date)s") % {"date": day} if day else _("Talk owed"), "now")
    if seat.debrief_declined:
        return Tag(_("Would rather not"), "done")
    return Tag(str(seat.get_wellbeing_later_display()), "gate" if seat.wellbeing_later == "worried" else "done")


def item(opened: Opened, item: AgreementItem, sight: Sight) -> ItemRow:
    if item.victim_told_at:
        told = _("Knows, %(date)s") % {"date": short_date(item.victim_told_at)}
    else:
        told = _("Does not want to hear") if item.no_news_wanted else _("Not yet")
    state = {"done": "done", "partly": "now", "not_done": "gate"}.get(item.result, "")
    return ItemRow(
        words=item.words,
        who=sight.name_of(item.owner),
        due=short_date(due_now(item)),
        tag=Tag(str(item.get_result_display()), state) if item.result else Tag(_("Open")),
        told=told,
        url=gate.address(opened, "meetings:item", item.pk),
    )


def untold(meeting: Meeting) -> list[Participant]:
    if meeting.stage != Stage.CANCELLED:
        return []
    return [seat for seat in meeting.participants.all() if seat.told_at is None]
