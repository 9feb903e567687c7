"""Which rows are offered to whoever screens, in which order, and why the others are not. Pure.

Every rule that a row fails is named, not only the first. What is asked first, in every area: whether the victim said
no, and where they stand with the contact scheme. How grave it was asks for care, and keeps nobody out. No score.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext, gettext_noop

from talkingpiece.identification.rules import Condition, ScreenRule
from talkingpiece.identification.states import Scheme, Wish
from talkingpiece.referrals.remit import Finding as RemitFinding

Contact = Literal["asked", "agency", "service", "none"]
Known = Literal["no", "open", "before", "maybe"]
REMIT = "remit:"


@dataclass(frozen=True)
class RowFacts:
    """What is known of one row when it is screened. Empty, None or "unknown": nobody knows."""

    victim: str = ""  # states.Victim; empty where the row names none
    wish: str = Wish.NOT_ASKED
    scheme: str = ""
    proceedings: str = ""
    responsibility: str = ""
    orders: str = ""
    offence: str = "unknown"
    age: str = "not_known"
    flags: frozenset[str] = frozenset()
    restricted: str = ""
    interpreter: str = ""
    days_left: int | None = None
    days_since: int | None = None
    said_no: bool = False  # to us or through an agency, in this list or in one that is gone
    covered: bool = True  # its agency has an agreement in force, for lists
    contact: Contact = "none"  # who speaks with them first, by the agreement's rule; or they asked for it
    way: bool = False  # a way to reach them stands in the row
    known: Known = "no"  # they have an open case or referral here; had one; may be somebody known
    with_another: bool = False  # another row of the same victim is offered in its place
    adds_to: bool = False  # a row of the offender's, which says more of a victim's row
    remit: RemitFinding | None = None


@dataclass(frozen=True)
class Finding:
    id: str
    reason: str
    remedy: str = ""
    review_on: date | None = None


@dataclass(frozen=True)
class Screening:
    failing: tuple[Finding, ...] = ()
    cautions: tuple[Finding, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.failing


# No area switches these off, and they are asked before all others, in this order.
FIRST: dict[str, tuple[str, str]] = {
    "said_no": (
        gettext_noop("They said no once, or that nobody should contact them. They are not asked again."),
        gettext_noop("They can come by themselves on any day."),
    ),
    "wish_no": (gettext_noop("The list says that they do not want it, or no contact."), ""),
    "scheme_out": (
        gettext_noop("They opted out of the contact scheme."),
        gettext_noop("The liaison officer knows whether that meant this, too, and can refer them."),
    ),
    "no_victim": (
        gettext_noop("The row names nobody who was harmed."),
        gettext_noop("It tells more about a victim’s row as soon as one has the same crime reference or offender."),
    ),
    "adds_to": (gettext_noop("It is about the offender, and tells more about a victim’s row."), ""),
    "not_covered": (
        gettext_noop("No agreement that is for lists is in force with whoever handed it over."),
        gettext_noop("It counts again as soon as one is."),
    ),
    "known_here": (gettext_noop("They have an open case or referral here."), ""),
    "with_another": (gettext_noop("Another row of the same person is offered, and they are asked once."), ""),
    "no_first_contact": (
        gettext_noop("Nobody has asked them, and no rule says who may."),
        gettext_noop("The area’s rule on the first contact names such an agency, or the agency asks them."),
    ),
    "no_way": (
        gettext_noop("We are to speak with them first, and no way to reach them stands in the row."),
        gettext_noop("Ask the agency for one."),
    ),
}
_MAYBE = ("maybe_known", gettext_noop("They may be somebody who was here. You are asked when it is accepted."))
_BEFORE = ("here_before", gettext_noop("They had a case here, which is over."))


def screen(facts: RowFacts, rules: Iterable[ScreenRule]) -> Screening:
    held = {
        "said_no": facts.said_no,
        "wish_no": facts.wish in {Wish.DECLINED, Wish.DO_NOT_CONTACT},
        "scheme_out": facts.scheme == Scheme.OPTED_OUT,
        "no_victim": not facts.victim and not facts.adds_to,
        "adds_to": facts.adds_to,
        "not_covered": not facts.covered,
        "known_here": facts.known == "open",
        "with_another": facts.with_another,
        "no_first_contact": bool(facts.victim) and facts.contact == "none",
        "no_way": bool(facts.victim) and facts.contact == "service" and not facts.way,
    }
    failing = [Finding(code, gettext(reason), _said(remedy)) for code, (reason, remedy) in FIRST.items() if held[code]]
    remit = facts.remit
    if facts.victim and remit is not None and not remit.is_in:
        failing.append(Finding(f"{REMIT}{remit.code}", remit.reason, remit.remedy, remit.review_on))
    fitting = [rule for rule in rules if all(_holds(one, facts) for one in rule.when)]
    failing += [_finding(rule) for rule in fitting if rule.effect == "exclude"]
    cautions = [_finding(rule) for rule in fitting if rule.effect == "caution"]
    cautions += [Finding(code, gettext(words)) for code, words in _known(facts)]
    return Screening(tuple(failing), tuple(cautions))


def _known(facts: RowFacts) -> list[tuple[str, str]]:
    return {"maybe": [_MAYBE], "before": [_BEFORE]}.get(facts.known, [])


def _said(words: str) -> str:
    return gettext(words) if words else ""


def _finding(rule: ScreenRule) -> Finding:
    return Finding(rule.id, gettext(rule.reason), _said(rule.remedy), rule.review_on)


def _holds(condition: Condition, facts: RowFacts) -> bool:
    value = getattr(facts, condition.fact)
    if isinstance(value, frozenset):
        return bool(value & set(condition.any_of))
    if isinstance(value, int):
        low, high = condition.at_least, condition.at_most
        return (low is None or value >= low) and (high is None or value <= high)
    return value in condition.any_of


def finding_of(code: str, rules: Iterable[ScreenRule], remit: Iterable[tuple[str, str, str, date | None]]) -> Finding:
    """What a code that was kept meant, by the rules of its version."""
    if code in FIRST:
        reason, remedy = FIRST[code]
        return Finding(code, gettext(reason), _said(remedy))
    for known, words in (_MAYBE, _BEFORE):
        if code == known:
            return Finding(code, gettext(words))
    for rule in rules:
        if rule.id == code:
            return _finding(rule)
    for remit_code, reason, remedy, review_on in remit:
        if code == f"{REMIT}{remit_code}":
            return Finding(code, gettext(reason), _said(remedy), review_on)
    return Finding(code, code)


# The work list begins with what the victim wants, then how little time is left, then who has waited longest.
WISHES = (Wish.REQUESTED, Wish.OPEN, Wish.NOT_ASKED)


def wish_rank(wish: str) -> int:
    return next((number for number, one in enumerate(WISHES) if one == wish), len(WISHES))
