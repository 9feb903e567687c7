"""One entry per role: what it is in plain words, and the acts that it may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.acts import Act
from talkingpiece.protection.classes import DataClass


class Role(TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    FACILITATOR = "facilitator", _("facilitator")
    CASE_SUPERVISOR = "case_supervisor", _("case supervisor")
    OFFENDER_MANAGER = "offender_manager", _("offender manager")
    REFERRER = "referrer", _("referrer")
    LIAISON_OFFICER = "liaison_officer", _("victim liaison officer")
    SCHEME_MANAGER = "scheme_manager", _("scheme manager")
    EVALUATOR = "evaluator", _("evaluator")
    PRIVACY_OFFICER = "privacy_officer", _("privacy officer")
    AGENCY_SYSTEM = "agency_system", _("agency’s system")


@dataclass(frozen=True)
class RoleRule:
    description: str | Promise
    acts: frozenset[Act]
    area_wide: bool = False  # sees every case of the area, not only those it is a member of
    agency: bool = False  # works for another organisation
    machine: bool = False  # held by a program, which is registered and not invited; nobody is given it
    classes: frozenset[DataClass] | None = None  # all that they may ever see; None: what their acts open


_CASEWORK = frozenset(
    {
        Act.WORK_SEE,
        Act.LEAVE_SEE,
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
        Act.REFERRAL_TAKE,
        Act.TRAINING_SEE,
        Act.LETTER_WRITE,
        Act.REPORT_WRITE,
    }
)

ROLES: dict[Role, RoleRule] = {
    Role.COORDINATOR: RoleRule(
        _("Looks after the front door and every case of the area: who works with whom, and what was promised."),
        _CASEWORK
        | {
            Act.REFERRAL_SEE,
            Act.REFERRAL_DECIDE,
            Act.CASE_ALLOCATE,
            Act.CASE_EXPORT,
            Act.OUTSIDE_ASK,
            Act.TRAIL_SEE,
            Act.EXCLUSION_SET,
            Act.DISCLOSURE_REVIEW,
            Act.LIST_BRING,
            Act.EXTRACT_SEE,
            Act.EXTRACT_TAKE,
            Act.ROW_SCREEN,
            Act.PEOPLE_MERGE,
            Act.WORK_OVERSEE,
            Act.DUTY_SET,
            Act.LEAVE_SET,
            Act.FACILITATOR_REGISTER,
            Act.FIGURES_SEE,
            Act.FIGURES_OPEN,
            Act.STEPS_SEE,
            Act.AGREEMENT_READ,
            Act.CLIENT_MANAGE,
        },
        area_wide=True,
    ),
    Role.FACILITATOR: RoleRule(
        _("Works with the people of the cases that they have accepted."), _CASEWORK | {Act.GLASS_BREAK}
    ),
    Role.CASE_SUPERVISOR: RoleRule(
        _("Signs off risk, answers for sensitive cases, and can be asked at any time."),
        frozenset(
            {
                Act.WORK_SEE,
                Act.LEAVE_SEE,
                Act.REFERRAL_SEE,
                Act.CASE_SEE,
                Act.CONTACT_REVEAL,
                Act.RISK_SIGN,
                Act.OUTSIDE_ASK,
                Act.APPROACH_SUPERVISE,
                Act.PRACTICE_RECORD,
                Act.ACCOUNT_APPROVE,
                Act.CASE_ALLOCATE,
                Act.AGREEMENT_SEE,
                Act.AGREEMENT_READ,
                Act.TRAIL_SEE,
                Act.EXCLUSION_SET,
                Act.DISCLOSURE_REVIEW,
                Act.CASE_END,
                Act.ENQUIRY_DECIDE,
                Act.REVEALS_ALLOW,
                Act.WORK_OVERSEE,
                Act.TRAINING_SEE,
                Act.TRAINING_ADAPT,
                Act.TRAINING_ARRANGE,
                Act.STEPS_SEE,
            }
        ),
        area_wide=True,
    ),
    Role.OFFENDER_MANAGER: RoleRule(
        _("Answers what the service asks about the people they supervise, and sees what those agreed to have told."),
        frozenset({Act.REQUEST_ANSWER, Act.REPORT_RECEIVE, Act.VISIT_ANSWER}),
        agency=True,
    ),
    Role.REFERRER: RoleRule(
        _("Refers people from their agency, and sees what became of their own referrals."),
        frozenset({Act.REFERRAL_MAKE}),
        agency=True,
    ),
    Role.LIAISON_OFFICER: RoleRule(
        _("Refers people of the Victim Contact Scheme, answers what is asked, and hears what each victim lets them."),
        frozenset({Act.REFERRAL_MAKE, Act.REQUEST_ANSWER, Act.REPORT_RECEIVE}),
        agency=True,
    ),
    Role.SCHEME_MANAGER: RoleRule(
        _("Answers for the service: who is on duty or away, what was promised, figures and steps. Opens no case."),
        frozenset(
            {
                Act.WORK_OVERSEE,
                Act.CASE_EXPORT,
                Act.DUTY_SET,
                Act.LEAVE_SEE,
                Act.LEAVE_SET,
                Act.ACCOUNT_CLOSE,
                Act.ACCOUNT_MANAGE,
                Act.ACCOUNT_APPROVE,
                Act.FACILITATOR_REGISTER,
                Act.TRAINING_SEE,
                Act.TRAINING_ADAPT,
                Act.TRAINING_ARRANGE,
                Act.AGREEMENT_SEE,
                Act.AGREEMENT_WRITE,
                Act.AGREEMENT_READ,
                Act.CLIENT_MANAGE,
                Act.ENDPOINT_MANAGE,
                Act.EXTRACT_SEE,
                Act.FIGURES_SEE,
                Act.STEPS_SEE,
                Act.CAPACITY_SET,
                Act.AREA_OPEN,
                Act.REVEALS_ALLOW,
            }
        ),
        area_wide=True,
        classes=frozenset({DataClass.S0, DataClass.V0}),
    ),
    Role.EVALUATOR: RoleRule(
        _("Sees figures, and nobody behind them."),
        frozenset({Act.FIGURES_SEE}),
        area_wide=True,
        classes=frozenset({DataClass.S0}),
    ),
    Role.PRIVACY_OFFICER: RoleRule(
        _("Looks after who looked at what: reviews each opening in an emergency. Opens no case."),
        frozenset({Act.GLASS_REVIEW, Act.TRAIL_SEE, Act.LEAVE_SEE, Act.EXTRACT_SEE, Act.CONFLICT_CHECK}),
        area_wide=True,
        classes=frozenset({DataClass.S0, DataClass.A1}),
    ),
    Role.AGENCY_SYSTEM: RoleRule(
        _("A program of an agency. Does what its people may, under one agreement, for the purposes it was let in for."),
        frozenset({Act.REFERRAL_MAKE, Act.REQUEST_ANSWER, Act.REPORT_RECEIVE, Act.CHANGE_TELL}),
        agency=True,
        machine=True,
    ),
}


def clash(roles: Iterable[Role]) -> bool:
    """Whether one account would both decide who sees cases and see them: then nobody else would stand in between."""
    acts = frozenset(act for role in roles for act in ROLES[role].acts)
    return Act.ACCOUNT_MANAGE in acts and bool(acts & {Act.CASE_SEE, Act.REFERRAL_SEE, Act.REQUEST_ANSWER})
