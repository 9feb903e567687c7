"""One of everything that an address can name, in one area, made by the rooms' own services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from talkingpiece.accounts import services as accounts
from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role, write_leave
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.services import enter_agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.areas.services import add_agency
from talkingpiece.casefile.services import ask_for_case_list
from talkingpiece.cases.models import Case, Paper
from talkingpiece.cases.services import (
    Told,
    add_companion,
    add_responsible,
    break_glass,
    close_glass,
    join_case,
    keep_paper,
    mark_sensitive,
    offer_case,
    record_change,
    record_legal_check,
    record_restriction,
    record_sentence,
    request_permission,
)
from talkingpiece.cases.states import PaperKind, PaperState
from talkingpiece.clients.services import register_client
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent
from talkingpiece.core import clock
from talkingpiece.engagement import services as engagement
from talkingpiece.engagement.models import Contact, StanceTaken
from talkingpiece.identification.states import PairKind
from talkingpiece.information_sharing.services import (
    approve_package,
    ask_agency,
    begin_package,
    disclose_under_duty,
    make_link,
    record_consultation,
)
from talkingpiece.meetings import services as meetings
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant
from talkingpiece.meetings.queries import Place
from talkingpiece.meetings.services import Plan
from talkingpiece.notifications import services as letters
from talkingpiece.offender_management.services import report_done
from talkingpiece.outbox.models import Delivery, Endpoint
from talkingpiece.outbox.services import add_endpoint
from talkingpiece.outbox.states import State, Why
from talkingpiece.people.queries import ways_of
from talkingpiece.people.services import Way, add_way
from talkingpiece.planning_group.services import give_evidence
from talkingpiece.protection.classes import Side
from talkingpiece.records.models import TakenOver
from talkingpiece.records.services import bring_in, merge_people
from talkingpiece.referrals import services as referrals
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.services import Acceptance, Answers, Asked, Source
from talkingpiece.risk import services as risk
from talkingpiece.risk.states import FlagKind
from talkingpiece.staffing.models import Facilitator, PracticeKind
from talkingpiece.staffing.services import plan_duty
from talkingpiece.staffing.services.practice import record_practice
from talkingpiece.training.services import adapt_module
from tests.agreements.given import draft, replaced
from tests.agreements.given import row as agreement
from tests.identification.given import as_csv as as_extract
from tests.identification.given import asked_about, police, police_row, screened
from tests.identification.given import looked_at as looked_at_extract
from tests.journeys.given import CIRCLE, CONFERENCE, Given, chose_a_circle, days_ago
from tests.offender_management.conftest import begin, held, let_it_be_told
from tests.records.lists import as_csv, looked_at, row
from tests.referrals.agencies import draft_of, link_for, referred
from tests.referrals.visitor import CALL, TEXT, arrived, arrived_with_code
from tests.risk.desk import submitted
from tests.training.given import passed_by
from tests.world import World

DAY = timedelta(days=1)
OUTSIDE = {"name": "Rosa Lindgren", "organisation": "The service next door", "email": "rosa@example.org"}


@dataclass
class Places:
    """An area with one of everything. `at[name]` says what the address of that name is given."""

    world: World
    case: Case
    given: Given
    prison: Agency
    prison_agreement: Agreement
    prison_officer: User
    stand_in: User
    colleagues: dict[str, User]
    code: str = ""
    token: str = ""
    at: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What belongs to one person alone, by whose it is: what they began, sent, or were sent.
    own: dict[str, dict[UUID, dict[str, Any]]] = field(default_factory=dict)
    # What a browser would post, where an empty form would not get as far as the thing.
    post: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, User]:
        """Whoever the area's things are theirs, by the column of the table."""
        w = self.world
        return {
            "coordinator": w.coordinator,
            "supervisor": w.supervisor,
            "facilitator": w.facilitator,
            "scheme_manager": w.scheme_manager,
            "evaluator": w.evaluator,
            "privacy_officer": w.privacy_officer,
            "offender_manager": w.offender_manager,
            "prison_officer": self.prison_officer,
            "liaison_officer": w.liaison_officer,
            "referrer": w.referrer,
        }

    def kwargs(self, name: str) -> dict[str, Any]:
        """What fills the address of that name; nothing where it names no thing."""
        return self.at.get(name, {})

    def colleague(self, kind: str) -> User:
        """Of the same role and agency, with no part in anything."""
        return self.colleagues[kind]


