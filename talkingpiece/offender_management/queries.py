from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings_in, people_of_area
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.areas.queries import section
from talkingpiece.cases.changes import NONE
from talkingpiece.cases.legal_queries import legal_facts, permission_facts, permissions_of
from talkingpiece.cases.models import Case, Ending, Responsible
from talkingpiece.cases.queries import approaches
from talkingpiece.cases.states import ClosureReason, ContactScope
from talkingpiece.consents.queries import live, live_consent
from talkingpiece.consents.states import Item, ToldTo
from talkingpiece.core import clock
from talkingpiece.engagement.models import Approach, Contact, LegalVisit, Preparation, Visit
from talkingpiece.engagement.queries import last_approach
from talkingpiece.engagement.states import Outcome, Reply, VisitAnswer, VisitState
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.meetings.models import AgreementItem, Meeting, Part, Participant, ToldOf
from talkingpiece.meetings.queries import due_now, items_of, meetings_of, standing
from talkingpiece.meetings.states import Stage
from talkingpiece.offender_management.allowed import (
    CATEGORY_OF,
    DateTold,
    ItemTold,
    MeetingTold,
    ReportFacts,
    Sentence,
    of,
    read,
)
from talkingpiece.offender_management.models import ActionReported, OutcomeReport, Showing
from talkingpiece.offender_management.profile import Reporting
from talkingpiece.offender_management.states import ON_PAPER, About, Kind, Recipient, Status
from talkingpiece.people.queries import numbers_of

_WITH = (
    "responsible__person",
    "recipient__agency",
    "agency",
    "corrects",
    "released_by",
    "recorded_by",
    "disclosure",
    "case__victim",
    "case__area",
)


# What an offender manager waits for at the end; an earlier message, or a report to somebody else, does not settle it.
_OF_THE_OUTCOME = {"kind": Kind.OUTCOME, "as_whom__in": [Recipient.COMMUNITY, Recipient.PRISON_MANAGER]}


def reporting(case: Case) -> Reporting:
    return section(case.area_id, case.profile_version, Reporting)


def agency_of(responsible: Responsible) -> Agency | None:
    manager = responsible.offender_manager
    return (manager.agency if manager else None) or responsible.agency


def reports_of(case_id: UUID) -> list[OutcomeReport]:
    """Every report of the case, the newest first; stopped ones and errors too."""
    found = OutcomeReport.objects.filter(case_id=case_id).select_related(*_WITH)
    return list(found.order_by("-happened_at", "-recorded_at"))


@dataclass(frozen=True)
class Addressee:
    """Somebody who could be told of one offender: with an account of their own, or in words and on paper."""

    as_whom: Recipient
    user: User | None = None
    agency: Agency | None = None

    @property
    def key(self) -> str:
        return f"{self.as_whom}:{self.user.pk}" if self.user else str(self.as_whom)

    @property
    def words(self) -> str:
        named = f"{self.user.name}, {self.agency.name}" if self.user and self.agency else ""
        return named or str(self.as_whom.label)


def addressees(case: Case, responsible: Responsible, at: datetime) -> list[Addressee]:
    """Who could be told, the offender manager first. The liaison officer only where the victim lets them be told."""
    able = _able_to_receive(case.area_id, at)
    found = []
    manager, agency = responsible.offender_manager, agency_of(responsible)
    if manager is not None and manager.pk in able and agency is not None:
        found.append(Addressee(recipient_of(responsible, agency), manager, agency))
    for user in able.values():
        if user.agency is None or user == manager:
            continue
        if user.agency.kind == AgencyKind.PRISON and user.agency_id == responsible.agency_id:
            found.append(Addressee(Recipient.PRISON, user, user.agency))
        elif user.agency.kind == AgencyKind.VICTIM_LIAISON and victim_lets(case, user.agency, at):
            found.append(Addressee(Recipient.LIAISON, user, user.agency))
    return [*found, *(Addressee(one) for one in Recipient if one in ON_PAPER)]


def recipient_of(responsible: Responsible, agency: Agency) -> Recipient:
    """As whom this agency hears of them."""
    if agency.kind == AgencyKind.VICTIM_LIAISON:
        return Recipient.LIAISON
    if agency.kind != AgencyKind.PRISON:
        return Recipient.COMMUNITY
    manager = responsible.offender_manager
    manages = manager is not None and manager.agency_id == agency.pk
    return Recipient.PRISON_MANAGER if manages else Recipient.PRISON


