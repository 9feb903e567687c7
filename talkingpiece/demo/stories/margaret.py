"""Margaret Ashdown, death by driving: a bereaved mother has paused until the anniversary is over."""

from __future__ import annotations

from talkingpiece.cases.states import KnownFrom, LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import day_words, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome, VoiceKind
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    died = days.day(365 * 3 - 16)

    yield days.ago(151, "06:50")
    s.asks_for_a_call(
        "Margaret",
        safe(
            "call",
            "01632 960417",
            "09:00-12:00",
            if_answered=IfAnswered.FIRST_NAME,
            note="Her husband may answer. He knows.",
        ),
    )
    yield days.work(150, "09:45")
    s.accepted(
        full_name="Margaret Ashdown",
        category=OffenceCategory.DRIVING,
        words=f"Her son Luke, 19, was killed by a driver, {month_words(died)}.",
        happened_on=died,
        court="Wexbourne Crown Court",
    )
    s.needs_us_to_know("Say “killed”. She asks us never to say “accident”.")
    s.offers(
        ridgeway.daniel,
        "She has told her story to eleven people, she says. She should not have to tell it to a twelfth.",
    )
    yield days.work(149, "10:00")
    s.takes("I will ring her this morning, and I will stay.")
    s.responsible_for_harm(
        "Ben", full_name="Benjamin Sayer", agency=ridgeway.foxcombe, manager=ridgeway.leila, held_at="HMP Foxcombe"
    )
    s.sentence(
        SentenceType.CUSTODY,
        known_from=KnownFrom.COURT,
        length="6 years",
        sentenced_on=days.workday(790),
        release_on=days.day(-320),
        parole_from=days.day(-150),
    )
    yield days.work(148, "09:20")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Fifty minutes. She spoke of Luke, hardly of the other man. Tea at her house on Tuesday.",
    )
    visit = s.plans_visit(
        days.work(142, "10:00"), "At her home; her husband will be there", "First talk", with_user=ridgeway.ruth
    )
    yield days.work(142, "12:30")
    s.held(visit, "She showed us his room. Nobody had asked her before what she wanted to come of it.")
    s.listens(
        [
            ("That he hears who Luke was: a person, not a road death", "say_impact", 1),
            ("To know what Luke said, if he said anything", "ask_why", 2),
            ("Never to read about the release in the newspaper", "contact_rules"),
        ],
        wish="I would like him to look at the photograph while I speak.",
        support="My husband Colin. And the bereavement group on Mondays.",
    )
    s.agrees("hold_notes")
    yield days.work(133, "11:40")
    s.contact(
        Means.CALL,
        Outcome.NO_ANSWER,
        "",
        next_at=days.work(126, "09:30"),
        next_words="Ring before ten: she gardens later",
    )
    yield days.work(126, "09:32")
    s.contact(Means.CALL, Outcome.SPOKE, "She would like us to ask the prison how he is, before anything else.")
    s.voice(VoiceKind.RISK_VIEW, "That I feel sorry for him and cannot stop.")
    s.agrees("ask_agency", target=str(ridgeway.foxcombe.pk))
    yield days.work(125, "14:10")
    s.asks_manager([Question.SUITABLE, Question.ATTITUDE, Question.HEALTH, Question.DATES])
    yield days.work(113, "16:25")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. He has asked the chaplain twice whether one may write to a family.",
            Question.ATTITUDE: "He uses the son’s name. He does not speak of bad luck.",
            Question.HEALTH: "Low in the winter months. The mental-health team sees him every fortnight.",
            Question.DATES: "Parole hearing in about nine months.",
        },
    )
    yield days.work(111, "10:15")
    s.reads_answer()
    s.consulted_liaison("Police family liaison stood down last year. The victim contact scheme knows her and agrees.")
    s.legal_check(LegalResult.CLEAR, "Court result and prison file, read with Leila Haddad. No order names the family")
    yield days.work(96, "10:40")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told her that he has asked how to write. She was quiet for a long time, then thanked us.",
    )
    yield days.work(66, "09:30")
    s.contact(
        Means.CALL, Outcome.SPOKE, "No news from us, and much from her: she has begun to write down what she would say."
    )
    yield days.work(33, "09:50")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        f"The autumn is hard. Luke died on {day_words(died)}. She wants to wait until after it.",
    )
    s.pauses(
        "Not before his day. I will ring when it is behind me, or you ring me in the week after.",
        resume_on=days.day(-23),
    )
