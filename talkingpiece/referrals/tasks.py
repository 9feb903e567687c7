from __future__ import annotations

from uuid import UUID

from talkingpiece.core import clock
from talkingpiece.core.jobs import job
from talkingpiece.referrals import services


@job("referrals.expire_draft", why="a half-written form is forgotten when its time is over")
def expire_draft(*, area_id: UUID, draft_id: str) -> None:
    services.expire_draft(draft_id=UUID(draft_id), at=clock.now())


@job("referrals.expire_call", why="a half-written call is forgotten when its time is over")
def expire_call(*, area_id: UUID, draft_id: str) -> None:
    services.expire_call(draft_id=UUID(draft_id), at=clock.now())


@job("referrals.expire_agency_draft", why="a half-written form is forgotten when its time is over")
def expire_agency_draft(*, area_id: UUID, draft_id: str) -> None:
    services.expire_agency_draft(draft_id=UUID(draft_id), at=clock.now())


@job("referrals.acknowledged", why="notes that a message of ours was sent")
def acknowledged(*, area_id: UUID, message_id: str, about_id: str) -> None:
    services.note_acknowledged(referral_id=UUID(about_id), by=None, at=clock.now())


@job("referrals.arrived", why="what follows from a referral that a stranger sent: a turn, and word that it came")
def arrived(*, area_id: UUID, referral_id: str, by_message: int) -> None:
    services.follow_up(referral_id=UUID(referral_id), by_message=bool(by_message), at=clock.now())


@job("referrals.word_left", why="what follows from a word that was left with a number")
def word_left(*, area_id: UUID, message_id: str) -> None:
    services.pass_on_word(message_id=UUID(message_id))