def victim_lets(case: Case, agency: Agency, at: datetime) -> bool:
    """Whether the victim agreed that this agency is told."""
    on, target = timezone.localdate(at), str(agency.pk)
    return live_consent(case.pk, case.victim_id, Item.SHARE, on=on, target=target) is not None


def _able_to_receive(area_id: UUID, at: datetime) -> dict[UUID, User]:
    roles = {held.user_id for held in holdings_in(area_id, at) if Act.REPORT_RECEIVE in ROLES[Role(held.role)].acts}
    return {user.pk: user for user in people_of_area(area_id, at) if user.pk in roles}


def numbers_told(report: OutcomeReport) -> dict[str, str]:
    """By kind: by which numbers whoever it is for knows the offender. A liaison officer: by none."""
    return {} if report.as_whom == Recipient.LIAISON else numbers_of(report.responsible.person_id)


def showings_of(report_ids: Iterable[UUID]) -> dict[UUID, list[Showing]]:
    """By report, standing ones, the newest first. One query."""
    rows: dict[UUID, list[Showing]] = defaultdict(list)
    found = Showing.objects.filter(report_id__in=list(report_ids), error_at__isnull=True)
    for row in found.select_related("person", "recorded_by").order_by("-happened_at", "-recorded_at"):
        rows[row.report_id].append(row)
    return rows


def shown_now(report: OutcomeReport) -> tuple[Sentence, ...]:
    """Its sentences without those that somebody objected to."""
    return tuple(one for one in read(report.sentences) if one.key not in report.left_out)


@dataclass(frozen=True)
class Concerned:
    """Somebody of whom the report speaks, and exactly the sentences that they are shown."""

    person_id: UUID
    called: str
    about: About
    sentences: tuple[Sentence, ...]


def concerned(report: OutcomeReport) -> list[Concerned]:
    """Whoever has a sentence of their own, or one of both."""
    found, case = shown_now(report), report.case
    people = (
        (report.responsible.person, About.OFFENDER),
        (case.victim, About.VICTIM),
    )
    return [
        Concerned(person.pk, person.called, about, of(found, about))
        for person, about in people
        if any(one.about in {about, About.BOTH} for one in found)
    ]


def report_facts(case: Case, responsible: Responsible, on: date) -> ReportFacts:
    """Gathers what may be told. Consents that do not hold on that day leave things out here, and nowhere else."""
    held = _held_with(case, responsible)
    status = _status(case, responsible, held)
    if status is Status.NOT_PROGRESSED:
        return ReportFacts(responsible.person.called, status)
    told = _meetings(case, held) if status in {Status.DIRECT, Status.CIRCLE} else ()
    return ReportFacts(
        name=responsible.person.called,
        status=status,
        meetings=told,
        talked_on=_talked_on(case, responsible),
        bands=reporting(case).bands,
        permissions=_permissions(responsible, [one.held_on for one in told]),
        items=_items(case, responsible, on),
        permission_needed=case.is_open and _forbidden(responsible, on),
        dates=_dates(case, responsible, on),
    )


def _forbidden(responsible: Responsible, on: date) -> bool:
    return any(one.forbids_on(ContactScope.DIRECT, on) for one in legal_facts(responsible.pk).restrictions)


def _dates(case: Case, responsible: Responsible, on: date) -> tuple[DateTold, ...]:
    """Booked meetings that stand, and visits that a prison granted, from that day on."""
    booked = [
        meeting
        for meeting in meetings_of(case.pk)
        if meeting.stage == Stage.BOOKED
        and timezone.localdate(meeting.starts_at) >= on
        and any(seat.person_id == responsible.person_id for seat in meeting.participants.all())
    ]
    verdicts = standing(booked, clock.now()) if booked else {}
    found = [(str(one.pk), one.starts_at) for one in booked if verdicts[one.pk].is_open]
    granted = LegalVisit.objects.standing().filter(
        responsible=responsible, answer=VisitAnswer.GRANTED, withdrawn_at__isnull=True, visit__state=VisitState.PLANNED
    )
    visits = [(str(pk), at) for pk, at in granted.values_list("pk", "granted_for") if at]
    found += [(pk, at) for pk, at in visits if timezone.localdate(at) >= on]
    return tuple(DateTold(pk, timezone.localtime(at)) for pk, at in sorted(found, key=lambda one: one[1]))


def _held_with(case: Case, responsible: Responsible) -> list[Meeting]:
    """Meetings that were held and at which this person was, the first one first."""
    return [
        meeting
        for meeting in reversed(meetings_of(case.pk))
        if meeting.held_at
        and any(seat.person_id == responsible.person_id and seat.attended for seat in meeting.participants.all())
    ]


