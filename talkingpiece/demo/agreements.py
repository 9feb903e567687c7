"""The demo's agreements, each through its whole life. All words are invented, and no advice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements import services
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Category, Part, Purpose, Signer, Term
from talkingpiece.areas.models import Agency
from talkingpiece.clients.services import register_client
from talkingpiece.core import clock
from talkingpiece.demo.calendar import Calendar

if TYPE_CHECKING:
    from talkingpiece.demo.ridgeway import Ridgeway

POLICE = "RW-POL-1"
_ANSWERS = [Category.SUITABILITY, Category.RISK, Category.CONDITIONS, Category.DATES]
_SUPERVISED = [Purpose.SUITABILITY, Purpose.SAFETY, Purpose.ARRANGING, Purpose.OUTCOME, Purpose.CHANGES]
_WORDS = {
    Part.SENT: {
        Term.SPECIAL: "Only where somebody’s safety or support needs it, such as health. Condition: substantial public "
        "interest, safeguarding of people at risk; our policy document of spring.",
        Term.OFFENCES: "The offence, the sentence and orders, as far as the work needs them. Condition: administration "
        "of justice. Neither party builds a register of convictions.",
    },
    Part.LAW: {
        Term.OUR_BASIS: "Public task: the commissioner pays for the service. Taking part is a separate choice.",
        Term.THEIR_BASIS: "Public task, and law enforcement purposes where a sentence is supervised.",
        Term.POWERS: "Each party’s power to help people who were harmed, and to manage sentences.",
    },
    Part.CARE: {Term.RETENTION: "Each party keeps it as its own rules say; we for seven years. Then it is destroyed."},
    Part.PEOPLE: {
        Term.RIGHTS: "People ask either party. For us: the scheme manager, rj@example.org. For them: their data "
        "protection officer, privacy@example.org.",
    },
}


# Each with whom, its number and title, on which day it ends (so many days ago), and who signed for them.
_SIGNED = (
    ("probation", "RW-PROB-3", "Sharing with probation", -210, "Marcus Hale", "Head of unit"),
    ("foxcombe", "RW-FOX-1", "Sharing with HMP Foxcombe", -7, "Ines Roper", "Deputy governor"),
    ("liaison", "RW-VLO-2", "Sharing with the victim liaison unit", -300, "Eve Lund", "Manager"),
    ("police", POLICE, "Sharing with Ridgeway Police", -60, "Abel Stone", "Superintendent"),
)


def agree(r: Ridgeway, days: Calendar, *, opened: int) -> None:
    """Four that were signed before the service began; one of them ends in a week."""
    moment = days.work(opened - 1, "09:00")
    for agency, reference, title, ended, name, job in _SIGNED:
        with clock.pretend(moment):
            made = written(
                r, days, getattr(r, agency), reference, title, first=days.day(opened - 5), after=days.day(ended)
            )
            services.send_agreement(agreement_id=made.pk, by=r.ngozi, at=clock.now())
        with clock.pretend(moment + timedelta(minutes=30)):
            made = services.say_yes(agreement_id=made.pk, by=r.sian, at=clock.now())
        with clock.pretend(moment + timedelta(minutes=60)):
            for side, who, what in ((Signer.US, "Ngozi Balogun", "Scheme manager"), (Signer.THEM, name, job)):
                made = _sign(made, side, who, what, r.ngozi, clock.now())
        moment += timedelta(minutes=90)


def police_end_theirs(r: Ridgeway) -> None:
    services.end_agreement(
        agreement_id=Agreement.objects.get(area=r.area, reference=POLICE).pk,
        why="The force is being divided. A new agreement is made with each part.",
        by=r.ngozi,
        at=clock.now(),
    )


def probation_lets_its_system_in(r: Ridgeway) -> None:
    """Its secrets are made here and kept nowhere in clear: whoever tries it gives it new ones on its page."""
    agreement = Agreement.objects.get(area=r.area, reference="RW-PROB-3")
    register_client(
        agreement_id=agreement.pk,
        name="Case link",
        contact="The integration team, 01632 960140",
        purposes=[one.value for one in _SUPERVISED],
        by=r.ngozi,
        at=clock.now(),
    )


def victim_support_waits_for_a_reader(r: Ridgeway, days: Calendar) -> None:
    title = "Referring people to the restorative justice service"
    made = written(r, days, r.victim_support, "RW-VS-2", title, first=days.day(-14), after=days.day(-379))
    services.send_agreement(agreement_id=made.pk, by=r.ngozi, at=clock.now())


def _sign(made: Agreement, side: Signer, name: str, job: str, by: User, at: datetime) -> Agreement:
    return services.sign_agreement(
        agreement_id=made.pk,
        side=side,
        name=name,
        job=job,
        signed_on=timezone.localdate(at),
        mark=made.paper.mark,
        by=by,
        at=at,
    )


def written(
    r: Ridgeway, days: Calendar, agency: Agency, reference: str, title: str, *, first: date, after: date
) -> Agreement:
    made = services.draft_agreement(
        area=r.area, agency=agency, reference=reference, title=title, owner=r.priya, by=r.ngozi, at=clock.now()
    )
    about: dict[str, object] = {
        "purpose": "To know whether somebody could be approached, and how"
        if agency != r.victim_support
        else "So that people who were harmed hear of us, and are asked only once",
        "starts_on": first,
        "reviews_on": days.day(-60) if days.day(-60) < after else None,
        "ends_on": after,
        "deputy": r.ngozi,
    }
    if agency != r.victim_support:
        about["purposes"] = _SUPERVISED if agency in {r.probation, r.foxcombe} else [Purpose.REFERRAL, *_SUPERVISED]
        answers = [*_ANSWERS, Category.LOCATION] if agency == r.foxcombe else _ANSWERS
        if agency == r.liaison:
            about["purposes"] = [Purpose.LISTS, Purpose.REFERRAL, *_SUPERVISED]
            answers = [Category.IDENTITY, *_ANSWERS]
        told = [Category.IDENTITY, Category.OUTCOME]
        if agency in {r.probation, r.foxcombe}:  # appointments that need leave, and which permission is needed
            told += [Category.CONDITIONS, Category.DATES]
        sent = {"we_may_send": told, "they_may_send": answers}
        services.write_part(agreement_id=made.pk, part=Part.SENT, typed=sent, by=r.ngozi, at=clock.now())
    services.write_part(agreement_id=made.pk, part=Part.ABOUT, typed=about, by=r.ngozi, at=clock.now())
    for part, words in _WORDS.items():
        typed = {term.value: said for term, said in words.items()}
        services.write_part(agreement_id=made.pk, part=part, typed=typed, by=r.ngozi, at=clock.now())
    return made