def make_places(world: World) -> Places:
    """Maya's conference was held; a second offender is in a prison; Joan's circle has an open seat."""
    prison = add_agency(name=f"HMP {world.area.name}", kind="prison")
    prison_officer = worker(world, "Leila Haddad", Role.OFFENDER_MANAGER, prison)
    given, meeting = held(world)
    case = Case.objects.select_related("victim", "area").get(pk=given.case.pk)
    places = Places(
        world=world,
        case=case,
        given=given,
        prison=prison,
        prison_agreement=_agreement(world, prison),
        prison_officer=prison_officer,
        stand_in=worker(world, "Amina Yusuf", Role.FACILITATOR),
        colleagues=_colleagues(world, prison),
    )
    _of_reports(places)  # first: a report does not go out while a flag is open
    _of_case(places)
    _of_offender(places)
    _of_contact(places)
    endpoint = _endpoint(places)  # first: only what comes after it is sent there
    _of_agencies(places)
    _of_endpoint(places, endpoint)
    _of_agreements(places)
    _of_systems(places)
    _of_training(places)
    _of_risk(places)
    _asked_about_an_approach(places)
    _of_meeting(places, meeting)
    _of_circle(places)
    _of_letters(places)
    _of_lists(places)
    _of_extracts(places)
    _of_front_door(places)
    _of_agency_referrals(places)
    _of_team(places)
    _of_steps(places)
    _of_accounts(places)
    _of_public(places)
    return places


def worker(world: World, called: str, role: Role, agency: Agency | None = None) -> User:
    email = f"{called.lower().replace(' ', '.')}.{world.area.slug}@example.org"
    user = add_user(email=email, name=called, at=world.now - 300 * DAY, agency=agency)
    give_role(user=user, area=world.area, role=role, by=None, at=world.now - 300 * DAY)
    return user


def _colleagues(world: World, prison: Agency) -> dict[str, User]:
    return {
        "facilitator": worker(world, "Femi Ade", Role.FACILITATOR),
        "offender_manager": worker(world, "Ola Berg", Role.OFFENDER_MANAGER, world.probation),
        "prison_officer": worker(world, "Piet Vos", Role.OFFENDER_MANAGER, prison),
        "liaison_officer": worker(world, "Lena Hart", Role.LIAISON_OFFICER, world.liaison),
        "referrer": worker(world, "Rhys Cole", Role.REFERRER, world.victim_support),
    }


def _agreement(world: World, agency: Agency) -> Agreement:
    return enter_agreement(
        area=world.area,
        agency=agency,
        reference=f"{world.area.code}-PRIS-1",
        title="Sharing with the prison",
        purpose="To meet people who are held there",
        purposes=[p.value for p in Purpose],
        we_may_send=[c.value for c in Category],
        they_may_send=[c.value for c in Category],
        starts_on=date.today() - timedelta(days=300),
        ends_on=date.today() + timedelta(days=300),
        signed_on=date.today() - timedelta(days=301),
        owner=world.coordinator,
        by=world.coordinator,
        at=world.now - 300 * DAY,
    )


def _of_agreements(places: Places) -> None:
    made = draft(places.world)
    names = "agreement paper send read back give_up renew sign end reviewed"
    _put(places, " ".join(f"agreements:{name}" for name in names.split()), agreement_id=made.pk)
    _put(places, "agreements:edit", agreement_id=made.pk, part="about")
    _put(places, "information_sharing:agreement_change", agreement_id=made.pk)


def _of_systems(places: Places) -> None:
    """The agreement under which it was let in is over, and another followed."""
    world = places.world
    before = agreement(world, agency=add_agency(name=f"Court, {world.area.name}", kind="other"), purposes=["outcome"])
    shown = register_client(
        agreement_id=before.pk,
        name="Court list",
        contact="The list office",
        purposes=["outcome"],
        by=world.scheme_manager,
        at=world.now - DAY,
    )
    after = replaced(Agreement.objects.get(pk=before.pk))
    _put(places, "clients:client clients:renew_secret clients:bind clients:revoke", client_id=shown.client.pk)
    _put(places, "clients:register", agreement_id=after.pk)


def _of_training(places: Places) -> None:
    world = places.world
    row = adapt_module(
        area=world.area,
        module="m3",
        part="notes",
        how="added",
        words="Here, Ines from the women’s centre joins.",
        by=world.scheme_manager,
        at=world.now - DAY,
    )
    course, learner, passed, named = passed_by(world, world.facilitator)
    things: dict[str, dict[str, Any]] = {
        "training:course": {"course_id": course.pk},
        "training:assess": {"learner_id": learner.pk, "module": "m3"},
        "training:assessed": {"assessed_id": passed.pk},
        "training:certificate": {"assessed_id": passed.pk},
    }
    for name, kwargs in things.items():
        _put(places, name, **kwargs)
        places.own[name] = {user.pk: kwargs for user in (world.facilitator, world.supervisor)}
    _put(places, "training:add_session", course_id=course.pk)
    _put(places, "training:attendance", session_id=course.sessions.get().pk)
    _put(places, "training:end_trainer", trainer_id=named.pk)
    session = {"session_id": course.sessions.get().pk}
    for name in ("rehearsal:begin", "rehearsal:end"):
        _put(places, name, **session)
        places.own[name] = {world.supervisor.pk: session}
    _put(places, "rehearsal:happened", opened_id=uuid4())  # seen from inside an area of practice alone
    _put(places, "training:still_fits training:take_back", adapted_id=row.pk)
    _put(places, "training:module training:paper training:adapt", module="m3")
    _put(places, "training:awareness_page training:awareness_question", number=1)
    _put(places, "training:part", module="m3", part="notes")


