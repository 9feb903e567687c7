"""Offenders who asked first: kept apart from every victim, and met only by the tokens of a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.areas.queries import current_section
from talkingpiece.cases.models import Case
from talkingpiece.people import tokens
from talkingpiece.people.queries import worth_showing
from talkingpiece.referrals.models import EnquiryToken, OffenderEnquiry, Referral
from talkingpiece.referrals.profile import Enquiries
from talkingpiece.referrals.queries import offenders_like
from talkingpiece.referrals.states import EnquiryState


def policy(area_id: UUID) -> Enquiries:
    return current_section(area_id, Enquiries)


def waiting(enquiries: QuerySet[OffenderEnquiry]) -> QuerySet[OffenderEnquiry]:
    """What somebody still has to think of, the oldest first."""
    open_ones = enquiries.filter(state__in=[EnquiryState.HELD, EnquiryState.RULE_APPLIED])
    return open_ones.select_related("recorded_by", "agency").order_by("received_at")


def asked_first(referral: Referral, *, offender_name: str = "", birth_date: str = "") -> list[OffenderEnquiry]:
    """Enquiries of an offender with the name that this victim's referral gives; ended ones too: somebody knew them.

    In words about the other person only two whole names that agree count: a sound alone is in every sentence.
    """
    area_id = referral.area_id
    named = tokens.all_of(area_id, names=[referral.offender_name, offender_name], birth_date=birth_date)
    written = {found for found in tokens.of_name(area_id, referral.about_offender) if found[0] == "name"}
    return _like(area_id, named | written)


def _like(area_id: UUID, wanted: Iterable[tokens.Token]) -> list[OffenderEnquiry]:
    same = Q(pk__in=[])
    for kind, value in wanted:
        if kind not in tokens.WIDE:
            same |= Q(kind=kind, token=value)
    agrees: dict[UUID, list[str]] = defaultdict(list)
    for enquiry_id, kind in EnquiryToken.objects.filter(same, area_id=area_id).values_list("enquiry_id", "kind"):
        agrees[enquiry_id].append(kind)
    likely = [pk for pk, kinds in agrees.items() if worth_showing(kinds)]
    found = OffenderEnquiry.objects.filter(pk__in=likely).select_related("recorded_by", "decided_by")
    return list(found.order_by("received_at"))


def involved_in(enquiries: Iterable[OffenderEnquiry]) -> set[UUID]:
    """Whoever wrote one down or decided about it: they know the offender's side of it."""
    return {user_id for one in enquiries for user_id in (one.recorded_by_id, one.decided_by_id) if user_id}


def cases_that_meet(enquiry: OffenderEnquiry) -> list[Case]:
    """Cases of victims who came by themselves, in which an offender may be the one who asked."""
    found = tokens.all_of(enquiry.area_id, names=[enquiry.called, enquiry.full_name], birth_date=enquiry.birth_date)
    matches = offenders_like(enquiry.area_id, list(found))
    cases = {case.pk: case for match in matches if not match.other_side for case in match.cases}
    return list(cases.values())
