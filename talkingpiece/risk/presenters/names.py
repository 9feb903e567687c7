from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import approaches, responsibles
from talkingpiece.risk.profile import VICTIM_FIRST


def approach_names(case: Case) -> dict[str, str]:
    """What can be assessed, by key, in the order in which it comes up."""
    first = _("Before the offender is approached: %(name)s’s side") % {"name": case.victim.called}
    return {VICTIM_FIRST: first} | {one.key: _(one.name) for one in approaches(case).approaches}


def approach_name(case: Case, key: str) -> str:
    """An approach that the area no longer offers keeps its key as its name."""
    return approach_names(case).get(key, key)


def offenders(case: Case) -> str:
    """What to call whoever is responsible."""
    called: Sequence[str] = [one.person.called for one in responsibles(case.pk)]
    return _(" and ").join(called) if called else _("the offender")
