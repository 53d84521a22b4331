"""The link in mails, asked over HTTP as scanners, providers, people and foes ask it; the database is a real one."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import text
from structlog.testing import capture_logs

from jobscan.config import UnsubscribeConfig
from jobscan.domain.alert import Alert
from jobscan.domain.user import User
from jobscan.persistence import AlertRuleRepository, Database, DatabaseSettings
from jobscan.services.alerts import list_alerts, set_enabled, take_up
from jobscan.services.unsubscribe import UnsubscribeLinks
from jobscan.web import server
from jobscan.web.server import MAX_CONNECTIONS, MAX_HEAD, ListenError
from jobscan.web.unsubscribe import MAX_BODY, serve_unsubscribe
from tests.fixtures.databases import opened
from tests.web.ports import free_port

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
#: As RFC 8058 recommends to send it.
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    {"Content-Type": "multipart/form-data; boundary=b"},
)
PUBLIC = "https://jobs.example.com/unsubscribe"
OWNER = User(email="me@example.org")
HOSTILE = """</bdi><script>alert(1)</script> "'&amp; {{ 7*7 }}"""
DONE = "The alert is stopped"


@dataclass
class ServedPage:
    """A served page, the database behind it, and a client before it."""

    database: Database
    links: UnsubscribeLinks
    client: httpx.AsyncClient
    port: int
    #: Hours are added to it by tests that want a later moment.
    now: list[datetime]

    async def alert_id(self, name: str) -> int:
        (found,) = [each.stored.id for each in await list_alerts(self.database, None) if each.stored.alert.name == name]
        return found

    async def link(self, name: str = "platform") -> str:
        """Return the link in a mail of this alert, as our server sees it."""
        return self.local(self.links.url_for(await self.alert_id(name)))

    def local(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{parts.path or '/'}?{parts.query}"

    async def stopped(self) -> dict[str, datetime | None]:
        """Return alert → when its reader stopped it."""
        return {each.stored.alert.name: each.stored.unsubscribed_at for each in await list_alerts(self.database, None)}


@asynccontextmanager
async def open_desk(settings: DatabaseSettings, url: str) -> AsyncIterator[ServedPage]:
    port, now = free_port(), [NOW]
    async with opened(settings) as database:
        names = ("platform", "other", HOSTILE)
        await take_up(database, OWNER, [Alert(name=name) for name in names], now=NOW - timedelta(days=1))
        config = UnsubscribeConfig(listen=f"127.0.0.1:{port}", url=url)
        async with (
            serve_unsubscribe(config, database, lambda: now[0]),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=None) as client,
        ):
            yield ServedPage(database, await UnsubscribeLinks.load(database, url), client, port, now)


@pytest.fixture
async def served(sqlite_settings: DatabaseSettings) -> AsyncIterator[ServedPage]:
    # In a task of its own: what begins and ends a fixture are two tasks, and a task group belongs to one.
    opened: asyncio.Future[ServedPage] = asyncio.get_running_loop().create_future()
    closing_time = asyncio.Event()

    async def keep_open() -> None:
        async with open_desk(sqlite_settings, PUBLIC) as made:
            opened.set_result(made)
            await closing_time.wait()

    task = asyncio.create_task(keep_open())
    task.add_done_callback(lambda _: opened.cancel())
    yield await opened
    closing_time.set()
    await task


def words(answer: httpx.Response) -> str:
    """Return what a reader sees."""
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(shown).split())


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_a_link_stops_nothing(served: ServedPage, method: str) -> None:
    for _ in range(3):
        answer = await served.client.request(method, await served.link())
        assert answer.status_code == 200
    assert set((await served.stopped()).values()) == {None}


