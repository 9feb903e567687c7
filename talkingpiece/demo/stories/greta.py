"""Greta Holm, violence: he was moved, released, and recalled two weeks before they were to meet. The meeting fell."""

from __future__ import annotations

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.demo.upstream import HOUR, Upstream
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = "The woman from the ticket office would like to know whether you remember her face. You can say no."
DALE = Upstream("A4417DM")


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    hurt = days.day(640)

    yield days.ago(176, "19:20")
    s.comes(
        "Greta",
        safe("call", "01632 960871", "10:00-13:00", if_answered=IfAnswered.FIRST_NAME),
        happened="He put his fist through the glass of my counter: the last train had gone. The glass came to me.",
        about_offender="Dale. He is inside for it.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK],
        hope_words="Does he know that it was my face?",
    )
    yield days.work(175, "09:35")
    s.accepted(
        full_name="Greta Holm",
        category=OffenceCategory.VIOLENCE,
        words=f"Wounding at a railway station, {month_words(hurt)}.",
        happened_on=hurt,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "Mornings. She works the late turn again.")
    yield days.work(174, "09:50")
    s.takes("Mornings suit me.")
    s.is_joined_by(ridgeway.daniel)
    s.responsible_for_harm(
        "Dale", full_name="Dale Mercer", agency=ridgeway.foxcombe, manager=ridgeway.leila, held_at="HMP Stonebeck"
    )
    s.is_known_as(DALE.prison_no)
    s.sentence(SentenceType.CUSTODY, length="28 months", sentenced_on=days.workday(520), release_on=days.day(58))
    yield days.work(168, "10:30")
    s.contact(Means.CALL, Outcome.SPOKE, "She asked what it is like in there for him. Then she cried.")
    s.listens(
        [("To know whether he knew that there was somebody behind the glass", "ask_why", 1)],
        wish="That he sits where I can see the door.",
        support="Her sister Astrid.",
        risk_view="That I comfort him.",
    )
    s.agrees("ask_agency", target=str(ridgeway.foxcombe.pk))
    yield days.work(160, "07:05")
    s.hears([DALE.moved(s.now - 15 * HOUR, "HMP Foxcombe")])
    yield days.work(158, "11:00")
    s.notes_changes()
    s.asks_manager([Question.SUITABLE, Question.STANCE])
    yield days.work(148, "15:00")
    s.manager_answers(
        View.SUPPORT, {Question.SUITABLE: "Yes, if it is quiet.", Question.STANCE: "He says “the glass”, not “her”."}
    )
    yield days.work(147, "10:10")
    s.reads_answer()
    s.consulted_liaison("The victim contact scheme knows her, and agrees.")
    s.legal_check(LegalResult.CLEAR, "Court result and prison file, read with Leila Haddad. No order names her")
    s.agrees_to_words(WORDS)
    yield days.work(140, "10:30")
    s.approaches(Means.IN_PERSON)
    yield days.work(132, "14:20")
    s.replies(Reply.YES, "I did not know that there was a face. Yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.FULL, "I hit it, and it went into somebody. That is what happened.")
    yield days.work(131, "10:15")
    s.contact(Means.CALL, Outcome.SPOKE, "Told her that he said yes, and his sentence about the face.", told=True)
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)
    yield days.work(57, "07:05")
    freed = s.now - 21 * HOUR
    s.hears([DALE.released(freed), DALE.officer(freed, "Tom Adeyemi", ridgeway.tom.email)])
    yield days.work(56, "09:45")
    s.notes_changes()
    s.legal_check(LegalResult.CLEAR, "His licence, a copy from Tom Adeyemi. It names no person and no place of hers")
    yield days.work(44, "10:00")
    s.prepares(s.victim, ready=True, note="She wants to stand for the first minute.", supporter="Astrid")
    yield days.work(43, "16:00")
    s.prepares(s.offender, ready=True, note="He has written one line, and it does not begin with “I”.")
    yield days.work(30, "11:00")
    meeting = s.plans_meeting(
        days.ahead(13, "10:30"),
        "Wexbourne library, room 2",
        "neutral",
        co_facilitator=ridgeway.daniel,
        practical="She sits facing the door.",
    )
    yield days.work(27, "14:00")
    s.assesses(
        {
            "victim_now": Worry(
                "possible", "some", victim_view="Glass. A glass on the table would be enough.", mitigation="Paper cups."
            )
        },
        decision=Decision.PROCEED,
        reasons="Both can say what they want of it, and what they would do if it went wrong.",
        plan="An hour. Paper cups. Daniel sees him to his bus.",
    )
    s.submits_risk()
    yield days.work(24, "10:40")
    s.signs_risk("Agreed. And who sees her home?")
    yield days.work(18, "10:10")
    s.everybody_attends(meeting)
    s.books(meeting)
    yield days.working_days_ago(1, "07:05")
    s.hears([DALE.recalled(s.now - 14 * HOUR, "HMP Foxcombe")])