def _put(places: Places, names: str, **kwargs: Any) -> None:
    for name in names.split():
        places.at[name] = kwargs


def _of_case(places: Places) -> None:
    world, case = places.world, places.case
    _put(places, "cases:known", part="victim")
    here = {"reference": case.reference}
    _put(places, "casefile:case casefile:end casefile:stop casefile:reopen casefile:reveal", **here)
    _put(places, "casefile:uncover casefile:emergency_over casefile:trail", **here)
    _put(places, "cases:companion_add cases:victim_as cases:responsible_add cases:pause cases:resume", **here)
    _put(places, "cases:sensitive consents:ledger engagement:listen evaluation:ask", **here)
    _put(places, "information_sharing:consultation information_sharing:disclose", **here)
    _put(places, "casefile:told_others", **here)
    _put(places, "information_sharing:disclosures meetings:plan meetings:circles meetings:agreed", **here)
    _put(places, "notifications:letters offender_management:reports records:taken_over", **here)
    _put(places, "risk:assess risk:flag staffing:allocate staffing:need staffing:conflict", **here)

    person = {**here, "person_id": case.victim_id}
    _put(
        places,
        "engagement:need cases:person cases:ways cases:ways_confirmed cases:safeguard engagement:voice "
        "engagement:contact",
        **person,
    )
    _put(places, "engagement:visit engagement:information engagement:prepare records:alike", **person)
    way = next(iter(ways_of(case.victim_id)))
    _put(places, "cases:way_end", **person, point_id=way.pk)
    places.post["casefile:reveal"] = {"what": "point", "id": str(way.pk)}
    places.post["casefile:uncover"] = {"what": "point", "id": str(way.pk), "purpose": "ring"}
    with days_ago(9) as at:
        beside = add_companion(
            case_id=case.pk,
            person=world.person("Anita"),
            part="supporter",
            beside=case.victim,
            side=Side.VICTIM,
            words="Her sister.",
            by=world.facilitator,
            at=at,
        )
    _put(places, "cases:companion cases:companion_end", **here, companion_id=beside.pk)
    offender = places.given.offender.pk
    _put(places, "engagement:ask_beside", **here, person_id=offender, item="mode", target=CONFERENCE)
    consent = Consent.objects.filter(case=case, person=case.victim, item="mode").latest("recorded_at")
    _put(places, "consents:ask", **person, item="mode", target=CONFERENCE)
    _put(places, "consents:withdraw", **here, consent_id=consent.pk)
    paper = keep_paper(
        case_id=case.pk,
        person=case.victim,
        side=Side.VICTIM,
        kind=PaperKind.values[0],
        content=b"What she wrote down.",
        name="words.txt",
        words="Her words.",
        brought_by="Herself",
        happened_at=world.now - DAY,
        by=world.facilitator,
        at=clock.now(),
    )
    Paper.objects.filter(pk=paper.pk).update(state=PaperState.CLEAN, checked_at=world.now)
    _put(places, "cases:papers cases:paper_add", **here)
    _put(places, "cases:paper", **here, paper_id=paper.pk)
    offered = world.case("Nadia", facilitator=world.other_facilitator)
    with days_ago(1) as at:
        offer_case(
            case_id=offered.pk,
            to=world.facilitator,
            words="Could you?",
            by=world.coordinator,
            at=at,
            due_at=at + 5 * DAY,
            role="co_facilitator",
        )
    _put(places, "staffing:answer", reference=offered.reference)
    places.own["staffing:answer"] = {world.facilitator.pk: {"reference": offered.reference}}


