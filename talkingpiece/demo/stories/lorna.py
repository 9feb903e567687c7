"""Lorna McBride, burglary: the conference is booked for next week, and it stands."""

from __future__ import annotations

from talkingpiece.cases.states import ContactScope, LegalResult, OffenceCategory, OrderType, SentenceType
from talkingpiece.demo.calendar import day_words, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, Worry, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.referrals.states import CaseStage, Hope
from talkingpiece.risk.states import Decision

WORDS = (
    "The woman whose house you broke into while her children were asleep would like to talk with you about that "
    "night. It is her idea. You can say no."
)


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    burgled = days.day(702)
    meets_at = days.ahead(8, "10:30")

    yield days.ago(173, "20:33")
    s.comes(
        "Lorna",
        safe("text", "07700 900502", "09:00-15:00", days="weekdays"),
        safe("email", "lorna.mcb@example.org"),
        happened="He was in our house at three in the morning. My son met him on the stairs and said hello.",
        about_offender="Dean Kirby. He is out now, in the next town.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.SAFE],
        hope_words="I want him to know my son’s name. And I want to know that he has forgotten our address.",
    )
    yield days.work(172, "10:20")
    s.accepted(
        full_name="Lorna McBride",
        category=OffenceCategory.BURGLARY,
        words=f"Burglary of her home at night, {month_words(burgled)}.",
        happened_on=burgled,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.daniel, "School hours only. Her husband knows and would rather not take part.")
    yield days.work(171, "09:15")
    s.takes("School hours are fine.")
    s.is_joined_by(ridgeway.ruth)
    s.responsible_for_harm("Dean", full_name="Dean Kirby", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(
        SentenceType.LICENCE,
        length="3 years; released on licence",
        sentenced_on=days.workday(610),
        licence_ends_on=days.day(-210),
    )
    yield days.work(170, "11:00")
    s.contact(Means.TEXT, Outcome.SENT, "“Hello Lorna, Daniel here. Thursday at ten in the library café?”")
    visit = s.plans_visit(days.work(163, "10:00"), "Wexbourne library, room 2", "First talk")
    yield days.work(163, "11:40")
    s.held(visit, "Her son asks whether the man on the stairs is all right. She does not know what to answer him.")
    s.listens(
        [
            ("That he knows my son’s name", "say_impact", 1),
            ("That he tells me he will not come back", "safety", 2),
            ("To sleep through until six", "safety", 3),
        ],
        wish="I would like to speak first, and to have it written down in front of me.",
        support="My sister-in-law Fiona, to sit with me. Nobody else.",
        risk_view="That I am so polite that he never learns what it was like.",
        deal_breaker="No photographs of my house, by anybody.",
    )
    s.agrees("ask_later")
    yield days.work(160, "14:00")
    s.asks_manager([Question.SUITABLE, Question.STANCE, Question.CONDITIONS])
    yield days.work(149, "09:35")
    s.manager_answers(
        View.CONDITIONS,
        {
            Question.SUITABLE: "Yes, if I give written approval first: his licence names her.",
            Question.STANCE: "Full. He brings up the boy on the stairs himself.",
            Question.CONDITIONS: (
                "No contact with the family, direct or indirect, without prior approval of his supervising officer."
            ),
        },
        reason="Written approval before any contact, also through you.",
    )
    yield days.work(147, "10:00")
    s.reads_answer()
    s.restriction(
        OrderType.LICENCE_NO_CONTACT,
        forbids=[ContactScope.APPROACH, ContactScope.INDIRECT, ContactScope.DIRECT],
        issuer="His licence, condition 7",
        words="Not to approach or communicate with the family without the prior approval of the supervising officer.",
        starts_on=days.day(240),
        ends_on=days.day(-210),
    )
    s.legal_check(LegalResult.RESTRICTED, "His licence, a copy from Tom Adeyemi")
    s.consulted_liaison("She is not in the contact scheme; the officer for the area was asked and has nothing to add.")
    yield days.work(131, "15:15")
    s.permission(
        [ContactScope.APPROACH, ContactScope.INDIRECT],
        f"Letter of approval by Tom Adeyemi, dated {day_words(days.day(133))}, seen and filed.",
        starts_on=days.day(133),
        of_whom="Tom Adeyemi, his supervising officer",
    )
    visit = s.plans_visit(days.work(124, "10:00"), "Wexbourne library, room 2", "The words")
    yield days.work(124, "11:20")
    s.held(visit, "She wrote the words by herself, in one go, and did not change one.")
    s.agrees_to_words(WORDS)
    yield days.work(118, "09:30")
    s.legal_check(LegalResult.RESTRICTED, "Licence and letter of approval, read again before the approach")
    yield days.work(117, "14:10")
    s.approaches(Means.IN_PERSON)
    yield days.work(112, "16:00")
    s.replies(Reply.YES, "He said hello to me. I have a boy myself now. Tell her yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.FULL, "I went in, and I went up the stairs. There was nothing up there but children.")
    yield days.work(111, "10:25")
    s.contact(
        Means.TEXT, Outcome.SPOKE, "Told her that he said yes. “Good”, she wrote, and an hour later: “Good.”", told=True
    )
    s.agrees("mode", target="conference")
    yield days.work(95, "10:00")
    s.prepares(s.victim, ready=False, note="Her page is four sides long. She wants it to be one.")
    s.agrees("mode", target="conference", person=s.offender)
    s.prepares(s.offender, ready=True, note="He asked what he should wear.")
    yield days.work(61, "10:30")
    s.prepares(s.victim, ready=True, note="One page. She reads it standing. Fiona holds the water.", supporter="Fiona")
    yield days.work(38, "09:30")
    meeting = s.plans_meeting(
        meets_at,
        "Wexbourne probation office, meeting room on the ground floor",
        "probation",
        co_facilitator=ridgeway.ruth,
        supporters=[("Fiona", s.victim)],
        practical="Side door on Mill Lane. The room has two doors, and a window that opens.",
    )
    yield days.work(37, "10:10")
    s.permission(
        [ContactScope.APPROACH, ContactScope.INDIRECT, ContactScope.DIRECT],
        "Second letter of approval by Tom Adeyemi, for this meeting, seen and filed.",
        starts_on=days.day(39),
        of_whom="Tom Adeyemi, his supervising officer",
    )
    yield days.work(36, "14:00")
    s.assesses(
        {
            "victim_now": Worry(
                "possible",
                "some",
                victim_view="I go quiet. It is not the same as being fine.",
                note="Sleeps badly before each talk, well after it.",
                mitigation="We agree a word: “tea”. Then we stop for ten minutes.",
            ),
            "after_chance": Worry(
                "possible",
                "some",
                victim_view="He lives one bus stop from the swimming pool.",
                note="They may meet by chance.",
                mitigation="They agree in the room what each does if they meet.",
            ),
        },
        decision=Decision.WITH_PLAN,
        reasons="Two people who have thought about the same staircase for two years, each with good support.",
        plan="Probation office by the side door, she arrives first. An hour and a half. Fiona drives.",
    )
    s.submits_risk()
    yield days.work(33, "11:30")
    s.signs_risk("I read the plan with Daniel. The word “tea” is good. Ring me from the car park afterwards.")
    yield days.work(31, "10:20")
    s.everybody_attends(meeting)
    s.prepares_supporters(meeting, "Fiona holds the water and says nothing. She practised both.")
    yield days.work(29, "15:00")
    s.books(meeting)
    yield days.working_days_ago(1, "10:00")
    s.legal_check(LegalResult.RESTRICTED, "Licence and both letters of approval, read with Tom Adeyemi by telephone")
    s.contact(
        Means.TEXT,
        Outcome.SPOKE,
        "She has bought flowers for afterwards, for her own kitchen. Her mood is steady.",
        next_at=days.at(days.ahead(1, "09:30").date(), "09:30"),
        next_words="Ask everybody again, a week before",
    )
