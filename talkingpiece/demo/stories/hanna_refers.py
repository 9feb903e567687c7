"""Two people whom Victim Support referred. Of one Hanna sees that it was taken up; of the other, that it arrived."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory, SentenceType
from talkingpiece.consents.states import Method
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.referrals.services import FromAgency
from talkingpiece.referrals.states import CaseStage, Hope, MayKnow, SafeNow

REACH = "01632 960820, weekdays"


def mercy(s: Story) -> Tale:
    """She agreed that Hanna may hear how far it has come. Daniel has her case, and has spoken with her once."""
    days, ridgeway = s.days, s.ridgeway
    burgled = days.day(236)

    yield days.work(12, "14:05")
    s.is_referred(
        ridgeway.hanna,
        "Mercy",
        safe("call", "07700 900821", "09:30-12:30", days="weekdays"),
        safe("text", "07700 900821"),
        said=FromAgency(
            knows="yes",
            reach=REACH,
            agreed_on=days.workday(13),
            agreed_how=Method.SPOKEN,
            agreed_words="She had read of it in our waiting room, and asked me what it was.",
            asked_by_victim=True,
            may_know=MayKnow.STAGE,
        ),
        full_name="Mercy Adeyinka-Cole",
        what_happened="Her flat was broken into while she slept. He stood at the end of her bed.",
        category=OffenceCategory.BURGLARY,
        stage=CaseStage.SENTENCED,
        support="Victim Support, every second Tuesday until the new year.",
        hopes=(Hope.SAFE, Hope.ASK),
        hope_words="To know that he did not choose me.",
        safe_now=SafeNow.YES,
    )
    yield days.work(10, "09:40")
    s.accepted(
        full_name="Mercy Adeyinka-Cole",
        category=OffenceCategory.BURGLARY,
        words=f"Burglary of her flat at night, {month_words(burgled)}.",
        happened_on=burgled,
        court="Ridgeway Magistrates’ Court",
    )
    s.offers(ridgeway.daniel, "Referred by Hanna at Victim Support, who goes on seeing her.")
    yield days.work(9, "10:15")
    s.takes("Thank you. Mornings are good for me.")
    s.responsible_for_harm("Corey", full_name="Corey Blunt", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.SUSPENDED, length="14 months, suspended for two years", sentenced_on=days.workday(95))
    yield days.work(8, "10:35")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "She would rather meet at the Victim Support office, where she knows the room.",
        next_at=days.ahead(1, "10:00"),
        next_words="Ring about a day at the Victim Support office",
        told=True,
    )


def joao(s: Story) -> Tale:
    """He wished that nobody hears anything. It waits until he is home again, and Hanna sees that it was received."""
    days = s.days

    yield days.work(8, "16:20")
    s.is_referred(
        s.ridgeway.hanna,
        "João",
        safe("email", "joao.b@example.org"),
        said=FromAgency(
            knows="yes",
            reach=REACH,
            agreed_on=days.workday(8),
            agreed_how=Method.TELEPHONE,
            may_know=MayKnow.NOTHING,
        ),
        what_happened="A man sold him a van that was not his, and the deposit was his savings.",
        category=OffenceCategory.FRAUD,
        stage=CaseStage.SENTENCED,
        hopes=(Hope.SAY,),
        safe_now=SafeNow.YES,
    )
    yield days.work(6, "11:45")
    s.holds(
        "He wrote that he goes into hospital for his knee and would like to begin when he walks again. "
        "He asked us not to tell anybody, Victim Support neither.",
        until=days.day(-24),
    )
