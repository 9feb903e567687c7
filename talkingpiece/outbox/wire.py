"""One message to one address: no proxy, no redirect followed, no certificate left unchecked, nothing of the answer
kept but its number, and an end to it however slowly the other side speaks."""

from __future__ import annotations

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer

from talkingpiece.outbox.addresses import Refused, Target, machines, read
from talkingpiece.outbox.states import Why

QUIET = 5.0  # seconds without a word
LONGEST = 15.0  # seconds for all of it
MOST_TRIED = 3  # machines behind one name


@dataclass(frozen=True)
class Answer:
    """`why` is empty if it was taken in."""

    why: Why | None
    status: int | None = None
    wait: int = 0  # seconds for which they ask us to leave them alone


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    try:
        target = read(url)
        numbers = machines(target)
    except Refused:
        return Answer(Why.ADDRESS)
    except (OSError, UnicodeError):
        return Answer(Why.CONNECTION)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=QUIET)
    over = _Limit()
    try:
        with over:
            # To a machine that was looked at, under the name that its certificate must bear.
            connection.sock = over.of(_connect(numbers[:MOST_TRIED], target.port))
            if target.tls:
                wrapped = _tls().wrap_socket(
                    connection.sock, server_hostname=target.host, do_handshake_on_connect=False
                )
                connection.sock = over.of(wrapped)
                wrapped.do_handshake()
            _send(connection, target, body, headers)
            response = connection.getresponse()
            status, after = response.status, response.getheader("retry-after", "") or ""
        if over.happened:  # what was cut off looks like an end
            return Answer(Why.TIMEOUT)
    except ssl.SSLError:
        return Answer(Why.TIMEOUT if over.happened else Why.TLS)
    except TimeoutError:
        return Answer(Why.TIMEOUT)
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(Why.TIMEOUT if over.happened else Why.CONNECTION)
    finally:
        connection.close()
    wait = min(int(after), 24 * 3600) if after.isascii() and after.isdigit() and len(after) < 8 else 0
    return Answer(_meaning(status), status, wait)


def _connect(numbers: list[str], port: int) -> socket.socket:
    for number in numbers[:-1]:
        try:
            return socket.create_connection((number, port), timeout=QUIET)
        except OSError:
            continue
    return socket.create_connection((numbers[-1], port), timeout=QUIET)


def _meaning(status: int) -> Why | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Why.REDIRECT
    return Why.GONE if status == 410 else Why.ANSWER


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _send(connection: http.client.HTTPConnection, target: Target, body: bytes, headers: dict[str, str]) -> None:
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    told = {"host": target.named, **headers, "content-length": str(len(body)), "connection": "close"}
    for name, value in told.items():
        connection.putheader(name, value)
    connection.endheaders(body)


class _Limit:
    """Closes the line when the time is over, whatever comes through it meanwhile."""

    def __init__(self) -> None:
        self.happened = False
        self._socket: socket.socket | None = None
        self._timer = Timer(LONGEST, self._end)
        self._timer.daemon = True

    def of(self, made: socket.socket) -> socket.socket:
        self._socket = made
        return made

    def _end(self) -> None:
        self.happened = True
        if self._socket is not None:
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Limit:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