def _status(case: Case, responsible: Responsible, held: list[Meeting]) -> Status:
    modes = {one.key: one.mode for one in approaches(case).approaches}
    met = {modes.get(meeting.approach, "direct") for meeting in held}
    if "direct" in met:
        return Status.DIRECT
    if "without_offender" in met:
        return Status.CIRCLE
    approach = last_approach(responsible.pk)
    said_yes = approach is not None and approach.reply == Reply.YES
    ending = Ending.objects.filter(case=case, reopened_at__isnull=True, error_at__isnull=True).first()
    if "indirect" in met or (said_yes and ending and ending.reason == ClosureReason.COMPLETED_INDIRECT):
        return Status.INDIRECT
    return Status.EXPLORED if said_yes and case.is_open else Status.NOT_PROGRESSED


def _meetings(case: Case, held: list[Meeting]) -> tuple[MeetingTold, ...]:
    modes = {one.key: one.mode for one in approaches(case).approaches}
    return tuple(
        MeetingTold(
            meeting_id=str(meeting.pk),
            held_on=timezone.localdate(meeting.held_at),
            circle=modes.get(meeting.approach) == "without_offender",
            victim=_attended(meeting, Part.VICTIM) > 0,
            supporters=_attended(meeting, Part.SUPPORTER),
            facilitators=2 if meeting.co_facilitator_id else 1,
        )
        for meeting in held
    )


def _attended(meeting: Meeting, part: str) -> int:
    return sum(bool(seat.attended) for seat in meeting.participants.all() if seat.part == part)


def _talked_on(case: Case, responsible: Responsible) -> tuple[date, ...]:
    mine = {"case": case, "person_id": responsible.person_id}
    sessions = Preparation.objects.standing().filter(**mine).values_list("happened_at", flat=True)
    visits = Visit.objects.filter(**mine, state=VisitState.HELD).values_list("held_at", flat=True)
    talks = Contact.objects.standing().filter(**mine, outcome=Outcome.SPOKE).values_list("happened_at", flat=True)
    moments = [moment for rows in (sessions, visits, talks) for moment in rows if moment]
    return tuple(sorted({timezone.localdate(moment) for moment in moments}))


def _permissions(responsible: Responsible, days: list[date]) -> tuple[str, ...]:
    """What was allowed in writing on a day on which they met: the order, or that a prison let them in."""
    # As it was on that day: that something changed since takes nothing back.
    held = [row for row in permissions_of(responsible.pk) if any(permission_facts(row, NONE).holds_on(d) for d in days)]
    words = (row.restriction.get_kind_display() if row.restriction else row.get_kind_display() for row in held)
    return tuple(dict.fromkeys(str(one) for one in words))


def _items(case: Case, responsible: Responsible, on: date) -> tuple[ItemTold, ...]:
    """What the two agreed, if both let it be told and it was agreed to be told to the offender manager. Nobody else's
    part is told here."""
    agreed = set(live([case.pk], on=on).filter(item=Item.AGREEMENT).values_list("person_id", flat=True))
    if not {case.victim_id, responsible.person_id} <= agreed:
        return ()
    owners = {case.victim_id, responsible.person_id}
    told = [item for item in items_of(case.pk) if ToldOf.OFFENDER_MANAGER in item.share_with]
    return tuple(_item(case, item) for item in told if item.owner.person_id in owners)


def _item(case: Case, item: AgreementItem) -> ItemTold:
    return ItemTold(
        item_id=str(item.pk),
        by_victim=item.owner.person_id == case.victim_id,
        words=item.words,
        due_on=due_now(item),
        result=str(item.get_result_display()) if item.result else _("Not known yet"),
        status=item.result,
    )


def received_by(user: User) -> QuerySet[OutcomeReport]:
    """What was lawfully sent to them stays theirs to read, also after the agreement has ended. To a machine belongs
    what was sent to anybody of its agency."""
    mine = Q(agency_id=user.agency_id, recipient__agency_id=user.agency_id) if user.machine else Q(recipient=user)
    found = OutcomeReport.objects.filter(mine, released_at__isnull=False, error_at__isnull=True)
    return found.select_related(*_WITH).prefetch_related("corrections").order_by("-released_at")


def is_recipient(user: User, report: OutcomeReport) -> bool:
    if user.machine:
        return report.recipient is not None and user.agency_id == report.agency_id == report.recipient.agency_id
    return report.recipient_id == user.pk


