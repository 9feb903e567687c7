from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import covering, in_force
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency, AgencyKind
from talkingpiece.areas.queries import section
from talkingpiece.cases.changes import NONE, Changes, Clearance
from talkingpiece.cases.legal_queries import changes_of, changes_of_many
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.consents.queries import live, live_consent
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.core.links import token_digest
from talkingpiece.information_sharing.models import (
    Consultation,
    Disclosure,
    InformationRequest,
    Reply,
    RequestLink,
    SharePackage,
)
from talkingpiece.information_sharing.profile import Sharing
from talkingpiece.information_sharing.states import (
    CATEGORY_OF,
    SHAREABLE,
    WITH_CONSENT,
    Consulted,
    Ground,
    Question,
    Whom,
)

ConsultationState = Literal["consulted", "none", "supervisor_decided", "refused", "asked", "overdue", "not_asked"]

# Requests that somebody in an agency still owes an answer to.
WAITING = Q(answered_at__isnull=True, refused_at__isnull=True, closed_at__isnull=True, error_at__isnull=True)

_WITH = ("responsible__person", "agency", "addressed_to", "disclosure__agreement", "answered_by", "closed_by")


def sharing(case: Case) -> Sharing:
    return section(case.area_id, case.profile_version, Sharing)


def requests_of(case_id: UUID) -> list[InformationRequest]:
    """Every request of the case, the newest first; those entered in error too."""
    found = InformationRequest.objects.filter(case_id=case_id).select_related("recorded_by", *_WITH)
    return list(found.order_by("-happened_at", "-recorded_at"))


def open_requests_in(case_ids: Iterable[UUID]) -> list[InformationRequest]:
    """Requests of these cases that wait for an answer, the longest overdue first."""
    found = InformationRequest.objects.filter(WAITING, case_id__in=list(case_ids))
    rows = list(found.select_related("case", *_WITH).order_by("due_at"))
    gone = asked_of_another(rows)
    return [row for row in rows if row.pk not in gone]


def asked_of_another(requests: Iterable[InformationRequest]) -> set[UUID]:
    """Ids of those that wait for somebody who supervises the offender no longer: closed to them, to be asked again."""
    waiting = [row for row in requests if not row.is_settled]
    changes = changes_of_many({row.responsible_id for row in waiting})
    return {row.pk for row in waiting if is_of_another(row, changes[row.responsible_id])}


def is_of_another(row: InformationRequest, changes: Changes) -> bool:
    """Whether somebody else has taken over since they were asked; of one that waits."""
    return bool(changes.reopened(Clearance.CONSULTATION, row.happened_at, row.recorded_at))


def open_requests(case_id: UUID) -> list[InformationRequest]:
    return open_requests_in([case_id])


def undecided_requests(case_id: UUID) -> list[InformationRequest]:
    """Those that wait for an answer, and those that the agency does not answer and nobody has decided on."""
    refused = InformationRequest.objects.standing().filter(
        case_id=case_id, refused_at__isnull=False, closed_at__isnull=True
    )
    return [*open_requests(case_id), *refused.order_by("-refused_at")]


def said_so_far(request: InformationRequest) -> dict[str, str]:
    """What a request that is still open has been answered already, by question."""
    found: dict[str, str] = {}
    for reply in replies_to(request):
        found |= reply.answers
    return found


def replies_to(request: InformationRequest) -> list[Reply]:
    return list(request.replies.standing().select_related("recorded_by").order_by("happened_at", "recorded_at"))


def latest_answer(responsible_id: UUID) -> InformationRequest | None:
    found = InformationRequest.objects.filter(
        responsible_id=responsible_id, answered_at__isnull=False, error_at__isnull=True
    )
    return found.select_related(*_WITH).order_by("-answered_at").first()


