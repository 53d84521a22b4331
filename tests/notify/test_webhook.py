"""Webhooks: signatures that the reference library accepts, bodies, and what each answer means."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from jobscan.domain.delivery import SENT, DeliveryKind, NotificationKind, Outcome, Result
from jobscan.exceptions import ConfigError
from jobscan.fetch import Fetcher
from jobscan.notify import CHANNELS, Channel
from tests.fetch.helpers import make_fetcher
from tests.fixtures.receiver import Answer, Ending, Receiver
from tests.notify.messages import TOKEN, message, report, told

FIRST = "whsec_" + base64.b64encode(b"a key of at least 24 bytes").decode()
SECOND = "whsec_" + base64.b64encode(b"another key of 24 bytes, too").decode()


def make(fetcher: Fetcher, **values: Any) -> Channel:
    channel = CHANNELS["webhook"]
    return channel.make("hook", channel.settings.model_validate(values), fetcher)


async def post(fetcher: Fetcher, receiver: Receiver, answer: Answer | None = None, **values: Any) -> Outcome:
    if answer is not None:
        receiver.answers.append(answer)
    return await make(fetcher, url=f"{receiver.url}/path-canary?token=canary", **values).send(message())


def verify(receiver: Receiver, secret: str | bytes, index: int = -1) -> Any:
    asked = receiver.asked[index]
    return Webhook(secret).verify(asked.body, asked.headers)


async def test_a_message_is_signed_as_the_standard_says(fetcher: Fetcher, receiver: Receiver) -> None:
    began = int(time.time())
    assert await post(fetcher, receiver, secret=FIRST) == SENT
    verify(receiver, FIRST)
    with pytest.raises(WebhookVerificationError):
        verify(receiver, SECOND)
    headers = receiver.asked[0].headers
    assert (receiver.asked[0].method, headers["content-type"]) == ("POST", "application/json")
    assert headers["webhook-id"] == f"msg_{TOKEN}"
    assert began <= int(headers["webhook-timestamp"]) <= time.time()


async def test_all_secrets_sign_while_they_are_being_changed(fetcher: Fetcher, receiver: Receiver) -> None:
    assert await post(fetcher, receiver, secret=f"{FIRST}\r\n\n  {SECOND} \nplain text ü\n") == SENT
    for secret in (FIRST, SECOND, "plain text ü".encode()):
        verify(receiver, secret)
    assert receiver.asked[0].headers["webhook-signature"].count("v1,") == 3


async def test_without_a_secret_nothing_is_signed(fetcher: Fetcher, receiver: Receiver) -> None:
    assert await post(fetcher, receiver) == SENT
    assert "webhook-signature" not in receiver.asked[0].headers
    assert receiver.asked[0].headers["webhook-id"] == f"msg_{TOKEN}"


async def test_a_copy_has_the_same_identity_and_the_same_body(fetcher: Fetcher, receiver: Receiver) -> None:
    channel = make(fetcher, url=receiver.url, secret=FIRST)
    assert channel.is_idempotent
    for _ in range(2):
        assert await channel.send(message()) == SENT
    first, second = receiver.asked
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])


async def test_the_body_holds_all_that_is_told(fetcher: Fetcher, receiver: Receiver) -> None:
    channel = make(fetcher, url=receiver.url)
    job = told(
        "Größe \ud800\x00",
        NotificationKind.UPDATED,
        workplace="remote",
        salary_min=float("nan"),
        salary_max=90_000.0,
        changes={"title": ("old", "Größe"), "salary_max": (None, 90_000.0), "description": (None, "@@\n-a\n+b")},
    )
    assert await channel.send(message(job, more=3)) == SENT
    assert await channel.send(message(kind=DeliveryKind.REPORT, alert_name=None, report=report())) == SENT
    alert, summary = receiver.json
    assert alert == {
        "type": "jobscan.alert",
        "timestamp": "2026-11-12T07:05:00.000000Z",
        "data": {
            "alert": "Python",
            "user": "me@example.org",
            "jobs": [
                {
                    "kind": "updated",
                    "job_key": "k",
                    "title": "Größe �",
                    "company": "Canonical",
                    "location": "London",
                    "url": "https://example.org/jobs/1",
                    "workplace": "remote",
                    "salary_min": None,
                    "salary_max": 90_000.0,
                    "changes": {
                        "title": {"old": "old", "new": "Größe"},
                        "salary_max": {"old": None, "new": 90_000.0},
                        "description": {"old": None, "new": "@@\n-a\n+b"},
                    },
                }
            ],
            "more": 3,
        },
    }
    assert summary["type"] == "jobscan.report"
    assert summary["data"]["report"]["since"] == "2026-11-05T07:05:00.000000Z"
    assert summary["data"]["report"]["sources"][1]["error_message"].startswith("HTTP 503")


LATER, NEVER, FAULT = (Result.RETRY, False), (Result.DEAD, False), (Result.RETRY, True)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ((200, 201, 202, 204, 299), (Result.SENT, False)),
        ((400, 404, 405, 410, 413, 422), NEVER),
        ((401, 403), FAULT),
        ((408, 409), LATER),
        ((425, 429, 500, 502, 503, 504, 599), FAULT),
        ((300, 301, 302, 303, 304, 307, 308), NEVER),
    ],
)
async def test_what_each_status_means(
    fetcher: Fetcher, receiver: Receiver, statuses: tuple[int, ...], expected: Any
) -> None:
    for status in statuses:
        outcome = await post(fetcher, receiver, Answer(status, ("Location: /elsewhere",)))
        assert (outcome.result, outcome.is_channel_fault) == expected, status
        assert "canary" not in repr(outcome)
        assert ("redirects are not followed" in outcome.reason) == (300 <= status < 400)
    assert len(receiver.asked) == len(statuses)


@pytest.mark.parametrize(
    ("status", "after", "seconds"),
    [(429, "120", 120), (503, "1", 30), (429, "9999999", 86_400), (429, "x", None), (410, "60", None)],
)
async def test_a_wait_that_is_asked_for_is_kept_within_bounds(
    fetcher: Fetcher, receiver: Receiver, status: int, after: str, seconds: float | None
) -> None:
    outcome = await post(fetcher, receiver, Answer(status, (f"Retry-After: {after}",)))
    assert outcome.retry_after_s == seconds


async def test_an_endless_reply_is_read_for_4_kib_only(fetcher: Fetcher, receiver: Receiver) -> None:
    assert await post(fetcher, receiver, Answer(200, ending=Ending.ENDLESS)) == SENT
    outcome = await post(fetcher, receiver, Answer(500, ending=Ending.CUT))
    assert outcome.result is Result.RETRY


@pytest.mark.parametrize("ending", [Ending.SILENT, Ending.RESET])
async def test_what_may_have_arrived_is_sent_again_because_the_receiver_knows_copies(
    receiver: Receiver, ending: Ending
) -> None:
    async with make_fetcher(read_timeout_s=0.2) as fetcher:
        outcome = await post(fetcher, receiver, Answer(ending=ending))
    assert (outcome.result, outcome.is_channel_fault) == LATER
    assert "canary" not in repr(outcome)


async def test_a_private_address_is_the_operators_to_open(receiver: Receiver) -> None:
    async with Fetcher() as guarded:
        outcome = await post(guarded, receiver)
    assert (outcome.result, outcome.is_channel_fault) == FAULT
    assert "network.allow_networks" in outcome.reason
    assert receiver.asked == []


async def test_no_server_is_the_channels_trouble(fetcher: Fetcher) -> None:
    outcome = await make(fetcher, url="http://127.0.0.1:1/canary").send(message())
    assert (outcome.result, outcome.is_channel_fault) == FAULT
    assert "canary" not in repr(outcome)


@pytest.mark.parametrize("values", [{}, {"url": "https://example.org", "secret": "whsec_no base64 canary"}])
async def test_settings_that_cannot_work_are_refused_without_repeating_them(
    fetcher: Fetcher, values: dict[str, str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        make(fetcher, **values)
    assert caught.value.problems[0].startswith("notify.hook.")
    assert "canary" not in str(caught.value)
