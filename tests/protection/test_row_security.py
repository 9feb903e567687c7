"""Row-level security, with the ORM's own filters taken away; and that no table with case data is without it."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from talkingpiece.cases.models import Case, Member
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import ENCRYPTED_CLASSES
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow
from talkingpiece.protection.sealed import OPEN_TABLES, our_models, sealed_models, without_area
from talkingpiece.protection.tags import tag_of
from talkingpiece.protection.third_party import THIRD_PARTY
from tests.world import World, build_world

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
    assert policies == ["tp_app", "tp_owner"]
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
        tag = tag_of(field)
        free_text = isinstance(field, models.TextField) or (
            isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) > 120
        )
        if tag.data_class in ENCRYPTED_CLASSES and free_text:
            pytest.fail(f"{field} holds {tag.data_class} in clear")


def test_an_encrypted_field_stands_only_where_a_row_names_its_key() -> None:
    for model in OUR_MODELS:
        sealed = [f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]
        if sealed:
            assert any(f.attname == "key_id" for f in model._meta.concrete_fields), model


def test_pooled_connections_in_alternation_show_no_foreign_row(world: World) -> None:
    world.case("Maya")
    other = build_world(slug="wexbourne", code="WEX", name="Wexbourne")
    other.case("Joan")

    for n in range(200):
        mine = world if n % 2 else other
        show_areas([mine.area.pk])
        assert set(Case.objects.values_list("area_id", flat=True)) == {mine.area.pk}
