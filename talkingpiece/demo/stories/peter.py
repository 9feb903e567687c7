"""Peter Ellwood, arson: they met; what was agreed is being followed up, and he was asked how far his needs were met."""

from __future__ import annotations

from datetime import timedelta

from talkingpiece.cases.states import LegalResult, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Promise, Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.meetings.models import ToldOf
from talkingpiece.offender_management.states import Heard
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = "The man whose shed burned down would like to show you what was in it. He has drawn a list. You can say no."

TOLD = (ToldOf.OFFENDER_MANAGER,)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    burned = days.day(560)
    met_at = days.work(57, "14:00")

    yield days.ago(244, "16:05")
    s.comes(
        "Peter",
        safe("call", "01632 960533", if_answered=IfAnswered.OPEN),
        safe("post", "Plot 31, Long Meadow Allotments, Wexbourne"),
        happened="They set fire to my shed on the allotment. My late wife’s seed tins were in it, forty years of them.",
        about_offender="A lad named Kyle and two others. Only Kyle was caught.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.CHANGE],
        hope_words="I would like him to know what a seed tin is.",
        access_needs="Large print, please.",
    )
    yield days.work(243, "09:30")
    s.accepted(
        full_name="Peter Ellwood",
        category=OffenceCategory.DAMAGE,
        words=f"Arson of his shed on an allotment, {month_words(burned)}.",
        happened_on=burned,
        court="Ridgeway Magistrates’ Court",
    )
    s.offers(ridgeway.daniel, "He would like to be visited on the plot, in any weather.")
    yield days.work(242, "10:00")
    s.takes("I bring boots.")
    s.is_joined_by(ridgeway.ruth)
    s.responsible_for_harm("Kyle", full_name="Kyle Redfern", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="18 months, 120 hours", sentenced_on=days.workday(402))
    yield days.work(242, "10:40")
    s.contact(Means.CALL, Outcome.SPOKE, "He asked whether I know what a runner bean is. Thursday, on the plot.")
    visit = s.plans_visit(days.work(234, "10:00"), "Plot 31, Long Meadow Allotments", "First talk")
    yield days.work(234, "12:00")
    s.held(visit, "He showed me the square where the shed stood. Nothing is planted on it.")
    s.listens(
        [
            ("That he knows what was in the tins", "say_impact", 1),
            ("That somebody else gives that boy something to do with his hands", "help_change", 2),
        ],
        wish="I want to read out the list.",
        support="The committee. They have all got spades.",
        risk_view="I might weep. At my age one is allowed.",
    )
    s.agrees("ask_later")
    yield days.work(229, "15:00")
    s.asks_manager([Question.SUITABLE, Question.STANCE])
    yield days.work(218, "11:30")
    s.answers_by_link(
        View.SUPPORT,
        {Question.SUITABLE: "Yes, keen.", Question.STANCE: "Accepts it in full, and names nobody else."},
        name="Bea Lindqvist",
        post="duty officer",
    )
    yield days.work(215, "10:05")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer in this case.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order was made")
    yield days.work(207, "11:20")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "On the plot: the words, in large print, pinned to the water butt.")
    s.agrees_to_words(WORDS)
    yield days.work(200, "13:30")
    s.approaches(Means.IN_PERSON)
    yield days.work(192, "15:45")
    s.replies(Reply.YES, "My nan had an allotment. I did not know. Yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.agrees("ask_later", person=s.offender)
    s.stance(Stance.FULL, "I lit it. I thought that it was empty.")
    yield days.work(191, "10:30")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told him that Kyle said yes, and about the nan. He put the kettle on while I spoke.",
        told=True,
    )
    s.agrees("mode", target="conference")
    s.agrees("mode", target="conference", person=s.offender)
    yield days.work(150, "10:00")
    s.prepares(s.victim, ready=True, note="The list has two hundred and eleven seeds on it. He will read twenty.")
    s.prepares(s.offender, ready=True, note="He wants to hear all of it, he says, also the long part.")
    yield days.work(82, "14:00")
    s.assesses(
        {
            "victim_hopes": Worry(
                "possible",
                "some",
                victim_view="Perhaps he is bored. Boys are.",
                note="He hopes to be listened to for a long time.",
                mitigation="Twenty seeds, then tea.",
            ),
        },
        decision=Decision.PROCEED,
        reasons="Nothing between them but a shed. Both are well supported.",
        plan="At the club house of the allotments, in daylight.",
    )
    s.submits_risk()
    yield days.work(79, "10:15")
    s.signs_risk("Agreed. Somebody should taste the tea first.")
    yield days.work(78, "09:50")
    meeting = s.plans_meeting(
        met_at,
        "Club house, Long Meadow Allotments",
        "neutral",
        co_facilitator=ridgeway.ruth,
        practical="The path is muddy. Boots.",
    )
    s.everybody_attends(meeting)
    yield days.work(74, "11:00")
    s.books(meeting)
    yield days.before(met_at, 7, "10:00", at_most=9)
    s.checks(meeting, "seven_days", "Both are well. Peter has typed the list.")
    yield days.before(met_at, 1, "15:00", at_most=3)
    s.legal_check(LegalResult.CLEAR, "Tom Adeyemi, by telephone. Nothing new")
    s.checks(meeting, "day_before", "Both come. It will rain; nobody minds.")
    yield met_at - timedelta(minutes=40)
    s.checks(meeting, "on_the_day", "Both slept. The stove is lit.")
    yield met_at
    s.begins(meeting)
    yield met_at + timedelta(minutes=95)
    s.met(meeting)
    yield met_at + timedelta(minutes=150)
    items = s.they_agree(
        meeting,
        [
            Promise(s.offender, "Ten Saturdays on the plot with Peter, building a shed", days.day(-26)),
            Promise(s.offender, "A letter to the committee, with the word sorry in it", days.day(36), TOLD),
            Promise(s.victim, "Bring the wood, and the tea", days.day(43)),
        ],
        "Either may end a Saturday early and need not say why.",
    )
    yield days.work(56, "10:30")
    s.debriefs(meeting, s.victim, Means.CALL, "He slept until eight. “He held the tin like an egg.”")
    yield days.work(55, "16:00")
    s.debriefs(
        meeting, s.offender, Means.IN_PERSON, "He has never been thanked by anybody whom he robbed of something."
    )
    yield days.work(41, "11:00")
    s.kept(items[2], "Wood delivered; tea every week.")
    yield days.work(34, "10:20")
    s.kept(items[1], "The committee read it out. It hangs in the club house, by their wish and his.")
    yield days.work(33, "10:00")
    s.contact(Means.CALL, Outcome.SPOKE, "Told him about the letter. He had already read it on the wall.")
    yield days.work(15, "10:30")
    s.contact(Means.CALL, Outcome.SPOKE, "Six Saturdays done. The door is hung, the wrong way round; both are pleased.")
    yield days.work(14, "10:40")
    s.asks_needs(
        Means.CALL,
        ["fully", "partly"],
        "The shed has a door now. I bought one seed tin.",
        more=["He knows more about beans than I do about shovels.", "Six Saturdays of ten. We will see."],
    )
    yield days.work(13, "15:00")
    report = s.writes_report(next_contact="We see him on the plot, on each of the Saturdays that are left.")
    yield days.work(7, "15:30")
    s.shows_report(report, s.offender, words="He read it twice, and asked for a copy.")
    yield days.work(6, "10:45")
    s.shows_report(
        report,
        s.victim,
        Heard.OBJECTS,
        objects_to="letter to the committee",
        words="The letter is for the committee. It is nobody’s homework.",
    )
    yield days.working_days_ago(2, "11:20")
    letter = s.writes_letter(
        "next",
        large=True,
        steps="On the day that we agreed, we come to the plot and read you the other page. You can change it again.",
    )
    s.releases_letter(letter)