async def test_the_page_asks_and_names_the_alert(served: ServedPage) -> None:
    answer = await served.client.get(await served.link())
    assert (
        "Stop this alert? platform Nothing more will be sent for it. Your other alerts continue. Stop the alert"
        in words(answer)
    )
    # To its own address, whatever a proxy made of it.
    assert re.findall("<form[^>]*>", answer.text) == ['<form method="post">']


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"data": ONE_CLICK}, id="one-click"),
        pytest.param({"content": MULTIPART[0], "headers": MULTIPART[1]}, id="multipart"),
        pytest.param({}, id="nothing"),
    ],
)
async def test_a_post_stops_this_alert_at_once_and_no_other(served: ServedPage, body: dict[str, object]) -> None:
    answer = await served.client.post(await served.link(), **body)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert DONE in words(answer)
    assert "jobscan alerts enable platform" in words(answer)
    assert await served.stopped() == {"platform": NOW, "other": None, HOSTILE: None}
    async with served.database.read() as session:
        active = [stored.alert.name for stored, _ in await AlertRuleRepository(session).get_active()]
    assert active == ["other", HOSTILE]


async def test_the_button_sends_what_providers_send(served: ServedPage) -> None:
    page = (await served.client.get(await served.link())).text
    (button,) = re.findall('<button name="([^"]*)" value="([^"]*)">', page)
    assert dict([button]) == ONE_CLICK


async def test_asking_twice_is_fine_and_changes_nothing_more(served: ServedPage) -> None:
    link = await served.link()
    first = await served.client.post(link, data=ONE_CLICK)
    served.now[0] += timedelta(hours=1)
    again = await served.client.post(link, data=ONE_CLICK)
    assert (first.status_code, first.text) == (again.status_code, again.text)
    assert (await served.stopped())["platform"] == NOW
    # A look at it says what is, and offers nothing that is done.
    assert (await served.client.get(link)).text == first.text
    assert "<form" not in first.text


