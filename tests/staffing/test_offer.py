"""Offering a case and taking it: whoever has it keeps it until the other says yes."""

from datetime import timedelta

import pytest

from talkingpiece.areas.working_days import due
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import GatePassing, Member
from talkingpiece.cases.queries import owner_of, team_of
from talkingpiece.cases.services import mark_sensitive, pass_ball, pause_case, resume_case
from talkingpiece.cases.states import Holder, MemberRole, OffenceCategory
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.classes import Side
from talkingpiece.staffing.models import Facilitator, Level
from talkingpiece.staffing.queries import is_qualified, offers_to, open_offer_of
from talkingpiece.staffing.services import answer_offer, offer_to_facilitator
from tests.database import other_connection
from tests.staffing.desk import ball_of
from tests.world import World, as_area


def offer(world: World, case, to, *, role=MemberRole.OWNER):
    return offer_to_facilitator(
        case_id=case.pk, to=to, words="You know the town.", by=world.coordinator, at=world.now, role=role
    )


def refused(world: World, case, to, *, role=MemberRole.OWNER) -> list[str]:
    with pytest.raises(Blocked) as raised:
        offer(world, case, to, role=role)
    return raised.value.verdict.codes


def test_an_offer_leaves_the_case_with_whoever_has_it(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)

    assert owner_of(case.pk) == world.coordinator
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.facilitator, What.ANSWER_OFFER)
    assert ball.due_at == due(world.now, 2, "GB-EAW")
    assert [one.pk for one in offers_to(world.facilitator.pk)] == [made.pk]
    assert GatePassing.objects.get(case=case, gate="offer").subject_id == made.pk


def test_a_yes_makes_the_owner_and_the_first_contact_is_theirs(world):
    case = world.case(facilitator=world.coordinator)
    answer_offer(
        offer=offer(world, case, world.facilitator), accepted=True, words="", by=world.facilitator, at=world.now
    )

    assert owner_of(case.pk) == world.facilitator
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.facilitator, What.FIRST_CONTACT)
    assert ball.due_at == due(world.now, 5, "GB-EAW")
    assert offers_to(world.facilitator.pk) == []


def test_not_this_one_goes_back_to_whoever_offered_it_with_the_words(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)
    answer_offer(offer=made, accepted=False, words="Too much now.", by=world.facilitator, at=world.now)

    assert owner_of(case.pk) == world.coordinator
    made.refresh_from_db()
    assert (made.accepted, made.answer_words) == (False, "Too much now.")
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.coordinator, What.ALLOCATE)


def test_a_co_facilitator_joins_and_the_ball_stays_where_it_is(world):
    case = world.case()
    before = pass_ball(case=case, holder=Holder.VICTIM, what=What.VICTIM_DECIDES, at=world.now)
    made = offer(world, case, world.other_facilitator, role=MemberRole.CO_FACILITATOR)
    answer_offer(offer=made, accepted=True, words="Gladly.", by=world.other_facilitator, at=world.now)

    assert [(m.user, m.role) for m in team_of(case.pk)] == [
        (world.facilitator, MemberRole.OWNER),
        (world.other_facilitator, MemberRole.CO_FACILITATOR),
    ]
    assert ball_of(case) == before


def test_a_co_facilitator_who_takes_over_is_on_the_case_once(world):
    case = world.case()
    for role in (MemberRole.CO_FACILITATOR, MemberRole.OWNER):
        made = offer(world, case, world.other_facilitator, role=role)
        answer_offer(offer=made, accepted=True, words="", by=world.other_facilitator, at=world.now)

    assert [(m.user, m.role) for m in team_of(case.pk)] == [(world.other_facilitator, MemberRole.OWNER)]


@pytest.mark.parametrize("whom", ["victim", "offender"])
def test_whoever_knows_somebody_in_it_is_never_offered_the_case(world, whom):
    case = world.case(facilitator=world.coordinator)
    person = case.victim if whom == "victim" else world.responsible(case).person
    conflict = declare_conflict(
        user=world.facilitator, person=person, words="Neighbours.", by=world.facilitator, at=world.now
    )
    assert refused(world, case, world.facilitator) == ["conflict"]

    conflict.error_at, conflict.error_by, conflict.error_why = world.now, world.coordinator, "Another Maya."
    conflict.save()
    offer(world, case, world.facilitator)


def test_knowing_somebody_else_does_not_matter(world):
    case = world.case(facilitator=world.coordinator)
    stranger = world.person("Somebody", side=Side.OFFENDER)
    declare_conflict(user=world.facilitator, person=stranger, words="Cousins.", by=world.facilitator, at=world.now)
    offer(world, case, world.facilitator)


