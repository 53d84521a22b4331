"""The dead man's switch is asked after scans that were stored, and only then."""

from __future__ import annotations

import pytest

from jobscan.domain.source import Source
from jobscan.engine.deliver.ping import Pinger
from jobscan.engine.supervisor import Engine, Outlets
from tests.engine.board_server import BoardServer, Reply, greenhouse_board
from tests.engine.harness import Harness


def engine(harness: Harness, url: str) -> Engine:
    harness.clock.advance()
    return harness.engine(outlets=Outlets(pinger=Pinger(harness.fetcher, url)))


@pytest.fixture
def acme(boards: BoardServer) -> Source:
    boards.greenhouse("acme", greenhouse_board(range(3)))
    boards.routes["/ping/"] = lambda _asked: Reply(body=b"OK")
    return Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards.url)


async def test_a_cycle_that_is_stored_is_a_sign_of_life(
    sqlite_harness: Harness, boards: BoardServer, acme: Source
) -> None:
    await engine(sqlite_harness, f"{boards.url}/ping/canary").scan(sqlite_harness.plan(acme), [acme])
    assert [path for path in boards.paths() if path.startswith("/ping")] == ["/ping/canary"]


async def test_a_cycle_in_which_everything_failed_is_none(
    sqlite_harness: Harness, boards: BoardServer, acme: Source
) -> None:
    boards.greenhouse("acme", Reply(status=404))
    await engine(sqlite_harness, f"{boards.url}/ping/canary").scan(sqlite_harness.plan(acme), [acme])
    assert [path for path in boards.paths() if path.startswith("/ping")] == []


@pytest.mark.parametrize("status", [404, 500])
async def test_a_ping_that_fails_is_said_once_and_harms_nothing(
    sqlite_harness: Harness, boards: BoardServer, acme: Source, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    boards.routes["/ping/"] = lambda _asked: Reply(status=status)
    pinger = Pinger(sqlite_harness.fetcher, f"{boards.url}/ping/canary")
    await pinger.ping()
    await pinger.ping()
    said = capsys.readouterr()
    lines = [line for line in (said.out + said.err).splitlines() if "ping_failed" in line]
    assert len([line for line in lines if "warning" in line]) == 1
    assert "canary" not in said.out + said.err
