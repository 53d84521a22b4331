"""A real Chromium: it runs scripts, reaches nothing by itself, keeps nothing, and ends with all of its processes."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio

from jobscan.domain.page import Audience, Page, Request
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch import BrowserSettings, Fetcher, FetchSettings
from tests.engine.board_server import BoardServer, Reply, json_reply, serve_boards
from tests.fetch.helpers import LIMIT, LOOPBACK

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

PATIENCE_S = 240.0
#: Until a process that was killed is gone.
KILLED_MS = 120_000
#: A busy machine may take long for everything.
PATIENT = BrowserSettings(quiet_s=0.3, page_timeout_s=240, request_timeout_s=120, start_timeout_s=240)
SETTINGS = FetchSettings(allow_networks=LOOPBACK, retries=0, browser=PATIENT)


@dataclass
class Site:
    boards: BoardServer
    fetcher: Fetcher

    async def show(self, html: str, fetcher: Fetcher | None = None) -> Page:
        """Return what Chromium makes of a page."""
        self.boards.routes["/careers"] = Reply(body=html.encode(), headers=("Content-Type: text/html; charset=utf-8",))
        return await (fetcher or self.fetcher).fetch(shown(self.boards))


def shown(boards: BoardServer) -> Request:
    return Request(url=f"{boards.url}/careers", limit=LIMIT, audience=Audience.PAGE, renders=always)


def always(page: Page) -> bool:
    return True


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[Site]:
    async with serve_boards() as boards, Fetcher(SETTINGS) as fetcher:
        boards.routes["/jobs.json"] = json_reply(["Köchin", "Nurse"])
        yield Site(boards, fetcher)


@dataclass
class Sink(asyncio.DatagramProtocol):
    """Counts who connects to a port, or sends something to it."""

    heads: list[bytes] = field(default_factory=list)

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.heads.append(data)

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append(await reader.read(2_000))
        writer.write(b"HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nhi")
        writer.close()


async def test_a_page_is_what_its_scripts_make_when_all_is_quiet(site: Site) -> None:
    """A script that loads a script that waits for styles that posts for data, and changes the address."""
    site.boards.routes["/app.js"] = Reply(
        body=b"""const styles = document.createElement('link');
        styles.rel = 'stylesheet'; styles.href = '/app.css';
        styles.onload = async () => {
          const jobs = await (await fetch('/jobs.json', {method: 'POST', body: '{"page": 1}',
            headers: {'Content-Type': 'application/json', 'X-Key': 'k'}})).json();
          document.querySelector('#jobs').innerHTML = jobs.map(title => `<li>${title}</li>`).join('');
          history.pushState({}, '', '/careers?page=1');
        };
        document.head.append(styles);""",
        headers=("Content-Type: text/javascript",),
    )
    page = await site.show("<title>Jobs</title><ul id=jobs></ul><script src=/app.js></script>")
    assert '<ul id="jobs"><li>Köchin</li><li>Nurse</li></ul>' in page.body.decode()
    assert (page.url, page.status) == (f"{site.boards.url}/careers?page=1", 200)
    [post] = [asked for asked in site.boards.log if asked.method == "POST"]
    assert (post.body, post.headers["x-key"], post.headers["user-agent"]) == (
        b'{"page": 1}',
        "k",
        SETTINGS.user_agent,
    )
    assert page.rendering is not None
    assert (page.rendering.asked, page.rendering.failures) == ((f"{site.boards.url}/jobs.json",), 0)


async def test_what_is_not_intercepted_reaches_nothing(site: Site) -> None:
    """The port that everything is aimed at is one that our own client may reach: it is reached by that alone."""
    sink = Sink()
    server = await asyncio.start_server(sink.accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: sink, local_addr=("127.0.0.1", port))
    page = await site.show(
        f"""<link rel=preconnect href=http://127.0.0.1:{port}><link rel=dns-prefetch href=//localhost:{port}>
        <link rel=prefetch href=http://127.0.0.1:{port}/p><img src=http://127.0.0.1:{port}/i>
        <video src=http://127.0.0.1:{port}/v autoplay></video><object data=http://127.0.0.1:{port}/o></object>
        <iframe src=http://127.0.0.1:{port}/frame></iframe><p id=said></p><script>
        const at = '127.0.0.1:{port}', said = [];
        const note = word => {{ said.push(word); document.querySelector('#said').textContent = said.sort().join(); }};
        const socket = new WebSocket(`ws://${{at}}/`);
        socket.onerror = () => note('socket');
        new EventSource(`http://${{at}}/e`).onerror = () => note('events');
        navigator.sendBeacon(`http://${{at}}/b`, 'x');
        window.open(`http://${{at}}/w`);
        new Worker(URL.createObjectURL(new Blob([`fetch('http://${{at}}/worker', {{method: 'POST', body: 'x'}})`])));
        const peer = new RTCPeerConnection({{iceServers: [{{urls: `stun:${{at}}`}}]}});
        peer.createDataChannel('x');
        peer.onicecandidate = event => {{ if (!event.candidate) note('ice'); }};
        peer.createOffer().then(offer => peer.setLocalDescription(offer));
        const link = document.createElement('a');
        link.href = '/file'; link.download = 'x'; document.body.append(link); link.click();
        Notification.requestPermission().then(word => note(word));
        (navigator.serviceWorker ? navigator.serviceWorker.register('/sw.js') : Promise.reject())
          .then(() => 0, () => 0);
        fetch(`http://${{at}}/fetched`).then(answer => answer.text()).then(note);
        </script>"""
    )
    transport.close()
    server.close()
    await server.wait_closed()
    assert b'<p id="said">denied,events,hi,ice,socket</p>' in page.body
    paths = sorted(head.split()[1] for head in sink.heads)
    assert (paths, {b"user-agent: jobscan" in head for head in sink.heads}) == (
        [b"/fetched", b"/frame", b"/o", b"/robots.txt", b"/worker"],
        {True},
    )


async def test_nothing_is_kept_from_one_page_to_the_next(site: Site) -> None:
    html = """<p id=was></p><script>
      document.querySelector('#was').textContent = `${localStorage.seen}|${document.cookie}`;
      localStorage.seen = 'yes'; document.cookie = 'seen=yes; max-age=1000';
      </script>"""
    for _ in range(2):
        assert b'<p id="was">undefined|</p>' in (await site.show(html)).body


async def test_scripts_that_change_what_everything_means_do_not_change_what_is_read(site: Site) -> None:
    page = await site.show(
        """<p>true</p><script>
        Object.defineProperty(Element.prototype, 'outerHTML', {get: () => 'false'});
        Object.defineProperty(document, 'readyState', {get: () => 'loading'});
        String.prototype.slice = () => 'false'; window.alert('stop'); window.confirm('stop');
        </script>"""
    )
    assert b"<p>true</p>" in page.body


async def test_a_page_that_never_ends_or_takes_all_memory_is_ended(site: Site) -> None:
    """The next page gets a new browser."""
    for html, limits, kind, reason in (
        ("<script>for (;;);</script>", {"page_timeout_s": 1.5}, FetchFailure.TIMEOUT, "not done within 1.5 s"),
        (
            "<script>setInterval(() => fetch('/jobs.json'), 50)</script>",
            {"max_memory_bytes": 1024**2},
            FetchFailure.BROKEN,
            "took more than 1 MiB of memory",
        ),
    ):
        settings = replace(SETTINGS, browser=replace(PATIENT, **limits))
        async with Fetcher(settings) as fetcher:
            with pytest.raises(FetchError, match=reason) as caught:
                await site.show(html, fetcher)
            assert caught.value.kind == kind


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files are made: its path is short, as the system's own is."""
    with tempfile.TemporaryDirectory(dir="/tmp") as path:
        monkeypatch.setenv("TMPDIR", path)
        monkeypatch.setattr(tempfile, "tempdir", path)
        yield Path(path)


