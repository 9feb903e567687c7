"""Ifan Prosser, assault: the offender was approached and said “not now”, and Ifan is to be told."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import THURSDAY, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome, Reply
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope

WORDS = (
    "Somebody who was hurt one night in a queue for kebabs would like to know what you remember. He is not angry "
    "on most days. You can say no, and nobody will hold it against you."
)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    hurt = days.day(371)

    yield days.ago(97, "01:34")
    s.comes(
        "Ifan",
        safe("call", "07700 900418", if_answered=IfAnswered.OPEN),
        safe("email", "ifan@example.org"),
        happened="He hit me once outside the kebab shop. I woke up in hospital. My jaw is held by four screws.",
        about_offender="Connor. We had never met.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SORRY],
        hope_words="I do not remember that night. He is the only one who can tell me.",
    )
    yield days.work(96, "10:05")
    s.accepted(
        full_name="Ifan Prosser",
        category=OffenceCategory.VIOLENCE,
        words=f"Assault outside a takeaway, {month_words(hurt)}.",
        happened_on=hurt,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "He asked whether anybody speaks Welsh. You do.")
    yield days.work(95, "09:25")
    s.takes("Wrth gwrs. I ring him today.")
    s.responsible_for_harm("Connor", full_name="Connor Blythe", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.SUSPENDED, length="14 months, suspended for 18 months", sentenced_on=days.workday(203))
    yield days.work(95, "17:20")
    s.contact(Means.CALL, Outcome.SPOKE, "In Welsh. Quick, warm, impatient with himself.")
    visit = s.plans_visit(days.work(88, "18:00"), "Canolfan Wexbourne, upstairs", "First talk")
    yield days.work(88, "19:30")
    s.held(visit, "He wants the missing twenty minutes back.")
    s.listens(
        [
            ("The twenty minutes that I do not remember", "ask_why", 1),
            ("To hear him say sorry, if he is", "apology", 2),
        ],
        wish="A pint of water on the table and the door open.",
        support="My mam, but she must not be in the room. She would do the talking.",
        risk_view="That he tells me it was my fault, and I believe him.",
    )
    s.agrees("hold_notes")
    s.agrees("ask_agency", target=str(ridgeway.probation.pk))
    s.agrees("ask_later")
    yield days.work(85, "11:00")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.ATTITUDE])
    yield days.work(73, "15:40")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. He keeps every appointment. Better by letter than by telephone.",
            Question.STANCE: "He has never said that he did not do it.",
            Question.ATTITUDE: "He asks whether the jaw healed.",
        },
    )
    yield days.work(71, "10:10")
    s.reads_answer()
    s.consulted_liaison("Not in the contact scheme: the sentence is suspended.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result and supervision record, read with Tom Adeyemi. No order names Ifan")
    yield days.work(64, "18:15")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "We wrote the words together. He crossed out “victim” twice.")
    s.agrees_to_words(WORDS)
    yield days.work(43, "18:05")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        ("No news: Connor moved, and Tom asks us to wait until he has a new address for him."),
    )
    yield days.work(26, "15:20")
    s.legal_check(LegalResult.CLEAR, "Supervision record, read again with Tom Adeyemi before the letter goes")
    yield days.work(24, "14:00")
    s.approaches(Means.POST)
    s.contact(Means.CALL, Outcome.SPOKE, "Told him that the letter goes today.")
    yield days.work(6, "16:45")
    s.replies(
        Reply.NOT_NOW,
        "I would like to. I am not sleeping and the baby comes in January. Ask me when it is lighter.",
        ask_again_on=days.day(-95),
    )
    yield days.work(4, "17:50")
    s.contact(
        Means.CALL,
        Outcome.NO_ANSWER,
        "Rang to tell him what Connor said. No message: this is one to say, not to leave.",
        next_at=days.next_on(THURSDAY, "18:00"),
        next_words="Tell him in person what Connor said: not now, and why",
    )
