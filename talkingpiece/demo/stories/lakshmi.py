"""Lakshmi Pillai, assault: a circle was held, its plan was kept, and the case ended as that."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Promise, Story, safe
from talkingpiece.demo.telling.circle import CIRCLE
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.meetings.models import Part
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    hurt = days.day(410)
    met_at = days.work(70, "17:30")

    yield days.ago(190, "23:14")
    s.comes(
        "Lakshmi",
        safe("call", "01632 960612", "16:00-18:00", if_answered=IfAnswered.OPEN),
        happened="I drive the number nine bus. A passenger struck me through the window of my cab.",
        about_offender="He was sent out of the country in the spring. I will not see him again.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.SAFE],
        hope_words="I want to drive the number nine again and not look at hands.",
    )
    yield days.work(189, "10:30")
    s.accepted(
        full_name="Lakshmi Pillai",
        category=OffenceCategory.VIOLENCE,
        words=f"Assault on a bus driver at work, {month_words(hurt)}.",
        happened_on=hurt,
    )
    s.offers(ridgeway.ruth, "There is nobody to approach. She would still like to be heard.")
    yield days.work(188, "09:50")
    s.takes("Then we begin with her.")
    s.is_joined_by(ridgeway.amina)
    yield days.work(180, "16:15")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "On the top deck of a parked bus. It is where she feels at home.")
    s.listens(
        [
            ("To be heard by people who take the number nine", "heard", 1),
            ("To drive again and not look at hands", "safety", 2),
        ],
        wish="Somebody of my passengers should be there.",
        support="My daughter Meenakshi.",
        risk_view="That they thank me, and nothing else.",
    )
    s.agrees("ask_later")
    s.chooses_circle()
    yield days.work(110, "11:00")
    circle = s.plans_circle(
        met_at,
        "Canteen of the bus depot, after the last early shift",
        second=ridgeway.amina,
        supporters=["Meenakshi"],
        community=["Mrs Achterberg"],
    )
    s.arranges(circle, piece="A bell push from an old bus")
    yield days.work(105, "14:00")
    s.assesses(
        {},
        decision=Decision.PROCEED,
        reasons="She has support at home and at work, and nobody in the ring has a part in what happened.",
        plan="Two keepers. The canteen is closed to others for two hours.",
        approach=CIRCLE,
    )
    s.submits_risk()
    yield days.work(103, "10:40")
    s.signs_risk("Agreed. I would like to come as a passenger one day.")
    yield days.work(90, "16:30")
    s.is_ready_for_circle(circle, Part.VICTIM, Part.SUPPORTER, Part.COMMUNITY)
    s.books(circle)
    yield days.before(met_at, 7, "16:10", at_most=9)
    s.checks(circle, "seven_days", "All three come.")
    yield days.before(met_at, 1, "16:20", at_most=3)
    s.checks(circle, "day_before", "All three come. The canteen is ours from five.")
    yield met_at - timedelta(minutes=40)
    s.checks(circle, "on_the_day", "She drove there herself, as a passenger.")
    yield met_at
    s.begins(circle)
    yield met_at + timedelta(minutes=115)
    s.held_in_a_ring(circle, guidelines="One voice at a time. Nobody is thanked before they have finished.")
    yield met_at + timedelta(minutes=140)
    items = s.they_agree(
        circle,
        [
            Promise(s.victim, "Ride the number nine once a week, upstairs, until she takes the wheel", days.day(40)),
            Promise(s.victim, "Take the wheel on a Sunday, with Meenakshi behind her", days.day(28)),
        ],
        "Mrs Achterberg waits at the third stop on that Sunday, because she wants to.",
    )
    yield days.work(68, "16:20")
    s.talks_afterwards(
        circle, Means.CALL, victim="She slept in the bus on the way home.", community="She had not known the name."
    )
    yield days.work(38, "16:30")
    s.kept(items[0], "Five rides, all upstairs.")
    yield days.work(27, "16:10")
    s.kept(items[1], "She drove the whole of the Sunday. Eleven people waited at the third stop.")
    yield days.work(24, "16:15")
    s.asks_needs(Means.CALL, ["fully", "fully"], "I looked at the road.")
    yield days.work(12, "16:40")
    s.completes_circle(
        victim_told="call",
        victim_words="Everything in the plan was done. Your file rests now, and you can ring us on any day.",
        other_help="The support line of the bus company. She has the number and may never need it.",
    )
