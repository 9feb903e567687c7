"""Row-level security, with the ORM's own filters taken away; and that no table with case data is without it."""

import random
from contextlib import suppress

import psycopg
import pytest
from django.db import IntegrityError, connection, models, transaction

from devtools import roles
from talkingpiece.cases.models import Case, Member
from talkingpiece.people.models import Person
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow
from talkingpiece.protection.sealed import OPEN_TABLES, our_models, sealed_models, views_past_security, without_area
from talkingpiece.protection.tags import tag_of
from talkingpiece.protection.third_party import THIRD_PARTY
from tests.protection.planted import SEALED as HOLDING
from tests.protection.planted import lax, plant
from tests.world import World, as_area, build_world

__all__ = ["lax"]

OUR_MODELS = our_models()
SEALED = sealed_models()


def scalar(statement: str, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
        return row[0] if row else None


def test_the_application_is_neither_owner_nor_superuser(db) -> None:
    assert scalar("SELECT current_user") == "talkingpiece_app"
    assert scalar("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") is False
    assert (
        scalar("SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = current_user")
        == 0
    )


def test_without_an_area_in_sight_there_is_nothing(world: World) -> None:
    world.case()
    show_areas([])

    assert scalar("SELECT count(*) FROM cases_case") == 0
    assert scalar("SELECT count(*) FROM people_person") == 0
    assert scalar("SELECT count(*) FROM audit_event") == 0


def test_a_foreign_area_shows_no_row_even_when_every_filter_is_forgotten(world: World) -> None:
    world.case("Maya")
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    other.case("Joan")

    assert {p.called for p in Person.objects.all()} == {"Joan"}
    show_areas([world.area.pk])
    assert {p.called for p in Person.objects.all()} == {"Maya"}
    show_areas([world.area.pk, other.area.pk])
    assert Case.objects.count() == 2


def test_a_row_cannot_be_written_into_an_area_out_of_sight(world: World) -> None:
    case = world.case()
    show_areas([])

    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Member.objects.create(
            area_id=world.area.pk, case=case, user=world.other_facilitator, role="co_facilitator", starts_at=world.now
        )


def test_a_row_cannot_point_into_another_area(world: World) -> None:
    case = world.case()
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    show_areas([world.area.pk, other.area.pk])

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            area_id=other.area.pk, case=case, user=other.facilitator, role="co_facilitator", starts_at=world.now
        )


@pytest.mark.parametrize("model", SEALED, ids=lambda m: m._meta.label)
def test_every_table_with_case_data_is_sealed(db, model: type[models.Model]) -> None:
    table = model._meta.db_table
    assert scalar("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    policies = scalar(
        "SELECT array_agg(polname::text ORDER BY polname) FROM pg_policy WHERE polrelid = %s::regclass", table
    )
    # What the public door's role may do beside is listed table by table, and tested with the doors.
    assert [one for one in policies if not one.startswith("tp_public_")] == ["tp_app", "tp_owner"]
    if issubclass(model, AreaRow):
        assert scalar(
            "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s", table, f"{table}_key"
        )


def test_every_sealed_row_says_to_which_area_it_belongs() -> None:
    assert without_area() == []
    assert {model._meta.db_table for model in OUR_MODELS} >= set(OPEN_TABLES), "the list of open tables names one gone"


def test_an_open_table_is_not_reached_by_a_case(db) -> None:
    """What tells of a case, a person or a referral cannot be among the tables that every area may read."""
    secret = set(SEALED)
    for model in OUR_MODELS:
        if model._meta.db_table in OPEN_TABLES:
            assert {field.related_model for field in model._meta.concrete_fields} & secret == set(), model


@pytest.mark.parametrize("model", SEALED, ids=lambda m: m._meta.label)
def test_every_reference_between_sealed_tables_carries_the_area(db, model: type[models.Model]) -> None:
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and target in SEALED:
            assert scalar(
                "SELECT count(*) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f' "
                "AND cardinality(conkey) = 2 AND conname = %s",
                table,
                f"{table}_{field.attname}_area",
            ), f"{table}.{field.attname}"


