"""May this case be offered to this facilitator? What only worries is a warning beside the offer, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import is_away, leaves_of
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import team_of
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import Staffing, reaches
from talkingpiece.staffing.queries import Available, conflicts, facilitators, people_of
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class OfferFacts:
    """One worker beside one case, on one day. `level` is empty for somebody who is no facilitator of the area."""

    name: str
    role: str
    complexity: str
    on: date
    case_open: bool = True
    has_it: bool = False
    level: str = ""
    knows_somebody: bool = False
    taking_cases: bool = False
    supervision_due_on: date | None = None
    vetting_until: date | None = None
    open_cases: int = 0
    capacity: int = 0
    languages: tuple[str, ...] = ()
    language: str = ""  # the victim's
    back_on: date | None = None  # away now, until then


def facts_for_offers(case: Case, role: str, at: datetime) -> list[tuple[User, OfferFacts]]:
    """Every facilitator of the area beside this case. The number of queries does not grow with them."""
    available = facilitators(case.area_id, at)
    known = conflicts([a.facilitator.user_id for a in available], people_of(case))
    having = _having(case, role)
    leaves = leaves_of([a.facilitator.user_id for a in available], case.area_id, timezone.localdate(at))
    back = {leave.user_id: leave.ends_on for leave in leaves if is_away(leave, at)}
    facts = [_facts(case, role, at, a, knows=bool(known.get(a.facilitator.user_id)), having=having) for a in available]
    return [
        (a.facilitator.user, replace(one, back_on=back.get(a.facilitator.user_id)))
        for a, one in zip(available, facts, strict=True)
    ]


def facts_for_offer(case: Case, to: User, role: str, at: datetime) -> OfferFacts:
    for user, facts in facts_for_offers(case, role, at):
        if user.pk == to.pk:
            return facts
    return OfferFacts(
        name=to.name,
        role=role,
        complexity=case.complexity,
        on=timezone.localdate(at),
        case_open=case.is_open,
        knows_somebody=bool(conflicts([to.pk], people_of(case))),
    )


def _having(case: Case, role: str) -> set[object]:
    """Who has the case already. Whoever joins as co-facilitator may still be offered to lead it."""
    taken = {MemberRole.OWNER} if role == MemberRole.OWNER else {MemberRole.OWNER, MemberRole.CO_FACILITATOR}
    return {member.user_id for member in team_of(case.pk) if member.role in taken}


def _facts(case: Case, role: str, at: datetime, found: Available, *, knows: bool, having: set[object]) -> OfferFacts:
    facilitator = found.facilitator
    return OfferFacts(
        name=facilitator.user.name,
        role=role,
        complexity=case.complexity,
        on=timezone.localdate(at),
        case_open=case.is_open,
        has_it=facilitator.user_id in having,
        level=facilitator.level,
        knows_somebody=knows,
        taking_cases=facilitator.taking_cases,
        supervision_due_on=facilitator.supervision_due_on,
        vetting_until=facilitator.vetting_until,
        open_cases=found.open_cases,
        capacity=facilitator.capacity,
        languages=tuple(word.strip() for word in facilitator.languages.split(",") if word.strip()),
        language=case.victim.language,
    )


def blockers_to_offer(facts: OfferFacts, policy: Staffing) -> Verdict:
    return verdict([*_case(facts), *_person(facts, policy)])


def _case(facts: OfferFacts) -> Iterator[Condition]:
    yield condition(
        facts.case_open,
        _("The case is open"),
        _blocker("case_ended", facts, _("This case has ended"), _("Open it again first."), door="casefile:reopen"),
    )
    yield condition(
        not facts.has_it,
        _("%(name)s does not have it yet") % {"name": facts.name},
        _blocker(
            "has_it",
            facts,
            _("%(name)s works on this case already") % {"name": facts.name},
            _("Choose somebody else."),
        ),
    )


def _person(facts: OfferFacts, policy: Staffing) -> Iterator[Condition]:
    name = {"name": facts.name}
    if not facts.level:
        yield Condition(
            _("%(name)s is a facilitator of this area") % name,
            _blocker(
                "not_registered",
                facts,
                _("%(name)s is not a facilitator of this area") % name,
                _("Their level, supervision and vetting are entered first."),
            ),
        )
        return
    yield _level(facts, policy)
    yield condition(
        not facts.knows_somebody,
        _("Knows nobody in this case, as far as was declared"),
        _blocker(
            "conflict",
            facts,
            _("Has a conflict of interest with somebody in this case"),
            _("It cannot be set aside. Offer the case to somebody else."),
        ),
    )
    yield condition(
        facts.taking_cases,
        _("Takes new cases"),
        _blocker("not_taking", facts, _("Takes no new cases now"), _("Ask %(name)s when that may change.") % name),
    )
    yield _supervision(facts, policy)
    yield _vetting(facts)


def _level(facts: OfferFacts, policy: Staffing) -> Condition:
    needed = policy.needed(facts.complexity, facts.role)
    levels = {"needed": Level(needed).label, "level": Level(facts.level).label}
    sensitive = facts.complexity == Complexity.SENSITIVE
    return condition(
        reaches(facts.level, needed),
        _("%(level)s level. This case needs %(needed)s") % levels,
        _blocker(
            "level",
            facts,
            _("%(level)s level. This case needs %(needed)s") % levels,
            _("It is sensitive and complex. An offer as co-facilitator may be possible.")
            if sensitive and facts.role == MemberRole.OWNER
            else _("An offer as co-facilitator may be possible.")
            if facts.role == MemberRole.OWNER
            else _("Choose somebody with more experience."),
        ),
    )


def _supervision(facts: OfferFacts, policy: Staffing) -> Condition:
    due = facts.supervision_due_on
    message = (
        _("Case supervision was due on %(date)s") % {"date": short_date(due)}
        if due
        else _("No date is known for the next case supervision")
    )
    return condition(
        due is not None and facts.on <= due,
        _("Supervised: the next time is by %(date)s") % {"date": short_date(due)},
        _blocker(
            "supervision",
            facts,
            message,
            _("It takes place at least every %(weeks)d weeks. Cases that they have go on.")
            % {"weeks": policy.supervision_weeks},
        ),
    )


def _vetting(facts: OfferFacts) -> Condition:
    until = facts.vetting_until
    message = _("Vetting ran out on %(date)s") % {"date": short_date(until)} if until else _("No vetting is recorded")
    return condition(
        until is not None and facts.on <= until,
        _("Vetted until %(date)s") % {"date": short_date(until)},
        _blocker("vetting", facts, message, _("New cases wait until it is renewed. Cases that they have go on.")),
    )


def _blocker(code: str, facts: OfferFacts, message: str, remedy: str, *, door: str = "") -> Blocker:
    return Blocker(
        code=code,
        message=message,
        remedy=remedy,
        who=_("You, or a case supervisor."),
        side=Side.SERVICE,
        door=door,
        door_label=_("Open it again") if door else "",
    )


def speaks(facts: OfferFacts) -> bool:
    """Whether they speak the victim's language. Everybody here speaks English."""
    spoken = {word.casefold() for word in (*facts.languages, "English")}
    return facts.language.casefold() in spoken


def warnings(facts: OfferFacts) -> list[str]:
    """What to think about before offering. None of it refuses."""
    found = []
    if facts.back_on:
        found.append(_("Is away, and cannot answer before %(day)s") % {"day": short_date(facts.back_on)})
    if facts.open_cases >= facts.capacity:
        found.append(
            ngettext(
                "Would have more than they said they can carry: %(open)d open case now, of %(capacity)d",
                "Would have more than they said they can carry: %(open)d open cases now, of %(capacity)d",
                facts.open_cases,
            )
            % {"open": facts.open_cases, "capacity": facts.capacity}
        )
    if not speaks(facts):
        found.append(_("Does not speak %(language)s: an interpreter is needed") % {"language": facts.language})
    return found
