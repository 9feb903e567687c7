"""The offender: who they are, what others know of them, whether they may be asked, and what they answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.cases import services as cases
from talkingpiece.cases.legal_queries import changes_to_note as cases_changes
from talkingpiece.cases.legal_queries import permissions_of
from talkingpiece.cases.models import Restriction
from talkingpiece.cases.states import KnownFrom, PermissionKind, PermissionState
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.demo.telling.words import NEXT_DOOR
from talkingpiece.demo.upstream import Message, play
from talkingpiece.engagement import services as engagement
from talkingpiece.engagement.queries import engagement as policy_of
from talkingpiece.engagement.queries import person_in
from talkingpiece.engagement.states import Reply
from talkingpiece.information_sharing import services as sharing
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import latest_answer, open_requests
from talkingpiece.information_sharing.states import Consulted, Rest, Whom
from talkingpiece.people.models import Person
from talkingpiece.people.services import create_person, name_number
from talkingpiece.people.states import NumberKind
from talkingpiece.protection.classes import Side

CONFERENCE = "conference"


class Approaching(Teller):
    def responsible_for_harm(
        self,
        called: str,
        *,
        full_name: str,
        agency: Agency | None = None,
        manager: User | None = None,
        held_at: str = "",
        without_manager: bool = False,
    ) -> None:
        person = create_person(
            area_id=self.case.area_id,
            called=called,
            full_name=full_name,
            by=self.worker,
            at=self.now,
            side=Side.OFFENDER,
        )
        self.responsible = cases.add_responsible(
            case_id=self.case.pk,
            person=person,
            agency=agency,
            offender_manager=manager,
            held_at=held_at,
            without_manager=without_manager,
            by=self.worker,
            at=self.now,
        )

    def is_known_as(self, prison_no: str) -> None:
        name_number(
            person=self.offender,
            kind=NumberKind.PRISON,
            value=prison_no,
            by=self.worker,
            at=self.now,
            side=Side.OFFENDER,
        )

    def hears(self, messages: Iterable[Message]) -> None:
        """From the systems of prison and probation, whatever they say of whom."""
        play(messages, area_id=self.case.area_id, at=self.now)

    def notes_changes(self) -> None:
        for change in cases_changes([self.case.pk]):
            cases.note_change(change_id=change.pk, by=self.worker, at=self.now)

    def sentence(self, kind: str, *, known_from: str = KnownFrom.COURT, length: str = "", **dates: date) -> None:
        cases.record_sentence(
            responsible_id=self.responsible.pk,
            kind=kind,
            known_from=known_from,
            length=length,
            by=self.worker,
            at=self.now,
            **dates,
        )

    def asks_manager(self, questions: Sequence[str], message: str = "") -> InformationRequest:
        return sharing.ask_agency(
            responsible_id=self.responsible.pk,
            questions=questions,
            message=message,
            by=self.worker,
            at=self.now,
        )

    def chases_manager(self) -> None:
        sharing.chase_request(request_id=open_requests(self.case.pk)[0].pk, by=self.worker, at=self.now)

    def manager_answers(self, view: str, answers: dict[str, str], *, reason: str = "") -> None:
        request = open_requests(self.case.pk)[0]
        by = request.addressed_to
        sharing.answer_request(request_id=request.pk, view=view, answers=answers, reason=reason, by=by, at=self.now)

    def manager_answers_in_part(self, answers: dict[str, str], *, until: date) -> None:
        request = open_requests(self.case.pk)[0]
        sharing.answer_request(
            request_id=request.pk,
            rest=Rest.MORE_TIME,
            until=until,
            view="",
            answers=answers,
            reason="",
            by=request.addressed_to,
            at=self.now,
        )

    def answers_by_link(self, view: str, answers: dict[str, str], *, name: str, post: str) -> None:
        """Somebody on the manager's desk, who has no account."""
        request = open_requests(self.case.pk)[0]
        _link, token = sharing.make_link(
            request_id=request.pk, name=f"{name}, {post}", email=request.addressed_to.email, by=self.worker, at=self.now
        )
        sharing.note_link_opened(token=token, at=self.now)
        sharing.answer_by_link(token=token, name=name, post=post, view=view, answers=answers, reason="", at=self.now)

    def reads_answer(self) -> None:
        answer = latest_answer(self.responsible.pk)
        if answer is not None:
            sharing.note_answer_read(request_id=answer.pk, by=self.worker, at=self.now)

    def consulted_liaison(self, words: str, *, there_is_one: bool = True) -> None:
        sharing.record_consultation(
            case_id=self.case.pk,
            responsible_id=None,
            whom=Whom.LIAISON,
            outcome=Consulted.CONSULTED if there_is_one else Consulted.NONE,
            words=words,
            by=self.worker,
            at=self.now,
        )

    def legal_check(self, result: str, source: str) -> None:
        cases.record_legal_check(
            responsible_id=self.responsible.pk, result=result, source=source, by=self.worker, at=self.now
        )

    def restriction(
        self, kind: str, *, forbids: Sequence[str], issuer: str, words: str, starts_on: date, ends_on: date | None
    ) -> None:
        cases.record_restriction(
            responsible_id=self.responsible.pk,
            kind=kind,
            forbids=list(forbids),
            issuer=issuer,
            words=words,
            starts_on=starts_on,
            ends_on=ends_on,
            by=self.worker,
            at=self.now,
        )

    def permission(
        self, allows: Iterable[str], evidence: str, *, starts_on: date, of_whom: str, until: date | None = None
    ) -> None:
        """To the only order that there is, granted in writing; a second one takes the place of the first."""
        order = Restriction.objects.get(responsible=self.responsible)
        for earlier in permissions_of(self.responsible.pk):
            if earlier.state == PermissionState.GRANTED:
                cases.end_permission(
                    permission_id=earlier.pk,
                    ended_on=timezone.localdate(self.now),
                    why="A wider one took its place.",
                    by=self.worker,
                    at=self.now,
                )
        made = cases.request_permission(
            responsible_id=self.responsible.pk,
            kind=PermissionKind.VARIATION,
            restriction=order,
            of_whom=of_whom,
            words="",
            by=self.worker,
            at=self.now,
        )
        cases.grant_permission(
            permission_id=made.pk,
            allows=allows,
            starts_on=starts_on,
            until=until,
            seen={"evidence": evidence},
            by=self.worker,
            at=self.now,
        )

    def supervisor_agrees(self, words: str) -> None:
        engagement.agree_to_approach(
            responsible_id=self.responsible.pk, agreed=True, words=words, by=self.ridgeway.sian, at=self.now
        )

    def supervisor_next_door_agrees(self, words: str) -> None:
        _asked, token = engagement.ask_outside(
            responsible_id=self.responsible.pk, by=self.ridgeway.priya, at=self.now, **NEXT_DOOR
        )
        engagement.answer_outside(token=token, agreed=True, words=words, at=self.now)

    def approaches(self, means: str) -> None:
        engagement.approach_offender(
            responsible_id=self.responsible.pk,
            means=means,
            told_by=self.worker,
            told_at=self.now,
            by=self.worker,
            at=self.now,
        )

    def replies(self, reply: str, words: str, *, ask_again_on: date | None = None) -> None:
        engagement.record_reply(
            responsible_id=self.responsible.pk,
            reply=reply,
            words=words,
            voluntary=True if reply == Reply.YES else None,
            ask_again_on=ask_again_on,
            by=self.worker,
            at=self.now,
        )

    def stance(self, stance: str, words: str) -> None:
        engagement.record_stance(
            responsible_id=self.responsible.pk, stance=stance, words=words, by=self.worker, at=self.now
        )

    def prepares(
        self, person: Person, *, ready: bool, note: str = "", supporter: str = "", approach: str = CONFERENCE
    ) -> None:
        """One session; what a first session leaves open, a last one has gone through."""
        audience = person_in(self.case, person.pk).audience
        items = [item.key for item in policy_of(self.case).items(audience, approach)]
        engagement.record_preparation(
            case_id=self.case.pk,
            person_id=person.pk,
            approach=approach,
            covered=items if ready else items[: len(items) // 2],
            ready=ready,
            supporter=supporter,
            note=note,
            by=self.worker,
            at=self.now,
        )
