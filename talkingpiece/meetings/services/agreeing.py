"""The outcome agreement, and how each thing in it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.cases.services import record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.conditions import Promised, blockers_to_vary
from talkingpiece.meetings.gates import blockers_to_agree, contact_of, facts_for_agreement, signatories_to_vary
from talkingpiece.meetings.models import AgreementItem, ItemKind, ItemResult, OrderCheck, OutcomeAgreement, Variation
from talkingpiece.meetings.services.holding import pass_after
from talkingpiece.meetings.services.locking import enter, fact_of, lock_meeting


@dataclass(frozen=True)
class Draft:
    """One thing that one participant will do by a day."""

    words: str
    owner_id: UUID
    due_on: date
    kind: str = ItemKind.OTHER
    for_id: UUID | None = None  # for whom of them; None: for all
    verified: str = ""  # who sees whether it was done, and how
    order_check: str = OrderCheck.CLEAR
    share_with: tuple[str, ...] = ()


@transaction.atomic
def record_agreement(
    *,
    meeting_id: UUID,
    drafts: Sequence[Draft],
    agree_freely: set[UUID],
    lawful: bool,
    against_no_order: bool,
    words: str,
    by: User,
    at: datetime,
    no_news_wanted: bool = False,
) -> OutcomeAgreement:
    """`agree_freely`: ids of the participants who said so themselves. `no_news_wanted`: the victim does not want to
    hear how it goes. Raises Blocked with every reason; IllegalTransition if there is an agreement already."""
    locked = lock_meeting(meeting_id)
    meeting = locked.meeting
    if OutcomeAgreement.objects.filter(meeting=meeting, error_at__isnull=True).exists():
        raise IllegalTransition("agreed", "agreed")
    facts = facts_for_agreement(
        meeting,
        owners={draft.owner_id for draft in drafts},
        items=len(drafts),
        agree_freely=agree_freely,
        lawful=lawful,
        against_no_order=against_no_order,
        promised=tuple(Promised(d.words, d.order_check, contact_of(d.kind), d.due_on) for d in drafts),
        at=at,
    )
    require_open(blockers_to_agree(facts))
    agreement = OutcomeAgreement(
        **fact_of(meeting, by=by, at=at),
        meeting=meeting,
        signatories=[UUID(signatory.participant_id) for signatory in facts.signatories],
        freely=True,
        lawful=lawful,
        against_no_order=against_no_order,
        words=words,
    )
    agreement.save()
    for draft in drafts:
        AgreementItem(
            area_id=meeting.area_id,
            key_id=meeting.key_id,
            agreement=agreement,
            owner_id=draft.owner_id,
            for_whom_id=draft.for_id,
            kind=draft.kind,
            words=draft.words,
            due_on=draft.due_on,
            verified=draft.verified,
            order_check=draft.order_check,
            share_with=list(draft.share_with),
            no_news_wanted=no_news_wanted,
        ).save()
    if not meeting.agreed:
        meeting.agreed = True
        meeting.save(update_fields=["agreed"])
    for case in locked.cases:
        record_passing(case=case, gate="meeting.agree", facts=facts, by=by, at=at, subject_id=meeting.pk)
    enter("outcome_agreement.recorded", locked, about=agreement, by=by, at=at, detail={"items": len(drafts)})
    pass_after(locked, at=at)
    return agreement


@transaction.atomic
def record_result(
    *,
    item_id: UUID,
    result: str,
    words: str,
    victim_told_at: datetime | None,
    no_news_wanted: bool,
    by: User,
    at: datetime,
    evidence: str = "",
) -> AgreementItem:
    """How one thing went, and whether the victim has heard of it. What was partly done can be recorded again."""
    meeting_id = AgreementItem.objects.values_list("agreement__meeting_id", flat=True).get(pk=item_id)
    locked = lock_meeting(meeting_id)
    item = AgreementItem.objects.select_for_update(no_key=True).get(pk=item_id)
    item.result, item.result_at, item.result_by, item.result_words = result, at, by, words
    item.evidence = evidence
    item.victim_told_at, item.no_news_wanted = victim_told_at, no_news_wanted
    item.save()
    detail = {"result": result, "told": victim_told_at is not None}
    enter("agreement_item.result_recorded", locked, about=item, by=by, at=at, detail=detail)
    pass_after(locked, at=at)
    return item


@transaction.atomic
def record_variation(
    *, item_id: UUID, due_on: date, agree_freely: set[UUID], words: str, by: User, at: datetime
) -> Variation:
    """Another day for one thing, if both who promised it and whom it is for said so freely. The first day stays.
    Raises Blocked with every reason; IllegalTransition once it is done."""
    meeting_id = AgreementItem.objects.values_list("agreement__meeting_id", flat=True).get(pk=item_id)
    locked = lock_meeting(meeting_id)
    item = (
        AgreementItem.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agreement__meeting")
        .get(pk=item_id)
    )
    if item.result == ItemResult.DONE:
        raise IllegalTransition(item.result, "varied")
    signing = signatories_to_vary(item, agree_freely)
    require_open(blockers_to_vary(signing))
    variation = Variation(
        **fact_of(locked.meeting, by=by, at=at),
        meeting=locked.meeting,
        item=item,
        due_on=due_on,
        signatories=[UUID(signatory.participant_id) for signatory in signing],
        words=words,
    )
    variation.save()
    enter("agreement_item.varied", locked, about=item, by=by, at=at, detail={"due_on": due_on.isoformat()})
    pass_after(locked, at=at)
    return variation
