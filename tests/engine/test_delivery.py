"""From a posting on a board to a message at its receiver: what is told, when, how often, to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jobscan.domain.alert import Alert, AlertRule, Send
from jobscan.domain.delivery import DeliveryKind, DeliveryStatus
from jobscan.domain.job import ChangeKind
from jobscan.domain.source import Source
from jobscan.domain.user import QuietHours, User
from jobscan.engine.deliver.outbox import OutboxRules
from jobscan.services.users import add_user
from tests.engine.board_server import BoardServer, greenhouse_board, greenhouse_job, greenhouse_reply
from tests.engine.delivery_setup import ENGINEER, OWNER, DeliverySetup, Recorder, open_desk
from tests.engine.harness import Harness, recorded_source
from tests.fixtures.corpus import SCRUBBED
from tests.fixtures.replay import Replay

MINUTE = timedelta(minutes=1)
README = Path(__file__).parents[2] / "README.md"
DAY = timedelta(days=1)


@pytest.fixture
async def delivering(harness: Harness) -> AsyncIterator[DeliverySetup]:
    """A desk on each database in turn."""
    async with open_desk(harness) as opened:
        yield opened


@pytest.fixture
def acme(boards: BoardServer) -> Source:
    """A board of five postings."""
    boards.greenhouse("acme", greenhouse_board(range(5)))
    return Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards.url)


def text_of(mail: Any, kind: str = "plain") -> str:
    """Return the plain text of a mail, or its HTML."""
    body = mail.parsed.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def digest_alerts(deliveries: Any, notifications: Any) -> list[str]:
    """Return the alerts whose matches the last message holds, which are named by their only posting."""
    return [
        f"nr {row['matched']['title'].split()[-1]}"
        for row in notifications
        if row["delivery_id"] == deliveries[-1]["id"]
    ]


async def test_a_month_of_canonical_is_told_in_one_mail(delivering: DeliverySetup, replay: Replay) -> None:
    """Of 32 new and 27 updated postings exactly those with the word engineer in their title, once."""
    canonical = recorded_source(replay, "greenhouse", "canonical", name="Canonical")
    await delivering.watch(Alert(name="engineers", rule=ENGINEER))
    await delivering.harness.scan(canonical)
    assert await delivering.deliver() == Counter()
    before = await delivering.harness.jobs(canonical)
    baseline = await delivering.notifications(delivery_status="baseline")
    assert len(baseline) == sum(is_engineer(stored.job.title) for stored in before.values())

    replay.advance()
    await delivering.harness.scan(canonical)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}

    after = await delivering.harness.jobs(canonical)
    versions = (await delivering.harness.dump())["job_versions"]
    updated = {row["job_key"] for row in versions if row["kind"] == "updated"}
    fresh = {stored.job.job_key for name, stored in after.items() if name not in before}
    assert (len(fresh), len(updated)) == (32, 27)
    wanted = {s.job.job_key: s.job for s in after.values() if is_engineer(s.job.title)}
    told = await delivering.notifications(delivery_status="sent")
    assert {row["job_key"] for row in told} == (fresh | updated) & wanted.keys()
    assert Counter(row["kind"] for row in told) == {
        "new": len(fresh & wanted.keys()),
        "updated": len(updated & wanted.keys()),
    }
    [mail] = delivering.mails
    text = text_of(mail)
    for row in told:
        assert text.count(wanted[row["job_key"]].url + "\n") == 1
    assert text.count("[NEW]") + text.count("[UPDATED]") == len(told)
    [shown] = re.findall(r"^```text\n(12 new jobs.*?)…\n```$", README.read_text(), re.MULTILINE | re.DOTALL)
    # The words of the original texts state more: that visas are sponsored, for one.
    assert replay.corpus is not SCRUBBED or text.startswith(shown), "the README shows another mail"

    await delivering.harness.scan(canonical)
    assert await delivering.deliver() == Counter()
    assert len(delivering.mails) == 1


def is_engineer(title: str) -> bool:
    """Judge a title by other means than jobscan's."""
    return re.search(r"\bengineer\b", title, re.IGNORECASE) is not None


