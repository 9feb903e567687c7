"""The next gate on the way in words: its heading while it is closed, and where the act is done once it is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from talkingpiece.cases.models import Responsible
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, verdict
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


def _gate(
    name: str,
    found: Verdict,
    values: dict[str, str],
    closed: Text,
    opened: str,
    door: str = "",
    *door_args: object,
    label: str = "",
    says_met: bool = True,
) -> NextGate:
    """Its sentences with these values in them; `closed` also with `count`, how many things are in the way."""
    told = {**values, "count": len(found.blockers)}
    return NextGate(name, found, closed % told, opened % told, door, door_args, label % told, says_met)


def ready_gate(found: Verdict, victim: str) -> NextGate:
    closed = ngettext_lazy(
        "What blocks us: one thing before %(name)s is ready",
        "What blocks us: %(count)d things before %(name)s is ready",
        "count",
    )
    return _gate("G2", found, {"name": victim}, closed, _("%(name)s is ready"))


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
    closed = ngettext_lazy(
        "What blocks us: one thing before %(name)s can be approached",
        "What blocks us: %(count)d things before %(name)s can be approached",
        "count",
    )
    opened, label = _("%(name)s can be approached"), _("Approach %(name)s")
    values = {"name": row.person.called}
    return _gate("G3", found, values, closed, opened, "engagement:approach", row.pk, label=label)


def take_part_gate(found: Verdict, row: Responsible) -> NextGate:
    closed = ngettext_lazy(
        "What blocks us: one thing before %(name)s can take part",
        "What blocks us: %(count)d things before %(name)s can take part",
        "count",
    )
    opened, label = _("%(name)s can take part, once contact is clear in law"), _("Check orders and conditions")
    values = {"name": row.person.called}
    return _gate("G4", found, values, closed, opened, "cases:legal_check", row.pk, label=label)


def risk_gate(found: Verdict, victim: str, offender: str) -> NextGate:
    closed = ngettext_lazy(
        "What blocks us: one thing before %(name)s and %(other)s can meet",
        "What blocks us: %(count)d things before %(name)s and %(other)s can meet",
        "count",
    )
    opened, label = _("A meeting of %(name)s and %(other)s can be planned"), _("Plan the meeting")
    return _gate("G5", found, {"name": victim, "other": offender}, closed, opened, "meetings:plan", label=label)


def chosen_gate(found: Verdict, approach: str) -> NextGate:
    """Of a way that needs nobody else's yes."""
    closed = ngettext_lazy(
        "What blocks us: one thing before this can be planned: %(approach)s",
        "What blocks us: %(count)d things before this can be planned: %(approach)s",
        "count",
    )
    opened = _("This can be planned: %(approach)s")
    return _gate("G5", found, {"approach": approach}, closed, opened, "meetings:plan", label=_("Plan it"))


def booking_gate(found: Verdict, meeting: Meeting) -> NextGate:
    closed = ngettext_lazy(
        "What blocks us: one thing before the meeting on %(day)s can be booked",
        "What blocks us: %(count)d things before the meeting on %(day)s can be booked",
        "count",
    )
    fell = _("The meeting on %(day)s no longer stands")
    opened, label = _("The meeting on %(day)s can be booked"), _("Book the meeting")
    values = {"day": short_date(meeting.starts_at)}
    says = fell if meeting.confirmed_at else closed
    return _gate("G7a", found, values, says, opened, "meetings:book", meeting.pk, label=label)


def begin_gate(found: Verdict, meeting: Meeting) -> NextGate:
    closed = ngettext_lazy(
        "The meeting is booked: one thing before it can begin on %(day)s",
        "The meeting is booked: %(count)d things before it can begin on %(day)s",
        "count",
    )
    values, label = {"day": short_date(meeting.starts_at)}, _("Begin the meeting")
    return _gate("G7b", found, values, closed, _("The meeting can begin"), "meetings:begin", meeting.pk, label=label)


def end_gate(found: Verdict, meeting: Meeting, way: ApproachDef) -> NextGate:
    closed = ngettext_lazy(
        "%(held)s One thing is left before the case can end well",
        "%(held)s %(count)d things are left before the case can end well",
        "count",
    )
    values = {"held": _(way.held) % {"day": short_date(meeting.held_at)}}
    opened = _("%(held)s Everything is followed up")
    return _gate("G9b", found, values, closed, opened, "casefile:end", label=_("End well"), says_met=False)
