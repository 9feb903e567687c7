"""A shop, for which its manager speaks: they met. One promise was kept, one in part, one not, and all was told."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import CompanionPart, LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Promise, Story, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.meetings.models import ItemResult, ToldOf
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = "The people of the shop would like to tell you what it was like to lock the door early. You can say no."
TOM = (ToldOf.OFFENDER_MANAGER,)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    stolen = days.day(300)
    met_at = days.work(75, "08:00")

    yield days.ago(170, "18:42")
    s.comes(
        "Hartnell’s Hardware",
        safe("call", "01632 960844", "08:00-17:00", days="weekdays", if_answered=IfAnswered.OPEN),
        happened="A young man emptied our tool wall eleven times in one winter. Two of us no longer close up alone.",
        about_offender="Kieran. He used to buy paint here with his grandfather.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.CHANGE],
        hope_words="Femi Oyelaran is writing this, the manager. We would like him to meet whoever has to close up.",
    )
    yield days.work(169, "10:00")
    s.accepted(
        full_name="Hartnell’s Hardware",
        category=OffenceCategory.FRAUD,
        words=f"Thefts from a hardware shop over one winter, the last in {month_words(stolen)}.",
        happened_on=stolen,
    )
    s.is_an_organisation()
    s.offers(ridgeway.daniel, "A shop. Its manager speaks for it; ask how the two who close up are.")
    yield days.work(168, "09:30")
    s.takes("I buy my screws there. I told Priya, and she sees no conflict in screws.")
    s.is_joined_by(ridgeway.ruth)
    femi = s.is_accompanied_by(
        "Femi",
        CompanionPart.REPRESENTATIVE,
        full_name="Femi Oyelaran",
        words="Manager for nine years. The owners wrote that he may answer for the shop.",
    )
    s.responsible_for_harm("Kieran", full_name="Kieran Moss", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="12 months, 80 hours", sentenced_on=days.workday(215))
    yield days.work(160, "08:10")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "Before opening. Femi, and the two who close up, on upturned buckets.")
    s.listens(
        [("That he knows who closed up", "say_impact", 1), ("That he does not come at dusk any more", "safety", 2)],
        wish="Before opening time, in the shop.",
        support="They have each other, and now a second key.",
        risk_view="That we are so angry about the drills that we forget the two of them.",
    )
    s.agrees("ask_later")
    yield days.work(158, "14:00")
    s.asks_manager([Question.SUITABLE, Question.STANCE])
    yield days.work(148, "10:20")
    s.manager_answers_in_part({Question.SUITABLE: "Yes. He keeps his hours."}, until=days.day(144))
    yield days.work(147, "15:05")
    s.manager_answers(View.SUPPORT, {Question.STANCE: "He says “eleven” by himself."})
    yield days.work(146, "09:40")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer in this case.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order was made")
    s.agrees_to_words(WORDS)
    yield days.work(140, "13:00")
    s.approaches(Means.IN_PERSON)
    yield days.work(132, "15:10")
    s.replies(Reply.YES, "My grandad would have made me go in there and say it. Yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.FULL, "Eleven times. I sold it all for nothing.")
    yield days.work(131, "08:20")
    s.contact(Means.CALL, Outcome.SPOKE, "Told Femi that he said yes. He put the telephone on the counter.", told=True)
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)
    yield days.work(110, "08:10")
    s.prepares(s.victim, ready=True, note="The shop chose three sentences. Femi says them.")
    s.prepares(femi.person, ready=True, note="He speaks for nine people, and practised to say “we”.")
    s.prepares(s.offender, ready=True, note="He wants to stand where the tool wall is.")
    yield days.work(100, "11:00")
    meeting = s.plans_meeting(
        met_at, "The shop, before opening", "neutral", co_facilitator=ridgeway.ruth, companions=[femi]
    )
    s.assesses(
        {},
        decision=Decision.PROCEED,
        reasons="Nobody was ever threatened. Both sides know what they want to say.",
        plan="Shutters half up. Kieran comes and leaves by the front, like a customer.",
    )
    s.submits_risk()
    yield days.work(96, "10:10")
    s.supervisor_next_door_signs("Agreed. Who opens the till that morning? Not one of the two.")
    yield days.work(90, "08:30")
    s.everybody_attends(meeting)
    s.books(meeting)
    yield days.before(met_at, 7, "08:10", at_most=9)
    s.checks(meeting, "seven_days", "Everybody comes.")
    yield days.before(met_at, 1, "15:10", at_most=3)
    s.legal_check(LegalResult.CLEAR, "Tom Adeyemi, by telephone. Nothing new")
    s.checks(meeting, "day_before", "Everybody comes.")
    yield met_at - timedelta(minutes=30)
    s.checks(meeting, "on_the_day", "Everybody slept. The kettle is on.")
    yield met_at
    s.begins(meeting)
    yield met_at + timedelta(minutes=70)
    s.met(meeting)
    yield met_at + timedelta(minutes=90)
    shelves, pays, writes = s.they_agree(
        meeting,
        [
            Promise(s.offender, "Three Saturdays of building shelves", days.day(40), TOM),
            Promise(s.offender, "Pay back £240 in six parts", days.day(20), TOM),
            Promise(s.offender, "Ask at the college for a place on the joinery course", days.day(35), TOM),
        ],
        "Nobody watches him while he works. That was their idea, not ours.",
    )
    yield days.work(73, "08:20")
    s.debriefs(meeting, s.victim, Means.CALL, "The two of them close up again, with the radio on.")
    s.debriefs(meeting, femi.person, Means.CALL, "He said “we” all through, and once “I”.")
    s.debriefs(meeting, s.offender, Means.IN_PERSON, "He counted the drills. There are twelve now.")
    yield days.work(38, "08:30")
    s.kept(shelves, "All three Saturdays. The shelves hold.")
    yield days.work(30, "08:20")
    s.kept(
        writes, "He did not ask. The course begins in the mornings, and he has begun to work then.", result="not_done"
    )
    yield days.work(18, "08:40")
    s.kept(pays, "Four of six parts came.", result=ItemResult.PARTLY)
    s.has_until(pays, days.day(-30), "His hours were cut. They would rather have it late than not.")
    yield days.work(14, "10:00")
    report = s.writes_report(
        next_contact="We see him when the last part is paid.",
        objectives="To pay the last two parts by the day that was agreed anew, and to keep his hours.",
    )
    yield days.work(12, "15:20")
    s.shows_report(report, s.offender, words="It is true. Let him read it.")
    yield days.work(11, "08:20")
    s.shows_report(report, s.victim, words="Femi read it to all nine, and they nodded.")
    s.sends_report(report)
    yield days.work(10, "11:45")
    s.manager_reads_report(report)