def _of_offender(places: Places) -> None:
    world, case = places.world, places.case
    here = {"reference": case.reference}
    with days_ago(18) as at:
        second = add_responsible(
            case_id=case.pk,
            person=world.person("Ashley", side=Side.OFFENDER, full_name="Ashley Thorne"),
            by=world.facilitator,
            at=at,
            agency=places.prison,
            offender_manager=places.prison_officer,
            held_at="C wing",
        )
        record_sentence(responsible_id=second.pk, kind="prison", known_from="The prison", by=world.facilitator, at=at)
        record_legal_check(responsible_id=second.pk, result="clear", source="Leila", by=world.facilitator, at=at)
        record_consultation(
            case_id=case.pk,
            whom="offender_manager",
            outcome="consulted",
            words="",
            responsible_id=second.pk,
            by=world.facilitator,
            at=at,
        )
    third = world.responsible(case, "Kit")
    with days_ago(5) as at:
        order = record_restriction(
            responsible_id=third.pk,
            kind="licence_no_contact",
            forbids=["direct", "indirect"],
            starts_on=at.date(),
            issuer="Probation",
            by=world.facilitator,
            at=at,
        )
    responsible = {**here, "responsible_id": places.given.responsible.pk}
    _put(places, "cases:responsible cases:sentence cases:legal_check cases:restriction", **responsible)
    _put(places, "information_sharing:ask engagement:approach engagement:supervise", **responsible)
    _put(places, "engagement:ask_supervisor engagement:reply engagement:stance", **responsible)
    _put(places, "offender_management:begin", **responsible)
    _put(places, "cases:lift", **here, restriction_id=order.pk)
    _put(places, "cases:permissions cases:permission_add cases:change_add", **responsible)
    with days_ago(4) as at:
        asked_for = request_permission(
            responsible_id=third.pk,
            kind="exception",
            restriction=order,
            of_whom="Probation",
            words="To speak of a letter",
            by=world.facilitator,
            at=at,
        )
        moved = Told("transfer", at, values={"prison": "HMP Example"}, words="By telephone")
        record_change(responsible_id=third.pk, told=moved, by=world.coordinator, at=at)
        told = Told("officer", at, officer=world.offender_manager, words="By telephone")
        changed = record_change(responsible_id=third.pk, told=told, by=world.coordinator, at=at)
    _put(places, "cases:permission", **here, permission_id=asked_for.pk)
    _put(places, "cases:permission_step", **here, permission_id=asked_for.pk, step="refused")
    _put(places, "cases:changes", **here)
    _put(places, "cases:change_noted", **here, change_id=changed.pk)
    with days_ago(3) as at:
        stance = engagement.record_stance(
            responsible_id=places.given.responsible.pk, stance="denies", by=world.facilitator, at=at
        )
    assert isinstance(stance, StanceTaken)
    _put(places, "engagement:exception", **here, stance_id=stance.pk)
    with days_ago(16) as at:
        places.given.agrees(case.victim, "approach", at, wording="He may hear that I ask.", target=str(second.pk))
        asked = engagement.ask_legal_visit(
            responsible_id=second.pk, wished=[world.now + 14 * DAY], needs="A quiet room.", by=world.facilitator, at=at
        )
    _put(places, "engagement:legal_visit", **here, responsible_id=second.pk)
    _put(places, "engagement:legal_visit_asked", **here, ask_id=asked.pk)
    _put(places, "engagement:legal_visit_answer", ask_id=asked.pk)


def _of_contact(places: Places) -> None:
    world, case = places.world, places.case
    here = {"reference": case.reference}
    with days_ago(2) as at:
        contact = engagement.record_contact(
            case_id=case.pk, person_id=case.victim_id, means="call", outcome="spoke", by=world.facilitator, at=at
        )
        visit = engagement.plan_visit(
            case_id=case.pk,
            person_id=case.victim_id,
            purpose="To listen",
            place="The library",
            planned_at=at + DAY,
            home_by=at + DAY + timedelta(hours=2),
            worker=world.facilitator,
            by=world.facilitator,
            at=at,
        )
    assert isinstance(contact, Contact)
    _put(places, "casefile:error", **here, fact="engagement.Contact", fact_id=contact.pk)
    _put(places, "engagement:visit_held engagement:visit_not_held engagement:check_in", **here, visit_id=visit.pk)
    engagement.raise_call_out(visit_id=visit.pk, by=None, at=world.now)
    _put(places, "engagement:call_out", **here, visit_id=visit.pk)
    places.post["engagement:check_in"] = {"show": "place"}


def _of_agencies(places: Places) -> None:
    world, case = places.world, places.case
    here = {"reference": case.reference}
    with days_ago(2) as at:
        request = ask_agency(
            responsible_id=places.given.responsible.pk,
            questions=["suitable", "conditions"],
            message="",
            by=world.facilitator,
            at=at,
        )
        disclosure = disclose_under_duty(
            case_id=case.pk,
            to="PC Ellis Ward",
            categories=["safety"],
            told="He said that he will go there.",
            duty="She could be hurt.",
            person_told="not_yet",
            not_told_why="",
            by=world.facilitator,
            at=at,
        )
        _link, token = make_link(
            request_id=request.pk, name="Ada Frost", email=world.offender_manager.email, by=world.facilitator, at=at
        )
    _put(places, "information_sharing:answer api:request api:answer", request_id=request.pk)
    names = "information_sharing:request information_sharing:chase information_sharing:refer"
    _put(places, f"{names} information_sharing:noted information_sharing:close", **here, request_id=request.pk)
    _put(places, "information_sharing:make_link information_sharing:withdraw_link", **here, request_id=request.pk)
    _put(places, "information_sharing:by_link", area=world.area.slug, token=token)
    _of_packages(places)
    names = "information_sharing:told information_sharing:review information_sharing:correct"
    _put(places, names, **here, disclosure_id=disclosure.pk)


def _endpoint(places: Places) -> Endpoint:
    world = places.world
    endpoint, _secret = add_endpoint(
        agreement_id=world.agreement.pk,
        name="Case system",
        url="http://127.0.0.1:9/hooks",
        by=world.scheme_manager,
        at=clock.now(),
    )
    return endpoint


