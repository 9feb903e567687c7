"""What the gates of a meeting ask, as plain values. Gathered in `queries.facts`, judged beside this file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from talkingpiece.cases.legal import LegalFacts
from talkingpiece.cases.profile import BESIDE
from talkingpiece.core.blockers import Blocker, Condition
from talkingpiece.engagement.gates import TakePartFacts
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.states import Reply
from talkingpiece.meetings.profile import Meetings
from talkingpiece.protection.classes import Side
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import RiskFacts
from talkingpiece.staffing.profile import Staffing


@dataclass(frozen=True)
class Missing(Blocker):
    """A blocker of a meeting. People of several cases may meet: `reference` is the case where the remedy is done."""

    reference: str = ""


@dataclass(frozen=True)
class Asked(Condition):
    """A condition that also says of which case it speaks, when it is met: whoever does not work on it is not told."""

    reference: str = ""


def asked(ok: bool, met: str, otherwise: Missing) -> Asked:
    return Asked(met, None if ok else otherwise, otherwise.side, otherwise.reference)


@dataclass(frozen=True)
class Policy:
    meetings: Meetings
    risk: Risk
    engagement: Engagement
    staffing: Staffing


@dataclass(frozen=True)
class Answer:
    """A live consent: when it was given, when that was written down, and until when it counts."""

    consent_id: str
    given_at: datetime
    recorded_at: datetime
    review_by: date | None

    def since(self, terms_at: datetime) -> bool:
        """Whether it was given to these terms. People write the time to the minute: in the minute of the plan itself,
        what was written down after it counts."""
        minute = terms_at.replace(second=0, microsecond=0)
        return self.given_at >= terms_at or (self.given_at >= minute and self.recorded_at >= terms_at)

    def counts_on(self, day: date) -> bool:
        return self.review_by is None or self.review_by >= day


@dataclass(frozen=True)
class Seat:
    """One person who is to take part."""

    seat_id: str
    person_id: str
    called: str
    reference: str  # of the case in which their consents and preparation lie
    part: str
    side: Side
    chose: Answer | None = None
    attends: Answer | None = None
    to_cover: tuple[str, ...] = ()  # what the preparation has not covered yet
    ready: bool = False
    of_case: bool = True  # else of the service: prepared from the day on which they agreed to come
    responsible_in: str = ""  # reference of the case here in which they are responsible for the harm
    unguarded: bool = False  # under 18, and nobody answers for them yet


@dataclass(frozen=True)
class OffenderFacts:
    """One responsible person who is to take part."""

    responsible_id: str
    person_id: str
    called: str
    reference: str
    legal: LegalFacts
    take_part: TakePartFacts
    died: bool = False
    # What moved them after the place was agreed, and nobody has cleared the place since: a cases.states.ChangeKind.
    moved: str = ""
    not_let_in: bool = False  # they would meet in a prison, and it has not granted that in writing


@dataclass(frozen=True)
class CaseFacts:
    """One of the cases from which people come."""

    reference: str
    victim: str
    is_open: bool
    paused: bool
    sensitive: bool
    risk: RiskFacts


@dataclass(frozen=True)
class Worker:
    """One of the facilitators. `knows`: people of the meeting with whom they have a conflict of interest."""

    name: str
    role: str  # cases.states.MemberRole
    level: str  # staffing.models.Level; empty for somebody who is no facilitator of the area
    knows: tuple[str, ...] = ()
    supervision_due_on: date | None = None
    vetting_until: date | None = None


@dataclass(frozen=True)
class BookingFacts:
    meeting_id: str
    approach: str
    approach_name: str
    scope: str  # of contact: cases.states.ContactScope
    needs: tuple[str, ...]  # parts without which this approach cannot take place
    at: datetime
    starts_at: datetime
    terms_at: datetime
    booked_at: datetime | None
    cases: tuple[CaseFacts, ...]
    seats: tuple[Seat, ...]
    offenders: tuple[OffenderFacts, ...]
    workers: tuple[Worker, ...]
    may: tuple[str, ...] = BESIDE  # other parts that this approach has room for
    chosen_by: tuple[str, ...] = ()  # parts whose own choice of this way is asked; empty: those that it needs
    leaders: int = 1  # how few are enough to lead it
    checks: tuple[str, ...] = ()  # which of the area's checks it needs; empty: all
    area_open: bool = True  # the planning group opened the area for meetings
    home_reference: str = ""  # empty: the first of the cases

    @property
    def choosers(self) -> tuple[str, ...]:
        return self.chosen_by or self.needs

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def home(self) -> str:
        """The case where whatever belongs to nobody in particular is done."""
        return self.home_reference or self.cases[0].reference

    def may_be_asked(self, seat: Seat) -> bool:
        """Nobody on the offender's side learns of a meeting before the offender said yes to the approach."""
        there = [offender for offender in self.offenders if offender.reference == seat.reference]
        return seat.side is not Side.OFFENDER or all(one.take_part.reply == Reply.YES for one in there)


@dataclass(frozen=True)
class CheckMade:
    kind: str
    at: datetime
    everybody_willing: bool
    place_cleared: bool


@dataclass(frozen=True)
class BeginFacts:
    booking: BookingFacts
    checks: tuple[CheckMade, ...]


@dataclass(frozen=True)
class Promised:
    """One thing that somebody would do, laid beside the orders and conditions."""

    words: str
    order_check: str  # meetings.models.OrderCheck
    contact: str = ""  # the contact that it means: cases.states.ContactScope; empty: none
    due_on: date | None = None


@dataclass(frozen=True)
class Signatory:
    participant_id: str
    called: str
    reference: str
    side: Side
    agrees: bool


@dataclass(frozen=True)
class AgreementFacts:
    meeting_id: str
    reference: str
    held: bool
    signatories: tuple[Signatory, ...]
    lawful: bool
    against_no_order: bool
    orders: tuple[tuple[str, str, str, LegalFacts], ...]  # responsible id, called, reference, what is known
    items: int
    promised: tuple[Promised, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class ProposalFacts:
    """Somebody of one case, and an open seat at a meeting that other cases planned."""

    reference: str  # of the case of whoever is proposed
    victim: str
    victim_id: str
    approach: str
    approach_name: str
    case_open: bool
    paused: bool
    chose: bool
    ahead: bool
    free: int
