from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.core import clock
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.documents.payloads import ReportPaper
from talkingpiece.offender_management.allowed import ALLOWED, Sentence, fingerprint, parts, read
from talkingpiece.offender_management.feed import FeedFact, OffenderEntry
from talkingpiece.offender_management.gates import blockers_to_begin, blockers_to_release, facts_for_begin, manager_of
from talkingpiece.offender_management.gates import facts_for_release as release_facts
from talkingpiece.offender_management.models import ActionReported, OutcomeReport, Showing
from talkingpiece.offender_management.papers import paper_of
from talkingpiece.offender_management.queries import (
    Addressee,
    Concerned,
    actions_reported,
    concerned,
    reports_of,
    showings_of,
)
from talkingpiece.offender_management.states import ON_PAPER, About, Heard, Kind, Recipient, Taken
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import SummaryRow, Tag
from talkingpiece.ui.dates import long_date, short_date, when


def sent_paper(report: OutcomeReport) -> ReportPaper:
    """Of a report that was sent: as it left."""
    return ReportPaper.model_validate(report.paper)


def any_paper(report: OutcomeReport) -> ReportPaper:
    """As it left, or as it would leave today."""
    return sent_paper(report) if report.paper else paper_of(report, on=timezone.localdate(clock.now()))


def heard_words(heard: str) -> str:
    if heard == Heard.OBJECTS:
        return _("Left out. Whoever is concerned is shown what remains.")
    return _("Written down. Change it, and show it again.") if heard == Heard.CHANGE else _("Written down: yes.")


def report_tag(report: OutcomeReport) -> Tag:
    if not report.stands:
        return Tag(_("Entered in error"))
    if report.stopped_at:
        return Tag(_("Stopped"))
    if report.released_at is None:
        return Tag(_("Draft"), "now")
    return Tag(_("Read"), "done") if report.first_read_at else Tag(_("Sent"), "done")


@dataclass(frozen=True)
class ReportRow:
    report_id: UUID
    heading: str
    tag: Tag
    line: str


@dataclass(frozen=True)
class MayBegin:
    responsible_id: UUID
    name: str
    open: bool


def reports_page(case: Case) -> dict[str, Any]:
    now = clock.now()
    begins = [
        MayBegin(
            row.pk,
            row.person.called,
            blockers_to_begin(facts_for_begin(case, row, now, to=manager_of(case, row, now))).is_open,
        )
        for row in responsibles(case.pk)
    ]
    said = [reported_row(one) for one in actions_reported([case.pk])]
    return {"rows": [_row(report) for report in reports_of(case.pk)], "begins": begins, "reported": said}


@dataclass(frozen=True)
class ReportedRow:
    reported_id: UUID
    heading: str
    what: str
    words: str
    line: str


def reported_row(said: ActionReported) -> ReportedRow:
    by = said.recorded_by.name if said.recorded_by else ""
    who = {"name": by, "agency": said.agency.name, "day": short_date(said.happened_at)}
    return ReportedRow(
        reported_id=said.pk,
        heading=_("%(agency)s says that it is done") % who,
        what=said.item.words,
        words=said.words,
        line=_("%(name)s, %(day)s") % who,
    )


def _row(report: OutcomeReport) -> ReportRow:
    who = {"name": report.responsible.person.called, "to": report.to_name, "kind": report.get_kind_display()}
    return ReportRow(
        report.pk,
        _("%(kind)s: about %(name)s, for %(to)s") % who,
        report_tag(report),
        _line(report),
    )


def _line(report: OutcomeReport) -> str:
    if report.first_read_at:
        days = {"sent": short_date(report.released_at), "read": when(report.first_read_at)}
        return _("Sent %(sent)s, first read %(read)s.") % days
    if report.released_at:
        sent = {"sent": short_date(report.released_at)}
        if report.recipient is None:
            return _("Released %(sent)s, to be handed over on paper.") % sent
        return _("Sent %(sent)s. They have not opened it yet.") % sent
    if report.stopped_at:
        return _("Stopped %(day)s: %(why)s") % {"day": short_date(report.stopped_at), "why": report.stopped_why}
    return _("Begun %(day)s.") % {"day": short_date(report.happened_at)}


@dataclass(frozen=True)
class SentenceRow:
    words: str
    about: Text
    left_out: bool


@dataclass(frozen=True)
class PartRow:
    heading: str
    rows: list[SentenceRow]


@dataclass(frozen=True)
class HearingRow:
    person_id: UUID
    name: str
    count: int
    tag: Tag
    line: str
    open: bool


@dataclass(frozen=True)
class ReportPage:
    tag: Tag
    summary: list[SummaryRow]
    parts: list[PartRow]
    hearings: list[HearingRow]
    release_open: bool
    up_to_date: bool


