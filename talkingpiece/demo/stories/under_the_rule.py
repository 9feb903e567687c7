"""Annette, of the Victim Contact Scheme: nobody has asked her yet. An agreement says that her liaison officer does."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory, VictimAs
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.referrals.services import FromAgency
from talkingpiece.referrals.states import CaseStage, SafeNow


def annette(s: Story) -> Tale:
    """Nobody of the service rings her: once it is accepted, Graham asks her, in the words that were agreed."""
    yield s.days.working_days_ago(1, "11:30")
    s.is_referred(
        s.ridgeway.graham,
        "Annette",
        safe("call", "01632 960831", "13:00-17:00", days="weekdays", note="Through the liaison unit only."),
        said=FromAgency(
            knows="rule",
            reach="01632 960830, Graham Ellis",
            answers=(
                ("Have they opted in to the Victim Contact Scheme?", "Yes"),
                ("Which level of contact have they chosen?", "Key dates only"),
            ),
        ),
        full_name="Annette Whitlock",
        victim_as=VictimAs.DIRECT,
        what_happened="A robbery at the building society where she was the cashier.",
        category=OffenceCategory.ROBBERY,
        stage=CaseStage.SENTENCED,
        support="The liaison unit. She heard in spring that he may be released next year.",
        safe_now=SafeNow.YES,
    )
