"""Anneke Visser, burglary, and Idris Warsame, robbery: a circle in nine days, for one whose offender said no."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.demo.telling.circle import CIRCLE
from talkingpiece.engagement.states import Means, Outcome, Reply
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.meetings.models import Part
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = "The woman whose house you were in would like to know whether you read the letters. You can say no."
SMALL_ROOM = "The room above Chapel Street library"


def tell(s: Story) -> Tale:
    """Her circle is planned; the neighbour who was asked to sit in it has not said yes, so it is not booked yet."""
    days, ridgeway = s.days, s.ridgeway
    burgled = days.day(391)

    yield days.ago(140, "21:52")
    s.comes(
        "Anneke",
        safe("call", "07700 900647", "17:00-19:30", if_answered=IfAnswered.FIRST_NAME),
        happened="Somebody was in my house while I was at my choir. He took a box of letters, and left the silver.",
        about_offender="Shane. I know his aunt by sight.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAY],
        hope_words="Did he read them?",
    )
    yield days.work(139, "10:15")
    s.accepted(
        full_name="Anneke Visser",
        category=OffenceCategory.BURGLARY,
        words=f"Burglary of her home, {month_words(burgled)}. The letters were never found.",
        happened_on=burgled,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "Evenings, and never on a Tuesday: that is the choir.")
    yield days.work(138, "09:40")
    s.takes("I sing in one too.")
    s.is_joined_by(ridgeway.daniel)
    s.responsible_for_harm("Shane", full_name="Shane Cutler", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.SUSPENDED, length="10 months, suspended", sentenced_on=days.workday(260))
    yield days.work(130, "17:10")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "First talk, in her kitchen. The box had stood on the shelf behind her.")
    s.listens(
        [("To know whether he read them", "ask_why", 1), ("Not to be alone with it any more", "heard", 2)],
        wish="If he does not want to, I still want to say it aloud to somebody.",
        support="Ottilie, from the choir.",
        risk_view="That I never sing that song again.",
    )
    yield days.work(128, "10:20")
    s.asks_manager([Question.SUITABLE])
    yield days.work(118, "15:30")
    s.manager_answers(View.SUPPORT, {Question.SUITABLE: "Yes. I do not think that he will want to."})
    yield days.work(115, "10:05")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer in this case.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order names her")
    s.agrees_to_words(WORDS)
    yield days.work(110, "14:00")
    s.approaches(Means.IN_PERSON)
    yield days.work(96, "11:20")
    s.replies(Reply.NO, "No. I threw it all in the river.")
    yield days.work(95, "17:15")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told her that he said no. Then I told her of a circle. She asked who sits in it, and whether one may sing.",
        told=True,
    )
    yield days.work(60, "17:20")
    s.chooses_circle()
    yield days.work(21, "11:00")
    circle = s.plans_circle(
        days.ahead(9, "18:00"),
        SMALL_ROOM,
        second=ridgeway.daniel,
        supporters=["Ottilie"],
        community=["Mr Delacroix"],
        seats_offered=1,
        practical="There is a lift. Chairs without arms, in a ring, and a lamp instead of the ceiling light.",
    )
    yield days.work(17, "09:30")
    s.keeps_seats(circle)
    s.arranges(circle, piece="A tuning fork that was her father’s", chair_for="the letters")
    yield days.work(14, "14:30")
    s.assesses(
        {
            "victim_hopes": Worry(
                "possible",
                "some",
                victim_view="That they are kind to me and I still have the shelf.",
                note="She hopes that it is over afterwards.",
                mitigation="We talked about the day after. Ottilie comes for breakfast.",
            )
        },
        decision=Decision.PROCEED,
        reasons="She knows what a circle can do and what it cannot.",
        plan="An hour and a half. Two keepers, and one of them is free for whoever needs the corridor.",
        approach=CIRCLE,
    )
    s.submits_risk()
    yield days.work(11, "15:10")
    s.signs_risk("Agreed. Ask the library to switch the fan off.")
    yield days.work(4, "17:30")
    s.is_ready_for_circle(circle, Part.VICTIM, Part.SUPPORTER, note="Nobody has to speak; the fork can be passed on.")


def idris(s: Story) -> Tale:
    """Of another case, with another worker: he asked for a seat, and one is kept for him."""
    days, ridgeway = s.days, s.ridgeway
    robbed = days.day(266)

    yield days.ago(74, "13:05")
    s.comes(
        "Idris",
        safe("text", "07700 900758", "08:00-18:00"),
        happened="Three of them took my phone at the bus stop and made me dance for it. They filmed it.",
        about_offender="They were sixteen. I know one mother.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.UNSURE],
        hope_words="I do not want to meet them. I want to stop seeing it from the outside.",
    )
    yield days.work(73, "09:50")
    s.accepted(
        full_name="Idris Warsame",
        category=OffenceCategory.ROBBERY,
        words=f"Robbery at a bus stop, filmed, {month_words(robbed)}.",
        happened_on=robbed,
    )
    s.offers(ridgeway.daniel, "He does not want them approached. Ask what he wants instead.")
    yield days.work(72, "10:10")
    s.takes("I will ask exactly that.")
    yield days.work(65, "16:00")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "We walked. He talks better when nobody looks at him.")
    s.listens(
        [("To tell it once to people who do not laugh", "heard", 1)],
        wish="No camera, and no telephone on the table.",
        support="My brother, but he must not hear this part.",
        risk_view="That I make a joke of it.",
    )
    yield days.work(30, "16:20")
    s.chooses_circle()
    yield days.work(18, "16:40")
    circle = s.asks_for_a_seat("He would like to sit near the door, and to speak late in the round.")
    yield days.work(13, "15:00")
    s.assesses(
        {},
        decision=Decision.PROCEED,
        reasons="He is steady, and has somebody at home.",
        plan="Telephones stay outside, ours too.",
        approach=CIRCLE,
    )
    s.submits_risk()
    yield days.work(11, "15:30")
    s.signs_risk("Agreed.")
    yield days.work(3, "16:30")
    s.agrees("attend", target=str(circle.pk))
    s.prepares(s.victim, ready=True, note="He knows that he can pass, twice if he likes.", approach=CIRCLE)
    yield days.working_days_ago(1, "17:40")
    s.is_opened_in_an_emergency(
        ridgeway.ruth,
        "danger",
        "A brother rang: he has not come home, and took nothing with him. The one who works on it does not answer.",
    )
