"""What is known of rows when they are screened: of themselves, of rows of the same crime, and of people known here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from talkingpiece.agreements.queries import in_force
from talkingpiece.agreements.states import Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.cases.states import SentenceType
from talkingpiece.identification.known import Here, known_each
from talkingpiece.identification.linking import Linking
from talkingpiece.identification.models import ExtractRow
from talkingpiece.identification.screening import Contact, RowFacts
from talkingpiece.identification.states import AgeBand, Proceedings, Victim, Wish
from talkingpiece.people import tokens
from talkingpiece.people.queries import is_child
from talkingpiece.people.states import Channel
from talkingpiece.people.tokens import Token
from talkingpiece.referrals.agency_queries import standing_of
from talkingpiece.referrals.queries import remit, said_no_each
from talkingpiece.referrals.remit import RemitFacts, remit_of
from talkingpiece.referrals.states import CaseStage, ContactBy

Content = dict[str, Any]

_OF_THE_OFFENDER = ("offender_pnc", "offender_cro", "offender_prison_no", "offender_crn")
_OF_THE_CRIME = ("crime_reference", "urn")
# What a row of the offender's may add to a victim's.
_ADDS = ("proceedings", "responsibility", "sentence", "sentenced_on", "release_on", "ends_on", "orders", "restricted")


@dataclass(frozen=True)
class Known:
    """One row, with what others add to it. `person_id`: somebody known here as a victim who is, or may be, the same."""

    row: ExtractRow
    content: Content  # with what the rows of its offender add
    facts: RowFacts
    time_left_on: date | None
    waiting_since: date | None
    age_band: str
    person_id: UUID | None = None


@dataclass
class Agencies:
    """How each agency stands to the area at a moment, looked up once."""

    area_id: UUID
    at: datetime
    found: dict[UUID, tuple[bool, Contact]] = field(default_factory=dict)

    def of(self, agency: Agency) -> tuple[bool, Contact]:
        if agency.pk not in self.found:
            covered = in_force(self.area_id, at=self.at).filter(agency_id=agency.pk, purposes__contains=[Purpose.LISTS])
            rule = standing_of(self.area_id, agency, at=self.at, purpose=Purpose.LISTS).rule
            contact: Contact = "none" if rule is None else "agency" if rule.by == ContactBy.AGENCY else "service"
            self.found[agency.pk] = (covered.exists(), contact)
        return self.found[agency.pk]


def victim_tokens(area_id: UUID, content: Content) -> set[Token]:
    """By which somebody named in a row is found among people, referrals and those who said no."""
    ways = [
        (Channel.CALL, content.get("victim_phone", "")),
        (Channel.EMAIL, content.get("victim_email", "")),
        (Channel.POST, content.get("victim_postcode", "") or content.get("victim_address", "")),
    ]
    return tokens.all_of(
        area_id,
        names=[content.get("victim", "")],
        birth_date=content.get("victim_birth_date", ""),
        ways=[(channel, value) for channel, value in ways if value],
    )


def known_of(area_id: UUID, rows: Sequence[ExtractRow], *, at: datetime, linking: Linking | None = None) -> list[Known]:
    """`linking`: what a run made of all rows; without it only what one row says by itself is known."""
    same_people = linking.same_people if linking else {}
    contents = {row.pk: row.content for row in rows}
    adds = _adding(contents)
    wanted = {pk: victim_tokens(area_id, one) for pk, one in contents.items() if one.get("victim")}
    said_no, here = said_no_each(area_id, wanted), known_each(area_id, wanted, same_people)
    section, agencies, today = remit(area_id), Agencies(area_id, at), timezone.localdate(at)
    added = {pk for more in adds.values() for pk in more}
    found = []
    for row in rows:
        content = _with(contents[row.pk], [contents[pk] for pk in adds.get(row.pk, ())])
        covered, contact = agencies.of(row.extract.agency)
        left = _time_left(content, today)
        person = here.get(row.pk, Here())
        facts = RowFacts(
            victim=_victim(content),
            wish=content.get("wish", Wish.NOT_ASKED),
            scheme=content.get("scheme", ""),
            proceedings=content.get("proceedings", ""),
            responsibility=content.get("responsibility", ""),
            orders=_yes_no(content.get("orders")),
            offence=content.get("offence", "unknown"),
            age=_age(content, today),
            flags=frozenset(content.get("flags", ())),
            restricted=_yes_no(content.get("restricted")),
            interpreter=_yes_no(content.get("interpreter")),
            days_left=(left - today).days if left else None,
            days_since=_days_since(content, today),
            said_no=row.pk in said_no,
            covered=covered,
            contact="asked" if _asked_for_it(content) else contact,
            way=any(content.get(key) for key in ("victim_phone", "victim_email", "victim_address")),
            known=person.known,
            adds_to=row.pk in added,
            remit=remit_of(_remit_facts(content, today), section),
        )
        found.append(
            Known(row, content, facts, left, _waiting_since(content, row), _age_band(content, today), person.person_id)
        )
    return found


def _victim(content: Content) -> str:
    return str(content.get("victim_as", Victim.PERSON)) if content.get("victim") else ""


def _asked_for_it(content: Content) -> bool:
    """They asked for it, and the agency says when: then somebody has asked them already."""
    return content.get("wish") == Wish.REQUESTED and bool(content.get("wish_on"))


def _yes_no(value: object) -> str:
    return "" if value is None else "yes" if value else "no"


# Rows of one crime


def _adding(contents: Mapping[UUID, Content]) -> dict[UUID, list[UUID]]:
    """For each victim's row the rows about the offender alone that share its crime or its offender's number."""
    by_key: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for pk, content in contents.items():
        if not content.get("victim"):
            for key in _keys(content):
                by_key[key].append(pk)
    found: dict[UUID, list[UUID]] = {}
    for pk, content in contents.items():
        if content.get("victim"):
            more = dict.fromkeys(one for key in _keys(content) for one in by_key.get(key, ()))
            if more:
                found[pk] = list(more)
    return found


def _keys(content: Content) -> Iterable[tuple[str, str]]:
    for key in (*_OF_THE_CRIME, *_OF_THE_OFFENDER):
        plain = re.sub(r"[^A-Z0-9]", "", str(content.get(key, "")).upper())
        if len(plain) >= 5:
            yield key, plain


def _with(content: Content, more: Sequence[Content]) -> Content:
    """A row's own word counts; of others what it does not say itself. Registrations of all are gathered."""
    found = dict(content)
    for one in more:
        for key in _ADDS:
            if key not in found and key in one:
                found[key] = one[key]
    flags = {flag for one in (content, *more) for flag in one.get("flags", ())}
    return found | ({"flags": sorted(flags)} if flags else {})


