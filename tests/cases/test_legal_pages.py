"""The legal-contact check as people meet it: whom we asked, what forbids what, and what a paper allows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.legal_queries import legal_contact
from talkingpiece.cases.models import Case, LegalCheck, Responsible, Restriction
from talkingpiece.core import clock
from tests.world import World

TODAY = date.today()


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


WHEN = {**day("at", TODAY - timedelta(days=1)), "at_time": "9am"}


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


@pytest.fixture
def responsible(world: World, case: Case) -> Responsible:
    return world.responsible(case)


def post(world: World, case: Case, name: str, pk: Any, typed: dict[str, Any], who: str = "facilitator") -> Any:
    return world.client(getattr(world, who)).post(reverse(f"cases:{name}", args=[case.reference, pk]), typed)


def page(world: World, case: Case, name: str, pk: Any, who: str = "facilitator") -> str:
    answer = world.client(getattr(world, who)).get(reverse(f"cases:{name}", args=[case.reference, pk]))
    text: str = answer.content.decode()
    return text


def check(world: World, case: Case, responsible: Responsible, result: str) -> Any:
    typed = {"source": "Helen Croft, victim liaison", "result": result, **WHEN}
    return post(world, case, "legal_check", responsible.pk, typed)


def order(world: World, case: Case, responsible: Responsible, **typed: Any) -> Restriction:
    given = {"kind": "restraining_order", "forbids": ["approach", "direct"], "issuer": "Ridgeway Crown Court", **WHEN}
    given |= day("starts_on", TODAY - timedelta(days=30))
    assert post(world, case, "restriction", responsible.pk, given | typed).status_code == 302
    return Restriction.objects.latest("recorded_at")


def state(responsible: Responsible, scope: str = "approach", on: date = TODAY) -> str:
    return legal_contact(responsible.pk, scope=scope, on=on, at=clock.now())


def test_before_anybody_asked_everything_is_unknown_and_counts_as_no(
    world: World, case: Case, responsible: Responsible
) -> None:
    text = page(world, case, "legal_check", responsible.pk)
    assert text.count("Nobody has asked yet. Unknown counts as no.") == 3
    assert state(responsible) == "unknown"


@pytest.mark.parametrize(
    ("result", "expected"), [("clear", "clear"), ("unknown", "unknown"), ("restricted", "unknown")]
)
def test_the_check_says_whom_we_asked_and_what_they_said(
    world: World, case: Case, responsible: Responsible, result: str, expected: str
) -> None:
    assert check(world, case, responsible, result).status_code == 302
    assert state(responsible) == expected
    assert "Helen Croft, victim liaison" in page(world, case, "legal_check", responsible.pk)


def test_a_check_that_found_an_order_leads_to_writing_it_down(
    world: World, case: Case, responsible: Responsible
) -> None:
    answer = check(world, case, responsible, "restricted")
    assert answer.url == reverse("cases:restriction", args=[case.reference, responsible.pk])
    assert "is not written down here yet" in page(world, case, "legal_check", responsible.pk)
    order(world, case, responsible, forbids=["direct"])
    assert (state(responsible), state(responsible, "direct")) == ("clear", "forbidden")
    assert "By: Restraining order." in page(world, case, "legal_check", responsible.pk)


def test_a_check_needs_whom_and_what_and_cannot_lie_in_the_future(
    world: World, case: Case, responsible: Responsible
) -> None:
    typed = {"source": "", "result": "", **WHEN, **day("at", TODAY + timedelta(days=2))}
    text = post(world, case, "legal_check", responsible.pk, typed).content.decode()
    for message in ["Say whom you asked", "Choose what they said", "This date has not come yet"]:
        assert message in text
    assert not LegalCheck.objects.exists()


def test_an_order_forbids_through_its_last_day(world: World, case: Case, responsible: Responsible) -> None:
    check(world, case, responsible, "clear")
    last = TODAY + timedelta(days=10)
    row = order(world, case, responsible, **day("last_day", last))
    assert row.ends_on == last + timedelta(days=1)
    days = [state(responsible, on=last + timedelta(days=n)) for n in (0, 1)]
    assert days == ["forbidden", "clear"]


def test_an_order_that_ends_before_it_begins_is_refused(world: World, case: Case, responsible: Responsible) -> None:
    typed = {"kind": "bail", "forbids": ["direct"], "issuer": "X", **WHEN, **day("starts_on", TODAY)}
    typed |= day("last_day", TODAY - timedelta(days=1))
    text = post(world, case, "restriction", responsible.pk, typed).content.decode()
    assert "The last day is before the first. Check both dates" in text
    assert not Restriction.objects.exists()


def test_an_order_that_was_ended_early_forbids_no_longer_and_stays_known(
    world: World, case: Case, responsible: Responsible
) -> None:
    check(world, case, responsible, "clear")
    row = order(world, case, responsible)
    assert "Say who ended it" in post(world, case, "lift", row.pk, {**day("lifted_on", TODAY)}).content.decode()
    typed = {"why": "Order of the court, seen.", **day("lifted_on", TODAY)}
    assert post(world, case, "lift", row.pk, typed).status_code == 302
    assert state(responsible) == "clear"
    assert state(responsible, on=TODAY - timedelta(days=1)) == "forbidden"
    assert "Order of the court, seen." in page(world, case, "legal_check", responsible.pk)


def test_a_supervisor_reads_the_page_and_changes_nothing(world: World, case: Case, responsible: Responsible) -> None:
    row = order(world, case, responsible)
    text = page(world, case, "legal_check", responsible.pk, "supervisor")
    assert "Restraining order" in text
    assert 'name="source"' not in text
    typed = {"source": "X", "result": "clear", **WHEN}
    assert post(world, case, "legal_check", responsible.pk, typed, "supervisor").status_code == 404
    assert post(world, case, "lift", row.pk, {}, "supervisor").status_code == 404
    assert post(world, case, "lift", row.pk, {}, "other_facilitator").status_code == 404


def test_an_order_of_another_case_or_one_entered_in_error_is_not_found(
    world: World, case: Case, responsible: Responsible
) -> None:
    row = order(world, case, responsible)
    other = world.case("Nadia")
    assert post(world, other, "lift", row.pk, {}).status_code == 404
    row.error_at, row.error_by, row.error_why = world.now, world.facilitator, "Wrong person"
    row.save()
    assert post(world, case, "lift", row.pk, {}).status_code == 404
