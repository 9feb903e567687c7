from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from talkingpiece.areas.queries import section
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import companion_in, companions
from talkingpiece.cases.states import CompanionPart
from talkingpiece.consents.models import Consent
from talkingpiece.consents.profile import ConsentWords
from talkingpiece.consents.states import Answer, Item
from talkingpiece.protection.classes import Side


def live(case_ids: Iterable[UUID], *, on: date) -> QuerySet[Consent]:
    """Consents that hold on that day: given, not withdrawn, not entered in error, not past their review date."""
    return Consent.objects.filter(
        Q(review_by__isnull=True) | Q(review_by__gte=on),
        case_id__in=list(case_ids),
        answer=Answer.GIVEN,
        withdrawn_at__isnull=True,
        error_at__isnull=True,
    )


def live_consent(case_id: UUID, person_id: UUID, item: str, *, on: date, target: str = "") -> Consent | None:
    return live([case_id], on=on).filter(person_id=person_id, item=item, target=target).first()


def ledger(case_id: UUID) -> list[Consent]:
    """Every answer ever given in the case, newest first; withdrawn ones and errors too."""
    found = Consent.objects.filter(case_id=case_id).select_related("recorded_by", "withdrawn_by")
    return list(found.order_by("-happened_at", "-recorded_at"))


def was_taken_back(case_id: UUID, person_id: UUID, item: str, target: str) -> bool:
    """Whether the last yes to this was withdrawn: a yes now would give back what somebody took back."""
    said = Consent.objects.filter(
        case_id=case_id, person_id=person_id, item=item, target=target, answer=Answer.GIVEN, error_at__isnull=True
    )
    last = said.order_by("-happened_at", "-recorded_at").first()
    return last is not None and last.withdrawn_at is not None


def asked_as(case_id: UUID, person_id: UUID, side: Side) -> str:
    """In whose words somebody is asked: those of their part beside somebody, else those of their side."""
    companion = companion_in(case_id, person_id)
    return companion.part if companion is not None else side.value


def family_against(case: Case) -> list[Consent]:
    """What family who were harmed too said no to, or took back, about telling the offender: the newest of each."""
    family = [one.person_id for one in companions(case.pk) if one.part == CompanionPart.FAMILY]
    if not family:
        return []
    asked = Consent.objects.filter(case=case, person_id__in=family, item=Item.APPROACH, error_at__isnull=True)
    newest = {row.person_id: row for row in asked.select_related("person").order_by("happened_at", "recorded_at")}
    return [row for row in newest.values() if row.answer == Answer.REFUSED or row.withdrawn_at is not None]


def words(case: Case) -> ConsentWords:
    return section(case.area_id, case.profile_version, ConsentWords)
