from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from talkingpiece.areas.queries import current_section
from talkingpiece.cases.models import Ball, Case
from talkingpiece.cases.queries import cases_with
from talkingpiece.consents.queries import live
from talkingpiece.consents.states import Item
from talkingpiece.core.links import token_digest
from talkingpiece.people.models import Person
from talkingpiece.people.queries import Alike, agree_as_one, people_like, same_people, worth_showing
from talkingpiece.people.tokens import WIDE, Token
from talkingpiece.protection.context import hold
from talkingpiece.referrals.models import (
    CodeAttempt,
    CodeMessage,
    Draft,
    IntakeDraft,
    Referral,
    ReferralToken,
    SaidNoToken,
)
from talkingpiece.referrals.profile import Remit
from talkingpiece.referrals.states import Intake, LeftMessage, MayKnow, ReferralState, SafeNow

OPEN = (ReferralState.NEW, ReferralState.HELD)
UNSAFE = (SafeNow.NO, SafeNow.NOT_SURE)
_TOKENS_AT_ONCE = 20_000


def draft_of(session_token: str, at: datetime) -> Draft | None:
    if not session_token:
        return None
    hold(token_digest(session_token))
    return Draft.objects.filter(token_digest=token_digest(session_token), expires_at__gt=at).first()


def remit(area_id: UUID) -> Remit:
    return current_section(area_id, Remit)


def referral_of(case_id: UUID) -> Referral | None:
    """The referral from which the case came, with what the person wrote."""
    people = ("decided_by", "danger_seen_by", "taken_by", "referred_by", "agency")
    return Referral.objects.filter(case_id=case_id).select_related(*people).first()


def messages_left(referral_id: UUID) -> list[CodeMessage]:
    found = CodeMessage.objects.filter(referral_id=referral_id).select_related("seen_by")
    return list(found.order_by("-left_at"))


def danger_is_open(referral: Referral) -> bool:
    """Somebody said that they are not safe, or not sure, and nobody has answered for it yet."""
    if referral.safe_now in UNSAFE and referral.danger_seen_at is None:
        return True
    return any(m.kind == LeftMessage.NOT_SAFE and m.seen_at is None for m in referral.messages.all())


def open_balls(subject_ids: list[UUID]) -> dict[UUID, Ball]:
    found = Ball.objects.filter(subject_id__in=subject_ids, closed_at__isnull=True).select_related("user")
    return {ball.subject_id: ball for ball in found}


def front_door(referrals: QuerySet[Referral], at: datetime, recent: timedelta) -> QuerySet[Referral]:
    """What is not decided, what was decided lately, and whatever somebody still has to act on."""
    waiting = Ball.objects.filter(subject_id=OuterRef("pk"), closed_at__isnull=True)
    unseen = CodeMessage.objects.filter(seen_at__isnull=True)
    return (
        referrals.exclude(state=ReferralState.ACCEPTED)
        .filter(Q(state__in=OPEN) | Q(decided_at__gt=at - recent) | Exists(waiting))
        .select_related("owner", "agency")
        .prefetch_related(Prefetch("messages", queryset=unseen))
        .order_by("received_at")
    )


def unsafe_calls(area_ids: Iterable[UUID], at: datetime) -> list[IntakeDraft]:
    """Calls not sent yet in which the caller said that they are not safe, or not sure. Few, so they are opened here."""
    found = IntakeDraft.objects.filter(area_id__in=list(area_ids), kind=Intake.CALL, expires_at__gt=at)
    rows = found.select_related("user").order_by("started_at")
    return [row for row in rows if set(row.answers["typed"].get("safe_now", [])) & set(UNSAFE)]


@dataclass(frozen=True)
class AlikeReferral:
    """Another referral that may be of the same person, and in what they agree."""

    referral: Referral
    agrees: frozenset[str]


def tokens_of(referral: Referral) -> list[Token]:
    return [
        (kind, bytes(value))
        for kind, value in ReferralToken.objects.filter(referral=referral).values_list("kind", "token")
    ]


def referrals_like(referral: Referral, tokens: list[Token]) -> list[AlikeReferral]:
    """Other referrals of the area, whatever became of them, that agree as `people_like` asks of persons."""
    wanted = Q(pk__in=[])
    for kind, value in tokens:
        if kind not in WIDE:
            wanted |= Q(kind=kind, token=value)
    agreements: dict[UUID, list[str]] = defaultdict(list)
    found = ReferralToken.objects.filter(wanted, area_id=referral.area_id).exclude(referral=referral)
    for referral_id, kind in found.values_list("referral_id", "kind"):
        agreements[referral_id].append(kind)
    likely = {pk: frozenset(kinds) for pk, kinds in agreements.items() if worth_showing(kinds)}
    others = Referral.objects.filter(pk__in=likely).select_related("case").order_by("-received_at")
    return [AlikeReferral(other, likely[other.pk]) for other in others]


K = TypeVar("K")


