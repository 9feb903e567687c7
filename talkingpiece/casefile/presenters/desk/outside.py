"""What lies between us and others: letters that have not gone, prisons that have not answered, agreements that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.presenters import due_rows
from talkingpiece.casefile.presenters.desk.rows import DeskRow, Names, chased_tag, sentences
from talkingpiece.casefile.queries.desk import Desk
from talkingpiece.casefile.queries.pending import PendingKind
from talkingpiece.cases.changes import REOPENS, Clearance, clearance_words
from talkingpiece.cases.doors import url
from talkingpiece.identification.access import visible_pairs
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.presenters import letter_name
from talkingpiece.notifications.profile import Letters
from talkingpiece.outbox.presenters import due_rows as given_up
from talkingpiece.ui.dates import short_date

DAY = timedelta(days=1)


def agreements(desk: Desk) -> Iterator[DeskRow]:
    """Of those that they look after, with what a system of the other party did not take in; and drafts that they can
    read as the second person."""
    for row in [*due_rows(desk.user, desk.at), *given_up(desk.user, desk.at)]:
        yield DeskRow(
            what=str(row.what), url=row.url, when=str(row.when), case=str(row.case), note=str(row.note), late=row.late
        )


def pairs(desk: Desk) -> Iterator[DeskRow]:
    """How many records wait for somebody to say whether they are of one person: one line, whoever they are."""
    if not may_somewhere(desk.user, Act.ROW_SCREEN):
        return
    if count := visible_pairs(desk.user).count():
        what = ngettext(
            "Two records may be of one person", "%(count)d pairs of records, each maybe of one person", count
        ) % {"count": count}
        yield DeskRow(what=what, url=url("identification:pairs"), when="", note=_("In agencies’ lists. You say."))


def letters(desk: Desk, names: Names) -> Iterator[DeskRow]:
    for letter in desk.letters:
        case = desk.cases[letter.case_id]
        yield DeskRow(
            what=letter_name(letter, desk.shelf.section(case, Letters)),
            url=url("notifications:letter", case.reference, letter.pk),
            when=_("since %(day)s") % {"day": short_date(letter.released_at)},
            case=names.case(case),
            note=_how(letter),
        )


def _how(letter: Letter) -> str:
    values = {"name": letter.released_by.name if letter.released_by else ""}
    if letter.by_hand:
        return _("To be handed over. Released by %(name)s.") % values
    return _("To be posted. Released by %(name)s.") % values


def changed(desk: Desk, names: Names) -> Iterator[DeskRow]:
    """For the workers of that offender's case. Whoever works on another case of the same meeting reads only that it no
    longer stands."""
    for row in desk.changes:
        case = desk.cases[row.case_id]
        values = {"name": row.responsible.person.called, "what": row.get_kind_display()}
        yield DeskRow(
            what=_("%(name)s: %(what)s") % values,
            url=url("cases:changes", case.reference),
            when=short_date(timezone.localtime(row.happened_at)),
            case=names.case(case),
            note=sentences(*(capfirst(str(clearance_words(one))) for one in Clearance if one in REOPENS[row.kind])),
        )


def permissions(desk: Desk, names: Names) -> Iterator[DeskRow]:
    for row in desk.running_out:
        case = desk.cases[row.responsible.case_id]
        values = {"name": row.responsible.person.called, "kind": row.get_kind_display()}
        yield DeskRow(
            what=_("%(name)s: %(kind)s") % values,
            url=url("cases:permission", case.reference, row.pk),
            when=_("last day %(day)s") % {"day": short_date(row.until - DAY if row.until else None)},
            case=names.case(case),
            note=_("Ask for another, if it is still needed."),
        )


def prisons(desk: Desk, names: Names) -> Iterator[DeskRow]:
    for asked in desk.visits_to_chase:
        case = desk.cases[asked.case_id]
        values = {"agency": asked.agency.name, "name": asked.responsible.person.called}
        yield DeskRow(
            what=_("Ask %(agency)s again about the visit to %(name)s") % values,
            url=url("engagement:legal_visit_asked", case.reference, asked.pk),
            when=_("due %(when)s") % {"when": short_date(asked.due_at)},
            case=names.case(case),
            note=_("Asked by %(name)s.") % {"name": asked.worker.name},
            late=True,
            tag=chased_tag(asked.chased_count),
        )


_STOPPED = {
    PendingKind.REQUEST: gettext_lazy("The questions to %(agency)s about %(name)s are closed to them"),
    PendingKind.VISIT: gettext_lazy("The visit to %(name)s, asked of %(agency)s, is closed to them"),
    PendingKind.BARRED: gettext_lazy("An order forbids the visit to %(name)s: it is closed to %(agency)s"),
    PendingKind.REPORT: gettext_lazy("The report on %(name)s to %(agency)s cannot leave"),
    PendingKind.PACKAGE: gettext_lazy("What was to be told to %(agency)s for %(name)s cannot leave"),
}


def packages(desk: Desk) -> Iterator[DeskRow]:
    for one in desk.packages:
        values = {"agency": one.agency.name, "by": one.recorded_by.name if one.recorded_by else ""}
        yield DeskRow(
            what=_("Look at what %(agency)s is to be told") % values,
            url=url("information_sharing:package", one.case.reference, one.pk),
            when=_("since %(day)s") % {"day": short_date(one.happened_at)},
            case=one.case.reference,
            note=_("Written by %(by)s.") % values,
        )


def stopped(desk: Desk, names: Names) -> Iterator[DeskRow]:
    """One line each, with the page that says what would allow it again."""
    for one in desk.stopped:
        case = desk.cases[one.case_id]
        address = {
            PendingKind.REQUEST: ("information_sharing:ask", one.responsible_id),
            PendingKind.VISIT: ("engagement:legal_visit_asked", one.row_id),
            PendingKind.BARRED: ("engagement:legal_visit_asked", one.row_id),
            PendingKind.REPORT: ("offender_management:release", one.row_id),
            PendingKind.PACKAGE: ("information_sharing:package", one.row_id),
        }[one.kind]
        yield DeskRow(
            what=_STOPPED[one.kind] % {"agency": one.agency, "name": one.name},
            url=url(address[0], case.reference, address[1]),
            when=_("now"),
            case=names.case(case),
            note=_("An exception in writing would open it again.")
            if one.kind is PendingKind.BARRED
            else _("Nothing allows it today. Renew the agreement, or ask whether we may."),
            late=True,
        )
