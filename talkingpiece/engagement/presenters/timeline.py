"""What this room adds to the history of a case: one query a table, whatever the number of events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.engagement.models import (
    Approach,
    CallOut,
    Contact,
    InformationGiven,
    LegalVisit,
    Need,
    Preparation,
    StanceTaken,
    SupervisorAgreement,
    Visit,
    Voice,
)
from talkingpiece.engagement.states import VisitState
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact
from talkingpiece.ui.dates import short_date, when

F = TypeVar("F", bound=Fact)


def timeline(case: Case) -> list[Entry]:
    entries = [
        *_contacts(case),
        *_visits(case),
        *_call_outs(case),
        *_legal_visits(case),
        *_needs(case),
        *_voices(case),
        *_information(case),
        *_approaches(case),
        *_stances(case),
        *_agreements(case),
        *_preparations(case),
    ]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _rows(rows: QuerySet[F], case: Case, *more: str) -> QuerySet[F]:
    return rows.filter(case=case).select_related("recorded_by", *more)


def _entry(row: Fact, title: Text, side: str, words: Text = "") -> Entry:
    return Entry(
        at=row.happened_at,
        title=title,
        side=Side(side),
        words=words,
        by=row.recorded_by.name if row.recorded_by else "",
        fact=f"{row._meta.app_label}.{row._meta.object_name}",
        fact_id=row.pk,
        recorded_at=row.recorded_at,
        error_why=row.error_why,
        vaguely=row.happened_vaguely,
    )


def _contacts(case: Case) -> Iterator[Entry]:
    for row in _rows(Contact.objects.all(), case, "person"):
        title = _("%(name)s, %(means)s: %(outcome)s") % {
            "name": row.person.called,
            "means": row.get_means_display(),
            "outcome": row.get_outcome_display(),
        }
        again = _("Try again: %(when)s.") % {"when": when(row.next_at)} if row.next_at else ""
        yield _entry(row, title, row.side, " ".join(part for part in (row.note, again) if part))


def _visits(case: Case) -> Iterator[Entry]:
    for row in Visit.objects.filter(case=case).select_related("person", "worker", "with_user", "planned_by"):
        values = {"name": row.person.called, "when": when(row.planned_at), "why": row.not_held_why}
        together = [row.worker.name, row.with_user.name] if row.with_user else [row.worker.name]
        side, by = Side(row.side), ", ".join(together)
        yield Entry(row.recorded_at, _("Visit to %(name)s planned for %(when)s") % values, side, row.purpose, by)
        if row.more_minutes:
            more = _("Home from the visit to %(name)s later by %(minutes)d minutes") % {
                **values,
                "minutes": row.more_minutes,
            }
            yield Entry(row.home_by, more, side, row.more_why, by)
        if row.state == VisitState.HELD and row.held_at and row.home_at:
            home = _("Home safe at %(time)s.") % {"time": timezone.localtime(row.home_at).strftime("%H:%M")}
            words = f"{row.note} {home}".strip()
            yield Entry(row.held_at, _("Visit to %(name)s held") % values, side, words, by)
        elif row.state == VisitState.NOT_HELD:
            yield Entry(row.planned_at, _("Visit to %(name)s did not happen") % values, side, row.not_held_why, by)


def _call_outs(case: Case) -> Iterator[Entry]:
    rows = CallOut.objects.filter(case=case).select_related("visit__worker", "closed_by")
    for row in rows:
        name = {"name": row.visit.worker.name, "how": row.get_closed_how_display()}
        yield Entry(row.raised_at, _("%(name)s was not home from a visit by the minute") % name, Side.SERVICE)
        if row.closed_at and row.closed_by:
            title = _("%(name)s is no longer looked for: %(how)s") % name
            yield Entry(row.closed_at, title, Side.SERVICE, by=row.closed_by.name)


def _legal_visits(case: Case) -> Iterator[Entry]:
    for row in _rows(LegalVisit.objects.all(), case, "responsible__person", "agency", "answered_by"):
        name = {"name": row.responsible.person.called, "agency": row.agency.name, "answer": row.get_answer_display()}
        yield _entry(row, _("%(agency)s was asked for a legal visit to %(name)s") % name, Side.OFFENDER, row.needs)
        if row.answered_at and row.answered_by:
            title, by = _("%(agency)s on the legal visit: %(answer)s") % name, row.answered_by.name
            yield Entry(row.answered_at, title, Side.OFFENDER, row.answer_words, by, error_why=row.error_why)


def _needs(case: Case) -> Iterator[Entry]:
    for row in _rows(Need.objects.all(), case, "person"):
        yield _entry(row, _("%(name)s said what they need") % {"name": row.person.called}, Side.VICTIM, row.words)


def _voices(case: Case) -> Iterator[Entry]:
    for row in _rows(Voice.objects.all(), case, "person"):
        title = _("%(name)s: %(kind)s") % {"name": row.person.called, "kind": row.get_kind_display()}
        yield _entry(row, title, row.side, row.words)


def _information(case: Case) -> Iterator[Entry]:
    for row in _rows(InformationGiven.objects.all(), case, "person"):
        title = _("%(name)s was told what may happen: sheet “%(sheet)s”, version %(version)d") % {
            "name": row.person.called,
            "sheet": row.sheet,
            "version": row.sheet_version,
        }
        yield _entry(row, title, row.side, row.get_means_display())


def _approaches(case: Case) -> Iterator[Entry]:
    told: set[tuple[object, str]] = set()
    found = _rows(Approach.objects.all(), case, "responsible__person", "told_by")
    for row in found.order_by("happened_at", "recorded_at"):
        name = {"name": row.responsible.person.called, "by": row.told_by.name}
        # An answer after an answer repeats what they were told; it was told once.
        if (row.responsible_id, row.told) not in told or not row.reply:
            yield _entry(row, _("%(name)s was approached by %(by)s") % name, Side.OFFENDER, row.told)
        told.add((row.responsible_id, row.told))
        if row.replied_at:
            yield _reply(row, name)


def _reply(row: Approach, name: dict[str, str]) -> Entry:
    title = _("%(name)s answered: %(reply)s") % {**name, "reply": row.get_reply_display()}
    again = _("Ask again on %(day)s.") % {"day": short_date(row.ask_again_on)} if row.ask_again_on else ""
    words = f"{row.reply_words} {again}".strip()
    by = row.recorded_by.name if row.recorded_by else ""
    return Entry(row.replied_at or row.happened_at, title, Side.OFFENDER, words, by, error_why=row.error_why)


def _stances(case: Case) -> Iterator[Entry]:
    for row in _rows(StanceTaken.objects.all(), case, "responsible__person", "exception_by"):
        name = {"name": row.responsible.person.called, "stance": row.get_stance_display()}
        yield _entry(row, _("%(name)s on their part: %(stance)s") % name, Side.OFFENDER, row.words)
        if row.exception_at and row.exception_by:
            agreed = _("A case supervisor: %(name)s can take part") % name
            title = agreed if row.exception_agreed else _("A case supervisor: %(name)s cannot take part yet") % name
            words, by = row.exception_words, row.exception_by.name
            yield Entry(row.exception_at, title, Side.OFFENDER, words, by, error_why=row.error_why)


def _agreements(case: Case) -> Iterator[Entry]:
    for row in _rows(SupervisorAgreement.objects.all(), case, "responsible__person", "outside"):
        name = {"name": row.responsible.person.called}
        agreed = _("A case supervisor agreed that %(name)s is approached") % name
        title = agreed if row.agreed else _("A case supervisor: do not approach %(name)s yet") % name
        yield replace(_entry(row, title, Side.OFFENDER, row.words), by=row.answered_name)


def _preparations(case: Case) -> Iterator[Entry]:
    for row in _rows(Preparation.objects.all(), case, "person"):
        ready, name = row.ready, {"name": row.person.called}
        title = _("%(name)s prepared, and feels ready") if ready else _("%(name)s prepared, and is not ready yet")
        yield _entry(row, title % name, row.side, row.note)
