"""Grace Achebe, robbery: both are being prepared, a meeting is planned, and the risk waits for Siân’s signature."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance, VoiceKind
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = (
    "The nurse from the hospital car park would like to ask you two things. She does not want anything from you. "
    "You can say no, and she will never learn why."
)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    robbed = days.day(512)

    yield days.ago(128, "08:12")
    s.comes(
        "Grace",
        safe(
            "call",
            "07700 900471",
            "15:00-18:00",
            if_answered=IfAnswered.OPEN,
            note="She sleeps until three after a night shift.",
        ),
        safe("text", "07700 900471"),
        happened=(
            "After a night shift a young man put a knife to my side in the hospital car park. I gave "
            "him everything and said God bless you. I do not know why."
        ),
        about_offender="Jordan. Twenty-two. He was somebody’s patient, I thought.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.CHANGE],
        hope_words="What was the money for? And is he eating?",
    )
    yield days.work(127, "09:50")
    s.accepted(
        full_name="Grace Achebe",
        category=OffenceCategory.ROBBERY,
        words=f"Robbery at knifepoint in a hospital car park, {month_words(robbed)}.",
        happened_on=robbed,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.daniel, "She works nights. She would like the same two people from the beginning to the end.")
    yield days.work(126, "10:10")
    s.takes("Gladly. Ruth is free on Wednesdays, so we can be two from the start.")
    s.is_joined_by(ridgeway.ruth)
    s.responsible_for_harm(
        "Jordan",
        full_name="Jordan Fell",
        agency=ridgeway.foxcombe,
        manager=ridgeway.leila,
        held_at="HMP Foxcombe, B wing",
    )
    s.sentence(
        SentenceType.CUSTODY,
        length="4 years",
        sentenced_on=days.workday(398),
        release_on=days.day(-330),
        licence_ends_on=days.day(-1060),
    )
    yield days.work(126, "15:40")
    s.contact(Means.CALL, Outcome.SPOKE, "She laughed, and then she did not. Wednesday at four, before her shift.")
    visit = s.plans_visit(
        days.work(119, "16:00"), "Hospital chaplaincy, the small room", "First talk", with_user=ridgeway.ruth
    )
    yield days.work(119, "17:30")
    s.held(visit, "She has not walked through that car park since. A colleague fetches her.")
    s.listens(
        [
            ("To know what the money was for", "ask_why", 1),
            ("To walk through the car park by myself", "safety", 2),
        ],
        wish="I want to see that he is eating.",
        support="Sister Bernadette from the ward. She will sit next to me and knit.",
        risk_view="That I mother him. I have three sons. I would forget what he did.",
    )
    s.agrees("hold_notes")
    s.agrees("ask_later")
    yield days.work(117, "14:25")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.RISK, Question.DATES])
    yield days.work(104, "10:30")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes, in the mornings. He has a key worker whom he trusts.",
            Question.STANCE: "He has never denied it. He says “I held a knife at a nurse” and stops.",
            Question.RISK: "Debts on the wing last year; settled. No violence in custody.",
            Question.DATES: "He is to move to an open prison in the spring.",
        },
    )
    yield days.work(102, "11:15")
    s.reads_answer()
    s.consulted_liaison("She is in the contact scheme. The officer supports it and will not tell him.")
    s.legal_check(LegalResult.CLEAR, "Prison file and court result, read with Leila Haddad. No order names her")
    visit = s.plans_visit(days.work(94, "16:00"), "Hospital chaplaincy, the small room", "The words")
    yield days.work(94, "17:10")
    s.held(visit, "We wrote the words together. She took out “robbed” and put in “met”.  Then she took it out again.")
    s.agrees_to_words(WORDS)
    yield days.work(81, "09:20")
    s.legal_check(LegalResult.CLEAR, "Prison file, read again with Leila Haddad before we went in")
    yield days.work(80, "10:30")
    s.approaches(Means.IN_PERSON)
    yield days.work(73, "11:00")
    s.replies(Reply.YES, "I thought she would hate me. I would like to answer. Can my key worker be there?")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.agrees("hold_notes", person=s.offender)
    s.stance(Stance.FULL, "I held a knife at a nurse. She blessed me. I have heard it every night since.")
    yield days.work(72, "15:20")
    s.contact(
        Means.CALL, Outcome.SPOKE, "Told her that he said yes. She asked again whether he is eating. He is.", told=True
    )
    s.agrees("mode", target="conference")
    s.voice(VoiceKind.WISH, "In the morning, with tea, and I go in first.")
    yield days.work(59, "10:45")
    s.contact(
        Means.IN_PERSON, Outcome.SPOKE, "On the wing. He had written four pages and torn up three.", person=s.offender
    )
    s.agrees("mode", target="conference", person=s.offender)
    s.prepares(s.offender, ready=False, note="He wants to say it without explaining. We practised stopping.")
    yield days.work(45, "15:30")
    s.contact(Means.CALL, Outcome.SPOKE, "Told her that he prepares, and slowly. “Slowly is right”, she said.")
    yield days.work(31, "16:00")
    s.prepares(
        s.victim,
        ready=True,
        note="She chose the chair by the window. If she takes off her glasses, we stop.",
        supporter="Sister Bernadette",
    )
    yield days.work(20, "10:40")
    s.prepares(s.offender, ready=True, note="He can answer both of her questions. He is afraid of her thanking him.")
    yield days.work(19, "15:10")
    s.contact(Means.CALL, Outcome.SPOKE, "A date in the chapel annexe is possible. She will swap a shift for it.")
    yield days.work(9, "11:10")
    s.plans_meeting(
        days.ahead(16, "10:00"),
        "HMP Foxcombe, chapel annexe",
        "prison",
        co_facilitator=ridgeway.ruth,
        supporters=[("Bernadette", s.victim)],
        practical=(
            "Names for the gate by the Monday before. Tea is allowed, hot water is not: flasks are filled inside."
        ),
    )
    yield days.working_days_ago(4, "14:30")
    s.assesses(
        {
            "victim_now": Worry(
                "possible",
                "some",
                victim_view="I may shake. Let me shake.",
                note="She has not been back. Nights after a talk are bad, the second night is better.",
                mitigation="Sister Bernadette drives her home and stays. We ring on both evenings.",
            ),
            "victim_hopes": Worry(
                "possible",
                "some",
                victim_view="That I mother him.",
                note="She hopes that he is well. He may not look it.",
                mitigation="Talked through what it is like if he is thin, silent, or cold.",
            ),
            "offender_distress": Worry(
                "yes",
                "some",
                offender_view="If she thanks me I do not know what I do.",
                note="Two bad weeks after the last court date. The wing keeps an eye on him.",
                mitigation="Key worker stays on the wing that afternoon, and the next morning.",
            ),
        },
        decision=Decision.WITH_PLAN,
        reasons=(
            "Both want the same short conversation, and both have somebody afterwards. What worries "
            "them is their own kindness."
        ),
        plan="An hour, two questions, three breaks if wanted. She goes in first and leaves first.",
    )
    yield days.working_days_ago(2, "16:50")
    s.submits_risk()
    yield days.working_days_ago(1, "11:10")
    s.asks_prison(
        [days.ahead(6, "09:30"), days.ahead(7, "09:30"), days.ahead(8, "14:00")],
        with_user=ridgeway.ruth,
        needs="A room with a door, for an hour. Two chairs and a table.",
    )
