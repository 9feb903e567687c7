"""Where a meeting stands, as a path. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.meetings.models import Meeting
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.components import Step, Tag
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class Progress:
    """What the path of one meeting is drawn from."""

    stage: Stage
    missing: int = 0  # before it can be booked, or since it fell
    checks_needed: int = 0
    checks_made: int = 0
    debriefs_owed: int = 0
    agreed: bool | None = None
    written: bool = False  # what was agreed is written down
    items_open: int = 0


def tag(stage: Stage, missing: int) -> Tag:
    """In one or two words. A booked meeting either stands, or it does not."""
    if stage == Stage.BOOKED:
        return Tag(_("No longer stands"), "gate") if missing else Tag(_("Booked, and stands"), "done")
    return {
        Stage.PLANNED: Tag(_("Planned, not booked"), "now"),
        Stage.BEGUN: Tag(_("Begun"), "now"),
        Stage.HELD: Tag(_("Held"), "done"),
        Stage.CANCELLED: Tag(_("Cancelled")),
    }[stage]


def steps(meeting: Meeting, progress: Progress) -> list[Step]:
    return [
        Step(number, *found)
        for number, found in enumerate(
            [
                (_("Planned"), "done", short_date(meeting.planned_at)),
                (_("Booked"), *_booked(meeting, progress)),
                (_("Checks"), *_checks(progress)),
                (_("Begun"), *_begun(meeting, progress)),
                (_("Held and written up"), *_held(meeting, progress)),
                (_("Talked with each"), *_debriefed(progress)),
                (_("Agreement"), *_agreement(progress)),
            ],
            start=1,
        )
    ]


def _over(progress: Progress) -> bool:
    return progress.stage == Stage.CANCELLED


def _booked(meeting: Meeting, progress: Progress) -> tuple[str, str]:
    if progress.stage == Stage.BOOKED and progress.missing:
        return "gate", _things(progress.missing)
    if meeting.confirmed_at:
        return "done", short_date(meeting.confirmed_at)
    if progress.stage == Stage.PLANNED:
        return ("gate", _things(progress.missing)) if progress.missing else ("now", _("Everything is in place"))
    return "ahead", _("Was not booked")


def _things(count: int) -> str:
    return ngettext("One thing is missing", "%(count)d things are missing", count) % {"count": count}


def _checks(progress: Progress) -> tuple[str, str]:
    made = {"made": progress.checks_made, "needed": progress.checks_needed}
    words = _("%(made)d of %(needed)d") % made
    if progress.stage == Stage.BOOKED and not progress.missing:
        if progress.checks_made >= progress.checks_needed:
            return "done", words
        return ("half", words) if progress.checks_made else ("now", words)
    if progress.stage in {Stage.BEGUN, Stage.HELD}:
        return ("done", words) if progress.checks_made >= progress.checks_needed else ("half", words)
    return "ahead", _("After booking")


def _begun(meeting: Meeting, progress: Progress) -> tuple[str, str]:
    if meeting.begun_at:
        return "done", when(meeting.begun_at)
    ready = progress.stage == Stage.BOOKED and not progress.missing
    everything_asked = progress.checks_made >= progress.checks_needed
    if ready and everything_asked:
        return "now", short_date(meeting.starts_at)
    return "ahead", _("Will not take place") if _over(progress) else short_date(meeting.starts_at)


def _held(meeting: Meeting, progress: Progress) -> tuple[str, str]:
    if progress.stage == Stage.HELD:
        return "done", when(meeting.held_at)
    return ("now", _("To be written up")) if progress.stage == Stage.BEGUN else ("ahead", "")


def _debriefed(progress: Progress) -> tuple[str, str]:
    if progress.stage != Stage.HELD:
        return "ahead", ""
    if progress.debriefs_owed:
        count = {"count": progress.debriefs_owed}
        return "now", ngettext("One talk is owed", "%(count)d talks are owed", progress.debriefs_owed) % count
    return "done", _("With everybody")


def _agreement(progress: Progress) -> tuple[str, str]:
    if progress.stage != Stage.HELD:
        return "ahead", ""
    if not progress.agreed:
        return "done", _("None was made")
    if not progress.written:
        return ("ahead" if progress.debriefs_owed else "now"), _("To be written down")
    if progress.items_open:
        count = {"count": progress.items_open}
        return "half", ngettext("One thing is open", "%(count)d things are open", progress.items_open) % count
    return "done", _("All is settled")
