"""Which tables row-level security must hold, asked of the models and then of the database itself."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models

from talkingpiece.protection.operations import has_area

# Tables of ours that every area may read, each with the reason.
OPEN_TABLES: dict[str, str] = {
    "accounts_user": "workers, who may work in several areas; no case data",
    "accounts_roleholding": "who holds which role: read to find out which areas may be in sight",
    "accounts_invitation": "found by the digest of its link before anybody has signed in",
    "accounts_keptform": "a form in somebody's hands, sealed by the root key; asked for by its own id and user",
    "accounts_submission": "random tokens, and where each form led",
    "referrals_frontsession": "browsers at the public door: random keys, and the token from which a draft is found",
    "areas_area": "names of areas and their telephone numbers",
    "areas_agency": "names of organisations",
    "areas_profileversion": "how areas differ",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("talkingpiece.")]


def sealed_models() -> list[type[models.Model]]:
    return [model for model in our_models() if model._meta.db_table not in OPEN_TABLES]


def without_area() -> list[str]:
    """Sealed models whose rows do not say to which area they belong: no policy could be written for them."""
    return [model._meta.label for model in sealed_models() if not has_area(model)]


def tables_without_policy(role: str) -> list[str]:
    """Sealed tables on which row-level security is off, not forced, or without a policy for that role."""
    wanted = {model._meta.db_table for model in sealed_models()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%s) AND c.relnamespace = 'public'::regnamespace "
            "AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy p "
            "WHERE p.polrelid = c.oid AND p.polroles @> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %s)]))",
            [sorted(wanted), role],
        )
        return sorted(row[0] for row in cursor.fetchall())


def views_past_security() -> list[str]:
    """Views that read as their owner, past the policies of the tables below them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
            "AND NOT COALESCE(reloptions @> ARRAY['security_invoker=true'], false)"
        )
        return sorted(row[0] for row in cursor.fetchall())
