from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements.gates import (
    blockers_to_end,
    blockers_to_read,
    blockers_to_renew,
    blockers_to_send,
    blockers_to_sign,
    facts_for_end,
    facts_for_read,
    facts_for_renew,
    facts_for_send,
    facts_for_sign,
)
from talkingpiece.agreements.models import Agreement, Signature, SignedPaper
from talkingpiece.agreements.papers import mark_of, paper_for
from talkingpiece.agreements.profile import AgreementTemplate
from talkingpiece.agreements.queries import holds
from talkingpiece.agreements.states import NEXT, TERMS, Controller, Part, Signer, Stage
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.documents.render import fingerprint, pdf
from talkingpiece.protection.classes import Side

# What each page of a draft may write.
FIELDS: dict[Part, tuple[str, ...]] = {
    Part.ABOUT: ("title", "purposes", "purpose", "starts_on", "reviews_on", "ends_on", "owner", "deputy"),
    Part.SENT: ("we_may_send", "they_may_send"),
    Part.LAW: ("our_role", "their_role"),
}


class WrongMark(ValueError):
    """The mark on the paper that was signed is not that of this document."""


@transaction.atomic
def enter_agreement(
    *,
    area: Area,
    agency: Agency,
    reference: str,
    title: str,
    purpose: str,
    purposes: Iterable[str],
    we_may_send: Iterable[str],
    they_may_send: Iterable[str],
    starts_on: date,
    ends_on: date,
    signed_on: date | None,
    owner: User,
    by: User,
    at: datetime,
) -> Agreement:
    """Enter an agreement as it was signed on paper, in force from that day. `ends_on` is exclusive."""
    signed_at = timezone.make_aware(datetime.combine(signed_on, time.min)) if signed_on else None
    agreement = Agreement.objects.create(
        area=area,
        agency=agency,
        reference=reference,
        title=title,
        purpose=purpose,
        purposes=list(purposes),
        we_may_send=list(we_may_send),
        they_may_send=list(they_may_send),
        starts_on=starts_on,
        ends_on=ends_on,
        stage=Stage.SIGNED if signed_at else Stage.DRAFT,
        signed_at=signed_at,
        owner=owner,
    )
    _record("agreement.entered", agreement, by, at)
    return agreement


@transaction.atomic
def draft_agreement(
    *, area: Area, agency: Agency, reference: str, title: str, owner: User, by: User, at: datetime
) -> Agreement:
    """A first version, with the words of the area's template. Nothing of it counts before it is signed."""
    template, today = current_section(area.pk, AgreementTemplate), timezone.localdate(at)
    kind = template.kind(agency.kind)
    agreement = Agreement.objects.create(
        area=area,
        agency=agency,
        reference=reference,
        title=title,
        purposes=list(kind.purposes),
        we_may_send=list(kind.we_may_send),
        they_may_send=list(kind.they_may_send),
        our_role=Controller.CONTROLLER,
        their_role=kind.their_role,
        terms={term.value: words for term, words in template.terms.items()},
        starts_on=today,
        reviews_on=today + timedelta(days=template.review_days),
        ends_on=today + timedelta(days=template.lasts_days),
        owner=owner,
        writers=[by.pk],
    )
    _record("agreement.drafted", agreement, by, at)
    return agreement


@transaction.atomic
def write_part(*, agreement_id: UUID, part: Part, typed: dict[str, Any], by: User, at: datetime) -> Agreement:
    """One page of the draft. Raises IllegalTransition once it is no draft any more, KeyError for a field elsewhere."""
    agreement = _lock(agreement_id)
    if agreement.stage != Stage.DRAFT:
        raise IllegalTransition(agreement.stage, Stage.DRAFT)
    terms = {term.value for term in TERMS.get(part, ())}
    for name, value in typed.items():
        if name in terms:
            agreement.terms[name] = value
        elif name in FIELDS.get(part, ()):
            setattr(agreement, name, value)
        else:
            raise KeyError(name)
    if by.pk not in agreement.writers:
        agreement.writers.append(by.pk)
    agreement.save()
    _record("agreement.written", agreement, by, at, part=part.value)
    return agreement


@transaction.atomic
def send_agreement(*, agreement_id: UUID, by: User, at: datetime) -> Agreement:
    """To a second person. Raises Blocked with everything that is missing."""
    agreement = _lock(agreement_id)
    require_open(blockers_to_send(facts_for_send(agreement, at)))
    _to(agreement, Stage.REVIEW)
    agreement.sent_by, agreement.sent_at, agreement.sent_back_words = by, at, ""
    agreement.save()
    _record("agreement.sent", agreement, by, at)
    return agreement


@transaction.atomic
def say_yes(*, agreement_id: UUID, by: User, at: datetime) -> Agreement:
    """A second person read it: its document is made, and its words stand still. Raises Blocked."""
    agreement = _lock(agreement_id)
    require_open(blockers_to_read(facts_for_read(agreement, by, at)))
    _to(agreement, Stage.TO_SIGN)
    agreement.read_by, agreement.read_at = by, at
    agreement.save()
    paper = paper_for(agreement)
    content = pdf(paper)
    SignedPaper.objects.create(
        area_id=agreement.area_id,
        agreement=agreement,
        content=content,
        digest=fingerprint(content),
        mark=mark_of(paper),
        made_at=at,
    )
    _record("agreement.read", agreement, by, at, sha256=fingerprint(content))
    return agreement


