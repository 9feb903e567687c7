"""Row history: whoever changes a row, and however, the database itself writes it down."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from procrastinate.contrib.django import app

from devtools import roles
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.models import ChangeSet, RowChange
from talkingpiece.cases.models import Case, Companion, Incident, Member
from talkingpiece.cases.services import add_companion
from talkingpiece.cases.states import CompanionPart
from talkingpiece.core.jobs import job
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.context import name_actor
from talkingpiece.protection.keys import destroy_data_key, forget_keys
from talkingpiece.protection.models import DataKey
from tests.world import World, as_area


def history(row) -> list[RowChange]:
    return list(RowChange.objects.filter(of_table=row._meta.db_table, row_id=row.pk).order_by("id"))


def by_update(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(ended_at=case.opened_at)


def by_bulk_update(case: Case) -> None:
    case.ended_at = case.opened_at
    Case.objects.bulk_update([case], ["ended_at"])


def by_raw_sql(case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET ended_at = opened_at WHERE id = %s", [case.pk])


@pytest.mark.parametrize("change", [by_update, by_bulk_update, by_raw_sql])
def test_every_way_of_writing_leaves_its_history(world: World, change) -> None:
    case = world.case()
    before = len(history(case))

    change(case)

    last = history(case)[-1]
    assert len(history(case)) == before + 1
    assert (last.op, last.changed, last.old) == ("U", ["ended_at"], {"ended_at": None})


def test_a_row_is_followed_from_its_first_to_its_last_day(world: World) -> None:
    member = Member.objects.create(
        area=world.area, case=world.case(), user=world.other_facilitator, role="co_facilitator", starts_at=world.now
    )
    pk = member.pk
    member.delete()

    first, last = history(Member(pk=pk))
    assert (first.op, first.old, first.digest is None) == ("I", None, False)
    assert (last.op, last.digest) == ("D", None)
    assert last.old is not None
    assert last.old["role"] == "co_facilitator"


def test_an_update_that_changes_nothing_leaves_nothing(world: World) -> None:
    case = world.case()
    before = len(history(case))

    Case.objects.filter(pk=case.pk).update(reference=case.reference)

    assert len(history(case)) == before


def test_one_transaction_is_one_set_and_says_who_and_in_what(committed_world: World) -> None:
    with as_area(committed_world):
        name_actor(committed_world.coordinator.pk, "POST somewhere")
        person = committed_world.person("Rowan")
        Person.objects.filter(pk=person.pk).update(language="Welsh")
    with as_area(committed_world):
        name_actor(committed_world.facilitator.pk, "job of the night")
        Person.objects.filter(pk=person.pk).update(language="English")
    with as_area(committed_world):
        created, changed, again = history(person)
        sets = {one.pk: one for one in ChangeSet.objects.all()}

    assert created.changeset_id == changed.changeset_id != again.changeset_id
    one, other = sets[created.changeset_id], sets[again.changeset_id]
    assert (one.actor_id, one.errand) == (committed_world.coordinator.pk, "POST somewhere")
    assert (other.actor_id, other.errand) == (committed_world.facilitator.pk, "job of the night")
    assert {one.db_role, other.db_role} == {"talkingpiece_app"}


def test_a_request_names_who_asked_and_the_page_but_no_address(committed_world: World) -> None:
    with as_area(committed_world):
        case = committed_world.case()
    client = committed_world.client(committed_world.coordinator)
    client.post(reverse("cases:sensitive", args=[case.reference]))

    with as_area(committed_world):
        told = ChangeSet.objects.filter(actor_id=committed_world.coordinator.pk)
        assert told.exists()
        assert all(one.errand.startswith("POST cases:") for one in told)
        assert not any(case.reference in one.errand for one in told)


def test_a_job_is_named(committed_world: World) -> None:
    with as_area(committed_world):
        case = committed_world.case()

    @job("tests.touch", why="a test")
    def touch(*, area_id: UUID, case_id: str) -> None:
        by_update(Case.objects.get(pk=case_id))

    try:
        app.tasks["tests.touch"](area_id=str(committed_world.area.pk), case_id=str(case.pk))
    finally:
        del app.tasks["tests.touch"]

    with as_area(committed_world):
        assert ChangeSet.objects.get(pk=history(case)[-1].changeset_id).errand == "job tests.touch"


def test_whoever_goes_past_the_application_is_named_by_their_role(committed_world: World, cluster) -> None:
    with as_area(committed_world):
        case = committed_world.case()
    name = connection.settings_dict["NAME"]
    with psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db:
        db.execute("UPDATE cases_case SET ended_at = opened_at")

    with as_area(committed_world):
        told = ChangeSet.objects.get(pk=history(case)[-1].changeset_id)
    assert (told.actor_id, told.errand, told.db_role) == (None, "", "talkingpiece_owner")


def test_ciphertexts_lie_in_the_history_as_they_lay_in_the_row(world: World) -> None:
    incident = Incident.objects.get(pk=world.case().incident_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM cases_incident WHERE id = %s", [incident.pk])
        sealed = bytes(cursor.fetchone()[0])

    incident.words = "Something else."
    incident.save()

    old = history(incident)[-1].old
    assert old is not None
    assert old["words"] == "\\x" + sealed.hex()
    assert "Burglary" not in str(old)


def test_a_plain_value_of_a_class_that_is_encrypted_elsewhere_is_not_kept(world: World) -> None:
    """That it changed is."""
    case = world.case()
    sister = add_companion(
        case_id=case.pk,
        person=world.person("Asha"),
        part=CompanionPart.SUPPORTER,
        beside=case.victim,
        side=Side.VICTIM,
        words="Her sister.",
        by=world.coordinator,
        at=world.now,
    )

    Companion.objects.filter(pk=sister.pk).update(under_18=True, version=9)

    last = history(sister)[-1]
    assert last.changed == ["under_18", "version"]
    assert last.old == {"version": sister.version}


def test_destroying_a_key_destroys_it_in_the_history_too(committed_world: World) -> None:
    with as_area(committed_world):
        person = committed_world.person("Rowan", full_name="Rowan Ashe")
        wrapped = bytes(DataKey.objects.get(pk=person.key_id).wrapped or b"")
        person.full_name = "Rowan Ashdown"
        person.save()
        destroy_data_key(person.key_id, at=committed_world.now)
    forget_keys()

    with as_area(committed_world), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, '') FROM audit_rowchange c")
        everything = cursor.fetchone()[0]
        key_history = history(DataKey(pk=person.key_id))
    assert wrapped.hex() not in everything
    assert key_history[-1].changed == ["destroyed_at", "wrapped", "wrapped_by_id"]
    assert key_history[-1].old is None


def test_a_row_changes_neither_its_area_nor_its_key(world: World) -> None:
    case = world.case()

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Person.objects.filter(pk=case.victim_id).update(id=world.area.pk)


def test_a_set_may_be_linked_early_and_the_chain_stays_whole(committed_world: World) -> None:
    """Where somebody asks for immediate constraints, later changes of the transaction go into a set of their own."""
    with as_area(committed_world):
        person = committed_world.person("Rowan")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for language in ("Welsh", "Polish"):
            Person.objects.filter(pk=person.pk).update(language=language)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for language in ("Urdu", "English"):
            Person.objects.filter(pk=person.pk).update(language=language)

    with as_area(committed_world):
        assert verify_area(committed_world.area.pk).fault is None
        assert len({change.changeset_id for change in history(person)}) == 4


def test_what_is_rolled_back_to_a_savepoint_leaves_no_set_behind(committed_world: World) -> None:
    with as_area(committed_world):
        case = committed_world.case()
    with as_area(committed_world):
        try:
            with transaction.atomic():
                Case.objects.filter(pk=case.pk).update(ended_at=case.opened_at)
                raise RuntimeError
        except RuntimeError:
            pass
        Case.objects.filter(pk=case.pk).update(opened_at=case.opened_at - timedelta(days=1))

    with as_area(committed_world):
        assert history(case)[-1].changed == ["opened_at"]
        assert verify_area(committed_world.area.pk).fault is None


@pytest.mark.parametrize("told", ["'{0}' || gen_random_uuid()", "'{0}' || (SELECT id FROM audit_changeset LIMIT 1)"])
def test_a_change_cannot_be_slipped_into_a_set_of_another_transaction(committed_world: World, told: str) -> None:
    area_id = committed_world.area.pk
    with as_area(committed_world):
        case = committed_world.case()
    with as_area(committed_world):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT set_config('tp.changeset', {told.format(area_id)}, true)")
        by_update(case)

    with as_area(committed_world):
        assert verify_area(area_id).fault is None


def test_no_table_is_emptied_at_once(committed_world: World, cluster) -> None:
    name = connection.settings_dict["NAME"]
    with (
        psycopg.connect(roles.with_database(cluster.owner_url, name), autocommit=True) as db,
        pytest.raises(psycopg.errors.RaiseException, match="one by one"),
    ):
        db.execute("TRUNCATE people_person CASCADE")
