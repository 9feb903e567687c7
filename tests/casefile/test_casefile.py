"""A whole case on one page."""

from django.urls import reverse

from talkingpiece.cases.models import Case
from tests.casefile import rows
from tests.world import World


def page(world: World, case: Case, query: str = "", who: str = "facilitator") -> str:
    path = reverse("casefile:case", args=[case.reference]) + query
    answer = world.client(getattr(world, who)).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows(world: World) -> None:
    case = world.case()
    world.responsible(case)
    rows.contact(world, case)
    html = page(world, case)
    assert "Maya Deol" in html
