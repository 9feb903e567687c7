"""Which facts of a case somebody may mark as entered in error."""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Ending, HandOver
from talkingpiece.people.models import Conflict
from talkingpiece.protection.rows import Fact
from talkingpiece.staffing.queries import people_of

# Each leads from a kind of fact to the case that it belongs to.
PATHS = ("case", "responsible__case", "meeting__participants__case")
# These change more than themselves: an ending is undone by reopening, a hand-over by another.
NOT_CORRECTED: frozenset[type[Fact]] = frozenset({Ending, HandOver})


def path_to_case(model: type[Fact]) -> str | None:
    names = {field.name for field in model._meta.get_fields()}
    return next((path for path in PATHS if path.split("__")[0] in names), None)


def _corrected(label: str) -> type[Fact] | None:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    return model if issubclass(model, Fact) and model not in NOT_CORRECTED else None


def is_corrected_here(label: str) -> bool:
    return _corrected(label) is not None


def get_fact(opened: Opened, label: str, pk: UUID) -> Fact:
    """The fact "room.Model" of this case. Raises Http404 for any other, and for what is not corrected this way."""
    model = _corrected(label)
    found = _of_case(opened, model).filter(pk=pk).first() if model else None
    if found is None:
        raise Http404
    return found


def _of_case(opened: Opened, model: type[Fact]) -> QuerySet[Fact]:
    if model is Conflict:  # between a worker and somebody of the case, whichever cases they are in
        return model._default_manager.filter(person_id__in=people_of(opened.case))
    path = path_to_case(model)
    return model._default_manager.filter(**{path: opened.case}) if path else model._default_manager.none()
