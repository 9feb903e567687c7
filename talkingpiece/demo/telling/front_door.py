"""The other ways in: the telephone, an agency, a one-time link, and an offender who asked first."""

from __future__ import annotations

from datetime import date
from typing import Any

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.people.services import Way
from talkingpiece.referrals import services
from talkingpiece.referrals.models import IntakeDraft, OffenderEnquiry, Referral
from talkingpiece.referrals.services import Answers, Asked, FromAgency, Source


class FrontDoor(Teller):
    def takes_a_call(self, by: User, **typed: str) -> IntakeDraft:
        """What was typed so far stays on the desk of whoever took the call."""
        draft = services.begin_call(area=self.ridgeway.area, by=by, at=self.now)
        saved = services.save_call(
            draft_id=draft.pk,
            by=by,
            typed={name: [value] for name, value in typed.items()},
            seen_version=draft.version,
            window="desk",
            at=self.now,
        )
        return saved.draft

    def sends_call(
        self, draft: IntakeDraft, called: str, *ways: Way, by: User, ended_early: bool = False, **answers: Any
    ) -> None:
        referral = services.send_call(
            draft_id=draft.pk,
            by=by,
            answers=Answers(called=called, ways=ways, **answers),
            source=Source(),
            ended_early=ended_early,
            at=self.now,
        )
        self.referral_id = referral.pk

    def is_referred(self, by: User, called: str, *ways: Way, said: FromAgency, **answers: Any) -> None:
        """By an agency, signed in."""
        draft = services.begin_agency_draft(area=self.ridgeway.area, by=by, at=self.now)
        referral = services.send_agency_referral(
            draft_id=draft.pk, answers=Answers(called=called, ways=ways, **answers), said=said, by=by, at=self.now
        )
        self.referral_id = referral.pk

    def invites(self, agency: Agency, for_whom: str) -> None:
        self.invitation, _token = services.invite_agency(
            area=self.ridgeway.area, agency=agency, for_whom=for_whom, by=self.ridgeway.priya, at=self.now
        )

    def is_referred_by_link(self, called: str, *ways: Way, said: FromAgency, **answers: Any) -> None:
        services.begin_link_draft(invitation=self.invitation, at=self.now)
        referral = services.send_by_link(
            invitation_id=self.invitation.pk,
            answers=Answers(called=called, ways=ways, **answers),
            said=said,
            at=self.now,
        )
        self.referral_id = referral.pk

    def offender_asks(
        self, called: str, words: str, *, full_name: str, reached_through: str, birth_date: date | None = None, **m: Any
    ) -> OffenderEnquiry:
        asked = Asked(
            called=called,
            words=words,
            full_name=full_name,
            birth_date=birth_date,
            reached_through=reached_through,
            agency=self.ridgeway.foxcombe,
            **m,
        )
        return services.record_enquiry(area=self.ridgeway.area, asked=asked, by=self.ridgeway.priya, at=self.now)

    def supervisor_looks(self) -> None:
        """Whoever wrote down what the offender asked for does not decide alone that the victim's referral goes on."""
        referral = Referral.objects.get(pk=self.referral_id)
        services.look_at_referral(referral=referral, by=self.ridgeway.sian, at=self.now)

    def meets(self, enquiry: OffenderEnquiry) -> None:
        """The victim came by themselves: the two belong together, and only the service knows."""
        services.meet_enquiry(enquiry_id=enquiry.pk, case_id=self.case.pk, by=self.ridgeway.sian, at=self.now)
