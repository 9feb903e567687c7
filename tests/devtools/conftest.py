import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.postgres import Server


def remove(server: Server) -> None:
    if server.places.base.exists():
        server.leave()
        shutil.rmtree(server.places.base)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of these tests' own, running."""
    server = Server(tmp_path_factory.mktemp("server"), disposable=True)
    server.join()
    yield server
    remove(server)


@pytest.fixture
def stopped_server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "postgres", disposable=True)
    yield server
    remove(server)
