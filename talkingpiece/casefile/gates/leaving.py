"""May this account be closed? Only once nothing is left with it: whatever somebody owns is handed over first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import Leave, User
from talkingpiece.agreements.queries import owned_still
from talkingpiece.areas.models import Area
from talkingpiece.cases.models import Ball, Case, HandOver, Member
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.states import VisitState
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import WAITING
from talkingpiece.meetings.models import Meeting, Participant
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import OPEN
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.states import OPEN_STATES
from talkingpiece.staffing.queries import on_duty, rota
from talkingpiece.ui.dates import short_date, when


@dataclass(frozen=True)
class Left:
    """One thing that is still theirs: the reference that names it, and where it is handed over."""

    name: str
    door: str
    door_args: tuple[str, ...]


@dataclass(frozen=True)
class LeavingFacts:
    """Everything that an account still holds, by kind. Names nobody but the reference."""

    name: str
    owns: tuple[Left, ...] = ()
    helps: tuple[Left, ...] = ()
    referrals: tuple[Left, ...] = ()
    duties: tuple[Left, ...] = ()
    offers: tuple[Left, ...] = ()
    balls: tuple[Left, ...] = ()
    meetings: tuple[Left, ...] = ()
    visits: tuple[Left, ...] = ()
    agreements: tuple[Left, ...] = ()
    stands_in: tuple[Left, ...] = ()
    drafts: tuple[Left, ...] = ()
    requests: tuple[Left, ...] = ()


def facts_for_closing_account(user: User, area: Area, at: datetime) -> LeavingFacts:
    members = Member.objects.filter(user=user, area=area, ends_at__isnull=True, case__ended_at__isnull=True)
    by_role: dict[str, list[str]] = {}
    for role, reference in members.values_list("role", "case__reference").order_by("case__opened_at"):
        by_role.setdefault(role, []).append(reference)
    owned = set(by_role.get(MemberRole.OWNER, ()))
    helped = [ref for role, refs in by_role.items() if role != MemberRole.OWNER for ref in refs if ref not in owned]
    return LeavingFacts(
        name=user.name,
        owns=tuple(Left(ref, "staffing:allocate", (ref,)) for ref in by_role.get(MemberRole.OWNER, ())),
        helps=tuple(Left(ref, "casefile:case", (ref,)) for ref in dict.fromkeys(helped)),
        referrals=tuple(_referrals(user, area)),
        duties=tuple(_duties(user, area, at)),
        offers=tuple(_offers(user, area)),
        balls=tuple(_balls(user, area, owned)),
        meetings=tuple(_meetings(user, area)),
        visits=tuple(_visits(user, area)),
        agreements=tuple(_agreements(user, area, at)),
        stands_in=tuple(_stands_in(user, area, at)),
        drafts=tuple(_drafts(user, area)),
        requests=tuple(_requests(user, area)),
    )


def _referrals(user: User, area: Area) -> Iterator[Left]:
    for ref in Referral.objects.filter(area=area, owner=user, state__in=OPEN).values_list("reference", flat=True):
        yield Left(ref, "referrals:referral", (ref,))


def _duties(user: User, area: Area, at: datetime) -> Iterator[Left]:
    if on_duty(area.pk, at) is None:
        return
    for duty in rota(area.pk, at):
        if duty.user_id == user.pk:
            name = _("now") if duty.starts_at <= at else _("from %(when)s") % {"when": when(duty.starts_at)}
            yield Left(name, "staffing:duty", (str(duty.pk),))


def _offers(user: User, area: Area) -> Iterator[Left]:
    found = HandOver.objects.filter(area=area, to_user=user, answered_at__isnull=True, error_at__isnull=True)
    for ref in found.values_list("case__reference", flat=True):
        yield Left(ref, "staffing:allocate", (ref,))


def _balls(user: User, area: Area, owned: set[str]) -> Iterator[Left]:
    """Of cases that are not theirs: the ball of one's own case goes with it."""
    found = Ball.objects.filter(area=area, user=user, holder=Holder.USER, closed_at__isnull=True, case__isnull=False)
    for ref in found.filter(case__ended_at__isnull=True).values_list("case__reference", flat=True):
        if ref not in owned:
            yield Left(ref, "casefile:case", (ref,))


def _meetings(user: User, area: Area) -> Iterator[Left]:
    found = Meeting.objects.filter(
        Q(lead=user) | Q(co_facilitator=user), area=area, held_at__isnull=True, cancelled_at__isnull=True
    )
    seats = Participant.objects.filter(meeting__in=found, case__isnull=False).select_related("case", "meeting")
    seen = set()
    for seat in seats.order_by("meeting__starts_at"):
        if seat.case and seat.meeting_id not in seen:
            seen.add(seat.meeting_id)
            name = _("%(reference)s, %(day)s") % {
                "reference": seat.case.reference,
                "day": short_date(seat.meeting.starts_at),
            }
            yield Left(name, "meetings:meeting", (seat.case.reference, str(seat.meeting_id)))


