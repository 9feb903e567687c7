"""The ledger as people read it: item by item, for each person by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import companions, responsibles
from talkingpiece.consents.access import asked_of, targets
from talkingpiece.consents.models import Consent
from talkingpiece.consents.profile import Wording
from talkingpiece.consents.queries import ledger, words
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side

# What a withdrawal ends, said before and after it.
STOPS: dict[str, Text] = {
    Item.CONTACT: gettext_lazy("We do not contact them any more, in any way. They can always reach us."),
    Item.HOLD_NOTES: gettext_lazy("We write no more notes about their health. They can ask for those there are to go."),
    Item.APPROACH: gettext_lazy("The other person is not approached. If we have spoken already, nothing more is said."),
    Item.ASK_AGENCY: gettext_lazy("We do not ask this agency. A request that rests on this is closed to it at once."),
    Item.SHARE: gettext_lazy("Nothing more is told. What was told already cannot be called back."),
    Item.REFERRER: gettext_lazy("From now on their page says only that we received it. They are not told why."),
    Item.MODE: gettext_lazy("This way of communicating does not go ahead. A meeting that rests on it falls."),
    Item.ATTEND: gettext_lazy("They are not expected. The meeting no longer stands."),
    Item.AGREEMENT: gettext_lazy("Nobody else is told what was agreed."),
    Item.ASK_LATER: gettext_lazy("Nobody asks them later how it was."),
    Item.PAROLE: gettext_lazy("The Parole Board is told nothing more. What was told already cannot be called back."),
    Item.RESEARCH: gettext_lazy("Nothing they said is used for research from now on."),
}
# The other person would notice these, and is told in neutral words only.
NOTICED = frozenset({Item.APPROACH, Item.SHARE, Item.MODE, Item.ATTEND, Item.AGREEMENT})


@dataclass(frozen=True)
class LedgerRow:
    item: str
    label: Text
    target: str
    target_words: Text
    tag: Text
    state: str
    consent: Consent | None
    may_withdraw: bool
    reworded: bool  # the sentence has changed since they answered
    earlier: list[Consent] = field(default_factory=list)
    asked_here: bool = True


@dataclass(frozen=True)
class PersonLedger:
    """`neutral` stands in place of the rows for a reader of the other side."""

    person: Person
    side: Side
    rows: list[LedgerRow]
    neutral: str = ""
    part: Text = ""  # of somebody beside the victim or the offender


def ledgers(opened: Opened, on: date) -> list[PersonLedger]:
    case = opened.case
    given, section = ledger(case.pk), words(case)
    parties = [
        (case.victim, Side.VICTIM, Side.VICTIM.value, ""),
        *((row.person, Side.OFFENDER, Side.OFFENDER.value, "") for row in responsibles(case.pk)),
    ]
    beside = [(one.person, Side(one.side), one.part, one.get_part_display()) for one in companions(case.pk)]
    every = {item.value: targets(case, item) for item in Item}
    modes = asked_of(Side.OFFENDER, Item.MODE, every[Item.MODE], case)
    known = {item: dict(found) for item, found in every.items()}
    offenders = {**known, Item.MODE.value: modes}
    return [
        _person_ledger(
            opened,
            person,
            side,
            [w for w in section.wordings if w.side == who],
            given,
            offenders if side is Side.OFFENDER else known,
            on,
            part,
        )
        for person, side, who, part in [*parties, *beside]
    ]


def _person_ledger(
    opened: Opened,
    person: Person,
    side: Side,
    asked: list[Wording],
    given: list[Consent],
    known: dict[str, dict[str, Text]],
    on: date,
    part: Text,
) -> PersonLedger:
    if side not in opened.relation.sides:
        return PersonLedger(person, side, [], neutral=_("Not everything is in place yet."), part=part)
    own = [consent for consent in given if consent.person_id == person.pk]
    rows: list[LedgerRow] = []
    for item in dict.fromkeys(wording.item for wording in asked):
        wording = max((one for one in asked if one.item == item), key=lambda one: one.version)
        answers = [consent for consent in own if consent.item == item]
        for target in _shown_targets(wording, answers, known[item]):
            label = known[item].get(target) or (_("A meeting") if item == Item.ATTEND else "")
            rows.append(_row(wording, target, label, [c for c in answers if c.target == target], on))
    return PersonLedger(person, side, rows, part=part)


def _shown_targets(wording: Wording, answers: Iterable[Consent], known: dict[str, Text]) -> list[str]:
    """Those asked about, and those worth asking about; where any can be chosen, a line without one."""
    asked = [consent.target for consent in answers]
    if wording.item == Item.REFERRER:
        return list(dict.fromkeys(asked))
    if wording.item in {Item.MODE, Item.ASK_AGENCY}:
        return list(dict.fromkeys([*known, *asked]))
    return list(dict.fromkeys(asked)) or [""]


def _row(wording: Wording, target: str, target_words: Text, answers: list[Consent], on: date) -> LedgerRow:
    standing = [consent for consent in answers if consent.stands]
    newest = standing[0] if standing else None
    tag, state = _state(newest, on)
    return LedgerRow(
        item=wording.item,
        label=Item(wording.item).label,
        target=target,
        target_words=target_words,
        tag=tag,
        state=state,
        consent=newest,
        may_withdraw=newest is not None and newest.answer == Answer.GIVEN and newest.withdrawn_at is None,
        reworded=newest is not None and newest.wording_version < wording.version,
        earlier=[consent for consent in answers if consent is not newest],
        asked_here=wording.item != Item.ATTEND,
    )


def _state(newest: Consent | None, on: date) -> tuple[Text, str]:
    if newest is None:
        return _("Not asked"), ""
    if newest.answer == Answer.REFUSED:
        return _("No"), ""
    if newest.withdrawn_at is not None:
        return _("Taken back"), ""
    if newest.review_by is not None and newest.review_by < on:
        return _("Ask again: its time is over"), "gate"
    return _("Yes"), "done"


def timeline(case: Case) -> list[Entry]:
    entries: list[Entry] = []
    names = _target_words(case)
    for consent in ledger(case.pk):
        label = str(Item(consent.item).label)
        about = f"{label}: {names[consent.target]}" if names.get(consent.target) else label
        said = _("Said yes. %(what)s") if consent.answer == Answer.GIVEN else _("Said no. %(what)s")
        side = Side(consent.side)
        entries.append(
            Entry(
                at=consent.happened_at,
                title=said % {"what": about},
                side=side,
                words=consent.wording,
                by=consent.recorded_by.name if consent.recorded_by else "",
                fact=consent._meta.label,
                fact_id=consent.pk,
                recorded_at=consent.recorded_at,
                error_why=consent.error_why,
                vaguely=consent.happened_vaguely,
            )
        )
        if consent.withdrawn_at is not None:
            entries.append(
                Entry(
                    at=consent.withdrawn_at,
                    title=_("Took it back. %(what)s") % {"what": about},
                    side=side,
                    words=consent.withdrawn_words,
                    by=consent.withdrawn_by.name if consent.withdrawn_by else "",
                    recorded_at=consent.withdrawn_recorded_at,
                    error_why=consent.error_why,
                )
            )
    return entries


def _target_words(case: Case) -> dict[str, Text]:
    return {
        key: label
        for item in (Item.SHARE, Item.REFERRER, Item.MODE, Item.APPROACH)
        for key, label in targets(case, item)
    }


@dataclass(frozen=True)
class WithdrawPage:
    consent_id: UUID
    label: Text
    stops: Text
    noticed: bool
    already: bool


def withdraw_page(consent: Consent) -> WithdrawPage:
    return WithdrawPage(
        consent_id=consent.pk,
        label=Item(consent.item).label,
        stops=STOPS[consent.item],
        noticed=consent.item in NOTICED,
        already=consent.answer != Answer.GIVEN or consent.withdrawn_at is not None,
    )
