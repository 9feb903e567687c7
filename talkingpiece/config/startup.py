"""What must hold before the first request is answered. A door that cannot be trusted does not open."""

from __future__ import annotations

from threading import Thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.urls import get_resolver

from talkingpiece.core.access import without_policy
from talkingpiece.documents.exports import disagreements
from talkingpiece.documents.fonts import missing_faces
from talkingpiece.evaluation.presenters.picture import warm


def refuse_unless_safe() -> None:
    """Raises ImproperlyConfigured with a sentence for whoever starts the service."""
    if undeclared := without_policy(get_resolver().url_patterns):
        raise ImproperlyConfigured(f"These do not say who may reach them or lets them run: {', '.join(undeclared)}")
    if wrong := disagreements(get_resolver().url_patterns):
        raise ImproperlyConfigured(f"These files could leave by a page that is not theirs: {'; '.join(wrong)}")
    if missing := missing_faces():
        raise ImproperlyConfigured(f"Letters cannot be printed without these fonts: {', '.join(missing)}")
    if settings.TP_MODE == "production":
        _refuse_a_mighty_role()


def warm_up() -> None:
    """What takes seconds the first time is done beside the first requests, where somebody may ask for it."""
    if settings.TP_DOOR != "public":
        Thread(target=warm, name="first picture", daemon=True).start()


def _refuse_a_mighty_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper OR r.rolbypassrls, EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = 'cases_case' "
            "AND c.relowner = r.oid), current_setting('cluster_name') FROM pg_roles r WHERE r.rolname = current_user"
        )
        mighty, owner, cluster = cursor.fetchone()
    connection.close()
    if mighty or owner:
        raise ImproperlyConfigured(
            "DATABASE_URL names a role that row-level security does not bind: a superuser, or the owner of the "
            "tables. Use a plain role."
        )
    if cluster == "talkingpiece-embedded":
        raise ImproperlyConfigured("The embedded database server is for the demo and for tests. Give DATABASE_URL.")
