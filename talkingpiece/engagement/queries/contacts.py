from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Member, Pause
from talkingpiece.cases.states import MemberRole
from talkingpiece.engagement.models import Contact


def contacts_with(case_id: UUID, person_id: UUID) -> QuerySet[Contact]:
    """Attempts and talks, the newest first."""
    found = Contact.objects.filter(case_id=case_id, person_id=person_id, error_at__isnull=True)
    return found.select_related("recorded_by").order_by("-happened_at", "-recorded_at")


def last_contact(case_id: UUID, person_id: UUID) -> Contact | None:
    return contacts_with(case_id, person_id).first()


def due_contacts(user: User) -> list[Contact]:
    """Whom the user said to try again, and when: the first due first. One query.

    Theirs are the cases that they own, and what they noted themselves in a case that they still work on.
    Nobody is rung while a case pauses or after it has ended.
    """
    member = Member.objects.filter(case_id=OuterRef("case_id"), user=user, ends_at__isnull=True)
    pause = Pause.objects.filter(case_id=OuterRef("case_id"), ended_at__isnull=True, error_at__isnull=True)
    found = Contact.objects.filter(
        Exists(member.filter(role=MemberRole.OWNER)) | (Q(recorded_by=user) & Exists(member)),
        ~Exists(pause),
        next_at__isnull=False,
        next_done_at__isnull=True,
        error_at__isnull=True,
        case__ended_at__isnull=True,
    )
    return list(found.select_related("person", "case__victim").order_by("next_at"))