def test_a_conflict_declared_twice_is_one(world):
    case = world.case()
    made = [
        declare_conflict(user=world.facilitator, person=case.victim, words="N.", by=world.facilitator, at=world.now)
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_a_sensitive_case_needs_an_advanced_facilitator(world):
    case = world.case(facilitator=world.coordinator, category=OffenceCategory.DOMESTIC)
    Facilitator.objects.filter(user=world.facilitator).update(level=Level.INTERMEDIATE)

    assert refused(world, case, world.facilitator) == ["level"]
    offer(world, case, world.facilitator, role=MemberRole.CO_FACILITATOR)
    offer(world, case, world.other_facilitator)


def test_a_lapsed_vetting_stops_new_cases_and_not_those_under_way(world):
    case = world.case(facilitator=world.facilitator)
    another = world.case("Ben", facilitator=world.coordinator)
    Facilitator.objects.filter(user=world.facilitator).update(
        vetting_until=world.now.date() - timedelta(days=2), supervision_due_on=world.now.date() - timedelta(days=2)
    )

    assert refused(world, another, world.facilitator) == ["supervision", "vetting"]
    assert is_qualified(world.facilitator.pk, case, world.now)


def test_a_full_desk_is_said_and_does_not_refuse(world):
    for n in range(3):
        world.case(f"Victim{n}", facilitator=world.facilitator)
    Facilitator.objects.filter(user=world.facilitator).update(capacity=3)
    offer(world, world.case(facilitator=world.coordinator), world.facilitator)


def test_somebody_who_is_no_facilitator_is_not_offered_a_case(world):
    assert refused(world, world.case(), world.supervisor) == ["not_registered"]


def test_whoever_has_it_is_not_offered_it(world):
    assert refused(world, world.case(), world.facilitator) == ["has_it"]


def test_what_changed_since_the_offer_stops_the_yes_and_never_the_no(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)
    Facilitator.objects.filter(user=world.facilitator).update(level=Level.INTERMEDIATE)
    mark_sensitive(case_id=case.pk, by=world.coordinator, at=world.now)

    with pytest.raises(Blocked):
        answer_offer(offer=made, accepted=True, words="", by=world.facilitator, at=world.now)
    answer_offer(offer=made, accepted=False, words="Not my level.", by=world.facilitator, at=world.now)
    assert owner_of(case.pk) == world.coordinator


def test_a_new_offer_takes_the_earlier_one_back(world):
    case = world.case(facilitator=world.coordinator)
    first = offer(world, case, world.facilitator)
    second = offer(world, case, world.other_facilitator)

    with pytest.raises(IllegalTransition):
        answer_offer(offer=first, accepted=True, words="", by=world.facilitator, at=world.now)
    assert open_offer_of(case.pk, MemberRole.OWNER) == second


def test_only_whoever_was_asked_can_answer(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)
    with pytest.raises(IllegalTransition):
        answer_offer(offer=made, accepted=True, words="", by=world.other_facilitator, at=world.now)


def test_a_case_taken_during_a_pause_waits_for_the_victim_and_then_for_its_new_owner(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.coordinator, at=world.now)
    answer_offer(offer=made, accepted=True, words="", by=world.facilitator, at=world.now)
    assert ball_of(case).holder == Holder.VICTIM

    resume_case(case_id=case.pk, by=world.facilitator, at=world.now + timedelta(days=3))
    ball = ball_of(case)
    assert (ball.user, ball.what) == (world.facilitator, What.FIRST_CONTACT)


def test_offers_and_answers_are_in_the_trail(world):
    case = world.case(facilitator=world.coordinator)
    made = offer(world, case, world.facilitator)
    answer_offer(offer=made, accepted=True, words="", by=world.facilitator, at=world.now)
    names = set(Event.objects.filter(case_id=case.pk).values_list("name", flat=True))
    assert {"case.offered", "case.accepted", "member.joined"} <= names


def test_of_a_yes_and_a_new_offer_at_the_same_moment_one_wins_whole(committed_world):
    world = committed_world
    with as_area(world):
        case = world.case(facilitator=world.coordinator)
        made = offer(world, case, world.facilitator)

    def offer_to_the_other() -> str:
        with as_area(world):
            offer(world, case, world.other_facilitator)
        return "offered"

    with other_connection() as run:
        with as_area(world):
            answer_offer(offer=made, accepted=True, words="", by=world.facilitator, at=world.now)
            waiting = run(offer_to_the_other)
        assert waiting.result(timeout=10) == "offered"
    with as_area(world):
        owners = Member.objects.filter(case=case, role=MemberRole.OWNER, ends_at=None)
        assert [member.user for member in owners] == [world.facilitator]
        assert ball_of(case).user == world.other_facilitator