def consultation(case_id: UUID, responsible_id: UUID, whom: str, *, at: datetime | None = None) -> ConsultationState:
    """How far somebody was consulted. `at` is for what is overdue; without it, now."""
    if whom == Whom.OFFENDER_MANAGER:
        return _manager_consulted(case_id, responsible_id, at or clock.now())
    return _outside(case_id, None, whom) or "not_asked"


def _manager_consulted(case_id: UUID, responsible_id: UUID, at: datetime) -> ConsultationState:
    changes = changes_of(responsible_id)
    rows = InformationRequest.objects.standing().filter(responsible_id=responsible_id)
    if any(row.answered_at and _still_said(changes, row.answered_at) for row in rows):
        return "consulted"
    if recorded := _outside(case_id, responsible_id, Whom.OFFENDER_MANAGER, changes):
        return recorded
    if Responsible.objects.filter(pk=responsible_id, without_manager=True).exists():
        return "none"
    if any(row.closed_at and _still_said(changes, row.closed_at) for row in rows):
        return "supervisor_decided"
    waiting = [row for row in rows if not (row.is_settled or is_of_another(row, changes))]
    if not waiting:
        refused = any(row.refused_at and _still_said(changes, row.refused_at) for row in rows)
        return "refused" if refused else "not_asked"
    return "overdue" if min(row.due_at for row in waiting) < at else "asked"


def _still_said(changes: Changes, at: datetime, recorded_at: datetime | None = None) -> bool:
    """Nobody else has taken over since this was said."""
    return not changes.reopened(Clearance.CONSULTATION, at, recorded_at)


def _outside(
    case_id: UUID, responsible_id: UUID | None, whom: str, changes: Changes = NONE
) -> ConsultationState | None:
    rows = Consultation.objects.filter(case_id=case_id, whom=whom, error_at__isnull=True)
    rows = rows.filter(responsible_id=responsible_id) if responsible_id else rows.filter(responsible__isnull=True)
    newest = rows.order_by("-happened_at", "-recorded_at").first()
    if newest is None or not _still_said(changes, newest.happened_at, newest.recorded_at):
        return None
    return "consulted" if newest.outcome == Consulted.CONSULTED else "none"


def consultations_of(case_id: UUID) -> list[Consultation]:
    found = Consultation.objects.filter(case_id=case_id).select_related("recorded_by", "responsible__person")
    return list(found.order_by("-happened_at", "-recorded_at"))


def disclosures_of(case_id: UUID) -> list[Disclosure]:
    """Everything that left the service about the case, the newest first."""
    found = Disclosure.objects.filter(case_id=case_id).select_related(
        "recorded_by", "approved_by", "agency", "recipient", "agreement", "corrects", "review__recorded_by"
    )
    return list(found.order_by("-happened_at", "-recorded_at"))


def duty_disclosures_since(area_id: UUID, at: datetime) -> QuerySet[Disclosure]:
    """What was told under the third ground since `at`, and all that nobody else has looked at yet: for the case
    supervisors and coordinators of the area."""
    found = Disclosure.objects.filter(
        Q(manager_told_at__gte=at) | Q(review__isnull=True), area_id=area_id, ground=Ground.DUTY, error_at__isnull=True
    )
    return found.select_related("case", "recorded_by", "agency", "review").order_by("-manager_told_at")


def escalated_in(area_id: UUID) -> list[InformationRequest]:
    """Requests that were chased so often that a case supervisor has them before them, the longest first."""
    found = InformationRequest.objects.filter(
        WAITING, area_id=area_id, escalated_at__isnull=False, case__ended_at__isnull=True
    )
    found = found.select_related("case__victim", "disclosure__agreement__owner", *_WITH)
    return list(found.order_by("escalated_at"))


def ground_holds(disclosure: Disclosure, at: datetime) -> bool:
    """Whether what was sent then could be sent on the same ground at this moment."""
    if disclosure.ground == Ground.DUTY:
        return True
    if disclosure.ground == Ground.CONSENT:
        said = disclosure.consent
        if said is None:
            return False
        again = live([disclosure.case_id], on=timezone.localdate(at))
        return again.filter(person_id=said.person_id, item=said.item, target=said.target).exists()
    agency_id = disclosure.agency_id
    sent = disclosure.categories
    return agency_id is not None and bool(covering(disclosure.area_id, agency_id, send=sent, receive=[], at=at))


