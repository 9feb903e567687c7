"""Dilip Chowdhury, driving: Daniel is with him at this very hour, and says when he is home."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome, PaidBy, Travel
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope


def tell(s: Story) -> Tale:
    days = s.days
    hurt = days.day(352)
    visit_at = days.minutes_ago(40)

    yield days.ago(12, "15:31")
    s.comes(
        "Dilip",
        safe("call", "01632 960977", "09:00-20:00", if_answered=IfAnswered.OPEN),
        happened="A van hit me on my bicycle and drove on. I lay there for an hour. I still cannot turn my head.",
        about_offender="He was found through the wing mirror. His name is in the letter of the court.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAY],
        hope_words="I want to ask him about that hour.",
        access_needs="He cannot turn his head: sit opposite him, and not beside him.",
    )
    yield days.work(11, "10:15")
    s.accepted(
        full_name="Dilip Chowdhury",
        category=OffenceCategory.DRIVING,
        words=f"Hit on his bicycle by a van that drove on, {month_words(hurt)}.",
        happened_on=hurt,
    )
    s.offers(s.ridgeway.daniel, "He asks for somebody who sits still.")
    yield days.work(10, "09:40")
    s.takes("I can do that.")
    yield days.work(9, "10:10")
    s.contact(Means.CALL, Outcome.SPOKE, "He asked for a visit at home, at the table by the window.")
    yield days.working_days_ago(2, "09:15")
    visit = s.goes_out(
        visit_at,
        "At his home, 19 Weir Court, Wexbourne",
        "First talk",
        home_by=visit_at + timedelta(hours=3),
        meet_at="The side gate. The bell is too high for him, so he listens for steps.",
        ring_also="Ruth Penhaligon",
        travel=Travel.PUBLIC,
        paid_by=PaidBy.SERVICE,
    )
    yield visit_at + timedelta(minutes=4)
    s.arrived(visit)
