"""Tests reach this machine and nothing else."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest


class OutsideWorld(Exception):
    """A test tried to reach another machine. Give it a fake in place of the outside system."""


def is_this_machine(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def this_machine_only() -> Iterator[None]:
    connect, connect_ex, resolve = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse(family: int, address: object) -> None:
        if family != socket.AF_UNIX and isinstance(address, tuple) and not is_this_machine(address[0]):
            raise OutsideWorld(f"A test tried to reach {address[0]}.")

    def guarded_connect(self, address, /):
        refuse(self.family, address)
        return connect(self, address)

    def guarded_connect_ex(self, address, /):
        refuse(self.family, address)
        return connect_ex(self, address)

    def guarded_resolve(host, *args, **kwargs):
        refuse(socket.AF_INET, (host,))
        return resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield
