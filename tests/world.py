"""A small world that each test spoils in one place: an area, its people, an agency with an agreement, a case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.services import enter_agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.services import add_agency, open_area, write_opening
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import add_responsible, join_case, open_case, record_incident
from talkingpiece.cases.states import InitiatedBy, MemberRole, OffenceCategory, Route
from talkingpiece.core import clock
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way, create_person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import show_areas
from talkingpiece.staffing.models import Duty, Facilitator, Level
from talkingpiece.staffing.profile import Staffing

CATEGORIES = [c.value for c in Category]
PURPOSES = [p.value for p in Purpose]


@dataclass
class World:
    area: Area
    probation: Agency
    agreement: Agreement
    coordinator: User
    facilitator: User
    other_facilitator: User
    supervisor: User
    offender_manager: User
    victim_support: Agency
    liaison: Agency
    referrer: User
    liaison_officer: User
    scheme_manager: User
    evaluator: User
    privacy_officer: User
    now: datetime = field(default_factory=clock.now)

    def person(self, called: str, *, side: Side = Side.VICTIM, ways: tuple[Way, ...] = (), **more: Any) -> Person:
        return create_person(
            area_id=self.area.pk, called=called, by=self.coordinator, at=self.now, side=side, ways=ways, **more
        )

    def case(
        self,
        called: str = "Maya",
        *,
        facilitator: User | None = None,
        category: str = OffenceCategory.BURGLARY,
        ways: tuple[Way, ...] = (Way("call", "01632 960001"),),
        opened: datetime | None = None,
        full_name: str = "",
    ) -> Case:
        """An open case that the facilitator has accepted, with a victim and no responsible person yet."""
        at = opened or self.now - timedelta(days=30)
        victim = self.person(called, ways=ways, full_name=full_name or f"{called} Deol")
        incident = record_incident(area_id=self.area.pk, category=category, at=at, words="Burglary of her home, March.")
        case = open_case(
            area=self.area,
            victim=victim,
            incident=incident,
            initiated_by=InitiatedBy.VICTIM,
            route=Route.SELF,
            owner=self.coordinator,
            by=self.coordinator,
            at=at,
        )
        join_case(case=case, user=facilitator or self.facilitator, role=MemberRole.OWNER, at=at)
        return case

    def responsible(self, case: Case, called: str = "Callum") -> Responsible:
        """A responsible person of the case, supervised by the world's offender manager."""
        return add_responsible(
            case_id=case.pk,
            person=self.person(called, side=Side.OFFENDER, full_name=f"{called} Reeve"),
            by=self.coordinator,
            at=self.now - timedelta(days=29),
            agency=self.probation,
            offender_manager=self.offender_manager,
        )

    def client(self, user: User) -> Client:
        """A browser in which this user is signed in."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client


def build_world(*, slug: str = "ridgeway", code: str = "RDG", name: str = "Ridgeway") -> World:
    """Everything is made by the rooms' own services, in an area that is in sight afterwards."""
    now = timezone.now()
    made = now - timedelta(days=400)
    area = open_area(
        slug=slug, name=name, code=code, phone="0808 157 0140", phone_hours="weekdays, 9am to 5pm", at=made
    )
    show_areas([area.pk])
    write_opening(area=area, words="Decided at the sitting in spring.", by_id=None, at=made)
    probation = add_agency(name=f"Probation, {name}", kind="probation")
    victim_support = add_agency(name=f"Victim Support, {name}", kind="victim_support")
    liaison = add_agency(name=f"Victim liaison, {name}", kind="victim_liaison")

    def worker(called: str, role: Role, agency: Agency | None = None) -> User:
        email = f"{called.lower().replace(' ', '.')}.{slug}@example.org"
        user = add_user(email=email, name=called, at=made, agency=agency)
        give_role(user=user, area=area, role=role, by=None, at=made)
        return user

    coordinator = worker("Priya Raman", Role.COORDINATOR)
    facilitator = worker("Daniel Okafor", Role.FACILITATOR)
    other = worker("Ruth Penhaligon", Role.FACILITATOR)
    supervisor = worker("Sian Maddox", Role.CASE_SUPERVISOR)
    manager = worker("Tom Adeyemi", Role.OFFENDER_MANAGER, probation)
    referrer = worker("Hanna Lindqvist", Role.REFERRER, victim_support)
    officer = worker("Graham Ellis", Role.LIAISON_OFFICER, liaison)
    scheme_manager = worker("Ngozi Balogun", Role.SCHEME_MANAGER)
    evaluator = worker("Isla Brandt", Role.EVALUATOR)
    privacy_officer = worker("Marit Solheim", Role.PRIVACY_OFFICER)
    for user in (facilitator, other):
        Facilitator.objects.create(
            area=area,
            user=user,
            level=Level.ADVANCED,
            competences=[one.key for one in Staffing().competences],
            supervision_due_on=now.date() + timedelta(days=60),
            vetting_until=now.date() + timedelta(days=300),
        )
    Duty.objects.create(area=area, user=coordinator, starts_at=made)
    agreement = enter_agreement(
        area=area,
        agency=probation,
        reference=f"{code}-PROB-3",
        title="Sharing with probation",
        purpose="To know whether somebody could be approached, and how",
        purposes=PURPOSES,
        we_may_send=CATEGORIES,
        they_may_send=CATEGORIES,
        starts_on=date.today() - timedelta(days=300),
        ends_on=date.today() + timedelta(days=300),
        signed_on=date.today() - timedelta(days=301),
        owner=coordinator,
        by=coordinator,
        at=made,
    )
    return World(
        area,
        probation,
        agreement,
        coordinator,
        facilitator,
        other,
        supervisor,
        manager,
        victim_support,
        liaison,
        referrer,
        officer,
        scheme_manager,
        evaluator,
        privacy_officer,
    )


@pytest.fixture
def world(db: None) -> World:
    """The world, in a transaction that is rolled back."""
    return build_world()


@pytest.fixture
def committed_world(committed_db: None) -> World:
    """The world on a database of its own, really committed: for races and for what happens at commit.

    Outside a transaction no area is in sight: open one with `tests.world.as_area`.
    """
    with transaction.atomic():
        return build_world(slug=f"a{uuid4().hex[:6]}")


@contextmanager
def undone(world: World) -> Iterator[None]:
    """Whatever was done in it was not done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    show_areas([world.area.pk])


@contextmanager
def as_area(world: World) -> Iterator[None]:
    """A transaction with the world's area in sight."""
    with transaction.atomic():
        show_areas([world.area.pk])
        yield