def report_page(report: OutcomeReport, at: datetime) -> ReportPage:
    facts = release_facts(report, at) if report.is_draft else None
    return ReportPage(
        tag=report_tag(report),
        summary=_summary(report),
        parts=list(_parts(report)),
        hearings=[_hearing(report, one, showings_of([report.pk])[report.pk]) for one in concerned(report)],
        release_open=facts is not None and blockers_to_release(facts).is_open,
        up_to_date=facts is None or facts.up_to_date,
    )


def _summary(report: OutcomeReport) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("About"), report.responsible.person.name),
        SummaryRow(_("For"), report.to),
        SummaryRow(_("Report number"), report.number),
    ]
    if report.corrects:
        rows.append(SummaryRow(_("Instead of"), _("report %(number)s") % {"number": report.corrects.number}))
    if report.released_at:
        rows.append(SummaryRow(_("Sent"), when(report.released_at)))
        if report.recipient is not None:
            rows.append(SummaryRow(_("First read"), when(report.first_read_at) or _("Not yet")))
    if report.objectives:
        rows.append(SummaryRow(_("Suggested objectives"), _TAKEN[report.objectives], short_date(report.objectives_at)))
    return rows


# As the service reads what its recipient said of them.
_TAKEN: dict[str, Text] = {Taken.ADOPTED: gettext_lazy("They adopted them"), Taken.LEFT: gettext_lazy("They left them")}


def _parts(report: OutcomeReport) -> Iterator[PartRow]:
    found = read(report.sentences)
    for key, heading in parts().items():
        rows = [
            SentenceRow(one.words, About(one.about).label, one.key in report.left_out)
            for one in found
            if one.part == key
        ]
        if rows:
            yield PartRow(heading, rows)


def _hearing(report: OutcomeReport, one: Concerned, answers: list[Showing]) -> HearingRow:
    digest = fingerprint(one.sentences)
    latest = next((row for row in answers if row.person_id == one.person_id), None)
    current = latest if latest is not None and latest.shown_digest == digest else None
    return HearingRow(
        person_id=one.person_id,
        name=one.called,
        count=len(one.sentences),
        tag=_heard_tag(current),
        line=_heard_line(latest, current),
        open=current is None or current.heard == Heard.CHANGE,
    )


def _heard_tag(current: Showing | None) -> Tag:
    if current is None:
        return Tag(_("To be shown"), "now")
    if current.heard == Heard.CHANGE:
        return Tag(_("Asks for a change"), "gate")
    return Tag(_("Decided by a supervisor")) if current.heard == Heard.NOT_SAFE else Tag(_("Agrees"), "done")


def _heard_line(latest: Showing | None, current: Showing | None) -> str:
    if latest is None:
        return ""
    said = {"day": short_date(latest.happened_at), "words": latest.words}
    if current is None:
        return _("Shown an earlier version on %(day)s. It has changed since. %(words)s") % said
    return (_("On %(day)s. %(words)s") % said).strip()


@dataclass(frozen=True)
class ShownPage:
    person_id: UUID
    name: str
    reader: Text
    sentences: tuple[Sentence, ...]
    draft: bool


def shown_page(report: OutcomeReport, one: Concerned) -> ShownPage:
    """For reading out. A victim is not told who supervises whom or where somebody is held; an offender not with whom
    a victim keeps in touch."""
    as_whom, theirs = Recipient(report.as_whom), one.about == About.OFFENDER
    reader: Text
    if as_whom in ON_PAPER or (as_whom is Recipient.LIAISON) is not theirs:
        reader = report.to_name
    elif as_whom is Recipient.LIAISON:
        reader = _("somebody who keeps in touch with people who were harmed")
    else:
        reader = _("whoever supervises the other person")
    return ShownPage(one.person_id, one.called, reader, one.sentences, report.is_draft)


@dataclass(frozen=True)
class ReceivedRow:
    report_id: UUID
    name: str
    sender: str
    sent: str
    new: bool
    corrected: bool


def received_row(report: OutcomeReport) -> ReceivedRow:
    return ReceivedRow(
        report_id=report.pk,
        name=report.responsible.person.name,
        sender=report.case.area.name,
        sent=short_date(report.released_at),
        new=report.first_read_at is None,
        corrected=_corrected_by(report) is not None,
    )


@dataclass(frozen=True)
class ReceivedPage:
    report_id: UUID
    name: str
    paper: ReportPaper
    sent: str
    corrected_by: UUID | None
    number: str
    suggests: bool
    taken: str


def received_page(report: OutcomeReport) -> ReceivedPage:
    return ReceivedPage(
        report_id=report.pk,
        name=report.responsible.person.name,
        paper=sent_paper(report),
        sent=long_date(report.released_at),
        corrected_by=_corrected_by(report),
        number=report.number,
        suggests=bool((report.record or {}).get("suggested_objectives")),
        taken=report.get_objectives_display() if report.objectives else "",
    )


