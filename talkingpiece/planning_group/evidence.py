"""What counts as evidence for each kind of item. Pure: facts in, words out; nothing of it is ever stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.roles import Role
from talkingpiece.agreements.states import Category
from talkingpiece.areas.profile import Section
from talkingpiece.consents.profile import ConsentWords
from talkingpiece.engagement.profile import Engagement
from talkingpiece.evaluation.profile import Evaluation
from talkingpiece.planning_group.checklist import ChecklistItem
from talkingpiece.planning_group.states import Source
from talkingpiece.referrals.profile import Remit
from talkingpiece.risk.profile import Risk
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import reaches
from talkingpiece.ui.dates import short_date

S = TypeVar("S", bound=Section)


@dataclass(frozen=True)
class AgreementFact:
    kind: str
    agency: str
    reference: str
    ends_on: date
    we_may_send: tuple[str, ...]


@dataclass(frozen=True)
class FacilitatorFact:
    name: str
    level: str
    supervision_due_on: date | None
    vetting_until: date | None


@dataclass(frozen=True)
class GivenFact:
    words: str
    reference: str
    dated: date
    until: date | None
    by: str

    def in_date(self, on: date) -> bool:
        return self.until is None or self.until >= on


@dataclass(frozen=True)
class AreaFacts:
    on: date
    phone: str
    profile_version: int
    profile_adopted_on: date | None
    sections: Callable[..., Section]
    people: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    referring: tuple[str, ...] = ()
    duty_owner: str = ""
    facilitators: tuple[FacilitatorFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    figures_taken_on: date | None = None
    given: Mapping[str, GivenFact] = field(default_factory=dict)

    def section(self, wanted: type[S]) -> S:
        return self.sections(wanted)  # type: ignore[return-value]

    def named(self, role: Role) -> tuple[str, ...]:
        return self.people.get(role, ())


@dataclass(frozen=True)
class Found:
    """What was found. `words` say it, also where it is not enough."""

    met: bool
    words: str


@dataclass(frozen=True)
class Standing:
    """An item and how it stands now. `live`: looked up in the records; else somebody writes it down."""

    item: ChecklistItem
    found: Found

    @property
    def met(self) -> bool:
        return self.found.met

    @property
    def live(self) -> bool:
        return self.item.source is not Source.BY_HAND


def standings(items: Iterable[ChecklistItem], facts: AreaFacts) -> list[Standing]:
    return [Standing(item, SOURCES[item.source](item, facts)) for item in sorted(items, key=lambda item: item.step)]


def _by_hand(item: ChecklistItem, facts: AreaFacts) -> Found:
    given = facts.given.get(item.key)
    if given is None:
        return Found(False, _("Nobody has written this down yet."))
    words = {"words": given.words, "day": short_date(given.dated), "by": given.by}
    if not given.in_date(facts.on):
        words["until"] = short_date(given.until)
        return Found(False, _("%(words)s Of %(day)s, written down by %(by)s. It counted until %(until)s.") % words)
    return Found(True, _("%(words)s Of %(day)s, written down by %(by)s.") % words)


def _agreement(item: ChecklistItem, facts: AreaFacts) -> Found:
    return _agreements([a for a in facts.agreements if a.kind in item.agencies])


def _outcome_may_go(item: ChecklistItem, facts: AreaFacts) -> Found:
    letting = [a for a in facts.agreements if a.kind in item.agencies and Category.OUTCOME in a.we_may_send]
    return _agreements(letting)


def _agreements(found: list[AgreementFact]) -> Found:
    if not found:
        return Found(False, _("No such agreement is in force."))
    told = [
        _("%(reference)s with %(agency)s, in force until %(day)s.")
        % {"reference": a.reference, "agency": a.agency, "day": short_date(a.ends_on - timedelta(days=1))}
        for a in found
    ]
    return Found(True, " ".join(told))


def _in_role(role: Role, nobody: Callable[[], str]) -> Callable[[ChecklistItem, AreaFacts], Found]:
    def find(item: ChecklistItem, facts: AreaFacts) -> Found:
        names = facts.named(role)
        return Found(len(names) >= item.number, ", ".join(names) + "." if names else nobody())

    return find


def _two_pairs_of_eyes(item: ChecklistItem, facts: AreaFacts) -> Found:
    signing, working = facts.named(Role.CASE_SUPERVISOR), facts.named(Role.FACILITATOR)
    if not any(one != other for one in signing for other in working):
        return Found(False, _("There is nobody to sign what somebody else assessed."))
    return Found(True, _("%(names)s signs what facilitators assess.") % {"names": ", ".join(signing)})


def _duty(item: ChecklistItem, facts: AreaFacts) -> Found:
    if not facts.duty_owner:
        return Found(False, _("Nobody is on duty now."))
    return Found(True, _("%(name)s is on duty now.") % {"name": facts.duty_owner})


def _facilitators(item: ChecklistItem, facts: AreaFacts) -> Found:
    able = [one.name for one in facts.facilitators if reaches(one.level, item.level)]
    words = {"names": ", ".join(able), "level": Level(item.level).label, "number": len(able), "needed": item.number}
    if not able:
        return Found(False, _("Nobody is registered at the level “%(level)s” or above.") % words)
    told = _("%(names)s: registered at the level “%(level)s” or above.") % words
    if len(able) < item.number:
        return Found(False, told + " " + _("That is %(number)d of %(needed)d.") % words)
    return Found(True, told)


def _in_date(
    what: Callable[[FacilitatorFact], date | None], all_well: Callable[[], str]
) -> Callable[[ChecklistItem, AreaFacts], Found]:
    def find(item: ChecklistItem, facts: AreaFacts) -> Found:
        if not facts.facilitators:
            return Found(False, _("Nobody is registered as a facilitator."))
        late = [one.name for one in facts.facilitators if (day := what(one)) is None or day < facts.on]
        if late:
            return Found(False, _("Not in date, or not known: %(names)s.") % {"names": ", ".join(late)})
        return Found(True, all_well())

    return find


def _profile_says(told: str, facts: AreaFacts) -> Found:
    """Adopted means: it stands in a numbered version of the area's profile."""
    if not facts.profile_version or facts.profile_adopted_on is None:
        return Found(False, _("The area has not adopted a profile yet."))
    words = {"version": facts.profile_version, "day": short_date(facts.profile_adopted_on)}
    return Found(True, told + " " + _("Area profile, version %(version)d, adopted %(day)s.") % words)


