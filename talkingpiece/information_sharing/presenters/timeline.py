from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.information_sharing.models import Consultation, InformationRequest
from talkingpiece.information_sharing.queries import consultations_of, disclosures_of, requests_of
from talkingpiece.information_sharing.states import Consulted, Ground, Whom
from talkingpiece.protection.classes import Side
from talkingpiece.protection.rows import Fact


def timeline(case: Case) -> list[Entry]:
    """What was asked of agencies, answered, and told outside. A constant number of queries."""
    return [
        *(entry for request in requests_of(case.pk) for entry in _request(request)),
        *(_consultation(row) for row in consultations_of(case.pk)),
        *(
            _fact(
                row,
                title=_("Told %(whom)s, because of a duty or a risk of harm") % {"whom": row.recipient_words},
                side=Side.JOINT,
                words=row.sent.get("told", ""),
            )
            for row in disclosures_of(case.pk)
            if row.ground == Ground.DUTY
        ),
    ]


def _fact(row: Fact, *, title: Text, side: Side, words: str = "") -> Entry:
    return Entry(
        at=row.happened_at,
        title=title,
        side=side,
        words=words,
        by=row.recorded_by.name if row.recorded_by else "",
        fact=row._meta.label,
        fact_id=row.pk,
        recorded_at=row.recorded_at,
        error_why=row.error_why,
        vaguely=row.happened_vaguely,
    )


def _request(request: InformationRequest) -> Iterator[Entry]:
    who = {
        "name": request.addressed_to.name,
        "agency": request.agency.name,
        "offender": request.responsible.person.called,
    }
    yield _fact(request, title=_("Asked %(name)s, %(agency)s, about %(offender)s") % who, side=Side.OFFENDER)
    if request.answered_at is not None:
        yield Entry(
            at=request.answered_at,
            title=_("%(name)s answered") % who,
            side=Side.OFFENDER,
            words=f"{request.get_view_display()}. {request.reason}".strip(),
            by=who["name"],
            error_why=request.error_why,
        )
    if request.refused_at is not None:
        yield Entry(
            at=request.refused_at,
            title=_("%(name)s does not answer") % who,
            side=Side.OFFENDER,
            words=request.reason,
            by=who["name"],
            error_why=request.error_why,
        )
    if request.closed_at is not None:
        yield Entry(
            at=request.closed_at,
            title=_("Decided to go on without %(name)s’s answer") % who,
            side=Side.SERVICE,
            words=request.closed_why,
            by=request.closed_by.name if request.closed_by else "",
            error_why=request.error_why,
        )


def _consultation(row: Consultation) -> Entry:
    name = {"name": row.responsible.person.called if row.responsible else ""}
    if row.whom == Whom.LIAISON:
        title, side = _("Consulted the victim liaison officer"), Side.VICTIM
        none = _("There is no victim liaison officer")
    else:
        title, side = _("Consulted the offender manager of %(name)s") % name, Side.OFFENDER
        none = _("%(name)s has no offender manager") % name
    return _fact(row, title=none if row.outcome == Consulted.NONE else title, side=side, words=row.words)
