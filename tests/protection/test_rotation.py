"""Keys are changed while others read and write; whoever changes them may be killed at any moment."""

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from uuid import UUID

import pytest
import tink
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import ProtectedError

from devtools import roles
from talkingpiece.accounts.sealing import SealedFactors
from talkingpiece.areas.services import rotate_keys, rotate_root_key
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import Event
from talkingpiece.people.models import Person, PersonToken
from talkingpiece.protection import keys, rotation, signing
from talkingpiece.protection.models import TokenKey, WrappingKey
from talkingpiece.protection.root_key import make_root_key, newest_alone
from talkingpiece.protection.tokens import token
from tests.protection.rotator import rotator
from tests.world import World, as_area, build_world

PEOPLE = 16


@pytest.fixture
def key_file(settings, tmp_path: Path) -> Path:
    """A root key of this test's own, and so a signing key too, which it seals: others go on with theirs."""
    settings.TP_KEY_FILE = str(tmp_path / "root-key.json")
    settings.TP_SIGNING_KEY_FILE = str(tmp_path / "signing-key.json")
    make_root_key(Path(settings.TP_KEY_FILE))
    keys.forget_keys()
    return Path(settings.TP_KEY_FILE)


@pytest.fixture
def ours(key_file: Path, committed_world: World) -> World:
    with as_area(committed_world):
        for n in range(PEOPLE):
            committed_world.person(f"Person {n}", full_name=f"Rowan Number{n}")
    return committed_world


def made_and_read(path: Path) -> str:
    make_root_key(path)
    return path.read_text()


def test_a_key_that_several_make_at_one_moment_is_whole_and_one(tmp_path: Path):
    for attempt in range(40):
        path = tmp_path / str(attempt) / "root-key.json"
        with ThreadPoolExecutor(4) as many:
            seen = list(many.map(made_and_read, [path] * 4))
        assert len(set(seen)) == 1
        assert json.loads(seen[0])["key"]
        assert [file.name for file in path.parent.iterdir()] == ["root-key.json"]
        assert path.stat().st_mode & 0o777 == 0o600


def names(world: World) -> dict[UUID, str]:
    keys.forget_keys()
    with as_area(world):
        return {person.pk: person.full_name for person in Person.objects.all()}


def rows(world: World, table: str) -> dict[UUID, str]:
    """A digest of each row as the database holds it."""
    with as_area(world), connection.cursor() as cursor:
        cursor.execute(f"SELECT id, md5(t::text) FROM {table} t")
        return dict(cursor.fetchall())


def events(world: World, name: str) -> int:
    with as_area(world):
        return Event.objects.filter(name=name).count()


def versions(world: World) -> list[int]:
    with as_area(world):
        return list(WrappingKey.objects.order_by("version").values_list("version", flat=True))


def test_another_key_wraps_every_data_key_and_no_row_changes(ours: World) -> None:
    people, before = rows(ours, "people_person"), names(ours)
    data_keys = rows(ours, "protection_datakey")

    assert sum(rotate_keys(area=ours.area, batch=25)) == len(data_keys)

    assert versions(ours) == [2]
    assert names(ours) == before
    assert rows(ours, "people_person") == people
    assert all(rows(ours, "protection_datakey")[key] != was for key, was in data_keys.items())
    assert (events(ours, "keys.rotation_begun"), events(ours, "keys.rotated")) == (1, 1)
    with as_area(ours):
        assert verify_area(ours.area.pk).fault is None


def test_who_was_found_is_still_found(ours: World) -> None:
    def found() -> set[UUID]:
        keys.forget_keys()
        with as_area(ours):
            asked = token(ours.area.pk, "name", "rowan")
            return set(PersonToken.objects.filter(token=asked).values_list("person_id", flat=True))

    before = found()
    assert len(before) == PEOPLE
    list(rotate_keys(area=ours.area))
    assert found() == before


