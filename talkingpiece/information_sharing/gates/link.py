from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import asked_of_another, sharing, with_ground
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class LinkFacts:
    request_id: str
    agency_name: str
    waiting: bool
    has_ground: bool
    is_work_address: bool


def facts_for_link(request: InformationRequest, at: datetime, *, email: str = "") -> LinkFacts:
    """Without an address, what can be said before one was typed."""
    return LinkFacts(
        request_id=str(request.pk),
        agency_name=request.agency.name,
        waiting=not request.is_settled and request.stands and request.case.is_open and not asked_of_another([request]),
        has_ground=request.pk in with_ground([request], at=at),
        is_work_address=not email or _is_work_address(request, email.strip().lower()),
    )


def _is_work_address(request: InformationRequest, email: str) -> bool:
    domain = email.rpartition("@")[2]
    listed = sharing(request.case).work_domains
    if any(domain == one or domain.endswith(f".{one}") for one in listed):
        return True
    return User.objects.filter(agency_id=request.agency_id, is_active=True, email__iexact=email).exists()


def blockers_to_link(facts: LinkFacts) -> Verdict:
    name = {"agency": facts.agency_name}

    def blocker(code: str, message: str, why: str, remedy: str, door: str = "") -> Blocker:
        return Blocker(
            code=code,
            message=message,
            why=why,
            remedy=remedy,
            door=door,
            door_args=(facts.request_id,) if door else (),
            who=_("You can do this now."),
            side=Side.OFFENDER,
        )

    return verdict(
        [
            condition(
                facts.waiting,
                _("The answer is still to come"),
                blocker(
                    "settled",
                    _("Nobody waits for this answer any more"),
                    _("A link opens a request that is still open, and nothing else."),
                    _("Open the request"),
                    "information_sharing:request",
                ),
            ),
            condition(
                facts.has_ground,
                _("There is a ground to ask %(agency)s") % name,
                blocker(
                    "no_ground",
                    _("The ground to ask %(agency)s has gone") % name,
                    _("The agreement has ended, or the consent was taken back. The request is closed to them."),
                    _("Open the request"),
                    "information_sharing:request",
                ),
            ),
            condition(
                facts.is_work_address,
                _("It goes to a work address"),
                blocker(
                    "not_a_work_address",
                    _("This is not an address of %(agency)s that we know") % name,
                    _("A link goes to a work address only: of an account there, or of an organisation on our list."),
                    _("Use their work address"),
                ),
            ),
        ]
    )
