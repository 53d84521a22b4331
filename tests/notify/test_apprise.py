"""Apprise, with its plugin for plain JSON and a real server."""

from __future__ import annotations

import asyncio
import sys

import pytest

from jobscan.domain.delivery import SENT, Result
from jobscan.exceptions import ConfigError
from jobscan.fetch import Fetcher
from jobscan.notify import CHANNELS, Channel
from tests.fixtures.receiver import Answer, Ending, Receiver
from tests.notify.messages import message

CANARY = "canary-8fk2"
# Apprise's own import, on Python 3.11 and 3.12.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def make(fetcher: Fetcher, url: str) -> Channel:
    channel = CHANNELS["apprise"]
    return channel.make("other", channel.settings.model_validate({"url": url}), fetcher)


async def test_a_message_arrives_and_a_refusal_is_tried_again(fetcher: Fetcher, receiver: Receiver) -> None:
    channel = make(fetcher, f"{receiver.url.replace('http', 'json')}/{CANARY}")
    receiver.answers.extend([Answer(200), Answer(500)])
    assert await channel.send(message()) == SENT
    outcome = await channel.send(message())
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, False)
    assert CANARY not in repr(outcome)
    assert receiver.json[0]["title"] == "1 new job - Python"
    assert "Senior Engineer" in receiver.json[0]["message"]


async def test_who_is_cancelled_does_not_wait_for_the_thread(fetcher: Fetcher, receiver: Receiver) -> None:
    receiver.answer = Answer(ending=Ending.SILENT)
    task = asyncio.create_task(make(fetcher, receiver.url.replace("http", "json")).send(message()))
    while not receiver.asked:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_url_that_apprise_does_not_know_is_refused_without_repeating_it(fetcher: Fetcher) -> None:
    with pytest.raises(ConfigError) as caught:
        make(fetcher, f"nonsense-{CANARY}")
    assert CANARY not in str(caught.value)


async def test_without_the_extra_the_error_says_how_to_get_it(
    fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(ConfigError, match=r'pip install "jobscan\[apprise\]"'):
        make(fetcher, "json://127.0.0.1")
