"""How it ended and why, and how long what is open has been open."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from talkingpiece.cases.states import COMPLETED, ClosureReason
from talkingpiece.evaluation.counting.journeys import Journey, What
from talkingpiece.evaluation.counting.rules.shape import Example, Group, Rule, Unit, dated, on_the_last_day
from talkingpiece.evaluation.counting.rules.told import day, ended, happened, told

# What is shown outside: no line of it says that a victim, or an offender, said no.
GROUPS: tuple[tuple[str, str, frozenset[ClosureReason]], ...] = (
    ("completed", gettext_noop("Completed: they met, words passed, or a circle was held"), COMPLETED),
    (
        "ended_no_exchange",
        gettext_noop("Ended without an exchange"),
        frozenset(
            {
                ClosureReason.NEEDS_MET_EARLY,
                ClosureReason.VICTIM_WITHDREW,
                ClosureReason.VICTIM_UNCONTACTABLE,
                ClosureReason.OFFENDER_DECLINED,
                ClosureReason.OFFENDER_DENIES,
                ClosureReason.OTHER,
            }
        ),
    ),
    (
        "ended_not_possible",
        gettext_noop("It was not possible"),
        frozenset(
            {
                ClosureReason.OFFENDER_UNSUITABLE,
                ClosureReason.OFFENDER_NOT_TRACED,
                ClosureReason.OFFENDER_DIED,
                ClosureReason.UNSAFE,
                ClosureReason.LEGAL_BAR,
                ClosureReason.AGENCY_REFUSED,
            }
        ),
    ),
    ("ended_transferred", gettext_noop("Handed to another area"), frozenset({ClosureReason.TRANSFERRED})),
)
_SENTENCES = {
    "completed": gettext_noop("The case ended after they met, after words had passed, or after a circle was held."),
    "ended_no_exchange": gettext_noop(
        "Somebody did not want to go on, or could not be reached, or needed no more. Outside the service nobody "
        "learns which of these it was."
    ),
    "ended_not_possible": gettext_noop(
        "It could not be made safe or lawful, or the responsible person could not take part or was not found."
    ),
    "ended_transferred": gettext_noop("Another area went on with it. It ended here, and is not completed here."),
}


def _ended_on(one: Journey) -> date | None:
    return one.ending.on if one.ending else None


def _for(reasons: frozenset[ClosureReason], one: Journey) -> date | None:
    return one.ending.on if one.ending and one.ending.detail in reasons else None


def _examples(reason: str, other: str) -> tuple[Example, ...]:
    return (
        Example(
            gettext_noop("Two cases ended in March, one of them for this reason."),
            (told("1", day(1, 12), ended(day(3, 2), reason)), told("2", day(1, 12), ended(day(3, 2), other))),
            period=1,
            cohort=1,
        ),
        Example(
            gettext_noop("Ended for this reason, and opened again later: the ending no longer counts."),
            (told("1", day(1, 12), ended(day(3, 2), reason, until=day(4, 7))),),
            period=0,
            cohort=0,
        ),
    )


def _group(key: str, name: str, reasons: frozenset[ClosureReason]) -> Rule:
    inside = sorted(reasons)[0].value
    other = next(reason.value for reason in ClosureReason if reason not in reasons)
    return Rule(
        key=key,
        group=Group.ENDED,
        unit=Unit.REFERRALS,
        name=name,
        sentence=_SENTENCES[key],
        select=dated(lambda one: _for(reasons, one)),
        of="ended",
        share_of_period=True,
        part=True,
        examples=_examples(inside, other),
    )


def _reason(reason: ClosureReason) -> Rule:
    other = next(one.value for one in ClosureReason if one is not reason)
    return Rule(
        key=f"because_{reason.value}",
        group=Group.ENDED,
        unit=Unit.REFERRALS,
        name=reason.label,
        sentence=gettext_noop("The reason that was written down when the case ended. It stays inside the service."),
        select=dated(lambda one: _for(frozenset({reason}), one)),
        of="ended",
        inside=True,
        part=True,
        examples=_examples(reason.value, other),
    )


ENDED = Rule(
    key="ended",
    group=Group.ENDED,
    unit=Unit.REFERRALS,
    name=gettext_noop("Ended"),
    sentence=gettext_noop(
        "The case ended, and was not opened again since. It counts on the day of the ending. A case with two "
        "responsible persons is two referrals, and so ends twice."
    ),
    select=dated(_ended_on),
    of="taken",
    examples=(
        Example(
            gettext_noop("Ended in March."), (told("1", day(1, 12), ended(day(3, 2), "other")),), period=1, cohort=1
        ),
        Example(
            gettext_noop("Ended in February, opened again in March, ended in May: it counts in May."),
            (
                told(
                    "1",
                    day(1, 12),
                    ended(day(2, 2), "victim_withdrew", until=day(3, 3)),
                    ended(day(5, 4), "completed_direct"),
                ),
            ),
            period=0,
            cohort=1,
        ),
        Example(
            gettext_noop("The ending was entered in error."),
            (told("1", day(1, 12), ended(day(3, 2), "other", in_error=True)),),
            period=0,
            cohort=0,
        ),
    ),
)


def is_open(one: Journey, on: date) -> bool:
    """Taken by then, and not ended by then. An ending that was taken back does not interrupt it."""
    taken = one.decision == "accepted" and one.decided_on is not None and one.decided_on <= on
    return taken and not (one.ending is not None and one.ending.on <= on)


def _band(key: str, name: str, first: int, below: int | None) -> Rule:
    at = day(3, 31)
    inside = at.toordinal() - first
    return Rule(
        key=key,
        group=Group.OPEN,
        unit=Unit.REFERRALS,
        name=name,
        sentence=gettext_noop(
            "Days since the referral came, on the last day of the quarter. The victim’s pauses do not count."
        ),
        select=on_the_last_day(
            lambda one, on: (
                is_open(one, on) and one.days_open(on) >= first and (below is None or one.days_open(on) < below)
            )
        ),
        of="open",
        share_of_period=True,
        part=True,
        examples=(
            Example(
                gettext_noop("Open for as many days as this line asks at the least, on the last day of the quarter."),
                (told("1", date.fromordinal(inside), from_list=True),),
                period=1,
                cohort=0,
            ),
            Example(
                gettext_noop("The same, and ended the day before."),
                (told("1", date.fromordinal(inside - 1), ended(day(3, 30), "other"), from_list=True),),
                period=0,
                cohort=0,
            ),
        ),
    )


OPEN_NOW = Rule(
    key="open",
    group=Group.OPEN,
    unit=Unit.REFERRALS,
    name=gettext_noop("Open on the last day"),
    sentence=gettext_noop(
        "The front door had taken it, and the case had not ended by the last day of the quarter. Of this quarter’s "
        "referrals: not ended until today."
    ),
    select=on_the_last_day(is_open),
    of="taken",
    examples=(
        Example(
            gettext_noop("Ended in May: open on the last day of March, ended today."),
            (told("1", day(1, 12), ended(day(5, 4), "other")),),
            period=1,
            cohort=0,
        ),
        Example(
            gettext_noop("A pause leaves it open."),
            (told("1", day(1, 12), happened(What.PAUSED, day(2, 2))),),
            period=1,
            cohort=1,
        ),
    ),
)

ENDING: tuple[Rule, ...] = (
    ENDED,
    *(_group(key, name, reasons) for key, name, reasons in GROUPS),
    *(_reason(reason) for reason in ClosureReason),
)
OPEN: tuple[Rule, ...] = (
    OPEN_NOW,
    _band("open_3", gettext_noop("Less than 3 months"), 0, 91),
    _band("open_6", gettext_noop("3 to 6 months"), 91, 182),
    _band("open_12", gettext_noop("6 to 12 months"), 182, 365),
    _band("open_more", gettext_noop("A year or longer"), 365, None),
)
