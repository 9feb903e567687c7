"""Opening a case that is not one's own, in an emergency: one case, a ground, an hour, and somebody who looks at it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.models import BreakGlass, Case
from talkingpiece.cases.services import break_glass, review_glass
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.context import show_areas
from tests.world import World, build_world

WHY = "The victim rang the front desk and says that he stands before her door."


@pytest.fixture
def case(world: World) -> Case:
    return world.case(full_name="Maya Deol")


def ask(client: Client, reference: str, **typed: str):
    data = {"reference": reference, "ground": "danger", "words": WHY} | typed
    return client.post(reverse("casefile:emergency"), data)


def status(client: Client, case: Case) -> int:
    return client.get(reverse("casefile:case", args=[case.reference])).status_code


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_colleague_opens_it_for_an_hour_reads_it_and_writes_nothing(world: World, case: Case) -> None:
    ruth = world.client(world.other_facilitator)
    assert status(ruth, case) == 404

    assert ask(ruth, case.reference.lower()).status_code == 302

    page = ruth.get(reverse("casefile:case", args=[case.reference])).content.decode()
    assert "Open to you in an emergency" in page
    assert ruth.get(reverse("cases:pause", args=[case.reference])).status_code == 200
    for name in ("engagement:contact", "consents:ask"):
        args = [case.reference, case.victim_id] + (["take_part"] if name == "consents:ask" else [])
        assert ruth.get(reverse(name, args=args)).status_code == 404
    show_areas([world.area.pk])
    opened = BreakGlass.objects.get()
    assert opened.words == WHY
    assert opened.until - opened.opened_at == timedelta(minutes=60)
    (entry,) = Event.objects.filter(name="glass.broken")
    assert (entry.case_id, entry.actor_id, entry.basis) == (case.pk, world.other_facilitator.pk, "danger")
    assert WHY not in str(entry.detail)
    with time_machine.travel(opened.until + timedelta(seconds=1)):
        client = world.client(world.other_facilitator)
        assert status(client, case) == 404


def test_a_way_of_contact_is_uncovered_one_by_one_and_for_a_purpose(world: World, case: Case) -> None:
    ruth = world.client(world.other_facilitator)
    ask(ruth, case.reference)
    show_areas([world.area.pk])
    point = case.victim.contact_points.get()
    data = {"what": "point", "id": str(point.pk)}

    first = ruth.post(reverse("casefile:reveal", args=[case.reference]), data).content.decode()
    assert "01632 960001" not in first
    uncover = reverse("casefile:uncover", args=[case.reference])
    shown = ruth.post(uncover, data | {"purpose": "safety"}).content.decode()

    assert "01632 960001" in shown
    show_areas([world.area.pk])
    assert Event.objects.filter(kind="reveal", basis="safety", actor_id=world.other_facilitator.pk).count() == 1


def test_closed_before_its_time_is_over(world: World, case: Case) -> None:
    ruth = world.client(world.other_facilitator)
    ask(ruth, case.reference)
    assert ruth.post(reverse("casefile:emergency_over", args=[case.reference])).status_code == 302
    assert status(ruth, case) == 404


def test_no_emergency_opens_what_a_conflict_of_interest_closes(world: World, case: Case) -> None:
    """Word for word what somebody hears who mistyped the reference."""
    declare_conflict(
        user=world.other_facilitator, person=case.victim, words="A cousin.", by=world.coordinator, at=world.now
    )
    ruth = world.client(world.other_facilitator)

    refused, unknown = ask(ruth, case.reference), ask(ruth, "RDG-26-9999")

    assert refused.status_code == unknown.status_code == 200
    errors = [list(answer.context["form"].errors["reference"]) for answer in (refused, unknown)]
    assert errors[0] == errors[1]
    show_areas([world.area.pk])
    assert not BreakGlass.objects.exists()


def test_nor_one_of_another_area(world: World, case: Case) -> None:
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    there = other.case("Joan")
    ruth = world.client(world.other_facilitator)
    assert "reference" in ask(ruth, there.reference).context["form"].errors


@pytest.mark.parametrize(("typed", "field"), [({"words": "Urgent."}, "words"), ({"ground": ""}, "ground")])
def test_without_a_ground_or_with_too_few_words_it_stays_shut(
    world: World, case: Case, typed: dict[str, str], field: str
) -> None:
    ruth = world.client(world.other_facilitator)
    answer = ask(ruth, case.reference, **typed)
    assert field in answer.context["form"].errors
    assert status(ruth, case) == 404


@pytest.mark.parametrize("who", ["offender_manager", "referrer", "liaison_officer", "evaluator", "scheme_manager"])
def test_agencies_and_those_who_open_no_case_have_no_emergency(world: World, case: Case, who: str) -> None:
    assert ask(world.client(getattr(world, who)), case.reference).status_code == 404


def test_the_privacy_officer_hears_at_once_by_reference_and_looks_at_it(world: World, case: Case) -> None:
    ruth, officer = world.client(world.other_facilitator), world.client(world.privacy_officer)
    ask(ruth, case.reference)
    ruth.get(reverse("casefile:case", args=[case.reference]))

    told = officer.get(reverse("casefile:emergencies")).content.decode()
    assert f"Ruth Penhaligon opened {case.reference}" in told
    assert "Maya" not in told

    show_areas([world.area.pk])
    address = reverse("casefile:emergency_review", args=[BreakGlass.objects.get().pk])
    page = officer.get(address).content.decode()
    assert WHY in page
    assert "Read a page of the case" in page
    assert "Maya" not in page
    assert status(officer, case) == 404
    assert officer.post(address, {"review": "justified", "words": ""}).status_code == 200
    assert officer.post(address, {"review": "justified", "words": "She was in danger."}).status_code == 302
    assert "Looked at" in officer.get(reverse("casefile:emergencies")).content.decode()
    show_areas([world.area.pk])
    assert Event.objects.get(name="glass.reviewed").detail == {"review": "justified"}


@pytest.mark.parametrize("who", ["coordinator", "other_facilitator", "facilitator", "supervisor", "scheme_manager"])
def test_nobody_else_reviews_it(world: World, case: Case, who: str) -> None:
    opened = opening(world, case)
    client = world.client(getattr(world, who))
    assert client.get(reverse("casefile:emergencies")).status_code == 404
    assert client.get(reverse("casefile:emergency_review", args=[opened.pk])).status_code == 404


def opening(world: World, case: Case, *, days_ago: int = 0) -> BreakGlass:
    at = world.now - timedelta(days=days_ago)
    return break_glass(case_id=case.pk, ground="cover", words=WHY, by=world.other_facilitator, at=at)


def test_who_was_not_looked_at_in_time_opens_no_other(world: World, case: Case) -> None:
    old = opening(world, case, days_ago=6)
    another = world.case("Peter")
    with pytest.raises(Blocked) as refused:
        break_glass(case_id=another.pk, ground="danger", words=WHY, by=world.other_facilitator, at=world.now)
    assert refused.value.verdict.codes == ["unreviewed"]
    answer = ask(world.client(world.other_facilitator), another.reference)
    assert answer.status_code == 409
    assert "has not been looked at" in answer.content.decode()
    assert WHY in answer.content.decode()

    show_areas([world.area.pk])
    review_glass(opening_id=old.pk, review="justified", words="Right.", by=world.privacy_officer, at=world.now)
    assert ask(world.client(world.other_facilitator), another.reference).status_code == 302


def test_who_was_not_right_opens_no_other_until_somebody_looks_again(world: World, case: Case) -> None:
    old, another = opening(world, case), world.case("Peter")
    review_glass(opening_id=old.pk, review="not_justified", words="Curious.", by=world.privacy_officer, at=world.now)
    with pytest.raises(Blocked) as refused:
        break_glass(case_id=another.pk, ground="danger", words=WHY, by=world.other_facilitator, at=world.now)
    assert refused.value.verdict.codes == ["not_justified"]
    review_glass(opening_id=old.pk, review="justified", words="I mistook.", by=world.privacy_officer, at=world.now)
    break_glass(case_id=another.pk, ground="danger", words=WHY, by=world.other_facilitator, at=world.now)


def test_twice_is_once(world: World, case: Case) -> None:
    assert opening(world, case).pk == opening(world, case).pk
    assert list(visible_cases(fresh(world.other_facilitator))) == [case]


def test_what_is_theirs_needs_no_emergency(world: World, case: Case) -> None:
    daniel = world.client(world.facilitator)
    assert ask(daniel, case.reference)["Location"] == reverse("casefile:case", args=[case.reference])
    show_areas([world.area.pk])
    assert not BreakGlass.objects.exists()
