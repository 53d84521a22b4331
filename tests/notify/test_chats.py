"""ntfy, Slack, Discord, Telegram: their limits, their escapes, their refusals, and that no secret is shown."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from jobscan.domain.delivery import SENT, AlertLink, DeliveryKind, NotificationKind, Outcome, Result
from jobscan.exceptions import ConfigError
from jobscan.fetch import Fetcher
from jobscan.notify import CHANNELS, Channel
from tests.fetch.helpers import make_fetcher
from tests.fixtures.receiver import Answer, Ending, Receiver
from tests.notify.messages import message, report, told

CANARY = "canary-8fk2"
CHATS = ["ntfy", "slack", "discord", "telegram"]
LATER, NEVER, FAULT = (Result.RETRY, False), (Result.DEAD, False), (Result.RETRY, True)


def make(fetcher: Fetcher, kind: str, base: str, **extra: Any) -> Channel:
    known: dict[str, dict[str, Any]] = {
        "ntfy": {"url": f"{base}/prefix/topic-{CANARY}", "token": f"tk_{CANARY}"},
        "slack": {"url": f"{base}/services/T0/B0/{CANARY}"},
        "discord": {"url": f"{base}/api/webhooks/1/{CANARY}"},
        "telegram": {"token": f"123:{CANARY}", "chat_id": -100, "base_url": base},
    }
    channel = CHANNELS[kind]
    return channel.make("chat", channel.settings.model_validate(known[kind] | extra), fetcher)


def text_of(kind: str, body: Any) -> str:
    text: str = body[{"ntfy": "message", "slack": "text", "discord": "content", "telegram": "text"}[kind]]
    return text


LIMITS = {"ntfy": 4_096, "slack": 4_000, "discord": 2_000, "telegram": 4_096}


def size_of(kind: str, text: str) -> int:
    """Return how long a text is, as the service counts."""
    sizes = {"ntfy": len(text.encode()), "slack": len(text)}
    return sizes.get(kind, len(text.encode("utf-16-le")) // 2)


def plain_of(kind: str, text: str) -> str:
    """Return a text as people see it, links aside."""
    return re.sub(r"\\(.)", r"\1", text) if kind == "discord" else unescape(text)


async def post(fetcher: Fetcher, receiver: Receiver, kind: str, answer: Answer) -> Outcome:
    receiver.answers.append(answer)
    outcome = await make(fetcher, kind, receiver.url).send(message())
    assert CANARY not in repr(outcome)
    return outcome


async def test_each_gets_what_its_interface_asks_for(fetcher: Fetcher, receiver: Receiver) -> None:
    for kind in CHATS:
        channel = make(fetcher, kind, receiver.url, **({"priority": 4} if kind == "ntfy" else {}))
        assert not channel.is_idempotent
        assert CANARY not in repr(vars(channel).get("_poster"))
        assert await channel.send(message()) == SENT
    assert [asked.path for asked in receiver.asked] == [
        "/prefix/",
        f"/services/T0/B0/{CANARY}",
        f"/api/webhooks/1/{CANARY}?wait=true",
        f"/bot123:{CANARY}/sendMessage",
    ]
    assert receiver.asked[0].headers["authorization"] == f"Bearer tk_{CANARY}"
    assert receiver.json == [
        {
            "topic": f"topic-{CANARY}",
            "title": "1 new job - Python",
            "message": "NEW Senior Engineer\nCanonical · London\nhttps://example.org/jobs/1"
            "\n\nStop this alert: jobscan alerts disable Python",
            "tags": ["briefcase"],
            "priority": 4,
            "click": "https://example.org/jobs/1",
        },
        {
            "text": "*1 new job - Python*\n\nNEW <https://example.org/jobs/1|Senior Engineer>\nCanonical · London"
            "\n\nStop this alert: jobscan alerts disable Python",
            "unfurl_links": False,
            "unfurl_media": False,
        },
        {
            "content": "**1 new job \\- Python**\n\nNEW **Senior Engineer**\nCanonical · London\n"
            "<https://example.org/jobs/1>\n\nStop this alert\\: jobscan alerts disable Python",
            "allowed_mentions": {"parse": []},
            "flags": 4,
        },
        {
            "chat_id": -100,
            "text": "<b>1 new job - Python</b>\n\n"
            'NEW <a href="https://example.org/jobs/1">Senior Engineer</a>\nCanonical · London'
            "\n\nStop this alert: jobscan alerts disable Python",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        },
    ]


EVIL = "<!channel> @everyone <b>&amp; [x](http://evil.example) *_~`|| <@1> </a> \r\n# x \ud800\u202e"


@pytest.mark.parametrize("kind", CHATS)
async def test_titles_mention_nobody_and_link_nowhere(fetcher: Fetcher, receiver: Receiver, kind: str) -> None:
    url = "https://example.org/?a=1&b=|2"
    sent = message(told(EVIL, company=EVIL, location=EVIL, url=url), alert_name=EVIL)
    assert await make(fetcher, kind, receiver.url).send(sent) == SENT
    text = text_of(kind, receiver.json[0])
    if kind == "slack":
        assert re.findall(r"<[^>]*", text) == ["<https://example.org/?a=1&amp;b=%7C2|NEW"] or "<!" not in text
        assert "<!channel" not in text
        assert "<@1" not in text
    if kind == "discord":
        assert re.sub(r"\\.", "", text).count("<") == (1 if "<https" in text else 0)
        assert "](" not in re.sub(r"\\.", "", text)
    if kind == "telegram":
        assert set(re.findall(r"</?([a-z]+)", text)) <= {"a", "b"}
        assert "&lt;b&gt;&amp;amp;" in text


@pytest.mark.parametrize(("kind", "limit"), LIMITS.items())
@pytest.mark.parametrize("title", ["Engineer", "&" * 400, "😀" * 300, "*" * 300])
async def test_what_is_too_much_is_cut_between_postings_and_counted(
    fetcher: Fetcher, receiver: Receiver, kind: str, limit: int, title: str
) -> None:
    jobs = [told(title, url=f"https://example.org/{number}") for number in range(200)]
    assert await make(fetcher, kind, receiver.url).send(message(*jobs, more=800)) == SENT
    text = text_of(kind, receiver.json[0])
    assert limit // 2 < size_of(kind, text) <= limit
    shown = text.count("NEW ")
    assert shown
    assert plain_of(kind, text).endswith(
        f"\n\n… and {1000 - shown:,} more: jobscan matches --alert Python"
        "\n\nStop this alert: jobscan alerts disable Python"
    )


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("name", ["Python", "'" * 100, "&" * 100, "*" * 100, "Köln 😀"])
async def test_the_longest_names_leave_room_for_postings_and_for_how_to_stop(
    fetcher: Fetcher, receiver: Receiver, kind: str, name: str
) -> None:
    links = tuple(AlertLink(name=f"{number}{name}") for number in range(12))
    of_one = message(*[told("😀" * 300)] * 100, alert_name=name)
    of_many = message(*[told()] * 100, kind=DeliveryKind.OVERFLOW, alert_name=None, alerts=links)
    for sent in (of_one, of_many):
        assert await make(fetcher, kind, receiver.url).send(sent) == SENT
        text = text_of(kind, receiver.json[-1])
        assert size_of(kind, text) <= LIMITS[kind]
        shown = text.count("NEW ")
        assert shown
        assert f"\n\n… and {100 - shown} more: jobscan matches" in plain_of(kind, text)
        assert re.search(r"\n\n(Stop .*|Stop an alert: jobscan alerts list)\Z", plain_of(kind, text), re.DOTALL)
    assert re.search(r"more: jobscan alerts list|Stop an alert: jobscan alerts list", plain_of(kind, text))


@pytest.mark.parametrize("kind", CHATS)
async def test_a_report_counts_the_boards_and_alerts_that_it_leaves_out(
    fetcher: Fetcher, receiver: Receiver, kind: str
) -> None:
    (_, failing), (alert,) = report().sources, report().alerts
    long = report(sources=(failing,) * 13, alerts=(alert,) * 11)
    assert await make(fetcher, kind, receiver.url).send(message(kind=DeliveryKind.REPORT, report=long)) == SENT
    text = plain_of(kind, text_of(kind, receiver.json[0]))
    assert "… and 3 more failing boards, 1 more alert: jobscan report --since 2026-11-05T07:05Z" in text
    assert text.endswith("To stop the report, take `report.send` out of the configuration.")


@pytest.mark.parametrize("kind", CHATS)
async def test_changes_that_are_not_shown_are_counted(fetcher: Fetcher, receiver: Receiver, kind: str) -> None:
    changed = dict.fromkeys(("title", "company", "location", "department", "workplace"), ("a", "b"))
    lines = told(kind=NotificationKind.UPDATED, changes={"description": (None, "-a\n+b\n-c\n+d")})
    for job, words in ((told(changes=changed), "… and 1 more change\n"), (lines, "Text: − a + b … and 2 more lines\n")):
        assert await make(fetcher, kind, receiver.url).send(message(job)) == SENT
        assert words in plain_of(kind, text_of(kind, receiver.json[-1]))


@pytest.mark.parametrize("kind", CHATS)
async def test_a_posting_that_is_too_long_itself_is_shown_in_short(
    fetcher: Fetcher, receiver: Receiver, kind: str
) -> None:
    long = told("t" * 500, url="https://example.org/" + "x" * 1_990, company="c" * 200, location="l" * 400)
    assert await make(fetcher, kind, receiver.url).send(message(*[long] * 3)) == SENT
    text = text_of(kind, receiver.json[0])
    assert text.count("NEW ") == 3 or "more" in text
    assert "NEW " in text


@pytest.mark.parametrize("kind", CHATS)
async def test_changes_and_reports_are_told_too(fetcher: Fetcher, receiver: Receiver, kind: str) -> None:
    changed = {"title": ("Engineer", "Boss"), "description": (None, "-a\n+b"), "location": (None, "Ulm")}
    channel = make(fetcher, kind, receiver.url)
    assert await channel.send(message(told(kind=NotificationKind.UPDATED, changes=changed))) == SENT
    assert await channel.send(message(kind=DeliveryKind.REPORT, alert_name=None, report=report())) == SENT
    alert, summary = (text_of(kind, body) for body in receiver.json)
    assert "Title: Engineer → Boss" in alert.replace("\\", "")
    assert "Text: − a + b" in alert.replace("\\", "")
    assert "Spotify: HTTP 503" in summary.replace("\\", "")


@pytest.mark.parametrize("kind", CHATS)
async def test_what_each_answer_means(fetcher: Fetcher, receiver: Receiver, kind: str) -> None:
    unauthorised = {401: FAULT, 403: FAULT, 404: FAULT, 410: FAULT}
    if kind == "telegram":
        unauthorised = {401: FAULT, 404: FAULT, 403: NEVER, 410: NEVER}
    expected = unauthorised | {400: NEVER, 413: NEVER, 302: NEVER, 408: LATER, 429: FAULT, 500: FAULT, 503: FAULT}
    for status, meaning in expected.items():
        # Whoever repeats the secret, it is not shown.
        echo = json.dumps({"description": CANARY, "message": f"x{CANARY}", "error": f"tk_{CANARY}"}).encode()
        outcome = await post(fetcher, receiver, kind, Answer(status, body=echo if status == 500 else b""))
        assert (outcome.result, outcome.is_channel_fault) == meaning, status
        assert str(status) in outcome.reason


@pytest.mark.parametrize(
    ("kind", "status", "body", "reason"),
    [
        ("ntfy", 429, b'{"code": 42901, "error": "limit reached"}', "HTTP 429: limit reached"),
        ("slack", 410, b"channel_is_archived", "HTTP 410: channel_is_archived; check"),
        (
            "discord",
            400,
            b'{"code": 50006, "message": "Cannot send an empty message"}',
            "HTTP 400: Cannot send an empty",
        ),
        (
            "telegram",
            400,
            b'{"ok": false, "description": "Bad Request: chat not found"}',
            "Bad Request: chat not found",
        ),
        ("telegram", 403, b'{"ok": false, "description": "Forbidden: bot was blocked by the user"}', "blocked"),
        ("slack", 400, b"<html>a whole page</html>", "HTTP 400"),
        ("telegram", 400, b"[1" * 3000, "HTTP 400"),
    ],
)
async def test_a_refusal_is_told_in_the_words_of_the_service(
    fetcher: Fetcher, receiver: Receiver, kind: str, status: int, body: bytes, reason: str
) -> None:
    outcome = await post(fetcher, receiver, kind, Answer(status, body=body))
    assert reason in outcome.reason
    assert "page" not in outcome.reason


@pytest.mark.parametrize(
    ("kind", "body", "seconds"),
    [
        ("telegram", b'{"parameters": {"retry_after": 77}}', 77),
        ("telegram", b'{"parameters": {"retry_after": 1}}', 30),
        ("telegram", b'{"parameters": {"retry_after": "soon"}}', None),
        ("telegram", b'{"parameters": {"retry_after": NaN}}', None),
        ("discord", b'{"retry_after": 64.57}', 64.57),
    ],
)
async def test_a_wait_in_the_body_is_kept(
    fetcher: Fetcher, receiver: Receiver, kind: str, body: bytes, seconds: float | None
) -> None:
    assert (await post(fetcher, receiver, kind, Answer(429, body=body))).retry_after_s == seconds


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("ending", [Ending.SILENT, Ending.RESET])
async def test_what_may_have_arrived_is_in_doubt(receiver: Receiver, kind: str, ending: Ending) -> None:
    async with make_fetcher(read_timeout_s=0.2) as fetcher:
        outcome = await post(fetcher, receiver, kind, Answer(ending=ending))
    assert (outcome.result, outcome.is_channel_fault) == (Result.UNCERTAIN, False)


@pytest.mark.parametrize("kind", CHATS)
async def test_no_server_is_the_channels_trouble(fetcher: Fetcher, kind: str) -> None:
    outcome = await make(fetcher, kind, "http://127.0.0.1:1").send(message())
    assert (outcome.result, outcome.is_channel_fault) == FAULT
    assert CANARY not in repr(outcome)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("ntfy", {}),
        ("ntfy", {"url": "https://ntfy.sh/"}),
        ("ntfy", {"url": "https://ntfy.sh/x", "token": f"{CANARY} ü"}),
        ("slack", {}),
        ("discord", {}),
        ("telegram", {"chat_id": 1}),
        ("telegram", {"chat_id": 1, "token": f"{CANARY}\nx"}),
    ],
)
async def test_settings_that_cannot_work_are_refused_without_repeating_them(
    fetcher: Fetcher, kind: str, values: dict[str, Any]
) -> None:
    channel = CHANNELS[kind]
    with pytest.raises(ConfigError) as caught:
        channel.make("chat", channel.settings.model_validate(values), fetcher)
    assert caught.value.problems[0].startswith("notify.chat.")
    assert CANARY not in str(caught.value)
