from enum import StrEnum


class Source(StrEnum):
    """From where the evidence for an item comes. A closed list: each has its function in evidence.py."""

    BY_HAND = "by_hand"  # somebody writes down what they saw, of which day
    AGREEMENT = "agreement"
    OUTCOME_MAY_GO = "outcome_may_go"
    MANAGER = "manager"
    SUPERVISOR = "supervisor"
    TWO_PAIRS_OF_EYES = "two_pairs_of_eyes"
    DUTY = "duty"
    FACILITATORS = "facilitators"
    IN_SUPERVISION = "in_supervision"
    VETTED = "vetted"
    OFFENDER_MANAGERS = "offender_managers"
    PROFILE = "profile"
    REMIT = "remit"
    ROUTE = "route"
    RISK_FORM = "risk_form"
    SHEETS = "sheets"
    CONSENT_WORDS = "consent_words"
    PREPARATION = "preparation"
    ASKED_LATER = "asked_later"
    FIGURES_TAKEN = "figures_taken"
