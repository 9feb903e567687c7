"""How far needs were met, by the victims' own judgement, with whoever was not asked and whoever did not answer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from talkingpiece.evaluation.counting.journeys import Journey, NeedTold, What
from talkingpiece.evaluation.counting.rules.shape import Example, Group, Rule, Unit, needs, people
from talkingpiece.evaluation.counting.rules.told import day, ended, happened, need, told

_END = ended(day(3, 2), "completed_direct")


def _answer(one: Journey, by: date) -> str:
    """yes, no, or empty: not asked yet. Somebody who once answered has answered."""
    details = {event.detail for event in one.standing(What.ASKED) if event.on <= by}
    return "yes" if "yes" in details else "no" if details else ""


def _asked(key: str, name: str, sentence: str, answer: str) -> Rule:
    said = happened(What.ASKED, day(5, 4), detail=answer) if answer else happened(What.SPOKE, day(5, 4))
    return Rule(
        key=key,
        group=Group.NEEDS,
        unit=Unit.PEOPLE,
        name=name,
        sentence=sentence,
        select=people(lambda one, by: _answer(one, by) == answer),
        of="people",
        share_of_period=True,
        part=True,
        examples=(
            Example(
                gettext_noop("The case ended in March. In May this was written down."),
                (told("1", day(1, 12), _END, said),),
                period=1,
                cohort=1,
            ),
            Example(
                gettext_noop("The case has not ended: nobody of the quarter’s endings, but of its referrals."),
                (told("1", day(1, 12), said),),
                period=0,
                cohort=1,
            ),
        ),
    )


def _met(key: str, name: str, met: str) -> Rule:
    other = "partly" if met == "fully" else "fully"
    said = ((day(5, 4), met),) if met else ()
    return Rule(
        key=key,
        group=Group.NEEDS,
        unit=Unit.NEEDS,
        name=name,
        sentence=gettext_noop("The victim’s own answer of one need, the newest if they were asked more than once."),
        select=needs(lambda one, by: one.met(by) == met),
        of="needs",
        share_of_period=True,
        part=True,
        examples=(
            Example(
                gettext_noop("Two needs of one victim, one with this answer, one with another."),
                (told("1", day(1, 12), _END, needs=(need("a", *said), need("b", (day(5, 4), other)))),),
                period=1,
                cohort=1,
            ),
            Example(
                gettext_noop("The need itself was entered in error."),
                (told("1", day(1, 12), _END, needs=(need("a", *said, in_error=True),)),),
                period=0,
                cohort=0,
            ),
        ),
    )


def _everybody(one: Journey, by: date) -> bool:
    return True


def _every_need(one: NeedTold, by: date) -> bool:
    return True


NEEDS: tuple[Rule, ...] = (
    Rule(
        key="people",
        group=Group.NEEDS,
        unit=Unit.PEOPLE,
        name=gettext_noop("Victims whose needs we ask about"),
        sentence=gettext_noop(
            "Every victim whose case ended in the quarter, also early. Of this quarter’s referrals: every victim whose "
            "referral was taken. A victim with two responsible persons counts once."
        ),
        select=people(_everybody),
        examples=(
            Example(
                gettext_noop("One victim, two responsible persons, one case that ended: one person."),
                (
                    told("1", day(1, 12), _END, case="a", who=("maya", "callum", "burglary")),
                    told("2", day(1, 12), _END, case="a", who=("maya", "dean", "burglary")),
                ),
                period=1,
                cohort=1,
            ),
        ),
    ),
    _asked(
        "people_answered",
        gettext_noop("Asked, and answered"),
        gettext_noop("They were asked how far their needs were met, and answered some or all of it."),
        "yes",
    ),
    _asked(
        "people_rather_not",
        gettext_noop("Asked, and would rather not answer"),
        gettext_noop("They were asked, and would rather not answer. That is an answer too."),
        "no",
    ),
    _asked(
        "people_not_asked",
        gettext_noop("Not asked"),
        gettext_noop("They did not say that we may ask, or the day has not come, or nobody asked."),
        "",
    ),
    Rule(
        key="needs",
        group=Group.NEEDS,
        unit=Unit.NEEDS,
        name=gettext_noop("Needs that these victims named"),
        sentence=gettext_noop("Each need that was written down in the victim’s words, met or not, asked about or not."),
        select=needs(_every_need),
        examples=(
            Example(
                gettext_noop("Two needs of one victim in a case with two responsible persons: two needs."),
                (
                    told("1", day(1, 12), _END, case="a", who=("m", "c", "i"), needs=(need("a"), need("b"))),
                    told("2", day(1, 12), _END, case="a", who=("m", "d", "i"), needs=(need("a"), need("b"))),
                ),
                period=2,
                cohort=2,
            ),
        ),
    ),
    _met("needs_fully", gettext_noop("Met"), "fully"),
    _met("needs_partly", gettext_noop("Partly met"), "partly"),
    _met("needs_not", gettext_noop("Not met"), "not"),
    _met("needs_cannot_say", gettext_noop("They cannot say"), "cannot_say"),
    _met("needs_unsaid", gettext_noop("No answer"), ""),
)
