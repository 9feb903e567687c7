"""Nothing happens without a trace: where the entry cannot be written, nothing is shown, done or handed over."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.services import ask_for_case_list, write_case_list
from talkingpiece.cases.budget import budget_of
from talkingpiece.cases.models import Case, HandOver, Member, Paper
from talkingpiece.cases.services import keep_paper, offer_case
from talkingpiece.cases.states import PaperKind, PaperState
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.documents.models import PreparedFile
from talkingpiece.documents.states import FileState
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from tests.audit.unwritable import AT_COMMIT, AT_ONCE, let_it_fail, unwritable
from tests.database import Cluster
from tests.world import World, as_area, build_world

NUMBER, HOME = "01632 960123", "4 Quarry Lane, Ashdown"
WHEN = pytest.mark.parametrize("when", [AT_ONCE, AT_COMMIT])


@pytest.fixture(scope="module")
def base(own_database: None, cluster: Cluster) -> World:
    let_it_fail(cluster)
    with transaction.atomic():
        return build_world(slug=f"a{uuid4().hex[:6]}")


@pytest.fixture
def case(base: World) -> Case:
    with as_area(base):
        return base.case("Maya", ways=(Way("call", NUMBER), Way("post", HOME)))


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.TP_FILES = tmp_path / "files"


def browser(world: World, user: User) -> Client:
    client = world.client(user)
    client.raise_request_exception = False
    return client


def broke(answer: Any, *words: str) -> bool:
    """An error page, and nothing on it of the case."""
    page = answer.content.decode()
    assert not [word for word in words if word in page]
    assert not answer.has_header("Content-Disposition")
    return bool(answer.status_code == 500 and "Something broke on our side" in page)


def way(world: World, case: Case, channel: str) -> dict[str, str]:
    with as_area(world):
        return {"what": "point", "id": str(ContactPoint.objects.get(person=case.victim, channel=channel).pk)}


@WHEN
def test_a_number_is_not_shown(base: World, case: Case, when: str) -> None:
    tapped, asked = way(base, case, "call"), way(base, case, "post") | {"purpose": "contact"}
    daniel = browser(base, base.facilitator)
    before = used(base)
    reveal, uncover = (reverse(f"casefile:{name}", args=[case.reference]) for name in ("reveal", "uncover"))

    with unwritable("point.revealed", when):
        assert broke(daniel.post(reveal, tapped), NUMBER)
        assert broke(daniel.post(uncover, asked), HOME)

    assert used(base) == before
    with as_area(base):
        assert not Event.objects.filter(kind=Kind.REVEAL, case_id=case.pk).exists()
    assert NUMBER in daniel.post(reveal, tapped).content.decode()
    assert HOME in daniel.post(uncover, asked).content.decode()
    assert used(base) == before + 1


def used(world: World) -> int:
    with as_area(world):
        return budget_of(world.facilitator.pk, world.area.pk, clock.now()).used


@WHEN
def test_a_case_is_not_accepted(base: World, case: Case, when: str) -> None:
    ruth = base.other_facilitator
    with as_area(base):
        at = clock.now()
        offer = offer_case(
            case_id=case.pk, to=ruth, words="Could you?", by=base.coordinator, at=at, due_at=at + timedelta(days=5)
        )
    client, address = browser(base, ruth), reverse("staffing:answer", args=[case.reference])

    with unwritable("case.accepted", when):
        assert broke(client.post(address, {"answer": "yes"}), "Maya")

    assert not accepted(base, offer)
    client.post(address, {"answer": "yes"})
    assert accepted(base, offer)


def accepted(world: World, offer: HandOver) -> bool:
    with as_area(world):
        offer.refresh_from_db()
        works = Member.objects.filter(case_id=offer.case_id, user=offer.to_user, ends_at__isnull=True).exists()
        assert works == (offer.accepted is True)
        return works


@WHEN
def test_a_consent_is_not_kept_and_one_that_stands_is_not_ended(base: World, case: Case, when: str) -> None:
    daniel = browser(base, base.facilitator)
    address = reverse("consents:ask", args=[case.reference, case.victim_id, "contact"])
    day = clock.today()
    typed = {"answer": "given", "method": "spoken", "language": "English", "at_time": "0:01"}
    typed |= {"at_day": str(day.day), "at_month": str(day.month), "at_year": str(day.year)}
    assert daniel.post(address, typed).status_code == 302
    [before] = consents(base, case)

    for name in ("consent.given", "consent.withdrawn"):
        with unwritable(name, when):
            assert broke(daniel.post(address, typed))
            assert consents(base, case) == [before]

    assert daniel.post(address, typed).status_code == 302
    assert len(consents(base, case)) == 2


def consents(world: World, case: Case) -> list[tuple[Any, ...]]:
    with as_area(world):
        return list(Consent.objects.filter(case=case).values_list("pk", "answer", "withdrawn_at"))


@WHEN
def test_a_paper_does_not_leave(base: World, case: Case, when: str) -> None:
    with as_area(base):
        paper = keep_paper(
            case_id=case.pk,
            person=case.victim,
            side=Side.VICTIM,
            kind=PaperKind.values[0],
            content=b"What she wrote down.",
            name="words.txt",
            words="Her words.",
            brought_by="Herself",
            happened_at=clock.now(),
            by=base.facilitator,
            at=clock.now(),
        )
        Paper.objects.filter(pk=paper.pk).update(state=PaperState.CLEAN, checked_at=clock.now())
    client, address = browser(base, base.facilitator), reverse("cases:paper", args=[case.reference, paper.pk])

    with unwritable("paper.%", when):
        assert broke(client.get(address), "wrote down")

    assert b"What she wrote down." in client.get(address).content


@WHEN
def test_a_table_of_figures_does_not_leave(base: World, when: str) -> None:
    client, address = browser(base, base.coordinator), reverse("evaluation:csv")

    with unwritable("figures.%", when):
        assert broke(client.post(address))

    assert client.post(address).has_header("Content-Disposition")


@WHEN
def test_a_file_of_a_job_is_neither_made_nor_taken(base: World, case: Case, when: str) -> None:
    with as_area(base):
        row = ask_for_case_list(area=base.area, by=base.coordinator, at=clock.now())

    with unwritable("file.made", when), pytest.raises(DatabaseError), as_area(base):
        write_case_list(file_id=row.pk, at=clock.now())
    assert state_of(base, row) == FileState.ASKED

    with as_area(base):
        write_case_list(file_id=row.pk, at=clock.now())
    client, address = browser(base, base.coordinator), reverse("casefile:case_list_file", args=[row.pk])
    with unwritable(row.export, when):
        assert broke(client.post(address), case.reference)
    assert state_of(base, row) == FileState.READY
    assert client.post(address).has_header("Content-Disposition")


def state_of(world: World, row: PreparedFile) -> str:
    with as_area(world):
        row.refresh_from_db()
        return row.state


@WHEN
@pytest.mark.parametrize("page", ["casefile:case", "consents:ledger", "cases:pause", "engagement:listen"])
def test_a_page_of_a_case_is_not_read(base: World, case: Case, page: str, when: str) -> None:
    client, address = browser(base, base.facilitator), reverse(page, args=[case.reference])

    with unwritable("%.read", when):
        assert broke(client.get(address), "Maya", case.reference)

    assert case.reference in client.get(address).content.decode()


@WHEN
def test_a_refusal_that_is_not_written_is_no_answer_either(base: World, case: Case, when: str) -> None:
    client = browser(base, base.other_facilitator)
    theirs, nothing = (
        reverse("casefile:case", args=[reference]) for reference in (case.reference, f"{case.reference[:7]}9876")
    )

    with unwritable("page.refused", when):
        assert broke(client.get(theirs), "Maya")
        assert client.get(theirs).content == client.get(nothing).content

    assert client.get(theirs).status_code == 404
