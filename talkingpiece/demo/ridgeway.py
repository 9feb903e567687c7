"""The area of the demo: its people, its agencies, and the agreements between them. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.areas.models import Agency, AgencyKind, Area
from talkingpiece.areas.services import add_agency, open_area
from talkingpiece.core import clock
from talkingpiece.demo.agreements import agree
from talkingpiece.demo.calendar import Calendar
from talkingpiece.demo.sitting import open_by_the_group
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.services import put_on_duty, register_facilitator

SLUG = "ridgeway"
OPENED = 700  # days ago: the service is a little older than its oldest case
COORDINATOR = "priya.raman@example.org"


@dataclass(frozen=True)
class Ridgeway:
    area: Area
    priya: User
    daniel: User
    ruth: User
    amina: User
    owen: User
    sian: User
    tom: User
    leila: User
    hanna: User
    graham: User
    ngozi: User
    isla: User
    marit: User
    probation: Agency
    foxcombe: Agency
    liaison: Agency
    victim_support: Agency
    police: Agency


def find() -> Ridgeway | None:
    """The demo's area with its people, if it was made before."""
    area = Area.objects.filter(slug=SLUG).first()
    if area is None:
        return None
    users = {user.email.split("@")[0].split(".")[0]: user for user in User.objects.select_related("agency")}
    agencies = {agency.kind: agency for agency in Agency.objects.all()}
    return Ridgeway(
        area=area,
        priya=users["priya"],
        daniel=users["daniel"],
        ruth=users["ruth"],
        amina=users["amina"],
        owen=users["owen"],
        sian=users["sian"],
        tom=users["tom"],
        leila=users["leila"],
        hanna=users["hanna"],
        graham=users["graham"],
        ngozi=users["ngozi"],
        isla=users["isla"],
        marit=users["marit"],
        probation=agencies[AgencyKind.PROBATION],
        foxcombe=agencies[AgencyKind.PRISON],
        liaison=agencies[AgencyKind.VICTIM_LIAISON],
        victim_support=agencies[AgencyKind.VICTIM_SUPPORT],
        police=agencies[AgencyKind.POLICE],
    )


def build(days: Calendar) -> Ridgeway:
    """Everything but the cases. Its area is in sight afterwards, until the transaction ends."""
    with clock.pretend(days.work(OPENED, "09:00")):
        area = open_area(
            slug=SLUG,
            name="Ridgeway",
            code="RDG",
            phone="0808 157 0140",
            phone_hours="Monday to Friday, 9am to 7pm",
            at=clock.now(),
        )
        probation = add_agency(name="Probation, Ridgeway", kind=AgencyKind.PROBATION)
        foxcombe = add_agency(name="HMP Foxcombe", kind=AgencyKind.PRISON)
        liaison = add_agency(name="Victim liaison, Ridgeway", kind=AgencyKind.VICTIM_LIAISON)
        victim_support = add_agency(name="Victim Support, Ridgeway", kind=AgencyKind.VICTIM_SUPPORT)
        police = add_agency(name="Ridgeway Police", kind=AgencyKind.POLICE)
        made = Ridgeway(
            area=area,
            priya=_worker(
                area,
                "Priya Raman",
                Role.COORDINATOR,
                "Looks after the front door, where somebody is not sure that she is safe; has a call half-written",
            ),
            daniel=_worker(
                area, "Daniel Okafor", Role.FACILITATOR, "Is out on a visit; waits for probation in Maya’s case"
            ),
            ruth=_worker(
                area, "Ruth Penhaligon", Role.FACILITATOR, "Is asked to take a new case, and stands in for Amina"
            ),
            amina=_worker(area, "Amina Yusuf", Role.FACILITATOR, "Is away until next week, and then visits Mr Pryce"),
            owen=_worker(area, "Owen Sethi", Role.COORDINATOR, "Is on duty at the front door from Monday"),
            sian=_worker(area, "Siân Maddox", Role.CASE_SUPERVISOR, "Has a risk plan to sign and a red flag to answer"),
            tom=_worker(
                area, "Tom Adeyemi", Role.OFFENDER_MANAGER, "Owes an answer on Callum; was sent a report", probation
            ),
            leila=_worker(area, "Leila Haddad", Role.OFFENDER_MANAGER, "Is asked to let two visitors in", foxcombe),
            hanna=_worker(
                area,
                "Hanna Lindqvist",
                Role.REFERRER,
                "Referred two people, and hears what each lets her",
                victim_support,
            ),
            graham=_worker(
                area, "Graham Ellis", Role.LIAISON_OFFICER, "Referred somebody whom nobody has asked yet", liaison
            ),
            ngozi=_worker(
                area, "Ngozi Balogun", Role.SCHEME_MANAGER, "Sees who is away and what was promised, and opens no case"
            ),
            isla=_worker(area, "Isla Brandt", Role.EVALUATOR, "Sees figures, and nobody behind them"),
            marit=_worker(
                area, "Marit Solheim", Role.PRIVACY_OFFICER, "Looks at who opened a case that was not theirs, and why"
            ),
            probation=probation,
            foxcombe=foxcombe,
            liaison=liaison,
            victim_support=victim_support,
            police=police,
        )
        put_on_duty(area=area, user=made.priya, by=None, at=clock.now())
        _register(made, days)
    agree(made, days, opened=OPENED)
    open_by_the_group(made.area, made.ngozi, days, since=OPENED)
    return made


def _worker(area: Area, name: str, role: Role, job: str, agency: Agency | None = None) -> User:
    address = name.lower().replace("â", "a").replace(" ", ".")
    user = add_user(email=f"{address}@example.org", name=name, job=job, agency=agency, at=clock.now())
    give_role(user=user, area=area, role=role, by=None, at=clock.now())
    return user


def _register(r: Ridgeway, days: Calendar) -> None:
    levels = (
        (r.daniel, Level.ADVANCED, 16, "Igbo, French", 33, 260),
        (r.ruth, Level.INTERMEDIATE, 14, "Welsh, Polish", 9, 120),
        (r.amina, Level.INTERMEDIATE, 10, "Somali, Arabic", 47, 18),
    )
    for user, level, capacity, languages, supervised, vetted in levels:
        register_facilitator(
            area=r.area,
            user=user,
            level=level,
            capacity=capacity,
            languages=languages,
            supervision_due_on=days.day(-supervised),
            vetting_until=days.day(-vetted),
            by=r.priya,
            at=clock.now(),
        )
