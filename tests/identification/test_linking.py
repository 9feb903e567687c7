"""Who is one person: reckoned, looked at, said once and for ever; across the sides a privacy officer alone is asked."""

import re
from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from talkingpiece.areas.models import Agency
from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.access import get_pair, visible_conflicts, visible_pairs
from talkingpiece.identification.models import LinkDecision, Pair, Screened
from talkingpiece.identification.states import Band, PairKind, Said, ScreenState
from talkingpiece.people.services import Way, add_way, declare_conflict
from talkingpiece.protection.classes import Side
from tests.identification.given import alike, asked_about, for_lists, police, police_row, screened
from tests.world import World

ROSA = {"Aggrieved": "Rosalind Featherstone", "DOB": "14/02/1981", "Postcode": "RG1 4QD", "Mobile": "07700 900777"}


def again(world: World) -> None:
    services.screen_area(area_id=world.area.pk, at=clock.now())


def say(world: World, pair: Pair, said: Said) -> None:
    services.say_of_pair(pair_id=pair.pk, said=said, by=world.coordinator, at=clock.now())
    again(world)


def liaison(world: World) -> Agency:
    for_lists(world, world.liaison)
    return world.liaison


def between_rows() -> list[Pair]:
    return list(Pair.objects.filter(kind=PairKind.ROWS))


def states(rows: list[Screened]) -> list[tuple[str, list[str]]]:
    for row in rows:
        row.refresh_from_db()
    return sorted((row.state, row.failing) for row in rows)


def test_two_rows_of_one_person_are_offered_once(world: World) -> None:
    rows = screened(world, police(world), [police_row(1, **ROSA), police_row(2, **ROSA)])
    assert states(rows) == [(ScreenState.KEPT_OUT, ["with_another"]), (ScreenState.WAITING, [])]


def test_a_name_and_a_birth_date_link_nobody(world: World) -> None:
    same = {"Aggrieved": "Wilhelmina Thornbury", "DOB": "11/05/1971", "Mobile": ""}
    rows = screened(world, police(world), [police_row(1, **same), police_row(2, **same, Postcode="RG2 9AB")])
    assert states(rows) == [(ScreenState.KEPT_OUT, ["no_way"]), (ScreenState.KEPT_OUT, ["no_way"])]
    [pair] = between_rows()
    assert pair.band == Band.REVIEW
    assert list(visible_pairs(world.coordinator)) == [pair]


def test_why_says_what_agrees_and_no_value_of_anybody(world: World) -> None:
    screened(world, police(world), [police_row(1, **ROSA), police_row(2, **ROSA)])
    [pair] = between_rows()
    says = [step["says"] for step in pair.steps]
    assert len(says) > 3
    assert not any("Featherstone" in words or "1981" in words for words in says)


def test_what_somebody_says_outranks_every_run_and_is_not_asked_again(world: World) -> None:
    rows = screened(world, liaison(world), alike(4))
    pair = asked_about(*rows)
    say(world, pair, Said.SAME)
    assert states(rows) == [(ScreenState.KEPT_OUT, ["with_another"]), (ScreenState.WAITING, [])]
    assert not visible_pairs(world.coordinator)


def test_not_the_same_divides_what_was_linked(world: World) -> None:
    rows = screened(world, police(world), [police_row(1, **ROSA), police_row(2, **ROSA)])
    [pair] = between_rows()
    say(world, pair, Said.NOT_SAME)
    assert states(rows) == [(ScreenState.WAITING, []), (ScreenState.WAITING, [])]
    again(world)
    assert not between_rows()


def test_cannot_tell_is_kept_and_changes_nothing(world: World) -> None:
    rows = screened(world, liaison(world), alike(4))
    pair = asked_about(*rows)
    say(world, pair, Said.CANNOT_TELL)
    assert states(rows) == [(ScreenState.WAITING, []), (ScreenState.WAITING, [])]
    assert not visible_pairs(world.coordinator)


