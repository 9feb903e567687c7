"""The house: arrows down, one room writes a table, rules know nothing of HTTP, every view says who may reach it."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from talkingpiece.accounts.acts import Act
from talkingpiece.core.access import commands_of_ours, jobs_of_ours, public, rule_of, views_below, without_policy
from talkingpiece.core.jobs import job

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "talkingpiece"
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
RULES = {"services", "gates", "queries", "states", "models", "profile"}
HTTP = ("django.http", "django.shortcuts", "django.contrib.messages", "django.views", "django.urls")


def floors() -> list[str]:
    """The rooms, top first, as import-linter holds them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers" and c["containers"] == ["talkingpiece"])
    return [room.strip(" ()") for layer in layers for room in layer.replace(":", "|").split("|")]


@cache
def sources() -> list[tuple[Path, ast.Module]]:
    """Every file of ours, read once."""
    paths = [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]
    return [(path, ast.parse(path.read_text())) for path in paths]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def imported(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, [alias.asname or alias.name for alias in node.names]


def test_a_relation_points_into_its_own_room_or_one_below() -> None:
    order = floors()
    # A row of any room names who recorded it and its area; the bases that say so lie low.
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("talkingpiece."):
            continue
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is None or not target.__module__.startswith("talkingpiece."):
                continue
            if order.index(model._meta.app_label) > order.index(target._meta.app_label):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert wrong == []


def test_a_room_writes_only_its_own_tables() -> None:
    wrong = []
    for path, tree in sources():
        foreign = {
            name
            for module, names in imported(tree)
            if module.startswith("talkingpiece.")
            and module.split(".")[-1] == "models"
            and module.split(".")[1] != room_of(path)
            for name in names
        }
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                names = {n.id for n in ast.walk(call.func) if isinstance(n, ast.Name)}
                if names & foreign:
                    wrong.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert wrong == []


def test_rules_know_nothing_of_http() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {module}"
        for path, tree in sources()
        if path.stem in RULES or path.parent.name in RULES
        for module, _names in imported(tree)
        if module.startswith(HTTP)
    ]
    assert wrong == []


def test_only_the_casefile_ends_a_case() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path, tree in sources()
        if room_of(path) not in {"casefile", "cases"}
        for module, names in imported(tree)
        if module == "talkingpiece.cases.closing" or (module == "talkingpiece.cases" and "closing" in names)
    ]
    assert wrong == []


def test_no_lock_keeps_others_from_referring_to_a_row() -> None:
    """Else two who commit can wait for each other (ADR 65)."""
    wrong, right = [], 0
    for path, tree in sources():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "select_for_update":
                continue
            if any(one.arg == "no_key" and ast.unparse(one.value) == "True" for one in node.keywords):
                right += 1
            else:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
    assert right > 50


def test_every_view_job_and_command_says_who_lets_it_run() -> None:
    assert without_policy(get_resolver().url_patterns) == []
    assert len(list(jobs_of_ours())) >= 9
    assert {"audit", "keys"} <= {name for name, _command in commands_of_ours()}


def test_a_view_that_says_nothing_is_found() -> None:
    from django.urls import path as route

    def bare(request: HttpRequest) -> HttpResponse:
        raise AssertionError("never called")

    @public("because")
    def said(request: HttpRequest) -> HttpResponse:
        return HttpResponse("said")

    assert without_policy([route("bare", bare), route("open", said)]) == ["bare"]


def test_a_job_and_a_command_that_say_nothing_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from procrastinate.contrib.django import app

    from talkingpiece.audit.management.commands.audit import Command

    before = dict(app.tasks)
    try:
        job("canary.sing")(lambda *, area_id: None)
        monkeypatch.delattr(Command, "access_rule")
        assert without_policy([]) == ["job canary.sing", "command audit"]
    finally:
        app.tasks.clear()
        app.tasks.update(before)


def test_a_job_on_behalf_of_somebody_names_an_act() -> None:
    acts = {rule.act for _name, task in jobs_of_ours() if (rule := rule_of(task.func))} - {""}
    assert acts
    assert acts <= set(Act)


def test_every_act_named_by_a_view_is_one() -> None:
    rules = [rule_of(view) for _route, view in views_below(get_resolver().url_patterns)]
    acts = {rule.act for rule in rules if rule} - {""}
    assert acts <= set(Act)


def test_there_is_no_room_for_leftovers() -> None:
    banned = {"utils", "helpers", "common", "managers"}
    assert [p for p in PACKAGE.rglob("*") if p.stem in banned] == []


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("templates/**/*.html")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_no_template_carries_inline_code(path: Path) -> None:
    text = path.read_text()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text