@transaction.atomic
def send_back(*, agreement_id: UUID, words: str, by: User, at: datetime) -> Agreement:
    """To be written again, from the second person or from the table. What was signed of it counts for nothing."""
    agreement = _lock(agreement_id)
    _to(agreement, Stage.DRAFT)
    agreement.sent_back_words, agreement.read_by, agreement.read_at = words, None, None
    agreement.save()
    agreement.signatures.all().delete()
    SignedPaper.objects.filter(agreement=agreement).delete()
    _record("agreement.sent_back", agreement, by, at)
    return agreement


@transaction.atomic
def sign_agreement(
    *, agreement_id: UUID, side: Signer, name: str, job: str, signed_on: date, mark: str, by: User, at: datetime
) -> Agreement:
    """Somebody signed the document with this mark. With the second signature it opens, from its first day.

    Raises Blocked, WrongMark, IllegalTransition if this side has signed.
    """
    agreement = _lock(agreement_id)
    require_open(blockers_to_sign(facts_for_sign(agreement, at)))
    paper = agreement.paper
    if _bare(mark) != _bare(paper.mark):
        raise WrongMark
    if agreement.signatures.filter(side=side).exists():
        raise IllegalTransition("signed", "signed")
    Signature.objects.create(
        area_id=agreement.area_id,
        agreement=agreement,
        side=side,
        name=name,
        job=job,
        signed_on=signed_on,
        digest=paper.digest,
        entered_by=by,
        entered_at=at,
    )
    _record("agreement.signed_by_one", agreement, by, at, side=side.value, sha256=paper.digest)
    if agreement.signatures.count() == len(Signer):
        _to(agreement, Stage.SIGNED)
        agreement.signed_at = at
        agreement.save()
        _record("agreement.signed", agreement, by, at, sha256=paper.digest)
    return agreement


@transaction.atomic
def end_agreement(*, agreement_id: UUID, why: str, by: User, at: datetime) -> Agreement:
    """Early: from this minute nothing passes under it. Raises Blocked."""
    agreement = _lock(agreement_id)
    require_open(blockers_to_end(facts_for_end(agreement, at)))
    agreement.ended_at, agreement.ended_by, agreement.ended_why = max(at, agreement.signed_at or at), by, why
    agreement.save(update_fields=["ended_at", "ended_by", "ended_why"])
    _record("agreement.ended", agreement, by, at)
    return agreement


@transaction.atomic
def renew_agreement(*, agreement_id: UUID, by: User, at: datetime) -> Agreement:
    """The draft of its next version, with its words, from the day on which it closes. Raises Blocked."""
    old = _lock(agreement_id)
    require_open(blockers_to_renew(facts_for_renew(old)))
    template = current_section(old.area_id, AgreementTemplate)
    starts = max(old.ends_on, timezone.localdate(at))
    newest = Agreement.objects.filter(area_id=old.area_id, reference=old.reference).order_by("-version")[0]
    copied = [
        "area",
        "agency",
        "reference",
        "title",
        "purpose",
        "purposes",
        "we_may_send",
        "they_may_send",
        "our_role",
        "their_role",
        "owner",
        "deputy",
    ]
    fresh = Agreement.objects.create(
        **{name: getattr(old, name) for name in copied},
        version=newest.version + 1,
        # One that was entered from paper has no words here: the template's stand in for them.
        terms={**{term.value: words for term, words in template.terms.items()}, **old.terms},
        starts_on=starts,
        reviews_on=starts + timedelta(days=template.review_days),
        ends_on=starts + timedelta(days=template.lasts_days),
        writers=[by.pk],
    )
    _record("agreement.drafted", fresh, by, at)
    return fresh


@transaction.atomic
def give_up(*, agreement_id: UUID, why: str, by: User, at: datetime) -> Agreement:
    """Before it was signed by both. It stays readable. Raises IllegalTransition."""
    agreement = _lock(agreement_id)
    _to(agreement, Stage.GIVEN_UP)
    agreement.given_up_at, agreement.given_up_by, agreement.given_up_why = at, by, why
    agreement.save()
    _record("agreement.given_up", agreement, by, at)
    return agreement


@transaction.atomic
def note_review(*, agreement_id: UUID, next_on: date, by: User, at: datetime) -> Agreement:
    """Somebody looked whether it is still right. Raises IllegalTransition if it is not in force."""
    agreement = _lock(agreement_id)
    if not holds(agreement, at):
        raise IllegalTransition(agreement.stage, "reviewed")
    agreement.reviews_on = next_on
    agreement.save(update_fields=["reviews_on"])
    _record("agreement.reviewed", agreement, by, at, next=next_on.isoformat())
    return agreement


@transaction.atomic
def name_owner(*, agreement: Agreement, owner: User, by: User, at: datetime) -> Agreement:
    """Who looks after it from now: its review, and what it lets through."""
    agreement.owner = owner
    if agreement.deputy_id == owner.pk:
        agreement.deputy = None
    agreement.save(update_fields=["owner", "deputy"])
    _record("agreement.given", agreement, by, at, to=str(owner.pk))
    return agreement


def _lock(agreement_id: UUID) -> Agreement:
    found = Agreement.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "area", "agency", "owner", "deputy"
    )
    return found.get(pk=agreement_id)


def _to(agreement: Agreement, stage: Stage) -> None:
    check_transition(NEXT, current=agreement.stage, to=stage)
    agreement.stage = stage


def _bare(mark: str) -> str:
    return "".join(mark.split()).upper()


def _record(name: str, agreement: Agreement, by: User, at: datetime, **detail: str) -> None:
    told = {"reference": agreement.reference, "version": agreement.version, **detail}
    record(name, by=by, about=agreement, at=at, side=Side.SERVICE, detail=told)