# Days


def _day(content: Content, key: str) -> date | None:
    value = content.get(key)
    return date.fromisoformat(value) if value else None


def _time_left(content: Content, today: date) -> date | None:
    """The first day to come on which custody or the sentence ends."""
    days = [day for key in ("release_on", "ends_on") if (day := _day(content, key)) and day >= today]
    return min(days, default=None)


def _waiting_since(content: Content, row: ExtractRow) -> date | None:
    day = _day(content, "sentenced_on") or _day(content, "offence_date")
    return day or (timezone.localdate(row.extract.taken_at) if row.extract.taken_at else None)


def _days_since(content: Content, today: date) -> int | None:
    day = _day(content, "offence_date")
    return (today - day).days if day else None


def _age(content: Content, today: date) -> str:
    born = content.get("victim_birth_date", "")
    return "not_known" if not born else "child" if is_child(born, today) else "adult"


def _age_band(content: Content, today: date) -> str:
    born = _day(content, "victim_birth_date")
    if born is None:
        return ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    for below, band in ((18, AgeBand.CHILD), (25, AgeBand.YOUNG), (45, AgeBand.MIDDLE), (65, AgeBand.OLDER)):
        if years < below:
            return band
    return AgeBand.OLD


# The remit


def stage_of(content: Content, today: date) -> str:
    """How far the criminal case has come, in the words of a referral."""
    if content.get("proceedings") in {Proceedings.TRIAL, Proceedings.APPEAL}:
        return CaseStage.COURT
    ends = _day(content, "ends_on")
    if content.get("sentence") == SentenceType.COMPLETE or (ends is not None and ends < today):
        return CaseStage.FINISHED
    if content.get("sentence") not in {None, SentenceType.NONE_YET, SentenceType.UNKNOWN} or content.get(
        "sentenced_on"
    ):
        return CaseStage.SENTENCED
    return CaseStage.REPORTED if content.get("crime_reference") else CaseStage.NOT_KNOWN


def _remit_facts(content: Content, today: date) -> RemitFacts:
    age: Any = _age(content, today)
    return RemitFacts(stage=stage_of(content, today), category=content.get("offence", "unknown"), age=age)
