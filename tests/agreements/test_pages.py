"""The pages of agreements: read by all who may, written by few, with errors at their place and nothing typed lost."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pdfua import validate

from talkingpiece.agreements.models import Agreement, SignedPaper
from talkingpiece.agreements.papers import paper_for
from talkingpiece.agreements.presenters import matrix
from talkingpiece.agreements.queries import of_area
from talkingpiece.agreements.states import Part, Signer, Stage
from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.documents.render import Print, pdf
from tests.agreements.given import DAY, draft, read, row, sign, signed, write
from tests.world import World, build_world


def url(name: str, agreement: Agreement | None = None, *args: str) -> str:
    return reverse(f"agreements:{name}", args=[*([agreement.pk] if agreement else []), *args])


def words(answer: Any) -> str:
    text = answer.content.decode() if hasattr(answer, "content") else answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split("<main")[1].split("</main")[0]))


def about(**changes: str) -> dict[str, Any]:
    today = timezone.localdate()
    plain: dict[str, Any] = {"title": "Sharing", "purposes": ["referral"], "purpose": "To hear", "deputy": ""}
    for name, day in {"starts_on": today, "last_day": today + 100 * DAY}.items():
        plain |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return plain | changes


def test_errors_stand_at_their_place_and_nothing_typed_is_lost(world: World) -> None:
    agreement = draft(world, whole=False)
    client, page = world.client(world.scheme_manager), url("edit", agreement, "about")
    owner = str(world.coordinator.pk)
    answer = client.post(page, about(owner=owner, deputy=owner, last_day_year="1999", purpose="Kept as typed."))
    shown = words(answer)
    assert "The last day must not come before the first" in shown
    assert "Choose somebody else than whoever looks after it" in shown
    assert "Kept as typed." in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.purpose == ""
    assert client.post(page, about(owner=owner)).status_code == 302
    agreement.refresh_from_db()
    assert agreement.ends_on == timezone.localdate() + 101 * DAY


def test_a_number_is_given_once(world: World) -> None:
    client = world.client(world.scheme_manager)
    typed = {
        "agency": str(world.liaison.pk),
        "reference": "rdg-prob-3",
        "title": "T",
        "owner": str(world.coordinator.pk),
    }
    assert "Another agreement has this number" in words(client.post(url("begin"), typed))
    assert client.post(url("begin"), typed | {"reference": "RDG-VLO-9"}).status_code == 302
    assert Agreement.objects.get(reference="RDG-VLO-9").writers == [world.scheme_manager.pk]


@pytest.mark.parametrize("name", ["sign", "end"])
def test_what_opens_or_ends_sharing_asks_who_is_there(world: World, name: str) -> None:
    agreement = read(world, draft(world))
    with time_machine.travel(clock.now(), tick=False) as moving:
        client = world.client(world.scheme_manager)
        assert client.get(url(name, agreement)).status_code == 200
        moving.shift(timedelta(minutes=5))
        assert client.get(url(name, agreement))["Location"] == reverse("still_you")
        assert client.get(url("read", agreement)).status_code == 200


def test_what_is_missing_leads_to_where_it_is_written(world: World) -> None:
    agreement = draft(world, whole=False)
    client = world.client(world.scheme_manager)
    page = client.get(url("send", agreement)).content.decode()
    for part in ("about", "sent", "law", "care", "people"):
        assert url("edit", agreement, part) in page
    assert client.post(url("send", agreement)).status_code == 409
    assert Agreement.objects.get(pk=agreement.pk).stage == Stage.DRAFT


def test_only_a_second_person_is_offered_the_reading(world: World) -> None:
    agreement = draft(world)
    world.client(world.scheme_manager).post(url("send", agreement))
    assert "You wrote some of it yourself" in words(world.client(world.scheme_manager).get(url("read", agreement)))
    work = world.client(world.supervisor).get(reverse("casefile:my_work")).content.decode()
    assert url("read", agreement) in work
    assert "Yes, it can be signed" in words(world.client(world.supervisor).get(url("read", agreement)))
    assert world.client(world.facilitator).get(url("read", agreement)).status_code == 404


def test_another_area_s_agreement_is_not_there(world: World) -> None:
    agreement = draft(world)
    there = build_world(slug="elsewhere", code="ELS", name="Elsewhere")
    for name in ("agreement", "paper", "send", "sign", "end", "renew"):
        assert there.client(there.scheme_manager).get(url(name, agreement)).status_code == 404


def test_the_document_is_given_as_it_was_signed_byte_for_byte(world: World) -> None:
    agreement = signed(world)
    kept = SignedPaper.objects.get(agreement=agreement)
    world.area.name = "Ridgeway and Downs"
    world.area.save()
    answer = world.client(world.facilitator).get(url("paper", agreement))
    assert answer.content == bytes(kept.content)
    event = Event.objects.get(name="agreement.taken")
    assert event.detail["sha256"] == kept.digest


@pytest.mark.parametrize("style", list(Print))
def test_it_is_printed_tagged_with_every_term_and_its_mark(world: World, style: Print, tmp_path: Path) -> None:
    agreement, file = draft(world), tmp_path / "paper.pdf"
    file.write_bytes(pdf(paper_for(agreement), style))
    assert [finding.message for finding in validate(str(file)).findings] == []
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    flat = re.sub(r"\s+", "", text)
    for term in agreement.terms.values():
        assert re.sub(r"\s+", "", term) in flat
    mark = re.search(r"mark of this document is ([0-9A-F ]{14})", re.sub(r"\s+", " ", text))
    assert mark is not None


def test_the_matrix_says_what_passes_on_a_day(world: World) -> None:
    today = timezone.localdate()
    row(world, we_may_send=["identity"], they_may_send=["identity", "risk"], ends_on=today + 5 * DAY)
    found = matrix(of_area(world.area.pk), world.now)
    at = [one.agency for one in found.columns].index(world.victim_support.name)
    cells = {str(one.label): [str(flow.words) for flow in one.cells[at].flows] for one in found.rows}
    assert cells["Who the offender is"] == ["From us", "To us"]
    assert cells["Known risks and how they are managed"] == ["To us"]
    assert cells["What came of it"] == ["Nothing"]
    later = matrix(of_area(world.area.pk), world.now + timedelta(days=6))
    assert {cell.kind for one in later.rows for cell in [one.cells[at]]} == {"shut", "no"}
    page = reverse("agreements:matrix")
    day = today + 6 * DAY
    asked = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    shown = words(world.client(world.facilitator).post(page, asked))
    assert "At noon of that day" in shown
    assert "Stopped" in shown
    assert "Stopped" not in words(world.client(world.facilitator).get(page))
    assert "Enter a day" in words(world.client(world.facilitator).post(page, {"on_day": ""}))


def test_owner_deputy_and_manager_see_what_ends_and_nobody_else(world: World) -> None:
    today = timezone.localdate(world.now)
    row(world, owner=world.facilitator, deputy=world.supervisor, ends_on=today + 7 * DAY)
    line = "The agreement with Victim Support, Ridgeway ends within a week"
    seen = {
        name: line in world.client(getattr(world, name)).get(reverse(f"casefile:{page}")).content.decode()
        for name, page in (
            ("facilitator", "my_work"),
            ("supervisor", "my_work"),
            ("other_facilitator", "my_work"),
            ("scheme_manager", "overview"),
        )
    }
    assert seen == {"facilitator": True, "supervisor": True, "other_facilitator": False, "scheme_manager": True}


def test_its_whole_way_in_pages(world: World) -> None:
    client = world.client(world.scheme_manager)
    agreement = draft(world)
    client.post(url("send", agreement))
    world.client(world.supervisor).post(url("read", agreement))
    paper = SignedPaper.objects.get(agreement=agreement)
    today = timezone.localdate()
    typed = {"name": "Mona", "job": "Head", "mark": "wrong"}
    typed |= {"signed_on_day": str(today.day), "signed_on_month": str(today.month), "signed_on_year": str(today.year)}
    assert "This is not the mark" in words(client.post(url("sign", agreement), typed | {"side": "us"}))
    for side in Signer:
        assert client.post(url("sign", agreement), typed | {"side": side.value, "mark": paper.mark}).status_code == 302
    assert "In force" in words(client.get(url("agreement", agreement)))
    assert client.post(url("renew", agreement)).status_code == 302
    fresh = Agreement.objects.get(reference=agreement.reference, version=2)
    assert "is there already" in words(client.get(url("renew", agreement)))
    assert "Write why" in words(client.post(url("end", agreement), {"why": " "}))
    assert client.post(url("end", agreement), {"why": "They asked."}).status_code == 302
    assert "They asked." in words(client.get(url("agreement", agreement)))
    assert client.post(url("give_up", fresh), {"why": "Ended."}).status_code == 302
    assert "Given up before they were signed" in words(client.get(url("list")))
    assert client.get(url("edit", fresh, Part.ABOUT.value)).status_code == 302
    assert client.post(url("edit", fresh, Part.CARE.value), {"security": "x"}).status_code == 409


def test_sent_back_its_writers_read_why(world: World) -> None:
    agreement = read(world, draft(world))
    sign(world, agreement, Signer.US)
    answer = world.client(world.supervisor).post(url("back", agreement), {"words": "The term is too long."})
    assert answer.status_code == 302
    assert "The term is too long." in words(world.client(world.scheme_manager).get(url("agreement", agreement)))
    write(world, Agreement.objects.get(pk=agreement.pk), Part.CARE, retention="Six months.")