def test_a_decision_outlives_the_lists(world: World) -> None:
    agency = liaison(world)
    rows = screened(world, agency, alike(4))
    pair = asked_about(*rows)
    say(world, pair, Said.SAME)
    services.delete_rows(extract_id=rows[0].extract_id, by=world.coordinator, at=clock.now())
    assert not Pair.objects.exists()
    assert LinkDecision.objects.count() == 1

    rows = screened(world, agency, alike(4))
    assert not visible_pairs(world.coordinator)
    assert states(rows) == [(ScreenState.KEPT_OUT, ["with_another"]), (ScreenState.WAITING, [])]


def test_the_newest_word_counts(world: World) -> None:
    rows = screened(world, liaison(world), alike(4))
    pair = asked_about(*rows)
    say(world, pair, Said.SAME)
    said = LinkDecision.objects.get()
    LinkDecision.objects.create(
        area=world.area,
        kind=said.kind,
        left=said.left,
        right=said.right,
        said=Said.NOT_SAME,
        said_at=clock.now() + timedelta(seconds=1),
        said_by=world.coordinator,
    )
    again(world)
    assert states(rows) == [(ScreenState.WAITING, []), (ScreenState.WAITING, [])]


def test_a_victim_who_was_here_under_another_spelling_is_found(world: World) -> None:
    world.case(
        "Rosalynd",
        full_name="Rosalynd Featherstone",
        ways=(Way("call", "07700 900777"), Way("email", "rosalind.featherstone@example.org")),
    )
    row = {**police_row(1, **ROSA), "Email": "rosalind.featherstone@example.org"}
    [found] = screened(world, police(world), [row])
    assert found.failing == ["known_here"]


# The other side


def across(world: World) -> tuple[Screened, Pair]:
    """The victim of a row is, as far as can be reckoned, the responsible person of a case."""
    case = world.case("Joan")
    responsible = world.responsible(case, "Rosalind")
    person = responsible.person
    person.full_name, person.birth_date = "Rosalind Featherstone", "1981-02-14"
    person.save()

    for way in (
        Way("call", "07700 900777"),
        Way("email", "r.featherstone@example.org"),
        Way("post", "1 High St, RG1 4QD"),
    ):
        add_way(person=person, way=way, by=world.coordinator, at=world.now, side=Side.OFFENDER)
    row = {**police_row(1, **ROSA), "Email": "r.featherstone@example.org", "Address": "1 High St, RG1 4QD"}
    [found] = screened(world, police(world), [row])
    [pair] = Pair.objects.filter(kind=PairKind.ACROSS)
    return found, pair


def test_that_a_victim_is_known_as_an_offender_changes_nothing_of_the_row(world: World) -> None:
    row, _pair = across(world)
    assert (row.state, row.failing, row.cautions, row.person_id) == (ScreenState.WAITING, [], [], None)


def test_nobody_but_a_privacy_officer_learns_of_it(world: World) -> None:
    row, pair = across(world)
    assert list(visible_conflicts(world.privacy_officer)) == [pair]
    for user in (world.coordinator, world.supervisor, world.facilitator, world.scheme_manager):
        assert pair not in visible_pairs(user)
        assert not visible_conflicts(user)
        with pytest.raises(Http404):
            get_pair(user, pair.pk)
    pages = {
        name: world.client(world.coordinator).get(reverse(f"identification:{name}", args=args)).content.decode()
        for name, args in (("screen", ()), ("row", (row.pk,)), ("pairs", ()), ("funnel", ()), ("extracts", ()))
    }
    for name, text in pages.items():
        assert "onflict check" not in text, name
        assert "RDG-1" not in text, name


def test_with_and_without_it_the_screener_sees_the_same(world: World) -> None:
    row, _pair = across(world)
    client = world.client(world.coordinator)
    with_it = client.get(reverse("identification:row", args=[row.pk])).content.decode()
    Pair.objects.all().delete()
    without = client.get(reverse("identification:row", args=[row.pk])).content.decode()
    plain = [re.sub(r'name="(csrfmiddlewaretoken|submission|who)"[^>]*>', "", text) for text in (with_it, without)]
    assert plain[0] == plain[1]


