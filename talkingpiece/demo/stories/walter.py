"""Walter Pryce, 81, fraud: being listened to. The first talk was held; a visit is planned for when Amina is back."""

from __future__ import annotations

from talkingpiece.cases.states import KnownFrom, OffenceCategory, SentenceType
from talkingpiece.demo.calendar import THURSDAY, month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    cheated = days.day(402)

    yield days.ago(24, "10:41")
    s.comes(
        "Mr Pryce",
        safe(
            "call",
            "01632 960288",
            "09:00-12:00",
            if_answered=IfAnswered.RING_OFF,
            note="He is hard of hearing. Let it ring fifteen times.",
        ),
        happened=(
            "A man said that my roof was falling in. I paid him three times. The last time he drove "
            "me to the bank himself."
        ),
        about_offender="He said his name was Gary. In court it was another one.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAY, Hope.SORRY],
        hope_words="I was a toolmaker for forty years. I want to tell him that I am not a fool.",
        conceal_from="My daughter. She would take the bank book from me.",
        access_needs="Hard of hearing. Face him, speak slowly, and write down dates.",
    )
    yield days.work(22, "11:30")
    s.accepted(
        full_name="Walter Pryce",
        category=OffenceCategory.FRAUD,
        words=f"Fraud: £14,600 for a roof that needed no repair, {month_words(cheated)}.",
        happened_on=cheated,
        court="Wexbourne Crown Court",
    )
    s.offers(ridgeway.ruth, "He likes to be visited in the morning. His daughter must not learn of it from us.")
    yield days.work(21, "09:15")
    s.takes("I know the street. Mornings suit me.")
    s.is_joined_by(ridgeway.amina)
    s.responsible_for_harm("Dale", full_name="Dale Rudkin", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(
        SentenceType.SUSPENDED,
        known_from=KnownFrom.COURT,
        length="20 months, suspended for two years",
        sentenced_on=days.workday(88),
    )
    yield days.work(21, "10:20")
    s.contact(
        Means.CALL,
        Outcome.NO_ANSWER,
        "Rang nine times.",
        next_at=days.work(20, "10:00"),
        next_words="Let it ring fifteen times",
    )
    yield days.work(20, "10:04")
    s.contact(Means.CALL, Outcome.SPOKE, "He had been in the garden. Tea on Wednesday at eleven; he will bake.")
    visit = s.plans_visit(
        days.work(13, "11:00"), "At his home, 4 Tanner’s Row, Wexbourne", "First talk", with_user=ridgeway.amina
    )
    yield days.work(13, "13:10")
    s.held(visit, "Two hours. He had every letter in a biscuit tin, in order. He is ashamed, and very exact.")
    s.listens(
        [
            ("To tell him that I am not a fool", "say_impact", 1),
            ("To have somebody say that it was well made, the trap: anybody would have stepped into it", "safety"),
        ],
        fear="That my daughter finds out and puts me in a home.",
    )
    yield days.work(6, "10:35")
    s.contact(Means.CALL, Outcome.SPOKE, "He has thought about who should sit beside him. Perhaps his old foreman.")
    s.plans_visit(
        days.next_on(THURSDAY, "10:30", at_least=(days.back_on - days.today).days),
        "At his home, 4 Tanner’s Row, Wexbourne",
        "His wishes, and who supports him",
        with_user=ridgeway.amina,
    )
