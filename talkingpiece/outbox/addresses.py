"""Where something may be sent: to a machine of the open net by https, and to nothing that only this network reaches.

Asked of the words when an address is written down, and of the machines behind it each time something is sent; the
connection is then made to that very machine, so that a name which answers otherwise a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# In these an address of the fourth version is wrapped that a gateway would go on to.
_WRAPPED = ipaddress.ip_network("64:ff9b::/96")
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Refused(ValueError):
    """Nothing is sent there."""


@dataclass(frozen=True)
class Target:
    host: str
    port: int
    path: str
    tls: bool

    @property
    def named(self) -> str:
        """As the Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


def read(url: str) -> Target:
    """Raises Refused for what is no address of an endpoint by its words alone."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Refused("malformed") from None
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Refused("malformed")
    if not host or parts.username is not None or parts.password is not None or "#" in url:
        raise Refused("malformed")
    if parts.scheme not in {"https", "http"}:
        raise Refused("scheme")
    if settings.TP_ENDPOINTS_HERE:
        if host not in _THIS_MACHINE:
            raise Refused("practice")
    elif parts.scheme != "https":
        raise Refused("scheme")
    elif (literal := _literal(host)) is not None:
        _require_open(literal)
    elif "." not in host or host.rpartition(".")[2].isdigit():  # "intranet", "2130706433", "0x7f.1"
        raise Refused("private")
    tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(host, port or (443 if tls else 80), path, tls)


def machines(target: Target) -> list[str]:
    """The numbers of the machines behind it. Raises Refused if one of them is not for us to reach, OSError if there is
    none."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(address[0]) for *_rest, address in found))
    for number in numbers:
        literal = _literal(number)
        if literal is None:
            raise Refused("private")
        _require_open(literal)
    return numbers


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _require_open(address: Address) -> None:
    """A practice service reaches nothing but this machine; a real one, everything but what is private."""
    if settings.TP_ENDPOINTS_HERE:
        if not address.is_loopback:
            raise Refused("practice")
        return
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _WRAPPED:
            within = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if within is not None:
            _require_open(within)
            if address.ipv4_mapped:
                return
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        raise Refused("private")
