"""An account that owns anything is not closed; once it is, nobody is signed in with it at the next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import RoleHolding, User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role, write_leave
from talkingpiece.audit.models import Event
from talkingpiece.casefile.gates import LeavingFacts, Left, blockers_to_close_account, facts_for_closing_account
from talkingpiece.casefile.services import close_account, hand_over_rest
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import open_ball, owner_of
from talkingpiece.cases.services import join_case, offer_case, pass_ball
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.services import plan_visit
from talkingpiece.protection.context import show_areas
from talkingpiece.referrals.models import Referral
from talkingpiece.risk.services import start_assessment
from talkingpiece.staffing.queries import duty_owner
from talkingpiece.staffing.services import plan_duty, put_on_duty
from tests.casefile import rows
from tests.information_sharing.conftest import Setting
from tests.referrals.visitor import arrived
from tests.world import World

ONE = (Left("RDG-26-0001", "casefile:case", ("RDG-26-0001",)),)
KINDS = [name for name in LeavingFacts.__dataclass_fields__ if name != "name"]


def test_an_account_with_nothing_left_is_closed() -> None:
    assert blockers_to_close_account(LeavingFacts("Daniel")).is_open


@pytest.mark.parametrize("kind", KINDS)
def test_each_thing_that_is_left_is_a_reason_with_a_door(kind: str) -> None:
    found = blockers_to_close_account(LeavingFacts("Daniel", **{kind: ONE}))
    assert found.codes == [kind]
    assert "RDG-26-0001" in str(found.blockers[0].message)
    assert found.blockers[0].door


@pytest.fixture
def leaver(world: World) -> User:
    user = add_user(email="amina@example.org", name="Amina Yusuf", at=world.now)
    for role in (Role.FACILITATOR, Role.COORDINATOR):
        give_role(user=user, area=world.area, role=role, by=None, at=world.now - timedelta(days=10))
    return user


def owns(world: World, user: User) -> None:
    world.case(facilitator=user)


def helps(world: World, user: User) -> None:
    join_case(case=world.case(), user=user, role=MemberRole.CO_FACILITATOR, at=world.now)


def referred(world: World, user: User) -> None:
    put_on_duty(area=world.area, user=user, by=None, at=world.now - timedelta(days=2))
    arrived(world, at=world.now - timedelta(days=1))
    put_on_duty(area=world.area, user=world.coordinator, by=None, at=world.now - timedelta(hours=1))


def on_duty(world: World, user: User) -> None:
    start = world.now + timedelta(days=3)
    plan_duty(
        area=world.area,
        user=user,
        starts_at=start,
        ends_at=start + timedelta(days=2),
        by=world.coordinator,
        at=world.now,
    )


def offered(world: World, user: User) -> None:
    case = world.case()
    join_case(case=case, user=world.facilitator, role=MemberRole.OWNER, at=world.now)
    offer_case(
        case_id=case.pk,
        to=user,
        words="You?",
        by=world.facilitator,
        at=world.now,
        due_at=world.now,
        role=MemberRole.CO_FACILITATOR,
    )


def awaited(world: World, user: User) -> None:
    pass_ball(case=world.case(), holder=Holder.USER, user=user, what=What.SIGN_RISK, at=world.now)


def leads(world: World, user: User) -> None:
    case = world.case()
    meeting = rows.meeting(world, case)
    meeting.lead = user
    meeting.save()
    rows.seat(meeting, case, case.victim)


def visits(world: World, user: User) -> None:
    case = world.case()
    plan_visit(
        case_id=case.pk,
        person_id=case.victim_id,
        purpose="To listen",
        place="At her home",
        planned_at=world.now + timedelta(days=1),
        home_by=world.now + timedelta(days=1, hours=2),
        worker=user,
        by=world.facilitator,
        at=world.now,
    )


def looks_after(world: World, user: User) -> None:
    world.agreement.owner = user
    world.agreement.save()


def stands_in(world: World, user: User) -> None:
    today = world.now.date()
    write_leave(
        area_id=world.area.pk,
        user=world.facilitator,
        stand_in=user,
        starts_on=today,
        ends_on=today + timedelta(days=3),
        by=world.coordinator,
        at=world.now,
    )


def writes(world: World, user: User) -> None:
    start_assessment(case_id=world.case().pk, approach="conference", by=user, at=world.now)


def is_asked(world: World, user: User) -> None:
    case = world.case()
    request = Setting(world, case, world.responsible(case)).ask()
    request.addressed_to = user
    request.save()


LEFT: dict[str, Callable[[World, User], None]] = {
    "owns": owns,
    "helps": helps,
    "referrals": referred,
    "duties": on_duty,
    "offers": offered,
    "balls": awaited,
    "meetings": leads,
    "visits": visits,
    "agreements": looks_after,
    "stands_in": stands_in,
    "drafts": writes,
    "requests": is_asked,
}


def codes(world: World, user: User) -> list[str]:
    return blockers_to_close_account(facts_for_closing_account(user, world.area, world.now)).codes


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_still_theirs_keeps_the_account_open(world: World, leaver: User, kind: str) -> None:
    assert codes(world, leaver) == []
    LEFT[kind](world, leaver)
    assert kind in codes(world, leaver)
    with pytest.raises(Blocked):
        close_account(user=leaver, area=world.area, by=world.scheme_manager, at=world.now)
    leaver.refresh_from_db()
    assert leaver.is_active


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"duties", "agreements", "stands_in"}])
def test_the_page_gives_a_manager_the_reason_and_a_coordinator_the_door(world: World, leaver: User, kind: str) -> None:
    LEFT[kind](world, leaver)
    path = reverse("casefile:leaving", args=[leaver.pk])
    html = world.client(world.scheme_manager).get(path).content.decode()
    assert "Not yet" in html
    assert "Close the account</button>" not in html
    assert world.client(world.scheme_manager).post(path).status_code == 409
    for who in ("coordinator", "facilitator", "supervisor"):
        assert world.client(getattr(world, who)).get(path).status_code == 404


def test_a_closed_account_is_signed_out_at_the_next_request_and_keeps_its_name(world: World, leaver: User) -> None:
    browser = world.client(leaver)
    work = reverse("casefile:my_work")
    assert browser.get(work).status_code == 200
    path = reverse("casefile:leaving", args=[leaver.pk])
    assert world.client(world.scheme_manager).post(path).status_code == 302
    assert browser.get(work)["Location"] == reverse("sign_in")
    show_areas([world.area.pk])  # whoever is signed out has none in sight
    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.name) == (False, "Amina Yusuf")
    assert leaver.left_at is not None
    assert not leaver.has_usable_password()
    assert not RoleHolding.objects.filter(user=leaver, ends_at__isnull=True).exists()
    assert Event.objects.filter(name="account.closed").count() == 2
    assert world.client(world.scheme_manager).get(path).status_code == 404


def test_nobody_closes_their_own_account_or_one_of_nowhere(world: World, leaver: User) -> None:
    client = world.client(world.scheme_manager)
    assert client.get(reverse("casefile:leaving", args=[world.scheme_manager.pk])).status_code == 404
    stranger = add_user(email="nobody@example.org", name="No Role", at=world.now)
    assert client.get(reverse("casefile:leaving", args=[stranger.pk])).status_code == 404


def test_the_rest_goes_to_a_colleague_and_what_needs_a_yes_stays(world: World, leaver: User) -> None:
    for kind in ("helps", "referrals", "duties", "agreements", "drafts", "balls", "owns"):
        LEFT[kind](world, leaver)
    hand_over_rest(user=leaver, to=world.coordinator, area=world.area, by=world.scheme_manager, at=world.now)
    assert codes(world, leaver) == ["owns"]
    referral = Referral.objects.get()
    assert referral.owner == world.coordinator
    ball = open_ball(referral.pk)
    assert ball is not None
    assert ball.user == world.coordinator
    assert duty_owner(world.area.pk, world.now + timedelta(days=4)) == world.coordinator
    world.agreement.refresh_from_db()
    assert world.agreement.owner == world.coordinator


def test_referrals_and_duty_stay_where_the_colleague_may_not_decide(world: World, leaver: User) -> None:
    for kind in ("referrals", "duties", "agreements"):
        LEFT[kind](world, leaver)
    client = world.client(world.scheme_manager)
    answer = client.post(reverse("casefile:hand_over_rest", args=[leaver.pk]), {"to": str(world.other_facilitator.pk)})
    assert answer.status_code == 302
    assert set(codes(world, leaver)) == {"referrals", "duties"}


def test_what_waited_in_another_case_goes_to_its_owner(world: World, leaver: User) -> None:
    awaited(world, leaver)
    hand_over_rest(user=leaver, to=world.coordinator, area=world.area, by=world.scheme_manager, at=world.now)
    case = Case.objects.get()
    ball = open_ball(case.pk)
    assert ball is not None
    assert (ball.user, ball.what) == (owner_of(case.pk), What.SIGN_RISK)


def test_an_agencys_account_is_closed_by_the_same_rule(world: World) -> None:
    path = reverse("casefile:leaving", args=[world.offender_manager.pk])
    is_asked(world, world.offender_manager)
    client = world.client(world.scheme_manager)
    assert "Is asked something about" in client.get(path).content.decode()
    assert client.post(reverse("casefile:leaving", args=[world.referrer.pk])).status_code == 302
    world.referrer.refresh_from_db()
    assert not world.referrer.is_active


def test_nothing_chosen_is_an_error(world: World, leaver: User) -> None:
    looks_after(world, leaver)
    html = world.client(world.scheme_manager).post(reverse("casefile:hand_over_rest", args=[leaver.pk]), {})
    assert "Choose who takes it" in html.content.decode()
    assert date.today() < world.agreement.ends_on
