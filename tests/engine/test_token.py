"""Comeet's token: found on the hosted page, remembered, found again when it rotates, shown nowhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog

from jobscan.domain.source import Source
from tests.engine.board_server import BoardServer, Reply, json_reply
from tests.engine.harness import Harness
from tests.fixtures.evil import Asked

PAGE = "/jobs/acme/F6.003"
LIST = "/careers-api/2.0/company/F6.003/positions"
OLD, NEW = "0DDBA11CAFE0001", "5EC0DEFACADE002"


class Comeet:
    """A company at Comeet whose token may rotate."""

    def __init__(self, boards: BoardServer) -> None:
        self._boards = boards
        self.token = OLD
        #: On the hosted page, which may lag behind.
        self.shown = OLD
        self.numbers = [1, 2, 3]
        boards.routes |= {PAGE: self._page, LIST: self._list, "/robots.txt": Reply(status=404)}
        self.source = Source(type="comeet", identifier="acme/F6.003", name="Acme", base_url=boards.url)

    def asked(self) -> list[str]:
        """Return the paths asked for since the last call."""
        found = [path for path in self._boards.paths() if path != "/robots.txt"]
        self._boards.log.clear()
        return found

    def _page(self, asked: Asked) -> Reply:
        data = json.dumps({"company_uid": "F6.003", "token": self.shown, "slug": "acme"})
        return Reply(body=f"<script>COMPANY_DATA = {data};</script>".encode(), headers=("Content-Type: text/html",))

    def _list(self, asked: Asked) -> Reply:
        if parse_qs(urlsplit(asked.path).query)["token"] != [self.token]:
            return json_reply({"status": 400, "message": "Account uid or token are not valid"}, status=400)
        return json_reply([self._position(number) for number in self.numbers])

    def _position(self, number: int) -> dict[str, Any]:
        return {
            "uid": f"AA.{number:03}",
            "name": f"Welder {number}",
            "location": {"name": "Haifa"},
            "url_comeet_hosted_page": f"https://www.comeet.com/jobs/acme/F6.003/welder/AA.{number:03}",
            "position_url": f"https://www.comeet.co{LIST}/AA.{number:03}?token={self.token}",
        }


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """What our loggers say, and the libraries' from INFO on: at DEBUG the drivers show every row."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    def keep(_logger: Any, _method: str, event: Any) -> Any:
        lines.append(repr(event))
        raise structlog.DropEvent

    keeper, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    before = structlog.get_config()
    structlog.configure(processors=[structlog.processors.format_exc_info, keep])
    yield lines
    structlog.configure(**before)
    root.removeHandler(keeper)
    root.setLevel(level)


async def test_the_token_is_found_once_and_remembered(harness: Harness, boards: BoardServer) -> None:
    acme = Comeet(boards)
    assert (await harness.scan(acme.source)).counts.new == 3
    assert acme.asked() == [PAGE, LIST]
    assert (await harness.status(acme.source)).token == OLD
    assert (await harness.scan(acme.source)).outcome == "unchanged"
    assert acme.asked() == [LIST]


async def test_a_token_that_rotated_is_found_again_in_the_same_scan(harness: Harness, boards: BoardServer) -> None:
    acme = Comeet(boards)
    await harness.scan(acme.source)
    acme.asked()
    acme.token = acme.shown = NEW
    acme.numbers.append(4)
    record = await harness.scan(acme.source)
    assert (record.outcome, record.counts.new, record.counts.unchanged) == ("ok", 1, 3)
    assert acme.asked() == [LIST, PAGE, LIST]
    assert (await harness.status(acme.source)).token == NEW


async def test_a_token_that_is_refused_for_good_fails_the_scan_and_is_looked_for_once(
    harness: Harness, boards: BoardServer
) -> None:
    acme = Comeet(boards)
    await harness.scan(acme.source)
    acme.asked()
    acme.token = NEW
    record = await harness.scan(acme.source)
    assert record.outcome == "failed"
    assert "the token is refused" in (record.error or "")
    assert acme.asked() == [LIST, PAGE, LIST]
    assert len(await harness.active(acme.source)) == 3
    acme.shown = NEW
    assert (await harness.scan(acme.source)).outcome == "unchanged"


async def test_a_configured_token_wins_over_the_remembered_one(harness: Harness, boards: BoardServer) -> None:
    acme = Comeet(boards)
    acme.token = NEW
    configured = Source(type="comeet", identifier="acme/F6.003", name="Acme", base_url=boards.url, token=NEW)
    assert (await harness.scan(configured)).outcome == "ok"
    assert acme.asked() == [LIST]


async def test_the_token_is_in_no_log_line_error_or_record(
    harness: Harness, boards: BoardServer, log_lines: list[str]
) -> None:
    acme = Comeet(boards)
    await harness.scan(acme.source)
    acme.token = NEW
    await harness.scan(acme.source)
    for reply in (Reply(body=b"{}", cut=1), Reply(status=500), Reply(body=b"<html>"), Reply(body=b"[{}]")):
        boards.routes[LIST] = reply
        await harness.scan(acme.source)
    tables = await harness.dump()
    assert {row.pop("token") for row in tables["sources"]} == {OLD}
    shown = repr((tables, log_lines, await harness.status(acme.source), acme.source)).lower()
    assert "scans" in shown
    for secret in (OLD, NEW):
        assert secret.lower() not in shown
