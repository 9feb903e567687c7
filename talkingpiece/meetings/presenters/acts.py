"""What can be done with a meeting now."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.meetings.conditions import BeginFacts, blockers_to_begin
from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.presenters.aftermath import untold
from talkingpiece.meetings.queries import Judged, agreement_of
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.components import Door


def acts_on(opened: Opened, meeting: Meeting, asked: Judged, facts: BeginFacts) -> list[Door]:
    """At most one of them is primary: the next safe act."""

    def door(name: str, label: str, kind: str = "secondary") -> Door:
        return Door(label, reverse(f"meetings:{name}", args=[opened.case.reference, meeting.pk]), kind)

    circle = door("circle", _("The way through it"), "link")
    change, cancel = door("change", _("Change the plan")), door("cancel", _("It will not take place"))
    past = asked.facts.at >= meeting.starts_at
    write_up = (
        door("record", _("Write it up"), "primary") if past else door("record", _("It has been held already"), "link")
    )
    if meeting.stage == Stage.PLANNED:
        kind = "primary" if asked.verdict.is_open and not past else "secondary"
        return [door("book", _("Book it"), kind), change, cancel, circle, write_up]
    if meeting.stage == Stage.BOOKED:
        return [
            *_booked_acts(asked, facts, door("check", _("Record a check")), door("begin", _("Begin"))),
            change,
            cancel,
            circle,
            write_up,
        ]
    if meeting.stage == Stage.BEGUN:
        return [door("record", _("Write it up"), "primary"), circle]
    if meeting.stage == Stage.HELD:
        return _held_acts(
            meeting, door("agreement", _("Write down what they agreed")), door("record", _("Correct the record"))
        )
    return [door("cancel", _("Who knows"), "primary")] if untold(meeting) else []


def _booked_acts(asked: Judged, facts: BeginFacts, check: Door, begin: Door) -> list[Door]:
    today = timezone.localdate(asked.facts.at) == asked.facts.day
    if today and blockers_to_begin(facts, asked.policy).is_open:
        return [_primary(begin), check]
    if not asked.verdict.is_open:
        return []
    return [_primary(check), *([begin] if today else [])]


def _held_acts(meeting: Meeting, agreement: Door, correct: Door) -> list[Door]:
    written = agreement_of(meeting.pk) is not None
    if written:
        return [correct]
    return [_primary(agreement) if meeting.agreed else agreement, correct]


def _primary(door: Door) -> Door:
    return Door(door.label, door.url, "primary")
