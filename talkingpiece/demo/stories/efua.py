"""The Ampofo family, death by driving: referred by a police officer's one-time link. A sister said no."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory, SentenceType, VictimAs
from talkingpiece.consents.states import Item, Method
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.services import FromAgency
from talkingpiece.referrals.states import CaseStage, Hope, MayKnow, SafeNow


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    died = days.day(424)

    yield days.work(40, "15:10")
    s.invites(ridgeway.police, "PC Rhodri Vaughan, family liaison officer")
    yield days.work(39, "08:50")
    s.is_referred_by_link(
        "Efua",
        safe("call", "07700 900841", "18:00-20:00", if_answered=IfAnswered.FIRST_NAME),
        safe("email", "efua.a@example.org"),
        said=FromAgency(
            knows="yes",
            reach="01632 960840",
            words="PC Rhodri Vaughan, family liaison officer",
            agreed_on=days.workday(41),
            agreed_how=Method.SPOKEN,
            agreed_words="She speaks for her parents, who asked her to. Not for her sister.",
            asked_by_victim=True,
            may_know=MayKnow.DECISION,
            answers=(
                ("Are they a bereaved family?", "Yes"),
                (
                    "If you are their family liaison officer: when do you stand down, and who comes after?",
                    "At the end of next month. Nobody comes after me, which is why I write.",
                ),
            ),
        ),
        full_name="Efua Ampofo",
        victim_as=VictimAs.BEREAVED,
        what_happened="Her brother was knocked off his bicycle, and died two days later.",
        category=OffenceCategory.DRIVING,
        stage=CaseStage.SENTENCED,
        hopes=(Hope.ASK, Hope.SAY),
        hope_words="What were the last things that he said, before the ambulance?",
        safe_now=SafeNow.YES,
    )
    yield days.work(37, "09:30")
    s.accepted(
        full_name="Efua Ampofo",
        category=OffenceCategory.DRIVING,
        words=f"Death of her brother by careless driving, {month_words(died)}.",
        happened_on=died,
        court="Wexbourne Crown Court",
        victim_as=VictimAs.BEREAVED,
    )
    s.offers(ridgeway.daniel, "A bereaved family. Efua speaks for her parents; her sister is not sure.")
    yield days.work(36, "17:50")
    s.takes("I will ring her this evening.")
    s.responsible_for_harm("Lewis", full_name="Lewis Garraway", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.SUSPENDED, length="18 months, suspended for two years", sentenced_on=days.workday(150))
    yield days.work(35, "18:20")
    s.contact(
        Means.CALL, Outcome.SPOKE, "Her parents want to be asked through her, and her sister by herself.", told=True
    )
    visit = s.plans_visit(days.work(28, "18:30"), "Her flat, 2 Weavers Court, Wexbourne", "First talk")
    yield days.work(28, "21:40")
    s.held(visit, "She had written eleven questions on the back of the order of service.")
    s.informed()
    s.listens(
        [
            ("To know what his last words were", "ask_why", 1),
            ("To say who he was, so that he is not only a date in court", "say_impact", 2),
        ],
    )
    s.agrees(Item.HOLD_NOTES)
    sister = s.has_family("Abena", full_name="Abena Ampofo", words="Her sister. She was the first at the hospital.")
    yield days.work(20, "12:15")
    s.contact(Means.CALL, Outcome.SPOKE, "Abena wishes no part in it, and does not stand in Efua’s way.", person=sister)
    s.does_not_want_it(sister)
    yield days.work(6, "18:30")
    s.contact(
        Means.CALL,
        Outcome.SPOKE,
        "Told Efua that nothing will be said of her sister. She would like to decide on the words next week.",
        next_at=days.ahead(2, "18:30"),
        next_words="Go through the words for Lewis, without a word about Abena",
        told=True,
    )