def _visits(user: User, area: Area) -> Iterator[Left]:
    found = Visit.objects.filter(Q(worker=user) | Q(with_user=user), area=area, state=VisitState.PLANNED)
    for visit in found.select_related("case").order_by("planned_at"):
        name = {"reference": visit.case.reference, "day": short_date(visit.planned_at)}
        yield Left(
            _("%(reference)s, %(day)s") % name, "engagement:visit_not_held", (visit.case.reference, str(visit.pk))
        )


def _agreements(user: User, area: Area, at: datetime) -> Iterator[Left]:
    on = timezone.localdate(at)
    for pk, ref in owned_still(area.pk, user.pk, on).values_list("pk", "reference"):
        yield Left(ref, "agreements:agreement", (str(pk),))


def _stands_in(user: User, area: Area, at: datetime) -> Iterator[Left]:
    found = Leave.objects.filter(
        area=area, stand_in=user, ended_at__isnull=True, ends_on__gt=timezone.localdate(at)
    ).select_related("user")
    for leave in found.order_by("starts_on"):
        name = {"name": leave.user.name, "day": short_date(leave.ends_on)}
        yield Left(_("%(name)s, until %(day)s") % name, "staffing:leave_of", (str(leave.user_id),))


def _drafts(user: User, area: Area) -> Iterator[Left]:
    found = Assessment.objects.filter(area=area, assessor=user, state__in=OPEN_STATES, case__ended_at__isnull=True)
    for ref in found.values_list("case__reference", flat=True):
        yield Left(ref, "risk:assess", (ref,))


def _requests(user: User, area: Area) -> Iterator[Left]:
    found = InformationRequest.objects.filter(WAITING, area=area, addressed_to=user)
    open_cases = Case.objects.filter(area=area, ended_at__isnull=True)
    for pk, ref in found.filter(case__in=open_cases).values_list("pk", "case__reference"):
        yield Left(ref, "information_sharing:request", (ref, str(pk)))


def blockers_to_close_account(facts: LeavingFacts) -> Verdict:
    """Each thing is a reason of its own, with its own door."""
    name = {"name": facts.name}
    kinds = [
        ("owns", facts.owns, _("Owns the case %(what)s"), _("Offer it to somebody else"), _("Owns no open case")),
        (
            "helps",
            facts.helps,
            _("Helps with the case %(what)s"),
            _("Let somebody else join it"),
            _("Helps with no open case"),
        ),
        (
            "referrals",
            facts.referrals,
            _("The referral %(what)s is not decided"),
            _("Decide it, or give it to whoever is on duty"),
            _("No referral waits for their decision"),
        ),
        ("duties", facts.duties, _("Is on duty %(what)s"), _("Put somebody else on duty"), _("Has no duty ahead")),
        (
            "offers",
            facts.offers,
            _("Has not answered the offer of %(what)s"),
            _("Offer it to somebody else"),
            _("No offer waits for their answer"),
        ),
        (
            "balls",
            facts.balls,
            _("Something in %(what)s waits for them"),
            _("Do it, or let its owner take it"),
            _("Nothing in other cases waits for them"),
        ),
        (
            "meetings",
            facts.meetings,
            _("Facilitates a meeting: %(what)s"),
            _("Name somebody else for it"),
            _("Facilitates no meeting ahead"),
        ),
        (
            "visits",
            facts.visits,
            _("A visit is planned, or nobody said that they came home: %(what)s"),
            _("Say how it went, or that it will not take place"),
            _("No visit is planned"),
        ),
        (
            "agreements",
            facts.agreements,
            _("Owns the agreement %(what)s"),
            _("Name another owner"),
            _("Owns no agreement in force"),
        ),
        (
            "stands_in",
            facts.stands_in,
            _("Stands in for %(what)s"),
            _("Arrange another stand-in"),
            _("Stands in for nobody"),
        ),
        (
            "drafts",
            facts.drafts,
            _("Has begun a risk assessment in %(what)s"),
            _("Finish it, or let somebody else begin anew"),
            _("Has no assessment open"),
        ),
        (
            "requests",
            facts.requests,
            _("Is asked something about %(what)s"),
            _("Ask somebody else there, or close the request"),
            _("No question waits for their answer"),
        ),
    ]
    found = [one for kind in kinds for one in _conditions(*kind)]
    active = condition(bool(facts.name), _("%(name)s works here") % name, _nobody())
    return verdict([active, *found])


def _nobody() -> Blocker:
    return Blocker(code="nobody", message=_("There is no such account"), remedy="", who="", side=Side.SERVICE)


def _conditions(code: str, left: Iterable[Left], words: str, remedy: str, met: str) -> Iterator[Condition]:
    rows = list(left)
    if not rows:
        yield Condition(met)
    for one in rows:
        yield Condition(
            met,
            Blocker(
                code=code,
                message=words % {"what": one.name},
                remedy=remedy,
                who=_("Whoever works on it, or a coordinator."),
                side=Side.SERVICE,
                door=one.door,
                door_args=one.door_args,
                door_label=remedy,
            ),
        )
