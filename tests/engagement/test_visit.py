"""Visits: planned with whom and until when, held only when everybody is home, or not held and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.queries import due_contacts, visits_ahead
from talkingpiece.engagement.services import plan_visit, record_visit_held, record_visit_not_held
from talkingpiece.protection.keys import forget_keys
from tests.engagement.conftest import no_act, one_act

WRITE_UPS = ("visit_held", "visit_not_held")


def plan(stage, **changes):
    start = stage.now + timedelta(days=1)
    given: dict[str, Any] = {
        "person_id": stage.case.victim_id,
        "purpose": "First talk",
        "planned_at": start,
        "place": "Her home",
        "home_by": start + timedelta(hours=3),
        "worker": stage.worker,
        "with_user": stage.world.other_facilitator,
    } | changes
    return plan_visit(case_id=stage.case.pk, by=stage.worker, at=stage.now, **given)


def held(stage, visit, **changes):
    given: dict[str, Any] = {
        "held_at": stage.now - timedelta(hours=2),
        "home_at": stage.now - timedelta(hours=1),
    } | changes
    return record_visit_held(visit_id=visit.pk, by=stage.worker, at=stage.now, **given)


def test_a_planned_visit_stands_on_the_list_of_both_who_go(stage):
    stage.waits_for(What.FIRST_CONTACT)
    with one_act("visit.planned"):
        visit = plan(stage)
    assert visits_ahead(stage.worker) == visits_ahead(stage.world.other_facilitator) == [visit]
    assert visits_ahead(stage.world.supervisor) == []
    assert (stage.ball.what, stage.ball.due_at) == (What.LISTEN, visit.planned_at)
    assert Visit.objects.get().place == "Her home"


def test_the_list_of_visits_costs_the_same_however_many(stage, django_assert_num_queries):
    for number in range(4):
        plan(stage, planned_at=stage.now + timedelta(hours=number))
    forget_keys()
    # The rows, and the data keys of all names with the key that wraps them.
    with django_assert_num_queries(2):
        named = [(visit.person.called, visit.worker.name, visit.place) for visit in visits_ahead(stage.worker)]
    assert len(named) == 4


def test_nobody_is_home_before_they_went(stage):
    with no_act(), pytest.raises(ValueError, match="home"):
        plan(stage, home_by=stage.now + timedelta(days=1))
    visit = plan(stage)
    with no_act(), pytest.raises(ValueError, match="home"):
        held(stage, visit, home_at=stage.now - timedelta(hours=3))
    assert held(stage, visit).state == "held"


def test_a_visit_is_held_once_and_everybody_is_home(stage):
    stage.waits_for(What.FIRST_CONTACT)
    promise = stage.contact(next_at=stage.now + timedelta(days=1), at=stage.now - timedelta(days=1))
    visit = plan(stage)
    with one_act("visit.held"):
        held(stage, visit, note="Calm.")
    found = Visit.objects.get()
    assert (found.state, found.note, found.version) == ("held", "Calm.", 2)
    assert found.home_at is not None
    assert stage.ball.what == What.LISTEN
    assert visits_ahead(stage.worker) == []
    assert promise not in due_contacts(stage.worker)
    for again in (lambda: held(stage, visit), lambda: missed(stage, visit)):
        with no_act(), pytest.raises(IllegalTransition):
            again()


def missed(stage, visit):
    return record_visit_not_held(visit_id=visit.pk, why="Nobody opened", by=stage.worker, at=stage.now)


def test_a_visit_that_did_not_happen_says_why_and_leads_to_another_call(stage):
    stage.waits_for(What.FIRST_CONTACT)
    visit = plan(stage)
    with one_act("visit.not_held"):
        missed(stage, visit)
    assert Visit.objects.get().not_held_why == "Nobody opened"
    assert stage.ball.what == What.NEXT_CONTACT
    with no_act(), pytest.raises(IllegalTransition):
        held(stage, visit)


def test_a_visit_to_the_offender_takes_no_turn(stage):
    stage.waits_for(What.FIRST_CONTACT)
    assert plan(stage, person_id=stage.responsible.person_id).side == "offender"
    assert stage.ball.what == What.FIRST_CONTACT


def test_the_database_refuses_a_held_visit_from_which_nobody_came_home(stage):
    visit = plan(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(state="held", held_at=stage.now)


def moment(name, at):
    local = timezone.localtime(at)
    return {
        f"{name}_day": local.day,
        f"{name}_month": local.month,
        f"{name}_year": local.year,
        f"{name}_time": local.strftime("%H:%M"),
    }


def tomorrow_at_one(stage):
    return timezone.localtime(stage.now + timedelta(days=1)).replace(hour=13, minute=0)


def test_the_pages_lead_from_planning_to_what_was_said(stage):
    client, start = stage.world.client(stage.worker), tomorrow_at_one(stage)
    url = reverse("engagement:visit", args=[stage.case.reference, stage.case.victim_id])
    typed: dict[str, Any] = {
        "place": "Her home",
        "purpose": "First talk",
        "with_user": str(stage.world.other_facilitator.pk),
    }
    answer = client.post(url, typed | moment("planned_at", start) | {"home_by": "4pm"})
    assert answer.status_code == 302
    visit = Visit.objects.get()
    assert visit.with_user == stage.world.other_facilitator
    assert visit.home_by - visit.planned_at == timedelta(hours=3)

    url = reverse("engagement:visit_held", args=[stage.case.reference, visit.pk])
    then = moment("held_at", stage.now - timedelta(hours=2))
    answer = client.post(url, then | {"home_at_day": "", "listen": "1"})
    assert "Say when everybody was home" in answer.content.decode()
    assert Visit.objects.get().state == "planned"
    answer = client.post(url, then | moment("home_at", stage.now - timedelta(hours=1)) | {"listen": "1"})
    assert answer.url == reverse("engagement:listen", args=[stage.case.reference])
    assert Visit.objects.get().state == "held"
    assert client.post(url, then | moment("home_at", stage.now - timedelta(hours=1))).status_code == 409


def test_a_visit_home_before_it_began_is_named_beside_the_field(stage):
    start = tomorrow_at_one(stage)
    url = reverse("engagement:visit", args=[stage.case.reference, stage.case.victim_id])
    typed: dict[str, Any] = {"place": "Her home", "purpose": "First talk", "with_user": ""}
    both = moment("planned_at", start) | {"home_by": "12:30"}
    answer = stage.world.client(stage.worker).post(url, typed | both)
    assert "This is before the visit" in answer.content.decode()
    assert Visit.objects.count() == 0


def test_a_visit_of_another_case_is_not_found(stage):
    visit, other = plan(stage), stage.world.case("Nadia")
    client = stage.world.client(stage.worker)
    for name in WRITE_UPS:
        assert client.get(reverse(f"engagement:{name}", args=[stage.case.reference, visit.pk])).status_code == 200
        assert client.get(reverse(f"engagement:{name}", args=[other.reference, visit.pk])).status_code == 404


def test_where_a_visit_is_stands_on_no_page_of_it_and_is_one_tap_for_whoever_goes(stage):
    """The place is often somebody's home."""
    visit = plan(stage, meet_at="The corner shop")
    own = reverse("engagement:check_in", args=[stage.case.reference, visit.pk])
    pages = [own, *(reverse(f"engagement:{name}", args=[stage.case.reference, visit.pk]) for name in WRITE_UPS)]
    for user in (stage.worker, stage.world.coordinator):
        for address in pages:
            page = stage.world.client(user).get(address).content.decode()
            assert "Her home" not in page
            assert "The corner shop" not in page
            assert "Reveal" in page
    for user in (stage.worker, stage.world.other_facilitator):
        page = stage.world.client(user).post(own, {"show": "place"}).content.decode()
        assert "Her home" in page
        assert "The corner shop" in page
    found = Event.objects.filter(kind=Kind.REVEAL, name="visit.revealed")
    assert {(event.actor_id, event.basis) for event in found} == {
        (stage.worker.pk, "safe_now"),
        (stage.world.other_facilitator.pk, "safe_now"),
    }


