"""The pages of an offer: who reaches them, what they show before a yes, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import HandOver
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.services import join_case
from talkingpiece.cases.states import MemberRole
from talkingpiece.people.models import Conflict
from talkingpiece.people.services import Way
from talkingpiece.protection.context import show_areas
from talkingpiece.staffing.models import Facilitator
from talkingpiece.staffing.services import offer_to_facilitator
from tests.world import World, build_world

ADDRESS = "4 Mill Lane, Wexbourne"


@pytest.fixture
def case(world: World):
    ways = (Way("call", "01632 960001"), Way("post", ADDRESS))
    return world.case(facilitator=world.coordinator, ways=ways)


def page(world: World, user, name: str, case, **query):
    return world.client(user).get(reverse(f"staffing:{name}", args=[case.reference]), query)


def post(world: World, user, name: str, case, data, query=""):
    response = world.client(user).post(reverse(f"staffing:{name}", args=[case.reference]) + query, data)
    show_areas([world.area.pk])
    return response


def offered(world: World, case, to=None):
    return offer_to_facilitator(
        case_id=case.pk, to=to or world.facilitator, words="She writes at night.", by=world.coordinator, at=world.now
    )


def test_a_coordinator_offers_a_case_with_a_few_words(world, case):
    answer = post(world, world.coordinator, "allocate", case, {"to": str(world.facilitator.pk), "words": "Near you."})

    assert answer.status_code == 302
    offer = HandOver.objects.get(case=case)
    assert (offer.to_user, offer.words, offer.role) == (world.facilitator, "Near you.", MemberRole.OWNER)


def test_an_offer_without_words_is_asked_again_and_the_choice_stays(world, case):
    answer = post(world, world.coordinator, "allocate", case, {"to": str(world.facilitator.pk), "words": ""})

    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("Write a few words to them") == 2  # in the summary and beside the field
    assert f'value="{world.facilitator.pk}" checked' in text
    assert not HandOver.objects.filter(case=case).exists()


def test_the_page_names_everybody_with_the_reasons_against(world, case):
    Facilitator.objects.filter(user=world.other_facilitator).update(taking_cases=False)
    text = page(world, world.coordinator, "allocate", case).content.decode()
    assert f'value="{world.facilitator.pk}"' in text
    assert f'value="{world.other_facilitator.pk}"' not in text
    assert "Ruth Penhaligon" in text
    assert "Takes no new cases now" in text


def test_somebody_who_cannot_be_offered_it_cannot_be_chosen_by_hand(world, case):
    Facilitator.objects.filter(user=world.other_facilitator).update(taking_cases=False)
    answer = post(world, world.coordinator, "allocate", case, {"to": str(world.other_facilitator.pk), "words": "?"})
    assert answer.status_code == 200
    assert not HandOver.objects.filter(case=case).exists()


def test_a_co_facilitator_is_asked_on_the_same_page(world, case):
    data = {"to": str(world.facilitator.pk), "words": "Two of us."}
    post(world, world.coordinator, "allocate", case, data, query="?as=co_facilitator")
    assert HandOver.objects.get(case=case).role == MemberRole.CO_FACILITATOR


def test_an_owner_may_hand_over_and_a_co_facilitator_may_not(world):
    case = world.case(facilitator=world.facilitator)
    assert page(world, world.facilitator, "allocate", case).status_code == 200
    join_case(case=case, user=world.other_facilitator, role=MemberRole.CO_FACILITATOR, at=world.now)
    assert page(world, world.other_facilitator, "allocate", case).status_code == 404


def test_a_stranger_a_probation_officer_and_the_next_area_find_no_page(world, case):
    assert page(world, world.facilitator, "allocate", case).status_code == 404
    assert page(world, world.offender_manager, "allocate", case).status_code == 404
    fenland = build_world(slug="fenland", code="FEN", name="Fenland")
    show_areas([world.area.pk])
    assert page(fenland, fenland.coordinator, "allocate", case).status_code == 404


def test_before_a_yes_only_what_is_needed_is_shown_and_reading_it_is_recorded(world, case):
    offered(world, case)
    text = page(world, world.facilitator, "answer", case).content.decode()
    show_areas([world.area.pk])

    for shown in (case.reference, "Burglary of her home, March.", "Ridgeway", "Standard", "Priya Raman", "at night"):
        assert shown in text
    for hidden in ("Maya", "Deol", "960001", ADDRESS):
        assert hidden not in text
    assert Event.objects.filter(kind=Kind.READING, name="offer.read", actor_id=world.facilitator.pk).exists()


def test_nobody_else_sees_the_offer_and_nobody_sees_it_once_answered(world, case):
    assert page(world, world.facilitator, "answer", case).status_code == 404
    offered(world, case)
    assert page(world, world.other_facilitator, "answer", case).status_code == 404
    assert page(world, world.coordinator, "answer", case).status_code == 404
    post(world, world.facilitator, "answer", case, {"answer": "no", "why": "Too much now."})
    assert page(world, world.facilitator, "answer", case).status_code == 404


def test_a_yes_leads_into_the_case(world, case):
    offered(world, case)
    answer = post(world, world.facilitator, "answer", case, {"answer": "yes", "welcome": ""})
    assert answer.url == reverse("casefile:case", args=[case.reference])
    assert owner_of(case.pk) == world.facilitator


def test_not_this_one_needs_a_few_words(world, case):
    offered(world, case)
    again = post(world, world.facilitator, "answer", case, {"answer": "no", "why": ""})
    assert again.status_code == 200
    assert "so that they can find somebody else" in again.content.decode()

    done = post(world, world.facilitator, "answer", case, {"answer": "no", "why": "I know the road."})
    assert done.url == reverse("casefile:my_work")
    assert HandOver.objects.get(case=case).answer_words == "I know the road."


def test_a_conflict_is_written_down_and_shown_on_the_next_page(world, case):
    data = {"user": str(world.facilitator.pk), "person": str(case.victim_id), "words": "Same choir."}
    answer = post(world, world.coordinator, "conflict", case, data)
    assert answer.url == reverse("staffing:allocate", args=[case.reference])
    assert Conflict.objects.get().person_id == case.victim_id
    text = page(world, world.coordinator, "allocate", case).content.decode()
    assert f'value="{world.facilitator.pk}"' not in text
    assert "Has a conflict of interest" in text
