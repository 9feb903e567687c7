"""How a generated case begins, how somebody is listened to, and how it ends without a meeting."""

from __future__ import annotations

from talkingpiece.cases.states import ClosureReason
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.crowd import roads, words
from talkingpiece.demo.crowd.deck import Dealt, Plot
from talkingpiece.demo.crowd.life import Life, number_of
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope, Told

__all__ = ["number_of", "tell"]

AT_THE_DOOR = frozenset({Plot.SHOWN_ELSEWHERE, Plot.HELD})
GO_ON = frozenset({Plot.LISTENING, Plot.ASKED, Plot.PAUSED, Plot.THINKING})
SOON_OVER = frozenset({Plot.NOT_REACHED, Plot.LISTENED_ENOUGH, Plot.WITHDREW})


def tell(s: Story, dealt: Dealt) -> Tale:
    life = Life(s, dealt)
    yield from _arrives(life)
    if dealt.plot in AT_THE_DOOR:
        yield from _stays_at_the_door(life)
        return
    yield from _is_accepted(life)
    yield from _is_reached(life)
    if dealt.plot in {Plot.NOT_REACHED, Plot.REACHING}:
        return
    yield from _is_listened_to(life)
    if dealt.plot in SOON_OVER:
        yield from _ends_soon(life)
    elif dealt.plot == Plot.PAUSED:
        yield life.later(5, 20)
        s.contact(Means.CALL, Outcome.SPOKE, "Would like to wait. No date, and none was asked for.")
        s.pauses("Not now. I will say when.")
    elif dealt.plot != Plot.LISTENING:
        yield from roads.towards_the_offender(life)
    yield from _is_asked_later(life)


def _arrives(life: Life) -> Tale:
    evening = f"{life.chance.randint(17, 22)}:{life.chance.randint(10, 59)}"
    yield life.s.days.ago(life.day, evening)
    number = number_of(life.dealt)
    ways = [safe("call", number, "09:00-18:00", if_answered=life.one(IfAnswered.values))]
    if life.happens(50):
        ways.append(safe("text", number))
    language, interpreter = ("Polish", True) if life.happens(8) else ("English", False)
    life.s.comes(
        life.victim.split()[0],
        *ways,
        happened=life.harm.happened,
        stage=CaseStage.COURT if life.dealt.plot == Plot.HELD else CaseStage.SENTENCED,
        hopes=life.some((Hope.ASK, Hope.SAY, Hope.SORRY, Hope.SAFE, Hope.CHANGE), 1, 3),
        hope_words=life.one(words.HOPES),
        language=language,
        interpreter=interpreter,
    )


def _stays_at_the_door(life: Life) -> Tale:
    yield life.later(1, 3)
    if life.dealt.plot == Plot.HELD:
        life.s.holds("The court has not decided. Told by telephone; the place is kept.", until=life.s.days.day(-60))
        return
    life.s.is_shown_the_way(
        life.one(("Victim Support", "The neighbourhood mediation service", "The fraud helpline")),
        "What is wanted is help with something that we do not do. Told who does, and the number given.",
        told_how=Told.CALL,
    )


def _is_accepted(life: Life) -> Tale:
    s, harm = life.s, life.harm
    happened_on = s.days.day(life.dealt.days_ago + life.chance.randint(150, 700))
    yield life.later(1, 2)
    s.accepted(
        full_name=life.victim,
        category=harm.category,
        words=f"{harm.neutral}, {month_words(happened_on)}.",
        happened_on=happened_on,
        court="Wexbourne Crown Court" if life.in_custody else "Ridgeway Magistrates’ Court",
    )
    s.offers(life.facilitator(), "")
    if life.happens(12):
        yield life.later(1, 1)
        s.declines("Not this one: I would begin too late.")
        s.offers(life.facilitator(), "")
    yield life.later(1, 3)
    s.takes("")
    s.responsible_for_harm(
        life.offender.split()[0],
        full_name=life.offender,
        agency=s.ridgeway.foxcombe if life.in_custody else s.ridgeway.probation,
        manager=s.ridgeway.leila if life.in_custody else s.ridgeway.tom,
        held_at="HMP Foxcombe" if life.in_custody else "",
    )
    s.sentence(
        harm.sentence,
        length=harm.length,
        sentenced_on=s.days.workday(life.dealt.days_ago + life.chance.randint(20, 140)),
    )


