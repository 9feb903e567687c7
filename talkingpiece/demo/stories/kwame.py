"""Kwame Mensah-Doyle, robbery: accepted, and offered to Ruth, who has not answered yet."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.referrals.states import CaseStage, Hope


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    robbed = days.day(291)

    yield days.ago(6, "23:52")
    s.comes(
        "Kwame",
        safe("call", "07700 900311", "16:00-20:00"),
        safe("voicemail", "07700 900311"),
        happened="Two lads took my phone at the bus stop by the college. One of them held something under my chin.",
        about_offender="Reece somebody. He is my age. He went to the other school.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.CHANGE],
        hope_words="Why me? And has he stopped doing it?",
        access_needs="I am dyslexic. Please ring, do not write long messages.",
    )
    yield days.working_days_ago(2, "09:20")
    s.accepted(
        full_name="Kwame Mensah-Doyle",
        category=OffenceCategory.ROBBERY,
        words=f"Robbery of his phone at a bus stop, {month_words(robbed)}.",
        happened_on=robbed,
        court="Ridgeway Magistrates’ Court",
    )
    s.responsible_for_harm("Reece", full_name="Reece Talbot", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="24 months, 150 hours", sentenced_on=days.workday(131))
    yield days.working_days_ago(1, "15:30")
    s.offers(
        ridgeway.ruth,
        "Asks for somebody who rings rather than writes, after four. You are in Wexbourne on Tuesdays.",
    )
