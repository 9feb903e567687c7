"""Two records of one person are read as one wherever it matters; nothing is rewritten, so undoing is exact."""

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import cases_with
from talkingpiece.cases.services import add_responsible, fact_columns
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.models import Conflict, Merge, Person
from talkingpiece.people.queries import one_person, people_like, search, ways_of, ways_of_many
from talkingpiece.people.services import Way, undo_merge
from talkingpiece.people.tokens import all_of
from talkingpiece.protection.classes import Side
from talkingpiece.records.gates import MergeFacts, blockers_to_merge
from talkingpiece.records.services import merge_people
from talkingpiece.staffing.queries import conflicts
from tests.world import World


def two(world: World) -> tuple[Case, Case]:
    one = world.case("Rosalind", ways=(Way("call", "01632 960011"),), full_name="Rosalind Thornbury")
    other = world.case("Rosalynd", ways=(Way("call", "01632 960012"),), full_name="Rosalynd Thornbury")
    return one, other


def merge(world: World, kept: Person, merged: Person, *, side: Side = Side.VICTIM) -> Merge:
    return merge_people(
        kept_id=kept.pk,
        merged_id=merged.pk,
        words="She told me that she had come before.",
        side=side,
        by=world.coordinator,
        at=clock.now(),
    )


def read(world: World, one: Case, other: Case) -> dict[str, object]:
    """Everything that asks of a person."""
    ids = [one.victim_id, other.victim_id]
    tokens = list(all_of(world.area.pk, names=["Rosalind Thornbury"]))
    return {
        "ways": [{point.value for point in ways_of(pk)} for pk in ids],
        "ways of many": [{point.value for point in ways_of_many(ids)[pk]} for pk in ids],
        "search": search(world.area.pk, "Thornbury"),
        "alike": [found.person.pk for found in people_like(world.area.pk, tokens)],
        "cases": [{case.reference for case in cases_with([pk])} for pk in ids],
        "conflict": [bool(conflicts([world.facilitator.pk], [pk])) for pk in ids],
    }


def knows(world: World, case: Case) -> None:
    Conflict(**fact_columns(case, by=None, at=clock.now()), user=world.facilitator, person_id=case.victim_id).save()


def test_whoever_asks_of_one_record_is_told_of_both_and_after_undoing_as_before(world: World) -> None:
    one, other = two(world)
    knows(world, other)
    before = read(world, one, other)
    assert before["conflict"] == [False, True]

    made = merge(world, one.victim, other.victim)

    both = {"01632 960011", "01632 960012"}
    merged = read(world, one, other)
    assert merged["ways"] == merged["ways of many"] == [both, both]
    assert merged["alike"] == [one.victim_id]
    assert merged["cases"] == [{one.reference, other.reference}] * 2
    assert merged["conflict"] == [True, True]
    undo_merge(merge_id=made.pk, why="Two sisters.", side=Side.VICTIM, by=world.coordinator, at=clock.now())
    assert read(world, one, other) == before
    names = Event.objects.filter(about_id=made.pk).order_by("recorded_at").values_list("name", flat=True)
    assert list(names) == ["people.merged", "people.merge_undone"]


def test_three_records_can_be_one_person(world: World) -> None:
    one, other = two(world)
    third = world.person("Roz", full_name="Roz Thornbury")
    first = merge(world, one.victim, other.victim)
    merge(world, third, other.victim)
    assert one_person(third.pk) == {one.victim_id, other.victim_id, third.pk}
    assert Merge.objects.filter(merged=one.victim).exists()

    undo_merge(merge_id=first.pk, why="No.", side=Side.VICTIM, by=world.coordinator, at=clock.now())
    assert one_person(third.pk) == {one.victim_id, third.pk}
    assert one_person(other.victim_id) == {other.victim_id}


def test_a_victim_is_never_joined_with_an_offender_and_the_page_does_not_say_why(world: World) -> None:
    one, other = two(world)
    offender = world.person("Rosalind", side=Side.OFFENDER, full_name="Rosalind Thornbury")
    add_responsible(case_id=other.pk, person=offender, by=world.coordinator, at=clock.now())

    with pytest.raises(Blocked) as refused:
        merge(world, one.victim, offender)

    assert refused.value.verdict.codes == ["not_here"]
    words = f"{refused.value.blockers[0].message} {refused.value.blockers[0].why}"
    assert not {"victim", "offender", "responsible", "side"} & set(words.lower().split())
    client = world.client(world.coordinator)
    assert client.get(page("records:merge", one, one.victim, offender)).status_code == 404
    alike = client.get(page("records:alike", one, one.victim)).content.decode()
    assert str(other.victim_id) in alike
    assert str(offender.pk) not in alike
    assert not Merge.objects.exists()


