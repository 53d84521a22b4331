"""What a careful script of an afternoon does with the same boards: the measure for a cold scan.

One thread and one connection, the standard library only: read the board, parse it, make its HTML text, upsert all rows
and commit. It keeps no lifecycle, no versions and no health, matches no rules, and believes whatever it is sent.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import http.client
import json
import sqlite3
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from jobscan.domain.source import Source

_TABLE = """CREATE TABLE jobs (key TEXT PRIMARY KEY, board TEXT, id TEXT, title TEXT, location TEXT, url TEXT,
department TEXT, updated_at TEXT, hash TEXT, description TEXT)"""
_UPSERT = """INSERT INTO jobs VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (key) DO UPDATE SET title=excluded.title,
location=excluded.location, url=excluded.url, department=excluded.department, updated_at=excluded.updated_at,
hash=excluded.hash, description=excluded.description"""
_BREAKS = frozenset({"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr"})


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")


def to_text(markup: str) -> str:
    """Return the text of escaped HTML, line by line."""
    parser = _Text()
    parser.feed(html.unescape(markup))
    lines = (" ".join(line.split()) for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)


def scan_plainly(sources: Sequence[Source], path: Path) -> int:
    """Read all Greenhouse boards into a new SQLite file; return how many postings there were."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(_TABLE)
    base = urlsplit(sources[0].base_url or "")
    connection = http.client.HTTPConnection(base.netloc)
    count = 0
    for source in sources:
        prefix = urlsplit(source.base_url or "").path
        path_ = f"{prefix}/v1/boards/{source.identifier}/jobs?content=true"
        connection.request("GET", path_, headers={"Accept-Encoding": "gzip"})
        board = json.loads(gzip.decompress(connection.getresponse().read()))
        rows = [_row(source.identifier, job) for job in board["jobs"]]
        count += len(rows)
        database.execute("BEGIN IMMEDIATE")
        database.executemany(_UPSERT, rows)
        database.execute("COMMIT")
    database.close()
    return count


def _row(board: str, job: dict[str, object]) -> tuple[object, ...]:
    text, title = to_text(str(job["content"])), str(job["title"])
    location = (job.get("location") or {}).get("name")  # type: ignore[attr-defined]
    departments = job.get("departments") or [{}]
    return (
        hashlib.sha256(f"greenhouse/{board}/{job['id']}".encode()).hexdigest(),
        board,
        str(job["id"]),
        title,
        location,
        job["absolute_url"],
        departments[0].get("name"),  # type: ignore[index]
        job["updated_at"],
        hashlib.sha256(f"{title}\0{text}\0{location}".encode()).hexdigest(),
        text,
    )
