from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from talkingpiece.areas.profile import Section


class Sharing(Section):
    KEY: ClassVar[str] = "information_sharing"
    # Ticked beforehand when an offender manager is asked: information_sharing.states.Question.
    questions: tuple[str, ...] = ("suitable", "stance", "risk", "conditions", "dates")
    # After so many reminders a request is on the desk of a case supervisor.
    escalate_after: int = Field(default=2, ge=1)
    # How long an agency may ask for when it needs more time for some of the questions.
    more_time_days: int = Field(default=28, ge=1)
    # How long a link lives on when the answer was due.
    link_days_after_due: int = Field(default=7, ge=0)
    # Whose addresses are work addresses, besides those of accounts of the agency: a link is sent to no other.
    work_domains: tuple[str, ...] = ("justice.gov.uk", "police.uk", "probation.service.gov.uk", "nhs.net", "nhs.uk")
    # What each kind of recipient ordinarily gets under a duty: advice beside the boxes, never a refusal.
    ordinarily: dict[str, tuple[str, ...]] = {
        "police": ("identity", "safety", "whereabouts", "risk", "conditions"),
        "safeguarding": ("safety", "whereabouts", "risk"),
        "health": ("safety", "whereabouts"),
        "supervision": ("identity", "safety", "risk", "conditions"),
        "other": ("safety",),
    }
