"""One entry per role: what it is in plain words, and the acts that it may do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.acts import Act


class Role(TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    FACILITATOR = "facilitator", _("facilitator")
    CASE_SUPERVISOR = "case_supervisor", _("case supervisor")
    OFFENDER_MANAGER = "offender_manager", _("offender manager")


@dataclass(frozen=True)
class RoleRule:
    description: str | Promise
    acts: frozenset[Act]
    area_wide: bool = False  # sees every case of the area, not only those it is a member of
    agency: bool = False  # works for another organisation


_CASEWORK = frozenset(
    {
        Act.WORK_SEE,
        Act.CASE_SEE,
        Act.CASE_HAND_OVER,
        Act.CASE_WORK,
        Act.CASE_END,
        Act.CONTACT_REVEAL,
        Act.CONSENT_RECORD,
        Act.AGENCY_ASK,
        Act.RESTRICTION_RECORD,
        Act.RISK_ASSESS,
        Act.OFFENDER_APPROACH,
        Act.MEETING_PLAN,
        Act.AGREEMENT_SEE,
        Act.FACT_CORRECT,
    }
)

ROLES: dict[Role, RoleRule] = {
    Role.COORDINATOR: RoleRule(
        _("Looks after the front door and every case of the area: who works with whom, and what was promised."),
        _CASEWORK | {Act.REFERRAL_SEE, Act.REFERRAL_DECIDE, Act.CASE_ALLOCATE, Act.TRAIL_SEE},
        area_wide=True,
    ),
    Role.FACILITATOR: RoleRule(_("Works with the people of the cases that they have accepted."), _CASEWORK),
    Role.CASE_SUPERVISOR: RoleRule(
        _("Signs off risk, answers for sensitive cases, and can be asked at any time."),
        frozenset(
            {
                Act.WORK_SEE,
                Act.REFERRAL_SEE,
                Act.CASE_SEE,
                Act.CONTACT_REVEAL,
                Act.RISK_SIGN,
                Act.APPROACH_SUPERVISE,
                Act.CASE_ALLOCATE,
                Act.AGREEMENT_SEE,
                Act.TRAIL_SEE,
                Act.CASE_END,
            }
        ),
        area_wide=True,
    ),
    Role.OFFENDER_MANAGER: RoleRule(
        _("Answers what the service asks about the people they supervise, and sees nothing else."),
        frozenset({Act.REQUEST_ANSWER}),
        agency=True,
    ),
}
