"""Names: whose answers are trusted, and what a resolver that hangs can hold up."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from jobscan.domain.page import HostLimit
from jobscan.exceptions import FetchFailure
from tests.fetch.helpers import fails, failure_of, get, make_fetcher
from tests.fixtures.evil import Evil


class Names:
    """A resolver: answers from a table, remembers the questions, hangs at "hung" names until released."""

    def __init__(self, **answers: list[str]) -> None:
        self.answers = {name.replace("_", "."): addresses for name, addresses in answers.items()}
        self.asked: list[str] = []
        self.released = threading.Event()

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        if host.startswith("hung"):
            self.released.wait()
        if host not in self.answers:
            raise OSError(-2, "Name or service not known")
        return self.answers[host]


@pytest.fixture
def names() -> Iterator[Names]:
    table = Names(
        board_test=["127.0.0.1"],
        mixed_test=["127.0.0.1", "10.0.0.1"],
        empty_test=[],
        strange_test=["not an address"],
        second_test=["127.0.0.2", "127.0.0.1"],
    )
    yield table
    table.released.set()


async def test_a_name_leads_to_its_address_and_stays_in_the_host_header(evil: Evil, names: Names) -> None:
    async with make_fetcher(lookup=names) as fetcher:
        await fetcher.fetch(get(f"http://board.test:{evil.port}/ok"))
    assert evil.log[0].headers["host"] == f"board.test:{evil.port}"


@pytest.mark.parametrize(
    ("host", "kind", "reason"),
    [
        ("mixed.test", FetchFailure.REFUSED, "10.0.0.1 is private"),
        ("unknown.test", FetchFailure.NETWORK, "cannot resolve unknown.test: Name or service not known"),
        ("empty.test", FetchFailure.NETWORK, "cannot resolve empty.test: it has no address"),
        ("strange.test", FetchFailure.NETWORK, "cannot resolve strange.test"),
        ("hung.test", FetchFailure.NETWORK, "cannot resolve hung.test: the resolver does not answer"),
    ],
)
async def test_answers_that_cannot_be_used_have_their_kind(
    evil: Evil, names: Names, host: str, kind: FetchFailure, reason: str
) -> None:
    await fails(f"http://{host}:{evil.port}/ok", kind, reason, lookup=names, dns_timeout_s=0.1)
    assert evil.log == []


async def test_the_next_address_is_tried_when_one_does_not_answer(evil: Evil, names: Names) -> None:
    async with make_fetcher(lookup=names) as fetcher:
        page = await fetcher.fetch(get(f"http://second.test:{evil.port}/ok"))
    assert page.status == 200


async def test_a_name_is_resolved_once_a_connection_so_that_it_cannot_answer_twice(evil: Evil, names: Names) -> None:
    url = f"http://board.test:{evil.port}"
    async with make_fetcher(lookup=names) as fetcher:
        await fetcher.fetch(get(url + "/ok"))
        names.answers["board.test"] = ["10.0.0.1"]
        await fetcher.fetch(get(url + "/ok"))  # over the connection that was vetted
        assert names.asked == ["board.test"]
        await failure_of(fetcher, get(url + "/closed"))  # ends that connection
        error = await failure_of(fetcher, get(url + "/ok"))
    assert (error.kind, evil.connections) == (FetchFailure.REFUSED, 1)


async def test_hung_lookups_hold_up_neither_other_names_nor_the_default_executor(evil: Evil, names: Names) -> None:
    async with make_fetcher(lookup=names, dns_timeout_s=3_600) as fetcher, asyncio.TaskGroup() as group:
        hung = [
            group.create_task(failure_of(fetcher, get(f"http://hung{n}.test/", limit=HostLimit(name=f"hung{n}"))))
            for n in range(6)
        ]
        while len(names.asked) < 6:
            await asyncio.sleep(0)
        await fetcher.fetch(get(f"http://board.test:{evil.port}/ok"))
        await asyncio.to_thread(int)
        assert not any(task.done() for task in hung)
        names.released.set()


async def test_one_hung_name_takes_one_thread_however_often_it_is_asked_for(evil: Evil, names: Names) -> None:
    async with make_fetcher(lookup=names, dns_timeout_s=1) as fetcher:
        for _ in range(2):
            limits = [HostLimit(name=f"host{n}") for n in range(10)]
            await asyncio.gather(*(failure_of(fetcher, get("http://hung.test/", limit=limit)) for limit in limits))
        assert names.asked == ["hung.test"]
        await fetcher.fetch(get(f"http://board.test:{evil.port}/ok"))


async def test_when_all_threads_hang_names_fail_in_time_and_come_back_later(evil: Evil, names: Names) -> None:
    async with make_fetcher(lookup=names, dns_timeout_s=1) as fetcher:
        await asyncio.gather(
            *(failure_of(fetcher, get(f"http://hung{n}.test/", limit=HostLimit(name=f"hung{n}"))) for n in range(8))
        )
        error = await failure_of(fetcher, get(f"http://board.test:{evil.port}/ok"))
        assert error.kind is FetchFailure.NETWORK
        names.released.set()
        page = await fetcher.fetch(get(f"http://board.test:{evil.port}/ok"))
    assert page.status == 200


def test_a_lookup_that_ends_after_its_loop_does_no_harm(names: Names) -> None:
    asyncio.run(fails("http://hung.test/", FetchFailure.NETWORK, "", lookup=names, dns_timeout_s=0.05))
    left = [thread for thread in threading.enumerate() if thread.name == "lookup hung.test"]
    names.released.set()
    for thread in left:
        thread.join()  # what it raises fails the test
    assert [thread.is_alive() for thread in left] == [False]


def test_a_hung_lookup_does_not_keep_the_process_from_ending() -> None:
    program = """
import asyncio, threading
from jobscan.domain.page import HostLimit, Request
from jobscan.exceptions import FetchError
from jobscan.fetch import Fetcher, FetchSettings

async def main():
    settings = FetchSettings(dns_timeout_s=0.1, retries=0)
    async with Fetcher(settings, lookup=lambda host: threading.Event().wait()) as fetcher:
        try:
            await fetcher.fetch(Request(url="http://hung.test/", limit=HostLimit(name="test")))
        except FetchError as error:
            print(error.kind)

asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("network\n", "")
