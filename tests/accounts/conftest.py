from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from talkingpiece.core import clock
from tests.accounts.signing import Signer
from tests.world import World


@pytest.fixture
def as_in_a_real_service(settings: Any) -> None:
    """A password alone opens nothing."""
    settings.TP_SECOND_FACTOR = True


@pytest.fixture
def moving() -> Iterator[Any]:
    """A clock that stands still until it is shifted."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def alex(world: World) -> Signer:
    return Signer(world)
