"""An agency refers somebody, signed in or by a one-time link. Both end in the one maker of referrals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.cases.states import InitiatedBy, Route
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_token
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.referrals.agency_gates import Knows, blockers_to_send, facts_for_send
from talkingpiece.referrals.agency_profile import FirstContactRule
from talkingpiece.referrals.agency_queries import standing_of
from talkingpiece.referrals.models import IntakeDraft, Invitation, Referral
from talkingpiece.referrals.services.agency_drafts import destroy_agency_draft
from talkingpiece.referrals.services.agency_links import lock_link
from talkingpiece.referrals.services.making import Answers, Source, make_referral
from talkingpiece.referrals.states import FirstContact, Form, Intake, MayKnow


@dataclass(frozen=True)
class FromAgency:
    """What an agency says besides the person's own answers. What a victim was not asked, they did not agree to."""

    knows: Knows
    reach: str
    words: str = ""  # who they are and in which role; known already of somebody signed in
    agreed_on: date | None = None
    agreed_how: str = ""  # consents.states.Method
    agreed_words: str = ""
    asked_by_victim: bool = False  # they asked the agency for it
    may_know: str = MayKnow.NOTHING
    answers: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def send_agency_referral(*, draft_id: UUID, answers: Answers, said: FromAgency, by: User, at: datetime) -> Referral:
    """Raises Blocked with the reasons, IllegalTransition if it was sent or thrown away already."""
    mine = IntakeDraft.objects.select_for_update(no_key=True, of=("self",)).filter(kind=Intake.AGENCY, user=by)
    draft = mine.filter(pk=draft_id, expires_at__gt=at).select_related("area").first()
    if draft is None or by.agency is None:
        raise IllegalTransition("gone", "sent")
    referral = _send(draft.area, by.agency, Form.AGENCY, answers, said, by, at)
    destroy_agency_draft(draft, at=at)
    return referral


@transaction.atomic
def send_by_link(*, invitation_id: UUID, answers: Answers, said: FromAgency, at: datetime) -> Referral:
    """Uses the link up. Raises Blocked with the reasons, IllegalTransition if it is used, over or withdrawn."""
    link = lock_link(invitation_id)
    if link.used_at is not None or link.withdrawn_at is not None or link.expires_at <= at:
        raise IllegalTransition("over", "used")
    referral = _send(link.area, link.agency, Form.LINK, answers, said, None, at)
    _use_up(link, referral, at)
    return referral


@transaction.atomic
def send_by_system(*, area: Area, answers: Answers, said: FromAgency, by: User, at: datetime) -> Referral:
    """By a machine of an agency, which says in words who refers. Raises Blocked with the reasons."""
    if by.agency is None:
        raise IllegalTransition("gone", "sent")
    return _send(area, by.agency, Form.SYSTEM, answers, said, by, at)


def _use_up(link: Invitation, referral: Referral, at: datetime) -> None:
    link.used_at, link.referral = at, referral
    link.save(update_fields=["used_at", "referral"])
    for draft in IntakeDraft.objects.select_for_update(no_key=True).filter(invitation=link):
        destroy_agency_draft(draft, at=at)


def _send(
    area: Area, agency: Agency, form: str, answers: Answers, said: FromAgency, by: User | None, at: datetime
) -> Referral:
    require_open(blockers_to_send(facts_for_send(area.pk, agency, knows=said.knows, at=at)))
    asked = said.knows == "yes"
    rule = None if asked else standing_of(area.pk, agency, at=at).rule
    return make_referral(
        area=area,
        seed=new_token(),
        form=form,
        answers=answers,
        at=at,
        route=Route.AGENCY,
        initiated_by=InitiatedBy.VICTIM if asked and said.asked_by_victim else InitiatedBy.AGENCY,
        source=Source(
            agency=agency,
            referred_by=by,
            referrer_words=said.words,
            referrer_reach=said.reach,
            referrer_may_know=said.may_know if asked else MayKnow.NOTHING,
            **_first_contact(said, rule),  # type: ignore[arg-type]
            agency_answers=said.answers,
            # No machine writes to somebody who wrote to an agency: the first word is a person's.
            acknowledge="person",
        ),
    )


def _first_contact(said: FromAgency, rule: FirstContactRule | None) -> dict[str, object]:
    if rule is None:
        return {
            "first_contact": FirstContact.ASKED,
            "first_contact_words": said.agreed_words,
            "agreed_on": said.agreed_on,
            "agreed_how": said.agreed_how,
        }
    return {
        "first_contact": FirstContact.RULE,
        "first_contact_by": rule.by,
        "first_contact_words": rule.words,
        "first_contact_agreed": False,
    }
