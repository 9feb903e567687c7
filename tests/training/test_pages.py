"""The pages of the pack, and how an area differs from it without a copy of its own."""

from __future__ import annotations

import dataclasses

import pytest
from django.urls import reverse

from talkingpiece.audit.models import Event, Kind
from talkingpiece.core import clock
from talkingpiece.training import services
from talkingpiece.training.loading import library
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.papers import paper_for
from talkingpiece.training.queries import adaptations, base_changed
from talkingpiece.training.states import Part
from tests.world import World, build_world

WORDS = "Ines from the women’s centre joins.\n\n- She brings **the cards**"


def adapted(world: World, part: str = "notes", how: str = "added", words: str = WORDS) -> ModuleAdapted:
    return services.adapt_module(
        area=world.area, module="m3", part=part, how=how, words=words, by=world.scheme_manager, at=clock.now()
    )


def page(world: World, name: str, *args: str, by: str = "facilitator") -> str:
    answer = world.client(getattr(world, by)).get(reverse(f"training:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_page_of_every_module_says_draft(world: World) -> None:
    browser = world.client(world.facilitator)
    for slug in library():
        for part in Part:
            name, args = ("module", [slug]) if part is Part.ABOUT else ("part", [slug, part.value])
            assert (
                "No practitioner has reviewed" in browser.get(reverse(f"training:{name}", args=args)).content.decode()
            )


def test_the_pack_is_the_service_s_and_not_an_agency_s(world: World) -> None:
    assert "Healing circles" in page(world, "pack")
    for user in (world.referrer, world.offender_manager, world.evaluator, world.privacy_officer):
        assert world.client(user).get(reverse("training:pack")).status_code == 404


@pytest.mark.parametrize("where", [("m77",), ("m3", "about"), ("m3", "secrets"), ("m77", "notes")])
def test_what_is_not_in_the_pack_is_not_there(world: World, where: tuple[str, ...]) -> None:
    name = "module" if len(where) == 1 else "part"
    assert world.client(world.facilitator).get(reverse(f"training:{name}", args=where)).status_code == 404


def test_an_area_adds_to_a_part_and_the_text_stays(world: World) -> None:
    browser = world.client(world.scheme_manager)
    address = reverse("training:adapt", args=["m3"])
    assert "Choose a part" in browser.post(address, {"part": "", "how": "", "words": ""}).content.decode()
    answer = browser.post(address, {"part": "notes", "how": "added", "words": WORDS})
    assert answer["Location"] == reverse("training:part", args=["m3", "notes"])
    shown = page(world, "part", "m3", "notes")
    assert "The first call" in shown
    assert "Added in Ridgeway" in shown
    assert "<strong>the cards</strong>" in shown
    assert "Take this back" not in shown  # she is a facilitator, who teaches and does not adapt
    assert "Added to here" in page(world, "module", "m3")
    assert Event.objects.filter(name="module.adapted", actor_id=world.scheme_manager.pk).count() == 1
    assert world.client(world.facilitator).get(address).status_code == 404


def test_an_area_leaves_a_part_out_once_and_says_why(world: World) -> None:
    adapted(world, "slides", "omitted", "We work without slides.")
    shown = page(world, "part", "m3", "slides")
    assert "We work without slides." in shown
    assert "The first thirty seconds" not in shown
    again = {"part": "slides", "how": "omitted", "words": "Twice"}
    answer = world.client(world.scheme_manager).post(reverse("training:adapt", args=["m3"]), again)
    assert "This part is left out already" in answer.content.decode()
    with pytest.raises(ValueError, match="already"):
        adapted(world, "slides", "omitted", "Twice")


def test_what_was_changed_is_taken_back(world: World) -> None:
    row = adapted(world, "slides", "omitted", "We work without slides.")
    browser = world.client(world.supervisor)
    browser.post(reverse("training:take_back", args=[row.pk]))
    assert "The first thirty seconds" in page(world, "part", "m3", "slides")
    assert browser.post(reverse("training:take_back", args=[row.pk])).status_code == 404
    services.take_back_adaptation(adapted_id=row.pk, by=world.supervisor, at=clock.now())
    assert Event.objects.filter(name="module.adaptation_taken_back").count() == 1


def test_it_is_said_when_the_text_below_has_changed_until_somebody_has_looked(world: World) -> None:
    row = adapted(world)
    assert "The text has changed" not in page(world, "pack")
    ModuleAdapted.objects.filter(pk=row.pk).update(version="0.9", digest="of an older text")
    for name, args in (("pack", ()), ("module", ("m3",)), ("part", ("m3", "notes"))):
        assert "The text has changed" in page(world, name, *args)
    world.client(world.scheme_manager).post(reverse("training:still_fits", args=[row.pk]))
    assert "The text has changed" not in page(world, "part", "m3", "notes")
    row.refresh_from_db()
    assert row.version == library()["m3"].head.version


def test_a_newer_text_is_told_by_the_words_and_not_by_the_number(world: World) -> None:
    row, base = adapted(world), library()["m3"]
    newer = dataclasses.replace(base, head=base.head.model_copy(update={"version": "2.0"}))
    assert not base_changed(row, newer)
    assert base_changed(row, dataclasses.replace(newer, digests={**base.digests, Part.NOTES: "another"}))


def test_another_area_reads_the_pack_without_it(world: World) -> None:
    row = adapted(world)
    there = build_world(slug="elsewhere", code="ELS", name="Elsewhere")
    assert "Added in" not in page(there, "part", "m3", "notes")
    assert there.client(there.scheme_manager).post(reverse("training:take_back", args=[row.pk])).status_code == 404


def test_a_module_on_paper_has_what_the_area_added_and_an_entry_in_the_trail(world: World) -> None:
    adapted(world)
    adapted(world, "slides", "omitted", "We work without slides.")
    paper = paper_for(library()["m3"], adaptations([world.area.pk]))
    words = paper.model_dump_json()
    assert "Added in Ridgeway" in words
    assert "Left out in Ridgeway: We work without slides." in words
    assert "The first thirty seconds" not in words.replace("practise the first thirty seconds", "")
    answer = world.client(world.facilitator).get(reverse("training:paper", args=["m3"]))
    assert answer["Content-Type"] == "application/pdf"
    event = Event.objects.get(kind=Kind.EXPORT, name="module.taken")
    assert event.area_id == world.area.pk


def test_the_navigation_leads_there(world: World) -> None:
    assert reverse("training:pack") in world.client(world.facilitator).get(reverse("casefile:my_work")).content.decode()
