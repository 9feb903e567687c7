"""The staff that the work needs: what it is reckoned from, and what happens when an area puts its own number there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.areas.models import ProfileVersion
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.models import Event
from talkingpiece.config.profile import validate
from talkingpiece.staffing.capacity.figures import BY_KEY, MODEL, Unit
from talkingpiece.staffing.capacity.figures import Need as Which
from talkingpiece.staffing.capacity.need import FACILITATORS, Post, Stage, likely, needed, swings, values
from talkingpiece.staffing.capacity.profile import Capacity, Own, Wrong, check
from talkingpiece.staffing.services.capacity import set_figure
from tests.world import World

BASE = values(MODEL, Which.BASE)


def test_the_model_can_be_reckoned_with_and_each_number_says_where_it_comes_from() -> None:
    check(MODEL)
    assert all(str(figure.source) for figure in MODEL)
    assert len(BY_KEY) == len(MODEL)


def test_a_reckoning_done_by_hand() -> None:
    """100 referrals, all spoken with, ten indirect; nothing on top."""
    own = dict.fromkeys(("sensitive", "direct", "circle", "travel", "administration", "management"), 0.0)
    v = {**BASE, **own, "referrals": 100, "spoken": 1, "indirect": 0.1, "triage": 2, "talking": 5, "hours_indirect": 10}
    v |= {"productive": 1000, "caseload": 1000, "to_supervisor": 10}
    need = needed(v)
    hours = {line.stage: line.hours for line in need.lines}
    assert (hours[Stage.TRIAGE], hours[Stage.TALKING], hours[Stage.INDIRECT]) == (200, 450, 100)
    assert need.of(Post.INTERMEDIATE).full_time == pytest.approx(0.55)
    assert hours[Stage.SUPERVISION] == pytest.approx(55)
    assert need.hours == pytest.approx(805)
    assert need.full_time == pytest.approx(0.805)


def test_nobody_comes() -> None:
    need = needed({**BASE, "referrals": 0})
    assert (need.hours, need.full_time, sum(one.people for one in need.staff)) == (0, 0, 0)


def test_the_number_of_open_cases_binds_where_hours_would_not() -> None:
    advanced = needed({**BASE, "hours_sensitive": 1}).of(Post.ADVANCED)
    assert advanced.cases_bind
    assert advanced.full_time == pytest.approx(
        needed(BASE).lines[5].cases * BASE["months_sensitive"] / 12 / BASE["complex_most"]  # type: ignore[operator]
    )


@pytest.mark.parametrize("figure", MODEL, ids=lambda figure: figure.key)
def test_low_never_leads_to_more_staff_than_high(figure: Any) -> None:
    low, high = (needed({**BASE, figure.key: figure.at(which)}).full_time for which in (Which.LOW, Which.HIGH))
    if figure.key != "spoken":  # shares of referrals cannot be moved by themselves
        assert low <= high + 1e-9


def test_what_probably_holds_lies_within_what_could_be() -> None:
    least, most = (needed(values(MODEL, which)).full_time for which in (Which.LOW, Which.HIGH))
    low, high = likely(MODEL, lambda need: need.full_time)
    assert least < low < needed(BASE).full_time < high < most


def test_the_number_that_matters_most_stands_first() -> None:
    widths = [swing.width for swing in swings(MODEL)]
    assert widths == sorted(widths, reverse=True)
    assert len(widths) == len(MODEL)


@pytest.mark.parametrize(
    ("key", "three", "why"),
    [
        ("referrals", (5, 4, 6), "rises"),
        ("productive", (1000, 1300, 1200), "falls"),
        ("spoken", (0.5, 0.6, 1.2), "share"),
        ("caseload", (3, 2, 0), "nothing"),
        ("direct", (0.05, 0.9, 0.95), "more_than_spoken"),
    ],
)
def test_what_nothing_can_be_reckoned_from_is_refused(key: str, three: tuple[float, float, float], why: str) -> None:
    figures = [replace(f, low=three[0], base=three[1], high=three[2]) if f.key == key else f for f in MODEL]
    with pytest.raises(Wrong) as wrong:
        check(figures)
    assert wrong.value.why == why


def test_the_profile_takes_only_what_can_be_reckoned_with() -> None:
    own = {"low": 1, "base": 2, "high": 3, "source": "Our own count"}
    assert validate({"capacity": {"own": {"referrals": own}}}) == {"capacity": {"own": {"referrals": own}}}
    for wrong in ({"unheard_of": own}, {"referrals": {**own, "base": 9}}, {"referrals": {**own, "source": ""}}):
        with pytest.raises(ValueError, match=r".+"):
            validate({"capacity": {"own": wrong}})


def typed(**changes: str) -> dict[str, str]:
    return {"low": "10", "base": "20", "high": "30", "source": "Our own cases of two years", **changes}


def test_whoever_answers_for_the_service_puts_a_number_of_their_own(world: World) -> None:
    path = reverse("staffing:capacity_figure", args=["sensitive"])
    client = world.client(world.scheme_manager)
    before = ProfileVersion.objects.filter(area=world.area).count()
    assert client.post(path, typed()).status_code == 302
    own = current_section(world.area.pk, Capacity).own["sensitive"]
    assert own == Own(low=0.1, base=0.2, high=0.3, source="Our own cases of two years")
    assert ProfileVersion.objects.filter(area=world.area).count() == before + 1
    entry = Event.objects.get(name="capacity.figure_set")
    assert entry.detail == {"figure": "sensitive", "own": True, "version": before + 1}
    html = client.get(reverse("staffing:capacity")).content.decode()
    assert "Our own cases of two years" in html
    assert "Your own" in html
    assert client.post(path, {"model": "1"}).status_code == 302
    assert current_section(world.area.pk, Capacity).own == {}


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("referrals", {"base": "many"}, "Enter a number, like 12 or 12.5"),
        ("referrals", {"base": "5"}, "from the smallest to the largest"),
        ("referrals", {"source": ""}, "Enter where you have these numbers from"),
        ("sensitive", {"high": "130"}, "Enter no more than 100"),
        ("direct", {"low": "70", "base": "80", "high": "90"}, "More people would reach an exchange"),
    ],
)
def test_what_is_wrong_with_a_number_is_said(world: World, key: str, changes: dict[str, str], words: str) -> None:
    answer = world.client(world.scheme_manager).post(reverse("staffing:capacity_figure", args=[key]), typed(**changes))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert current_section(world.area.pk, Capacity).own == {}


def test_a_number_that_the_others_rest_on_is_not_taken_back_alone(world: World) -> None:
    area, by, at = world.area, world.scheme_manager, world.now
    set_figure(area=area, key="spoken", own=Own(low=0.9, base=0.95, high=1, source="Counted"), by=by, at=at)
    set_figure(area=area, key="indirect", own=Own(low=0.5, base=0.75, high=0.8, source="Counted"), by=by, at=at)
    answer = world.client(by).post(reverse("staffing:capacity_figure", args=["spoken"]), {"model": "1"})
    assert answer.status_code == 200
    assert "spoken" in current_section(area.pk, Capacity).own


def test_an_unknown_number_is_not_there(world: World) -> None:
    assert world.client(world.scheme_manager).get(reverse("staffing:capacity_figure", args=["luck"])).status_code == 404


def test_those_who_see_the_steps_read_it_and_only_the_scheme_manager_changes_it(world: World) -> None:
    page, figure = reverse("staffing:capacity"), reverse("staffing:capacity_figure", args=["referrals"])
    for who in (world.coordinator, world.supervisor):
        html = world.client(who).get(page).content.decode()
        assert figure not in html
        assert world.client(who).post(figure, typed()).status_code == 404
    assert figure in world.client(world.scheme_manager).get(page).content.decode()
    assert world.client(world.facilitator).get(page).status_code == 404


def test_every_picture_has_its_words_and_its_table(world: World) -> None:
    html = world.client(world.coordinator).get(reverse("staffing:capacity")).content.decode()
    assert html.count('role="img"') == 3
    for post in FACILITATORS:
        assert post.value.capitalize()[:5].lower() in html
    assert "<desc" in html
    assert all(str(figure.name).split(",")[0] in html for figure in MODEL if figure.unit is Unit.HOURS)
