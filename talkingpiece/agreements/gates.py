"""Before an agreement goes to a second person, and before it opens anything. Whatever is missing is said at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import is_over, later_version, overlapping, paper_of
from talkingpiece.agreements.states import MAY_BE_EMPTY, TERMS, Category, Part, Purpose, Stage, Term
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class Other:
    """Another agreement that covers some of the same days."""

    agreement_id: str
    reference: str
    ends_on: date


@dataclass(frozen=True)
class SendFacts:
    agreement_id: str
    agency: str
    stage: str
    no_purpose: bool
    nothing_flows: bool
    needless: tuple[str, ...]  # categories that nothing of what it is for needs
    no_roles: bool
    without_deputy: bool
    missing: tuple[Term, ...]  # terms without words
    undecided: tuple[Term, ...]  # terms in which something still stands in square brackets
    ends_on: date
    on: date
    overlaps: tuple[Other, ...]


@dataclass(frozen=True)
class ReadFacts:
    """For the one who would say yes."""

    send: SendFacts
    wrote_in_it: bool


@dataclass(frozen=True)
class SignFacts:
    agreement_id: str
    stage: str
    read: bool
    paper: bool
    ends_on: date
    on: date
    overlaps: tuple[Other, ...]


@dataclass(frozen=True)
class EndFacts:
    signed: bool
    over: bool


@dataclass(frozen=True)
class RenewFacts:
    signed: bool
    ended: bool
    next_id: str
    next_version: int


def facts_for_send(agreement: Agreement, at: datetime) -> SendFacts:
    words = {term: str(agreement.terms.get(term, "")).strip() for terms in TERMS.values() for term in terms}
    return SendFacts(
        agreement_id=str(agreement.pk),
        agency=agreement.agency.name,
        stage=agreement.stage,
        no_purpose=not agreement.purposes or not agreement.purpose.strip(),
        nothing_flows=_nothing_flows(agreement),
        needless=tuple(
            dict.fromkeys(
                str(Category(one).label)
                for named, through in (
                    (agreement.we_may_send, agreement.sends),
                    (agreement.they_may_send, agreement.receives),
                )
                for one in named
                if one not in through
            )
        ),
        no_roles=not agreement.our_role or not agreement.their_role,
        without_deputy=agreement.deputy_id is None,
        missing=tuple(term for term, said in words.items() if not said and term not in MAY_BE_EMPTY),
        undecided=tuple(term for term, said in words.items() if "[" in said),
        ends_on=agreement.ends_on,
        on=timezone.localdate(at),
        overlaps=_others(agreement),
    )


def _nothing_flows(agreement: Agreement) -> bool:
    """Whoever only refers people to us sends none of our categories: then it opens the front door and nothing else."""
    return not (agreement.we_may_send or agreement.they_may_send or Purpose.REFERRAL in agreement.purposes)


def facts_for_read(agreement: Agreement, by: User, at: datetime) -> ReadFacts:
    return ReadFacts(facts_for_send(agreement, at), wrote_in_it=by.pk in agreement.writers)


def facts_for_sign(agreement: Agreement, at: datetime) -> SignFacts:
    return SignFacts(
        agreement_id=str(agreement.pk),
        stage=agreement.stage,
        read=agreement.read_by_id is not None,
        paper=paper_of(agreement) is not None,
        ends_on=agreement.ends_on,
        on=timezone.localdate(at),
        overlaps=_others(agreement),
    )


def facts_for_end(agreement: Agreement, at: datetime) -> EndFacts:
    return EndFacts(signed=agreement.stage == Stage.SIGNED, over=is_over(agreement, at))


def facts_for_renew(agreement: Agreement) -> RenewFacts:
    later = later_version(agreement)
    return RenewFacts(
        signed=agreement.stage == Stage.SIGNED,
        ended=agreement.ended_at is not None,
        next_id=str(later.pk) if later else "",
        next_version=later.version if later else 0,
    )


def _others(agreement: Agreement) -> tuple[Other, ...]:
    return tuple(Other(str(row.pk), row.reference, row.ends_on) for row in overlapping(agreement))


def blockers_to_send(facts: SendFacts) -> Verdict:
    return verdict(
        [
            condition(facts.stage == Stage.DRAFT, _("It is being written"), _elsewhere()),
            *_written(facts),
            *_period(facts.agreement_id, facts.ends_on, facts.on, facts.overlaps, door=True),
        ]
    )


def blockers_to_read(facts: ReadFacts) -> Verdict:
    """A second person says yes: every word is there, and none of them is their own."""
    send = facts.send
    return verdict(
        [
            condition(send.stage == Stage.REVIEW, _("It was sent to a second person"), _elsewhere()),
            condition(not facts.wrote_in_it, _("You wrote nothing of it"), _own_words()),
            *_written(send),
            *_period(send.agreement_id, send.ends_on, send.on, send.overlaps, door=False),
        ]
    )


def blockers_to_sign(facts: SignFacts) -> Verdict:
    return verdict(
        [
            condition(facts.stage == Stage.TO_SIGN, _("It waits for signatures"), _elsewhere()),
            condition(facts.read and facts.paper, _("Somebody who did not write it has read it"), _unread()),
            *_period(facts.agreement_id, facts.ends_on, facts.on, facts.overlaps, door=False),
        ]
    )


def blockers_to_end(facts: EndFacts) -> Verdict:
    return verdict(
        [
            condition(facts.signed, _("It is signed"), _not_signed()),
            condition(not facts.over, _("It is not over yet"), _over()),
        ]
    )


def blockers_to_renew(facts: RenewFacts) -> Verdict:
    return verdict(
        [
            condition(facts.signed, _("It is signed"), _not_signed()),
            condition(not facts.ended, _("It was not ended early"), _ended()),
            condition(not facts.next_id, _("No further version is there yet"), _renewed(facts)),
        ]
    )


def _written(facts: SendFacts) -> Iterator[Condition]:
    pk = facts.agreement_id
    yield condition(
        not facts.no_purpose,
        _("It says what for"),
        _part(pk, Part.ABOUT, "no_purpose", _("It does not say what for"), _("Choose a purpose, and say it in words")),
    )
    yield condition(
        not facts.without_deputy,
        _("Two people look after it"),
        _part(
            pk, Part.ABOUT, "no_deputy", _("Nobody stands in for whoever looks after it"), _("Choose a second person")
        ),
    )
    yield condition(
        not facts.nothing_flows,
        _("It says what may be sent"),
        _part(
            pk,
            Part.SENT,
            "nothing_flows",
            _("It lets nothing through"),
            _("Choose what may be sent, by one side or both"),
        ),
    )
    yield condition(
        not facts.needless,
        _("Everything that may be sent is needed for something that it is for"),
        _part(
            pk,
            Part.SENT,
            "needless",
            _("Nothing that it is for needs this: %(what)s") % {"what": "; ".join(facts.needless)},
            _("Take it out, or say under “What it is for” for what it is needed"),
        ),
    )
    yield condition(
        not facts.no_roles,
        _("It says what each party is in data protection law"),
        _part(pk, Part.LAW, "no_roles", _("What each party is in law is not said"), _("Choose a role for each party")),
    )
    for part, terms in TERMS.items():
        missing = [str(term.label) for term in terms if term in facts.missing]
        undecided = [str(term.label) for term in terms if term in facts.undecided]
        remedies = []
        if missing:
            remedies.append(_("Write: %(fields)s.") % {"fields": ", ".join(missing)})
        if undecided:
            remedies.append(_("Decide what stands in square brackets: %(fields)s.") % {"fields": ", ".join(undecided)})
        yield condition(
            not remedies,
            _("“%(part)s” is complete") % {"part": part.label},
            _part(
                pk,
                part,
                f"unwritten_{part}",
                _("“%(part)s” is not complete") % {"part": part.label},
                " ".join(remedies),
            ),
        )


def _part(pk: str, part: Part, code: str, message: str, remedy: str) -> Blocker:
    return Blocker(
        code=code,
        message=message,
        remedy=remedy,
        who=_("Whoever writes agreements: scheme managers."),
        side=Side.SERVICE,
        door="agreements:edit",
        door_args=(pk, part.value),
        door_label=_("Write it"),
        of_area=True,
    )


def _period(pk: str, ends_on: date, on: date, overlaps: tuple[Other, ...], *, door: bool) -> Iterator[Condition]:
    past = Blocker(
        code="past",
        message=_("It would be over before it begins"),
        why=_("Its last day is past."),
        remedy=_("Choose a later last day"),
        who=_("Whoever writes agreements: scheme managers."),
        side=Side.SERVICE,
        door="agreements:edit" if door else "",
        door_args=(pk, Part.ABOUT.value) if door else (),
        door_label=_("Change its days") if door else "",
        of_area=True,
    )
    yield condition(on < ends_on, _("Its last day lies ahead"), past)
    names = ", ".join(f"{one.reference} ({_('until %(day)s') % {'day': short_date(one.ends_on)}})" for one in overlaps)
    twice = Blocker(
        code="overlap",
        message=_("Another agreement with them covers some of these days"),
        why=_("Two at once, and nobody knows which of them holds: %(names)s.") % {"names": names},
        remedy=_("Let this one begin on the day after, or end the other"),
        who=_("Whoever writes agreements: scheme managers."),
        side=Side.SERVICE,
        door="agreements:agreement",
        door_args=(overlaps[0].agreement_id,) if overlaps else (pk,),
        door_label=_("Look at the other"),
        of_area=True,
    )
    yield condition(not overlaps, _("No other agreement covers these days"), twice)


def _plain(code: str, message: str, remedy: str, who: str = "") -> Blocker:
    return Blocker(code=code, message=message, remedy=remedy, who=who, side=Side.SERVICE)


def _elsewhere() -> Blocker:
    return _plain(
        "stage", _("It is not at this point"), _("Look at the agreement: somebody else may have been quicker.")
    )


def _own_words() -> Blocker:
    return _plain(
        "own_words",
        _("You wrote some of it yourself"),
        _("Somebody else reads it: what one person missed, another may see."),
        _("A coordinator, a case supervisor or another scheme manager who wrote nothing of it."),
    )


def _unread() -> Blocker:
    return _plain("unread", _("Nobody else has read it"), _("Send it to a second person first."))


def _not_signed() -> Blocker:
    return _plain(
        "not_signed", _("It is not signed"), _("A draft is given up, not ended; and signed before it is renewed.")
    )


def _over() -> Blocker:
    return _plain("over", _("It is over already"), _("Nothing has to be done."))


def _ended() -> Blocker:
    return _plain("ended", _("It was ended early"), _("Draft a new one with them."))


def _renewed(facts: RenewFacts) -> Blocker:
    return Blocker(
        code="renewed",
        message=_("Version %(version)d is there already") % {"version": facts.next_version},
        remedy=_("Go on with it"),
        who="",
        side=Side.SERVICE,
        door="agreements:agreement",
        door_args=(facts.next_id,) if facts.next_id else (),
        door_label=_("Look at it"),
        of_area=True,
    )
