import json
import re
from pathlib import Path

import pytest

from devtools import assets
from devtools.project import ROOT, Problem

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
ORIGIN = re.compile(r"https?://\w")
OWN = ROOT / "talkingpiece" / "ui" / "static" / "ui"


@pytest.fixture(scope="module")
def built() -> Path:
    assets.build(ROOT)
    return ROOT / "static_build" / "tp"


def code(path: Path) -> str:
    return LINE_COMMENT.sub("", COMMENT.sub("", path.read_text("utf-8")))


def sheets_and_scripts(built: Path) -> list[Path]:
    found = [path for folder in (built, OWN) for path in folder.rglob("*") if path.suffix in (".css", ".js")]
    assert {path.name for path in found} >= {"vendor.css", "govuk-frontend.min.js", "talkingpiece.css", "init.js"}
    return found


def test_nothing_of_the_government_is_left(built: Path) -> None:
    vendor = (built / "vendor.css").read_text("utf-8")
    assert not re.search(r"crest|crown|logotype|GDS Transport|@font-face", vendor, re.IGNORECASE)
    assert {path.suffix for path in (built / "images").iterdir()} == {".svg"}
    assert not [path for path in built.rglob("*") if re.search(r"crest|crown|logotype|favicon", path.name)]


def test_no_other_origin_is_named(built: Path) -> None:
    for path in sheets_and_scripts(built):
        assert not ORIGIN.search(code(path)), path.name
        assert "sourceMappingURL" not in path.read_text("utf-8")


def test_the_components_are_still_there(built: Path) -> None:
    vendor = (built / "vendor.css").read_text("utf-8")
    for name in (".govuk-button", ".govuk-error-summary", ".govuk-checkboxes__conditional--hidden", ".moj-timeline"):
        assert name in vendor
    assert vendor.count("{") == vendor.count("}")
    assert "font-family:var(--tp-font,arial,sans-serif)" in vendor
    assert not re.search(r"font-family:(?!var|inherit)", vendor)


def test_every_file_that_a_sheet_asks_for_is_there(built: Path) -> None:
    served = {"ui": OWN, "tp": built}
    for path in (built / "vendor.css", OWN / "talkingpiece.css"):
        for name in re.findall(r"url\([\"']?([^\"')]+)", code(path)):
            folder, _, rest = name.removeprefix("../").partition("/")
            there = served[folder] / rest if name.startswith("../") else path.parent / name
            assert there.is_file(), name


def test_letters_have_their_typeface_and_its_licence(built: Path) -> None:
    assert len(list((built / "print").glob("*.ttf"))) == 4
    assert "SIL OPEN FONT LICENSE" in (built / "print" / "LICENSE").read_text("utf-8")


def test_a_second_build_does_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_install", lambda _root: pytest.fail("npm was asked again"))
    before = (built / "vendor.css").stat().st_mtime_ns
    assets.build(ROOT)
    assert (built / "vendor.css").stat().st_mtime_ns == before


def test_a_new_lock_file_builds_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    asked: list[Path] = []
    monkeypatch.setattr(assets, "_install", asked.append)
    assets.build(tmp_path)
    (tmp_path / "package-lock.json").write_text('{"new": true}')
    assets.build(tmp_path)
    assert asked == [tmp_path, tmp_path]
    assert (tmp_path / "static_build" / "tp" / "fonts" / "LICENSE").is_file()


def test_a_failing_npm_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(assets, "_npm", lambda: ["false"])
    with pytest.raises(Problem, match="npm could not install"):
        assets.build(tmp_path)
    assert not (tmp_path / "static_build" / "tp").exists()


def test_the_lock_file_names_no_host() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "http" not in text
    assert '"resolved"' not in text
    locked = json.loads(text)["packages"]
    assert all("integrity" in package for name, package in locked.items() if name)