async def test_cancelling_kills_every_process_and_leaves_no_file(site: Site, folder: Path) -> None:
    asked, gate = "/begun", asyncio.Event()
    site.boards.routes[asked] = json_reply({}, gate=gate)
    async with Fetcher(SETTINGS) as fetcher:
        html = f"<script>fetch('{asked}'); </script>"
        task = asyncio.create_task(site.show(html, fetcher))
        async with asyncio.timeout(PATIENCE_S):
            await site.boards.wait_for(asked)
        browser = [
            pid for pid in descendants() if "sealed.invalid" in command_of(pid) and folder.name in command_of(pid)
        ]
        assert browser
        await cancelled_with(task, browser)
    gate.set()
    assert list(folder.iterdir()) == []


async def test_a_start_that_is_cancelled_leaves_nothing(site: Site, folder: Path) -> None:
    before = set(descendants())
    async with Fetcher(SETTINGS) as fetcher:
        task = asyncio.create_task(site.show("<p>shell</p>", fetcher))
        async with asyncio.timeout(PATIENCE_S):
            while not (started := set(descendants()) - before):
                await asyncio.sleep(0)
        await cancelled_with(task, sorted(started))
    assert list(folder.iterdir()) == []


async def test_a_browser_that_ends_by_itself_is_said_and_replaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """And while it runs, it does not know what else is in our environment."""
    monkeypatch.setenv("JOBSCAN_NOTIFY__EMAIL__PASSWORD", "canary")
    asked, gate = "/begun-again", asyncio.Event()
    site.boards.routes[asked] = json_reply({}, gate=gate)
    async with Fetcher(SETTINGS) as fetcher:
        before = set(descendants())
        task = asyncio.create_task(site.show(f"<script>fetch('{asked}');</script>", fetcher))
        async with asyncio.timeout(PATIENCE_S):
            await site.boards.wait_for(asked)
        [browser] = [pid for pid in set(descendants()) - before if is_browser(pid)]
        environment = _read(Path(f"/proc/{browser}/environ"))
        assert ("PATH=" in environment, "canary" in environment) == (True, False)
        os.kill(browser, signal.SIGKILL)
        with pytest.raises(FetchError, match="the browser ended by itself") as caught:
            await task
        assert caught.value.kind is FetchFailure.BROKEN
        gate.set()
        assert b"<p>shell</p>" in (await site.show("<p>shell</p>", fetcher)).body


