"""Maya Deol, burglary: she is ready, and a closed gate with three blockers stands before the approach."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import THURSDAY, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.information_sharing.states import Question
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.states import Decision


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    burgled = days.day(618)

    yield days.ago(82, "21:14")
    s.comes(
        "Maya",
        safe("text", "07700 900142", "10:00-14:00", days="weekdays"),
        happened="They came in through the kitchen while I was asleep. They took my laptop and my dad’s watch.",
        about_offender="He is called Callum. I know his face from the shop. I do not know him.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAY],
        hope_words="I want to know if it was me they picked, or just the house.",
        conceal_from="My upstairs neighbour. He knows the family.",
    )
    yield days.work(81, "09:35")
    s.accepted(
        full_name="Maya Deol",
        category=OffenceCategory.BURGLARY,
        words=f"Burglary of her home, {month_words(burgled)}.",
        happened_on=burgled,
        court="Wexbourne Crown Court",
    )
    s.offers(
        ridgeway.daniel, "She writes at night and answers texts the next morning. She would like one person to stay."
    )
    yield days.work(77, "10:05")
    s.takes("Burglary, one victim, nobody I know. I can start this week.")
    s.is_joined_by(ridgeway.ruth)
    s.responsible_for_harm(
        "Callum", full_name="Callum Reeve", agency=ridgeway.probation, manager=ridgeway.tom, held_at="HMP Foxcombe"
    )
    s.sentence(
        SentenceType.CUSTODY,
        length="3 years 4 months",
        sentenced_on=days.workday(426),
        release_on=days.day(-190),
        licence_ends_on=days.day(-795),
    )
    yield days.work(76, "11:20")
    s.contact(
        Means.TEXT,
        Outcome.SENT,
        "“Hello Maya, this is Daniel. Thank you for writing. Would a talk in the library suit you?”",
    )
    visit = s.plans_visit(days.work(74, "11:00"), "Wexbourne library, room 2", "First talk")
    yield days.work(74, "12:40")
    s.held(visit, "An hour and a half. She had written questions on the back of a receipt, and read them out.")
    s.listens(
        [
            ("To know if it was me they picked, or just the house", "ask_why", 1),
            ("To stop listening for the back door", "safety", 2),
            ("To say it out loud, once", "say_impact", 3),
        ],
        wish="I would like to ask my question and go home.",
        support="My sister Anita. She knows all of it.",
    )
    s.agrees("hold_notes")
    yield days.work(58, "10:15")
    s.contact(Means.TEXT, Outcome.SPOKE, "She wrote back: not now, it is the week in which her dad died.")
    s.pauses("It is the week in which my dad died. Please ask me nothing until it is over.", resume_on=days.day(44))
    yield days.work(44, "10:30")
    s.contact(Means.TEXT, Outcome.SPOKE, "She wrote first: “I am back.”")
    s.resumes()
    visit = s.plans_visit(days.work(34, "11:00"), "Wexbourne library, room 2", "Second talk, with her sister Anita")
    yield days.work(34, "12:50")
    s.held(
        visit,
        "Her sister Anita came. Maya may want a letter before any meeting. “Show me first what you would say to him.”",
    )
    s.listens(
        risk_view="Bumping into his mum in the Co-op.",
        fear="That he laughs about it with his mates.",
        deal_breaker="Nobody says anything to him before I have read it.",
        told=False,
    )
    s.agrees("ask_agency", target=str(ridgeway.probation.pk))
    s.agrees("ask_agency", target=str(ridgeway.liaison.pk))
    s.agrees("ask_later")
    yield days.work(25, "16:00")
    s.assesses(
        {
            "victim_now": Worry(
                "yes",
                "some",
                victim_view="I listen for the back door.",
                note="Light sleep since that night. Better in the weeks with a talk in them.",
                mitigation="Text before ten, so that no unknown number rings in the evening.",
            ),
            "between_places": Worry(
                "yes",
                "some",
                victim_view="Bumping into his mum in the Co-op.",
                note="The families shop in the same street, and her upstairs neighbour knows his.",
                mitigation="Nothing by post or telephone. We meet in the library, never near the flat.",
            ),
        },
        approach=VICTIM_FIRST,
        decision=Decision.WITH_PLAN,
        reasons="She knows what worries her, and has said what would help.",
        plan="Her pace, by text, her sister beside her. No step towards Callum before she has read the words.",
    )
    s.submits_risk()
    yield days.work(22, "11:30")
    s.signs_risk("Agreed. Keep the neighbour in mind also with envelopes.")
    yield days.work(22, "15:10")
    s.consulted_liaison(
        "Helen Croft, by telephone. She knows of nothing against it, and will look for the licence conditions."
    )
    yield days.work(20, "09:50")
    s.legal_check(LegalResult.UNKNOWN, "Helen Croft, victim liaison. The draft licence is not in her file yet")
    yield days.working_days_ago(10, "15:05")
    s.asks_manager(
        [Question.SUITABLE, Question.STANCE, Question.CONDITIONS, Question.DATES],
        "We would be glad to know before the end of the month. Please do not speak with him about this.",
    )
    yield days.working_days_ago(3, "10:20")
    s.contact(
        Means.TEXT,
        Outcome.SPOKE,
        "No news from probation, and we said so. She would like to talk through the words next time.",
        next_at=days.next_on(THURSDAY, "10:30"),
        next_words="Text her the update, and talk through the words that we would say",
    )