def test_whoever_does_not_go_there_asks_the_casefile_where_it_is(stage):
    visit = plan(stage, worker=stage.world.other_facilitator, with_user=None)
    own = reverse("engagement:check_in", args=[stage.case.reference, visit.pk])
    page = stage.world.client(stage.worker).post(own, {"show": "place"}).content.decode()
    assert "Her home" not in page
    assert reverse("casefile:reveal", args=[stage.case.reference]) in page
    held(stage, visit)
    page = stage.world.client(stage.world.other_facilitator).post(own, {"show": "place"}).content.decode()
    assert "Her home" not in page
    assert "Reveal" not in page


def test_the_page_of_a_missed_visit_asks_why(stage):
    visit, client = plan(stage), stage.world.client(stage.worker)
    url = reverse("engagement:visit_not_held", args=[stage.case.reference, visit.pk])
    assert "Say why it did not happen" in client.post(url, {}).content.decode()
    assert client.post(url, {"why": "Snow"}).status_code == 302
    assert Visit.objects.get().not_held_why == "Snow"


def test_the_way_there_and_whom_to_ring_are_kept_with_the_plan(stage):
    visit = plan(stage, travel="own_car", minutes=90, miles=24, paid_by="claimed", ring_also="Bea", meet_at="Library")
    forget_keys()
    kept = Visit.objects.get(pk=visit.pk)
    assert (kept.travel, kept.minutes, kept.miles, kept.paid_by) == ("own_car", 90, 24, "claimed")
    assert (kept.ring_also, kept.meet_at) == ("Bea", "Library")


