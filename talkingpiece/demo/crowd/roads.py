"""Towards the offender: what others say of them, what they answer, and the few who meet."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import (
    ClosureReason,
    Complexity,
    ContactScope,
    LegalResult,
    OffenderTold,
    OrderType,
)
from talkingpiece.demo.crowd import words
from talkingpiece.demo.crowd.deck import Plot
from talkingpiece.demo.crowd.life import Life
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Promise
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.meetings.models import Meeting
from talkingpiece.risk.states import Decision

WORDS = "Somebody whom you harmed would like to ask you something. It is their wish, and nothing hangs on your answer."
NEUTRAL = "Thank you for answering. Nothing more will be asked of you."


def towards_the_offender(life: Life) -> Tale:
    plot = life.dealt.plot
    yield from _others_are_asked(life)
    if plot == Plot.ASKED:
        yield from _hears_from_us(life)
        return
    yield from _others_answer(life)
    if plot in {Plot.LEGAL_BAR, Plot.UNSUITABLE}:
        yield from _cannot_be(life)
        return
    yield from _is_approached(life)
    if plot == Plot.THINKING:
        yield from _hears_from_us(life)
        return
    yield from _answers(life)
    if plot == Plot.MET:
        yield from _meet(life)


def _hears_from_us(life: Life) -> Tale:
    """Also when there is no news."""
    while life.day > 20:
        yield life.later(14, 18)
        life.s.contact(Means.CALL, Outcome.SPOKE, "No news, and said so. Thanked us for ringing all the same.")


def _others_are_asked(life: Life) -> Tale:
    yield life.later(2, 6)
    life.s.asks_manager([Question.SUITABLE, Question.STANCE, Question.CONDITIONS])


def _others_answer(life: Life) -> Tale:
    s, plot = life.s, life.dealt.plot
    yield life.later(5, 11)
    unsuitable = plot == Plot.UNSUITABLE
    s.manager_answers(
        View.OBJECT if unsuitable else View.SUPPORT,
        {
            Question.SUITABLE: "Not now: in a bad way since the spring." if unsuitable else "Yes, with some warning.",
            Question.STANCE: "Says that it happened." if plot != Plot.DENIES else "Has never spoken of it to me.",
            Question.CONDITIONS: "No contact with the victim, also through others."
            if plot == Plot.LEGAL_BAR
            else "None that name the victim.",
        },
        reason="It would do harm now, to both of them." if unsuitable else "",
    )
    yield life.later(1, 4)
    s.reads_answer()
    s.consulted_liaison("Asked by telephone; nothing against it.", there_is_one=life.happens(50))
    if plot == Plot.LEGAL_BAR:
        s.restriction(
            OrderType.RESTRAINING,
            forbids=[ContactScope.APPROACH, ContactScope.INDIRECT, ContactScope.DIRECT],
            issuer="The court, with the sentence",
            words="Not to contact the victim, directly or through others.",
            starts_on=s.days.day(life.dealt.days_ago + 15),
            ends_on=None,
        )
    result = LegalResult.RESTRICTED if plot == Plot.LEGAL_BAR else LegalResult.CLEAR
    s.legal_check(result, "Court result, read with the offender manager")


def _cannot_be(life: Life) -> Tale:
    barred = life.dealt.plot == Plot.LEGAL_BAR
    yield life.later(2, 6)
    life.s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told why it cannot be: an order of the court, made to protect." if barred else "Told that it cannot be now.",
    )
    yield life.later(1, 4)
    life.s.ends_early(
        ClosureReason.LEGAL_BAR if barred else ClosureReason.OFFENDER_UNSUITABLE,
        victim_told="call",
        victim_words="It cannot be done in a way that is right. You asked for something good.",
        other_help=life.one(words.OTHER_HELP),
        ask_later=life.may_be_asked_later(),
    )


def _is_approached(life: Life) -> Tale:
    s = life.s
    yield life.later(3, 9)
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "The words, written together.")
    s.agrees_to_words(WORDS)
    if s.case.complexity == Complexity.SENSITIVE:
        s.supervisor_agrees("I have read the file and the words. Go gently.")
    yield life.later(2, 8)
    s.approaches(life.one((Means.IN_PERSON, Means.POST)))


def _answers(life: Life) -> Tale:
    s, plot = life.s, life.dealt.plot
    yield life.later(6, 20)
    if plot == Plot.DECLINED:
        s.replies(Reply.NO, life.one(words.DECLINES))
    else:
        s.replies(Reply.YES, life.one(words.AGREES if plot == Plot.MET else words.DENIALS))
        s.stance(
            Stance.DENIES if plot == Plot.DENIES else Stance.FULL,
            life.one(words.DENIALS if plot == Plot.DENIES else words.AGREES),
        )
    yield life.later(1, 2)
    s.contact(Means.CALL, Outcome.SPOKE, "Told what was answered, and left time for it.", told=True)
    if plot == Plot.MET:
        return
    yield life.later(5, 14)
    s.ends_early(
        ClosureReason.OFFENDER_DENIES if plot == Plot.DENIES else ClosureReason.OFFENDER_DECLINED,
        victim_told="call",
        victim_words="It is not because of you. You asked well, and you can come back on any day.",
        other_help=life.one(words.OTHER_HELP),
        ask_later=life.may_be_asked_later(),
        offender_told=OffenderTold.TOLD,
        offender_words=NEUTRAL,
    )


def _meet(life: Life) -> Tale:
    s = life.s
    s.is_joined_by(life.colleague())
    for person in (s.victim, s.offender):
        s.agrees("mode", target="conference", person=person)
    s.agrees("ask_later")
    yield life.later(10, 25)
    s.prepares(s.victim, ready=True, note=life.one(words.TALKS))
    yield life.later(3, 10)
    s.prepares(s.offender, ready=True, note="Knows what will be asked, and what he will not say.")
    yield life.later(2, 6)
    s.assesses(
        {}, decision=Decision.PROCEED, reasons="Nothing that two good talks have not met.", plan="An hour, by daylight."
    )
    s.submits_risk()
    yield life.later(2, 4)
    s.signs_risk("Agreed.")
    yield life.later(1, 4)
    life.day -= life.chance.randint(12, 18)
    met_at = s.days.work(life.day, "14:00")
    meeting = s.plans_meeting(met_at, "Wexbourne library, room 2", "neutral", co_facilitator=life.colleague())
    s.everybody_attends(meeting)
    yield s.now + timedelta(hours=2)
    s.books(meeting)
    yield from _hold(life, meeting)


def _hold(life: Life, meeting: Meeting) -> Tale:
    s, met_at = life.s, meeting.starts_at
    yield s.days.before(met_at, 7, "10:00", at_most=9)
    s.checks(meeting, "seven_days", "All well.")
    yield s.days.before(met_at, 1, "15:00", at_most=3)
    s.legal_check(LegalResult.CLEAR, "Asked again by telephone. Nothing new")
    s.checks(meeting, "day_before", "All well.")
    yield met_at - timedelta(minutes=50)
    s.checks(meeting, "on_the_day", "Both slept.")
    yield met_at
    s.begins(meeting)
    yield met_at + timedelta(minutes=life.chance.randint(50, 110))
    s.met(meeting)
    yield met_at + timedelta(minutes=140)
    due_on = (met_at + timedelta(days=60)).date()
    promised = s.they_agree(meeting, [Promise(s.offender, "A letter to the family, through us", due_on)], "")
    yield life.later(1, 2)
    s.debriefs(meeting, s.victim, Means.CALL, "Tired, and glad to have gone.")
    s.debriefs(meeting, s.offender, Means.IN_PERSON, "Has slept through.")
    yield life.later(25, 40)
    s.kept(promised[0], "The letter came, and was read together.")
    yield life.later(12, 25)
    s.asks_needs(Means.CALL, [life.one(("fully", "partly")) for _ in range(3)], life.one(words.MOVED_ON))
    yield life.later(60, 90)
    s.completes(
        victim_told="call",
        victim_words="What was agreed was kept. Your file rests.",
        other_help=life.one(words.OTHER_HELP),
        offender_words="What you agreed was kept. Nothing more will be asked of you.",
    )
