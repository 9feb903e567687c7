"""How far it came: supported, offered, assessed, approached, and whether words passed or people met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_noop

from talkingpiece.evaluation.counting.journeys import Journey, What
from talkingpiece.evaluation.counting.rules.shape import OUR_RULE, Example, Group, Rule, Unit, dated
from talkingpiece.evaluation.counting.rules.told import day, happened, told


def _offered(one: Journey) -> date | None:
    informed, answered = one.first(What.INFORMED), one.first(What.ANSWERED)
    return max(informed, answered) if informed and answered else None


def _first(what: What) -> Callable[[Journey], date | None]:
    return lambda one: one.first(what)


def _happened(what: What, name: str, sentence: str, source: str = OUR_RULE) -> Rule:
    return Rule(
        key=what.value,
        group=Group.FAR,
        unit=Unit.REFERRALS,
        name=name,
        sentence=sentence,
        source=source,
        select=dated(_first(what)),
        of="received",
        examples=(
            Example(
                gettext_noop("Referred in November, and it happened in January: counts as what happened."),
                (told("1", day(11, 3, 2025), happened(what, day(1, 20))),),
                period=1,
                cohort=0,
            ),
            Example(
                gettext_noop("It happened in February and again in March: one."),
                (told("1", day(1, 12), happened(what, day(2, 10)), happened(what, day(3, 10))),),
                period=1,
                cohort=1,
            ),
            Example(
                gettext_noop("Referred in March, and it happened in May: counts for this quarter’s referrals."),
                (told("1", day(3, 12), happened(what, day(5, 10))),),
                period=0,
                cohort=1,
            ),
            Example(
                gettext_noop("Entered in error: it never counts."),
                (told("1", day(1, 12), happened(what, day(2, 10), in_error=True)),),
                period=0,
                cohort=0,
            ),
        ),
    )


OFFERED = Rule(
    key="offered",
    group=Group.FAR,
    unit=Unit.REFERRALS,
    name=gettext_noop("Offered restorative justice"),
    sentence=gettext_noop(
        "The victim was given the information, and what they answered is written down: yes or no to approaching the "
        "other person or to a way of communicating, or that they want to stop. Both must be there."
    ),
    source=gettext_noop(
        "Our own rule, near the Crime Survey’s question whether somebody was offered such a meeting. No national "
        "definition is published."
    ),
    select=dated(_offered),
    of="received",
    examples=(
        Example(
            gettext_noop("Information in January, the answer in February: it counts in February."),
            (told("1", day(1, 12), happened(What.INFORMED, day(1, 20)), happened(What.ANSWERED, day(2, 2))),),
            period=1,
            cohort=1,
        ),
        Example(
            gettext_noop("The information was given, and no answer is written down."),
            (told("1", day(1, 12), happened(What.INFORMED, day(1, 20))),),
            period=0,
            cohort=0,
        ),
    ),
)

FAR: tuple[Rule, ...] = (
    _happened(
        What.SPOKE,
        gettext_noop("Supported"),
        gettext_noop(
            "At least one talk with the victim in which both spoke: on the telephone, on a visit or by video. It "
            "counts on the day of the first. An attempt or a message left is not enough."
        ),
    ),
    OFFERED,
    _happened(
        What.ASSESSED,
        gettext_noop("Risk assessed"),
        gettext_noop("An assessment of the risk of this process was signed by a second person."),
    ),
    _happened(
        What.APPROACHED,
        gettext_noop("The other person was approached"),
        gettext_noop("The responsible person was told what the victim allowed us to say."),
    ),
    _happened(
        What.INDIRECT,
        gettext_noop("Words passed between them"),
        gettext_noop("At least one message was delivered. It counts on the day of the first."),
    ),
    _happened(
        What.DIRECT,
        gettext_noop("They met"),
        gettext_noop(
            "A live meeting of both, in one room or by video, was held and both were there. Further meetings do not "
            "count again."
        ),
    ),
    _happened(
        What.CIRCLE,
        gettext_noop("A healing circle was held"),
        gettext_noop("A circle for the victim without the responsible person. It is not counted as a meeting."),
    ),
)
