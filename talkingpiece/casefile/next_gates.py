"""The next gate on the way in words: its heading while it is closed, and where the act is done once it is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Responsible
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.meetings.models import Meeting
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class NextGate:
    """`closed` and `opened` are its headings. `door` is where the act is done once the gate is open."""

    name: str
    verdict: Verdict
    closed: str
    opened: str
    door: str = ""
    door_args: tuple[object, ...] = ()
    door_label: str = ""
    says_met: bool = True


def ready_gate(found: Verdict, victim: str) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before %(name)s is ready",
        "What blocks us: %(count)d things before %(name)s is ready",
        count,
    )
    values = {"name": victim, "count": count}
    return NextGate("G2", found, closed % values, _("%(name)s is ready") % values)


def nobody_named(ready: Verdict) -> NextGate:
    missing = Blocker(
        code="nobody_named",
        message=_("Nobody is named as responsible"),
        why=_("As soon as a name is known, from the victim, the court or an agency, it is entered here."),
        remedy=_("Name the person responsible"),
        who=_("You can do this now."),
        side=Side.OFFENDER,
        door="cases:responsible_add",
        door_label=_("Name the person"),
    )
    found = verdict([*ready.conditions, condition(False, "", missing)])
    return NextGate("G3", found, _("What blocks us: one thing before anybody can be approached"), "")


def approach_gate(found: Verdict, row: Responsible) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before %(name)s can be approached",
        "What blocks us: %(count)d things before %(name)s can be approached",
        count,
    )
    values = {"name": row.person.called, "count": count}
    return NextGate(
        "G3",
        found,
        closed % values,
        _("%(name)s can be approached") % values,
        door="engagement:approach",
        door_args=(row.pk,),
        door_label=_("Approach %(name)s") % values,
    )


def take_part_gate(found: Verdict, row: Responsible) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before %(name)s can take part",
        "What blocks us: %(count)d things before %(name)s can take part",
        count,
    )
    values = {"name": row.person.called, "count": count}
    return NextGate(
        "G4",
        found,
        closed % values,
        _("%(name)s can take part, once contact is clear in law") % values,
        door="cases:legal_check",
        door_args=(row.pk,),
        door_label=_("Check orders and conditions"),
    )


def risk_gate(found: Verdict, victim: str, offender: str) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before %(name)s and %(other)s can meet",
        "What blocks us: %(count)d things before %(name)s and %(other)s can meet",
        count,
    )
    values = {"name": victim, "other": offender, "count": count}
    return NextGate(
        "G5",
        found,
        closed % values,
        _("A meeting of %(name)s and %(other)s can be planned") % values,
        door="meetings:plan",
        door_label=_("Plan the meeting"),
    )


def chosen_gate(found: Verdict, approach: str) -> NextGate:
    """Of a way that needs nobody else's yes."""
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before this can be planned: %(approach)s",
        "What blocks us: %(count)d things before this can be planned: %(approach)s",
        count,
    )
    values = {"approach": approach, "count": count}
    return NextGate(
        "G5",
        found,
        closed % values,
        _("This can be planned: %(approach)s") % values,
        door="meetings:plan",
        door_label=_("Plan it"),
    )


def booking_gate(found: Verdict, meeting: Meeting) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "What blocks us: one thing before the meeting on %(day)s can be booked",
        "What blocks us: %(count)d things before the meeting on %(day)s can be booked",
        count,
    )
    fell = _("The meeting on %(day)s no longer stands")
    values = {"day": short_date(meeting.starts_at), "count": count}
    return NextGate(
        "G7a",
        found,
        (fell if meeting.confirmed_at else closed) % values,
        _("The meeting on %(day)s can be booked") % values,
        door="meetings:book",
        door_args=(meeting.pk,),
        door_label=_("Book the meeting"),
    )


def begin_gate(found: Verdict, meeting: Meeting) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "The meeting is booked: one thing before it can begin on %(day)s",
        "The meeting is booked: %(count)d things before it can begin on %(day)s",
        count,
    )
    return NextGate(
        "G7b",
        found,
        closed % {"day": short_date(meeting.starts_at), "count": count},
        _("The meeting can begin"),
        door="meetings:begin",
        door_args=(meeting.pk,),
        door_label=_("Begin the meeting"),
    )


def end_gate(found: Verdict, meeting: Meeting, way: ApproachDef) -> NextGate:
    count = len(found.blockers)
    closed = ngettext(
        "%(held)s One thing is left before the case can end well",
        "%(held)s %(count)d things are left before the case can end well",
        count,
    )
    values = {"held": _(way.held) % {"day": short_date(meeting.held_at)}, "count": count}
    return NextGate(
        "G9b",
        found,
        closed % values,
        _("%(held)s Everything is followed up") % values,
        door="casefile:end",
        door_label=_("End well"),
        says_met=False,
    )
