"""What an agency sees of the service's work at a moment: for its pages, its files, the API and the preview alike.

Nobody else says it. An offender who may not be known to the agency leaves no trace in it, whoever asks and whatever
was asked for. The agreement in force decides, category by category; when it ends, everything here is closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import holds
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.cases.access import closed_to
from talkingpiece.cases.models import Responsible
from talkingpiece.consents.models import Consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core.blockers import Text
from talkingpiece.engagement.models import Approach
from talkingpiece.engagement.states import Reply
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import of_addressee
from talkingpiece.information_sharing.states import CATEGORY_OF as ASKED_CATEGORY
from talkingpiece.information_sharing.states import Question
from talkingpiece.offender_management.allowed import (
    ALLOWED,
    CATEGORY_OF,
    TOOK_PART,
    ReportFacts,
    Sentence,
    sentences,
)
from talkingpiece.offender_management.models import ActionReported, OutcomeReport
from talkingpiece.offender_management.profile import Reporting
from talkingpiece.offender_management.queries import recipient_of, report_facts
from talkingpiece.offender_management.states import Kind, Recipient, Status

# What is told as it stands, without being sent: of the offender alone, or what both agreed may be told.
_LIVE = (Kind.EXPLORING, Kind.PERMISSION, Kind.DATES, Kind.ACTIONS, Kind.COMPLETED)


@dataclass(frozen=True)
class Terms:
    """What one agreement lets through: one in force, or a draft that is tried on."""

    area_id: UUID
    agency_id: UUID
    reference: str
    send: frozenset[str]
    receive: frozenset[str]

    @classmethod
    def of(cls, agreement: Agreement) -> Terms:
        return cls(
            area_id=agreement.area_id,
            agency_id=agreement.agency_id,
            reference=agreement.reference,
            send=agreement.sends,
            receive=agreement.receives,
        )


@dataclass(frozen=True)
class FeedFact:
    """One thing that the agency sees. `ground`: the agreement; `yes`: whose yes lets it be known at all.

    `subject_id`: the request, the report or the thing agreed that it speaks of.
    """

    kind: Kind
    key: str
    words: str
    category: Category
    ground: str
    yes: str
    on: date | None = None
    subject_id: UUID | None = None
    waits_since: date | None = None  # since the agency reported it as done

    def data(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "key": self.key,
            "words": self.words,
            "category": self.category.value,
            "ground": self.ground,
            "on": self.on.isoformat() if self.on else None,
            "reported_on": self.waits_since.isoformat() if self.waits_since else None,
        }


@dataclass(frozen=True)
class OffenderEntry:
    """One offender in one process, with who they are and nothing of anybody else."""

    entry_id: UUID
    name: str
    birth_date: str
    recipient: Recipient
    facts: tuple[FeedFact, ...]

    def of(self, *kinds: Kind) -> tuple[FeedFact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)

    def data(self) -> dict[str, Any]:
        return {
            "id": str(self.entry_id),
            "name": self.name,
            "birth_date": self.birth_date,
            "facts": [fact.data() for fact in self.facts],
        }


def feed(
    agency: Agency,
    reader: User | None,
    at: datetime,
    agreements: Iterable[Terms] | None = None,
    *,
    case_id: UUID | None = None,
) -> tuple[OffenderEntry, ...]:
    """Each offender that this agency may know of, with what it is told. `reader`: somebody of it, who sees those that
    they supervise or, in a prison, those who are held there; None, or a machine of it: all that the agency sees.

    `agreements`: as if these held; without it, those in force at that moment. `case_id`: of one case only.
    """
    terms = {one.area_id: one for one in agreements if one.agency_id == agency.pk} if agreements is not None else None
    if terms is None:
        terms = {one.area_id: one for one in in_force_with(agency, at)}
    areas = [area for area, one in terms.items() if Category.IDENTITY in one.send]
    if not areas:
        return ()
    rows = _supervised(agency, reader, areas)
    rows = rows.filter(case_id=case_id) if case_id else rows
    found = list(rows.select_related("person", "case__area", "case__victim", "agency", "offender_manager__agency"))
    if agency.kind == AgencyKind.VICTIM_LIAISON:
        found = [row for row in found if row.case_id in _let_by_victims(found, agency, at)]
    known, asked = _known(found, agency, at), _asked(found, agency, reader, at)
    sent, silenced, waiting = _sent(found, agency, at), _objected(found, agency), _waiting(found, agency, at)
    entries = []
    for row in found:
        facts: list[FeedFact] = []
        as_whom = recipient_of(row, agency)
        if row.pk in known:
            told = _told(row, as_whom, terms[row.area_id], at, known[row.pk], silenced[row.pk], sent[row.pk])
            facts += [replace(one, waits_since=waiting.get((row.pk, one.subject_id))) for one in told]
        facts += _questions(asked[row.pk], terms[row.area_id])
        if facts:
            entries.append(OffenderEntry(row.pk, row.person.name, row.person.birth_date, as_whom, tuple(facts)))
    return tuple(sorted(entries, key=lambda one: (one.name.casefold(), str(one.entry_id))))


def no_longer_asked(agency: Agency, request_ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Of these requests those that this agency was asked, under what still holds, and need not answer any more."""
    terms = {one.area_id: one for one in in_force_with(agency, at) if Category.IDENTITY in one.send}
    closed = InformationRequest.objects.filter(
        pk__in=list(request_ids), agency=agency, area_id__in=terms, closed_at__lte=at, error_at__isnull=True
    )
    return {
        one.pk
        for one in closed.select_related("disclosure")
        if set(one.disclosure.categories) <= terms[one.area_id].send
    }


