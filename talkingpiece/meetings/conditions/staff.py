"""Whether the facilitators are enough, qualified and free of conflict; and what worries without closing anything."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.states import Complexity
from talkingpiece.core.blockers import Condition
from talkingpiece.meetings.conditions.facts import BookingFacts, Missing, Policy, Worker, asked
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.profile import reaches


def workers(facts: BookingFacts, policy: Policy) -> Iterator[Condition]:
    sensitive = any(case.sensitive for case in facts.cases)
    if sensitive and policy.meetings.two_facilitators_if_sensitive:
        yield asked(
            len(facts.workers) >= 2,
            _("Two facilitators work together"),
            _staff(
                facts,
                "two_facilitators",
                _("A sensitive and complex case needs two facilitators"),
                _("One leads, and one looks after how everybody is."),
            ),
        )
    elif facts.leaders > 1:
        yield asked(
            len(facts.workers) >= facts.leaders,
            _("Two lead it together"),
            _staff(
                facts, "two_leaders", _("Two people lead this together"), _("Somebody is free for whoever needs it.")
            ),
        )
    complexity = Complexity.SENSITIVE if sensitive else Complexity.STANDARD
    for worker in facts.workers:
        needed = policy.staffing.needed(complexity, worker.role)
        yield from _worker(facts, worker, bool(worker.level) and reaches(worker.level, needed))


def _worker(facts: BookingFacts, worker: Worker, qualified: bool) -> Iterator[Condition]:
    name = {"name": worker.name, "people": ", ".join(worker.knows)}
    yield asked(
        qualified,
        _("%(name)s is qualified for this") % name,
        _staff(
            facts,
            "not_qualified",
            _("%(name)s is not yet qualified to facilitate this") % name,
            _("Another facilitator may lead. A coordinator knows who is free."),
        ),
    )
    yield asked(
        not worker.knows,
        _("%(name)s has no conflict of interest") % name,
        _staff(
            facts,
            "conflict",
            _("%(name)s has a conflict of interest with %(people)s") % name,
            _("Somebody who knows one of them cannot be there for all of them."),
        ),
    )


def _staff(facts: BookingFacts, code: str, message: str, why: str) -> Missing:
    return Missing(
        code=code,
        message=message,
        remedy=why,
        who=_("You, with a coordinator."),
        side=Side.SERVICE,
        door="meetings:change",
        door_label=_("Choose the facilitators"),
        door_args=(facts.meeting_id,),
        reference=facts.home,
    )


def worries(facts: BookingFacts) -> list[str]:
    """What a case supervisor answers; it never cancels a promise by itself."""
    found = []
    if facts.booked_at is not None and not facts.area_open:
        found.append(_("The planning group has closed this area for new meetings. Does this one go ahead?"))
    for worker in facts.workers:
        name = {"name": worker.name}
        if worker.supervision_due_on and worker.supervision_due_on < facts.day:
            found.append(_("%(name)s’s case supervision will have lapsed on the day.") % name)
        if worker.vetting_until and worker.vetting_until < facts.day:
            found.append(_("%(name)s’s vetting will have run out on the day.") % name)
    return found