def with_ground(
    requests: Iterable[InformationRequest], *, at: datetime, agreements: Iterable[Agreement] | None = None
) -> set[UUID]:
    """Ids of those requests whose ground still holds at that moment: what an agency may open."""
    asked = list(requests)
    receive = {r.disclosure: {CATEGORY_OF[q] for q in r.questions} for r in asked}
    holding = still_grounded(receive, at=at, agreements=agreements)
    return {request.pk for request in asked if request.disclosure_id in holding}


def still_grounded(
    asked: Mapping[Disclosure, Collection[str]], *, at: datetime, agreements: Iterable[Agreement] | None = None
) -> set[UUID]:
    """Ids of those disclosures that ask an agency something, whose ground still holds at that moment.

    One sent under an agreement needs an agreement in force that covers it and the categories that it asks for; one
    sent with a consent needs that consent, for the agency, still to be live. `agreements`: as if these were in force,
    and no others.
    """
    if agreements is None:
        agreements = [row for area in {row.area_id for row in asked} for row in in_force(area, at=at)]
    standing = list(agreements)
    by_consent = [row.case_id for row in asked if row.ground == Ground.CONSENT]
    consents = live(by_consent, on=timezone.localdate(at)).filter(item=Item.ASK_AGENCY)
    agreed = set(consents.values_list("case_id", "target")) if by_consent else set()

    def holds(row: Disclosure) -> bool:
        if row.ground == Ground.CONSENT:
            return (row.case_id, str(row.agency_id)) in agreed
        return any(
            agreement.agency_id == row.agency_id
            and agreement.area_id == row.area_id
            and set(row.categories) <= agreement.sends
            and set(asked[row]) <= agreement.receives
            for agreement in standing
        )

    return {row.pk for row in asked if holds(row)}


def requests_without_ground(case_ids: Iterable[UUID], at: datetime) -> list[InformationRequest]:
    """Those that still wait and are closed to the agency, because the ground on which they were sent has gone."""
    waiting = open_requests_in(case_ids)
    holding = with_ground(waiting, at=at)
    return [row for row in waiting if row.pk not in holding]


def of_addressee(user: User) -> Q:
    """Requests to somebody in an agency; for a machine, those to anybody of its agency."""
    if user.machine:
        return Q(agency_id=user.agency_id, addressed_to__agency_id=user.agency_id)
    return Q(addressed_to=user)


def is_addressee(user: User, request: InformationRequest) -> bool:
    if user.machine:
        return user.agency_id == request.agency_id == request.addressed_to.agency_id
    return request.addressed_to_id == user.pk


def addressed_to(user: User) -> list[InformationRequest]:
    """Standing requests to somebody in an agency: those owed first, by when they are due."""
    found = InformationRequest.objects.filter(of_addressee(user), error_at__isnull=True)
    rows = list(found.select_related("area", "case", *_WITH).order_by("due_at"))
    return sorted(rows, key=lambda request: request.answered_at is not None)


def questions_covered(agreements: Iterable[Agreement], agency_id: UUID) -> list[str]:
    """Those that an agency may be asked, and may answer, under these agreements."""
    rows = [row for row in agreements if row.agency_id == agency_id and Category.IDENTITY in row.sends]
    covered = {category for row in rows for category in row.receives}
    return [question for question in Question.values if CATEGORY_OF[Question(question)] in covered]


