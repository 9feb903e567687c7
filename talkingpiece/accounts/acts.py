from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What somebody may do, named by its subject. Never a screen."""

    WORK_SEE = "work.see"
    REFERRAL_SEE = "referral.see"
    REFERRAL_DECIDE = "referral.decide"
    CASE_SEE = "case.see"
    CASE_ALLOCATE = "case.allocate"
    CASE_HAND_OVER = "case.hand_over"
    CASE_WORK = "case.work"
    CASE_END = "case.end"
    CONTACT_REVEAL = "contact.reveal"
    CONSENT_RECORD = "consent.record"
    AGENCY_ASK = "agency.ask"
    REQUEST_ANSWER = "request.answer"
    RESTRICTION_RECORD = "restriction.record"
    RISK_ASSESS = "risk.assess"
    RISK_SIGN = "risk.sign"
    OFFENDER_APPROACH = "offender.approach"
    APPROACH_SUPERVISE = "approach.supervise"
    MEETING_PLAN = "meeting.plan"
    AGREEMENT_SEE = "agreement.see"
    TRAIL_SEE = "trail.see"
    FACT_CORRECT = "fact.correct"
