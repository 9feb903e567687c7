import os

import pytest

from devtools import virtualenv
from devtools.locks import Busy, Shared, alone
from devtools.stamps import digest, is_current


def test_a_digest_changes_with_a_name_a_content_and_a_word(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    two.write_text("b")
    first = digest([one, two])
    assert digest([two, one]) == first
    assert digest([one, two], "3.12") != first
    assert digest([one]) != first
    two.write_text("c")
    assert digest([one, two]) != first
    two.write_text("b")
    assert digest([one, two.rename(tmp_path / "three")]) != first


def test_no_stamp_is_never_current(tmp_path):
    assert not is_current(tmp_path / "stamp", "x")
    (tmp_path / "stamp").write_text("x")
    assert is_current(tmp_path / "stamp", "x")
    assert not is_current(tmp_path / "stamp", "y")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout whose installations are only counted."""
    (tmp_path / "requirements").mkdir()
    for name in ("demo", "dev"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    installed: list[str] = []
    monkeypatch.setattr(virtualenv, "_install", lambda folder, name, root: installed.append(name))
    return tmp_path, installed


def test_packages_are_installed_once_and_again_when_their_list_changes(checkout):
    root, installed = checkout
    virtualenv.ensure("demo", root)
    virtualenv.ensure("demo", root)
    assert installed == ["demo"]
    (root / "requirements" / "demo.txt").write_text("demo, newer")
    virtualenv.ensure("demo", root)
    assert installed == ["demo", "demo"]


def test_what_the_tests_install_is_enough_for_the_demo_and_not_the_other_way(checkout):
    root, installed = checkout
    virtualenv.ensure("dev", root)
    virtualenv.ensure("demo", root)
    assert installed == ["dev"]
    virtualenv.python(root).unlink()
    virtualenv.ensure("demo", root)
    virtualenv.ensure("dev", root)
    assert installed == ["dev", "demo", "dev"]


def test_a_lock_keeps_a_second_one_out(tmp_path):
    with alone(tmp_path / "lock"), pytest.raises(Busy), alone(tmp_path / "lock", wait=False):
        pass
    with alone(tmp_path / "lock", wait=False):
        pass


def test_the_last_to_leave_knows_it(tmp_path):
    one, two = Shared(tmp_path / "users"), Shared(tmp_path / "users")
    one.join()
    two.join()
    assert not one.leave()
    assert two.leave()


def test_compiled_modules_are_kept_inside_the_venv_even_where_others_are_not(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    virtualenv.keep_bytecode(tmp_path)
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert os.environ["PYTHONPYCACHEPREFIX"] == str(tmp_path / ".venv" / "pycache")


def test_packages_come_by_pip_where_uv_cannot_and_the_running_python_has_none(tmp_path, monkeypatch):
    tried: list[str] = []

    def complaint(command):
        words = " ".join(command)
        tried.append(words)
        works = "ensurepip" in words or ("-m pip install" in words and "ensurepip" in "".join(tried))
        return None if works else "no"

    monkeypatch.setattr(virtualenv, "_complaint", complaint)
    virtualenv._install(tmp_path / "requirements", "demo", tmp_path)
    assert "-m pip install" in tried[-1]
    assert "--require-hashes" in tried[-1]
    assert tried[-1].endswith("demo.txt")