def test_a_privacy_officer_sees_where_both_are_and_nothing_of_either(world: World) -> None:
    _row, pair = across(world)
    client = world.client(world.privacy_officer)
    listed = client.get(reverse("identification:conflicts")).content.decode()
    one = client.get(reverse("identification:conflict", args=[pair.pk])).content.decode()
    assert "Row 2, Police crime list" in one
    assert "<svg" in one
    for text in (listed, one):
        assert "Featherstone" not in text
        assert "900777" not in text
    answer = client.post(reverse("identification:conflict", args=[pair.pk]), {"said": "same"}, follow=True)
    assert "Nobody has to be asked about any two" in answer.content.decode()
    assert LinkDecision.objects.get().said_by == world.privacy_officer


def both_sides(world: World) -> None:
    """Somebody rang and was entered as a victim, whom another case has as responsible; no list says anything."""
    ways = (Way("call", "07700 900777"), Way("email", "r.featherstone@example.org"))
    offender = world.responsible(world.case("Joan", ways=()), "Rosalind").person
    offender.full_name, offender.birth_date = "Rosalind Featherstone", "1981-02-14"
    offender.save()
    for way in ways:
        add_way(person=offender, way=way, by=world.coordinator, at=world.now, side=Side.OFFENDER)
    victim = world.case("Rosalind", full_name="Rosalind Featherstone", ways=ways).victim
    victim.birth_date = "1981-02-14"
    victim.save()


def test_two_who_were_entered_on_two_sides_are_a_conflict_check_and_nothing_else(world: World) -> None:
    both_sides(world)
    again(world)
    [check] = visible_conflicts(world.privacy_officer)
    assert (check.kind, check.left_id) == (PairKind.ACROSS, None)
    assert not visible_pairs(world.coordinator)
    client, page = world.client(world.privacy_officer), reverse("identification:conflict", args=[check.pk])
    shown = client.get(reverse("casefile:emergencies")).content.decode()
    assert "One conflict check waits" in shown
    for text in (shown, client.get(page).content.decode()):
        assert "Featherstone" not in text
    assert "RDG-26-0001" in client.get(page).content.decode()
    client.post(page, {"said": "not_same"})
    again(world)
    assert not visible_conflicts(world.privacy_officer)
    assert "onflict check" not in client.get(reverse("casefile:emergencies")).content.decode()


def test_my_work_says_how_many_pairs_wait_for_whoever_screens(world: World) -> None:
    asked_about(*screened(world, liaison(world), alike(4)))
    desk = reverse("casefile:my_work")
    assert reverse("identification:pairs") in world.client(world.coordinator).get(desk).content.decode()
    assert reverse("identification:pairs") not in world.client(world.facilitator).get(desk).content.decode()


def test_a_pair_of_somebody_whom_the_screener_knows_is_not_there_for_them(world: World) -> None:
    case = world.case("Wilhelmina", full_name="Wilhelmina Thornbury", ways=())
    pair = asked_about(*screened(world, liaison(world), alike(4)))
    pair.kind, pair.right, pair.person = PairKind.KNOWN, None, case.victim
    pair.save()
    assert pair in visible_pairs(world.coordinator)
    assert all(one.person in {None, case.victim} for one in visible_pairs(world.coordinator))
    declare_conflict(user=world.coordinator, person=case.victim, words="A friend.", by=world.supervisor, at=world.now)
    assert not visible_pairs(world.coordinator)
    with pytest.raises(Http404):
        get_pair(world.coordinator, pair.pk)


def test_the_page_of_a_pair_says_why_in_words_and_as_a_picture(world: World) -> None:
    pair = asked_about(*screened(world, liaison(world), alike(4)))
    client = world.client(world.coordinator)
    assert "One pair that may be one person" in client.get(reverse("identification:screen")).content.decode()
    text = client.get(reverse("identification:pair", args=[pair.pk])).content.decode()
    assert "Wilhelmina Thornbury" in text
    assert "<svg" in text
    assert "The same in words" in text
    assert "Choose one of the three" in client.post(reverse("identification:pair", args=[pair.pk])).content.decode()
    answer = client.post(reverse("identification:pair", args=[pair.pk]), {"said": "not_same"}, follow=True)
    assert "Nobody has to be asked about any two" in answer.content.decode()


def test_an_area_without_rows_links_nothing(world: World) -> None:
    again(world)
    assert not Pair.objects.exists()