async def test_every_channel_of_an_alert_tells_once(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    await delivering.watch(Alert(name="all", to=("email", "hook")))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(7)))
    await delivering.harness.scan(acme)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 2}
    [mail] = delivering.mails
    [posted] = delivering.receiver.json
    assert mail.recipients == ("me@example.org",)
    assert sorted(job["title"] for job in posted["data"]["jobs"]) == ["Engineer 5", "Engineer 6"]
    assert "Engineer 5" in text_of(mail)
    rows = await delivering.notifications(delivery_status="sent")
    assert Counter(row["channel"] for row in rows) == {"email": 2, "hook": 2}


async def test_a_change_is_told_with_what_it_was(delivering: DeliverySetup, boards: BoardServer, acme: Source) -> None:
    await delivering.watch(Alert(name="leads", rule=AlertRule(keywords=("lead",))))
    await delivering.harness.scan(acme)
    jobs = [greenhouse_job(n, title="Lead 0" if n == 0 else f"Engineer {n}") for n in range(5)]
    boards.greenhouse("acme", greenhouse_reply(jobs))
    await delivering.harness.scan(acme)
    await delivering.deliver()

    assert "Title: Engineer 0 → Lead 0" in text_of(delivering.mails[0])
    # Back and forth: each version is told once.
    boards.greenhouse("acme", greenhouse_board(range(5)))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_reply(jobs))
    await delivering.harness.scan(acme)
    assert await delivering.deliver() == Counter()


async def test_markup_and_blanks_are_no_news(delivering: DeliverySetup, boards: BoardServer, acme: Source) -> None:
    await delivering.watch(Alert(name="all"))
    await delivering.harness.scan(acme)
    moved = [greenhouse_job(n, content=f"&lt;div&gt;Work  on project\n{n}.&lt;/div&gt;") for n in range(5)]
    boards.greenhouse("acme", greenhouse_reply(moved))
    await delivering.harness.scan(acme)
    assert await delivering.deliver() == Counter()


async def test_an_amended_posting_is_told_when_it_matches_only_now(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    await delivering.watch(Alert(name="research", rule=AlertRule(departments=("research",))), Alert(name="all"))
    await delivering.harness.scan(acme)
    jobs = [greenhouse_job(n, departments=[{"name": "Research"}] if n == 1 else []) for n in range(5)]
    boards.greenhouse("acme", greenhouse_reply(jobs))
    await delivering.harness.scan(acme)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}
    assert "Engineer 1" in text_of(delivering.mails[0])
    assert "research" in delivering.mails[0].parsed["Subject"]


async def test_a_posting_that_is_back_is_told_to_those_who_ask(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    everything = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)
    await delivering.watch(Alert(name="back", rule=AlertRule(on=everything)), Alert(name="not", rule=AlertRule()))
    await delivering.harness.scan(acme)
    for numbers in (range(4), range(4), range(5)):
        boards.greenhouse("acme", greenhouse_board(numbers))
        await delivering.harness.scan(acme)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}
    assert "[REOPENED] Engineer 4" in text_of(delivering.mails[0])
    # Gone and back once more is another return.
    for numbers in (range(4), range(4), range(5)):
        boards.greenhouse("acme", greenhouse_board(numbers))
        await delivering.harness.scan(acme)
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}


async def test_what_exists_is_told_in_one_digest_to_those_who_ask(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    boards.greenhouse("acme", greenhouse_board(range(1200)))
    await delivering.watch(Alert(name="all", notify_existing=True))
    await delivering.harness.scan(acme)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}
    assert "1,200" in delivering.mails[0].parsed["Subject"]
    assert len(await delivering.notifications(delivery_status="sent", kind="existing")) == 1200
    # An alert that is made later, too.
    await delivering.watch(Alert(name="all", notify_existing=True), Alert(name="more", notify_existing=True))
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}


async def test_nothing_is_told_of_a_board_that_is_seen_for_the_first_time(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    """Not even when it takes several attempts to read it whole; a day later its news are news."""
    await delivering.watch(Alert(name="all"))
    boards.greenhouse("acme", greenhouse_board(range(3), total=5))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(4), total=5))
    await delivering.harness.scan(acme)
    assert await delivering.deliver() == Counter()

    delivering.harness.clock.advance(DAY)
    boards.greenhouse("acme", greenhouse_board(range(5), total=9))
    await delivering.harness.scan(acme)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1}
    assert "Engineer 4" in text_of(delivering.mails[0])