def _of_endpoint(places: Places, endpoint: Endpoint) -> None:
    """What was asked did not arrive there, and was given up."""
    delivery = Delivery.objects.filter(endpoint=endpoint)[0]
    delivery.state, delivery.why, delivery.settled_at = State.DEAD, Why.TIMEOUT, clock.now()
    delivery.save()
    _put(places, "outbox:endpoint outbox:secret outbox:stop", endpoint_id=endpoint.pk)
    _put(places, "outbox:resend", delivery_id=delivery.pk)
    _put(places, "outbox:add", agreement_id=places.world.agreement.pk)


def _of_packages(places: Places) -> None:
    """The victim agreed that the liaison officer is told: one paper waits, another has left."""
    world, case = places.world, places.case
    here = {"reference": case.reference}
    with days_ago(1) as at:
        record_consent(
            case_id=case.pk,
            person=case.victim,
            side=Side.VICTIM,
            item="share",
            target=str(world.liaison.pk),
            answer="given",
            wording="May we tell the liaison officer that you have met?",
            method="spoken",
            by=world.facilitator,
            at=at,
        )
        waits, left = (
            begin_package(
                case_id=case.pk,
                agency_id=world.liaison.pk,
                to="Graham Ellis",
                lines={"outcome": "They met."},
                by=world.facilitator,
                at=at,
            )
            for _number in range(2)
        )
        approve_package(package_id=left.pk, by=world.supervisor, at=at)
    _put(places, "information_sharing:packages", **here)
    _put(places, "information_sharing:write_package", **here, agency_id=world.liaison.pk)
    names = "information_sharing:package information_sharing:approve_package information_sharing:stop_package"
    _put(places, names, **here, package_id=waits.pk)
    _put(places, "information_sharing:package_pdf", **here, package_id=left.pk)


def _asked_about_an_approach(places: Places) -> None:
    """Of a case of its own, whose supervisor was asked, since it is sensitive."""
    world = places.world
    case = world.case("Ottilie")
    mark_sensitive(case_id=case.pk, by=world.coordinator, at=world.now)
    offender = world.responsible(case, "Bram")
    _put(places, "engagement:ask_outside", reference=case.reference, responsible_id=offender.pk)
    _link, token = engagement.ask_outside(responsible_id=offender.pk, by=world.supervisor, at=world.now, **OUTSIDE)
    _put(places, "engagement:outside", area=world.area.slug, token=token)


def _of_risk(places: Places) -> None:
    world, case = places.world, places.case
    here = {"reference": case.reference}
    assessment = submitted(world, case)
    flag = risk.raise_flag(
        case_id=case.pk,
        kind=FlagKind.THREATS,
        side=Side.OFFENDER,
        words="His cousin rang.",
        by=world.facilitator,
        at=world.now,
    )
    _put(places, "risk:assessment risk:submit risk:sign", **here, assessment_id=assessment.pk)
    _put(places, "risk:ask_outside", **here, assessment_id=assessment.pk)
    _link, token = risk.ask_outside(assessment_id=assessment.pk, by=world.coordinator, at=world.now, **OUTSIDE)
    _put(places, "risk:outside", area=world.area.slug, token=token)
    _put(places, "risk:factor", **here, assessment_id=assessment.pk, factor="victim_now")
    _put(places, "risk:answer_flag", **here, flag_id=flag.pk)


def _of_meeting(places: Places, meeting: Meeting) -> None:
    here = {"reference": places.case.reference}
    seat = Participant.objects.get(meeting=meeting, person=places.case.victim)
    item = AgreementItem.objects.filter(agreement__meeting=meeting).first()
    assert item is not None
    names = "meeting change book check begin record take_back agreement cancel"
    _put(places, " ".join(f"meetings:{name}" for name in names.split()), **here, meeting_id=meeting.pk)
    both = {**here, "meeting_id": meeting.pk, "participant_id": seat.pk}
    _put(places, "meetings:ask meetings:debrief meetings:copy", **both)
    _put(places, "meetings:item meetings:vary", **here, item_id=item.pk)


