"""Rows are held against the rules; what somebody decided of a row is theirs, and no run undoes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import current_version, section
from talkingpiece.audit.services import record
from talkingpiece.cases.states import InitiatedBy, Route, VictimAs
from talkingpiece.consents.states import Method
from talkingpiece.core.blockers import require_open
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.links import new_token
from talkingpiece.core.locks import one_at_a_time
from talkingpiece.core.transitions import IllegalTransition, check_transition
from talkingpiece.identification.facts import Content, Known, known_of, stage_of
from talkingpiece.identification.linking import Linking, link_rows
from talkingpiece.identification.models import Extract, Run, Screened
from talkingpiece.identification.profile import Identification
from talkingpiece.identification.queries import live_rows
from talkingpiece.identification.row_gates import blockers_to_accept, facts_for_accept
from talkingpiece.identification.screening import screen, wish_rank
from talkingpiece.identification.services.linking import write_pairs
from talkingpiece.identification.states import SCREEN_TRANSITIONS, OutWhy, ScreenState, Victim, Wish
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, IfAnswered
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.agency_queries import standing_of
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import Answers, Source, make_referral
from talkingpiece.referrals.states import FirstContact, Form

_AT_ONCE = 500
_UNDECIDED = {ScreenState.WAITING, ScreenState.KEPT_OUT}
_CHANGING = (
    "state", "failing", "cautions", "rules_version", "screened_at", "wish", "rank", "time_left_on", "waiting_since",
    "age_band", "sex", "ethnicity", "offence", "person", "version",
)  # fmt: skip


def ask_to_screen(area_id: UUID) -> None:
    enqueue("identification.screen", area_id=area_id)


@transaction.atomic
def screen_area(*, area_id: UUID, at: datetime) -> Run:
    """Hold every row that is here against the rules. What somebody decided stays, also while this runs."""
    one_at_a_time("identification.screen", area_id)
    area = Area.objects.get(pk=area_id)
    version = current_version(area_id)
    rules = section(area_id, version, Identification).rules
    rows = live_rows(area_id)
    linking = link_rows(area_id, rows)
    write_pairs(area_id, linking, rows)
    known = known_of(area_id, rows, at=at, linking=linking)
    before = {one.row_id: one for one in Screened.objects.filter(area_id=area_id, row__isnull=False)}
    seen = {row.pk: row.version for row in before.values()}
    new, changed = [], []
    behind = _behind_another(linking, known, before)
    for one in known:
        found = screen(replace(one.facts, with_another=one.row.pk in behind), rules)
        kept = before.get(one.row.pk)
        row = kept or Screened(area_id=area_id, key_id=one.row.key_id, extract_id=one.row.extract_id, row=one.row)
        was = _picture(row) if kept else None
        if kept is None or kept.state in _UNDECIDED:
            row.state = ScreenState.WAITING if found.passes else ScreenState.KEPT_OUT
            row.failing = [one.id for one in found.failing]
            row.cautions = [one.id for one in found.cautions]
        _describe(row, one)
        row.rules_version, row.screened_at = version, at
        if kept is None:
            new.append(row)
        elif _picture(row) != was:
            row.version += 1
            changed.append(row)
    Screened.objects.bulk_create(new, batch_size=_AT_ONCE)
    changed = _untouched(changed, seen)
    Screened.objects.bulk_update(changed, _CHANGING, batch_size=_AT_ONCE)
    waiting = Screened.objects.filter(area_id=area_id, state=ScreenState.WAITING).count()
    run = Run.objects.create(area=area, ran_at=at, rules_version=version, rows=len(known), waiting=waiting)
    detail = {"rows": len(known), "new": len(new), "changed": len(changed), "waiting": waiting, "rules": version}
    record("rows.screened", by=None, about=run, at=at, side=Side.SERVICE, detail=detail)
    return run


def _untouched(changed: Sequence[Screened], seen: Mapping[UUID, int]) -> list[Screened]:
    """Without those of which somebody decided, and those whose list was deleted, since this run read them: what was
    reckoned for them is for the next run."""
    rows = Screened.objects.filter(pk__in=[row.pk for row in changed], row__isnull=False)
    now = dict(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", "version"))
    return [row for row in changed if now.get(row.pk) == seen[row.pk]]


def _behind_another(linking: Linking, known: Sequence[Known], before: Mapping[UUID | None, Screened]) -> set[UUID]:
    """Of several rows of one victim all but one: the one that somebody decided, or else the first by the order of the
    list among those that pass."""
    by_row = {one.row.pk: one for one in known}
    behind: set[UUID] = set()
    for group in linking.groups:
        decided = [pk for pk in group if pk in before and before[pk].state not in _UNDECIDED]
        first = decided[0] if decided else min(group, key=lambda pk: _order(by_row[pk]))
        behind |= set(group) - {first} - set(decided)
    return behind


def _order(known: Known) -> tuple[int, int, date, date, str]:
    wish = wish_rank(known.content.get("wish", Wish.NOT_ASKED))
    # A row that says that they do not want it decides for all of them.
    no = 0 if known.facts.wish in {Wish.DECLINED, Wish.DO_NOT_CONTACT} else 1
    contact = 0 if known.facts.contact != "none" else 1
    return no, contact + wish, known.time_left_on or date.max, known.waiting_since or date.max, str(known.row.pk)


def _describe(row: Screened, known: Known) -> None:
    content = known.content
    row.wish = content.get("wish", "")
    row.rank = wish_rank(content.get("wish", Wish.NOT_ASKED))
    row.time_left_on, row.waiting_since = known.time_left_on, known.waiting_since
    row.age_band = known.age_band
    row.sex, row.ethnicity = content.get("victim_sex", ""), content.get("victim_ethnicity", "")
    row.offence = content.get("offence", "unknown")
    row.person_id = known.person_id


def _picture(row: Screened) -> tuple[object, ...]:
    names = [name for name in _CHANGING if name not in {"screened_at", "version", "person"}]
    return (*(getattr(row, name) for name in names), row.person_id)


# What a person decides


@transaction.atomic
def accept_row(*, screened_id: UUID, version: int, by: User, at: datetime) -> Referral:
    """A referral with one owner. Raises Blocked with every reason, IllegalTransition if somebody decided first."""
    row = _locked(screened_id, version, to=ScreenState.ACCEPTED)
    require_open(blockers_to_accept(facts_for_accept(row, by=by, at=at)))
    assert row.row is not None  # the gate is open
    [known] = known_of(row.area_id, [row.row], at=at)
    referral = _refer(row, known, by, at)
    row.state, row.referral = ScreenState.ACCEPTED, referral
    _decided(row, "row.accepted", by, at, referral=referral.reference)
    return referral


@transaction.atomic
def leave_out(*, screened_id: UUID, version: int, why: str, words: str, by: User, at: datetime) -> Screened:
    row = _locked(screened_id, version, to=ScreenState.LEFT_OUT)
    row.state, row.why, row.words = ScreenState.LEFT_OUT, OutWhy(why), words
    return _decided(row, "row.left_out", by, at, why=why)


@transaction.atomic
def put_off(*, screened_id: UUID, version: int, until: date | None, by: User, at: datetime) -> Screened:
    """Until that day, or for the days of the area. One that was left out comes back in the same way."""
    row = _locked(screened_id, version, to=ScreenState.LATER)
    days = section(row.area_id, current_version(row.area_id), Identification).later_days
    row.state, row.later_on = ScreenState.LATER, until or timezone.localdate(at) + timedelta(days=days)
    row.why, row.words = "", ""
    return _decided(row, "row.put_off", by, at)


def _locked(screened_id: UUID, version: int, *, to: ScreenState) -> Screened:
    found = Screened.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "row", "extract__agency", "area"
    )
    row = found.get(pk=screened_id)
    check_transition(SCREEN_TRANSITIONS, current=row.state, to=to)
    if row.version != version:
        raise IllegalTransition(row.state, to)
    return row


def _decided(row: Screened, event: str, by: User, at: datetime, **detail: object) -> Screened:
    row.decided_at, row.decided_by = at, by
    row.version += 1
    row.save()
    record(event, by=by, about=row, at=at, side=Side.VICTIM, detail=detail)
    return row


def _refer(row: Screened, known: Known, by: User, at: datetime) -> Referral:
    content, agency = known.content, row.extract.agency
    asked = known.facts.contact == "asked"
    rule = None if asked else standing_of(row.area_id, agency, at=at, purpose="lists").rule
    first_contact: dict[str, object] = {"first_contact": FirstContact.ASKED, "agreed_how": Method.SPOKEN}
    if rule is not None:
        first_contact = {
            "first_contact": FirstContact.RULE,
            "first_contact_by": rule.by,
            "first_contact_words": rule.words,
            "first_contact_agreed": False,
        }
    else:
        first_contact["agreed_on"] = date.fromisoformat(content["wish_on"])
    return make_referral(
        area=row.area,
        seed=new_token(),
        form=Form.EXTRACT,
        answers=_answers(content, timezone.localdate(at), ways=known.facts.contact != "agency"),
        at=at,
        route=Route.EXTRACTION,
        initiated_by=InitiatedBy.VICTIM if asked else InitiatedBy.AGENCY,
        source=Source(
            taken_by=by,
            agency=agency,
            referrer_words=content.get("officer", ""),
            # No machine writes to somebody who does not know of us.
            acknowledge="person",
            **first_contact,  # type: ignore[arg-type]
        ),
    )


_VICTIM_AS = {Victim.FAMILY: VictimAs.BEREAVED, Victim.ORGANISATION: VictimAs.ORGANISATION}


def _answers(content: Content, today: date, *, ways: bool) -> Answers:
    """`ways`: only where we are to speak with them first. The agency's own contact is not in its list."""
    name = content["victim"]
    return Answers(
        called=name.split()[0] if content.get("victim_as") != Victim.ORGANISATION else name,
        full_name=name,
        birth_date=content.get("victim_birth_date", ""),
        ways=tuple(_ways(content)) if ways else (),
        victim_as=_VICTIM_AS.get(content.get("victim_as", ""), VictimAs.DIRECT),
        category=content.get("offence", "unknown"),
        crime_reference=content.get("crime_reference", ""),
        offender_name=content.get("offender", ""),
        stage=stage_of(content, today),
        language=content.get("language", "English"),
        interpreter=bool(content.get("interpreter")),
    )


def _ways(content: Content) -> list[Way]:
    """As an agency wrote it: whether it is safe, nobody has asked them yet."""
    found = []
    for key, channel in (
        ("victim_phone", Channel.CALL),
        ("victim_email", Channel.EMAIL),
        ("victim_address", Channel.POST),
    ):
        if content.get(key):
            note = "From an agency’s list. Nobody has asked them whether it is safe."
            found.append(Way(channel, content[key], if_answered=IfAnswered.RING_OFF, note=note))
    return found


def let_go(extract: Extract) -> None:
    """Before its rows are deleted: what became of each is still counted, and says no longer of whom."""
    Screened.objects.filter(extract=extract).update(row=None, referral=None, person=None, time_left_on=None)
