"""A door that cannot be trusted does not open."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from talkingpiece.config.startup import refuse_unless_safe
from talkingpiece.core.access import public


def bare(request: HttpRequest) -> HttpResponse:
    raise AssertionError("never called")


def said(request: HttpRequest) -> HttpResponse:
    return HttpResponse("said")


def test_the_service_starts_as_it_is(db) -> None:
    refuse_unless_safe()


def test_the_web_server_can_load_it() -> None:
    """In a process of its own, as the web server does: here every model was loaded long ago."""
    loaded = subprocess.run(
        [sys.executable, "-c", "from talkingpiece.config.wsgi import application"], capture_output=True, text=True
    )
    assert loaded.returncode == 0, loaded.stderr


def test_it_does_not_start_with_a_page_that_says_nothing_of_access(settings) -> None:
    class Conf:
        urlpatterns = [path("bare", bare), path("marked", public("because")(said))]

    with override_settings(ROOT_URLCONF=Conf), pytest.raises(ImproperlyConfigured, match="bare"):
        refuse_unless_safe()


def test_a_real_service_does_not_start_on_the_embedded_server(db, settings, monkeypatch) -> None:
    # The check ends its connection; here that one carries the test's transaction.
    monkeypatch.setattr(connection, "close", lambda: None)
    with connection.cursor() as cursor:
        cursor.execute("SHOW cluster_name")
        if cursor.fetchone()[0] != "talkingpiece-embedded":
            pytest.skip("these tests run on a server of your own")
    settings.TP_MODE = "production"

    with pytest.raises(ImproperlyConfigured, match="embedded"):
        refuse_unless_safe()


def test_it_does_not_start_without_the_typeface_of_its_letters(db, settings, tmp_path) -> None:
    settings.TP_PRINT_FONTS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="AtkinsonHyperlegible_400Regular.ttf"):
        refuse_unless_safe()