def _of_circle(places: Places) -> None:
    """Joan's circle, led by the same facilitator; Amina's worker asked for a seat, and Maya has one asked for too."""
    world = places.world
    joan = chose_a_circle(world, "Joan", world.facilitator)
    amina, elsewhere = (chose_a_circle(world, called, world.other_facilitator) for called in ("Amina", "Zofia"))

    def circle(home: Case, lead: User) -> Meeting:
        plan = Plan(
            approach=CIRCLE,
            purpose="support",
            starts_at=world.now + 20 * DAY,
            venue="The hall",
            venue_kind="neutral",
            lead=lead,
            co_facilitator=None,
            places=[Place(home.victim, "victim", Side.VICTIM, home)],
            home=home,
            seats_offered=2,
        )
        return meetings.plan_meeting(plan=plan, by=lead, at=world.now)

    ours, theirs = circle(joan, world.facilitator), circle(elsewhere, world.other_facilitator)
    asked = meetings.propose_seat(
        meeting_id=ours.pk, case_id=amina.pk, words="Near the door.", by=world.other_facilitator, at=world.now
    )
    here = {"reference": joan.reference, "meeting_id": ours.pk}
    _put(places, "meetings:circle meetings:move meetings:arrange", **here)
    _put(places, "meetings:seat", **here, proposal_id=asked.pk)
    third = chose_a_circle(world, "Lorna", world.facilitator)
    sought = meetings.propose_seat(
        meeting_id=theirs.pk, case_id=third.pk, words="Near the door.", by=world.facilitator, at=world.now
    )
    _put(places, "meetings:propose", reference=joan.reference, meeting_id=theirs.pk)
    _put(places, "meetings:take_back_seat", reference=third.reference, proposal_id=sought.pk)


def _of_letters(places: Places) -> None:
    world, case = places.world, places.case
    here = {"reference": case.reference}
    home = Way("post", "14 Elm Road, Ashdown")
    add_way(person=case.victim, way=home, by=world.facilitator, at=clock.now(), side=Side.VICTIM)
    letter, released = (
        letters.begin_letter(
            case_id=case.pk,
            person_id=case.victim_id,
            template="reach",
            fields={},
            by_hand=False,
            by=world.facilitator,
            at=clock.now(),
        )
        for _turn in range(2)
    )
    letters.release_letter(letter_id=released.pk, version=released.version, by=world.facilitator, at=clock.now())
    places.post["notifications:letter_pdf"] = {"purpose": "contact"}
    _put(places, "notifications:write", **here, person_id=case.victim_id, template="reach")
    _put(places, "notifications:letter_pdf", **here, letter_id=released.pk)
    names = "letter change answer release gone stop"
    _put(places, " ".join(f"notifications:{name}" for name in names.split()), **here, letter_id=letter.pk)


def _of_reports(places: Places) -> None:
    world, case = places.world, places.case
    let_it_be_told(places.given, clock.now())
    draft = begin(places.given, clock.now(), objectives="That he finishes the course.")
    sent = _release(places, draft)
    draft = begin(places.given, clock.now(), corrects_id=sent.pk)
    here = {"reference": case.reference, "report_id": draft.pk}
    names = "report change renew release stop pdf"
    _put(places, " ".join(f"offender_management:{name}" for name in names.split()), **here)
    _put(places, "offender_management:shown offender_management:unshown", **here, person_id=case.victim_id)
    item = AgreementItem.objects.get(owner__person=places.given.offender, agreement__meeting__home=case)
    said = report_done(
        item_id=item.pk,
        responsible_id=places.given.responsible.pk,
        agency=world.probation,
        words="",
        by=world.offender_manager,
        at=clock.now(),
    )
    _put(places, "offender_management:done api:report_done", item_id=item.pk)
    _put(places, "api:report api:report_pdf", report_id=sent.pk)
    _put(places, "api:offender", entry_id=places.given.responsible.pk)
    _put(places, "offender_management:reported", reference=case.reference, reported_id=said.pk)
    received = ("received_one", "received_pdf", "received_json", "objectives")
    _put(places, " ".join(f"offender_management:{name}" for name in received), report_id=sent.pk)
    _put(places, "offender_management:agency_view", reference=case.reference)
    _put(places, "offender_management:agreement_view", agreement_id=world.agreement.pk)
    for name in received:
        places.own[f"offender_management:{name}"] = {world.offender_manager.pk: {"report_id": sent.pk}}


def _release(places: Places, draft: Any) -> Any:
    from tests.offender_management.conftest import Told

    told = Told(places.world, places.given, draft, clock.now())
    told.show_both()
    return told.release()


def _of_lists(places: Places) -> None:
    world = places.world
    with_cases = looked_at(world, as_csv([row(1), row(2)]))
    cases = bring_in(list_id=with_cases.pk, version=with_cases.version, by=world.coordinator, at=clock.now())
    waiting = looked_at(world, as_csv([row(3), row(4)]))
    names = "list columns to_mend mended bring_in discard"
    _put(places, " ".join(f"records:{name}" for name in names.split()), list_id=waiting.pk)
    join_case(case=cases[0], user=world.facilitator, role="co_facilitator", at=world.now)
    taken = TakenOver.objects.filter(case=cases[0], settled_at__isnull=True).first()
    assert taken is not None
    world_case = cases[0]
    _put(places, "records:settle", reference=world_case.reference, taken_id=taken.pk)
    one, other = (world.case(called, full_name=f"{called} Thornbury") for called in ("Rosalind", "Rosalynd"))
    third = world.case("Rosalinde", full_name="Rosalinde Thornbury")
    merge = merge_people(
        kept_id=one.victim_id,
        merged_id=other.victim_id,
        words="She told me.",
        side=Side.VICTIM,
        by=world.coordinator,
        at=clock.now(),
    )
    _put(places, "records:merge", reference=one.reference, person_id=one.victim_id, other_id=third.victim_id)
    _put(places, "records:merge_undo", reference=one.reference, person_id=one.victim_id, merge_id=merge.pk)