async def test_a_digest_comes_at_its_time_and_not_without_news(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    berlin = replace(OWNER, time_zone="Europe/Berlin")
    await delivering.watch(Alert(name="daily", send=Send.parse("daily 08:00")), owner=berlin)
    await delivering.harness.scan(acme)  # 9:00 UTC on 2 November, a Monday
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(7)))
    await delivering.harness.scan(acme)
    assert await delivering.deliver(timedelta(hours=19, minutes=59)) == Counter()
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}  # 7:00 UTC
    assert "2 new jobs" in delivering.mails[0].parsed["Subject"]
    assert await delivering.deliver(DAY) == Counter()


async def test_what_waits_goes_with_its_alert_to_another_time(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    await delivering.watch(Alert(name="daily", send=Send.parse("daily 08:00")))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)  # 10:00
    await delivering.watch(Alert(name="daily", send=Send.parse("daily 10:30")))
    assert await delivering.deliver(timedelta(minutes=29)) == Counter()
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}


async def test_quiet_hours_are_kept(delivering: DeliverySetup, boards: BoardServer, acme: Source) -> None:
    quiet = replace(OWNER, quiet_hours=QuietHours.parse("09:30-12:00"))
    await delivering.watch(Alert(name="all"), owner=quiet)
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)  # 10:00
    assert await delivering.deliver(timedelta(hours=1, minutes=59)) == Counter()
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}


async def test_a_digest_of_what_exists_keeps_quiet_hours(delivering: DeliverySetup, acme: Source) -> None:
    quiet = replace(OWNER, quiet_hours=QuietHours.parse("07:30-12:00"))
    await delivering.watch(Alert(name="all", notify_existing=True), owner=quiet)
    await delivering.harness.scan(acme)  # 9:00
    assert await delivering.deliver(timedelta(hours=2, minutes=59)) == Counter()
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}


async def test_what_is_beyond_the_cap_comes_in_one_digest_the_next_morning(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    alerts = [Alert(name=f"nr {n}", rule=AlertRule(keywords=(str(n),))) for n in range(5, 15)]
    await delivering.watch(*alerts, owner=replace(OWNER, max_per_day=3))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(15)))
    await delivering.harness.scan(acme)  # 10:00

    assert await delivering.deliver() == {DeliveryStatus.SENT: 3}
    assert await delivering.deliver(timedelta(hours=21, minutes=59)) == Counter()
    assert await delivering.deliver(MINUTE) == {DeliveryStatus.SENT: 1}
    digest = text_of(delivering.mails[-1])
    assert len(delivering.mails) == 4
    assert digest.count("[NEW]") == 7
    assert len(await delivering.notifications(delivery_status="sent")) == 10
    assert [row["kind"] for row in await delivering.deliveries()][3:] == [DeliveryKind.OVERFLOW]
    names = re.findall(r"^Stop (nr \d+): jobscan alerts disable '(nr \d+)'$", digest, re.MULTILINE)
    assert len(names) == 7
    assert names == sorted(
        (name, name) for name in digest_alerts(await delivering.deliveries(), await delivering.notifications())
    )