def in_force_with(agency: Agency, at: datetime) -> list[Terms]:
    """In every area that is in sight."""
    return [Terms.of(one) for one in Agreement.objects.filter(agency=agency) if holds(one, at)]


def _supervised(agency: Agency, reader: User | None, areas: list[UUID]) -> QuerySet[Responsible]:
    rows = Responsible.objects.filter(area_id__in=areas)
    held = Q(agency=agency)
    if agency.kind == AgencyKind.VICTIM_LIAISON:
        rows = rows.filter(case__in=Consent.objects.filter(**_share(agency)).values("case_id"))
    elif reader is None or reader.machine:
        rows = rows.filter(held | Q(offender_manager__agency=agency))
    elif agency.kind == AgencyKind.PRISON:
        rows = rows.filter(held | Q(offender_manager=reader))
    else:
        rows = rows.filter(offender_manager=reader)
    return rows.exclude(case__in=closed_to(reader)) if reader is not None else rows


def _share(agency: Agency) -> dict[str, Any]:
    return {"item": Item.SHARE, "target": str(agency.pk), "error_at__isnull": True}


def _newest_answers(rows: list[Responsible], agency: Agency, at: datetime) -> dict[tuple[UUID, UUID], Consent]:
    """By case and person: what they said last of telling this agency."""
    said = Consent.objects.filter(case_id__in=[row.case_id for row in rows], happened_at__lte=at, **_share(agency))
    return {(one.case_id, one.person_id): one for one in said.order_by("happened_at", "recorded_at")}


def _is_yes(consent: Consent, at: datetime) -> bool:
    over = consent.review_by is not None and consent.review_by < timezone.localdate(at)
    return consent.answer == Answer.GIVEN and consent.withdrawn_at is None and not over


def _let_by_victims(rows: list[Responsible], agency: Agency, at: datetime) -> set[UUID]:
    said = _newest_answers(rows, agency, at)
    victims = {row.case_id: row.case.victim_id for row in rows}
    return {case for case, victim in victims.items() if (one := said.get((case, victim))) and _is_yes(one, at)}


def _known(rows: list[Responsible], agency: Agency, at: datetime) -> dict[UUID, tuple[str, Approach]]:
    """Whom the agency may know of, with whose yes lets it: they were told of us as the victim allowed, and either
    said yes to us or agreed that this agency is told. Who said no to that is not known, whatever came later."""
    told = Approach.objects.filter(
        responsible_id__in=[row.pk for row in rows], error_at__isnull=True, happened_at__lte=at
    )
    approaches: dict[UUID, list[Approach]] = defaultdict(list)
    for one in told.order_by("happened_at", "recorded_at"):
        approaches[one.responsible_id].append(one)
    said = _newest_answers(rows, agency, at)
    known = {}
    for row in rows:
        mine = approaches[row.pk]
        consent = said.get((row.case_id, row.person_id))
        if not mine or (consent is not None and not _is_yes(consent, at)):
            continue
        yes = next((one for one in mine if one.reply == Reply.YES and one.replied_at and one.replied_at <= at), None)
        if consent is not None:
            known[row.pk] = (_("They agreed that you are told"), yes or mine[-1])
        elif yes is not None:
            known[row.pk] = (_("They said yes to talking with us"), yes)
    return known


def _asked(
    rows: list[Responsible], agency: Agency, reader: User | None, at: datetime
) -> dict[UUID, list[InformationRequest]]:
    """What waits for an answer. Whoever was asked knows of it already, whether or not the offender does."""
    found: dict[UUID, list[InformationRequest]] = defaultdict(list)
    asked = InformationRequest.objects.filter(
        responsible_id__in=[row.pk for row in rows],
        agency=agency,
        happened_at__lte=at,
        answered_at__isnull=True,
        closed_at__isnull=True,
        error_at__isnull=True,
        case__ended_at__isnull=True,
    )
    asked = asked.filter(of_addressee(reader)) if reader is not None else asked
    for one in asked.select_related("disclosure").order_by("due_at"):
        found[one.responsible_id].append(one)
    return found


