"""The synthetic case: a burglary, told from its first word to three days after a meeting, and cut at a stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import Calendar
from talkingpiece.demo.live import BREATH
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.demo.telling import Promise, Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance, VoiceKind
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.meetings.models import Meeting, Part
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.services import Plan, plan_meeting
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.rehearsal.states import WORDS, Play, Stage
from talkingpiece.risk.states import Decision

# How many days before the group takes it up she wrote to us.
_LONG = {
    Stage.FIRST_CONTACT: 2,
    Stage.ASSESSMENT: 30,
    Stage.PREPARATION: 60,
    Stage.ENDING: 60,
    Stage.MEETING: 110,
    Stage.FOLLOW_UP: 114,
}
_MET_ON = 111  # counted in the same way, where they met


@dataclass
class Played(Story):
    """Each act is told its own moment. The clock is not moved: the record says that all was written down at once."""

    moment: datetime = field(init=False)
    stage: Stage = field(init=False)
    lead: User = field(init=False)  # who takes it up
    meeting: Meeting = field(init=False)

    @property
    def now(self) -> datetime:
        return self.moment

    def day(self, number: int, clock: str) -> datetime:
        """Of that day of the case, or the last before it on which the service worked."""
        return self.days.work(max(_LONG[self.stage] - number, 1), clock)


def play_through(cast: Ridgeway, stage: Stage, *, lead: User, at: datetime) -> Case:
    """The case as it stands at this stage, with whoever worked on it. Nothing of it lies ahead of `at`; only a meeting
    that is to come is led by whoever takes the case up."""
    told = Played(cast, Calendar(at))
    told.stage, told.lead, told.moment = stage, lead, at - timedelta(days=_LONG[stage] + 1)
    for moment in _tale(told, stage):
        told.moment = min(max(moment, told.moment + BREATH), at)
    return told.case


def _tale(s: Played, stage: Stage) -> Iterator[datetime]:
    yield from _comes(s)
    if stage == Stage.FIRST_CONTACT:
        return
    yield from _is_listened_to(s)
    if stage == Stage.ASSESSMENT:
        return
    yield from _is_approached(s)
    if stage == Stage.ENDING:
        yield s.day(58, "14:00")
        s.replies(Reply.NO, str(WORDS[Play.OFFENDER_NO]))
        return
    yield from _says_yes(s)
    if stage == Stage.PREPARATION:
        return
    yield from _are_prepared(s)
    if stage == Stage.FOLLOW_UP:
        yield from _meet(s)


def _comes(s: Played) -> Iterator[datetime]:
    yield s.day(0, "08:20")
    s.comes(
        "Robin",
        safe("call", "01632 960961", "10:00-16:00", days="weekdays"),
        safe("text", "01632 960961"),
        happened="They came in by the back window while we were asleep. They took my mother’s ring.",
        about_offender="He is called Jamie. I do not know him.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAFE],
        hope_words="I want to know whether he knew that we were at home.",
    )
    yield s.day(1, "09:30")
    s.accepted(
        full_name="Robin Ashdown",
        category=OffenceCategory.BURGLARY,
        words="Burglary of her home at night.",
        happened_on=s.days.day(400),
        court="Hollin Crown Court",
    )
    s.offers(s.ridgeway.daniel, "She would like one person to stay.")
    yield s.day(1, "10:15")
    s.takes("Yes.")


def _is_listened_to(s: Played) -> Iterator[datetime]:
    cast = s.ridgeway
    s.responsible_for_harm("Jamie", full_name="Jamie Coyle", agency=cast.probation, manager=cast.tom)
    s.sentence(SentenceType.COMMUNITY, length="18 months, 120 hours", sentenced_on=s.days.workday(250))
    yield s.day(2, "11:00")
    s.contact(Means.CALL, Outcome.SPOKE, "She asked twice whether anybody would tell him. Thursday, in the library.")
    visit = s.plans_visit(s.day(6, "11:00"), "Hollin library, room 1", "First talk")
    yield s.day(6, "12:30")
    s.held(visit, "She keeps the light on in the hall.")
    s.listens(
        [("To know whether he knew that we were at home", "ask_why", 1), ("To sleep with the light off", "safety", 2)],
        wish="I would like to ask it once.",
        support="My brother Kit.",
        deal_breaker="That anybody tells him where we live now.",
    )
    s.agrees("hold_notes")
    s.agrees("ask_agency", target=str(cast.probation.pk))
    s.agrees("ask_later")
    yield s.day(9, "15:00")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.RISK])
    yield s.day(16, "10:30")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. He keeps every appointment.",
            Question.STANCE: "He says that he did it, and that the house was dark.",
            Question.RISK: "Two bad weeks after court. Steady since.",
        },
    )
    yield s.day(17, "09:45")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer: the sentence is too short for the scheme.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with the offender manager. No order names her")


def _is_approached(s: Played) -> Iterator[datetime]:
    yield s.day(35, "11:00")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "We wrote the words together.")
    s.voice(VoiceKind.RISK_VIEW, str(WORDS[Play.VICTIM_RISK]))
    s.agrees_to_words(str(WORDS[Play.VICTIM_WORDS]))
    yield s.day(50, "10:00")
    s.legal_check(LegalResult.CLEAR, "Court result, read again before the approach")
    yield s.day(51, "13:30")
    s.approaches(Means.IN_PERSON)


def _says_yes(s: Played) -> Iterator[datetime]:
    yield s.day(56, "14:00")
    s.replies(Reply.YES, str(WORDS[Play.OFFENDER_YES]))
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.BASIC, "I did it. I thought that nobody was in.")
    yield s.day(57, "10:20")
    s.contact(Means.CALL, Outcome.SPOKE, "Told her that he said yes.", told=True)
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)


def _are_prepared(s: Played) -> Iterator[datetime]:
    s.is_joined_by(s.ridgeway.ruth)
    yield s.day(75, "11:00")
    s.prepares(s.victim, ready=True, note="One question, and a glass of water. Kit waits outside.")
    s.prepares(s.offender, ready=True, note="He practised answering without “but”.")
    yield s.day(85, "10:00")
    s.assesses(
        {
            "victim_now": Worry(
                "possible",
                "some",
                victim_view="I go cold and say nothing.",
                note="Bad nights before a talk, better ones after it.",
                mitigation="A word for stopping, and ten minutes outside.",
            )
        },
        decision=Decision.WITH_PLAN,
        reasons="One question between two people who have thought about it.",
        plan="Side room of the library, she comes first. One hour.",
    )
    s.submits_risk()
    yield s.day(88, "09:30")
    s.signs_risk("Agreed.")
    yield s.day(90, "10:00")
    s.meeting = _planned(s)
    s.everybody_attends(s.meeting)
    yield s.day(92, "11:00")
    s.books(s.meeting)
    yield s.day(103, "10:00")
    s.checks(s.meeting, "seven_days", "Both are well.")
    yield s.day(109, "15:00")
    s.legal_check(LegalResult.CLEAR, "The offender manager, by telephone. Nothing new")
    s.checks(s.meeting, "day_before", "Both come.")


def _planned(s: Played) -> Meeting:
    plan = Plan(
        approach="conference",
        starts_at=_meets_at(s),
        venue="Hollin library, side room",
        venue_kind="neutral",
        lead=s.lead if s.stage == Stage.MEETING else s.worker,
        co_facilitator=s.ridgeway.ruth,
        places=[
            Place(s.victim, Part.VICTIM, Side.VICTIM, s.case),
            Place(s.offender, Part.OFFENDER, Side.OFFENDER, s.case),
        ],
    )
    return plan_meeting(plan=plan, by=s.worker, at=s.now)


def _meets_at(s: Played) -> datetime:
    """Within the hour for whoever takes the case up before it; three days ago for whoever does after it."""
    return s.days.now + timedelta(minutes=45) if s.stage == Stage.MEETING else s.day(_MET_ON, "14:00")


def _meet(s: Played) -> Iterator[datetime]:
    met_at = s.meeting.starts_at
    yield met_at - timedelta(minutes=40)
    s.checks(s.meeting, "on_the_day", "Both slept.")
    yield met_at
    s.begins(s.meeting)
    yield met_at + timedelta(minutes=60)
    s.met(s.meeting)
    yield met_at + timedelta(minutes=80)
    s.they_agree(
        s.meeting,
        [Promise(s.offender, "A letter to Kit, by way of us", s.days.day(-21))],
        "Either may say no to more, at any time.",
    )
