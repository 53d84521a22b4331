"""TLS: whom we trust, and redirects that need it."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network
from pathlib import Path

import pytest

from jobscan.domain.page import Audience
from jobscan.exceptions import ConfigError, FetchFailure
from jobscan.fetch import Fetcher, FetchSettings
from jobscan.fetch.net.trust import public_authorities
from tests.fetch.helpers import failure_of, get, make_fetcher
from tests.fetch.tls_server import DAY, NOW, lookup, make_identity, serve_tls


async def test_a_trusted_certificate_for_the_name_is_accepted_and_the_connection_kept(tmp_path: Path) -> None:
    async with serve_tls(tmp_path) as (evil, trusted), make_fetcher(lookup=lookup, ca_file=trusted) as fetcher:
        for _ in range(2):
            page = await fetcher.fetch(get(f"https://board.test:{evil.port}/ok"))
        assert (page.status, evil.connections) == (200, 1)


@pytest.mark.parametrize(
    ("host", "is_trusted", "is_expired", "reason"),
    [
        ("board.test", False, False, "its certificate is not valid (self-signed certificate)"),
        ("board.test", True, True, "its certificate is not valid (certificate has expired)"),
        ("wrong.test", True, False, "Hostname mismatch"),
    ],
)
async def test_any_other_certificate_is_refused_and_not_tried_again(
    tmp_path: Path, host: str, is_trusted: bool, is_expired: bool, reason: str
) -> None:
    async with serve_tls(tmp_path, NOW + (-DAY if is_expired else DAY)) as (evil, trusted):
        ca_file = trusted if is_trusted else None
        async with make_fetcher(lookup=lookup, ca_file=ca_file, retries=2) as fetcher:
            error = await failure_of(fetcher, get(f"https://{host}:{evil.port}/ok"))
        assert error.kind is FetchFailure.TLS
        assert reason.lower().replace("-", " ") in error.reason.lower().replace("-", " ")
        assert (evil.log, evil.connections <= 1) == ([], True)


async def test_authorities_of_the_environment_are_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve_tls(tmp_path) as (evil, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        public_authorities.cache_clear()
        async with make_fetcher(lookup=lookup) as fetcher:
            error = await failure_of(fetcher, get(f"https://board.test:{evil.port}/ok"))
    assert error.kind is FetchFailure.TLS


async def test_a_server_that_speaks_something_else_is_a_tls_failure() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test ESMTP\r\n")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server, make_fetcher(lookup=lookup) as fetcher:
        url = f"https://board.test:{server.sockets[0].getsockname()[1]}/"
        error = await failure_of(fetcher, get(url))
    assert (error.kind, "no trusted TLS connection to board.test" in error.reason) == (FetchFailure.TLS, True)


async def test_a_connection_that_is_closed_in_the_handshake_is_a_network_failure() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server, make_fetcher(lookup=lookup) as fetcher:
        error = await failure_of(fetcher, get(f"https://board.test:{server.sockets[0].getsockname()[1]}/"))
    assert (error.kind, "closed during the TLS handshake" in error.reason) == (FetchFailure.NETWORK, True)


@pytest.mark.parametrize(
    ("sent", "kind", "reason"),
    [
        (b"", FetchFailure.NETWORK, "reset the connection"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", FetchFailure.BROKEN, "cut the answer off after 1 bytes"),
    ],
    ids=["before the answer", "in its body"],
)
async def test_bytes_that_are_no_tls_in_a_tls_connection_break_the_answer(
    tmp_path: Path, sent: bytes, kind: FetchFailure, reason: str
) -> None:
    context, trusted = make_identity(tmp_path)
    ended = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = writer.transport
        await writer.start_tls(context)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        wire.write(b"\x17\x03\x03\x00\x20" + b"x" * 32)
        await ended.wait()
        wire.abort()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, make_fetcher(lookup=lookup, ca_file=trusted) as fetcher:
        error = await failure_of(fetcher, get(f"https://board.test:{server.sockets[0].getsockname()[1]}/"))
        ended.set()
    assert (error.kind, reason in error.reason) == (kind, True), error


async def test_a_handshake_that_stalls_ends_in_time_and_leaves_no_socket() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        closed.set_result(await reader.read() != b"")
        writer.close()

    closed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    url = f"https://board.test:{server.sockets[0].getsockname()[1]}/"
    async with server, make_fetcher(lookup=lookup, connect_timeout_s=0.2) as fetcher:
        error = await failure_of(fetcher, get(url))
        assert await closed
    assert (error.kind, "cannot connect" in error.reason) == (FetchFailure.NETWORK, True)


@pytest.mark.parametrize("text", [None, "", "not a certificate"])
async def test_a_ca_file_that_cannot_be_used_is_a_mistake_of_the_configuration(
    tmp_path: Path, text: str | None
) -> None:
    path = tmp_path / "ca.pem"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ConfigError, match=r"network\.ca_file"):
        await Fetcher(FetchSettings(ca_file=path)).__aenter__()


async def test_secrets_and_conditions_do_not_follow_to_another_host(tmp_path: Path) -> None:
    async with serve_tls(tmp_path) as (evil, trusted), make_fetcher(lookup=lookup, ca_file=trusted) as fetcher:
        target = f"https://other.test:{evil.port}/ok"
        headers = {"Authorization": "canary", "X-Api-Key": "canary", "Cookie": "canary", "Accept": "text/html"}
        request = get(f"https://board.test:{evil.port}/redirect?to={target}", headers=headers)
        page = await fetcher.fetch(request, follow=True)
    first, second = (asked.headers for asked in evil.log)
    assert page.url == target
    assert (first["authorization"], first["x-api-key"]) == ("canary", "canary")
    assert "canary" not in second.values()
    assert (second["host"], second["accept"]) == (f"other.test:{evil.port}", "text/html")


async def test_token_pages_may_redirect_to_another_host_and_lists_may_not(tmp_path: Path) -> None:
    async with serve_tls(tmp_path) as (evil, trusted), make_fetcher(lookup=lookup, ca_file=trusted) as fetcher:
        url = f"https://board.test:{evil.port}/redirect?to=https://other.test:{evil.port}/ok"
        page = await fetcher.fetch(get(url, audience=Audience.PAGE))
        error = await failure_of(fetcher, get(url))
    assert page.status == 200
    assert (error.kind, "moved to https://other.test" in error.reason) == (FetchFailure.REDIRECT, True)


async def test_a_body_is_not_sent_to_another_host(tmp_path: Path) -> None:
    async with serve_tls(tmp_path) as (evil, trusted), make_fetcher(lookup=lookup, ca_file=trusted) as fetcher:
        url = f"https://board.test:{evil.port}/redirect?status=307&to=https://other.test:{evil.port}/ok"
        error = await failure_of(fetcher, get(url, method="POST", body=b"canary"), follow=True)
    assert (error.kind, len(evil.log)) == (FetchFailure.REDIRECT, 1)


@pytest.mark.parametrize("to", ["127.0.0.1", "169.254.169.254", "[::ffff:10.0.0.1]", "2130706433"])
async def test_a_redirect_to_a_private_address_is_refused_at_connect(tmp_path: Path, to: str) -> None:
    allowed = (ip_network("127.0.0.2/32"),)
    async with serve_tls(tmp_path, address="127.0.0.2") as (evil, trusted):
        names = {"board.test": ["127.0.0.2"]}
        async with make_fetcher(
            lookup=lambda host: names.get(host, [host.strip("[]")]), ca_file=trusted, allow_networks=allowed
        ) as fetcher:
            url = f"https://board.test:{evil.port}/redirect?to=https://{to}:{evil.port}/ok"
            error = await failure_of(fetcher, get(url), follow=True)
    assert (error.kind, len(evil.log)) == (FetchFailure.REFUSED, 1)
