"""Nothing is sent where only this network reaches, however the address is written."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from talkingpiece.outbox.addresses import Refused, machines, read
from talkingpiece.outbox.states import Why
from talkingpiece.outbox.wire import post


@pytest.fixture
def real(settings) -> None:
    settings.TP_ENDPOINTS_HERE = False


@pytest.mark.parametrize(
    "url",
    [
        "https://systems.example.org/hooks",
        "https://systems.example.org:8443/hooks?from=us",
        "https://1.1.1.1/hooks",
        "https://[2606:4700:4700::1111]/hooks",
    ],
)
def test_a_machine_of_the_open_net_by_https(real: None, url: str) -> None:
    assert read(url).tls


@pytest.mark.parametrize(
    "url",
    [
        "http://systems.example.org/hooks",
        "ftp://systems.example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_",
        "https://",
        "https:///hooks",
        "systems.example.org",
        "https://user:word@systems.example.org/",
        "https://systems.example.org@127.0.0.1/",
        "https://systems.example.org/#there",
        "https://systems.example.org\\@127.0.0.1/",
        "https://systems.example.org/a b",
        "https://systems.example.org/\r\nHost: other",
        "https://systems.example.org:99999/",
        "https://exämple.org/",
        "https://localhost/",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0/",
        "https://10.0.0.5/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://192.0.2.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://0.0.0.0/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1%25eth0]/",
        "https://[fd00::1]/",
        "https://[ff02::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://127.0.0.1./",
    ],
)
def test_refused_by_its_words(real: None, url: str) -> None:
    with pytest.raises(Refused):
        read(url)


@pytest.mark.parametrize("number", ["10.0.0.7", "127.0.0.1", "169.254.169.254", "::1", "fd00::7", "::ffff:192.168.0.1"])
@pytest.mark.parametrize("first", [True, False])
def test_a_name_that_leads_to_one_machine_of_this_network_is_refused(
    real: None, monkeypatch: pytest.MonkeyPatch, number: str, first: bool
) -> None:
    """What a name server says is the world, not our code."""
    found = [number, "1.1.1.1"] if first else ["1.1.1.1", number]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (one, 443)) for one in found])
    with pytest.raises(Refused):
        machines(read("https://systems.example.org/hooks"))


def test_the_connection_is_made_to_the_very_machine_that_was_looked_at(
    real: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise the second time is not asked a second time."""
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])
    reached: list[Any] = []

    def connect(address: Any, **_more: Any) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (n, 443)) for n in next(answers)])
    monkeypatch.setattr(socket, "create_connection", connect)
    assert post("https://systems.example.org/hooks", b"{}", {}).why is Why.CONNECTION
    assert reached == [("1.1.1.1", 443)]


def test_the_number_of_a_name_server_is_not_asked_where_practice_is_refused() -> None:
    assert post("https://systems.example.org/hooks", b"{}", {}).why is Why.ADDRESS
    assert read("http://127.0.0.1:8001/hooks").port == 8001


def test_a_real_service_sends_nothing_to_its_own_machine(real: None) -> None:
    assert post("http://127.0.0.1:8001/hooks", b"{}", {}).why is Why.ADDRESS


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """A server whose certificate nobody has signed but itself, for the name localhost."""
    key, certificate, came = tmp_path / "key.pem", tmp_path / "certificate.pem", list[str]()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.headers["host"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"localhost:{server.server_address[1]}", certificate, came
    server.shutdown()
    server.server_close()


def test_a_certificate_is_always_looked_at(
    self_signed: tuple[str, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, certificate, came = self_signed
    assert post(f"https://{place}/hooks", b"{}", {}).why is Why.TLS
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))  # as an administrator trusts it
    assert post(f"https://{place}/hooks", b"{}", {}).status == 204
    assert post(f"https://{place.replace('localhost', '127.0.0.1')}/hooks", b"{}", {}).why is Why.TLS, "another name"
    assert came == [place]


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch, self_signed: tuple[str, Path, list[str]]) -> None:
    place, certificate, came = self_signed
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert post(f"https://{place}/hooks", b"{}", {}).why is None
    assert came == [place]
