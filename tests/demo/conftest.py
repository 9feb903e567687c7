from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.demo import ridgeway as area
from talkingpiece.demo.making import ensure
from talkingpiece.demo.ridgeway import Ridgeway
from talkingpiece.protection.context import show_areas


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


@pytest.fixture(scope="module")
def demo(own_database: None) -> Ridgeway:
    """Really committed, and made once for the module."""
    assert ensure(clock.now())
    return there()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