def link_of(token: str, at: datetime) -> RequestLink | None:
    """A link that opens its request at this moment. None whatever ails it: never made, used, withdrawn or over, the
    request settled or the case ended, its ground gone or taken back."""
    found = RequestLink.objects.filter(
        token_digest=token_digest(token),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        request__answered_at__isnull=True,
        request__refused_at__isnull=True,
        request__closed_at__isnull=True,
        request__error_at__isnull=True,
        request__case__ended_at__isnull=True,
    )
    link = found.select_related(
        "request__case", "request__disclosure__agreement", "request__agency", "request__addressed_to", "area", "made_by"
    ).first()
    if link is None or at >= link_expires(link) or asked_of_another([link.request]):
        return None
    return link if link.request_id in with_ground([link.request], at=at) else None


def link_expires(link: RequestLink) -> datetime:
    """So many days after the answer is due: a reminder, or more time, gives the link as much more."""
    return link.request.due_at + timedelta(days=sharing(link.request.case).link_days_after_due)


def open_link(request: InformationRequest) -> RequestLink | None:
    found = request.links.filter(used_at__isnull=True, withdrawn_at__isnull=True)
    return found.select_related("request__case", "made_by").first()


def packages_of(case_id: UUID) -> list[SharePackage]:
    found = SharePackage.objects.standing().filter(case_id=case_id)
    return list(found.select_related("agency", "recorded_by", "approved_by").order_by("-happened_at"))


def packages_waiting(area_id: UUID) -> list[SharePackage]:
    """Those that a second person is to look at, the longest waiting first."""
    return list(_drafts().filter(area_id=area_id, case__ended_at__isnull=True).order_by("happened_at"))


def packages_without_ground(case_ids: Iterable[UUID], at: datetime) -> list[SharePackage]:
    found = _drafts().filter(case_id__in=list(case_ids)).order_by("happened_at")
    return [row for row in found if ground_for(row.case, row.agency_id, row.categories, at) is None]


def _drafts() -> QuerySet[SharePackage]:
    found = SharePackage.objects.standing().filter(approved_at__isnull=True, stopped_at__isnull=True)
    return found.select_related("case__victim", "agency", "recorded_by")


@dataclass(frozen=True)
class Grounded:
    ground: Ground
    agreement_id: UUID | None = None
    consent_id: UUID | None = None


def ground_for(case: Case, agency_id: UUID, categories: Collection[str], at: datetime) -> Grounded | None:
    """On which ground an organisation beside the victim may be told this at this moment: an agreement that covers all
    of it, or the victim's own yes to tell them."""
    agreement = covering(case.area_id, agency_id, send=categories, receive=[], at=at)
    if agreement is not None:
        return Grounded(Ground.AGREEMENT, agreement_id=agreement.pk)
    consent = live_consent(case.pk, case.victim_id, Item.SHARE, on=timezone.localdate(at), target=str(agency_id))
    if consent is not None and set(categories) <= set(WITH_CONSENT):
        return Grounded(Ground.CONSENT, consent_id=consent.pk)
    return None


def may_be_told(case: Case, agency_id: UUID, at: datetime) -> list[str]:
    """The categories that a ground allows today: of the agreement, or of the victim's yes."""
    found = {c for row in in_force(case.area_id, at=at) if row.agency_id == agency_id for c in row.sends}
    if live_consent(case.pk, case.victim_id, Item.SHARE, on=timezone.localdate(at), target=str(agency_id)):
        found |= set(WITH_CONSENT)
    return [str(category) for category, _label in SHAREABLE if category in found]


def agencies_beside(case: Case, at: datetime) -> list[Agency]:
    """Organisations to which something may be told today for the victim. Whoever supervises the offender gets reports,
    and nothing by this way."""
    wanted = {row.agency_id for row in in_force(case.area_id, at=at)}
    said = live([case.pk], on=timezone.localdate(at)).filter(person_id=case.victim_id, item=Item.SHARE)
    named = {target for target in said.values_list("target", flat=True) if len(target) > 30}
    found = Agency.everywhere.filter(pk__in={*map(str, wanted), *named})
    return list(found.exclude(kind__in=[AgencyKind.PROBATION, AgencyKind.PRISON]).order_by("name"))
