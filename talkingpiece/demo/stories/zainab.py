"""Zainab Hussain, robbery: the offender said no, she was told kindly, and the case ended early and well."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome, Reply
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope

WORDS = (
    "Somebody whose bag you took on the canal path would like to ask you one question. You can say no, and that is all."
)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    robbed = days.day(448)

    yield days.ago(161, "22:20")
    s.comes(
        "Zainab",
        safe("call", "07700 900614", "12:30-13:30", days="weekdays", if_answered=IfAnswered.RING_OFF),
        safe("email", "zh.canal@example.org"),
        happened="A man pulled me off my bicycle on the canal path and took my bag. My grandmother’s ring was in it.",
        about_offender="Marlon. He pleaded guilty, so I never had to speak. I had wanted to.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK],
        hope_words="Where is the ring?",
        conceal_from="My parents. They would never let me cycle again.",
    )
    yield days.work(160, "09:25")
    s.accepted(
        full_name="Zainab Hussain",
        category=OffenceCategory.ROBBERY,
        words=f"Robbery of her bag on a canal path, {month_words(robbed)}.",
        happened_on=robbed,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "Lunch hours only. Her parents must not learn of it.")
    yield days.work(159, "12:35")
    s.takes("Lunch hours it is.")
    s.responsible_for_harm(
        "Marlon", full_name="Marlon Speight", agency=ridgeway.foxcombe, manager=ridgeway.leila, held_at="HMP Foxcombe"
    )
    s.sentence(
        SentenceType.CUSTODY, length="2 years 8 months", sentenced_on=days.workday(330), release_on=days.day(-150)
    )
    yield days.work(158, "12:40")
    s.contact(Means.CALL, Outcome.SPOKE, "She asked first whether we are allowed to be this friendly.")
    visit = s.plans_visit(days.work(152, "12:30"), "Wexbourne library, room 2", "First talk")
    yield days.work(152, "13:35")
    s.held(visit, "One question and one fear: that he says he sold it for twenty pounds.")
    s.listens(
        [
            ("To know where the ring is", "ask_why", 1),
            ("To cycle on the canal again", "safety", 2),
        ],
        wish="He can write it on a postcard.",
        support="My friend Meera, at work.",
        risk_view="Twenty pounds. I would hear it in my sleep.",
    )
    yield days.work(150, "12:50")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.HEALTH])
    yield days.work(137, "15:10")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "He can be asked. I do not know what he will say.",
            Question.STANCE: "Pleaded guilty. Does not speak about it.",
            Question.HEALTH: "Withdrawn since his mother died.",
        },
    )
    yield days.work(134, "12:40")
    s.reads_answer()
    s.consulted_liaison("She did not join the contact scheme. The officer has nothing against it.")
    s.legal_check(LegalResult.CLEAR, "Prison file, read with Leila Haddad. No order names her")
    yield days.work(128, "12:35")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "The words, over soup. She made them shorter.")
    s.agrees_to_words(WORDS)
    yield days.work(121, "10:30")
    s.approaches(Means.IN_PERSON)
    yield days.work(96, "12:35")
    s.contact(Means.CALL, Outcome.SPOKE, "He is still thinking. She would rather have a slow answer than a quick one.")
    yield days.work(71, "12:40")
    s.contact(Means.CALL, Outcome.SPOKE, "Still no answer. She has bought a new bell for the bicycle.")
    yield days.work(50, "11:15")
    s.replies(Reply.NO, "No. I cannot talk about that year. Tell her the ring is gone. Tell her it was not for long.")
    yield days.work(49, "12:40")
    s.contact(
        Means.CALL,
        Outcome.NO_ANSWER,
        "",
        next_at=days.work(48, "12:35"),
        next_words="Ring at lunch: tell her what he said",
    )
    yield days.work(48, "12:38")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told her: he said no, and what he allowed us to say of the ring. Long quiet. "
        "“Then at least he knows that it is a ring.” "
        "Offered her the cycling group of the women’s centre, and a talk whenever she likes. "
        "She would like to stop here.",
        told=True,
    )
    yield days.work(35, "12:45")
    s.contact(Means.CALL, Outcome.SPOKE, "As promised, two weeks later. She has cycled to the second bridge.")
    yield days.work(34, "09:40")
    s.ends_early(
        "offender_declined",
        victim_told="call",
        victim_words=(
            "He said no, and it is not because of you. The ring is gone. You asked well, and you can come back any day."
        ),
        other_help="Cycling group of the women’s centre. Victim Support, for the nights.",
        ask_later="yes",
        offender_told="told",
        offender_words="Thank you for answering. Nothing more will be asked of you.",
    )
