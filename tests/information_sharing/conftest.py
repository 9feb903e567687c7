from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent
from talkingpiece.information_sharing.models import InformationRequest, RequestLink
from talkingpiece.information_sharing.services import answer_request, ask_agency, make_link
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from tests.agreements.given import over
from tests.world import World

# Whatever of these is found on a page of an agency is a disaster.
PLANTED = ["Maya", "Quillfeather", "01632 960 001", "960001", "maya@example.org", "Elm Road", "RG1 4QQ", "ictim"]
WAYS = (Way("call", "01632 960 001"), Way("email", "maya@example.org"), Way("post", "14 Elm Road, RG1 4QQ"))
QUESTIONS = ["suitable", "conditions"]


@dataclass
class Setting:
    """A case whose offender is supervised, in a world with an agreement in force."""

    world: World
    case: Case
    responsible: Responsible

    @property
    def at(self) -> datetime:
        return self.world.now

    def ask(self, **changes: Any) -> InformationRequest:
        given: dict[str, Any] = {
            "responsible_id": self.responsible.pk,
            "questions": QUESTIONS,
            "message": "",
            "by": self.world.facilitator,
            "at": self.at,
        }
        return ask_agency(**(given | changes))

    def answer(self, request: InformationRequest, **changes: Any) -> InformationRequest:
        given: dict[str, Any] = {
            "request_id": request.pk,
            "view": "support",
            "answers": {"suitable": "Yes, at the office.", "conditions": "None that I know of."},
            "reason": "",
            "by": self.world.offender_manager,
            "at": self.at,
        }
        return answer_request(**(given | changes))

    def link(self, request: InformationRequest, **changes: Any) -> tuple[RequestLink, str]:
        given: dict[str, Any] = {
            "request_id": request.pk,
            "name": "Ada Frost, duty desk",
            "email": self.world.offender_manager.email,
            "by": self.world.facilitator,
            "at": self.at,
        }
        return make_link(**(given | changes))

    def agreement_ends(self) -> None:
        over(self.world.agreement)

    def consent(self) -> Consent:
        return record_consent(
            case_id=self.case.pk,
            person=self.case.victim,
            side=Side.VICTIM,
            item="ask_agency",
            target=str(self.world.probation.pk),
            answer="given",
            wording="May we ask?",
            method="spoken",
            by=self.world.facilitator,
            at=self.at,
        )


@pytest.fixture
def setting(world: World) -> Setting:
    case = world.case("Maya", full_name="Maya Quillfeather", ways=WAYS)
    responsible = world.responsible(case)
    responsible.person.birth_date = "1994-05-17"
    responsible.person.save()
    return Setting(world, case, responsible)
