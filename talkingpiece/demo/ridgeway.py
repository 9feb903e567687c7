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
from talkingpiece.demo.cast import address_of
from talkingpiece.demo.sitting import open_by_the_group
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.services import put_on_duty, register_facilitator

SLUG = "ridgeway"
OPENED = 700  # days ago: the service is a little older than its oldest case
COORDINATOR = "priya.raman@example.org"
_WHY = {
    "man": "I was a bus driver. People tell you things when you listen and keep your eyes on the road.",
    "woman": "Somebody listened to my mother once, and it changed our house.",
}


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
            priya=_worker(area, "Priya Raman", Role.COORDINATOR),
            daniel=_worker(area, "Daniel Okafor", Role.FACILITATOR),
            ruth=_worker(area, "Ruth Penhaligon", Role.FACILITATOR),
            amina=_worker(area, "Amina Yusuf", Role.FACILITATOR),
            owen=_worker(area, "Owen Sethi", Role.COORDINATOR),
            sian=_worker(area, "Siân Maddox", Role.CASE_SUPERVISOR),
            tom=_worker(area, "Tom Adeyemi", Role.OFFENDER_MANAGER, probation),
            leila=_worker(area, "Leila Haddad", Role.OFFENDER_MANAGER, foxcombe),
            hanna=_worker(area, "Hanna Lindqvist", Role.REFERRER, victim_support),
            graham=_worker(area, "Graham Ellis", Role.LIAISON_OFFICER, liaison),
            ngozi=_worker(area, "Ngozi Balogun", Role.SCHEME_MANAGER),
            isla=_worker(area, "Isla Brandt", Role.EVALUATOR),
            marit=_worker(area, "Marit Solheim", Role.PRIVACY_OFFICER),
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


def _worker(area: Area, name: str, role: Role, agency: Agency | None = None) -> User:
    user = add_user(email=address_of(name), name=name, job=str(role.label), agency=agency, at=clock.now())
    give_role(user=user, area=area, role=role, by=None, at=clock.now())
    return user


def _register(r: Ridgeway, days: Calendar) -> None:
    levels = (
        (r.daniel, Level.ADVANCED, 22, "Igbo, French", 33, 260, ["sexual_harm", "homicide", "hate_crime"], "man"),
        (r.ruth, Level.INTERMEDIATE, 18, "Welsh, Polish", 9, 120, ["domestic_abuse"], "woman"),
        (r.amina, Level.INTERMEDIATE, 20, "Somali, Arabic", 47, 18, ["hate_crime"], "woman"),
    )
    for user, level, capacity, languages, supervised, vetted, competences, gender in levels:
        register_facilitator(
            area=r.area,
            user=user,
            level=level,
            capacity=capacity,
            languages=languages,
            competences=competences,
            gender=gender,
            why=_WHY[gender],
            supervision_due_on=days.day(-supervised),
            vetting_until=days.day(-vetted),
            by=r.priya,
            at=clock.now(),
        )
