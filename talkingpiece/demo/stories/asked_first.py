"""Two offenders who asked first, through a prison's chaplain: one is held, and one was met by the victim's own wish."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory, SentenceType
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.referrals.states import CaseStage, Hope

CHAPLAIN = "The Revd Tunde Pike, chaplain at HMP Foxcombe, 01632 960850"


def dean(s: Story) -> Tale:
    """Held. Nobody looks for a victim because of it, and Siân may tell him so in neutral words."""
    yield s.days.work(9, "14:40")
    s.offender_asks(
        "Dean",
        "I broke into an old lady’s house and I still see her kitchen. I would like to tell her that I am sorry.",
        full_name="Dean Hollis",
        reached_through=CHAPLAIN,
        category=OffenceCategory.BURGLARY,
    )


def ines(s: Story) -> Tale:
    """Kieran had asked in summer and was held. Ines came by herself; Siân looked before her referral went on."""
    days, ridgeway = s.days, s.ridgeway
    attacked = days.day(310)

    yield days.work(71, "10:20")
    enquiry = s.offender_asks(
        "Kieran",
        "I want to write to the woman from the taxi rank. The chaplain says that I have to wait.",
        full_name="Kieran Ashby",
        reached_through=CHAPLAIN,
        category=OffenceCategory.VIOLENCE,
    )
    yield days.ago(24, "20:55")
    s.comes(
        "Ines",
        safe("call", "07700 900851", "17:00-20:00"),
        safe("text", "07700 900851"),
        happened="A man hit me at the taxi rank because I was first in the queue. I lost two teeth.",
        about_offender="Kieran Ashby. I know it from court.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SORRY],
        hope_words="I want to see whether he can look at me.",
    )
    yield days.work(22, "11:05")
    s.supervisor_looks()
    yield days.work(21, "15:00")
    s.accepted(
        full_name="Ines Carvalho",
        category=OffenceCategory.VIOLENCE,
        words=f"Assault at a taxi rank, {month_words(attacked)}.",
        happened_on=attacked,
        court="Wexbourne Crown Court",
    )
    s.responsible_for_harm(
        "Kieran", full_name="Kieran Ashby", agency=ridgeway.foxcombe, manager=ridgeway.leila, held_at="HMP Foxcombe"
    )
    s.sentence(SentenceType.CUSTODY, length="3 years", sentenced_on=days.workday(200), release_on=days.day(-330))
    s.meets(enquiry)
    s.offers(ridgeway.ruth, "Evenings. An offender of this name had asked; nobody has told either of them.")
    yield days.work(20, "16:30")
    s.takes("I will ring her after five.")
    yield days.work(19, "17:25")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "She decides by herself what she wants. Nothing of his wish was said, and nothing will be before she asks.",
        next_at=days.ahead(1, "17:30"),
        next_words="A day for a first talk, after work",
        told=True,
    )
    yield days.work(12, "18:50")
    opened = s.is_opened_in_an_emergency(
        ridgeway.daniel,
        "victim_asks",
        "The victim rang the office from a taxi, in tears. Whoever works on it was in the air until midnight.",
    )
    yield days.work(11, "10:15")
    s.is_looked_at(opened, "justified", "One file, one number, one call. The victim thanked us for it.")
