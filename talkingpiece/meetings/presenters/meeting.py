"""One meeting on one page: where it stands, what is missing, who is in it, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import leads_in
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.meetings.access import Sight
from talkingpiece.meetings.conditions import (
    BeginFacts,
    CheckMade,
    Seat,
    check_that_counts,
    checks_needed,
    worries,
)
from talkingpiece.meetings.models import AgreementItem, Check, CheckKind, Meeting, Participant
from talkingpiece.meetings.presenters import acts, aftermath, gate, stages
from talkingpiece.meetings.presenters.agreed import copies
from talkingpiece.meetings.presenters.circle import asked_seats
from talkingpiece.meetings.presenters.words import day_and_time, neutral_words
from talkingpiece.meetings.queries import Judged, agreement_of, checks_of, items_of_meeting, judged
from talkingpiece.meetings.states import Stage
from talkingpiece.ui.components import Door, Gate, Link, Row, Step, Tag, Tick
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class PersonRow:
    """One participant. Somebody of a case on which the reader does not work has no name here."""

    name: str
    part: str
    prepared: Tag
    agrees: Tag
    doors: Sequence[Door] = ()


@dataclass(frozen=True)
class CheckRow:
    name: str
    due: str
    tag: Tag
    words: str = ""
    url: str = ""


@dataclass(frozen=True)
class MeetingPage:
    heading: str
    line: str
    tag: Tag
    steps: list[Step]
    rows: list[Row]
    people: list[PersonRow]
    acts: list[Door] = field(default_factory=list)
    gate: Gate | None = None
    fell: str = ""  # the neutral words in which everybody is told that it fell
    in_place: list[Tick] = field(default_factory=list)
    worries: list[str] = field(default_factory=list)
    checks: list[CheckRow] = field(default_factory=list)
    record: list[Row] = field(default_factory=list)
    after: list[aftermath.AfterRow] = field(default_factory=list)
    items: list[aftermath.ItemRow] = field(default_factory=list)
    agreement_words: str = ""
    untold: list[str] = field(default_factory=list)
    asked: list[Link] = field(default_factory=list)  # seats that somebody asks for
    outcome: str = ""  # what an agreement is called here
    copies: list[Link] = field(default_factory=list)  # of the agreement, for each who signed
    take_back_url: str = ""


def meeting_page(opened: Opened, meeting: Meeting, sight: Sight, at: datetime, *, may_plan: bool) -> MeetingPage:
    asked = judged([meeting], at)[meeting.pk]
    made = checks_of([meeting.pk])
    facts = BeginFacts(asked.facts, tuple(_made(check) for check in made))
    items = items_of_meeting(meeting.pk)
    told = gate.told(asked.verdict, opened.relation.sides, sight.references)
    progress = _progress(meeting, asked, facts, items, missing=len(told.blockers))
    agreement = agreement_of(meeting.pk)
    ahead = meeting.stage in {Stage.PLANNED, Stage.BOOKED}
    fallen = meeting.stage == Stage.BOOKED and not asked.verdict.is_open
    return MeetingPage(
        heading=asked.facts.approach_name,
        line=day_and_time(meeting.starts_at),
        tag=stages.tag(meeting.stage, progress.missing),
        steps=stages.steps(meeting, progress),
        rows=_rows(meeting, asked.way),
        people=_people(opened, meeting, sight, asked) if meeting.stage != Stage.HELD else [],
        acts=acts.acts_on(opened, meeting, asked, facts) if may_plan else [],
        gate=_gate(opened, meeting, sight, asked) if ahead else None,
        fell=neutral_words(meeting) if fallen else "",
        in_place=gate.ticks(asked.verdict, opened, sight.references) if ahead else [],
        worries=worries(asked.facts) if ahead else [],
        checks=_checks(opened, meeting, facts, asked, made) if meeting.confirmed_at else [],
        record=aftermath.record(meeting) if meeting.stage == Stage.HELD else [],
        after=aftermath.after(opened, meeting, sight) if meeting.stage == Stage.HELD else [],
        items=[aftermath.item(opened, item, sight) for item in items],
        agreement_words=agreement.words if agreement else "",
        take_back_url=gate.address(opened, "meetings:take_back", meeting.pk),
        asked=asked_seats(opened, meeting, sight) if ahead and may_plan else [],
        outcome=_(asked.way.outcome),
        copies=copies(opened, meeting, agreement, sight) if agreement else [],
        untold=[sight.name_of(seat) for seat in aftermath.untold(meeting)],
    )


def _made(check: Check) -> CheckMade:
    return CheckMade(check.kind, check.happened_at, check.everybody_willing, check.place_cleared)


def _progress(
    meeting: Meeting, asked: Judged, facts: BeginFacts, items: list[AgreementItem], *, missing: int
) -> stages.Progress:
    needed = checks_needed(asked.facts, asked.policy.meetings) if meeting.confirmed_at else ()
    return stages.Progress(
        stage=meeting.stage,
        missing=missing,
        checks_needed=len(needed),
        checks_made=sum(check_that_counts(facts, rule) is not None for rule in needed),
        debriefs_owed=sum(seat.awaits_debrief for seat in meeting.participants.all()),
        agreed=meeting.agreed,
        written=bool(items),
        items_open=sum(not item.settled for item in items),
    )


def _gate(opened: Opened, meeting: Meeting, sight: Sight, asked: Judged) -> Gate | None:
    if asked.verdict.is_open:
        return None
    if meeting.stage == Stage.BOOKED:
        heading = _("It no longer stands")
        intro = _("It stands again when everything below is in place, or it is planned anew, or cancelled.")
    else:
        heading, intro = _("Before it can be booked"), _("Nobody is expected anywhere until it is booked.")
    return gate.panel(asked.verdict, opened, sight.references, heading=heading, intro=intro)


def _rows(meeting: Meeting, way: ApproachDef) -> list[Row]:
    purpose = next((_(one.name) for one in way.purposes if one.key == meeting.purpose), "")
    helper = meeting.co_facilitator.name if meeting.co_facilitator else _("Nobody yet")
    return [
        Row(_("Where"), meeting.venue),
        Row(_("Kind of place"), meeting.get_venue_kind_display()),
        Row(_("To arrange"), meeting.practical or _("Nothing written down yet")),
        *([Row(_("What for"), purpose)] if purpose else []),
        Row(_(way.leading.lead), meeting.lead.name),
        Row(_(way.leading.second), helper),
        *([Row(_("Open seats"), str(meeting.seats_offered))] if meeting.seats_offered else []),
        Row(_("These terms since"), when(meeting.terms_at)),
    ]


def _people(opened: Opened, meeting: Meeting, sight: Sight, asked: Judged) -> list[PersonRow]:
    places = {seat.person_id: seat for seat in asked.facts.seats}
    rows = []
    for seat in meeting.participants.all():
        facts = places[str(seat.person_id)]
        ready = facts.ready and not facts.to_cover
        agrees = _agrees(facts, asked)
        rows.append(
            PersonRow(
                name=sight.name_of(seat),
                part=str(seat.get_part_display()),
                prepared=Tag(_("Ready"), "done") if ready else Tag(_("To prepare"), "gate"),
                agrees=agrees,
                doors=_person_doors(opened, meeting, seat, facts, asked) if sight.may_open(facts.reference) else (),
            )
        )
    return rows


def _agrees(facts: Seat, asked: Judged) -> Tag:
    if facts.attends is None:
        return Tag(_("No yes any more") if asked.facts.booked_at else _("Not agreed yet"), "gate")
    if not facts.attends.since(asked.facts.terms_at):
        return Tag(_("To an earlier plan"), "gate")
    return Tag(_("Agreed %(date)s") % {"date": short_date(facts.attends.given_at)}, "done")


def _person_doors(opened: Opened, meeting: Meeting, seat: Participant, facts: Seat, asked: Judged) -> list[Door]:
    if meeting.stage not in {Stage.PLANNED, Stage.BOOKED} or not asked.facts.may_be_asked(facts):
        return []
    doors = []
    if _agrees(facts, asked).state != "done":
        gone = asked.facts.booked_at is not None and facts.attends is None
        url = reverse("meetings:ask", args=[opened.case.reference, meeting.pk, seat.pk])
        doors.append(Door(_("Write down a new yes") if gone else _("Ask for this date"), url))
    elif facts.attends is not None:
        url = reverse("consents:withdraw", args=[facts.reference, facts.attends.consent_id])
        doors.append(Door(_("Take it back"), url))
    if (facts.to_cover or not facts.ready) and (facts.of_case or facts.attends is not None):
        url = reverse("engagement:prepare", args=[facts.reference, facts.person_id])
        doors.append(Door(_("Prepare"), f"{url}?{urlencode({'approach': meeting.approach})}"))
    return [door for door in doors if leads_in(door.url, opened.relation)]


def _checks(opened: Opened, meeting: Meeting, facts: BeginFacts, asked: Judged, made: list[Check]) -> list[CheckRow]:
    url = reverse("meetings:check", args=[opened.case.reference, meeting.pk])
    rows = []
    for rule in checks_needed(asked.facts, asked.policy.meetings):
        counts = check_that_counts(facts, rule)
        row = next((c for c in made if counts and c.happened_at == counts.at and c.kind == rule.kind), None)
        rows.append(
            CheckRow(
                name=str(CheckKind(rule.kind).label),
                due=short_date(rule.due_on(asked.facts.day)),
                tag=_check_tag(counts, due=rule.counts_from(asked.facts.day) <= timezone.localdate(asked.facts.at)),
                words=row.words if row else "",
                url=url if meeting.stage == Stage.BOOKED else "",
            )
        )
    return rows


def _check_tag(made: CheckMade | None, *, due: bool) -> Tag:
    if made is None:
        return Tag(_("To ask"), "now") if due else Tag(_("Ahead"))
    if not made.everybody_willing:
        return Tag(_("Somebody not willing"), "gate")
    if not made.place_cleared:
        return Tag(_("Place not cleared"), "gate")
    return Tag(_("All well, %(date)s") % {"date": short_date(made.at)}, "done")
