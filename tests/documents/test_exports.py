"""Nothing leaves as a file but what is declared; each file is an entry of the trail, of exactly those bytes."""

import ast
import hashlib
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, path, reverse

from talkingpiece.accounts.access import requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.models import Event, Kind
from talkingpiece.config.middleware import OnlyDeclaredFiles, UndeclaredFile
from talkingpiece.core.access import public
from talkingpiece.documents.exports import (
    MOST_ROWS,
    Desk,
    Export,
    NotDeclared,
    Shape,
    TooManyRows,
    check_columns,
    declared,
    disagreements,
    exports,
)
from talkingpiece.protection.classes import DataClass
from tests.records.lists import as_csv, looked_at, row
from tests.world import World

PACKAGE = Path(__file__).resolve().parents[2] / "talkingpiece"
LIST = Export(
    name="list.taken",
    shape=Shape.TABLE,
    act=Act.CASE_SEE,
    audiences=(Desk.WORKER,),
    holds=frozenset({DataClass.S0}),
    columns=("reference",),
)


def everything_declared() -> list[Export]:
    return [export for _route, _view, export in declared(get_resolver().url_patterns)]


def test_each_kind_of_file_is_declared_once_by_the_page_that_may_hand_it_over() -> None:
    assert disagreements(get_resolver().url_patterns) == []
    names = [export.name for export in {*everything_declared()}]  # a page and an operation may hand over the same
    assert len(names) == len(set(names))
    assert {"figures.exported", "list.rows_given_back", "letter.pdf_read", "report.downloaded"} <= set(names)


def test_what_each_file_holds_is_said_and_no_table_for_anybody_holds_more_than_figures() -> None:
    for export in everything_declared():
        assert export.holds, export.name
        assert export.audiences, export.name
        assert DataClass.K not in export.holds
        if Desk.ANYBODY in export.audiences:
            assert export.holds == {DataClass.S0}


@public("a view of this test")
def bare(request):
    return HttpResponse("a,b", headers={"Content-Disposition": 'attachment; filename="x.csv"'})


@requires(Act.CASE_SEE)
@exports(LIST)
def not_fresh(request):
    raise AssertionError("never called")


@requires(Act.CASE_WORK, fresh=True)
@exports(LIST)
def other_act(request):
    raise AssertionError("never called")


@requires(Act.CASE_SEE, fresh=True)
@exports(LIST)
def right(request):
    raise AssertionError("never called")


def test_a_page_that_hands_over_what_is_not_its_own_is_found() -> None:
    assert disagreements([path("right", right)]) == []
    assert len(disagreements([path("one", not_fresh), path("two", other_act)])) == 2


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("a,b", content_type="text/csv"),
        HttpResponse("<p>x</p>", headers={"Content-Disposition": "attachment"}),
        HttpResponse(b"%PDF-", content_type="application/pdf"),
    ],
)
def test_a_file_that_nothing_declares_does_not_leave(answer: HttpResponse) -> None:
    request = RequestFactory().get("/")
    with pytest.raises(UndeclaredFile):
        OnlyDeclaredFiles(lambda _request: answer)(request)
    page = HttpResponse("<p>a page</p>")
    assert OnlyDeclaredFiles(lambda _request: page)(request) is page


urlpatterns = [path("bare", bare)]


@override_settings(ROOT_URLCONF="tests.documents.test_exports")
def test_a_page_that_forgot_its_mark_answers_with_an_error(db: None) -> None:
    answer = Client(raise_request_exception=False).get("/bare")
    assert answer.status_code == 500
    assert b"a,b" not in answer.content


def test_files_are_made_in_one_place() -> None:
    """A census of the source: whoever writes the header of a file by hand goes past the trail."""
    wrong = [
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and node.value == "Content-Disposition"
        if file.relative_to(PACKAGE).as_posix() not in {"documents/responses.py", "config/middleware.py"}
    ]
    assert wrong == []


def test_a_table_has_the_columns_of_its_declaration_and_no_more_rows_than_fit() -> None:
    check_columns(LIST, ["reference"], MOST_ROWS)
    with pytest.raises(NotDeclared):
        check_columns(LIST, ["reference", "name"], 1)
    with pytest.raises(TooManyRows):
        check_columns(LIST, ["reference"], MOST_ROWS + 1)


def exported() -> list[Event]:
    return list(Event.objects.filter(kind=Kind.EXPORT))


def test_the_trail_holds_the_digest_and_the_rows_of_what_was_handed_over(world: World) -> None:
    answer = world.client(world.evaluator).post(reverse("evaluation:csv"))
    [event] = exported()
    assert event.name == "figures.exported"
    assert event.detail["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert event.detail["rows"] == len(answer.content.decode("utf-8-sig").splitlines()) - 1
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"


def test_rows_that_are_given_back_are_entered_too_and_no_formula_is_among_them(world: World) -> None:
    found = looked_at(world, as_csv([row(1, referred_on="31/2/2026", next_step="=1+1"), row(2)]))
    answer = world.client(world.coordinator).get(reverse("records:to_mend", args=[found.pk]))
    assert "'=1+1" in answer.content.decode("utf-8-sig")
    [event] = exported()
    assert event.detail == {"rows": 1, "sha256": hashlib.sha256(answer.content).hexdigest()}


def test_whoever_may_not_have_it_leaves_no_such_entry(world: World) -> None:
    assert world.client(world.facilitator).post(reverse("evaluation:csv")).status_code == 404
    assert exported() == []
