from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import responsibles
from talkingpiece.core import clock
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.documents.payloads import ReportPaper
from talkingpiece.offender_management.allowed import Sentence, fingerprint, parts, read
from talkingpiece.offender_management.gates import blockers_to_begin, blockers_to_release, facts_for_begin
from talkingpiece.offender_management.gates import facts_for_release as release_facts
from talkingpiece.offender_management.models import OutcomeReport, Showing
from talkingpiece.offender_management.papers import paper_of
from talkingpiece.offender_management.queries import Concerned, concerned, reports_of, showings_of
from talkingpiece.offender_management.states import About, Heard
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
    manager: str
    open: bool


def reports_page(case: Case) -> dict[str, Any]:
    now = clock.now()
    begins = [
        MayBegin(
            row.pk,
            row.person.called,
            row.offender_manager.name if row.offender_manager else "",
            blockers_to_begin(facts_for_begin(case, row, now)).is_open,
        )
        for row in responsibles(case.pk)
    ]
    return {"rows": [_row(report) for report in reports_of(case.pk)], "begins": begins}


def _row(report: OutcomeReport) -> ReportRow:
    who = {"name": report.responsible.person.called, "manager": report.recipient.name}
    return ReportRow(
        report.pk,
        _("About %(name)s, for %(manager)s") % who,
        report_tag(report),
        _line(report),
    )


def _line(report: OutcomeReport) -> str:
    if report.first_read_at:
        days = {"sent": short_date(report.released_at), "read": when(report.first_read_at)}
        return _("Sent %(sent)s, first read %(read)s.") % days
    if report.released_at:
        return _("Sent %(sent)s. They have not opened it yet.") % {"sent": short_date(report.released_at)}
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
        SummaryRow(_("For"), f"{report.recipient.name}, {report.agency.name}"),
        SummaryRow(_("Report number"), report.number),
    ]
    if report.corrects:
        rows.append(SummaryRow(_("Instead of"), _("report %(number)s") % {"number": report.corrects.number}))
    if report.released_at:
        rows.append(SummaryRow(_("Sent"), when(report.released_at)))
        rows.append(SummaryRow(_("First read"), when(report.first_read_at) or _("Not yet")))
    return rows


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
    reader: str
    sentences: tuple[Sentence, ...]
    draft: bool


def shown_page(report: OutcomeReport, one: Concerned) -> ShownPage:
    """For reading out: who it goes to by their part, since a victim is not told who supervises whom."""
    reader = report.recipient.name if one.about == About.OFFENDER else _("the other person’s offender manager")
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


def received_page(report: OutcomeReport) -> ReceivedPage:
    return ReceivedPage(
        report_id=report.pk,
        name=report.responsible.person.name,
        paper=sent_paper(report),
        sent=long_date(report.released_at),
        corrected_by=_corrected_by(report),
        number=report.number,
    )


def _corrected_by(report: OutcomeReport) -> UUID | None:
    return next((one.pk for one in report.corrections.all() if one.released_at and one.stands), None)


def timeline(case: Case) -> list[Entry]:
    """Two queries."""
    rows = reports_of(case.pk)
    showings = showings_of([row.pk for row in rows])
    return [entry for row in rows for entry in _entries(row, showings[row.pk])]


def _entries(report: OutcomeReport, showings: list[Showing]) -> Iterator[Entry]:
    who = {"name": report.responsible.person.called, "manager": report.recipient.name}
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
            by=report.recipient.name,
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