async def cancelled_with(task: asyncio.Task[Page], pids: list[int]) -> None:
    """Cancel a page, and see that these processes end with it."""
    ends = [os.pidfd_open(pid) for pid in pids]
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for end in ends:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        assert await asyncio.to_thread(poll.poll, KILLED_MS)
        os.close(end)


def is_browser(pid: int) -> bool:
    """Say whether this is the process of Chromium that started the others."""
    return "sealed.invalid" in command_of(pid) and "--type=" not in command_of(pid)


async def test_a_browser_that_does_not_start_says_why(site: Site, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho 'chromium: error while loading shared libraries: libnss3.so' >&2\nexit 127\n")
    program.chmod(0o755)
    settings = replace(SETTINGS, browser=replace(PATIENT, path=program))
    async with Fetcher(settings) as fetcher:
        with pytest.raises(FetchError) as caught:
            await site.show("<p>shell</p>", fetcher)
    wanted = f"{program} does not start: chromium: error while loading shared libraries: libnss3.so"
    assert (caught.value.kind, caught.value.reason) == (FetchFailure.BROKEN, wanted)


def descendants() -> list[int]:
    """Return the processes below this one."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (stat := _read(entry / "stat")):
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found, new = set[int](), {os.getpid()}
    while new:
        found |= new
        new = {pid for pid, parent in parents.items() if parent in new}
    return sorted(found - {os.getpid()})


def command_of(pid: int) -> str:
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
