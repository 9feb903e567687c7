"""Which sealed things of a case somebody may uncover, and which facts they may mark as entered in error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import decide
from talkingpiece.casefile.states import SAFE_NOW, Hidden, Purpose
from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Ending, HandOver, Responsible
from talkingpiece.cases.queries import sentence_of
from talkingpiece.meetings.models import Participant
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import DataClass, Side
from talkingpiece.protection.rows import Fact
from talkingpiece.staffing.models import Conflict
from talkingpiece.staffing.queries import people_of


@dataclass(frozen=True)
class Secret:
    """A sealed thing of a case. `about` is the row that holds it."""

    what: Hidden
    about: ContactPoint | Responsible
    person: Person
    side: Side

    @property
    def point(self) -> ContactPoint | None:
        return self.about if isinstance(self.about, ContactPoint) else None

    def safe_to_ring(self, at: datetime) -> bool:
        point = self.point
        return point is not None and point.channel == Channel.CALL and is_safe_at(rule_of(point), at)

    def dates(self) -> dict[str, date | None]:
        """Of the newest standing sentence; empty if none is known."""
        sentence = sentence_of(self.about.pk)
        names = ("release_on", "licence_ends_on", "parole_from", "parole_until")
        return {name: getattr(sentence, name) for name in names} if sentence else {}


def get_secret(opened: Opened, what: str, pk: str) -> Secret:
    """Raises Http404 for anything that is not sealed in this case, as for a page that does not exist."""
    try:
        kind, wanted = Hidden(what), UUID(pk)
    except ValueError:
        raise Http404 from None
    return _way(opened, wanted) if kind is Hidden.POINT else _of_offender(opened, kind, wanted)


def _way(opened: Opened, pk: UUID) -> Secret:
    """A way that is safe no longer stays sealed for ever: nobody has a use for it."""
    point = ContactPoint.objects.filter(pk=pk, ended_at__isnull=True).select_related("person").first()
    side = _side_of(opened, point.person_id) if point else None
    if point is None or side is None:
        raise Http404
    return Secret(Hidden.POINT, point, point.person, side)


def _side_of(opened: Opened, person_id: UUID) -> Side | None:
    case = opened.case
    if person_id == case.victim_id:
        return Side.VICTIM
    if Responsible.objects.filter(case=case, person_id=person_id).exists():
        return Side.OFFENDER
    seat = Participant.objects.filter(case=case, person_id=person_id).values_list("side", flat=True).first()
    return Side(seat) if seat else None


def _of_offender(opened: Opened, kind: Hidden, pk: UUID) -> Secret:
    found = Responsible.objects.filter(pk=pk, case=opened.case).select_related("person").first()
    if found is None:
        raise Http404
    return Secret(kind, found, found.person, Side.OFFENDER)


def purpose_of(opened: Opened, secret: Secret, asked: str, at: datetime) -> str:
    """The purpose to record: the one that was given, or, for a worker of the case, that the number is safe now."""
    if asked in Purpose.values:
        return asked
    return SAFE_NOW if opened.relation.member and secret.safe_to_ring(at) else ""


def may_reveal(opened: Opened, purpose: str, at: datetime) -> bool:
    return decide(Act.CONTACT_REVEAL, DataClass.V1, opened.relation, purpose, at).allow


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
