from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.core import clock
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.services import ask_agency, chase_request
from talkingpiece.outbox.models import Delivery, Endpoint, Event
from talkingpiece.outbox.sending import dispatch
from talkingpiece.outbox.services import add_endpoint
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from tests.information_sharing.conftest import setting
from tests.offender_management.conftest import approached, held_case, told
from tests.outbox.receiver import Receiver, serve
from tests.world import World, as_area

__all__ = ["approached", "held_case", "setting", "told"]


@dataclass
class Line:
    """A committed world, an agency's receiver, and a case whose offender that agency supervises."""

    world: World
    receiver: Receiver
    endpoint: Endpoint
    case: Case
    responsible: Responsible
    secret: str
    extra: dict[str, Any] = field(default_factory=dict)

    def ask(self, responsible: Responsible | None = None, at: datetime | None = None) -> InformationRequest:
        with as_area(self.world):
            return self.asked(responsible, at)

    def asked(self, responsible: Responsible | None = None, at: datetime | None = None) -> InformationRequest:
        return ask_agency(
            responsible_id=(responsible or self.responsible).pk,
            questions=["suitable"],
            message="",
            by=self.world.facilitator,
            at=at or clock.now(),
        )

    def chase(self, request: InformationRequest) -> None:
        with as_area(self.world):
            chase_request(request_id=request.pk, by=self.world.facilitator, at=clock.now())

    def deliveries(self) -> list[Delivery]:
        with as_area(self.world):
            found = Delivery.objects.select_related("event", "endpoint").order_by("event__place__position")
            return list(found)

    def delivery(self) -> Delivery:
        [one] = self.deliveries()
        return one

    def events(self) -> list[Event]:
        with as_area(self.world):
            return list(Event.objects.order_by("place__position"))

    def send(self) -> int:
        return dispatch()

    def send_in(self, **later: float) -> int:
        """As if so much time had gone by."""
        with clock.pretend(clock.now() + timedelta(**later)):
            return dispatch()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    server = serve(found)
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def line(committed_world: World, receiver: Receiver) -> Line:
    return make_line(committed_world, receiver)


def make_line(world: World, receiver: Receiver) -> Line:
    with as_area(world):
        case = world.case("Maya", full_name="Maya Quillfeather")
        responsible = world.responsible(case)
        for kind, value in (("prison_no", "A1234BC"), ("crn", "X123456")):
            name_number(
                person=responsible.person,
                kind=kind,
                value=value,
                by=world.coordinator,
                at=world.now,
                side=Side.OFFENDER,
            )
        endpoint, secret = endpoint_at(world, receiver.url)
        receiver.secrets["first"] = secret
    return Line(world, receiver, endpoint, case, responsible, secret)


def endpoint_at(world: World, url: str, name: str = "Case system") -> tuple[Endpoint, str]:
    return add_endpoint(agreement_id=world.agreement.pk, name=name, url=url, by=world.scheme_manager, at=clock.now())