def test_a_merge_cannot_bring_an_offender_in_through_a_third_record(world: World) -> None:
    one, other = two(world)
    unknown = world.person("Roz", full_name="Roz Thornbury")
    merge(world, one.victim, unknown)
    add_responsible(case_id=other.pk, person=unknown, by=world.coordinator, at=clock.now())
    with pytest.raises(Blocked):
        merge(world, other.victim, unknown)


def test_two_offender_records_can_be_one(world: World) -> None:
    cases = two(world)
    made = [world.responsible(case) for case in cases]
    merge(world, made[0].person, made[1].person, side=Side.OFFENDER)
    assert one_person(made[0].person_id) == {row.person_id for row in made}
    assert Responsible.objects.count() == 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (MergeFacts(), None),
        (MergeFacts(same_area=False), "not_here"),
        (MergeFacts(same_side=False), "not_here"),
        (MergeFacts(same_kind=False), "kind"),
        (MergeFacts(one_already=True), "one_already"),
        (MergeFacts(conflict=True), "conflict"),
    ],
)
def test_each_reason_has_its_words(facts: MergeFacts, code: str | None) -> None:
    assert blockers_to_merge(facts).codes == ([code] if code else [])


def test_whoever_knows_the_person_does_not_decide(world: World) -> None:
    one, other = two(world)
    columns = fact_columns(other, by=None, at=clock.now())
    conflict = Conflict(**columns, user=world.coordinator, person_id=other.victim_id)
    conflict.save()
    with pytest.raises(Blocked) as refused:
        merge(world, one.victim, other.victim)
    assert refused.value.verdict.codes == ["conflict"]
    with pytest.raises(Blocked) as refused:
        merge(world, one.victim, one.victim)
    assert refused.value.verdict.codes == ["one_already"]


def page(name: str, case: Case, *people: Person) -> str:
    return reverse(name, args=[case.reference, *(person.pk for person in people)])


def test_the_pages_join_and_part_and_say_that_there_are_two_open_cases(world: World) -> None:
    one, other = two(world)
    client = world.client(world.coordinator)
    address = page("records:merge", one, one.victim, other.victim)
    shown = client.get(address).content.decode()
    assert "The first record" in shown
    assert other.reference in shown
    assert "960012" not in shown

    missing = client.post(address, {"kept": str(one.victim_id)})
    assert "Say how you know" in missing.content.decode()
    assert not Merge.objects.exists()
    client.post(address, {"kept": str(one.victim_id), "words": "Same number, and she said so."})

    made = Merge.objects.get()
    assert (made.kept_id, made.merged_id) == (one.victim_id, other.victim_id)
    for case, beside in ((one, other), (other, one)):
        told = client.get(reverse("casefile:case", args=[case.reference])).content.decode()
        assert "This person has another open case" in told
        assert beside.reference in told
    undo = reverse("records:merge_undo", args=[one.reference, one.victim_id, made.pk])
    client.post(undo, {"why": "They are sisters."})
    made.refresh_from_db()
    assert made.undone_by == world.coordinator
    assert "another open case" not in client.get(reverse("casefile:case", args=[one.reference])).content.decode()


def test_a_facilitator_neither_sees_nor_joins(world: World) -> None:
    one, other = two(world)
    client = world.client(world.facilitator)
    assert client.get(page("records:alike", one, one.victim)).status_code == 404
    assert client.post(page("records:merge", one, one.victim, other.victim), {}).status_code == 404


def test_a_worker_of_one_case_is_told_of_the_other_without_being_led_there(world: World) -> None:
    one, _other = two(world)
    hidden = world.case("Rosamund", facilitator=world.other_facilitator, full_name="Rosamund Thornbury")
    merge(world, one.victim, hidden.victim)
    told = world.client(world.facilitator).get(reverse("casefile:case", args=[one.reference])).content.decode()
    assert "This person has another open case" in told
    assert hidden.reference not in told
