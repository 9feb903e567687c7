"""docs/the-eight-steps.md is true: what it names exists, and no room with screens is missing from it."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "the-eight-steps.md"


def rows():
    for line in MAP.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 5 and not set(line) <= set("|- "):
            yield cells


def named(column: int) -> list[str]:
    return [name for cells in rows() for name in re.findall(r"`([^`]+)`", cells[column])]


def url_names(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from url_names(entry, inner)
        elif entry.name:
            yield prefix + entry.name


def test_every_room_of_the_map_is_in_the_tree_or_said_to_follow() -> None:
    for cells in rows():
        for room in re.findall(r"`([^`]+)`", cells[1]):
            assert (ROOT / "talkingpiece" / room).is_dir() or "follows" in cells[1], room


def test_every_screen_of_the_map_has_its_address() -> None:
    missing = set(named(2)) - set(url_names(get_resolver()))
    assert missing == set()


@pytest.mark.parametrize("label", named(3))
def test_every_record_of_the_map_is_a_table(label: str) -> None:
    apps.get_model(label)


@pytest.mark.parametrize("gate", named(4))
def test_every_gate_of_the_map_is_a_function(gate: str) -> None:
    module, name = gate.rsplit(".", 1)
    assert callable(getattr(import_module(f"talkingpiece.{module}"), name))


def test_no_room_with_screens_is_missing_from_the_map() -> None:
    rooms = {p.parent.name for p in (ROOT / "talkingpiece").glob("*/urls.py")} - {"config"}
    assert rooms <= {room for cells in rows() for room in re.findall(r"`([^`]+)`", cells[1])}


def test_every_door_of_a_blocker_leads_somewhere() -> None:
    known = set(url_names(get_resolver()))
    doors = {
        door
        for path in (ROOT / "talkingpiece").rglob("*.py")
        for door in re.findall(r"""door=["']([a-z_]+:[a-z_]+)["']""", path.read_text())
    }
    assert doors - known == set()
