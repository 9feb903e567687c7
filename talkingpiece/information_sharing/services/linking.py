"""One-time links, by which somebody in an agency who has no account answers one request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.services import lock_case
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_token, token_digest
from talkingpiece.information_sharing.gates import blockers_to_link, facts_for_link
from talkingpiece.information_sharing.models import InformationRequest, RequestLink
from talkingpiece.information_sharing.queries import link_of
from talkingpiece.protection.classes import Side


class LinkOver(Exception):
    """The link opens nothing, whatever the reason."""


@transaction.atomic
def make_link(*, request_id: UUID, name: str, email: str, by: User, at: datetime) -> tuple[RequestLink, str]:
    """The link with its token, which nobody can show a second time. One made before opens nothing any more.

    Raises Blocked unless the request waits, on a ground that holds, and the address is one of the agency's.
    """
    case = lock_case(InformationRequest.objects.values_list("case_id", flat=True).get(pk=request_id))
    found = InformationRequest.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "disclosure", "agency", "case"
    )
    request = found.get(pk=request_id)
    require_open(blockers_to_link(facts_for_link(request, at, email=email)))
    _withdraw(request, at)
    token = new_token()
    link = RequestLink(
        area_id=request.area_id,
        key_id=request.key_id,
        request=request,
        token_digest=token_digest(token),
        name=name,
        email=email,
        made_at=at,
        made_by=by,
    )
    link.save()
    record("request_link.made", by=by, about=link, at=at, side=Side.OFFENDER, case_id=case.pk)
    return link, token


@transaction.atomic
def withdraw_link(*, request_id: UUID, by: User, at: datetime) -> None:
    """From now on it opens nothing. Twice is once."""
    case = lock_case(InformationRequest.objects.values_list("case_id", flat=True).get(pk=request_id))
    request = InformationRequest.objects.get(pk=request_id)
    if _withdraw(request, at):
        record("request_link.withdrawn", by=by, about=request, at=at, side=Side.OFFENDER, case_id=case.pk)


@transaction.atomic
def note_link_opened(*, token: str, at: datetime) -> RequestLink:
    """Somebody pressed to open it: the first time is shown to the service, each is in the trail. Raises LinkOver."""
    link = link_of(token, at)
    if link is None:
        raise LinkOver
    if link.opened_at is None:
        link.opened_at = at
        link.save(update_fields=["opened_at"])
    record("request_link.opened", by=None, about=link, at=at, side=Side.OFFENDER, case_id=link.request.case_id)
    return link


def _withdraw(request: InformationRequest, at: datetime) -> int:
    return request.links.filter(used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=at)