def _of_extracts(places: Places) -> None:
    """One that waits, with a row to mend; one that is taken in."""
    world = places.world
    agency = police(world)
    waits, other, third = screened(world, agency, [police_row(1), police_row(2), police_row(5)])
    _put(places, "identification:pair", pair_id=asked_about(waits, other).pk)
    _put(places, "identification:conflict", pair_id=asked_about(waits, third, kind=PairKind.ACROSS).pk)
    waiting = looked_at_extract(world, agency, as_extract([police_row(3), police_row(4, DOB="31/2/1980")]))
    names = "extract columns to_mend mended take_in discard"
    _put(places, " ".join(f"identification:{name}" for name in names.split()), extract_id=waiting.pk)
    _put(places, "identification:delete", extract_id=waits.extract_id)
    _put(places, "identification:row", screened_id=waits.pk)
    _put(places, "identification:rows", state="kept_out")
    places.post["identification:row"] = {"version": waits.version, "later": 1}


def _of_front_door(places: Places) -> None:
    world = places.world
    referral = arrived(world, called="Selam", ways=(CALL, TEXT), safe_now="no")
    here = {"reference": referral.reference}
    names = (
        "referral asked may_know accept hold signpost reopen danger_seen looked reveal uncover called messages_read "
    )
    names += "code_unlocked"
    _put(places, " ".join(f"referrals:{name}" for name in names.split()), **here)
    places.post["referrals:reveal"] = places.post["referrals:uncover"] = {"number": "0"}
    acknowledged = _message_of(referral)
    _put(places, "referrals:acknowledged", **here, message_id=acknowledged)
    sent, sent_too = _sent_call(places, world.facilitator), _sent_call(places, world.coordinator)
    draft = referrals.begin_call(area=world.area, by=world.facilitator, at=clock.now())
    drafts = {world.facilitator.pk: draft.pk}
    drafts[world.coordinator.pk] = referrals.begin_call(area=world.area, by=world.coordinator, at=clock.now()).pk
    for name in ("call_draft", "call_save", "call_drop"):
        _put(places, f"referrals:{name}", draft_id=draft.pk)
        places.own[f"referrals:{name}"] = {pk: {"draft_id": own} for pk, own in drafts.items()}
    _put(places, "referrals:call_sent", reference=sent)
    places.own["referrals:call_sent"] = {
        world.facilitator.pk: {"reference": sent},
        world.coordinator.pk: {"reference": sent_too},
    }
    enquiry = referrals.record_enquiry(
        area=world.area,
        asked=Asked(called="Brendan", full_name="Brendan Toller", words="I want to say sorry."),
        by=world.facilitator,
        at=clock.now(),
    )
    places.post["referrals:enquiry_met"] = {"case": str(places.case.pk)}
    names = "enquiry enquiry_decide enquiry_met"
    _put(places, " ".join(f"referrals:{name}" for name in names.split()), reference=enquiry.reference)


def _message_of(referral: Referral) -> UUID:
    from talkingpiece.notifications.models import Message

    found = Message.objects.filter(about_id=referral.pk).first()
    assert found is not None
    return found.pk


def _sent_call(places: Places, by: User) -> str:

    draft = referrals.begin_call(area=places.world.area, by=by, at=clock.now())
    sent = referrals.send_call(
        draft_id=draft.pk,
        by=by,
        answers=Answers(called="Peter", ways=(CALL,)),
        source=Source(taken_by=by),
        ended_early=False,
        at=clock.now(),
    )
    return str(sent.reference)


def _of_agency_referrals(places: Places) -> None:
    world = places.world
    by_referrer = referred(world, called="Thandeka")
    by_officer = referred(world, by=world.liaison_officer, called="Walter")
    drafts = {user.pk: draft_of(world, user).pk for user in (world.referrer, world.liaison_officer)}
    made = {world.referrer.pk: by_referrer.reference, world.liaison_officer.pk: by_officer.reference}
    for name in ("make_draft", "make_check", "make_throw"):
        _put(places, f"referrals:{name}", draft_id=drafts[world.referrer.pk])
        places.own[f"referrals:{name}"] = {pk: {"draft_id": own} for pk, own in drafts.items()}
    _put(places, "referrals:made_one", reference=by_referrer.reference)
    places.own["referrals:made_one"] = {pk: {"reference": own} for pk, own in made.items()}
    places.post["referrals:make"] = {"area": str(world.area.pk)}
    accepted = arrived(world, called="Efua")
    yes = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult")
    case = referrals.accept_referral(referral_id=accepted.pk, acceptance=yes, by=world.coordinator, at=clock.now())
    _put(places, "referrals:answer_of", reference=case.reference)
    link, places.token = link_for(world)
    _put(places, "referrals:invite_withdraw", invitation_id=link.pk)
    _put(places, "front:agency front:agency_check front:agency_receipt", token=places.token)


