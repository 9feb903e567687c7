"""A system of an agency in the browser: let in, given a new secret, closed; and what it then gets over HTTP."""

from __future__ import annotations

from playwright.sync_api import APIResponse

from talkingpiece.agreements.models import Agreement
from tests.clients.machine import covered
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World


def test_let_in_renewed_and_closed(service: World, somebody: Visitor, on_an_old_phone: Visitor) -> None:
    with inside(service):
        agreement = covered(service, purposes=["suitability", "outcome"])
    name, secret = when_the_manager_lets_it_in(service, somebody, agreement)
    head = then_it_has_a_token(somebody, name, secret)
    when_she_looks_at_it_on_her_phone(service, on_an_old_phone)
    when_it_is_closed(on_an_old_phone)
    then_nothing_is_answered(somebody, head, name, secret)


def when_the_manager_lets_it_in(service: World, ngozi: Visitor, agreement: Agreement) -> tuple[str, str]:
    ngozi.sign_in(service.scheme_manager).open("agreements:list").follow("Systems that are let in")
    ngozi.sees("No system is let in.")
    ngozi.follow(f"Probation, Ridgeway, under {agreement.reference}").sees("Let in a system")
    ngozi.press("Let it in").sees("Enter the name of the system", "Enter who looks after it")
    ngozi.fill("What is the system called?", "Case link")
    ngozi.fill("Who looks after it there?", "The integration team, 01632 960140")
    ngozi.choose("Telling what came of it").choose("Knowing whether somebody can be approached, and how")
    ngozi.press("Let it in").sees("Hand these over now")
    told = ngozi.page.locator("code").all_inner_texts()
    ngozi.follow("They are handed over").sees("Case link", "works", "Telling what came of it", told[0])
    ngozi.sees_not(told[1], told[2])
    return told[0], told[1]


def then_it_has_a_token(system: Visitor, name: str, secret: str) -> dict[str, str]:
    answer = ask_for_token(system, name, secret)
    assert answer.status == 200
    head = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert ask(system, head).json() == {"items": [], "next": None}
    return head


def when_she_looks_at_it_on_her_phone(service: World, ngozi: Visitor) -> None:
    ngozi.sign_in(service.scheme_manager).open("clients:list")
    ngozi.follow("Case link").sees("It calls itself")
    ngozi.follow("Give it a new secret").press("Make a new secret")
    ngozi.sees("Choose what becomes of the secret that it has now")
    ngozi.choose("It works for another week, so that the agency can change over").press("Make a new secret")
    ngozi.sees("Hand these over now")
    ngozi.follow("They are handed over").sees("The one before works until")


def when_it_is_closed(ngozi: Visitor) -> None:
    ngozi.follow("Close it").press("Close it").sees("Say why")
    ngozi.fill("Why?", "The contract is over.").press("Close it").sees("Closed. From now on nothing of it is answered.")


def then_nothing_is_answered(system: Visitor, head: dict[str, str], name: str, secret: str) -> None:
    assert ask(system, head).status == 401
    assert ask_for_token(system, name, secret).status == 401


def ask_for_token(system: Visitor, name: str, secret: str) -> APIResponse:
    typed: dict[str, str | float | bool] = {
        "grant_type": "client_credentials",
        "client_id": name,
        "client_secret": secret,
    }
    return system.page.request.post(f"{system.site}/staff/api/v1/token", form=typed)


def ask(system: Visitor, head: dict[str, str]) -> APIResponse:
    return system.page.request.get(f"{system.site}/staff/api/v1/requests", headers=head)
