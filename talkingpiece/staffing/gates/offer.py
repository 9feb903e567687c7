"""May this case be offered to this facilitator? What only worries is a warning beside the offer, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.states import Complexity, MemberRole
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.clocks import Kept
from talkingpiece.staffing.gates.offer_facts import OfferFacts
from talkingpiece.staffing.models import Gender, Level
from talkingpiece.staffing.profile import Staffing, reaches
from talkingpiece.ui.dates import short_date


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
    yield from _wishes(facts)
    yield _competence(facts)
    yield _modules(facts)
    yield _travel(facts)
    yield _supervision(facts, policy)
    yield _practice(facts)
    yield _vetting(facts)
    yield _cleared(facts)


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


def _wishes(facts: OfferFacts) -> Iterator[Condition]:
    yield condition(
        not facts.not_wished,
        _("May be offered this case"),
        _blocker(
            "not_wished",
            facts,
            # Neutral: whoever hands their own case over reads it too, and so does whoever is refused by it.
            _("Is not to be offered this case"),
            _("Choose somebody else. Whoever allocates cases can look whether it still is so."),
        ),
    )
    met = not facts.gender_must or facts.gender == facts.gender_wish
    wish = _("a woman") if facts.gender_wish == Gender.WOMAN else _("a man")
    yield condition(
        met,
        _("Nobody insists on a woman or a man, or it is so"),
        _blocker(
            "gender",
            facts,
            _("Somebody of this case needs it to be %(wish)s") % {"wish": wish},
            _("Choose somebody else, or ask again whether it still is so."),
        ),
    )


def _competence(facts: OfferFacts) -> Condition:
    name = {"what": _(facts.competence) if facts.competence else ""}
    return condition(
        facts.competent,
        _("Has learnt what such a case needs"),
        _blocker(
            "competence",
            facts,
            _("Has not been trained for this: %(what)s") % name,
            _("A training, or an offer as co-facilitator with somebody who was."),
        ),
    )


def _modules(facts: OfferFacts) -> Condition:
    return condition(
        not (facts.modules_must and facts.modules_missing),
        _("The training that such a case needs counts today"),
        _blocker("module", facts, _missing(facts), _("A course, or an offer as co-facilitator.")),
    )


def _missing(facts: OfferFacts) -> str:
    return _("Training for such cases does not count today: %(modules)s") % {
        "modules": ", ".join(facts.modules_missing)
    }


def _travel(facts: OfferFacts) -> Condition:
    reaches_it = not facts.district or not facts.districts or facts.district in facts.districts
    return condition(
        reaches_it,
        _("Can travel to where they would meet"),
        _blocker(
            "travel",
            facts,
            # Without naming it: somebody who is no member of the case may read this.
            _("Does not travel to where they would meet"),
            _("Ask them, or whether those of the case can come elsewhere."),
        ),
    )


def _cleared(facts: OfferFacts) -> Condition:
    until = facts.cleared_until
    values = {"prison": facts.prison, "date": short_date(until)}
    message = (
        _("%(prison)s let them in until %(date)s") % values
        if until
        else _("%(prison)s has not cleared them") % {"prison": facts.prison}
    )
    return condition(
        not facts.prison or (until is not None and facts.on <= until),
        _("Every prison that asks for it has cleared them"),
        _blocker("clearance", facts, message, _("Ask the prison, and write down until when it lets them in.")),
    )


def _practice(facts: OfferFacts) -> Condition:
    said = {
        Kept.OBSERVED: _("Nobody has watched their practice for a year"),
        Kept.LEARNING: _("They have fewer hours of learning than their level asks for"),
    }
    message = "; ".join(str(said[Kept(one)]) for one in facts.run_out if Kept(one) in said)
    return condition(
        not facts.run_out,
        _("Observed, and learning, as their level asks for"),
        _blocker("practice", facts, message, _("New cases wait until it is made good. Cases that they have go on.")),
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
    if facts.carried + facts.takes > facts.capacity:
        found.append(
            _(
                "Would have more than they said they can carry: %(carried)d of %(capacity)d points now, and this "
                "takes %(takes)d"
            )
            % {"carried": facts.carried, "capacity": facts.capacity, "takes": facts.takes}
        )
    if facts.gender_wish and not facts.gender_must and facts.gender != facts.gender_wish:
        found.append(
            _("They would like it to be a woman, if that can be")
            if facts.gender_wish == Gender.WOMAN
            else _("They would like it to be a man, if that can be")
        )
    if facts.modules_missing and not facts.modules_must:
        found.append(_missing(facts))
    if not speaks(facts):
        found.append(_("Does not speak %(language)s: an interpreter is needed") % {"language": facts.language})
    return found
