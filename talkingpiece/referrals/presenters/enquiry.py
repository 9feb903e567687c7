"""What an offender asked for, as those who decide read it. Nothing here goes to a victim or to the offender."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import OffenceCategory
from talkingpiece.core.blockers import Verdict
from talkingpiece.referrals.access import areas_where
from talkingpiece.referrals.enquiry_queries import asked_first, cases_that_meet, involved_in, policy
from talkingpiece.referrals.models import OffenderEnquiry, Referral
from talkingpiece.referrals.presenters.words import how_long
from talkingpiece.referrals.states import ENQUIRY_TRANSITIONS, EnquiryState
from talkingpiece.ui.components import BlockerRow, Gate, Row, Tag, WorkRow
from talkingpiece.ui.dates import long_date, short_date, when


def rows(enquiries: Iterable[OffenderEnquiry], at: datetime) -> list[WorkRow]:
    return [
        WorkRow(
            what=_("%(name)s asked for something") % {"name": one.called},
            url=reverse("referrals:enquiry", args=[one.reference]),
            when=_("%(long)s ago") % {"long": how_long(one.received_at, at)},
            case=_("%(reference)s, written down by %(name)s")
            % {"reference": one.reference, "name": one.recorded_by.name},
            tag=Tag(one.get_state_display()),
        )
        for one in enquiries
    ]


def enquiry_page(enquiry: OffenderEnquiry, user: User, at: datetime) -> dict[str, Any]:
    decides = enquiry.area_id in areas_where(user, Act.ENQUIRY_DECIDE)
    return {
        "enquiry": enquiry,
        "came": _("%(when)s, %(long)s ago")
        % {"when": when(enquiry.received_at), "long": how_long(enquiry.received_at, at)},
        "said": _said(enquiry),
        "rule_open": policy(enquiry.area_id).rule == "through_liaison",
        "decides": decides,
        "meets": _meets(enquiry),
    }


def _said(enquiry: OffenderEnquiry) -> list[Row]:
    known = enquiry.category != OffenceCategory.UNKNOWN
    asked = [
        Row(_("They ask for"), enquiry.words, quote=True),
        Row(_("Full name"), enquiry.full_name),
        Row(_("Date of birth"), long_date(date.fromisoformat(enquiry.birth_date)) if enquiry.birth_date else ""),
        Row(_("Passed on by"), enquiry.reached_through, quote=True),
        Row(_("Agency"), enquiry.agency.name if enquiry.agency else ""),
        Row(_("About"), enquiry.get_category_display() if known else ""),
        Row(_("Crime reference"), enquiry.crime_reference),
        Row(_("Written down by"), enquiry.recorded_by.name),
    ]
    return [row for row in asked if row.value]


def _meets(enquiry: OffenderEnquiry) -> list[Case]:
    if EnquiryState.MET not in ENQUIRY_TRANSITIONS[enquiry.state]:
        return []
    return cases_that_meet(enquiry)


def possible(enquiry: OffenderEnquiry) -> list[str]:
    """Which decisions this state allows; to hold what is held says nothing new."""
    following = ENQUIRY_TRANSITIONS[enquiry.state]
    offered = {"rule": EnquiryState.RULE_APPLIED, "end": EnquiryState.ENDED, "hold": EnquiryState.HELD}
    return [value for value, state in offered.items() if state in following]


def rule_gate(verdict: Verdict) -> Gate:
    found = [
        BlockerRow(message=str(one.message), why=f"{one.why} {one.remedy}", who=str(one.who))
        for one in verdict.blockers
    ]
    return Gate(heading=_("Why not yet"), blockers=found)


def asked_first_panel(referral: Referral, user: User) -> dict[str, Any]:
    """On the page of a victim's referral: an offender of this name asked first, and who looks now."""
    earlier = asked_first(referral)
    return {
        "asked_first": [
            {
                "reference": one.reference,
                "url": reverse("referrals:enquiry", args=[one.reference]),
                "day": short_date(one.received_at),
                "by": one.recorded_by.name,
            }
            for one in earlier
        ],
        "may_look": bool(earlier) and user.pk not in involved_in(earlier),
        "worked_on_it": user.pk in involved_in(earlier),
    }