def _is_reached(life: Life) -> Tale:
    s = life.s
    never = life.dealt.plot == Plot.NOT_REACHED
    for _attempt in range(life.chance.randint(4, 5) if never else life.chance.randint(0, 2)):
        yield life.later(1, 4)
        s.contact(Means.CALL, Outcome.NO_ANSWER, life.one(words.NO_ANSWERS), next_at=s.days.work(life.day - 2, "12:30"))
    yield life.later(1, 4)
    if life.dealt.plot == Plot.REACHING:
        s.contact(
            Means.CALL,
            Outcome.NO_ANSWER,
            life.one(words.NO_ANSWERS),
            next_at=s.days.ahead(1, "12:30"),
            next_words="Try again at lunch",
        )
    elif never:
        s.ends_early(
            ClosureReason.VICTIM_UNCONTACTABLE,
            victim_told="written",
            victim_words="We tried to reach you and could not. You can ring us on any day, also years from now.",
            other_help="Our number, and that of Victim Support, in the last message.",
        )
    else:
        s.contact(Means.CALL, Outcome.SPOKE, "A first talk by telephone, and a day for the visit.")


def _is_listened_to(life: Life) -> Tale:
    s = life.s
    day = life.day - life.chance.randint(4, 8)
    visit = s.plans_visit(s.days.work(day, "11:00"), life.one(("At home", "Wexbourne library, room 2")), "First talk")
    if life.happens(12):
        life.day = day
        yield s.days.work(day, "11:30")
        s.did_not_happen(visit, "Asked us that morning to come another day")
        day -= 6
        visit = s.plans_visit(s.days.work(day, "11:00"), "Wexbourne library, room 2", "First talk, second time")
    life.day = day
    yield s.days.work(day, "13:00")
    s.held(visit, life.one(words.TALKS))
    said = life.some(words.NEEDS, 1, 3)
    s.listens(
        [(need, code, rank) for rank, (need, code) in enumerate(said, start=1)],
        wish=life.one(words.WISHES),
        risk_view=life.one(words.FEARS),
        support=life.one(words.SUPPORT),
    )
    if life.dealt.plot in GO_ON and life.happens(60):
        s.agrees("ask_later")


def _ends_soon(life: Life) -> Tale:
    s = life.s
    withdrew = life.dealt.plot == Plot.WITHDREW
    yield life.later(8, 30)
    s.contact(Means.CALL, Outcome.SPOKE, life.one(words.WITHDREW if withdrew else words.MOVED_ON))
    yield life.later(1, 3)
    s.ends_early(
        ClosureReason.VICTIM_WITHDREW if withdrew else ClosureReason.NEEDS_MET_EARLY,
        victim_told="call",
        victim_words="Your file rests. Nothing more will be asked of you, and you can come back on any day.",
        other_help=life.one(words.OTHER_HELP),
        ask_later="no" if withdrew else life.may_be_asked_later(),
    )


def _is_asked_later(life: Life) -> Tale:
    """Six weeks after, of those who said that we may. Some would rather not, and that is an answer."""
    if not life.asked_later or life.day < 50:
        return
    yield life.later(43, 48)
    if life.happens(65):
        met = [life.one(("fully", "partly", "partly", "not")) for _ in range(3)]
        life.s.asks_needs(Means.CALL, met, life.one(words.MOVED_ON))
    else:
        life.s.would_rather_not_say(Means.CALL)
