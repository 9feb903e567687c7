"""The area profile as one document: each room's section, composed here and nowhere else."""

from __future__ import annotations

from typing import Any

from talkingpiece.agreements.profile import AgreementTemplate
from talkingpiece.areas.profile import Promises, Section
from talkingpiece.cases.profile import Approaches, Emergency, Reveals
from talkingpiece.consents.profile import ConsentWords
from talkingpiece.engagement.profile import Engagement
from talkingpiece.evaluation.profile import Evaluation
from talkingpiece.identification.profile import Identification
from talkingpiece.information_sharing.profile import Sharing
from talkingpiece.meetings.profile import Meetings
from talkingpiece.notifications.profile import Letters
from talkingpiece.offender_management.profile import Reporting
from talkingpiece.planning_group.profile import PlanningGroup
from talkingpiece.records.profile import Records
from talkingpiece.referrals.agency_profile import AgencyReferrals
from talkingpiece.referrals.profile import Enquiries, Remit
from talkingpiece.risk.profile import Risk
from talkingpiece.staffing.capacity.profile import Capacity
from talkingpiece.staffing.practice import Practice
from talkingpiece.staffing.profile import Staffing

SECTIONS: tuple[type[Section], ...] = (
    Promises,
    Approaches,
    Reveals,
    Emergency,
    Remit,
    Enquiries,
    AgencyReferrals,
    Identification,
    AgreementTemplate,
    Staffing,
    Practice,
    Capacity,
    ConsentWords,
    Letters,
    Sharing,
    Risk,
    Engagement,
    Meetings,
    Evaluation,
    PlanningGroup,
    Reporting,
    Records,
)


def validate(differences: dict[str, Any]) -> dict[str, Any]:
    """The differences as they are to be stored. Raises pydantic's ValidationError; KeyError for an unknown section."""
    known = {section.KEY: section for section in SECTIONS}
    return {
        key: known[key].model_validate(value).model_dump(mode="json", exclude_unset=True)
        for key, value in differences.items()
    }
