"""Who may open a report: in the service whoever may see the case, in an agency the one it was sent to."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import Relation, decide
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, roles_in
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.cases.access import Opened, closed_to
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.offender_management.feed import FeedFact, OffenderEntry, feed, in_force_with
from talkingpiece.offender_management.models import ActionReported, OutcomeReport
from talkingpiece.offender_management.queries import Concerned, concerned, received_by, reports_of
from talkingpiece.offender_management.states import Kind
from talkingpiece.protection.classes import DataClass, Side


def get_report(opened: Opened, report_id: UUID) -> OutcomeReport:
    """Raises Http404 for a report of another case."""
    report = next((one for one in reports_of(opened.case.pk) if one.pk == report_id), None)
    if report is None:
        raise Http404
    return report


def get_reported(opened: Opened, reported_id: UUID) -> ActionReported:
    """Raises Http404 for what was reported in another case."""
    found = ActionReported.objects.standing().filter(pk=reported_id, case=opened.case)
    reported = found.select_related("responsible__person", "item", "agency", "recorded_by").first()
    if reported is None:
        raise Http404
    return reported


def get_concerned(report: OutcomeReport, person_id: UUID) -> Concerned:
    """Raises Http404 for somebody of whom the report says nothing."""
    found = next((one for one in concerned(report) if one.person_id == person_id), None)
    if found is None:
        raise Http404
    return found


def visible_received(user: User) -> list[OutcomeReport]:
    """The only statement of which reports somebody in an agency sees."""
    return [report for report in _received(user) if _allowed(user, report) and not _is_closed(user, report)]


def get_received(user: User, report_id: UUID) -> OutcomeReport:
    """Raises Http404 for everybody but the one it was sent to, or a machine of their agency: as for a report that was
    never written."""
    report = _received(user).filter(pk=report_id).first()
    if report is None or _is_closed(user, report):
        raise Http404
    if not _allowed(user, report):
        raise Refused("role")
    return report


def visible_entries(user: User) -> tuple[OffenderEntry, ...]:
    """The only statement of whom somebody in an agency sees on their page, and of what they are told."""
    if user.agency is None:
        return ()
    now = clock.now()
    able = {h.area_id for h in holdings(user, now) if Act.REPORT_RECEIVE in ROLES[Role(h.role)].acts}
    terms = [one for one in in_force_with(user.agency, now) if one.area_id in able]
    return feed(user.agency, user, now, terms)


def get_entry(user: User, entry_id: UUID) -> OffenderEntry:
    """Raises Http404 for whoever may not be known to them, as for nobody."""
    found = next((one for one in visible_entries(user) if one.entry_id == entry_id), None)
    if found is None:
        raise Http404
    return found


def get_action(user: User, item_id: UUID) -> tuple[OffenderEntry, FeedFact]:
    """Something that is to be done by somebody whom they see. Raises Http404 for all else."""
    for entry in visible_entries(user):
        for fact in entry.of(Kind.ACTIONS):
            if fact.subject_id == item_id:
                return entry, fact
    raise Http404


def _received(user: User) -> QuerySet[OutcomeReport]:
    """Of somebody with whom they have a conflict of interest they read nothing, whoever sent it."""
    return received_by(user).exclude(case__in=closed_to(user))


def _is_closed(user: User, report: OutcomeReport) -> bool:
    """To a machine too, where a conflict of interest closes the case to whom the report was sent."""
    to = report.recipient
    return user.machine and to is not None and closed_to(to).filter(pk=report.case_id).exists()


def _allowed(user: User, report: OutcomeReport) -> bool:
    # What was sent on a ground that held that day is theirs to read, also after the agreement has ended.
    relation = Relation(
        roles=roles_in(user, report.area_id, clock.now()),
        member=True,
        sides=frozenset({Side.OFFENDER}),
        agreement_in_force=True,
    )
    return decide(Act.REPORT_RECEIVE, DataClass.O2, relation, "read", clock.now(), side=Side.OFFENDER).allow
