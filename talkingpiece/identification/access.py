from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.identification.models import Extract, Pair, Screened
from talkingpiece.identification.queries import extracts_of
from talkingpiece.identification.states import Band, PairKind
from talkingpiece.people.queries import known_to


def visible_extracts(user: User, act: Act = Act.EXTRACT_SEE) -> QuerySet[Extract]:
    return extracts_of(area.pk for area in areas_with(user, act))


def get_extract(user: User, extract_id: UUID, act: Act = Act.EXTRACT_SEE) -> Extract:
    """Raises Http404, as for one that does not exist."""
    found = visible_extracts(user, act).filter(pk=extract_id).first()
    if found is None:
        raise Http404
    return found


def may_in(user: User, area_id: UUID, act: Act) -> bool:
    return any(area.pk == area_id for area in areas_with(user, act))


def visible_rows(user: User) -> QuerySet[Screened]:
    """Rows of their areas that are here, without those of somebody with whom they are not to work."""
    found = Screened.objects.filter(area__in=areas_with(user, Act.ROW_SCREEN), row__isnull=False)
    found = found.select_related("row", "extract__agency", "extract__agreement", "area", "decided_by", "referral")
    return found.exclude(person_id__in=known_to(user.pk))


def get_row(user: User, screened_id: UUID) -> Screened:
    """Raises Http404, as for one that does not exist."""
    found = visible_rows(user).filter(pk=screened_id).first()
    if found is None:
        raise Http404
    return found


def visible_pairs(user: User) -> QuerySet[Pair]:
    """Pairs of the harmed about which somebody who screens is asked; none of a person with whom they are not to work.
    That a victim is known from the other side is not among them."""
    found = Pair.objects.filter(area__in=areas_with(user, Act.ROW_SCREEN), band=Band.REVIEW)
    found = found.exclude(kind=PairKind.ACROSS).exclude(person_id__in=known_to(user.pk))
    found = found.exclude(left__screened__person_id__in=known_to(user.pk))
    return found.select_related("left__extract__agency", "right__extract__agency", "person").order_by("-weight", "pk")


def get_pair(user: User, pair_id: UUID) -> Pair:
    """Raises Http404, also for one that a privacy officer alone may know of."""
    found = visible_pairs(user).filter(pk=pair_id).first()
    if found is None:
        raise Http404
    return found


def visible_conflicts(user: User) -> QuerySet[Pair]:
    """Pairs of which one was harmed and the other did harm, for a privacy officer and nobody else."""
    found = Pair.objects.filter(area__in=areas_with(user, Act.CONFLICT_CHECK), kind=PairKind.ACROSS)
    return found.select_related("left__extract__agency", "right__extract__agency", "person", "other").order_by(
        "-weight", "pk"
    )


def get_conflict(user: User, pair_id: UUID) -> Pair:
    found = visible_conflicts(user).filter(pk=pair_id).first()
    if found is None:
        raise Http404
    return found
