"""The page for an act that could not be done: all reasons, nothing typed is lost, nothing leaks to the outside."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from talkingpiece.accounts.middleware import InContext
from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocked, Blocker, condition, verdict
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from tests.world import World

TYPED = {
    "words": "She rang at six.",
    "next_at_0": "",
    "csrfmiddlewaretoken": "secret-token",
    "submission": "6d1f9f8c-0000-4000-8000-000000000000",
    "who": "signed-who",
    "version": "3",
    "safe": ["call", "text"],
}


def blocker(code: str, side: Side) -> Blocker:
    return Blocker(code, f"Missing {code}", f"Remedy {code}", "Daniel", side, why=f"Why {code}")


CLOSED = Blocked(
    verdict(condition(False, "", blocker(code, side)) for code, side in [("a", Side.VICTIM), ("b", Side.OFFENDER)])
)


def refused_page(user: User | AnonymousUser, raised: Exception) -> str:
    """The page that `user` sees after an act that raised this."""
    request: HttpRequest = RequestFactory().post("/staff/cases/RDG-26-0001/x", TYPED)
    request.user = user
    request.tp_nav = []  # type: ignore[attr-defined]
    response = InContext(lambda _request: HttpResponse()).process_exception(request, raised)
    assert response is not None
    assert response.status_code == 409
    return response.content.decode()


def test_a_worker_sees_every_reason_at_once(world: World) -> None:
    page = refused_page(world.facilitator, CLOSED)
    assert "Not yet: 2 things come first" in page
    assert all(words in page for words in ("Missing a", "Why a", "Remedy b", "Missing b", "Daniel"))


@pytest.mark.parametrize("reader", ["offender_manager", "nobody"])
def test_an_outsider_sees_one_neutral_line_instead(world: World, reader: str) -> None:
    page = refused_page(getattr(world, reader, AnonymousUser()), CLOSED)
    assert "Not everything is in place yet" in page
    assert "Missing" not in page
    assert "2 things" not in page


def test_a_record_that_changed_meanwhile_is_not_blamed_on_anybody(world: World) -> None:
    page = refused_page(world.facilitator, IllegalTransition("ended", "ended"))
    assert "This has changed meanwhile" in page
    assert "Not yet" not in page


def test_what_was_typed_can_be_copied_and_the_guards_stay_hidden(world: World) -> None:
    page = refused_page(world.facilitator, IllegalTransition("ended", "ended"))
    assert "She rang at six." in page
    assert "call, text" in page
    assert not any(words in page for words in ("secret-token", "signed-who", "6d1f9f8c", "Next at 0"))


def test_the_way_back_leads_to_the_page_itself(world: World) -> None:
    assert 'href="/staff/cases/RDG-26-0001/x"' in refused_page(world.facilitator, CLOSED)
