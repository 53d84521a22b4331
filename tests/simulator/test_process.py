"""A market in a process of its own: what is asked of it from here happens over there."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jobscan.domain.page import Page, Request
from jobscan.domain.source import Source
from jobscan.exceptions import FetchError, FetchFailure
from jobscan.fetch import Fetcher
from jobscan.simulator import Market, MarketSettings
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.faults.catalogue import Fault
from jobscan.simulator.server.process import Remote, RemoteError, market_process
from jobscan.sources import ADAPTERS
from jobscan.utils.urls import rebase_url
from tests.fetch.helpers import make_fetcher

SETTINGS = MarketSettings(seed=7, companies=10, postings=25, fail=0, empty=0)


@pytest.fixture(scope="module")
def remote() -> Iterator[Remote]:
    """One market for the tests of this file that leave it as good as they found it."""
    with market_process(SETTINGS) as remote:
        yield remote


async def walk(fetcher: Fetcher, source: Source) -> tuple[list[str], list[Page]]:
    """Scan a board as the engine would; return ids and pages."""
    adapter = ADAPTERS[source.type]
    ids: list[str] = []
    pages: list[Page] = []
    waiting: deque[Request] = deque([adapter.first_request(source)])
    while waiting:
        request = waiting.popleft()
        page = await fetcher.fetch(replace(request, url=rebase_url(request.url, source.base_url)))
        parsed = adapter.parse(source, request, page)
        pages.append(page)
        ids += [posting.external_id for posting in parsed.postings if posting.job]
        waiting.extend(parsed.next)
        waiting.extend(posting.detail for posting in parsed.postings if posting.detail)
    return ids, pages


async def test_what_jobscan_asks_for_first_was_rendered_by_warming(remote: Remote) -> None:
    remote.warm()
    before = remote.counts()
    async with make_fetcher() as fetcher:
        walks = {source.key: await walk(fetcher, source) for source in remote.sources()}
    after = remote.counts()
    assert before.rendered > SETTINGS.companies
    assert after.rendered == before.rendered
    pages = sum(len(pages) for _, pages in walks.values())
    assert after.answers - before.answers == pages + after.by_board[""]  # "": robots.txt, which is no board's
    here = Market(SETTINGS)
    assert {source.key: set(walks[source.key][0]) for source in remote.sources()} == {
        source.key: set(board.listing()) for source, board in zip(here.sources(""), here.boards, strict=True)
    }


async def test_a_tick_happens_over_there_as_it_would_here() -> None:
    here = Market(SETTINGS)
    with market_process(SETTINGS) as remote:
        for _ in range(3):
            tick, known = remote.tick(), here.tick()
            assert (tick.number, tick.now) == (known.number, known.now)
            assert [tuple(event) for event in tick.events] == [
                (event.board.prefix, event.external_id, event.kind) for event in known.events
            ]
        truth = remote.truth()
        assert {prefix: truth[prefix].active for prefix in truth} == {
            prefix: here.truth[prefix].active for prefix in here.truth
        }
        greenhouse = next(source for source in remote.sources() if source.type == "greenhouse")
        async with make_fetcher() as fetcher:
            ids, _ = await walk(fetcher, greenhouse)
        assert set(ids) == set(here.boards[0].listing())


async def test_only_what_a_tick_changed_is_rendered_again() -> None:
    still = replace(SETTINGS.still(), systems=("greenhouse", "lever"), change=0.01)
    with market_process(still) as remote:
        remote.warm()
        first = remote.counts().rendered
        changed = {event.prefix for event in remote.tick().events}
        remote.warm()
        assert first == still.companies
        assert remote.counts().rendered - first == len(changed)
        assert 0 < len(changed) < still.companies


async def test_a_board_is_told_how_to_behave_from_here(remote: Remote) -> None:
    source = remote.sources()[0]
    assert source.base_url is not None
    prefix = source.base_url.rpartition("/")[2]
    remote.behave(prefix, Behaviour(fault=Fault.LIMITED_SECONDS, fault_answers=1))
    async with make_fetcher() as fetcher:
        with pytest.raises(FetchError) as caught:
            await walk(fetcher, source)
        ids, _ = await walk(fetcher, source)
    assert (caught.value.kind, caught.value.retry_after_s) == (FetchFailure.RATE_LIMITED, 120)
    assert ids
    assert remote.counts().by_status[429] == 1


def test_a_command_that_fails_says_why_and_the_market_goes_on(remote: Remote) -> None:
    with pytest.raises(RemoteError, match="KeyError: 'nobody'"):
        remote.behave("nobody", Behaviour())
    assert remote.url.startswith("http://127.0.0.1:")
    assert remote.counts().connections >= 0


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_the_process_ends_with_the_context_and_a_dead_one_is_told() -> None:
    others = set(multiprocessing.active_children())
    with market_process(replace(SETTINGS, companies=1)) as remote:
        (child,) = set(multiprocessing.active_children()) - others
        pid = child.pid
        assert pid is not None
        assert remote.counts().answers == 0
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(RemoteError, match="gone"):
            remote.counts()
    assert not is_alive(pid)


CRASH = """
import os, signal
from jobscan.simulator import MarketSettings
from jobscan.simulator.server.process import market_process
if __name__ == "__main__":
    with market_process(MarketSettings(companies=1, postings=1)) as remote:
        print(remote.url, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_does_not_outlive_a_process_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(CRASH)
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    parts = urlsplit(done.stdout.strip())
    while True:
        try:
            socket.create_connection((parts.hostname, parts.port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
