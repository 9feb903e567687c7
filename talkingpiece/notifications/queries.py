from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.areas.queries import section
from talkingpiece.cases.models import Case, Companion, GatePassing, Responsible
from talkingpiece.cases.queries import responsibles
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Answer, Item
from talkingpiece.documents.payloads import Audience
from talkingpiece.notifications.models import Letter, Message, MessageState
from talkingpiece.notifications.profile import LetterDef, Letters
from talkingpiece.notifications.states import StoppedWhy
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side

_WITH = ("person", "case__victim", "case__area", "recorded_by", "released_by", "went_by", "point")

# A provider answers within seconds; after this a message that was handed over is in doubt.
_ANSWERED_WITHIN = timedelta(minutes=5)


def messages_about(about_ids: Iterable[UUID]) -> QuerySet[Message]:
    return Message.objects.filter(about_id__in=list(about_ids)).order_by("queued_at")


def by_hand(area_id: UUID) -> QuerySet[Message]:
    """Messages that somebody has to send, because no provider can."""
    return Message.objects.filter(area_id=area_id, state=MessageState.STOPPED, stopped_why=StoppedWhy.BY_HAND).order_by(
        "queued_at"
    )


def in_doubt(area_id: UUID, at: datetime) -> QuerySet[Message]:
    """Messages of which nobody knows whether they went out. Never sent again by us: somebody asks the person."""
    crashed = Q(state=MessageState.SENDING, sent_at__lt=at - _ANSWERED_WITHIN)
    return Message.objects.filter(crashed | Q(state=MessageState.UNKNOWN), area_id=area_id).order_by("queued_at")


def letters_section(case: Case) -> Letters:
    return section(case.area_id, case.profile_version, Letters)


def letters_of(case_id: UUID) -> list[Letter]:
    """Every letter of the case, the newest first; stopped ones and errors too."""
    found = Letter.objects.filter(case_id=case_id).select_related(*_WITH)
    return list(found.order_by("-happened_at", "-recorded_at"))


def waiting_to_go(case_ids: Iterable[UUID]) -> list[Letter]:
    """Released letters of these cases of which nobody has said that they went; the longest waiting first. One query."""
    found = Letter.objects.standing().filter(case_id__in=list(case_ids), released_at__isnull=False)
    found = found.filter(went_at__isnull=True, stopped_at__isnull=True)
    return list(found.select_related("person", "released_by").order_by("released_at"))


@dataclass(frozen=True)
class Addressee:
    """Somebody of the case to whom letters can be written, and which."""

    person: Person
    side: Side
    audience: Audience
    # Whose yes counts before anybody on this side is written to: the person themselves, or the offender they stand by.
    answers_for: Person

    def may_get(self, letter: LetterDef) -> bool:
        return self.audience in letter.audiences


def addressees(case: Case) -> list[Addressee]:
    """The victim, each responsible person, and whoever stands beside them now."""
    offenders = [row.person for row in responsibles(case.pk)]
    found = [Addressee(case.victim, Side.VICTIM, Audience.VICTIM, case.victim)]
    found += [Addressee(person, Side.OFFENDER, Audience.OFFENDER, person) for person in offenders]
    companions = Companion.objects.filter(case=case, ended_at__isnull=True).select_related("person", "beside")
    for row in companions.order_by("since"):
        side = Side.OFFENDER if row.side != Side.VICTIM else Side.VICTIM
        found.append(Addressee(row.person, side, Audience.SUPPORTER, row.beside))
    return found


def addressee(case: Case, person_id: UUID) -> Addressee | None:
    return next((one for one in addressees(case) if one.person.pk == person_id), None)


def post_to(person_id: UUID) -> ContactPoint | None:
    """The address that they called safe for letters."""
    return next((way for way in ways_of(person_id) if way.channel == Channel.POST), None)


def approach_passed_at(responsible_id: UUID) -> datetime | None:
    """When the gate of the approach first opened for this offender, and they were told."""
    found = GatePassing.objects.filter(gate="approach_offender", subject_id=responsible_id)
    return found.order_by("at").values_list("at", flat=True).first()


def said_we_may_write(case: Case, person: Person, on: date) -> bool:
    """An offender was approached, and has said since that we may be in touch. Nothing else is a yes."""
    mine = Responsible.objects.filter(case=case, person=person).first()
    since = approach_passed_at(mine.pk) if mine else None
    yes = live_consent(case.pk, person.pk, Item.CONTACT, on=on)
    return since is not None and yes is not None and yes.recorded_at >= since


def said_no_contact(case_id: UUID, person_id: UUID) -> bool:
    """The newest answer to "may we contact you" is a no, or a yes that was taken back."""
    found = Consent.objects.standing().filter(case_id=case_id, person_id=person_id, item=Item.CONTACT)
    newest = found.order_by("-recorded_at").first()
    return newest is not None and (newest.answer != Answer.GIVEN or newest.withdrawn_at is not None)
