"""Which sealed things of a case somebody may uncover."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from talkingpiece.accounts.decide import SAFE_NOW
from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.access import Opened, may_reveal
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.queries import companion_in, sentence_of
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.states import VisitState
from talkingpiece.meetings.models import Participant
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Secret:
    """A sealed thing of a case. `about` is the row that holds it."""

    what: Hidden
    about: ContactPoint | Responsible | Visit
    person: Person
    side: Side

    @property
    def point(self) -> ContactPoint | None:
        return self.about if isinstance(self.about, ContactPoint) else None

    @property
    def visit(self) -> Visit | None:
        return self.about if isinstance(self.about, Visit) else None

    @property
    def lies_ahead(self) -> bool:
        """Somebody is expected there."""
        return self.visit is not None and self.visit.state == VisitState.PLANNED

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
    if kind is Hidden.POINT:
        return _way(opened, wanted)
    return _visit(opened, wanted) if kind is Hidden.VISIT else _of_offender(opened, kind, wanted)


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
    companion = companion_in(case.pk, person_id)
    if companion is not None:
        return Side(companion.side)
    seat = Participant.objects.filter(case=case, person_id=person_id).values_list("side", flat=True).first()
    return Side(seat) if seat else None


def _visit(opened: Opened, pk: UUID) -> Secret:
    found = Visit.objects.filter(pk=pk, case=opened.case).select_related("person").first()
    if found is None:
        raise Http404
    return Secret(Hidden.VISIT, found, found.person, Side(found.side))


def _of_offender(opened: Opened, kind: Hidden, pk: UUID) -> Secret:
    found = Responsible.objects.filter(pk=pk, case=opened.case).select_related("person").first()
    if found is None:
        raise Http404
    return Secret(kind, found, found.person, Side.OFFENDER)


def is_one_tap(opened: Opened, secret: Secret, at: datetime) -> bool:
    """Whether a live worker of that person's own side rings a number that is safe now, or looks up where a visit will
    be: no question, no budget."""
    return (secret.safe_to_ring(at) or secret.lies_ahead) and may_reveal(opened, secret.side, SAFE_NOW, at)