def test_a_table_that_is_not_sealed_is_named_with_its_reason(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = {row[0] for row in cursor.fetchall()}
    ours = {m._meta.db_table for m in OUR_MODELS}

    assert tables - ours - set(THIRD_PARTY) == set()
    assert set(THIRD_PARTY) - tables == set(), "the list of third-party tables names one that is gone"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_every_field_says_what_it_holds_and_on_whose_side(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        tag_of(field)  # raises Untagged


def test_an_encrypted_field_stands_only_where_a_row_names_its_key() -> None:
    for model in OUR_MODELS:
        sealed = [f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]
        if sealed:
            assert any(f.attname == "key_id" for f in model._meta.concrete_fields), model


def test_raw_statements_find_no_row_of_any_table_outside_their_area(lax: World, cluster) -> None:
    """A row in each sealed table, and no filter but the database's own."""
    with as_area(lax):
        for model in HOLDING:
            plant(model, lax)
    with transaction.atomic():
        other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")

    def counts(areas: str) -> dict[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('tp.areas', %s, true)", [areas])
            found = {}
            for model in HOLDING:
                cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}" WHERE area_id = %s', [lax.area.pk])
                found[model._meta.db_table] = cursor.fetchone()[0]
            return found

    assert min(counts(f"{{{lax.area.pk}}}").values()) > 0
    for areas in ("", "{}", f"{{{other.area.pk}}}"):
        assert set(counts(areas).values()) == {0}


def test_a_raw_statement_changes_and_deletes_nothing_outside_its_area(lax: World) -> None:
    with as_area(lax):
        for model in HOLDING:
            plant(model, lax)
    for model in HOLDING:
        table = model._meta.db_table
        for statement in (f'UPDATE "{table}" SET area_id = area_id', f'DELETE FROM "{table}"'):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount == 0, statement


@pytest.mark.parametrize("times", [500, pytest.param(10_000, marks=pytest.mark.nightly)])
def test_one_pooled_connection_in_alternation_shows_no_foreign_row(committed_world: World, cluster, times: int) -> None:
    """Areas change places on one connection; some transactions fail, and some forget to say which area they are of."""
    with transaction.atomic():
        other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
        worlds = [committed_world, other]
        for world in worlds:
            show_areas([world.area.pk])
            world.case("Maya")
    chance = random.Random(3)
    url = roles.with_database(cluster.app_url, connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as pooled:
        for _ in range(times):
            area = chance.choice(worlds).area.pk
            known = chance.random() > 0.2
            with suppress(psycopg.errors.DivisionByZero), pooled.transaction():
                if known:
                    pooled.execute("SELECT set_config('tp.areas', %s, true)", [f"{{{area}}}"])
                seen = pooled.execute("SELECT DISTINCT area_id FROM people_person").fetchall()
                assert seen == ([(area,)] if known else [])
                if chance.random() < 0.1:
                    pooled.execute("SELECT 1 / 0")


def test_what_row_level_security_does_not_stop(world: World) -> None:
    """Said in docs/security.md: whoever can run a statement of their own can also say which area they are of."""
    world.case()
    show_areas([])
    assert scalar("SELECT count(*) FROM people_person") == 0

    scalar("SELECT set_config('tp.areas', %s, true)", f"{{{world.area.pk}}}")

    assert scalar("SELECT count(*) FROM people_person")


def test_no_view_reads_past_the_policies_of_its_tables(db) -> None:
    assert views_past_security() == []


@pytest.mark.parametrize("set_to", [None, "", "{}"])
def test_a_setting_that_is_missing_or_was_left_empty_is_no_area(db, set_to: str | None) -> None:
    """After a transaction its setting is left behind as an empty text, which is no array."""
    if set_to is not None:
        scalar("SELECT set_config('tp.areas', %s, true)", set_to)
    assert scalar("SELECT cardinality(tp_areas())") == 0
