from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.demo import ridgeway as area
from talkingpiece.demo.making import ensure
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.protection.context import show_areas
from tests.database import Cluster, clone_in_use, point_at


def there() -> Ridgeway:
    found = area.find()
    assert found is not None
    return found


@contextmanager
def in_sight() -> Iterator[Ridgeway]:
    """A transaction in which the demo's area is in sight."""
    with transaction.atomic():
        ridgeway = there()
        show_areas([ridgeway.area.pk])
        yield ridgeway


@pytest.fixture(scope="session")
def told(django_db_setup: None, cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database in which all stories are told, once for all modules. Nobody works in it: they work on clones."""
    before = str(settings.DATABASES["default"]["NAME"])
    with clone_in_use(cluster) as name:
        with django_db_blocker.unblock():
            with override_settings(TP_MODE="demo"):  # where drafts may be taught
                assert ensure(clock.now())
            point_at(before)
        yield name


@pytest.fixture(scope="module")
def demo(told: str, cluster: Cluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Ridgeway]:
    """Really committed, on a clone for the module."""
    with django_db_blocker.unblock(), clone_in_use(cluster, of=told):
        yield there()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