async def test_many_at_once_stop_it_once(served: ServedPage) -> None:
    link = await served.link()
    with capture_logs() as lines:
        answers = await asyncio.gather(*(served.client.post(link, data=ONE_CLICK) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert [line["event"] for line in lines] == ["unsubscribed"]


async def test_an_alert_that_was_taken_back_can_be_stopped_again(served: ServedPage) -> None:
    link = await served.link()
    await served.client.post(link, data=ONE_CLICK)
    await set_enabled(served.database, None, "platform", enabled=True, now=NOW)
    assert "Stop this alert?" in words(await served.client.get(link))
    served.now[0] += timedelta(hours=1)
    await served.client.post(link, data=ONE_CLICK)
    assert (await served.stopped())["platform"] == NOW + timedelta(hours=1)


async def removed(served: ServedPage) -> str:
    link = await served.link()
    await take_up(served.database, OWNER, [Alert(name="other")], now=NOW)
    return link


async def erased(served: ServedPage) -> str:
    link = await served.link()
    async with served.database.write() as session:
        await session.execute(text("DELETE FROM alerts WHERE name = 'platform'"))
    return link


@pytest.mark.parametrize("go", [removed, erased])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_alert_that_is_gone_is_as_good_as_stopped(
    served: ServedPage, go: Callable[[ServedPage], Awaitable[str]], method: str
) -> None:
    link = await go(served)
    answer = await served.client.request(method, link)
    assert answer.status_code == 200
    assert DONE in words(answer)
    assert "enable" not in answer.text


def forged(served: ServedPage, alert_id: int) -> dict[str, str]:
    """Return tokens that are not ours."""
    good = served.links.url_for(alert_id).partition("token=")[2]
    key = "0" * 64
    ours = served.links._serializer.secret_keys[0].decode()
    return {
        "none": "",
        "no signature": str(alert_id),
        "cut off": good[:-1],
        "cut short": good[: len(good) // 2],
        "another alert's signature": good.replace(good.split(".")[0], "Mg" if not good.startswith("Mg") else "MQ"),
        "another key": str(URLSafeSerializer(key, salt="jobscan unsubscribe 1").dumps(alert_id)),
        "another salt": str(URLSafeSerializer(ours, salt="jobscan session 1").dumps(alert_id)),
        "not a number": str(URLSafeSerializer(ours, salt="jobscan unsubscribe 1").dumps("1")),
        "no UTF-8": "%ff%fe.%ff",
        "NUL": "1%00." + good,
        "long": "a." * 4000,
        "doubled": good + "." + good,
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_tokens_that_are_not_ours_do_nothing_and_learn_nothing(served: ServedPage, method: str) -> None:
    pages = set()
    for name, token in forged(served, await served.alert_id("platform")).items():
        with capture_logs() as lines:
            answer = await served.client.request(method, f"/unsubscribe?token={token}")
        assert (answer.status_code, lines) == (404, []), name
        pages.add(answer.text)
    pages.add((await served.client.request(method, "/unsubscribe")).text)
    (page,) = pages
    assert "This link does not work" in page
    assert set((await served.stopped()).values()) == {None}


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_the_name_of_an_alert_is_text_on_every_page(served: ServedPage, method: str) -> None:
    answer = await served.client.request(method, await served.link(HOSTILE))
    assert HOSTILE in words(answer)
    assert re.findall(r"<(script|img|svg|link|iframe)", answer.text) == []
    if method == "POST":
        # Quoted for a shell.
        assert """enable '</bdi><script>alert(1)</script> "'"'"'&amp; {{ 7*7 }}'""" in words(answer)


async def endless(chunks: int = 64) -> AsyncIterator[bytes]:
    for _ in range(chunks):
        yield b"x" * 64


async def test_a_body_that_is_too_large_stops_nothing(served: ServedPage) -> None:
    link = await served.link()
    for content in (b"x" * (MAX_BODY + 1), endless()):
        answer = await served.client.post(link, content=content)
        assert (answer.status_code, "Not a valid request" in words(answer)) == (413, True)
    assert (await served.stopped())["platform"] is None
    assert (await served.client.post(link, content=b"x" * MAX_BODY)).status_code == 200
    assert (await served.stopped())["platform"] == NOW


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "post"])
async def test_other_methods_are_told_which_there_are(served: ServedPage, method: str) -> None:
    # httpx would write "post" as the method that it means.
    answer = await send(served, f"{method} {await served.link()} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
    assert answer.startswith("HTTP/1.1 405 ")
    assert "\r\nallow: GET, HEAD, POST\r\n" in answer
    assert (await served.stopped())["platform"] is None


@pytest.mark.parametrize(
    "path", ["/", "/unsubscribe/", "//unsubscribe", "/unsubscribe/x", "/Unsubscribe", "/docs", "/..%2funsubscribe"]
)
async def test_there_is_no_other_path(served: ServedPage, path: str) -> None:
    query = (await served.link()).partition("?")[2]
    for method in ("GET", "POST", "DELETE"):
        answer = await send(served, f"{method} {path}?{query} HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer.startswith("HTTP/1.1 404 ")
        assert "Nothing here" in answer
    assert (await served.stopped())["platform"] is None


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://jobs.example.com", "/"),
        ("https://jobs.example.com/a/b", "/a/b"),
        ("https://jobs.example.com/%C3%A4%20b", "/%C3%A4%20b"),
    ],
)
async def test_the_path_is_that_of_the_public_address(sqlite_settings: DatabaseSettings, url: str, path: str) -> None:
    async with open_desk(sqlite_settings, url) as served:
        link = await served.link()
        assert urlsplit(link).path == path
        assert DONE in words(await served.client.post(link, data=ONE_CLICK))


async def test_every_answer_keeps_the_token_and_the_page_to_itself(served: ServedPage) -> None:
    link = await served.link()
    answers = [
        await served.client.get(link),
        await served.client.post(link, content=b"x" * 2000),
        await served.client.post(link),
        await served.client.put(link),
        await served.client.get("/unsubscribe?token=x"),
        await served.client.get("/x"),
    ]
    assert [answer.status_code for answer in answers] == [200, 413, 200, 405, 404, 404]
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers.pop("content-security-policy").split("; "))
        assert policy.pop("style-src").startswith("'sha256-")
        assert policy == {
            "default-src": "'none'",
            "form-action": "'self'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        for name in ("content-length", "allow"):
            answer.headers.pop(name, None)
        assert dict(answer.headers) == {
            "content-type": "text/html; charset=utf-8",
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex, nofollow",
            "cache-control": "no-store",
            "connection": "close",
        }
        # Self-contained, and without the address that it came from.
        assert re.findall(r"(?:src|href|action)=|https?:|url\(|@import", answer.text) == []
        assert link.partition("token=")[2] not in answer.text


async def test_no_header_of_a_client_is_believed(served: ServedPage) -> None:
    forged_headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "8.8.8.8"}
    answer = await served.client.get(await served.link(), headers=forged_headers)
    assert answer.status_code == 200
    assert "evil" not in answer.text + str(answer.headers)


async def test_a_database_that_cannot_do_it_asks_to_try_again(
    served: ServedPage, caplog: pytest.LogCaptureFixture
) -> None:
    link = await served.link()
    async with served.database.write() as session:
        await session.execute(text("ALTER TABLE alerts RENAME TO elsewhere"))
    with capture_logs() as lines:
        answers = [await served.client.get(link), await served.client.post(link)]
    assert [(answer.status_code, answer.headers["retry-after"]) for answer in answers] == [(503, "120")] * 2
    assert "Not now" in words(answers[1])
    assert [line["event"] for line in lines] == ["unsubscribe_failed"] * 2
    assert link.partition("token=")[2] not in f"{lines}{caplog.text}"


async def test_no_log_holds_a_token(served: ServedPage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    link = await served.link()
    with capture_logs() as lines:
        for method in ("GET", "POST", "PUT"):
            await send(served, f"{method} {link} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        await send(served, f"GET {link} HTTP/9\r\n\r\n")
    assert [line["event"] for line in lines] == ["unsubscribed"]
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []
    assert link.partition("token=")[2] not in f"{lines}{caplog.text}"


async def send(served: ServedPage, request: str) -> str:
    """Send bytes as they are; return the whole answer."""
    async with await anyio.connect_tcp("127.0.0.1", served.port) as stream:
        await stream.send(request.encode("latin-1"))
        return await read_all(stream)


async def read_all(stream: anyio.abc.ByteReceiveStream) -> str:
    answer = b""
    try:
        while True:
            answer += await stream.receive()
    except (anyio.EndOfStream, anyio.BrokenResourceError):
        return answer.decode()


async def test_a_head_that_does_not_end_is_refused(served: ServedPage) -> None:
    answer = await send(served, f"GET / HTTP/1.1\r\nHost: x\r\nX: {'x' * 2 * MAX_HEAD}")
    assert answer.startswith("HTTP/1.1 400 ") or not answer


async def test_a_client_that_says_nothing_is_let_go(
    served: ServedPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server, "CONNECTION_S", 0.05)
    for begun in (b"", b"GET / HT", b"POST /unsubscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx"):
        async with await anyio.connect_tcp("127.0.0.1", served.port) as stream:
            if begun:
                await stream.send(begun)
            assert await read_all(stream) == ""
    assert caplog.records == []


async def test_too_many_clients_are_refused_and_leave_room_when_they_go(served: ServedPage) -> None:
    async with AsyncExitStack() as held:
        for _ in range(MAX_CONNECTIONS):
            await held.enter_async_context(await anyio.connect_tcp("127.0.0.1", served.port))
        assert (await served.client.get("/")).status_code == 503
        for _ in range(MAX_CONNECTIONS):
            await held.enter_async_context(await anyio.connect_tcp("127.0.0.1", served.port))
        async with await anyio.connect_tcp("127.0.0.1", served.port) as stream:
            assert await read_all(stream) == ""
    while (await served.client.get("/")).status_code == 503:
        await anyio.lowlevel.checkpoint()


async def test_a_request_in_hand_is_answered_before_it_ends(sqlite_settings: DatabaseSettings) -> None:
    path = Path(sqlite_settings.url.removeprefix("sqlite:///"))
    path.parent.mkdir()

    async def release(other: sqlite3.Connection, port: int) -> None:
        """Let go of the database when the server takes no more clients."""
        with suppress(OSError):
            while True:
                await (await anyio.connect_tcp("127.0.0.1", port)).aclose()
        other.execute("ROLLBACK")

    async with anyio.create_task_group() as group:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            async with open_desk(sqlite_settings, PUBLIC) as served:
                other.execute("BEGIN IMMEDIATE")
                link = await served.link()
                stream = await anyio.connect_tcp("127.0.0.1", served.port)
                await stream.send(f"POST {link} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
                # By then the request before it is in hand.
                assert (await served.client.get(link)).status_code == 200
                group.start_soon(release, other, served.port)
            assert (await read_all(stream)).startswith("HTTP/1.1 200 ")
            await stream.aclose()
            assert other.execute("SELECT count(*) FROM alerts WHERE unsubscribed_at IS NOT NULL").fetchall() == [(1,)]


async def test_signals_stay_with_the_daemon(sqlite_settings: DatabaseSettings) -> None:
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    async with open_desk(sqlite_settings, PUBLIC) as served:
        assert (await served.client.get("/")).status_code == 404
        assert [signal.getsignal(number) for number in numbers] == before


@pytest.mark.parametrize(
    "begun", ["", "POST {} HTTP/1.1\r\nHo", "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"]
)
async def test_it_ends_whatever_clients_hold(
    sqlite_settings: DatabaseSettings, caplog: pytest.LogCaptureFixture, begun: str
) -> None:
    async with open_desk(sqlite_settings, PUBLIC) as served:
        link = await served.link()
        stream = await anyio.connect_tcp("127.0.0.1", served.port)
        await stream.send(begun.format(link).encode())
        # Others are served meanwhile; and what was sent before has arrived.
        assert (await served.client.get(link)).status_code == 200
        await served.client.aclose()
    # Got here, it has not waited for the end of what the client holds, which never comes.
    assert await read_all(stream) == ""
    await stream.aclose()
    assert caplog.records == []
    with pytest.raises(OSError, match="All connection attempts failed"):
        await anyio.connect_tcp("127.0.0.1", served.port)


async def test_an_error_beside_it_ends_it(sqlite_settings: DatabaseSettings) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        async with open_desk(sqlite_settings, PUBLIC) as served:
            raise ValueError("of the engine")
    assert caught.group_contains(ValueError, match="of the engine")
    socket.create_server(("127.0.0.1", served.port)).close()


async def test_a_cancelled_server_leaves_nothing_open(sqlite_settings: DatabaseSettings) -> None:
    with anyio.CancelScope() as scope:
        async with open_desk(sqlite_settings, PUBLIC) as served:
            assert (await served.client.get("/")).status_code == 404
            scope.cancel()
            await anyio.sleep_forever()
    assert scope.cancelled_caught
    socket.create_server(("127.0.0.1", served.port)).close()


@pytest.mark.parametrize(
    ("host", "hint"),
    [
        ("127.0.0.1", "another program listens there; end it, or choose another port in unsubscribe.listen"),
        ("192.0.2.1", "this machine has no such address; unsubscribe.listen: 127.0.0.1:8025 serves a proxy"),
        ("[2001:db8::1]", "this machine has no such address"),
        ("no-such-host.invalid", "this machine has no such address"),
        ("a..b", "this machine has no such address"),
    ],
)
async def test_an_address_that_cannot_be_had_is_named_with_what_to_do(served: ServedPage, host: str, hint: str) -> None:
    config = UnsubscribeConfig(listen=f"{host}:{served.port}", url="https://jobs.example.com")
    with pytest.raises(ListenError) as caught:
        async with serve_unsubscribe(config, served.database, lambda: NOW):
            raise AssertionError("it cannot be served")
    assert str(caught.value).startswith(f"unsubscribe.listen: cannot listen on {host}:{served.port}: {hint}")


async def test_localhost_is_served_with_what_addresses_it_has(served: ServedPage) -> None:
    port = free_port()
    config = UnsubscribeConfig(listen=f"localhost:{port}", url="https://jobs.example.com")
    async with serve_unsubscribe(config, served.database, lambda: NOW):
        local = replace(served, port=port)
        assert (await send(local, "GET /x HTTP/1.1\r\nHost: x\r\n\r\n")).startswith("HTTP/1.1 404 ")


def test_a_free_port_is_free() -> None:
    with closing(socket.create_server(("127.0.0.1", free_port()))) as server:
        assert server.getsockname()[1] < 32_000
