"""Sunil Raithatha, violence: they met, what was agreed was kept, his needs were met, and the case is complete."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Promise, Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = (
    "The owner of the restaurant in Bridge Street would like to ask you what you saw when you looked at him. "
    "He will cook if you come. You can say no."
)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    hurt = days.day(840)
    met_at = days.work(203, "15:00")

    yield days.ago(392, "00:40")
    s.comes(
        "Sunil",
        safe(
            "call",
            "01632 960655",
            "14:00-17:00",
            if_answered=IfAnswered.FIRST_NAME,
            note="The staff answer: ask for Mr Sunil, about a booking.",
        ),
        safe("post", "The restaurant in Bridge Street. Plain envelope.", note="Plain envelope, no stamp of ours."),
        happened=(
            "A customer broke a bottle over my head because the bill was wrong. It was wrong: I had left out the wine."
        ),
        about_offender="Adrian. He used to come every Friday.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAY],
        hope_words="Nine years he came on Fridays. I would like to know what he saw when he looked at me.",
    )
    yield days.work(391, "10:30")
    s.accepted(
        full_name="Sunil Raithatha",
        category=OffenceCategory.VIOLENCE,
        words=f"Wounding with a bottle in his restaurant, {month_words(hurt)}.",
        happened_on=hurt,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "Afternoons, between lunch and dinner.")
    yield days.work(390, "14:10")
    s.takes("Afternoons suit me.")
    s.is_joined_by(ridgeway.daniel)
    s.responsible_for_harm("Adrian", full_name="Adrian Cope", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.SUSPENDED, length="22 months, suspended for two years", sentenced_on=days.workday(601))
    yield days.work(389, "14:30")
    s.contact(
        Means.CALL, Outcome.SPOKE, "He apologised for the noise of the kitchen and wanted to know what I like to eat."
    )
    visit = s.plans_visit(
        days.work(383, "15:00"), "His restaurant, closed in the afternoon", "First talk", with_user=ridgeway.daniel
    )
    yield days.work(383, "16:40")
    s.held(visit, "He keeps the table empty on Fridays.")
    s.listens(
        [
            ("To know what he saw when he looked at me", "ask_why", 1),
            ("To give that table to somebody again", "safety", 2),
        ],
        wish="At a table, with food. People tell the truth when they eat.",
        support="My wife Hema. She was there that night.",
        risk_view="That he was sorry all along and I was the proud one.",
    )
    s.agrees("hold_notes")
    yield days.work(380, "14:15")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.ATTITUDE])
    yield days.work(368, "10:20")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. Sober for a year, works nights at the depot.",
            Question.STANCE: "Full. He speaks of it at every appointment.",
            Question.ATTITUDE: "He walks a long way round so as not to pass the door.",
        },
    )
    yield days.work(366, "14:20")
    s.reads_answer()
    s.consulted_liaison("Not in the contact scheme: the sentence is suspended.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order names him")
    yield days.work(358, "15:10")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "The words, at the empty table. The cooking was his idea.")
    s.agrees_to_words(WORDS)
    yield days.work(352, "16:00")
    s.approaches(Means.IN_PERSON)
    yield days.work(337, "16:30")
    s.replies(Reply.YES, "He would cook for me? After that? Yes. Yes, tell him yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.agrees("ask_later", person=s.offender)
    s.stance(Stance.FULL, "He had been kind to me for nine years and I broke a bottle on his head.")
    yield days.work(336, "14:40")
    s.contact(Means.CALL, Outcome.SPOKE, "Told him that Adrian said yes. He wrote a menu while we spoke.", told=True)
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)
    yield days.work(290, "15:00")
    s.prepares(s.victim, ready=True, note="Hema sits beside him. If she stands up, it is over.", supporter="Hema")
    yield days.work(286, "16:00")
    s.prepares(s.offender, ready=True, note="No wine in the room. He asked for that himself.")
    yield days.work(226, "14:00")
    meeting = s.plans_meeting(
        met_at,
        "The restaurant in Bridge Street, closed",
        "neutral",
        co_facilitator=ridgeway.daniel,
        supporters=[("Hema", s.victim)],
        practical="Kitchen door open throughout. Nobody else in the house.",
    )
    yield days.work(224, "14:30")
    s.assesses(
        {
            "offender_sober": Worry(
                "possible",
                "some",
                offender_view="A year and two months. I count them.",
                note="Sober; a restaurant is a hard place for it.",
                mitigation="No drink in the house that afternoon. His sponsor is reachable.",
            ),
        },
        decision=Decision.WITH_PLAN,
        reasons="A long acquaintance that both would like to have back in some form.",
        plan="In the afternoon, the restaurant closed, no drink in the room. Hema beside him.",
    )
    s.submits_risk()
    yield days.work(221, "09:40")
    s.signs_risk("Agreed. The menu is part of the plan.")
    yield days.work(219, "15:10")
    s.everybody_attends(meeting)
    s.prepares_supporters(meeting, "Hema knows what she may do: stand up.")
    yield days.work(218, "15:00")
    s.books(meeting)
    yield days.before(met_at, 7, "14:10", at_most=9)
    s.checks(meeting, "seven_days", "Everybody comes.")
    yield days.before(met_at, 1, "15:30", at_most=3)
    s.legal_check(LegalResult.CLEAR, "Tom Adeyemi, by telephone. Nothing new")
    s.checks(meeting, "day_before", "Everybody comes. He is marinating.")
    yield met_at - timedelta(minutes=45)
    s.checks(meeting, "on_the_day", "Adrian has slept, is sober, and has brought a plant.")
    yield met_at
    s.begins(meeting)
    yield met_at + timedelta(minutes=130)
    s.met(meeting)
    yield met_at + timedelta(minutes=170)
    items = s.they_agree(
        meeting,
        [
            Promise(s.offender, "Pay for the glass door, £40 a month, five times", days.day(52)),
            Promise(
                s.offender, "Nod when they pass each other in the street. No more than that, no less", days.day(110)
            ),
        ],
        "Fridays stay as they are until Sunil says otherwise.",
    )
    yield days.work(202, "14:20")
    s.debriefs(
        meeting,
        s.victim,
        Means.CALL,
        "“He saw his father.” He said it three times. He gave the table to a couple last night.",
    )
    s.agrees("ask_later")
    yield days.work(201, "16:20")
    s.debriefs(meeting, s.offender, Means.CALL, "Walked home past the door.")
    s.debriefs(meeting, None, Means.CALL, "Hema would like her husband to stop cooking for everybody.")
    yield days.work(158, "15:00")
    s.asks_needs(
        Means.CALL,
        ["fully", "fully"],
        "I would do it again, with less salt.",
        more=["He saw his father. It was never me.", "It is a good table."],
    )
    yield days.work(108, "14:30")
    s.kept(items[1], "They nod.")
    yield days.work(50, "14:15")
    s.kept(items[0], "The fifth payment came on time.")
    yield days.work(49, "14:30")
    s.contact(Means.CALL, Outcome.SPOKE, "Told him that all of it was kept. He knew.")
    yield days.work(20, "14:40")
    s.completes(
        victim_told="call",
        victim_words="Everything that was agreed was kept. Your file rests now. You can ring us on any day.",
        other_help="None needed, he says. He has our number.",
        offender_words="Everything that you agreed was kept, and he knows it. Nothing more will be asked of you.",
    )
