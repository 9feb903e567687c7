from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.evaluation.counting import BY_KEY, View
from talkingpiece.protection.context import show_areas
from tests.evaluation.given import ended, last_quarter, need, spoke, taken
from tests.world import World


@pytest.fixture
def quarter(world: World) -> World:
    """Seven referrals of the last quarter: all spoken with, one ended because the victim stopped."""
    for n in range(7):
        case = taken(world, f"Maya{n}", days=n)
        spoke(world, case, n + 1)
        need(world, case)
        if n == 0:
            ended(world, case, "victim_withdrew")
    return world


def get(world: World, who: str, name: str = "evaluation:quarter", *args: str, **asked: str) -> Any:
    found = {"period": last_quarter(world).code, **asked}
    answer = world.client(getattr(world, who)).get(reverse(name, args=args), found)
    show_areas([world.area.pk])
    return answer


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def numbers(answer: Any) -> dict[tuple[str, str], str]:
    """What each line says: what happened, and of those who came."""
    found = {}
    for key, row in re.findall(r'<tr class="govuk-table__row" id="(\w+)">(.*?)</tr>', text(answer), re.DOTALL):
        cells = re.findall(r'<td class="govuk-table__cell tp-figures__number">(.*?)</td>', row, re.DOTALL)
        for view, cell in zip(View, cells, strict=True):
            plain = re.sub(r'<span class="(govuk-visually-hidden|tp-small tp-muted)">.*?</span>', "", cell)
            found[view.value, key] = re.sub(r"<[^>]+>", "", plain).strip()
    return found


def file_of(world: World, who: str, **asked: str) -> list[dict[str, str]]:
    client = world.client(getattr(world, who))
    answer = client.post(reverse("evaluation:csv"), {"period": last_quarter(world).code, **asked})
    show_areas([world.area.pk])
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_coordinator_sees_every_number_and_why_cases_ended(quarter: World) -> None:
    shown = numbers(get(quarter, "coordinator"))
    assert shown["cohort", "received"] == "7"
    assert shown["cohort", "spoke"] == "7"
    assert shown["period", "ended"] == "1"
    assert shown["period", "because_victim_withdrew"] == "1"
    assert ("period", "because_offender_declined") not in shown


@pytest.mark.parametrize("who", ["evaluator", "scheme_manager"])
def test_others_see_no_small_number_and_no_reason(quarter: World, who: str) -> None:
    answer = get(quarter, who)
    shown = numbers(answer)
    assert shown["cohort", "received"] == "7"
    assert shown["period", "ended"] == "fewer than 5"
    # 7 taken and 6 open would say that one ended.
    assert shown["cohort", "open"] == "held back"
    assert "The victim stopped" not in text(answer)
    assert "because_" not in text(answer)
    assert "Small numbers are not shown" in text(answer)
    assert "/figures/of/" not in text(answer)


def test_a_coordinator_can_see_the_page_as_others_see_it(quarter: World) -> None:
    assert numbers(get(quarter, "coordinator", shown="outside")) == numbers(get(quarter, "evaluator"))


@pytest.mark.parametrize("who", ["facilitator", "supervisor", "offender_manager", "referrer"])
def test_the_page_is_not_there_for_anybody_else(quarter: World, who: str) -> None:
    assert get(quarter, who).status_code == 404
    assert get(quarter, who, "evaluation:rules").status_code == 404
    assert quarter.client(getattr(quarter, who)).post(reverse("evaluation:csv")).status_code == 404


@pytest.mark.parametrize(
    ("who", "asked"), [("coordinator", {}), ("coordinator", {"shown": "outside"}), ("evaluator", {})]
)
def test_the_file_says_what_the_page_says(quarter: World, who: str, asked: dict[str, str]) -> None:
    page = {key: value for key, value in numbers(get(quarter, who, **asked)).items() if "because_" not in key[1]}
    rows = file_of(quarter, who, **asked)
    words = {"fewer": "fewer than 5", "held_back": "held back"}
    said = {(row["view"], row["figure"]): row["value"] or words[row["suppressed"]] for row in rows}
    assert said == {key: value for key, value in page.items() if value != "–"}
    assert not any("because" in row["figure"] for row in rows)
    assert {row["rules_version"] for row in rows} == {"1"}


