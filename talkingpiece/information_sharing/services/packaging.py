"""Sharing with an organisation beside the victim: written by one, approved by another from the pages that leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import fact_columns, lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents import render
from talkingpiece.information_sharing.gates import blockers_to_share, facts_for_package
from talkingpiece.information_sharing.models import SharePackage
from talkingpiece.information_sharing.packages import package_paper
from talkingpiece.information_sharing.payloads import told_in_package
from talkingpiece.information_sharing.queries import ground_for, may_be_told
from talkingpiece.information_sharing.services.disclosing import disclose
from talkingpiece.information_sharing.states import Errand, Ground, PersonTold
from talkingpiece.protection.classes import Side


@transaction.atomic
def begin_package(
    *, case_id: UUID, agency_id: UUID, to: str, lines: Mapping[str, str], by: User, at: datetime
) -> SharePackage:
    """A draft: `lines` by category. Raises IllegalTransition for a category that no ground allows today."""
    case = lock_case(case_id)
    allowed = may_be_told(case, agency_id, at)
    if not lines or not set(lines) <= set(allowed):
        raise IllegalTransition("no_ground", "written")
    package = SharePackage(
        **fact_columns(case, by=by, at=at),
        case=case,
        agency_id=agency_id,
        recipient_words=to,
        categories=[category for category in allowed if category in lines],
        lines=dict(lines),
    )
    package.save()
    _record("package.begun", package, by, at)
    return package


@transaction.atomic
def approve_package(*, package_id: UUID, by: User, at: datetime) -> SharePackage:
    """It leaves as it lies there, as a disclosure on the ground that holds at this moment. Raises Blocked."""
    case, package = _locked(package_id)
    facts = facts_for_package(package, by, at)
    require_open(blockers_to_share(facts))
    grounded = ground_for(case, package.agency_id, package.categories, at)
    assert grounded is not None  # the gate was open
    paper = package_paper(package, on=timezone.localdate(at))
    writer = package.recorded_by
    assert writer is not None  # a draft has an author
    package.disclosure = disclose(
        case=case,
        agency=package.agency,
        recipient_words=f"{package.recipient_words}, {package.agency.name}",
        purpose=Errand.PACKAGE,
        categories=package.categories,
        ground=grounded.ground,
        agreement_id=grounded.agreement_id,
        consent_id=grounded.consent_id,
        sent=told_in_package(paper),
        person_told=PersonTold.AGREED if grounded.ground is Ground.CONSENT else PersonTold.TO_TELL,
        side=Side.VICTIM,
        by=writer,
        approved_by=by,
        at=at,
    )
    package.paper, package.pdf_digest = paper.model_dump(mode="json"), render.fingerprint(render.pdf(paper))
    package.approved_at, package.approved_by = at, by
    package.save()
    record_passing(case=case, gate="share_package", facts=facts, by=by, at=at, subject_id=package.pk)
    _record("package.approved", package, by, at)
    return package


@transaction.atomic
def stop_package(*, package_id: UUID, why: str, by: User, at: datetime) -> SharePackage:
    """It will not leave. Twice is once."""
    _case, package = _locked(package_id)
    if package.stopped_at is None:
        if not package.is_draft:
            raise IllegalTransition("approved", "stopped")
        package.stopped_at, package.stopped_by, package.stopped_why = at, by, why
        package.save()
        _record("package.stopped", package, by, at)
    return package


def _locked(package_id: UUID) -> tuple[Case, SharePackage]:
    case = lock_case(SharePackage.objects.values_list("case_id", flat=True).get(pk=package_id))
    found = SharePackage.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "case__victim", "case__area", "agency", "recorded_by"
    )
    return case, found.get(pk=package_id)


def _record(name: str, package: SharePackage, by: User, at: datetime) -> None:
    detail = {"categories": sorted(package.categories)}
    record(name, by=by, about=package, at=at, side=Side.VICTIM, case_id=package.case_id, detail=detail)