def test_a_rotation_that_was_stopped_is_gone_on_with(ours: World) -> None:
    stopped = rotate_keys(area=ours.area, batch=10)
    next(stopped)
    stopped.close()
    assert versions(ours) == [1, 2]

    rest = sum(rotate_keys(area=ours.area, batch=10))

    assert rest == len(rows(ours, "protection_datakey")) - 10
    assert versions(ours) == [2]
    assert events(ours, "keys.rotation_begun") == 1


def test_a_key_that_a_data_key_needs_cannot_be_destroyed(ours: World) -> None:
    with as_area(ours):
        rotation.begin_rotation(ours.area.pk)
        assert rotation.end_rotation(ours.area.pk) is None
        with pytest.raises(ProtectedError):
            WrappingKey.objects.get(version=1).delete()
    with pytest.raises(Exception, match="foreign key"), as_area(ours), connection.cursor() as cursor:
        cursor.execute("DELETE FROM protection_wrappingkey WHERE version = 1")


def test_the_old_key_waits_for_somebody_who_is_making_a_data_key(ours: World, other_person) -> None:
    with as_area(ours):
        rotation.begin_rotation(ours.area.pk)
        while rotation.rewrap_some(ours.area.pk, limit=100):
            pass
    with as_area(ours):
        keys.make_data_key(ours.area.pk)

        assert other_person(ours, rotation.end_rotation) is None

    assert other_person(ours, rotation.end_rotation) == 2


@pytest.fixture
def other_person():
    from tests.database import other_connection

    def ask(world: World, function):
        def asked():
            with as_area(world):
                key = function(world.area.pk)
                return key and key.version

        with other_connection() as run:
            return run(asked).result(timeout=10)

    return ask


def test_a_destroyed_key_stays_destroyed(ours: World) -> None:
    with as_area(ours):
        person = ours.person("Gone")
        keys.destroy_data_key(person.key_id, at=ours.now)

    list(rotate_keys(area=ours.area))

    keys.forget_keys()
    with as_area(ours), pytest.raises(keys.KeyGone):
        _ = Person.objects.get(pk=person.pk).called


def test_another_area_keeps_its_key(ours: World) -> None:
    with transaction.atomic():
        other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    list(rotate_keys(area=ours.area))

    assert (versions(ours), versions(other)) == ([2], [1])


class TestTheRootKey:
    def test_another_root_key_seals_the_keys_of_every_area_and_the_old_one_is_gone(
        self, ours: World, key_file: Path
    ) -> None:
        before, old = names(ours), newest_alone(key_file)
        data_keys = rows(ours, "protection_datakey")

        assert sum(rotate_root_key()) == 2

        assert len(json.loads(key_file.read_text())["key"]) == 1
        assert oct(key_file.stat().st_mode)[-3:] == "600"
        assert names(ours) == before
        assert rows(ours, "protection_datakey") == data_keys
        assert events(ours, "keys.root_rotated") == 1
        with as_area(ours):
            key = TokenKey.objects.get()
            with pytest.raises(tink.TinkError):
                keys.parse(key.wrapped, old, ours.area.pk.bytes)

    def test_second_factors_and_signatures_are_taken_along(self, ours: World, key_file: Path) -> None:
        """Nobody is locked out, and no anchor loses its signature, because a key was changed."""
        signed = signing.sign(b"a head of the chain")
        with as_area(ours):
            data = {"secret": SealedFactors().encrypt("JBSWY3DPEHPK3PXP"), "used": "abcd"}
            Authenticator.objects.create(user=ours.coordinator, type="totp", data=data)

        list(rotate_root_key())

        assert len(json.loads(key_file.read_text())["key"]) == 1
        assert signing.is_signed(b"a head of the chain", signed)
        with as_area(ours):
            kept = Authenticator.objects.get(user=ours.coordinator)
            assert SealedFactors().decrypt(kept.data["secret"]) == "JBSWY3DPEHPK3PXP"
            assert kept.data["secret"] != data["secret"]
            assert kept.data["used"] == "abcd"

    def test_stopped_half_way_both_open_and_it_is_gone_on_with(self, ours: World, key_file: Path) -> None:
        before, stopped = names(ours), rotate_root_key()
        next(stopped)
        stopped.close()
        assert len(json.loads(key_file.read_text())["key"]) == 2
        assert names(ours) == before

        assert sum(rotate_root_key()) == 0

        assert len(json.loads(key_file.read_text())["key"]) == 1
        assert names(ours) == before

    def test_without_the_root_key_nothing_opens(self, ours: World, key_file: Path, settings) -> None:
        shutil.move(key_file, key_file.with_suffix(".away"))
        make_root_key(key_file)

        with pytest.raises(tink.TinkError):
            names(ours)