@dataclass(frozen=True)
class Owed:
    responsible: Responsible
    since: datetime
    due_on: date


def reports_owed(case_ids: Iterable[UUID], at: datetime) -> list[Owed]:
    """Offenders who were told of restorative justice, whose manager waits to hear what came of it. Two queries.

    Owed once a meeting was held with them or the case has ended, until a report was released.
    """
    policy = Reporting()
    told = OutcomeReport.objects.filter(
        responsible=OuterRef("pk"), released_at__isnull=False, error_at__isnull=True, **_OF_THE_OUTCOME
    )
    approached = Approach.objects.filter(responsible=OuterRef("pk"), error_at__isnull=True)
    since = at - timedelta(days=policy.forgotten_after_days)
    found = Responsible.objects.filter(
        Exists(approached),
        ~Exists(told),
        case_id__in=list(case_ids),
        without_manager=False,
        offender_manager__isnull=False,
    ).select_related("person", "case__victim", "offender_manager")
    rows = list(found)
    seats = Participant.objects.filter(
        case_id__in=[row.case_id for row in rows], attended=True, part=Part.OFFENDER, meeting__held_at__isnull=False
    ).select_related("meeting")
    held = {(seat.case_id, seat.person_id): seat.meeting.held_at for seat in seats}
    owed = []
    for row in rows:
        moment = held.get((row.case_id, row.person_id)) or row.case.ended_at
        if moment is not None and moment >= since:
            due_on = timezone.localdate(moment) + timedelta(days=policy.owed_after_days)
            owed.append(Owed(row, moment, due_on))
    return sorted(owed, key=lambda one: one.since)


def drafts_without_ground(case_ids: Iterable[UUID], at: datetime) -> list[OutcomeReport]:
    """Reports that are being written and could not leave: no agreement covers them, and the offender has not agreed
    that these are told. A constant number of queries for each area."""
    found = OutcomeReport.objects.standing().filter(
        case_id__in=list(case_ids), released_at__isnull=True, stopped_at__isnull=True
    )
    rows = list(found.select_related("case", "responsible__person", "agency").order_by("happened_at"))
    may_send: dict[tuple[UUID, UUID | None], set[str]] = {
        (area_id, one.agency_id): set(one.sends)
        for area_id in {row.area_id for row in rows}
        for one in in_force(area_id, at=at)
    }
    consents = live([row.case_id for row in rows], on=timezone.localdate(at))
    agreed = set(consents.values_list("case_id", "person_id", "item", "target"))
    return [
        row
        for row in rows
        if not set(categories_of(row)) <= may_send.get((row.area_id, row.agency_id), set())
        and (row.case_id, row.responsible.person_id, *consent_of(row)) not in agreed
    ]


def categories_of(report: OutcomeReport) -> list[Category]:
    """What an agreement has to cover before it can leave under it."""
    return list(dict.fromkeys([Category.IDENTITY, CATEGORY_OF[Kind(report.kind)]]))


def consent_of(report: OutcomeReport) -> tuple[str, str]:
    """The consent of everybody whom it concerns that would be a ground by itself: its item, and its target."""
    if report.as_whom == Recipient.PAROLE_BOARD:
        return Item.PAROLE, ""
    return Item.SHARE, ToldTo.COURT if report.as_whom == Recipient.COURT else str(report.agency_id)


def released_to_manager(case_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By case: when the first report that still stands left. One query."""
    found = OutcomeReport.objects.filter(
        case_id__in=list(case_ids), released_at__isnull=False, error_at__isnull=True, **_OF_THE_OUTCOME
    )
    rows = found.order_by("-released_at").values_list("case_id", "released_at")
    return {case_id: released_at for case_id, released_at in rows if released_at}


def sentences_told_of(disclosure: Disclosure, person_id: UUID) -> tuple[str, ...]:
    """Of a report that left: the sentences that this person was shown, as they left."""
    report = OutcomeReport.objects.filter(disclosure=disclosure).select_related(*_WITH).first()
    if report is None:
        return ()
    mine = [one.sentences for one in concerned(report) if one.person_id == person_id]
    return tuple(sentence.words for sentences in mine for sentence in sentences if not sentence.item)


def actions_reported(case_ids: Iterable[UUID]) -> list[ActionReported]:
    """What agencies say is done and nobody has made sure of yet, the longest waiting first. One query."""
    found = ActionReported.objects.standing().filter(case_id__in=list(case_ids), answer="")
    with_ = ("case__victim", "responsible__person", "item", "agency", "recorded_by")
    return list(found.select_related(*with_).order_by("happened_at"))
