"""From the public form to the facilitator who says yes."""

from __future__ import annotations

from datetime import date
from typing import Any

from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_version
from talkingpiece.cases.queries import open_offer
from talkingpiece.cases.states import MemberRole, VictimAs
from talkingpiece.core.links import new_token
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.notifications.queries import messages_about
from talkingpiece.notifications.services import stop_messages
from talkingpiece.notifications.states import StoppedWhy
from talkingpiece.people.services import Way, describe_person
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.gates import NEW_PERSON
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import remit
from talkingpiece.referrals.remit import RemitFacts, remit_of
from talkingpiece.referrals.services import (
    Acceptance,
    Answers,
    accept_referral,
    answer_danger,
    hold_referral,
    record_call,
    send_referral,
    settle_acknowledgement,
    signpost_referral,
)
from talkingpiece.referrals.states import CaseStage, Form, SafeNow
from talkingpiece.staffing.queries import open_offer_of
from talkingpiece.staffing.services import answer_offer, offer_to_facilitator


class Arriving(Teller):
    def comes(self, called: str, *ways: Way, happened: str, **answers: Any) -> None:
        """Through the questions of the public form. `answers`: further fields of Answers."""
        hopes = tuple(answers.pop("hopes", ()))
        safe_now = answers.pop("safe_now", SafeNow.YES)
        self._sent(
            Form.QUESTIONS,
            Answers(called=called, ways=ways, what_happened=happened, hopes=hopes, safe_now=safe_now, **answers),
        )

    def asks_for_a_call(self, called: str, way: Way, **answers: Any) -> None:
        self._sent(Form.CALL_ME, Answers(called=called, ways=(way,), **answers))

    def _sent(self, form: str, answers: Answers) -> None:
        referral = send_referral(
            area=self.ridgeway.area, session_token=new_token(), form=form, answers=answers, at=self.now
        )
        self.referral_id = referral.pk

    def was_in_danger(self, done: str) -> None:
        answer_danger(referral_id=self.referral_id, done=done, by=self.ridgeway.priya, at=self.now)

    def _acknowledged(self) -> None:
        """By hand, as long as nobody else sends: what was queued is stopped, and its words are sent by Priya."""
        priya = self.ridgeway.priya
        referral = Referral.objects.get(pk=self.referral_id)
        waiting = list(messages_about([self.referral_id]))
        if not waiting:
            record_call(referral_id=self.referral_id, reached=True, by=priya, at=self.now)
        else:
            stop_messages(about_id=self.referral_id, at=self.now, why=StoppedWhy.BY_HAND, by=priya)
        for message in waiting:
            settle_acknowledgement(referral=referral, message_id=message.pk, sent=True, by=priya, at=self.now)

    def accepted(
        self,
        *,
        full_name: str,
        category: str,
        words: str,
        happened_on: date | None = None,
        court: str = "",
        stage: str = "",
        victim_as: str = VictimAs.DIRECT,
    ) -> None:
        self._acknowledged()
        self.case = accept_referral(
            referral_id=self.referral_id,
            acceptance=Acceptance(
                same_person=NEW_PERSON,
                stage=stage or CaseStage.SENTENCED,
                category=category,
                age="adult",
                full_name=full_name,
                incident_words=words,
                happened_on=happened_on,
                court=court,
                victim_as=victim_as,
            ),
            by=self.ridgeway.priya,
            at=self.now,
        )
        self.worker = self.ridgeway.priya

    def needs_us_to_know(self, access_needs: str) -> None:
        person = self.victim
        describe_person(
            person_id=person.pk,
            version=person.version,
            changes={"access_needs": access_needs},
            by=self.worker,
            at=self.now,
            side=Side.VICTIM,
        )

    def holds(self, why: str, *, until: date | None) -> None:
        self._acknowledged()
        referral = Referral.objects.get(pk=self.referral_id)
        hold_referral(
            referral_id=referral.pk,
            until=until,
            why=why,
            by=self.ridgeway.priya,
            at=self.now,
            **self._remit(referral.stage),
        )

    def is_shown_the_way(self, to: str, words: str, *, told_how: str) -> None:
        """Somebody else can help better."""
        self._acknowledged()
        referral = Referral.objects.get(pk=self.referral_id)
        signpost_referral(
            referral_id=referral.pk,
            to=to,
            words=words,
            told_how=told_how,
            by=self.ridgeway.priya,
            at=self.now,
            **self._remit(referral.stage),
        )

    def _remit(self, stage: str) -> dict[str, Any]:
        finding = remit_of(RemitFacts(stage), remit(self.ridgeway.area.pk))
        return {"remit_version": current_version(self.ridgeway.area.pk), "remit_reason": finding.code}

    def offers(self, to: User, words: str) -> None:
        offer_to_facilitator(case_id=self.case.pk, to=to, words=words, by=self.worker, at=self.now)

    def takes(self, words: str) -> None:
        offer = open_offer(self.case.pk)
        if offer is None:
            raise LookupError("Nobody was asked to take this case.")
        answer_offer(offer=offer, accepted=True, words=words, by=offer.to_user, at=self.now)
        self.worker = offer.to_user

    def declines(self, words: str) -> None:
        offer = open_offer(self.case.pk)
        if offer is None:
            raise LookupError("Nobody was asked to take this case.")
        answer_offer(offer=offer, accepted=False, words=words, by=offer.to_user, at=self.now)

    def is_joined_by(self, user: User) -> None:
        role = MemberRole.CO_FACILITATOR
        offer_to_facilitator(case_id=self.case.pk, to=user, words="", by=self.worker, at=self.now, role=role)
        offer = open_offer_of(self.case.pk, role)
        if offer is None:
            raise LookupError("The offer is gone.")
        answer_offer(offer=offer, accepted=True, words="", by=user, at=self.now)