def _questions(asked: list[InformationRequest], terms: Terms) -> Iterator[FeedFact]:
    for one in asked:
        out, back = set(one.disclosure.categories), {ASKED_CATEGORY[question] for question in one.questions}
        if not (out <= terms.send and back <= terms.receive):
            continue
        day = timezone.localdate(one.due_at)
        words: list[Text] = [Question(question).label for question in one.questions]
        yield FeedFact(
            kind=Kind.QUESTION,
            key=f"question:{one.pk}",
            words=" ".join(str(word) for word in words),
            category=CATEGORY_OF[Kind.QUESTION],
            ground=terms.reference,
            yes=_("You were asked"),
            on=day,
            subject_id=one.pk,
        )


def _sent(rows: list[Responsible], agency: Agency, at: datetime) -> dict[UUID, list[OutcomeReport]]:
    found: dict[UUID, list[OutcomeReport]] = defaultdict(list)
    since = at - timedelta(days=Reporting().forgotten_after_days)
    sent = OutcomeReport.objects.filter(
        responsible_id__in=[row.pk for row in rows], agency=agency, released_at__range=(since, at)
    ).filter(error_at__isnull=True)
    for report in sent.order_by("-released_at"):
        found[report.responsible_id].append(report)
    return found


def _objected(rows: list[Responsible], agency: Agency) -> dict[UUID, set[str]]:
    """What somebody asked not to have told, in whatever report: it is not told here either."""
    found: dict[UUID, set[str]] = defaultdict(set)
    reports = OutcomeReport.objects.filter(
        responsible_id__in=[row.pk for row in rows], agency=agency, error_at__isnull=True
    )
    for responsible_id, left_out in reports.values_list("responsible_id", "left_out"):
        found[responsible_id] |= set(left_out)
    return found


def _waiting(rows: list[Responsible], agency: Agency, at: datetime) -> dict[tuple[UUID, UUID | None], date]:
    """What the agency itself reported as done, and since when somebody here has to make sure."""
    found = ActionReported.objects.standing().filter(
        responsible_id__in=[row.pk for row in rows], agency=agency, answer="", happened_at__lte=at
    )
    return {(one.responsible_id, one.item_id): timezone.localdate(one.happened_at) for one in found}


def _told(
    row: Responsible,
    as_whom: Recipient,
    terms: Terms,
    at: datetime,
    known: tuple[str, Approach],
    silenced: set[str],
    sent: list[OutcomeReport],
) -> Iterator[FeedFact]:
    yes, approach = known
    facts = report_facts(row.case, row, timezone.localdate(at))
    if not any(report.kind == Kind.OUTCOME and report.status in TOOK_PART for report in sent):
        facts = _until_told(facts)
    for kind in _kinds(facts, approach, at):
        category = CATEGORY_OF[kind]
        if category not in terms.send:
            continue
        for one in sentences(facts, {}, kind=kind, recipient=as_whom):
            if one.key not in silenced:
                yield _fact(kind, one, facts, category, terms, yes)
    if CATEGORY_OF[Kind.OUTCOME] not in terms.send or Kind.OUTCOME not in ALLOWED[as_whom]:
        return
    for report in sent:
        yield FeedFact(
            kind=Kind.OUTCOME,
            key=f"report:{report.pk}",
            words=_("A report, number %(number)s") % {"number": report.number},
            category=CATEGORY_OF[Kind.OUTCOME],
            ground=terms.reference,
            yes=_("It was shown to everybody of whom it speaks"),
            on=timezone.localdate(report.released_at),
            subject_id=report.pk,
        )


def _until_told(facts: ReportFacts) -> ReportFacts:
    """That they met is told by a report alone, which both have seen: until then it stays as it was."""
    if facts.status not in TOOK_PART:
        return facts
    return replace(facts, status=Status.EXPLORED, meetings=())


def _kinds(facts: ReportFacts, approach: Approach, at: datetime) -> tuple[Kind, ...]:
    """When it does not go ahead, that alone, and no longer than anybody needs to hear it: by the day on which they
    answered us, so that nothing of when or why it stopped is in it."""
    if facts.status is not Status.NOT_PROGRESSED:
        return _LIVE
    heard = (approach.replied_at or approach.happened_at) + timedelta(days=Reporting().forgotten_after_days)
    return (Kind.ENDED,) if at <= heard else ()


def _fact(kind: Kind, one: Sentence, facts: ReportFacts, category: Category, terms: Terms, yes: str) -> FeedFact:
    item = next((item for item in facts.items if one.key == f"item:{item.item_id}"), None)
    day = next((told.at.date() for told in facts.dates if one.key == f"date:{told.appointment_id}"), None)
    return FeedFact(
        kind=kind,
        key=one.key,
        words=one.words,
        category=category,
        ground=terms.reference,
        yes=_("Both agreed that you are told") if item else yes,
        on=item.due_on if item else day,
        subject_id=UUID(item.item_id) if item else None,
    )
