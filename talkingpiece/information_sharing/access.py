"""Who may open a request: in the service whoever may see the case, in an agency the addressee and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import Decision, RecordState, Relation, decide
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import roles_in
from talkingpiece.cases.access import Opened, closed_to
from talkingpiece.core import clock
from talkingpiece.core.access import Refused
from talkingpiece.information_sharing.models import Disclosure, InformationRequest, SharePackage
from talkingpiece.information_sharing.queries import (
    addressed_to,
    asked_of_another,
    is_addressee,
    of_addressee,
    with_ground,
)
from talkingpiece.information_sharing.states import Errand, Ground
from talkingpiece.protection.classes import DataClass, Side


@dataclass(frozen=True)
class Addressed:
    """A request as its addressee may have it: without a ground, or no longer asked, only that it is closed."""

    request: InformationRequest
    may_open: bool


def get_request(opened: Opened, request_id: UUID) -> InformationRequest:
    """Raises Http404 for a request of another case."""
    found = InformationRequest.objects.filter(pk=request_id, case=opened.case).select_related(
        "responsible__person",
        "agency",
        "addressed_to",
        "disclosure__agreement",
        "answered_by",
        "closed_by",
        "recorded_by",
    )
    request = found.first()
    if request is None:
        raise Http404
    return request


def get_disclosure(opened: Opened, disclosure_id: UUID) -> Disclosure:
    """Raises Http404 for a disclosure of another case."""
    found = Disclosure.objects.filter(pk=disclosure_id, case=opened.case).select_related(
        "recorded_by", "agency", "recipient", "agreement", "corrects", "review__recorded_by"
    )
    disclosure = found.first()
    if disclosure is None:
        raise Http404
    return disclosure


def get_package(opened: Opened, package_id: UUID) -> SharePackage:
    """Raises Http404 for a package of another case."""
    found = SharePackage.objects.standing().filter(pk=package_id, case=opened.case)
    package = found.select_related("case__victim", "case__area", "agency", "recorded_by", "approved_by").first()
    if package is None:
        raise Http404
    return package


def get_correctable(opened: Opened, disclosure_id: UUID) -> Disclosure:
    """One that is put right in words. Raises Http404 for a report too: another report does that, shown to all first."""
    disclosure = get_disclosure(opened, disclosure_id)
    if disclosure.purpose == Errand.OUTCOME_REPORT:
        raise Http404
    return disclosure


def get_duty_disclosure(opened: Opened, disclosure_id: UUID) -> Disclosure:
    """One that a second person looks at. Raises Http404 for a disclosure on another ground too: it had its gate."""
    disclosure = get_disclosure(opened, disclosure_id)
    if disclosure.ground != Ground.DUTY:
        raise Http404
    return disclosure


def get_addressed(user: User, request_id: UUID) -> Addressed:
    """The request, for its addressee or a machine of their agency. Raises
    Http404 for everybody else, as for one that was never made."""
    found = InformationRequest.objects.filter(of_addressee(user), pk=request_id).select_related(
        "case", "disclosure", "area", "agency", "addressed_to"
    )
    request = found.exclude(case__in=closed_to(user)).first()
    if request is None or _is_closed_to_addressee(request):
        raise Http404
    decision = _decide(user, request, with_ground([request], at=clock.now()), asked_of_another([request]))
    if not decision.allow and decision.reason not in {"no_ground", "closed"}:
        raise Refused(decision.reason)
    return Addressed(request, decision.allow and request.stands)


def visible_requests(user: User) -> list[InformationRequest]:
    """The only statement of which requests somebody in an agency sees."""
    closed = set(closed_to(user).values_list("pk", flat=True))
    requests = [request for request in addressed_to(user) if request.case_id not in closed]
    if user.machine:
        requests = [request for request in requests if not _is_closed_to_addressee(request)]
    holding, gone = with_ground(requests, at=clock.now()), asked_of_another(requests)
    return [request for request in requests if _decide(user, request, holding, gone).allow]


def _is_closed_to_addressee(request: InformationRequest) -> bool:
    """A conflict of interest closes it to its addressee: then to the machine of their agency as well, which would hand
    it to them."""
    return closed_to(request.addressed_to).filter(pk=request.case_id).exists()


def _is_asked(request: InformationRequest) -> bool:
    """It was answered, or somebody still waits for the answer."""
    return request.answered_at is not None or (not request.is_settled and request.case.is_open)


def _decide(user: User, request: InformationRequest, holding: set[UUID], gone: set[UUID]) -> Decision:
    """`holding`: those whose ground holds; `gone`: those that wait for somebody who supervises no longer."""
    now = clock.now()
    relation = Relation(
        roles=roles_in(user, request.area_id, now),
        member=is_addressee(user, request),
        sides=frozenset({Side.OFFENDER}),
        agreement_in_force=request.pk in holding,
        state=RecordState.LIVE if _is_asked(request) and request.pk not in gone else RecordState.ENDED,
    )
    return decide(Act.REQUEST_ANSWER, DataClass.O1, relation, "answer", now, side=Side.OFFENDER)