def _of_team(places: Places) -> None:
    world = places.world
    today = timezone.localdate()
    leave = write_leave(
        area_id=world.area.pk,
        user=world.facilitator,
        stand_in=places.stand_in,
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=7),
        by=world.coordinator,
        at=world.now - DAY,
    )
    leaves = {world.facilitator.pk: leave.pk, places.stand_in.pk: leave.pk}
    for user in (world.supervisor, world.privacy_officer):
        leaves[user.pk] = write_leave(
            area_id=world.area.pk,
            user=user,
            stand_in=world.coordinator,
            starts_on=today + timedelta(days=30),
            ends_on=today + timedelta(days=31),
            by=world.coordinator,
            at=world.now - DAY,
        ).pk
    for name in ("casefile:away", "staffing:end_leave"):
        _put(places, name, leave_id=leave.pk)
        places.own[name] = {pk: {"leave_id": own} for pk, own in leaves.items()}
    # Whoever stands in looks into the leave, and does not end it.
    del places.own["staffing:end_leave"][places.stand_in.pk]
    helper = worker(world, "Kemi Cole", Role.FACILITATOR)
    said = "She rang the office and said that he stands before her door."
    opening = break_glass(case_id=places.case.pk, ground="danger", words=said, by=helper, at=clock.now())
    close_glass(case_id=places.case.pk, by=helper, at=clock.now())
    _put(places, "casefile:emergency_review", opening_id=opening.pk)
    files = {user.pk: _asked_file(world, user) for user in (world.coordinator, world.scheme_manager)}
    _put(places, "casefile:case_list_file", **files[world.coordinator.pk])
    places.own["casefile:case_list_file"] = files
    turn = plan_duty(
        area=world.area,
        user=world.coordinator,
        starts_at=world.now + 20 * DAY,
        ends_at=world.now + 21 * DAY,
        by=world.coordinator,
        at=clock.now(),
    )
    _put(places, "staffing:duty staffing:take_away", duty_id=turn.pk)
    _put(places, "staffing:capacity_figure", key="referrals")
    _put(places, "staffing:supervise", user_id=world.facilitator.pk)
    entry = record_practice(
        facilitator=Facilitator.objects.get(user=world.facilitator),
        kind=PracticeKind.OBSERVED,
        day=world.now.date() - DAY,
        words="She waited.",
        by=world.supervisor,
        at=clock.now(),
    )
    _put(places, "staffing:correct_practice", record_id=entry.pk)
    other = {"user_id": world.other_facilitator.pk}
    _put(places, "casefile:leaving casefile:hand_over_rest staffing:leave_of staffing:hand_over_of", **other)
    _put(places, "staffing:facilitator casefile:more_reveals casefile:looked_by", **other)


def _asked_file(world: World, user: User) -> dict[str, Any]:
    return {"file_id": ask_for_case_list(area=world.area, by=user, at=clock.now()).pk}


def _of_accounts(places: Places) -> None:
    world = places.world
    by, at = world.scheme_manager, clock.now()
    email = f"ines.{world.area.slug}@example.org"
    invited, token = accounts.invite(area=world.area, name="Ines Roth", email=email, job="", by=by, at=at)
    change = accounts.propose_role(
        user=world.other_facilitator, area=world.area, role=Role.CASE_SUPERVISOR, why="She is able.", by=by, at=at
    )
    holding = RoleHolding.objects.get(user=world.other_facilitator, area=world.area)
    _put(places, "new_link", user_id=invited.pk)
    _put(places, "propose_role propose_reset", user_id=places.colleagues["facilitator"].pk)
    _put(places, "end_role", holding_id=holding.pk)
    _put(places, "decide_change", change_id=change.pk)
    _put(places, "begin", token=token)


def _of_steps(places: Places) -> None:
    world = places.world
    given = give_evidence(
        area_id=world.area.pk,
        item="principles",
        words="Adopted by all.",
        dated=timezone.localdate() - timedelta(days=3),
        by=world.scheme_manager,
        at=world.now,
    )
    _put(places, "planning_group:item planning_group:give", key="principles")
    _put(places, "planning_group:take_back", evidence_id=given.pk)


def _of_public(places: Places) -> None:
    _put(places, "front:question", slug="name")
    # Nobody has any yet: to everybody they are somebody else's.
    _put(places, "remove_factor", factor="app")
    _put(places, "end_session", session_id=0)
    _put(places, "evaluation:figure", key="route_self")
    referral, places.code = arrived_with_code(places.world, called="Ifan")
    referrals.leave_message(
        area=places.world.area, code=places.code, kind="call_me", words="Not this week.", at=clock.now()
    )
    assert CodeMessage.objects.filter(referral=referral).exists()
