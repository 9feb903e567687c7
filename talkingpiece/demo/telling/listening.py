"""Contacts, visits, what somebody said, and what they agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from talkingpiece.accounts.models import User
from talkingpiece.cases.services import pause_case, resume_case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live, words
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.engagement import services
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.services import NeedSaid
from talkingpiece.engagement.states import Direction, Means
from talkingpiece.people.models import Person

HOUR = timedelta(hours=1)
# In their words, of which kind, and how high they put it, if they did.
NeedTold = tuple[str, str] | tuple[str, str, int]


class Listening(Teller):
    def contact(
        self,
        means: str,
        outcome: str,
        note: str = "",
        *,
        person: Person | None = None,
        direction: str = Direction.OUT,
        next_at: datetime | None = None,
        next_words: str = "",
        told: bool = False,
    ) -> None:
        services.record_contact(
            case_id=self.case.pk,
            person_id=(person or self.victim).pk,
            means=means,
            outcome=outcome,
            direction=direction,
            note=note,
            next_at=max(next_at, self.now + HOUR) if next_at else None,
            next_words=next_words,
            told=told,
            by=self.worker,
            at=self.now,
        )

    def plans_visit(
        self,
        planned_at: datetime,
        place: str,
        purpose: str,
        *,
        with_user: User | None = None,
        person: Person | None = None,
    ) -> Visit:
        planned_at = max(planned_at, self.now + HOUR)
        return services.plan_visit(
            case_id=self.case.pk,
            person_id=(person or self.victim).pk,
            purpose=purpose,
            planned_at=planned_at,
            place=place,
            home_by=planned_at + 3 * HOUR,
            worker=self.worker,
            with_user=with_user,
            by=self.worker,
            at=self.now,
        )

    def held(self, visit: Visit, note: str) -> None:
        """Written down once everybody is home."""
        services.record_visit_held(
            visit_id=visit.pk,
            held_at=min(visit.planned_at, self.now - HOUR),
            home_at=self.now,
            note=note,
            by=self.worker,
            at=self.now,
        )

    def did_not_happen(self, visit: Visit, why: str) -> None:
        services.record_visit_not_held(visit_id=visit.pk, why=why, by=self.worker, at=self.now)

    def informed(self, person: Person | None = None, *, language: str = "English") -> None:
        services.give_information(
            case_id=self.case.pk,
            person_id=(person or self.victim).pk,
            means=Means.IN_PERSON,
            language=language,
            by=self.worker,
            at=self.now,
        )

    def listens(
        self,
        needs: Iterable[NeedTold] = (),
        *,
        told: bool = True,
        language: str = "English",
        **voices: str,
    ) -> None:
        """What the victim said in one talk. `voices` by VoiceKind; `told`: and heard what the sheet says."""
        services.record_listening(
            case_id=self.case.pk,
            needs=[NeedSaid(words=need[0], code=need[1], rank=need[2] if len(need) > 2 else None) for need in needs],
            voices=voices,
            sheet_means=Means.IN_PERSON if told else "",
            language=language,
            by=self.worker,
            at=self.now,
        )

    def voice(self, kind: str, said: str, person: Person | None = None) -> None:
        services.record_voice(
            case_id=self.case.pk,
            person_id=(person or self.victim).pk,
            kind=kind,
            words=said,
            by=self.worker,
            at=self.now,
        )

    def agrees(
        self,
        item: str,
        *,
        person: Person | None = None,
        wording: str = "",
        target: str = "",
        method: str = Method.SPOKEN,
        language: str = "English",
        answer: str = Answer.GIVEN,
    ) -> Consent:
        person = person or self.victim
        side = self.side_of(person)
        return record_consent(
            case_id=self.case.pk,
            person=person,
            side=side,
            item=item,
            answer=answer,
            wording=wording or gettext(words(self.case).wording(item, side).question),
            target=target,
            method=method,
            language=language,
            witness=self.speaks_for(person),
            by=self.worker,
            at=self.now,
        )

    def agrees_to_words(self, wording: str) -> None:
        """To exactly what may be said to the offender, and nothing more."""
        self.agrees(Item.APPROACH, wording=wording, target=str(self.responsible.pk))

    def takes_back(self, item: str, *, target: str = "", said: str = "") -> None:
        given = live([self.case.pk], on=self.days.today).get(person=self.victim, item=item, target=target)
        withdraw_consent(consent_id=given.pk, how=Method.TELEPHONE, words_said=said, by=self.worker, at=self.now)

    def pauses(self, said: str, *, resume_on: date | None = None) -> None:
        pause_case(case_id=self.case.pk, words=said, resume_on=resume_on, by=self.worker, at=self.now)

    def resumes(self) -> None:
        resume_case(case_id=self.case.pk, by=self.worker, at=self.now)