class Meanwhile:
    """Somebody reads and somebody writes for as long as the block lasts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.read = self.written = 0
        self.wrong: list[BaseException] = []
        self._stop = Flag()

    def _reads(self) -> None:
        while not self._stop.is_set():
            self.read += len(names(self.world))

    def _writes(self) -> None:
        while not self._stop.wait(0.02):
            keys.forget_keys()
            with as_area(self.world):
                self.world.person(f"Newcomer {self.written}")
            self.written += 1

    def _goes_on(self, act) -> None:
        try:
            act()
        except BaseException as error:
            self.wrong.append(error)
        finally:
            connections.close_all()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        threads = [Thread(target=self._goes_on, args=[act]) for act in (self._reads, self._writes)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()


@pytest.mark.parametrize(
    ("act", "kills_wanted"),
    [
        ("area", 8),
        ("root", 4),
        pytest.param("area", 20, marks=pytest.mark.nightly),
        pytest.param("root", 20, marks=pytest.mark.nightly),
    ],
)
def test_killed_again_and_again_every_row_is_readable_and_then_it_ends(
    ours: World, key_file: Path, cluster, act: str, kills_wanted: int
) -> None:
    chance = random.Random(4)
    people, before = rows(ours, "people_person"), names(ours)
    url = roles.with_database(cluster.app_url, connection.settings_dict["NAME"])
    others, kills = Meanwhile(ours), 0
    with rotator(database_url=url, key_file=str(key_file)) as process, others.going_on():
        while kills < kills_wanted:
            # Mostly a key at a time, so that it is caught amid them; sometimes all at once, to catch it at the end.
            told = "root" if act == "root" else f"{ours.area.slug} {chance.choice([1, 1, 1, 1000])}"
            child, said = process.begin(told), "."
            for _ in range(chance.randrange(4)):
                said = process.says()
                if said != ".":
                    break
            time.sleep(chance.random() * 0.05)
            if said == ".":
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                    kills += 1
            else:
                assert said == "done"
    assert not others.wrong
    assert others.read
    assert others.written
    assert names(ours).items() >= before.items()

    if act == "root":
        list(rotate_root_key())
        assert len(json.loads(key_file.read_text())["key"]) == 1
    else:
        list(rotate_keys(area=ours.area))
        assert len(versions(ours)) == 1
        assert events(ours, "keys.rotation_begun") == events(ours, "keys.rotated") == versions(ours)[0] - 1
    assert names(ours).items() >= before.items()
    assert len(names(ours)) == len(before) + others.written
    assert rows(ours, "people_person").items() >= people.items()
    with as_area(ours):
        assert verify_area(ours.area.pk).fault is None


def test_the_command_says_what_it_did(ours: World) -> None:
    said = StringIO()

    call_command("keys", "rotate", "--area", ours.area.slug, stdout=said)
    call_command("keys", "rotate", "--root", stdout=said)

    assert "data keys wrapped by the new key" in said.getvalue()
    assert versions(ours) == [2]
    with pytest.raises(CommandError, match="no area"):
        call_command("keys", "rotate", "--area", "nowhere")
