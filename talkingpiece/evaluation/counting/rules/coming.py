"""How people came, what the front door decided, and whether we spoke with them in time."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from talkingpiece.evaluation.counting.journeys import Journey, What
from talkingpiece.evaluation.counting.rules.shape import Example, Group, Rule, Unit, dated, on_the_last_day
from talkingpiece.evaluation.counting.rules.told import day, ended, happened, told, undecided


def _received(one: Journey) -> date | None:
    return None if one.from_list else one.received


def _by(route: str) -> Rule:
    names = {
        "self": gettext_noop("Came to us themselves"),
        "agency": gettext_noop("Referred by an agency"),
        "extraction": gettext_noop("Found in a partner’s list"),
    }
    sentences = {
        "self": gettext_noop("The victim wrote to us or rang us, and nobody referred them."),
        "agency": gettext_noop("An agency sent the referral, with an account or by a one-time link."),
        "extraction": gettext_noop("We found the victim in a list that a partner let us look through."),
    }
    other = "agency" if route == "self" else "self"
    return Rule(
        key=f"route_{route}",
        group=Group.CAME,
        unit=Unit.REFERRALS,
        name=names[route],
        sentence=sentences[route],
        select=dated(lambda one: _received(one) if one.route == route else None),
        of="received",
        share_of_period=True,
        part=True,
        examples=(
            Example(
                gettext_noop("Two referrals in the quarter, each by another route: one counts."),
                (told("1", day(1, 12), route=route), told("2", day(2, 3), route=other)),
                period=1,
                cohort=1,
            ),
        ),
    )


RECEIVED = Rule(
    key="received",
    group=Group.CAME,
    unit=Unit.REFERRALS,
    name=gettext_noop("Referrals received"),
    sentence=gettext_noop(
        "A referral is one harmed person, one responsible person and one incident. It counts once, on the day when it "
        "came. Somebody who comes again is a new referral only if 90 days have passed since the last one ended."
    ),
    select=dated(_received),
    examples=(
        Example(
            gettext_noop("A victim with two responsible persons counts as two referrals."),
            (
                told("1", day(1, 12), case="a", who=("maya", "callum", "burglary")),
                told("2", day(1, 12), case="a", who=("maya", "dean", "burglary")),
            ),
            period=2,
            cohort=2,
        ),
        Example(
            gettext_noop("The same three were referred twice within a month: one referral."),
            (
                told("1", day(1, 12), who=("maya", "callum", "burglary")),
                told("2", day(2, 9), who=("maya", "callum", "burglary")),
            ),
            period=1,
            cohort=1,
        ),
        Example(
            gettext_noop("Ended in October, and referred again in February: new, and the old one is not counted here."),
            (
                told(
                    "1",
                    day(9, 1, 2025),
                    ended(day(10, 6, 2025), "victim_withdrew"),
                    who=("maya", "callum", "burglary"),
                ),
                told("2", day(2, 9), who=("maya", "callum", "burglary")),
            ),
            period=1,
            cohort=1,
        ),
        Example(gettext_noop("It came on 1 April, the day after the quarter."), (told("1", day(4, 1)),), 0, 0),
    ),
)

FROM_LIST = Rule(
    key="from_list",
    group=Group.CAME,
    unit=Unit.REFERRALS,
    name=gettext_noop("Taken over from earlier lists"),
    sentence=gettext_noop(
        "Referrals that the service had before it counted by these rules stand on this line, by the day on which they "
        "first came. They are not among the referrals received, and what became of them is not among this "
        "quarter’s referrals. What happens with them in a quarter counts as what happened."
    ),
    select=dated(lambda one: one.received if one.from_list else None),
    cohort=False,
    examples=(
        Example(
            gettext_noop("Taken over from a spreadsheet: no share of this quarter’s referrals."),
            (told("1", day(1, 12), from_list=True), told("2", day(1, 12))),
            period=1,
            cohort=0,
        ),
    ),
)

AGAIN = Rule(
    key="again",
    group=Group.CAME,
    unit=Unit.REFERRALS,
    name=gettext_noop("Came again after the first one ended"),
    sentence=gettext_noop(
        "The same harmed person, responsible person and incident, 90 days or more after the last referral ended."
    ),
    select=dated(lambda one: _received(one) if one.again else None),
    of="received",
    part=True,
    examples=(
        Example(
            gettext_noop("Ended on 6 October, came again 90 days later, on 4 January."),
            (
                told("1", day(9, 1, 2025), ended(day(10, 6, 2025), "other"), who=("maya", "callum", "burglary")),
                told("2", day(1, 4), who=("maya", "callum", "burglary")),
            ),
            period=1,
            cohort=1,
        ),
        Example(
            gettext_noop("It came again 89 days later: still the same referral, which goes on."),
            (
                told("1", day(9, 1, 2025), ended(day(10, 6, 2025), "other"), who=("maya", "callum", "burglary")),
                told("2", day(1, 3), who=("maya", "callum", "burglary")),
            ),
            period=0,
            cohort=0,
        ),
    ),
)


def _open_at_the_door(one: Journey, on: date) -> bool:
    return not one.decision or (one.decided_on is not None and one.decided_on > on)


WAITING = Rule(
    key="waiting",
    group=Group.DECIDED,
    unit=Unit.REFERRALS,
    name=gettext_noop("Not decided yet"),
    sentence=gettext_noop("The front door had not decided by the last day of the quarter. Held referrals are here."),
    select=on_the_last_day(_open_at_the_door),
    of="received",
    part=True,
    examples=(
        Example(
            gettext_noop("Received in March, decided in May: waiting when the quarter ended, and decided today."),
            (undecided("1", day(3, 20), "signposted", day(5, 2)),),
            period=1,
            cohort=0,
        ),
        Example(gettext_noop("Received in March and still not decided."), (undecided("1", day(3, 20)),), 1, 1),
    ),
)


def _decided(key: str, decision: str, name: str, sentence: str) -> Rule:
    return Rule(
        key=key,
        group=Group.DECIDED,
        unit=Unit.REFERRALS,
        name=name,
        sentence=sentence,
        select=dated(lambda one: one.decided_on if one.decision == decision else None),
        of="received",
        part=True,
        examples=(
            Example(
                gettext_noop("Received in December, decided in January. Another: received in March, decided in May."),
                (
                    undecided("1", day(12, 20, 2025), decision, day(1, 5)),
                    undecided("2", day(3, 20), decision, day(5, 2)),
                ),
                period=1,
                cohort=1,
            ),
            Example(gettext_noop("Not decided yet: counts nowhere here."), (undecided("1", day(3, 20)),), 0, 0),
        ),
    )


def _in_time(one: Journey) -> bool:
    spoke = one.first(What.SPOKE)
    return spoke is not None and one.speak_by is not None and spoke <= one.speak_by


def _owed(one: Journey) -> date | None:
    return one.speak_by if one.decision in {"", "accepted"} and not one.from_list else None


_ON_TIME = told("1", day(1, 12), happened(What.SPOKE, day(1, 19)), speak_by=day(1, 19))
_LATE = told("2", day(1, 12), happened(What.SPOKE, day(1, 20)), speak_by=day(1, 19))

SPEAK_DUE = Rule(
    key="speak_due",
    group=Group.IN_TIME,
    unit=Unit.REFERRALS,
    name=gettext_noop("A first talk was promised by now"),
    sentence=gettext_noop(
        "The last day of our promise of a first talk with the victim lies in the quarter. Referrals that were helped "
        "elsewhere or stopped before are not among them."
    ),
    select=dated(_owed),
    examples=(
        Example(
            gettext_noop("Promised by 19 January; another by 7 April."),
            (_ON_TIME, told("2", day(3, 30), speak_by=day(4, 7))),
            period=1,
            cohort=2,
        ),
    ),
)
SPEAK_IN_TIME = Rule(
    key="speak_in_time",
    group=Group.IN_TIME,
    unit=Unit.REFERRALS,
    name=gettext_noop("We spoke by that day"),
    sentence=gettext_noop("We spoke with the victim on the promised day or before. A message left is no talk."),
    select=dated(lambda one: _owed(one) if _in_time(one) else None),
    of="speak_due",
    share_of_period=True,
    part=True,
    examples=(Example(gettext_noop("One on the last day, one a day late."), (_ON_TIME, _LATE), 1, 1),),
)
SPEAK_LATE = Rule(
    key="speak_late",
    group=Group.IN_TIME,
    unit=Unit.REFERRALS,
    name=gettext_noop("Later, or not yet"),
    sentence=gettext_noop("We spoke later than we promised, or have not spoken yet."),
    select=dated(lambda one: None if _in_time(one) else _owed(one)),
    of="speak_due",
    share_of_period=True,
    part=True,
    examples=(
        Example(
            gettext_noop("One in time, one a day late, one not at all."),
            (_ON_TIME, _LATE, told("3", day(1, 12), speak_by=day(1, 19))),
            period=2,
            cohort=2,
        ),
    ),
)

COMING: tuple[Rule, ...] = (
    RECEIVED,
    _by("self"),
    _by("agency"),
    _by("extraction"),
    AGAIN,
    FROM_LIST,
    _decided(
        "taken",
        "accepted",
        gettext_noop("Taken: a case was opened"),
        gettext_noop("The front door accepted the referral. It counts on the day of the decision."),
    ),
    _decided(
        "elsewhere",
        "signposted",
        gettext_noop("Helped elsewhere"),
        gettext_noop("We could not help, and said who can. It counts on the day of the decision."),
    ),
    _decided(
        "stopped",
        "stopped",
        gettext_noop("Stopped by the person"),
        gettext_noop("They asked us to stop before a case was opened."),
    ),
    WAITING,
)
IN_TIME: tuple[Rule, ...] = (SPEAK_DUE, SPEAK_IN_TIME, SPEAK_LATE)
