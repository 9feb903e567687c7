"""Who could take a case, in words: for, against, and what to think about. And what was declared, for the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case, HandOver
from talkingpiece.cases.queries import all_companions, owner_of, responsibles
from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.core.blockers import Blocker, Text
from talkingpiece.core.timeline import Entry
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.gates import OfferFacts, blockers_to_offer, facts_for_offers, speaks, warnings
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.queries import conflicts_in, open_offer_of, staffing_of


@dataclass(frozen=True)
class Choice:
    """Somebody to whom the case can be offered, and what speaks for and against it in one line."""

    user: User
    hint: str


@dataclass(frozen=True)
class NotNow:
    """Somebody to whom it cannot be offered now, and every reason."""

    name: str
    reasons: list[Blocker]


@dataclass(frozen=True)
class Allocation:
    role: str
    holder: User | None
    needed: Text
    ready: list[Choice]
    not_now: list[NotNow]
    offer: HandOver | None

    @property
    def leads(self) -> bool:
        return self.role == MemberRole.OWNER


def allocation(case: Case, role: str, at: datetime) -> Allocation:
    policy = staffing_of(case)
    found = [
        (user, facts, blockers_to_offer(facts, policy).blockers)
        for user, facts in facts_for_offers(case, role, at)
        if not facts.has_it
    ]
    # Who has room first; among them whoever has least, so that nobody is asked out of habit.
    able = sorted(
        ((user, facts) for user, facts, blockers in found if not blockers),
        key=lambda one: (bool(warnings(one[1])), one[1].carried, one[0].name),
    )
    return Allocation(
        role=role,
        holder=owner_of(case.pk),
        needed=Level(policy.needed(case.complexity, role)).label,
        ready=[Choice(user, hint(facts)) for user, facts in able],
        not_now=[NotNow(user.name, blockers) for user, _facts, blockers in found if blockers],
        offer=open_offer_of(case.pk, role),
    )


def hint(facts: OfferFacts) -> str:
    level = _("%(level)s level.") % {"level": Level(facts.level).label}
    load = ngettext(
        "%(open)d open case, %(carried)d of %(capacity)d points.",
        "%(open)d open cases, %(carried)d of %(capacity)d points.",
        facts.open_cases,
    ) % {"open": facts.open_cases, "carried": facts.carried, "capacity": facts.capacity}
    speaking = _("Speaks %(language)s.") % {"language": facts.language} if speaks(facts) and facts.language else ""
    thoughts = " ".join(f"{words}." for words in warnings(facts))
    return " ".join(words for words in (level, load, speaking, thoughts) if words)


@dataclass(frozen=True)
class OfferPage:
    """All that somebody is shown before a case is theirs: no name, no whereabouts, no account."""

    reference: str
    what: str
    area: str
    complexity: Text
    leads: bool
    by: str
    words: str
    offered_at: datetime


def offer_page(offer: HandOver) -> OfferPage:
    case = offer.case
    return OfferPage(
        reference=case.reference,
        what=case.incident.words or str(case.incident.get_category_display()),
        area=case.area.name,
        complexity=Complexity(case.complexity).label,
        leads=offer.role == MemberRole.OWNER,
        by=offer.from_user.name,
        words=offer.words,
        offered_at=offer.happened_at,
    )


def people_choices(case: Case) -> list[tuple[str, Text]]:
    """Everybody with a part in the case, by id and name: the victim, who is responsible, and who is beside them."""
    offenders = [one.person for one in responsibles(case.pk)]
    beside = [one.person for one in all_companions(case.pk)]
    return list({str(one.pk): one.name for one in [case.victim, *offenders, *beside]}.items())


def timeline(case: Case) -> list[Entry]:
    """Conflicts of interest with somebody of the case. Offers and answers are told by the case itself."""
    return [
        Entry(
            at=conflict.happened_at,
            title=_("%(name)s has a conflict of interest") % {"name": conflict.user.name},
            side=Side.SERVICE,
            words=conflict.words,
            by=conflict.recorded_by.name if conflict.recorded_by else "",
            fact="people.Conflict",
            fact_id=conflict.pk,
            recorded_at=conflict.recorded_at,
            error_why=conflict.error_why,
            vaguely=conflict.happened_vaguely,
        )
        for conflict in conflicts_in(case)
    ]