def open_referrals_like_each(area_id: UUID, wanted: Mapping[K, Iterable[Token]]) -> dict[K, list[tuple[str, ...]]]:
    """For each the referrals that nobody has decided yet and that may be of the same person: in what each agrees."""
    rows = ReferralToken.objects.filter(area_id=area_id, referral__state__in=OPEN)
    return _agreeing(rows.values_list("referral_id", "kind", "token"), wanted)


def said_no_each(area_id: UUID, wanted: Mapping[K, Iterable[Token]]) -> set[K]:
    """Those who said no once. In doubt they are not asked: a name and a birth date are enough here."""
    rows = SaidNoToken.objects.filter(area_id=area_id)
    found = _agreeing(rows.values_list("said_no_id", "kind", "token"), wanted)
    return {key for key, some in found.items() if any(_is_enough(kinds) for kinds in some)}


def _is_enough(kinds: tuple[str, ...]) -> bool:
    names = max(kinds.count("name"), kinds.count("sound"))
    return agree_as_one(kinds) or (names >= 2 and bool({"birth_date", "postcode"} & set(kinds)))


def _agreeing(rows: QuerySet[Any, Any], wanted: Mapping[K, Iterable[Token]]) -> dict[K, list[tuple[str, ...]]]:
    asked = {key: {one for one in tokens if one[0] not in WIDE} for key, tokens in wanted.items()}
    values = list({value for tokens in asked.values() for _kind, value in tokens})
    holders: dict[Token, set[UUID]] = defaultdict(set)
    for start in range(0, len(values), _TOKENS_AT_ONCE):
        for holder, kind, value in rows.filter(token__in=values[start : start + _TOKENS_AT_ONCE]):
            holders[kind, bytes(value)].add(holder)
    found: dict[K, list[tuple[str, ...]]] = {}
    for key, tokens in asked.items():
        agreements: dict[UUID, list[str]] = defaultdict(list)
        for one in tokens:
            for holder in holders.get(one, ()):
                agreements[holder].append(one[0])
        likely = [tuple(sorted(kinds)) for kinds in agreements.values() if worth_showing(kinds)]
        if likely:
            found[key] = likely
    return found


@dataclass(frozen=True)
class Match:
    """A known person who may be the same one, with the cases of their own side.

    `other_side`: they are known from the other side of some case. Then nothing more is told, and the records are
    never joined here: a victim's whereabouts would lie in an offender's file, or the other way round.
    """

    alike: Alike
    cases: tuple[Case, ...]
    other_side: bool

    @property
    def open_case(self) -> Case | None:
        return next((case for case in self.cases if case.is_open), None)


def victims_like(area_id: UUID, tokens: list[Token]) -> list[Match]:
    """People who may be the one who came to us; `other_side` if they are responsible for harm somewhere."""
    return _matches(people_like(area_id, tokens), as_victim=True)


def offenders_like(area_id: UUID, tokens: list[Token]) -> list[Match]:
    """People who may be the one who did it; `other_side` if they are a victim somewhere."""
    return _matches(people_like(area_id, tokens), as_victim=False)


def match_of(person: Person, *, as_victim: bool) -> Match:
    """Somebody whom a worker chose by themselves, as one of those who are alike."""
    [match] = _matches([Alike(person, frozenset())], as_victim=as_victim)
    return match


def _matches(alike: list[Alike], *, as_victim: bool) -> list[Match]:
    records = same_people(found.person.pk for found in alike)
    ids = set(records)
    cases = list(cases_with(ids).distinct().prefetch_related("responsibles").order_by("-opened_at"))
    matches = []
    for found in alike:
        same = records[found.person.pk]
        victim_in = tuple(case for case in cases if case.victim_id in same)
        responsible_in = tuple(case for case in cases if any(r.person_id in same for r in case.responsibles.all()))
        own, other = (victim_in, responsible_in) if as_victim else (responsible_in, victim_in)
        matches.append(Match(found, own, bool(other)))
    return matches


def attempts_since(area_id: UUID, origin: str, since: datetime) -> int:
    return CodeAttempt.objects.filter(area_id=area_id, origin=origin, tried_at__gt=since).count()


def may_know_of(referrals: Iterable[Referral], on: date) -> dict[UUID, MayKnow]:
    """How much whoever referred them may see on that day. Once there is a case, only while the victim's consent to it
    holds; before, as they said when they were referred. One query."""
    rows = list(referrals)
    said = live([row.case_id for row in rows if row.case_id], on=on).filter(item=Item.REFERRER)
    holding = set(said.values_list("case_id", "target"))
    return {
        row.pk: MayKnow(row.referrer_may_know)
        if row.case_id is None or (row.case_id, str(row.agency_id)) in holding
        else MayKnow.NOTHING
        for row in rows
    }


def referrer_sees(case_id: UUID, on: date) -> tuple[str, str] | None:
    """The agency that told us of the victim of a case, and how much it may see; None if they came by themselves."""
    referral = Referral.objects.filter(case_id=case_id, agency__isnull=False).select_related("agency").first()
    if referral is None or referral.agency is None:
        return None
    return referral.agency.name, str(may_know_of([referral], on)[referral.pk].label)