@dataclass(frozen=True)
class Choice:
    """One message to one recipient that the allow-list knows; `value` as the page is asked for it."""

    value: str
    words: Text
    chosen: bool


@dataclass(frozen=True)
class ChoiceGroup:
    to: Text
    choices: list[Choice]


def choices(found: list[Addressee], kind: Kind, to: Addressee | None) -> list[ChoiceGroup]:
    return [
        ChoiceGroup(
            one.words,
            [
                Choice(f"{each}|{one.key}", each.label, to is not None and (each, one.key) == (kind, to.key))
                for each in ALLOWED[one.as_whom]
            ],
        )
        for one in found
    ]


def _corrected_by(report: OutcomeReport) -> UUID | None:
    return next((one.pk for one in report.corrections.all() if one.released_at and one.stands), None)


# What stands above each kind of thing on the page of an agency, in this order.
def _headings() -> dict[Kind, str]:
    return {
        Kind.EXPLORING: _("How far it is"),
        Kind.ENDED: _("How far it is"),
        Kind.QUESTION: _("Asked of you"),
        Kind.PERMISSION: _("A permission is needed"),
        Kind.DATES: _("Appointments"),
        Kind.ACTIONS: _("To be done"),
        Kind.COMPLETED: _("Done"),
        Kind.OUTCOME: _("Reports"),
    }


@dataclass(frozen=True)
class EntryRow:
    kind: str
    words: str
    day: str
    subject_id: UUID | None
    waits: str


@dataclass(frozen=True)
class EntryGroup:
    heading: str
    rows: list[EntryRow]


@dataclass(frozen=True)
class EntryPanel:
    key: str
    name: str
    born: str
    groups: list[EntryGroup]


def entry_panel(entry: OffenderEntry) -> EntryPanel:
    groups: dict[str, list[EntryRow]] = {}
    for kind, heading in _headings().items():
        for fact in entry.of(kind):
            groups.setdefault(heading, []).append(_entry_row(fact))
    born = long_date(date.fromisoformat(entry.birth_date)) if entry.birth_date else ""
    return EntryPanel(str(entry.entry_id), entry.name, born, [EntryGroup(*pair) for pair in groups.items()])


def _entry_row(fact: FeedFact) -> EntryRow:
    day = {"day": short_date(fact.on)}
    when_ = {
        Kind.QUESTION: _("Answer by %(day)s"),
        Kind.OUTCOME: _("Sent %(day)s"),
    }.get(fact.kind, "")
    waits = _("Reported as done on %(day)s. We are making sure.") % {"day": short_date(fact.waits_since)}
    return EntryRow(
        kind=fact.kind.value,
        words=fact.words,
        day=when_ % day if when_ and fact.on else "",
        subject_id=fact.subject_id,
        waits=waits if fact.waits_since else "",
    )


def timeline(case: Case) -> list[Entry]:
    """Two queries."""
    rows = reports_of(case.pk)
    showings = showings_of([row.pk for row in rows])
    return [entry for row in rows for entry in _entries(row, showings[row.pk])]


def _entries(report: OutcomeReport, showings: list[Showing]) -> Iterator[Entry]:
    who = {"name": report.responsible.person.called, "manager": report.to_name}
    yield _entry(report, report.happened_at, _("Began a report on %(name)s") % who, fact=report)
    sides = {About.VICTIM: Side.VICTIM, About.OFFENDER: Side.OFFENDER}
    for showing in showings:
        title = _("Shown the sentences about them: %(name)s") % {"name": showing.person.called}
        words = f"{showing.get_heard_display()}. {showing.words}".strip()
        yield Entry(
            at=showing.happened_at,
            title=title,
            side=sides.get(About(showing.about), Side.JOINT),
            words=words,
            by=showing.recorded_by.name if showing.recorded_by else "",
            fact=showing._meta.label if report.is_draft else "",
            fact_id=showing.pk if report.is_draft else None,
        )
    if report.released_at:
        yield _entry(report, report.released_at, _("Sent the report on %(name)s to %(manager)s") % who)
    if report.first_read_at:
        yield Entry(
            at=report.first_read_at,
            title=_("%(manager)s opened the report on %(name)s") % who,
            side=Side.OFFENDER,
            by=report.to_name,
        )
    if report.stopped_at:
        yield _entry(report, report.stopped_at, _("Stopped the report on %(name)s") % who, words=report.stopped_why)


def _entry(
    report: OutcomeReport, at: datetime, title: str, *, words: str = "", fact: OutcomeReport | None = None
) -> Entry:
    by = report.released_by or report.recorded_by
    return Entry(
        at=at,
        title=title,
        side=Side.OFFENDER,
        words=words,
        by=by.name if by else "",
        fact=fact._meta.label if fact and fact.is_draft else "",
        fact_id=fact.pk if fact and fact.is_draft else None,
        error_why=report.error_why,
    )
