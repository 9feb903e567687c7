"""Thandeka Moyo, fraud: she paused, and the day on which she wanted to be asked again has come. Amina is on leave."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope


def tell(s: Story) -> Tale:
    days = s.days
    taken = days.day(333)

    yield days.ago(81, "11:16")
    s.comes(
        "Thandeka",
        safe("call", "07700 900911", "10:00-13:00", if_answered=IfAnswered.OPEN),
        happened="Somebody from our own savings club took the club’s money. Forty women. I was the treasurer.",
        about_offender="Prudence. We were at school together.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK],
        hope_words="Did she think of me at all?",
    )
    yield days.work(80, "10:20")
    s.accepted(
        full_name="Thandeka Moyo",
        category=OffenceCategory.FRAUD,
        words=f"Theft of the money of a savings club, {month_words(taken)}.",
        happened_on=taken,
    )
    s.offers(s.ridgeway.amina, "She would like a woman, and somebody who knows what a savings club is.")
    yield days.work(79, "10:05")
    s.takes("My mother ran one. I ring her this morning.")
    yield days.work(72, "10:30")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "First talk, on the bench behind the church hall.")
    s.listens(
        [("To know whether she thought of me", "ask_why", 1)],
        support="The other thirty-nine. Not all of them.",
        risk_view="That I forgive her before I am asked.",
    )
    yield days.work(44, "10:40")
    s.contact(Means.CALL, Outcome.SPOKE, "The club meets again for the first time. She wants to see that through.")
    s.pauses("Until the club has met twice. Then ring me, please, I will not ring you.", resume_on=days.workday(1))