def test_one_tap_each_says_arrived_left_and_home(stage):
    visit = plan(stage)
    client, url = stage.world.client(stage.worker), _page(stage, visit)
    for what in ("arrived", "left", "home"):
        with one_act(f"visit.{what}"):
            assert client.post(url, {"what": what, "back": "work"}).url == reverse("casefile:my_work")
    visit.refresh_from_db()
    assert None not in {visit.arrived_at, visit.left_at, visit.home_at}
    held_page = client.get(reverse("engagement:visit_held", args=[stage.case.reference, visit.pk]))
    assert held_page.context["form"].initial["home_at"] == visit.home_at
    assert "I need more time" not in client.get(url).content.decode()


def test_my_work_carries_the_taps_until_they_are_home(stage):
    visit = plan(stage, planned_at=stage.now, home_by=stage.now + timedelta(hours=1))
    client, url = stage.world.client(stage.worker), _page(stage, visit)
    desk = reverse("casefile:my_work")
    assert f'action="{url}"' in client.get(desk).content.decode()
    client.post(url, {"what": "home"})
    assert f'action="{url}"' not in client.get(desk).content.decode()


def test_a_colleague_who_comes_along_can_say_that_they_are_home_and_others_find_nothing(stage):
    visit = plan(stage)
    assert stage.world.client(stage.world.other_facilitator).post(_page(stage, visit), {"what": "home"}).url
    alone = plan(stage, with_user=None)
    answer = stage.world.client(stage.world.other_facilitator).post(_page(stage, alone), {"what": "home"})
    alone.refresh_from_db()
    assert (answer.status_code, alone.home_at) == (404, None)


def test_the_page_takes_more_time_with_a_reason(stage):
    visit = plan(stage)
    client, url = stage.world.client(stage.worker), _page(stage, visit)
    assert "Say why in a few words" in client.post(url, {"minutes": "30"}).content.decode()
    assert client.post(url, {"minutes": "60", "why": "She talks"}).status_code == 302
    home_by = visit.home_by
    visit.refresh_from_db()
    assert visit.home_by == home_by + timedelta(minutes=60)


def test_a_visit_whose_hour_has_come_is_not_dropped_before_somebody_says_that_they_are_safe(stage):
    visit = plan(stage, planned_at=stage.now - timedelta(hours=2), home_by=stage.now)
    client = stage.world.client(stage.worker)
    url = reverse("engagement:visit_not_held", args=[stage.case.reference, visit.pk])
    assert "Until then we look for them" in client.post(url, {"why": "Nobody opened"}).content.decode()
    assert client.post(url, {"why": "Nobody opened", "home": "on"}).status_code == 302


def _page(stage, visit):
    return reverse("engagement:check_in", args=[stage.case.reference, visit.pk])
