"""What happened to the case itself, for the page that shows everything. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.legal_queries import change_rows
from talkingpiece.cases.models import (
    Case,
    Ending,
    HandOver,
    LegalCheck,
    Pause,
    Permission,
    Restriction,
    Safeguard,
    Sentence,
)
from talkingpiece.cases.queries import all_companions, papers_of
from talkingpiece.cases.states import MemberRole
from talkingpiece.core.timeline import Entry
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact
from talkingpiece.ui.dates import short_date


def timeline(case: Case) -> list[Entry]:
    return [
        Entry(at=case.opened_at, title=_("The case was opened"), side=Side.VICTIM, words=_initiated(case)),
        *_offers(case),
        *_companions(case.pk),
        *_safeguards(case.pk),
        *_sentences(case.pk),
        *_checks(case.pk),
        *_orders(case.pk),
        *_permissions(case.pk),
        *_changes(case.pk),
        *_papers(case.pk),
        *_pauses(case.pk),
        *_endings(case.pk),
    ]


def _initiated(case: Case) -> str:
    return _("Begun by %(who)s.") % {"who": case.get_initiated_by_display()}


def _entry(row: Fact, *, title: str, side: Side, words: str = "", correctable: bool = True) -> Entry:
    return Entry(
        at=row.happened_at,
        title=title,
        side=side,
        words=words,
        by=row.recorded_by.name if row.recorded_by else "",
        fact=row._meta.label if correctable else "",
        fact_id=row.pk if correctable else None,
        recorded_at=row.recorded_at,
        error_why=row.error_why,
        vaguely=row.happened_vaguely,
    )


def _papers(case_id: UUID) -> Iterator[Entry]:
    for paper in papers_of(case_id):
        title = _("A paper came in: %(what)s") % {"what": paper.get_kind_display()}
        yield _entry(paper, title=title, side=Side(paper.side), words=paper.words)


def _offers(case: Case) -> Iterator[Entry]:
    for offer in HandOver.objects.filter(case=case).select_related("from_user", "to_user", "recorded_by"):
        name = {"name": offer.to_user.name, "role": MemberRole(offer.role).label}
        yield _entry(offer, title=_("Offered to %(name)s as %(role)s") % name, side=Side.SERVICE, words=offer.words)
        if offer.answered_at is not None:
            words = _("%(name)s took it on") if offer.accepted else _("%(name)s did not take it on")
            yield Entry(
                at=offer.answered_at,
                title=words % name,
                side=Side.SERVICE,
                words=offer.answer_words,
                by=offer.to_user.name,
                error_why=offer.error_why,
            )


def _companions(case_id: UUID) -> Iterator[Entry]:
    for row in all_companions(case_id):
        values = {"name": row.person.called, "beside": row.beside.called, "part": row.get_part_display()}
        title = _("%(name)s takes part beside %(beside)s: %(part)s") % values
        yield Entry(at=row.since, title=title, side=Side(row.side), words=row.words)
        if row.ended_at is not None:
            title = _("%(name)s takes no part any more") % values
            yield Entry(at=row.ended_at, title=title, side=Side(row.side), words=row.ended_why)


def _safeguards(case_id: UUID) -> Iterator[Entry]:
    rows = Safeguard.objects.filter(case_id=case_id).select_related("person", "lead", "recorded_by")
    for row in rows:
        values = {"name": row.person.called, "lead": row.lead.name}
        title = _("%(name)s is under 18. %(lead)s leads the work with them") % values
        yield _entry(row, title=title, side=Side(row.side), words=f"{row.guardian} {row.words}".strip())


def _sentences(case_id: UUID) -> Iterator[Entry]:
    rows = Sentence.objects.filter(responsible__case_id=case_id).select_related("responsible__person", "recorded_by")
    for row in rows:
        known = _("From %(whom)s.") % {"whom": row.get_known_from_display()}
        yield _entry(
            row,
            title=_("Sentence of %(name)s: %(kind)s")
            % {"name": row.responsible.person.called, "kind": row.get_kind_display()},
            side=Side.OFFENDER,
            # Not when they are released: that stays sealed until somebody says what they need it for.
            words=" ".join(words for words in (row.length and f"{row.length}.", known) if words),
        )


def _checks(case_id: UUID) -> Iterator[Entry]:
    rows = LegalCheck.objects.filter(responsible__case_id=case_id).select_related("recorded_by")
    for row in rows:
        title = _("Legal-contact check: %(result)s") % {"result": row.get_result_display()}
        asked = _("Asked: %(source)s.") % {"source": row.source}
        yield _entry(row, title=title, side=Side.SERVICE, words=asked)


def _orders(case_id: UUID) -> Iterator[Entry]:
    for row in Restriction.objects.filter(responsible__case_id=case_id).select_related("recorded_by"):
        yield _entry(
            row,
            title=_("Order or condition: %(kind)s") % {"kind": row.get_kind_display()},
            side=Side.SERVICE,
            words=row.words,
        )


def _permissions(case_id: UUID) -> Iterator[Entry]:
    rows = Permission.objects.filter(responsible__case_id=case_id).select_related("recorded_by")
    for row in rows:
        values = {"kind": row.get_kind_display(), "state": str(row.get_state_display()).lower()}
        yield _entry(row, title=_("%(kind)s: %(state)s") % values, side=Side.SERVICE, words=row.words)


def _changes(case_id: UUID) -> Iterator[Entry]:
    for row in change_rows(case_id):
        values = {"name": row.responsible.person.called, "what": row.get_kind_display()}
        yield _entry(row, title=_("%(name)s: %(what)s") % values, side=Side.OFFENDER, words=row.words)


def _pauses(case_id: UUID) -> Iterator[Entry]:
    for row in Pause.objects.filter(case_id=case_id).select_related("recorded_by"):
        until = _("Paused until %(date)s") % {"date": short_date(row.resume_on)} if row.resume_on else _("Paused")
        yield _entry(row, title=until, side=Side.VICTIM, words=row.words)
        if row.ended_at is not None:
            yield Entry(at=row.ended_at, title=_("Went on"), side=Side.VICTIM, error_why=row.error_why)


def _endings(case_id: UUID) -> Iterator[Entry]:
    for row in Ending.objects.filter(case_id=case_id).select_related("recorded_by", "reopened_by"):
        title = _("Ended: %(reason)s") % {"reason": row.get_reason_display()}
        yield _entry(row, title=title, side=Side.JOINT, correctable=False)
        if row.reopened_at is not None:
            yield Entry(
                at=row.reopened_at,
                title=_("Opened again"),
                side=Side.SERVICE,
                words=row.reopened_why,
                by=row.reopened_by.name if row.reopened_by else "",
            )
