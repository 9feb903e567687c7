from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from talkingpiece.agreements.queries import of_area
from talkingpiece.areas.models import Agency
from talkingpiece.cases.access import Opened, get_person
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import approaches, responsibles, speakers_of
from talkingpiece.consents.models import Consent
from talkingpiece.consents.profile import Wording
from talkingpiece.consents.queries import asked_as, words
from talkingpiece.consents.states import Item, ToldTo
from talkingpiece.core.blockers import Text
from talkingpiece.people.models import Person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class Question:
    """One question to one person of the case. `choices`: of what it can be asked, where that is still to be said."""

    person: Person
    side: Side
    wording: Wording
    target: str
    target_words: Text
    choices: tuple[tuple[str, Text], ...] = ()
    waits_for_offender: bool = False  # the offender, or somebody beside them: asked only once the offender said yes
    speakers: tuple[str, ...] = ()  # who speaks for an organisation, with their standing

    @property
    def of_organisation(self) -> bool:
        return self.person.kind == PersonKind.ORGANISATION


def get_consent(opened: Opened, consent_id: UUID) -> Consent:
    """Raises Http404 for a consent of another case."""
    found = Consent.objects.filter(pk=consent_id, case=opened.case).select_related("person").first()
    if found is None:
        raise Http404
    return found


def get_question(opened: Opened, person_id: UUID, item: str, target: str) -> Question:
    """Raises Http404 if this person is never asked this, or not of such a target."""
    person, side = get_person(opened, person_id)
    try:
        wording = words(opened.case).wording(item, asked_as(opened.case.pk, person.pk, side))
    except KeyError:
        raise Http404 from None
    # A meeting lies above this room: its page names it, and its gate asks for exactly that one.
    meeting = item == Item.ATTEND and _is_id(target)
    known = {target: _("The meeting")} if meeting else asked_of(side, item, targets(opened.case, item), opened.case)
    if (target and target not in known) or (wording.needs_target and not known):
        raise Http404
    choices = tuple(known.items()) if wording.needs_target and not target else ()
    speakers = tuple(f"{one.person.name}, {one.words}" for one in speakers_of(opened.case))
    return Question(
        person,
        side,
        wording,
        target,
        known.get(target, ""),
        choices,
        waits_for_offender=side is Side.OFFENDER,
        speakers=speakers,
    )


def asked_of(side: Side, item: str, found: Iterable[tuple[str, Text]], case: Case) -> dict[str, Text]:
    """Of these targets, those of which this side is asked: no offender of a way that is without them."""
    if item != Item.MODE or side is not Side.OFFENDER:
        return dict(found)
    without = {one.key for one in approaches(case).without_offender}
    return {target: label for target, label in found if target not in without}


def targets(case: Case, item: str) -> list[tuple[str, Text]]:
    """Of what this can be asked, in words. Empty where there is nothing to choose, or another room names it."""
    if item == Item.APPROACH:
        return [(str(row.pk), row.person.called) for row in responsibles(case.pk)]
    if item == Item.MODE:
        return [(approach.key, _(approach.name)) for approach in approaches(case).approaches]
    if item == Item.ASK_AGENCY:
        return _agencies(case)
    if item == Item.SHARE:
        return [*ToldTo.choices, *_agencies(case)]
    if item == Item.REFERRER:
        return _named_before(case, item)
    return []


def _agencies(case: Case) -> list[tuple[str, Text]]:
    """Those that supervise an offender of the case, and those that the area has, or had, an agreement with."""
    found = {row.agency for row in of_area(case.area_id)}
    for row in responsibles(case.pk):
        manager = row.offender_manager
        found |= {agency for agency in (row.agency, manager.agency if manager else None) if agency}
    return [(str(agency.pk), agency.name) for agency in sorted(found, key=lambda agency: agency.name)]


def _named_before(case: Case, item: str) -> list[tuple[str, Text]]:
    """Agencies of which they were asked this when they came to us: nobody else can be added by hand."""
    named = Consent.objects.filter(case=case, item=item, error_at__isnull=True).values_list("target", flat=True)
    return [(str(agency.pk), agency.name) for agency in Agency.everywhere.filter(pk__in=list(named)).order_by("name")]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
