"""A web server on loopback, in threads, for processes under test: its pages can be changed, held back and counted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from tests.cli.programs import PATIENCE_S
from tests.fixtures.web_server import serve_handler


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a path answers."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    #: Where a redirect leads.
    location: str | None = None
    #: The answer waits for it.
    gate: threading.Event | None = None
    #: The body never ends: one byte a moment, until the server closes.
    endless: bool = False


@dataclass
class Site:
    """A running server."""

    url: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    #: Instead of ``pages`` for requests whose query holds the text: path → text and answer.
    by_query: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    #: Path and query of each request, in order.
    log: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _asked: threading.Condition = field(default_factory=threading.Condition)

    def note(self, target: str) -> None:
        with self._asked:
            self.log.append(target)
            self._asked.notify_all()

    def answer(self, target: str) -> Answer:
        path, _, query = target.partition("?")
        text, answer = self.by_query.get(path, ("", None))
        if answer is not None and text in query:
            return answer
        return self.pages.get(path, Answer(status=404, body=b"{}"))

    def count(self, path: str) -> int:
        """Return how often a path was asked for, queries ignored."""
        return sum(urlsplit(target).path == path for target in list(self.log))

    def wait_for(self, path: str, count: int = 1) -> None:
        """Return when a path was asked for so often."""
        with self._asked:
            came = self._asked.wait_for(lambda: self.count(path) >= count, timeout=PATIENCE_S)
        assert came, f"{path} was asked for {self.count(path)} times, not {count}: {self.log}"

    def greenhouse(self, name: str, titles: Sequence[str], **fields: object) -> str:
        """Put up a Greenhouse board; return its path."""
        return self._put(f"/v1/boards/{name}/jobs", greenhouse_list(titles), fields)

    def greenhouse_answer(self, name: str, **fields: object) -> str:
        """Let the address of a Greenhouse board answer anything; return its path."""
        return self._put(f"/v1/boards/{name}/jobs", b"{}", fields)

    def _put(self, path: str, body: bytes, fields: Mapping[str, object]) -> str:
        self.pages[path] = Answer(**({"body": body} | dict(fields)))  # type: ignore[arg-type]
        return path


def greenhouse_list(titles: Sequence[str]) -> bytes:
    """Return a Greenhouse list; a posting's id is its place in ``titles``."""
    jobs = [
        {
            "id": number,
            "title": title,
            "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
            "location": {"name": "Berlin"},
            "content": f"&lt;p&gt;We look for a {title}.&lt;/p&gt;",
        }
        for number, title in enumerate(titles, start=1)
    ]
    return json.dumps({"jobs": jobs, "meta": {"total": len(jobs)}}).encode()


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.site.note(self.path)
        answer = self.site.answer(self.path)
        if answer.gate is not None:
            answer.gate.wait(PATIENCE_S)
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        same = answer.status == 200 and self.headers.get("If-None-Match") == etag
        self.send_response(304 if same else answer.status)
        self.send_header("ETag", etag)
        if answer.location is not None:
            self.send_header("Location", answer.location)
        if not same:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", "1000000" if answer.endless else str(len(answer.body)))
        self.end_headers()
        if not same:
            self._send_body(answer)

    def _send_body(self, answer: Answer) -> None:
        try:
            self.wfile.write(answer.body)
            while answer.endless and not self.site.closing.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.close_connection = True  # the client went away, which is what some tests are about

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serve_site() -> Iterator[Site]:
    """Run a server for the length of the body."""
    site = Site()
    with serve_handler(type("Handler", (_Handler,), {"site": site})) as url:
        site.url = url
        try:
            yield site
        finally:
            site.closing.set()
