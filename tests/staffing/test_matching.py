"""Who could take which case: the rules of the gate, the wishes of people, and a plan that assigns nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.areas.queries import current_version
from talkingpiece.areas.services import add_agency, adopt_section
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.access import visible_cases
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, HandOver, Member, Responsible
from talkingpiece.cases.services import pass_ball
from talkingpiece.cases.states import Holder, MemberRole
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.services import declare_conflict
from talkingpiece.staffing.allocation.explaining import opens
from talkingpiece.staffing.allocation.problem import loads
from talkingpiece.staffing.gates import blockers_to_offer, facts_for_offer, warnings
from talkingpiece.staffing.matching import Proposal, pairs_for, proposal
from talkingpiece.staffing.models import Clearance, Facilitator, Level
from talkingpiece.staffing.presenters.matching import pair_rows
from talkingpiece.staffing.profile import Staffing
from talkingpiece.staffing.queries import Wishes, wishes_of
from talkingpiece.staffing.services import offer_to_facilitator, record_need, register_facilitator
from tests.training.given import passed_by
from tests.world import World


def waits(world: World, called: str, **more: Any) -> Case:
    """A case for which somebody is to be found: the coordinator has it, and nobody works on it."""
    case = world.case(called, facilitator=world.coordinator)
    Case.objects.filter(pk=case.pk).update(**more)
    due = world.now + timedelta(days=2)
    pass_ball(case=case, holder=Holder.USER, user=world.coordinator, what=What.ALLOCATE, at=world.now, due_at=due)
    return Case.objects.select_related("victim", "incident", "area").get(pk=case.pk)


def joins_the_team(world: World, name: str, **changes: Any) -> User:
    user = add_user(email=f"{name.split()[0].lower()}@example.org", name=name, at=world.now)
    give_role(user=user, area=world.area, role=Role.FACILITATOR, by=None, at=world.now)
    plain: dict[str, Any] = {
        "level": Level.INTERMEDIATE,
        "supervision_due_on": (world.now + timedelta(days=50)).date(),
        "vetting_until": (world.now + timedelta(days=300)).date(),
    }
    register_facilitator(area=world.area, user=user, by=world.coordinator, at=world.now, **(plain | changes))
    return user


def planned(world: World, user: User | None = None) -> Proposal:
    return proposal(world.area.pk, world.now, only=visible_cases(user or world.coordinator))


def codes(world: World, case: Case, user: User, role: str = MemberRole.OWNER) -> list[str]:
    return blockers_to_offer(facts_for_offer(case, user, role, world.now), Staffing()).codes


def wish(world: World, case: Case, **said: Any) -> None:
    record_need(case_id=case.pk, wishes=Wishes(**said), by=world.coordinator, at=world.now)


def test_the_plan_places_each_case_once_and_says_how_near_to_the_best_it_is(world: World) -> None:
    cases = [waits(world, name) for name in ("Maya", "Leszek", "Grace")]
    found = planned(world)
    assert {case.pk for case in found.matching.cases} == {case.pk for case in cases}
    assert (found.plan.lead >= 0).all()
    assert found.plan.proven
    assert found.plan.worth <= found.plan.bound + 1e-6
    assert found.today.worth <= found.plan.worth


def test_a_case_that_is_offered_or_that_somebody_has_does_not_wait(world: World) -> None:
    waits(world, "Maya")
    world.case("Leszek")
    assert len(planned(world).matching.cases) == 1
    client = world.client(world.coordinator)
    page = client.get(reverse("staffing:plan")).content.decode()
    assert "RDG-26-0001" in page
    assert "RDG-26-0002" not in page


def test_whoever_would_rather_not_work_with_somebody_gets_somebody_else(world: World) -> None:
    case = waits(world, "Maya")
    wish(world, case, not_with=(world.facilitator.pk,))
    assert codes(world, case, world.facilitator) == ["not_wished"]
    assert codes(world, case, world.other_facilitator) == []
    found = planned(world)
    assert found.matching.workers[found.plan.lead[0]] == world.other_facilitator
    wish(world, case)
    assert codes(world, case, world.facilitator) == []


def test_whoever_hands_their_case_over_does_not_learn_whom_somebody_would_rather_not_work_with(world: World) -> None:
    case = world.case("Maya")
    wish(world, case, not_with=(world.other_facilitator.pk,), words="She shouted at me once.")
    address = reverse("staffing:allocate", args=[case.reference])
    page = world.client(world.facilitator).get(address).content.decode()
    assert "Is not to be offered this case" in page
    for told in ("rather", "shouted", reverse("staffing:need", args=[case.reference])):
        assert told not in page
    assert (
        reverse("staffing:need", args=[case.reference]) in world.client(world.coordinator).get(address).content.decode()
    )


def test_a_wish_for_a_woman_that_must_be_is_a_rule_and_else_it_speaks_for_her(world: World) -> None:
    case = waits(world, "Maya")
    Facilitator.objects.filter(user=world.facilitator).update(gender="man")
    Facilitator.objects.filter(user=world.other_facilitator).update(gender="woman")
    wish(world, case, gender="woman")
    assert codes(world, case, world.facilitator) == []
    _found, pairs = pairs_for(case, world.now)
    assert _found.workers[pairs[0].lead] == world.other_facilitator
    wish(world, case, gender="woman", gender_must=True)
    assert codes(world, case, world.facilitator) == ["gender"]


def test_only_whoever_learnt_it_leads_and_others_may_join(world: World) -> None:
    case = waits(world, "Maya")
    case.incident.category = "sexual"
    case.incident.save(update_fields=["category"])
    Facilitator.objects.filter(user=world.facilitator).update(competences=[])
    assert codes(world, case, world.facilitator) == ["competence"]
    assert codes(world, case, world.facilitator, MemberRole.CO_FACILITATOR) == []
    assert codes(world, case, world.other_facilitator) == []


def test_a_prison_that_clears_workers_itself_is_asked_of_everybody(world: World) -> None:
    prison = add_agency(name="HMP Foxcombe", kind="prison")
    adopt_section(area=world.area, section=Staffing(prisons_that_clear=(prison.name,)), at=world.now)
    case = waits(world, "Maya")
    Responsible.objects.filter(pk=world.responsible(case).pk).update(agency=prison, offender_manager=None)
    assert codes(world, case, world.facilitator) == ["clearance"]
    me = Facilitator.objects.get(user=world.facilitator)
    today = world.now.date()
    Clearance.objects.create(area=world.area, facilitator=me, agency=prison, until=today - timedelta(days=1))
    assert codes(world, case, world.facilitator) == ["clearance"]
    Clearance.objects.update(until=today + timedelta(days=1))
    assert codes(world, case, world.facilitator) == []


def test_two_are_proposed_where_two_are_needed_and_neither_is_the_same(world: World) -> None:
    waits(world, "Maya", complexity="sensitive_complex")
    found = planned(world)
    assert found.plan.lead[0] != found.plan.join[0]
    assert min(found.plan.lead[0], found.plan.join[0]) >= 0


def test_what_binds_is_said_and_is_true(world: World) -> None:
    case = waits(world, "Maya")
    Facilitator.objects.update(vetting_until=(world.now - timedelta(days=1)).date())
    found = planned(world)
    assert found.plan.lead[0] < 0
    sets = found.reasons(0)
    assert ("vetting",) in sets
    carried = loads(found.matching.problem, found.plan.lead, found.plan.join) - found.matching.problem.load
    assert all(opens(found.matching.problem, carried, 0, one) for one in sets)
    page = world.client(world.coordinator).get(reverse("staffing:plan")).content.decode()
    assert "Vetting of whoever could has run out" in page
    assert case.reference in page


def test_nobody_is_planned_beyond_what_they_can_carry(world: World) -> None:
    for name in ("Maya", "Leszek", "Grace", "Amy"):
        waits(world, name)
    Facilitator.objects.update(capacity=1)
    found = planned(world)
    assert int((found.plan.lead >= 0).sum()) == 2
    left = [at for at in range(4) if found.plan.lead[at] < 0]
    assert all(found.reasons(at)[0] == ("capacity",) for at in left)


def test_a_plan_offers_what_was_ticked_and_gives_nobody_a_case(world: World) -> None:
    first, second = waits(world, "Maya"), waits(world, "Leszek")
    client = world.client(world.coordinator)
    page = client.get(reverse("staffing:plan"))
    line = next(one for one in page.context["page"].lines if one.case == first)
    answer = client.post(reverse("staffing:plan"), {"chosen": [line.key], "words": "Could you?"})
    assert answer.status_code == 302
    offer = HandOver.objects.get()
    assert (offer.case_id, offer.to_user, offer.accepted) == (first.pk, line.lead, None)
    assert not Member.objects.filter(case=first, user=line.lead, ends_at__isnull=True).exists()
    assert [case.pk for case in planned(world).matching.cases] == [second.pk]


def test_nothing_is_offered_that_was_not_ticked_and_nothing_typed_is_lost(world: World) -> None:
    waits(world, "Maya")
    page = world.client(world.coordinator).post(reverse("staffing:plan"), {"words": "Could you?"}).content.decode()
    assert "Tick at least one, or go back without offering" in page
    assert "Could you?</textarea>" in page
    assert not HandOver.objects.exists()


def test_a_gate_that_has_closed_meanwhile_leaves_that_case_and_says_so(world: World) -> None:
    case = waits(world, "Maya")
    client = world.client(world.coordinator)
    line = client.get(reverse("staffing:plan")).context["page"].lines[0]
    key = f"{case.pk}:{line.lead.pk}:"
    from talkingpiece.staffing.services import Chosen, offer_as_planned

    Facilitator.objects.filter(user=line.lead).update(taking_cases=False)
    offered, left = offer_as_planned(
        [Chosen(case.pk, line.lead, None)], words="Could you?", by=world.coordinator, at=world.now
    )
    assert not offered
    assert [one.blockers[0].code for one in left] == ["not_taking"]
    assert key == line.key


def test_what_a_conflict_of_interest_closes_stands_in_no_plan(world: World) -> None:
    case = waits(world, "Maya")
    declare_conflict(
        user=world.supervisor, person=case.victim, words="My neighbour.", by=world.supervisor, at=world.now
    )
    assert not planned(world, world.supervisor).matching.cases
    assert case.reference not in world.client(world.supervisor).get(reverse("staffing:plan")).content.decode()


def test_each_case_of_a_plan_that_was_read_is_in_the_trail(world: World) -> None:
    case = waits(world, "Maya")
    world.client(world.coordinator).get(reverse("staffing:plan"))
    assert Event.objects.filter(name="plan.read", kind=Kind.READING, case_id=case.pk).count() == 1


def test_wishes_are_written_on_their_page_and_only_whoever_allocates_reads_them(world: World) -> None:
    case = waits(world, "Maya")
    address = reverse("staffing:need", args=[case.reference])
    client = world.client(world.coordinator)
    typed = {"two": "yes", "gender": "woman must", "not_with": [str(world.facilitator.pk)]}
    assert client.post(address, typed | {"words": "Mornings."}).status_code == 302
    assert wishes_of([case.pk])[case.pk] == Wishes("", "woman", True, (world.facilitator.pk,), "Mornings.", True)
    assert "Mornings." in client.get(address).content.decode()
    for user in (world.facilitator, world.scheme_manager, world.evaluator):
        assert world.client(user).get(address).status_code == 404


def test_the_page_of_a_case_ranks_who_could_take_it(world: World) -> None:
    case = waits(world, "Maya")
    joins_the_team(world, "Omar Hale", languages="Urdu", capacity=2)
    page = world.client(world.coordinator).get(reverse("staffing:allocate", args=[case.reference])).content.decode()
    assert "Who would fit best" in page
    assert "Omar Hale" in page


@pytest.mark.parametrize("many", [2, 6])
def test_the_gate_asks_no_more_questions_for_a_bigger_team(
    world: World, many: int, django_assert_max_num_queries: Any
) -> None:
    case = waits(world, "Maya")
    for at in range(many):
        joins_the_team(world, f"Worker{at} Hale")
    with django_assert_max_num_queries(60):
        pairs_for(case, world.now)


def asks_for(world: World, *modules: str, forbids: bool = False) -> None:
    levels = tuple(one.model_copy(update={"modules": modules}) for one in Staffing().levels)
    adopt_section(area=world.area, section=Staffing(levels=levels, modules_forbid=forbids), at=world.now)


def test_a_module_that_does_not_count_speaks_against_and_where_the_area_says_so_forbids(world: World) -> None:
    asks_for(world, "M3")
    course = passed_by(world, world.facilitator)[0]
    case = waits(world, "Maya")
    able = facts_for_offer(case, world.facilitator, MemberRole.OWNER, world.now + timedelta(minutes=5))
    other = facts_for_offer(case, world.other_facilitator, MemberRole.OWNER, world.now)
    assert (able.modules_missing, other.modules_missing) == ((), ("M3",))
    assert blockers_to_offer(other, Staffing()).is_open
    assert any("M3" in one for one in warnings(other))
    # As co-facilitator nobody asks.
    assert not facts_for_offer(case, world.other_facilitator, MemberRole.CO_FACILITATOR, world.now).modules_missing
    found, pairs = pairs_for(case, world.now + timedelta(minutes=5))
    assert found.workers[pairs[0].lead] == world.facilitator
    against = [row.speaks_against for row in pair_rows(found, pairs)]
    assert "Ruth Penhaligon has training for it that does not count today" in against[1]
    # The day after it ran out it counts for nobody.
    row = course.learners.get().assessed.get()
    assert row.valid_until is not None
    late = world.now + (row.valid_until - world.now.date()) + timedelta(days=1)
    assert facts_for_offer(case, world.facilitator, MemberRole.OWNER, late).modules_missing == ("M3",)

    asks_for(world, "M3", forbids=True)
    strict = waits(world, "Imogen", profile_version=current_version(world.area.pk))
    refused = facts_for_offer(strict, world.other_facilitator, MemberRole.OWNER, world.now)
    assert blockers_to_offer(refused, Staffing()).codes == ["module"]
    with pytest.raises(Blocked):
        offer_to_facilitator(
            case_id=strict.pk, to=world.other_facilitator, words="", by=world.coordinator, at=world.now
        )


def test_a_module_is_named_as_the_pack_names_it() -> None:
    with pytest.raises(ValueError, match="as M3 is"):
        Staffing(levels=tuple(one.model_copy(update={"modules": ("m3",)}) for one in Staffing().levels))


def test_which_training_would_open_which_waiting_case(world: World) -> None:
    client = world.client(world.coordinator)
    assert "Nothing has to be learnt" in client.get(reverse("staffing:lessons")).content.decode()
    asks_for(world, "M3", forbids=True)
    case = waits(world, "Imogen", profile_version=current_version(world.area.pk))
    page = client.get(reverse("staffing:lessons")).content.decode()
    assert case.reference in page
    assert "a module that counts again" in page
    assert reverse("staffing:lessons") in client.get(reverse("staffing:plan")).content.decode()
    Facilitator.objects.update(taking_cases=False)
    assert "no training of one person" in client.get(reverse("staffing:lessons")).content.decode()
    assert world.client(world.facilitator).get(reverse("staffing:lessons")).status_code == 404
