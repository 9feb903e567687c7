"""What stands around every answer of either door, whatever the answer is."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import World

ORIGIN = re.compile(r"""(?:href|src|action)=["'](https?:)?//""")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|<style|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
SIGNED_IN = ("coordinator", "facilitator", "supervisor", "scheme_manager", "evaluator", "offender_manager", "referrer")
WEBSITES = {"https://www.bbc.co.uk/weather"}  # nowhere else is anything asked for


def routes(patterns, prefix: str = "/"):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route


def addresses(world: World) -> list[str]:
    """Every address of both doors; those of a case with that case, others with an id that nothing has."""
    case = world.case("Maya")
    responsible = world.responsible(case)
    known = {
        "reference": case.reference,
        "person_id": str(case.victim_id),
        "responsible_id": str(responsible.pk),
    }

    def filled(match: re.Match[str]) -> str:
        kind, name = match.groups()
        other = "11111111-1111-4111-8111-111111111111" if kind == "uuid" else "1" if kind == "int" else "name"
        return known.get(name, other)

    found = [re.sub(r"<(?:(\w+):)?(\w+)>", filled, route) for route in routes(get_resolver().url_patterns)]
    return [one for one in dict.fromkeys(found) if not one.startswith(settings.STATIC_URL)]


def assert_locked(answer, what: str) -> None:
    assert answer["Cache-Control"] == "no-store", what
    assert answer["X-Content-Type-Options"] == "nosniff", what
    assert answer["X-Frame-Options"] == "DENY", what
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", what
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin", what
    assert answer["X-Robots-Tag"] == "noindex", what
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}, what
    assert set(re.findall(r"=\(([^)]*)\)", answer["Permissions-Policy"])) == {""}, what
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy, what
    assert "unsafe" not in policy, what
    assert not re.search(r"https?:|\*", policy), what


def assert_clean(answer, what: str) -> None:
    shown = answer.content.decode()
    assert not INLINE.search(shown), what
    assert not ORIGIN.search(re.sub("|".join(map(re.escape, WEBSITES)), "", shown)), what
    assert 'rel="manifest"' not in shown, what


def test_every_answer_of_every_address_is_locked_and_clean(world: World) -> None:
    """By nobody, from inside, and from an agency: pages, redirects, refusals, and what nothing answers."""
    asked, statuses = addresses(world), set()
    for who in (None, "coordinator", "offender_manager"):
        client = world.client(getattr(world, who)) if who else Client()
        client.raise_request_exception = False
        for address in asked:
            if "exit" in address or "sign-out" in address:
                continue
            answer = client.get(address)
            statuses.add(answer.status_code)
            assert answer.status_code < 500, address
            assert_locked(answer, address)
            if answer["Content-Type"].startswith("text/html"):
                assert_clean(answer, address)
    assert {200, 302, 404, 405} <= statuses


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: client.get("/nothing-here"), 404),
        (lambda client: client.get("/staff/nothing-here"), 404),
        (lambda client: client.get("/", headers={"host": "evil.example"}), 400),
        (lambda client: client.post("/start/name", {"called": "x"}), 403),
        (lambda client: client.get("/exit"), 302),
        (lambda client: client.delete("/exit/on"), 405),
    ],
)
def test_errors_and_redirects_too(world: World, ask, status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = ask(client)
    assert answer.status_code == status
    assert_locked(answer, str(status))


def test_an_error_of_ours_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("Maya Deol")

    monkeypatch.setattr("talkingpiece.casefile.views.listing.list_page", broken)
    client = world.client(world.coordinator)
    client.raise_request_exception = False
    answer = client.get(reverse("casefile:cases"))
    assert answer.status_code == 500
    assert b"Maya" not in answer.content
    assert_locked(answer, "500")


def test_titles_and_the_icon_of_public_pages_say_nothing(world: World) -> None:
    telling = re.compile("victim|offend|crim|restor|justice|prison|court|harm|police|probation", re.IGNORECASE)
    for address in addresses(world):
        if address.startswith("/staff") or "exit" in address:
            continue
        answer = Client().get(address)
        if answer.status_code == 200:
            [title] = re.findall(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
            assert not telling.search(title), address
            assert not telling.search(" ".join(re.findall(r'rel="icon" href="([^"]+)"', answer.content.decode())))


# Whatever may stand in the query of an address: codes and numbers of pages, none of anybody.
CODES = re.compile(r"[a-z_]+=[A-Za-z0-9_.-]{0,40}|whole|")


def test_no_address_that_a_page_leads_to_tells_anything_in_its_query(world: World) -> None:
    case = world.case("Maya")
    secrets = ("Maya", "Deol", case.reference, "960001", str(case.victim_id))
    for who in SIGNED_IN:
        client = world.client(getattr(world, who))
        for address in addresses_of_pages(client):
            query = address.partition("?")[2].partition("#")[0]
            for part in query.replace("&amp;", "&").split("&"):
                assert CODES.fullmatch(part), address
                assert not any(secret in part for secret in secrets), address


def addresses_of_pages(client: Client) -> set[str]:
    found: set[str] = set()
    pages = ("casefile:my_work", "casefile:cases", "casefile:overview", "evaluation:quarter", "meetings:list")
    for name in (*pages, "referrals:queue", "staffing:team", "records:lists", "agreements:list"):
        answer = client.get(reverse(name))
        if answer.status_code == 200:
            found.update(re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode()))
    return found


def test_no_form_sends_what_somebody_typed_in_an_address(world: World) -> None:
    """A form by GET may hold choices of codes and nothing that can be typed."""
    typed = re.compile(r"<textarea|<input(?![^>]*type=\"(?:hidden|radio|checkbox|submit)\")")
    for address in addresses(world):
        if "exit" in address or "sign-out" in address:
            continue
        answer = world.client(world.coordinator).get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in re.findall(r'<form[^>]*method="get".*?</form>', answer.content.decode(), re.DOTALL):
                assert not typed.search(form), address