def test_the_trail_knows_which_figures_left(quarter: World) -> None:
    file_of(quarter, "evaluator")
    [event] = Event.objects.filter(name="figures.exported")
    assert event.actor_id == quarter.evaluator.pk
    assert event.detail["period"] == last_quarter(quarter).code
    assert event.detail["outside"] is True


@pytest.mark.parametrize("view", [view.value for view in View])
def test_every_figure_opens_to_a_list_as_long_as_it_says(quarter: World, view: str) -> None:
    shown = numbers(get(quarter, "coordinator"))
    for key in ("received", "taken", "spoke", "ended", "open", "open_6", "needs", "people", "speak_in_time"):
        answer = get(quarter, "coordinator", "evaluation:figure", key, view=view)
        links = re.findall(r'<th scope="row" class="govuk-table__header"><a', text(answer))
        assert str(len(links)) == shown[view, key], key
        assert f"{BY_KEY[key].name}: {shown[view, key]}" in text(answer)


def test_a_list_leads_to_the_case_and_the_trail_knows_who_opened_it(quarter: World) -> None:
    answer = get(quarter, "coordinator", "evaluation:figure", "because_victim_withdrew")
    [reference] = re.findall(
        r'<th scope="row" class="govuk-table__header"><a class="govuk-link" href="([^"]+)"', text(answer)
    )
    assert quarter.client(quarter.coordinator).get(reference).status_code == 200
    show_areas([quarter.area.pk])
    [event] = Event.objects.filter(name="figure.opened")
    assert event.detail["figure"] == "because_victim_withdrew"


@pytest.mark.parametrize("who", ["evaluator", "scheme_manager"])
def test_nobody_else_opens_a_list(quarter: World, who: str) -> None:
    assert get(quarter, who, "evaluation:figure", "received").status_code == 404
    assert get(quarter, "coordinator", "evaluation:figure", "received").status_code == 200


def test_an_unknown_figure_is_not_there(quarter: World) -> None:
    assert get(quarter, "coordinator", "evaluation:figure", "nonsense").status_code == 404


def test_a_quarter_that_lies_ahead_shows_the_one_in_which_we_are(quarter: World) -> None:
    ahead, here = (get(quarter, "coordinator", period=asked) for asked in ("2099-Q1", ""))
    heading = re.compile(r"<h1.*?</h1>")
    assert heading.findall(text(ahead)) == heading.findall(text(here))
    assert heading.findall(text(here)) != heading.findall(text(get(quarter, "coordinator")))


def test_the_picture_says_in_words_what_it_shows(quarter: World) -> None:
    page = text(get(quarter, "coordinator"))
    assert re.search(r'<svg [^>]*viewBox="0 0 300 ', page)
    assert "Referrals received: 7. Taken: a case was opened: 7." in page
    assert "var(--tp-lake)" in page
    assert " style=" not in page
    outside = text(get(quarter, "evaluator"))
    assert "Open: held back. Completed: 0. Ended without an exchange: fewer than 5" in outside


def test_an_area_without_referrals_says_so(world: World) -> None:
    page = text(get(world, "evaluator"))
    assert "No referral came." in page
    assert numbers(get(world, "evaluator"))["period", "received"] == "0"


def test_the_rules_are_there_with_their_examples(world: World) -> None:
    inside, outside = (
        text(get(world, "coordinator", "evaluation:rules")),
        text(get(world, "evaluator", "evaluation:rules")),
    )
    for page in (inside, outside):
        assert "A victim with two responsible persons counts as two referrals." in page
        assert "What happened: 2. Of those who came: 2." in page
    assert 'id="rule-because_victim_withdrew"' in inside
    assert 'id="rule-because_victim_withdrew"' not in outside
