"""Whoever comes beside somebody, an organisation that was harmed, and the promises that were not all kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from talkingpiece.cases import services as cases
from talkingpiece.cases.models import Companion
from talkingpiece.cases.states import CompanionPart, VictimAs
from talkingpiece.demo.telling.meeting import Meetings
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.gates import signatories_to_vary
from talkingpiece.meetings.models import AgreementItem
from talkingpiece.people.services import Way, create_person
from talkingpiece.protection.classes import Side


class Companions(Meetings):
    def is_accompanied_by(
        self,
        called: str,
        part: str = CompanionPart.SUPPORTER,
        *,
        full_name: str = "",
        words: str = "",
        independent: bool | None = None,
        ways: tuple[Way, ...] = (),
    ) -> Companion:
        """Beside the victim."""
        person = create_person(
            area_id=self.case.area_id,
            called=called,
            full_name=full_name,
            ways=ways,
            by=self.worker,
            at=self.now,
            side=Side.VICTIM,
        )
        return cases.add_companion(
            case_id=self.case.pk,
            person=person,
            part=part,
            beside=self.victim,
            side=Side.VICTIM,
            words=words,
            independent=independent,
            by=self.worker,
            at=self.now,
        )

    def is_an_organisation(self) -> None:
        self.case = cases.describe_victim(
            case_id=self.case.pk, victim_as=VictimAs.ORGANISATION, by=self.worker, at=self.now
        )
        self.case.victim.refresh_from_db()

    def has_until(self, item_id: UUID, due_on: date, words: str) -> None:
        """Another day for one promise: all whom it concerns said so freely."""
        item = AgreementItem.objects.select_related("agreement__meeting").get(pk=item_id)
        agree = {UUID(one.participant_id) for one in signatories_to_vary(item, set())}
        meetings.record_variation(
            item_id=item_id, due_on=due_on, agree_freely=agree, words=words, by=self.worker, at=self.now
        )
