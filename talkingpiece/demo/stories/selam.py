"""Selam Tesfaye, hate crime: a red flag is up, and nothing goes ahead until Siân has answered it."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Direction, Means, Outcome
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import FlagKind


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    attacked = days.day(233)

    yield days.ago(64, "13:05")
    s.comes(
        "Selam",
        safe("text", "07700 900356", note="In simple English, or in Tigrinya."),
        safe("call", "07700 900356", "18:00-20:00", days="weekdays"),
        happened="A man on the bus spat at me and pulled my scarf. He told my daughter that she does not belong here.",
        about_offender="He was convicted. The police said it was because of who I am.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAFE],
        hope_words="My daughter asks me why. I want to bring her an answer.",
        language="Tigrinya",
        interpreter=True,
        access_needs="A woman as interpreter, and nobody from her church.",
    )
    yield days.work(63, "09:40")
    s.accepted(
        full_name="Selam Tesfaye",
        category=OffenceCategory.HATE,
        words=f"Racially aggravated assault on a bus, {month_words(attacked)}.",
        happened_on=attacked,
        court="Ridgeway Magistrates’ Court",
    )
    s.offers(ridgeway.daniel, "A woman interprets, nobody from her church. Sensitive: Siân knows.")
    yield days.work(61, "12:15")
    s.takes("Yes. I ask the interpreter whom she trusted in court.")
    s.responsible_for_harm("Shane", full_name="Shane Orchard", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="18 months, with a programme", sentenced_on=days.workday(140))
    yield days.work(60, "18:10")
    s.contact(Means.CALL, Outcome.SPOKE, "Through the interpreter. She laughed when I tried her greeting.")
    visit = s.plans_visit(
        days.work(53, "17:30"),
        "Children’s centre, family room",
        "First talk, with interpreter",
        with_user=ridgeway.ruth,
    )
    yield days.work(53, "19:20")
    s.held(visit, "Her daughter drew the bus. Selam speaks softly and does not leave a sentence unfinished.")
    s.listens(
        [
            ("An answer to bring home to my daughter", "ask_why", 1),
            ("To take the number 12 again without counting the stops", "safety", 2),
        ],
        wish="He should speak to me first, not to the floor.",
        support="My neighbour Ruta. And my daughter’s teacher.",
        risk_view="He has friends on that bus.",
        language="Tigrinya",
    )
    s.agrees("ask_agency", target=str(ridgeway.probation.pk), language="Tigrinya", method="interpreter")
    yield days.work(50, "15:00")
    s.asks_manager([Question.SUITABLE, Question.ATTITUDE, Question.RISK])
    yield days.work(39, "11:10")
    s.manager_answers(
        View.CONDITIONS,
        {
            Question.SUITABLE: "Perhaps after his programme. Two sessions are left.",
            Question.ATTITUDE: "He says that it was drink. He has begun to say that it was not only drink.",
            Question.RISK: "Cousins who think he was treated unfairly.",
        },
        reason="Not before the last session of his programme.",
    )
    yield days.work(38, "10:00")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer: the sentence was too short for the scheme.", there_is_one=False)
    yield days.work(12, "11:40")
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order names her")
    yield days.work(1, "18:25")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        (
            "She rang, with the interpreter. A young man said to her at the stop: “Tell the bus lady "
            "we know where she gets off.”"
        ),
        direction=Direction.IN,
    )
    s.raises_flag(
        FlagKind.THREATS,
        "A stranger at her stop: “Tell the bus lady we know where she gets off.” She takes another way to work. "
        "She has told the police; the number of her report is in the note of the call.",
        side=Side.VICTIM,
    )
