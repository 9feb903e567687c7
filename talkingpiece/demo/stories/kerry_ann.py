"""Kerry-Ann Doyle, assault: she took back her consent to the meeting yesterday, so it no longer stands."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import WEDNESDAY, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.engagement.states import Direction, Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = "Kerry-Ann would like to understand what made you throw it. She does not want to fall out about bins again."


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    hurt = days.day(420)

    yield days.ago(118, "11:47")
    s.comes(
        "Kerry-Ann",
        safe("call", "07700 900566", "09:00-14:00", days="weekdays", if_answered=IfAnswered.FIRST_NAME),
        safe("text", "07700 900566"),
        happened="My neighbour threw a plant pot at me over the bins. Eleven stitches, and I still live next door.",
        about_offender="Stuart, from number nine.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.RULES, Hope.ASK],
        hope_words="I want to be able to put my bins out.",
        access_needs="No stairs: my knee.",
    )
    yield days.work(117, "10:15")
    s.accepted(
        full_name="Kerry-Ann Doyle",
        category=OffenceCategory.VIOLENCE,
        words=f"Assault by a neighbour with a plant pot, {month_words(hurt)}.",
        happened_on=hurt,
        court="Ridgeway Magistrates’ Court",
    )
    s.offers(ridgeway.ruth, "They see each other every morning. She would like it to begin soon.")
    yield days.work(116, "09:40")
    s.takes("I begin this week.")
    s.is_joined_by(ridgeway.daniel)
    s.responsible_for_harm("Stuart", full_name="Stuart Lyle", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="12 months, 80 hours", sentenced_on=days.workday(251))
    yield days.work(116, "10:30")
    s.contact(Means.CALL, Outcome.SPOKE, "Quick and funny. She keeps her voice down because of the wall.")
    visit = s.plans_visit(days.work(111, "10:00"), "Bakery on Castle Street, back room", "First talk")
    yield days.work(111, "11:20")
    s.held(visit, "She told it twice, once as a joke and once not.")
    s.listens(
        [
            ("To put out my bins without looking first", "safety", 1),
            ("To know what made him throw it", "ask_why", 2),
        ],
        wish="Rules for the yard. Written down.",
        support="My mum on the telephone afterwards.",
        risk_view="That it gets worse, and I cannot move.",
    )
    s.agrees("ask_later")
    yield days.work(109, "15:30")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.RISK])
    yield days.work(98, "12:00")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. He lives on his own and would welcome it.",
            Question.STANCE: "Accepts it. Says that he aimed at the wall.",
            Question.RISK: "Drinks on Fridays. Not otherwise.",
        },
    )
    yield days.work(97, "10:20")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer: the sentence was too short for the scheme.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. The court made no order")
    yield days.work(90, "10:10")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "The words, at the bakery. She wanted “bins” in it.")
    s.agrees_to_words(WORDS)
    yield days.work(88, "14:30")
    s.approaches(Means.IN_PERSON)
    yield days.work(82, "13:15")
    s.replies(Reply.YES, "I have wanted to say something every morning since. Yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.BASIC, "I threw it. I did not mean it to hit her. It hit her.")
    yield days.work(81, "10:30")
    s.contact(Means.CALL, Outcome.SPOKE, "Told her that he said yes. “Right”, she said. “Right then.", told=True)
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)
    yield days.work(66, "10:20")
    s.prepares(s.victim, ready=True, note="She wants a table between them and a plan of the yard on it.", supporter="")
    yield days.work(64, "15:00")
    s.prepares(s.offender, ready=True, note="Wednesdays only, never after noon on a Friday. He says so himself.")
    yield days.work(52, "11:00")
    s.assesses(
        {
            "after_chance": Worry(
                "yes",
                "some",
                victim_view="Every morning, at ten to eight.",
                offender_view="I go out later now, on purpose.",
                note="They live next door to each other and will go on doing so.",
                mitigation="A plan of the yard, made together, whether or not they like each other.",
            ),
        },
        decision=Decision.WITH_PLAN,
        reasons="They meet anyway; this way somebody is there.",
        plan="A Wednesday morning, an hour, a table. She leaves first.",
    )
    s.submits_risk()
    yield days.work(50, "09:30")
    s.signs_risk("Agreed, with the Wednesday. Ask him on the day whether he slept.")
    yield days.work(19, "10:00")
    meeting = s.plans_meeting(
        days.next_on(WEDNESDAY, "10:00", at_least=5),
        "Wexbourne library, room 2",
        "neutral",
        co_facilitator=ridgeway.daniel,
        practical="Ground floor, for her knee. A large table.",
    )
    yield days.work(16, "10:40")
    s.everybody_attends(meeting)
    yield days.work(15, "14:20")
    s.books(meeting)
    yield days.work(1, "12:35")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        (
            "She rang from the bakery. She has not slept since Sunday. She thought that she had to, "
            "because he had said yes."
        ),
        direction=Direction.IN,
    )
    s.takes_back(
        "attend",
        target=str(meeting.pk),
        said="I said yes too quickly. I would like him to write to me instead, if he still wants to.",
    )