async def test_a_mail_of_many_postings_fits_and_is_the_same_at_every_attempt(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    """Mailboxes cut at about 102 kB what they show, and with it the end, where the alert can be stopped."""
    await delivering.watch(Alert(name="all", rule=AlertRule(keywords=("nr",))))
    await delivering.harness.scan(acme)
    places = {"name": "San Francisco, CA; New York City, NY; Seattle, WA; Chicago, IL; Washington, DC; Remote"}
    address = "https://www.acme-industries.example.com/careers/open-positions/senior-software-engineer?gh_jid="
    boards.greenhouse(
        "acme",
        greenhouse_reply(
            [
                greenhouse_job(n)
                | {"title": f"nr {n:03} " + "ж" * 120, "location": places, "absolute_url": f"{address}{n}"}
                for n in range(5, 130)
            ]
        ),
    )
    await delivering.harness.scan(acme)
    delivering.smtp.drop.add("RECEIPT")
    assert await delivering.deliver() == {DeliveryStatus.UNCERTAIN: 1}
    delivering.smtp.drop.clear()
    assert await delivering.deliver(timedelta(hours=5)) == {DeliveryStatus.SENT: 1}

    first, second = delivering.mails
    assert first.content == second.content
    html = text_of(first, "html").replace("\n", "\r\n")
    assert len(html.encode()) <= 90 * 1024
    assert html.count("gh_jid=") == 100
    assert "… and 25 more: <code>jobscan matches --alert all</code>" in html
    assert "Stop this alert</bdi>: <code>jobscan alerts disable all</code>" in html[-400:]


async def test_one_users_flood_delays_nobody_else(delivering: DeliverySetup, boards: BoardServer, acme: Source) -> None:
    """The other user's message is among the first, whatever waits before it."""
    recorder = Recorder()
    recorder.concurrency = 1
    delivering.channels["email"] = recorder
    delivering.rules = OutboxRules(max_per_day=1000)
    await delivering.watch(*(Alert(name=f"nr {n}") for n in range(30)))
    other = await add_user(delivering.harness.database, User(email="b@example.org"), now=delivering.harness.clock.now())
    from jobscan.services.alerts import add_alert

    await add_alert(
        delivering.harness.database, "b@example.org", Alert(name="mine"), now=delivering.harness.clock.now()
    )
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 31}
    assert other.user.email in [message.recipient for message in recorder.messages[:2]]


async def test_an_alert_that_is_stopped_before_its_time_tells_nothing(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    daily = Alert(name="daily", send=Send.parse("daily 12:00"))
    await delivering.watch(daily)
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)
    await delivering.watch(replace(daily, enabled=False))
    assert await delivering.deliver(DAY) == Counter()
    assert [row["delivery_status"] for row in await delivering.notifications(kind="new")] == ["cancelled"]
    # Enabled again it tells of what comes from then on.
    await delivering.watch(daily)
    boards.greenhouse("acme", greenhouse_board(range(7)))
    await delivering.harness.scan(acme)
    await delivering.deliver(DAY)
    assert "1 new job" in delivering.mails[0].parsed["Subject"] or "Engineer 6" in delivering.mails[0].parsed["Subject"]
    assert "Engineer 5" not in text_of(delivering.mails[0])


async def test_two_mails_of_one_alert_are_a_minute_apart(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    await delivering.watch(Alert(name="all"))
    await delivering.harness.scan(acme)
    clock, outbox = delivering.harness.clock, delivering.dispatcher._outbox
    for count in (6, 7):
        boards.greenhouse("acme", greenhouse_board(range(count)))
        await delivering.harness.scan(acme)
        await outbox.plan(delivering.channels, now=clock.now(), cooldown=timedelta(minutes=61))
    assert len(await delivering.deliveries()) == 1
    clock.advance(MINUTE)
    await outbox.plan(delivering.channels, now=clock.now(), cooldown=timedelta(minutes=61))
    assert len(await delivering.deliveries()) == 2


async def test_a_purge_never_causes_a_second_alert(
    delivering: DeliverySetup, boards: BoardServer, acme: Source
) -> None:
    from jobscan.engine.retention import Retention, prune

    await delivering.watch(Alert(name="all"))
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)
    await delivering.deliver()
    for _ in range(3):
        boards.greenhouse("acme", greenhouse_board(range(1)))
        await delivering.harness.scan(acme)
    for _ in range(3):
        await delivering.harness.scan(acme)
    assert len(await delivering.harness.active(acme)) == 1

    keep = Retention(jobs=90 * DAY, notifications=365 * DAY)
    assert await prune(delivering.harness.database, keep, now=delivering.harness.clock.now() + 400 * DAY) > 10
    assert len(await delivering.harness.jobs(acme)) == 1
    assert await delivering.notifications() == []
    delivering.harness.clock.advance(400 * DAY)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    record = await delivering.harness.scan(acme)

    assert record.counts.new == 5
    assert await delivering.deliver() == Counter()
    assert await delivering.notifications() == []