def _profile(item: ChecklistItem, facts: AreaFacts) -> Found:
    return _profile_says("", facts)


def _remit(item: ChecklistItem, facts: AreaFacts) -> Found:
    rules = facts.section(Remit).rules
    late = [rule for rule in rules if rule.review_on is not None and rule.review_on < facts.on]
    if late:
        told = ngettext(
            "One rule that keeps people out was to be looked at again by %(day)s.",
            "%(number)d rules that keep people out were to be looked at again, the first by %(day)s.",
            len(late),
        )
        first = min(rule.review_on for rule in late if rule.review_on)
        return Found(False, told % {"number": len(late), "day": short_date(first)})
    told = ngettext("One rule, none overdue for review.", "%(number)d rules, none overdue for review.", len(rules))
    return _profile_says(told % {"number": len(rules)}, facts)


def _route(item: ChecklistItem, facts: AreaFacts) -> Found:
    if not facts.duty_owner or not facts.phone:
        return Found(False, _("Nobody is on duty, so that whatever arrives would have no owner."))
    told = _("Victims reach us themselves: on the public page, and on %(phone)s.") % {"phone": facts.phone}
    if facts.referring:
        told += " " + _("Who can refer: %(names)s.") % {"names": ", ".join(facts.referring)}
    return Found(True, told)


def _risk_form(item: ChecklistItem, facts: AreaFacts) -> Found:
    factors = len(facts.section(Risk).factors)
    return _profile_says(_("%(number)d things to look at.") % {"number": factors}, facts)


def _sheets(item: ChecklistItem, facts: AreaFacts) -> Found:
    sheets = facts.section(Engagement).sheets
    if not {"victim", "offender"} <= {sheet.side for sheet in sheets}:
        return Found(False, _("There is not a sheet for both sides."))
    told = ngettext("%(number)d sheet.", "%(number)d sheets.", len(sheets)) % {"number": len(sheets)}
    return _profile_says(told, facts)


def _consent_words(item: ChecklistItem, facts: AreaFacts) -> Found:
    words = len(facts.section(ConsentWords).wordings)
    return _profile_says(_("%(number)d questions, each by itself.") % {"number": words}, facts)


def _preparation(item: ChecklistItem, facts: AreaFacts) -> Found:
    items = len(facts.section(Engagement).checklist)
    return _profile_says(_("%(number)d things to go through.") % {"number": items}, facts)


def _asked_later(item: ChecklistItem, facts: AreaFacts) -> Found:
    weeks = facts.section(Evaluation).ask_after_weeks
    told = ngettext("%(number)d week afterwards.", "%(number)d weeks afterwards.", weeks) % {"number": weeks}
    return _profile_says(told, facts)


def _figures_taken(item: ChecklistItem, facts: AreaFacts) -> Found:
    if facts.figures_taken_on is None:
        return Found(False, _("Nobody has taken the figures of a quarter yet."))
    return Found(True, _("Figures were last taken on %(day)s.") % {"day": short_date(facts.figures_taken_on)})


SOURCES: dict[Source, Callable[[ChecklistItem, AreaFacts], Found]] = {
    Source.BY_HAND: _by_hand,
    Source.AGREEMENT: _agreement,
    Source.OUTCOME_MAY_GO: _outcome_may_go,
    Source.MANAGER: _in_role(Role.SCHEME_MANAGER, lambda: _("Nobody has the role of scheme manager.")),
    Source.SUPERVISOR: _in_role(Role.CASE_SUPERVISOR, lambda: _("Nobody has the role of case supervisor.")),
    Source.TWO_PAIRS_OF_EYES: _two_pairs_of_eyes,
    Source.DUTY: _duty,
    Source.FACILITATORS: _facilitators,
    Source.IN_SUPERVISION: _in_date(
        lambda one: one.supervision_due_on, lambda: _("Every facilitator’s next supervision lies ahead.")
    ),
    Source.VETTED: _in_date(lambda one: one.vetting_until, lambda: _("Every facilitator’s clearance is in date.")),
    Source.OFFENDER_MANAGERS: _in_role(Role.OFFENDER_MANAGER, lambda: _("No offender manager has an account.")),
    Source.PROFILE: _profile,
    Source.REMIT: _remit,
    Source.ROUTE: _route,
    Source.RISK_FORM: _risk_form,
    Source.SHEETS: _sheets,
    Source.CONSENT_WORDS: _consent_words,
    Source.PREPARATION: _preparation,
    Source.ASKED_LATER: _asked_later,
    Source.FIGURES_TAKEN: _figures_taken,
}
