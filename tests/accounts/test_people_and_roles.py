"""Who may do what: one proposes, another agrees; nobody decides who sees cases and sees them; a link opens once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from itertools import combinations

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.factors import factors_of
from talkingpiece.accounts.models import AccountChange, Invitation, User
from talkingpiece.accounts.roles import Role, clash
from talkingpiece.accounts.services import RolesClash, add_user, give_role, propose_role
from talkingpiece.audit.models import Event
from talkingpiece.core.blockers import Blocked
from talkingpiece.protection.context import show_areas
from tests.accounts.signing import Signer, code_of
from tests.world import World

LIST = reverse("people_and_roles")
PASSWORD = "six kettles in a wooden boat"


@pytest.fixture
def invited(world: World) -> tuple[User, str]:
    """Somebody new, and the path of their link."""
    form = {"name": "Femi Aguda", "email": "femi@example.org", "job": "Facilitator"}
    page = world.client(world.scheme_manager).post(reverse("invite"), form).content.decode()
    link = page.split('class="tp-key">')[1].split("<")[0]
    return User.objects.get(email="femi@example.org"), link.removeprefix("http://testserver")


def begin(path: str, client: Client | None = None):
    return (client or Client()).post(path, {"password": PASSWORD, "again": PASSWORD})


def proposed(world: World, user: User, role: Role = Role.FACILITATOR) -> AccountChange:
    form = {"role": role.value, "why": "Takes over in May."}
    answer = world.client(world.scheme_manager).post(reverse("propose_role", args=[user.pk]), form)
    assert answer["Location"] == LIST
    return AccountChange.objects.get(user=user, decided_at=None)


def decide(client: Client, change: AccountChange, answer: str = "yes"):
    return client.post(reverse("decide_change", args=[change.pk]), {"answer": answer})


def test_from_a_link_to_the_first_page(world: World, settings, invited: tuple[User, str]) -> None:
    settings.TP_SECOND_FACTOR = True
    user, path = invited
    client = Client()
    assert "Welcome, Femi Aguda" in client.get(path).content.decode()
    weak = client.post(path, {"password": "short", "again": "short"}).content.decode()
    assert "Use at least 15 characters" in weak

    assert begin(path, client)["Location"] == reverse("add_factor")
    secret = client.get(reverse("add_app")).content.decode().split('class="tp-key">')[1].split("<")[0]
    client.post(reverse("add_app"), {"code": code_of(secret)})
    user.refresh_from_db()
    assert user.has_usable_password()
    assert client.get(reverse("casefile:my_work")).status_code == 404, "no role yet: nothing opens"


def test_a_link_opens_once_and_for_two_days(world: World, invited: tuple[User, str], moving) -> None:
    user, path = invited
    assert begin(path).status_code == 302
    assert begin(path).status_code == 404
    assert Client().get(path).status_code == 404
    assert Client().get(reverse("begin", args=["no-such-link"])).content == Client().get(path).content

    user.set_unusable_password()
    user.save()
    again = world.client(world.scheme_manager).post(reverse("new_link", args=[user.pk])).content.decode()
    later = again.split('class="tp-key">')[1].split("<")[0].removeprefix("http://testserver")
    moving.shift(timedelta(hours=48))
    assert Client().get(later).status_code == 404


def test_a_new_link_ends_the_one_before(world: World, invited: tuple[User, str]) -> None:
    user, path = invited
    world.client(world.scheme_manager).post(reverse("new_link", args=[user.pk]))
    assert Client().get(path).status_code == 404


def test_the_link_itself_lies_nowhere(world: World, invited: tuple[User, str]) -> None:
    token = invited[1].rstrip("/").rsplit("/", 1)[1]
    assert token.encode() not in bytes(Invitation.objects.get().digest)
    show_areas([world.area.pk])
    assert token not in str(list(Event.objects.values_list("detail", "basis")))


def test_a_role_counts_once_a_second_person_has_agreed(world: World, invited: tuple[User, str]) -> None:
    user, _path = invited
    change = proposed(world, user)
    theirs = world.client(user)
    assert theirs.get(reverse("casefile:cases")).status_code == 404

    assert decide(world.client(world.supervisor), change)["Location"] == LIST

    assert theirs.get(reverse("casefile:cases")).status_code == 200
    show_areas([world.area.pk])
    names = ["account.role_proposed", "account.role_decided", "role.given"]
    assert [Event.objects.filter(name=name, detail__user=str(user.pk)).count() for name in names] == [1, 1, 1]


def test_not_by_whoever_proposed_it_nor_by_whoever_it_is_about(world: World) -> None:
    second = add_user(email="ines@example.org", name="Ines Duarte", at=world.now)
    give_role(user=second, area=world.area, role=Role.SCHEME_MANAGER, by=None, at=world.now)
    change = proposed(world, second, Role.EVALUATOR)
    assert decide(world.client(world.scheme_manager), change).status_code == 409
    assert decide(world.client(second), change).status_code == 409
    show_areas([world.area.pk])
    change.refresh_from_db()
    assert change.decided_at is None
    with pytest.raises(Blocked):
        propose_role(user=second, area=world.area, role=Role.PRIVACY_OFFICER, why="Mine.", by=second, at=world.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountChange.objects.update(decided_at=world.now, decided_by=world.scheme_manager, agreed=True)


def test_a_refusal_changes_nothing_and_is_final(world: World, invited: tuple[User, str]) -> None:
    user, _path = invited
    change = proposed(world, user)
    supervisor = world.client(world.supervisor)
    decide(supervisor, change, "no")
    assert decide(supervisor, change, "yes").status_code == 404
    assert not user.holdings.exists()


def test_an_ended_role_is_gone_with_the_next_request(world: World) -> None:
    theirs = world.client(world.facilitator)
    assert theirs.get(reverse("casefile:cases")).status_code == 200
    holding = world.facilitator.holdings.get()
    world.client(world.scheme_manager).post(reverse("end_role", args=[holding.pk]))
    assert theirs.get(reverse("casefile:cases")).status_code == 404


def test_no_account_decides_who_sees_cases_and_sees_them(world: World) -> None:
    with pytest.raises(RolesClash):
        give_role(user=world.scheme_manager, area=world.area, role=Role.FACILITATOR, by=None, at=world.now)
    form = {"role": "coordinator", "why": "We are few."}
    second = add_user(email="ines@example.org", name="Ines Duarte", at=world.now)
    give_role(user=second, area=world.area, role=Role.SCHEME_MANAGER, by=None, at=world.now)
    refused = world.client(second).post(reverse("propose_role", args=[world.scheme_manager.pk]), form)
    assert refused.status_code == 409
    assert "both decide who sees cases and see them" in refused.content.decode()


def test_every_pair_of_roles_that_would_is_found() -> None:
    """Written out, not read from the acts: these see cases, or answer about the people in them."""
    see = {
        Role.COORDINATOR,
        Role.FACILITATOR,
        Role.CASE_SUPERVISOR,
        Role.OFFENDER_MANAGER,
        Role.LIAISON_OFFICER,
        Role.AGENCY_SYSTEM,
    }
    for one, other in combinations(Role, 2):
        assert clash([one, other]) == (Role.SCHEME_MANAGER in {one, other} and bool(see & {one, other})), (one, other)


def test_somebody_who_lost_everything_is_let_in_again_by_two(world: World, settings, moving) -> None:
    alex = Signer(world)
    settings.TP_SECOND_FACTOR = True
    open_session = alex.sign_in()
    settings.TP_SECOND_FACTOR = False
    manager, supervisor = world.client(world.scheme_manager), world.client(world.supervisor)

    manager.post(reverse("propose_reset", args=[alex.user.pk]), {"why": "Phone in the canal; she stands here."})
    show_areas([world.area.pk])
    change = AccountChange.objects.get(user=alex.user)
    assert factors_of(alex.user).app, "nothing happens before a second person agrees"
    assert decide(manager, change).status_code == 409

    page = decide(supervisor, change).content.decode()

    link = page.split('class="tp-key">')[1].split("<")[0].removeprefix("http://testserver")
    assert not factors_of(alex.user).any
    assert open_session.get(reverse("casefile:my_work")).status_code == 302
    assert alex.password(Client()).status_code == 200, "the old password is gone too"
    assert begin(link).status_code == 302


@pytest.mark.parametrize("page", ["invite", "propose_role", "propose_reset", "end_role", "decide_change", "new_link"])
def test_each_asks_who_is_there(world: World, invited: tuple[User, str], moving, page: str) -> None:
    user, _path = invited
    change = proposed(world, user)
    about = {
        "invite": [],
        "end_role": [world.facilitator.holdings.get().pk],
        "decide_change": [change.pk],
    }.get(page, [user.pk])
    who = world.supervisor if page == "decide_change" else world.scheme_manager
    client = world.client(who)
    moving.shift(timedelta(minutes=6))
    assert client.post(reverse(page, args=about), {"answer": "yes"})["Location"] == reverse("still_you")


def test_others_find_nothing_there(world: World, invited: tuple[User, str]) -> None:
    user, _path = invited
    for who in (world.facilitator, world.evaluator, world.referrer, world.offender_manager):
        client = world.client(who)
        assert client.get(LIST).status_code == 404
        assert client.post(reverse("propose_role", args=[user.pk]), {}).status_code == 404
    supervisor = world.client(world.supervisor)
    assert supervisor.get(LIST).status_code == 200
    assert supervisor.get(reverse("invite")).status_code == 404


def test_the_first_two_of_a_real_service_come_from_whoever_runs_the_host(world: World) -> None:
    with pytest.raises(CommandError, match="Two people of this area"):
        call_command("account", "first", "--email=x@example.org", "--name=Xenia Roth", "--area=ridgeway")
    show_areas([world.area.pk])
    world.supervisor.holdings.update(ends_at=world.now)

    told = StringIO()
    call_command("account", "first", "--email=x@example.org", "--name=Xenia Roth", "--area=ridgeway", stdout=told)

    path = "/" + told.getvalue().strip().split("/", 3)[3]
    assert Client().get(path).status_code == 200
    user = User.objects.get(email="x@example.org")
    assert [holding.role for holding in user.holdings.all()] == [Role.SCHEME_MANAGER]
    with pytest.raises(CommandError, match="already"):
        call_command("account", "first", "--email=x@example.org", "--name=Xenia Roth", "--area=ridgeway")
