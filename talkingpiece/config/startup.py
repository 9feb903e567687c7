"""What must hold before the first request is answered. A door that cannot be trusted does not open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import tink
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import get_resolver

from talkingpiece.areas.models import Area
from talkingpiece.areas.queries import public_area
from talkingpiece.core.access import without_policy
from talkingpiece.documents.exports import disagreements
from talkingpiece.documents.fonts import missing_faces
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.keys import KeyGone, forget_keys, newest_wrapping_key, token_prf, wrapping_aead
from talkingpiece.protection.sealed import tables_without_policy, views_past_security
from talkingpiece.ui.pictures import warm

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10


def refuse_unless_safe() -> None:
    """Raises ImproperlyConfigured with a sentence for each thing that whoever starts the service must mend."""
    if reasons := list(why_not()):
        raise ImproperlyConfigured("\n".join(reasons))


def why_not() -> Iterator[str]:
    if undeclared := without_policy(get_resolver().url_patterns):
        yield f"These do not say who may reach them or lets them run: {', '.join(undeclared)}"
    if wrong := disagreements(get_resolver().url_patterns):
        yield f"These files could leave by a page that is not theirs: {'; '.join(wrong)}"
    if missing := missing_faces():
        yield f"Letters cannot be printed without these fonts: {', '.join(missing)}"
    if settings.TP_MODE == "production":
        yield from settings_wrong()
        yield from key_file_wrong()
        try:
            yield from database_wrong()
        except DatabaseError as error:
            yield f"The database cannot be asked whether it is safe: {error}"
        finally:
            connection.close()


def warm_up() -> None:
    """What takes seconds the first time is done beside the first requests, where somebody may ask for it."""
    if settings.TP_DOOR != "public":
        Thread(target=warm, name="first picture", daemon=True).start()


def settings_wrong() -> Iterator[str]:
    if settings.DEBUG:
        yield "DEBUG is on: its error pages show what people wrote. Turn it off."
    secret = settings.SECRET_KEY
    if "only-for-the-demo" in secret or len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS:
        yield (
            f"TP_SECRET_KEY can be guessed. Give a random one of at least {SHORTEST_SECRET} characters, "
            "for example from: openssl rand -base64 48"
        )
    if any(host.strip() in {"", "*"} or host.strip().startswith(".") for host in settings.ALLOWED_HOSTS):
        yield "TP_ALLOWED_HOSTS lets in any name. Name each host of this door in full."
    if apps.is_installed("talkingpiece.demo"):
        yield "The practice service is installed: there, anybody signs in by one click. Set TP_MODE for a real service."
    if Path(settings.TP_ANCHORS).resolve().is_relative_to(Path(settings.TP_HOME).resolve()):
        yield (
            f"TP_ANCHORS {settings.TP_ANCHORS} lies among the service's own files, where whoever changes the trail "
            "changes its anchors too. Give storage to which this host can only add."
        )
    if settings.TP_DOOR == "both":
        yield "Both doors in one process are for practice only. Set TP_DOOR to public or staff."


def key_file_wrong() -> Iterator[str]:
    path = Path(settings.TP_KEY_FILE)
    if not path.is_file():
        yield f"The root key {path} is missing. Restore it from its escrow; a new one opens nothing."
    elif path.stat().st_mode & 0o077:
        yield f"The root key {path} can be read by others than its owner. Its mode must be 600."


def database_wrong() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, "
            "r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication, "
            "EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace "
            "AND pg_has_role(c.relowner, 'MEMBER')), current_setting('cluster_name') "
            "FROM pg_roles r WHERE r.rolname = current_user"
        )
        role, mighty, owner, cluster = cursor.fetchone()
    if mighty or owner:
        yield (
            f"DATABASE_URL names {role}, a role that row-level security does not bind or that could loosen it: "
            "a superuser, one that bypasses policies or makes roles, or the owner of the tables. Use a plain role."
        )
    if cluster == "talkingpiece-embedded":
        yield "The embedded database server is for the demo and for tests. Give DATABASE_URL."
    yield from _door(role)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "The database is behind the program. As the owner of the tables run: talkingpiece migrate"
        return
    if open_tables := tables_without_policy(settings.TP_APP_ROLE):
        yield f"These tables would show rows of every area: {', '.join(open_tables)}. Seal them by a migration."
    if past := views_past_security():
        yield f"These views read past row-level security: {', '.join(past)}. Make them security_invoker."
    yield from _area_keys()


def _door(role: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('cases_case', 'SELECT') WHERE to_regclass('cases_case') IS NOT NULL")
        row = cursor.fetchone()
    reads_cases = bool(row and row[0])
    if settings.TP_DOOR == "public" and reads_cases:
        yield f"{role} can read cases, and this is the public door. Give the role of TP_PUBLIC_ROLE in DATABASE_URL."
    if settings.TP_DOOR == "staff" and row and not reads_cases:
        yield f"{role} may not read cases, and this is the workers' door. Give the role of TP_APP_ROLE in DATABASE_URL."


def _area_keys() -> Iterator[str]:
    if not Path(settings.TP_KEY_FILE).is_file():
        return
    if settings.TP_DOOR == "public":
        area = public_area(settings.TP_AREA)
        areas = [area] if area else []
    else:
        areas = list(Area.objects.order_by("name"))
    for area in areas:
        with transaction.atomic():
            show_areas([area.pk])
            forget_keys()
            try:
                wrapping_aead(newest_wrapping_key(area.pk))
                token_prf(area.pk)
            except (KeyGone, tink.TinkError):
                yield f"The keys of {area.name} are missing or do not open by this root key. Restore the right one."
            finally:
                forget_keys()
