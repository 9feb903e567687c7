"""Papers that came in: sealed under the key of whose they are, locked away until found harmless, never shown."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob
from tink import TinkError

from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.services import correct_fact
from talkingpiece.cases.models import Case, Paper
from talkingpiece.cases.services import MOST_IN_A_CASE, check_paper, open_paper
from talkingpiece.cases.states import PaperState
from talkingpiece.core import clock
from talkingpiece.demo.scanner import TRIED_WITH
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import KeyGone, destroy_data_key, forget_keys
from tests.documents import brought
from tests.documents.test_antivirus import answering, scanning
from tests.world import World


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.TP_FILES = tmp_path / "files"
    return settings.TP_FILES


@pytest.fixture
def scanner(settings, tmp_path):
    with scanning(tmp_path / "scanner") as settings.TP_CLAMD:
        yield


def add(
    world: World,
    case: Case,
    *,
    content: bytes = b"She brought the bill.\n",
    name: str = "bill.txt",
    who: str = "facilitator",
    person: Person | None = None,
    **said: str,
):
    file = SimpleUploadedFile(name, content)
    told = {"file": file, "kind": "letter", "person": str((person or case.victim).pk), "brought_by": "Her sister"}
    url = reverse("cases:paper_add", args=[case.reference])
    return world.client(getattr(world, who)).post(url, {**told, **said})


def kept(world: World, case: Case, **more) -> Paper:
    assert add(world, case, **more).status_code == 302
    return Paper.objects.get()


def save(world: World, paper: Paper, who: str = "facilitator"):
    url = reverse("cases:paper", args=[paper.case.reference, paper.pk])
    return world.client(getattr(world, who)).get(url)


def checked(paper: Paper) -> Paper:
    check_paper(paper_id=paper.pk, at=clock.now())
    paper.refresh_from_db()
    return paper


def page(world: World, case: Case, who: str = "facilitator") -> str:
    return world.client(getattr(world, who)).get(reverse("cases:papers", args=[case.reference])).content.decode()


def test_a_paper_is_kept_checked_and_saved_as_it_was_kept(world: World, scanner) -> None:
    case = world.case("Maya")
    paper = kept(world, case, content=brought.photo_with_place(), name="photo.jpg", kind="picture")
    [job] = ProcrastinateJob.objects.filter(task_name="cases.check_paper")
    assert job.args == {"area_id": str(world.area.pk), "paper_id": str(paper.pk)}
    assert "being checked" in page(world, case)
    checked(paper)
    answer = save(world, paper)
    assert answer.status_code == 200
    assert b"GPS" not in answer.content
    assert b"Exif" not in answer.content
    assert hashlib.sha256(answer.content).hexdigest() == paper.sha256
    [event] = Event.objects.filter(kind=Kind.EXPORT)
    assert event.name == "paper.handed_over"
    assert event.detail == {"sha256": paper.sha256, "rows": 1}
    assert (event.case_id, event.side) == (case.pk, Side.VICTIM)


def test_it_is_saved_and_never_shown(world: World, scanner) -> None:
    paper = checked(kept(world, world.case("Maya"), name="<script>.txt"))
    answer = save(world, paper)
    assert answer["Content-Disposition"] == 'attachment; filename="paper.txt"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    shown = page(world, paper.case)
    assert "&lt;script&gt;.txt" in shown
    assert "<script>.txt" not in shown


@pytest.mark.parametrize("said", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK maybe\0"])
def test_without_a_verdict_it_stays_locked_away_and_is_asked_of_again(world: World, settings, said: bytes) -> None:
    paper = kept(world, world.case("Maya"))
    with answering(said) as settings.TP_CLAMD:
        checked(paper)
    assert paper.state == PaperState.CHECKING
    assert save(world, paper).status_code == 404
    with pytest.raises(PermissionError):
        open_paper(paper)
    again = ProcrastinateJob.objects.filter(task_name="cases.check_paper").order_by("pk").last()
    assert again is not None
    assert again.scheduled_at is not None
    assert again.scheduled_at > clock.now() + timedelta(minutes=9)


def test_with_nobody_to_ask_nothing_is_ever_called_clean(world: World, settings) -> None:
    settings.TP_CLAMD = ""
    paper = checked(kept(world, world.case("Maya")))
    assert paper.state == PaperState.CHECKING
    assert save(world, paper, "coordinator").status_code == 404
    assert "being checked" in page(world, paper.case)


def test_what_does_harm_is_destroyed(world: World, scanner, files, django_capture_on_commit_callbacks) -> None:
    paper = kept(world, world.case("Maya"), content=b"Look: " + TRIED_WITH)
    with django_capture_on_commit_callbacks(execute=True):
        checked(paper)
    assert paper.state == PaperState.HARMFUL
    assert save(world, paper).status_code == 404
    assert list(files.rglob("*.sealed")) == []
    assert "harmful" in page(world, paper.case)
    [event] = Event.objects.filter(name="paper.checked")
    assert event.detail == {"found": "harmful"}


def test_it_lies_encrypted_under_a_name_that_says_nothing(world: World, files) -> None:
    paper = kept(world, world.case("Maya"), content=b"Hazel Row 12, Marlow Green\n", name="where she lives.txt")
    [lying] = files.rglob("*.sealed")
    assert b"Hazel" not in lying.read_bytes()
    assert "lives" not in str(lying)
    assert str(paper.pk) not in str(lying)
    assert paper.case.reference not in str(lying)


def test_one_paper_does_not_open_as_another(world: World, scanner) -> None:
    case = world.case("Maya")
    first = checked(kept(world, case))
    add(world, case, content=b"Another.\n")
    second = checked(Paper.objects.exclude(pk=first.pk).get())
    second.stored = first.stored
    with pytest.raises(TinkError):
        open_paper(second)


def test_whoever_is_erased_takes_their_papers_along(world: World, scanner) -> None:
    case = world.case("Maya")
    paper = checked(kept(world, case))
    destroy_data_key(case.victim.key_id, at=clock.now())
    forget_keys()
    with pytest.raises(KeyGone):
        open_paper(paper)


def test_a_paper_of_one_side_stands_in_the_file_of_that_side_alone(world: World) -> None:
    case = world.case("Maya")
    responsible = world.responsible(case)
    add(world, case, name="hers.txt")
    add(world, case, name="his.txt", person=responsible.person)
    hers, his = Paper.objects.get(side=Side.VICTIM), Paper.objects.get(side=Side.OFFENDER)
    assert hers.key_id == case.victim.key_id
    assert his.key_id == responsible.person.key_id
    first, second = page(world, case).split('<section class="tp-section')[1:3]
    assert "hers.txt" in first
    assert "his.txt" not in first
    assert "his.txt" in second
    assert "hers.txt" not in second
    sides = dict(Event.objects.filter(name="paper.kept").values_list("about_id", "side"))
    assert sides == {hers.pk: Side.VICTIM, his.pk: Side.OFFENDER}


@pytest.mark.parametrize("who", ["other_facilitator", "offender_manager", "evaluator", "scheme_manager", "referrer"])
def test_a_stranger_finds_neither_the_list_nor_the_paper(world: World, scanner, who: str) -> None:
    paper = checked(kept(world, world.case("Maya")))
    assert save(world, paper, who).status_code == 404
    assert add(world, paper.case, who=who).status_code == 404
    url = reverse("cases:papers", args=[paper.case.reference])
    assert world.client(getattr(world, who)).get(url).status_code == 404
    assert Paper.objects.count() == 1
    assert not Event.objects.filter(kind=Kind.EXPORT).exists()


def test_a_paper_of_another_case_is_not_there(world: World, scanner) -> None:
    paper = checked(kept(world, world.case("Maya")))
    other = world.case("Peter")
    url = reverse("cases:paper", args=[other.reference, paper.pk])
    assert world.client(world.facilitator).get(url).status_code == 404


def test_a_person_of_another_case_cannot_be_given_papers(world: World) -> None:
    case, other = world.case("Maya"), world.case("Peter")
    assert add(world, case, person=other.victim).status_code == 200
    assert not Paper.objects.exists()


def test_what_was_entered_in_error_is_not_handed_over(world: World, scanner) -> None:
    paper = checked(kept(world, world.case("Maya")))
    correct_fact(
        case_id=paper.case_id, fact=paper, side=Side.VICTIM, why="Of another case", by=world.facilitator, at=clock.now()
    )
    assert save(world, paper).status_code == 404
    assert "Of another case" in page(world, paper.case)


def test_a_case_holds_fifty(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_IN_A_CASE == 50
    monkeypatch.setattr("talkingpiece.cases.services.papers.MOST_IN_A_CASE", 1)
    case = world.case("Maya")
    kept(world, case)
    assert "holds 50 papers already" in add(world, case).content.decode()
    assert Paper.objects.count() == 1


REFUSED = [(what, name, content) for what, name, content in brought.wrong() if name and "\x00" not in name][::7]


@pytest.mark.parametrize(("what", "name", "content"), REFUSED, ids=[what for what, _name, _content in REFUSED])
def test_what_is_refused_leaves_nothing_and_says_why(world: World, files, what: str, name: str, content: bytes) -> None:
    answer = add(world, world.case("Maya"), content=content, name=name)
    # A name's unseen signs are taken off on the way in: what is left may be a right name of a right file.
    if what.startswith("a name with"):
        assert answer.status_code in {200, 302}
        return
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert not Paper.objects.exists()
    assert list(files.rglob("*.sealed")) == []
