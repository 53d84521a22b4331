"""Servers that are down, slow, rude or unclear: the right outcome for each, nothing lost, nobody else affected."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import anyio
import pytest
from pydantic import SecretStr

from jobscan.domain.alert import Alert, AlertRule, Send, SendKind
from jobscan.domain.delivery import DeliveryStatus, Message, Outcome, Result
from jobscan.domain.report import Report
from jobscan.domain.source import Source
from jobscan.domain.user import User
from jobscan.engine.deliver.outbox import OutboxRules, ReportPlan
from jobscan.engine.supervisor import Outlets
from jobscan.fetch import Fetcher
from jobscan.notify.channels.webhook import WebhookSettings
from jobscan.services.alerts import add_alert
from jobscan.services.report import make_report
from jobscan.services.users import add_user
from tests.engine.board_server import BoardServer, greenhouse_board
from tests.engine.delivery_setup import DeliverySetup, Recorder, made, open_desk
from tests.engine.harness import QUICK, Harness
from tests.fixtures.receiver import Answer

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SENT = {DeliveryStatus.SENT: 1}
FAULT = Outcome(result=Result.RETRY, reason="closed", is_channel_fault=True)


@pytest.fixture
async def delivering(sqlite_harness: Harness) -> AsyncIterator[DeliverySetup]:
    """What channels do does not depend on the database."""
    async with open_desk(sqlite_harness) as opened:
        yield opened


async def find_news(delivering: DeliverySetup, boards: BoardServer, *alerts: Alert) -> Source:
    """Let a board that the alerts know have one new posting."""
    boards.greenhouse("acme", greenhouse_board(range(5)))
    acme = Source(type="greenhouse", identifier="acme", name="Acme", base_url=boards.url)
    if alerts:
        await delivering.watch(*alerts)
    await delivering.harness.scan(acme)
    boards.greenhouse("acme", greenhouse_board(range(6)))
    await delivering.harness.scan(acme)
    return acme


BOTH = Alert(name="all", to=("email", "hook"))
MAIL = Alert(name="all")
HOOK = Alert(name="all", to=("hook",))


async def test_a_mail_server_may_be_down_for_an_hour(delivering: DeliverySetup, boards: BoardServer) -> None:
    delivering.smtp.drop.add("CONNECT")
    await find_news(delivering, boards, BOTH)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1, DeliveryStatus.PENDING: 1}
    assert len(delivering.receiver.asked) == 1
    for _ in range(12):
        assert set(await delivering.deliver(5 * MINUTE)) <= {DeliveryStatus.PENDING}
    [waiting] = await delivering.deliveries(channel="email")
    assert waiting["status"] == "pending"
    assert "127.0.0.1" in waiting["error_message"]

    delivering.smtp.drop.clear()
    await delivering.deliver(4 * HOUR)
    assert len(delivering.mails) == 1
    assert len(delivering.receiver.asked) == 1
    assert Counter(row["delivery_status"] for row in await delivering.notifications(kind="new")) == {"sent": 2}


async def test_a_mail_that_is_refused_for_now_is_tried_again(delivering: DeliverySetup, boards: BoardServer) -> None:
    delivering.smtp.refuse["RCPT"] = "451 4.7.1 greylisted, try again later"
    await find_news(delivering, boards, MAIL)
    assert await delivering.deliver() == {DeliveryStatus.PENDING: 1}
    [waiting] = await delivering.notifications(kind="new")
    assert (waiting["delivery_status"], waiting["attempts"]) == ("pending", 1)
    assert "451" in waiting["error_message"]

    delivering.smtp.refuse.clear()
    assert await delivering.deliver(30 * timedelta(seconds=1)) == Counter()
    assert await delivering.deliver(MINUTE) == SENT
    [told] = await delivering.notifications(kind="new")
    assert (told["delivery_status"], told["attempts"], told["error_message"]) == ("sent", 2, None)


async def test_an_address_that_does_not_exist_is_given_up_at_once_and_costs_nobody_else(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    await delivering.watch(MAIL)
    for name in ("gone", "there"):
        await add_user(
            delivering.harness.database, User(email=f"{name}@example.org"), now=delivering.harness.clock.now()
        )
        await add_alert(delivering.harness.database, f"{name}@example.org", MAIL, now=delivering.harness.clock.now())
    delivering.smtp.refuse_recipient["gone@example.org"] = "550 5.1.1 no such user here"
    await find_news(delivering, boards)

    assert await delivering.deliver() == {DeliveryStatus.SENT: 2, DeliveryStatus.DEAD: 1}
    assert {mail.recipients for mail in delivering.mails} == {("me@example.org",), ("there@example.org",)}
    [dead] = await delivering.notifications(delivery_status="dead")
    assert "550" in dead["error_message"]
    assert dead["next_attempt_at"] is None
    assert await delivering.deliver(100 * HOUR) == Counter()


async def test_a_login_that_is_refused_gives_nothing_up(delivering: DeliverySetup, boards: BoardServer) -> None:
    delivering.smtp.refuse["MAIL"] = "530 5.7.0 authentication required"
    await find_news(delivering, boards, MAIL)
    for _ in range(40):
        await delivering.deliver(4 * HOUR)
    [waiting] = await delivering.deliveries()
    assert waiting["status"] == "pending"
    delivering.smtp.refuse.clear()
    await delivering.deliver(5 * HOUR)
    assert len(delivering.mails) == 1


async def test_a_mail_whose_receipt_is_lost_is_sent_once_more_as_a_copy_of_itself(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    delivering.smtp.drop.add("RECEIPT")
    await find_news(delivering, boards, MAIL)
    assert await delivering.deliver() == {DeliveryStatus.UNCERTAIN: 1}
    [unsure] = await delivering.notifications(kind="new")
    assert unsure["delivery_status"] == "uncertain"

    delivering.smtp.drop.clear()
    assert await delivering.deliver(9 * MINUTE) == Counter()
    assert await delivering.deliver(MINUTE) == SENT
    first, second = delivering.mails
    assert first.parsed["Message-ID"] == second.parsed["Message-ID"]
    assert first.content == second.content


async def test_a_mail_that_may_have_arrived_is_not_sent_again_where_that_is_wanted(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    delivering.rules = OutboxRules(drop_uncertain=frozenset({"email"}))
    delivering.smtp.drop.add("RECEIPT")
    await find_news(delivering, boards, MAIL)
    assert await delivering.deliver() == {DeliveryStatus.UNCERTAIN: 1}
    delivering.smtp.drop.clear()
    assert await delivering.deliver(100 * HOUR) == Counter()
    assert len(delivering.mails) == 1


async def test_a_hook_that_fails_is_asked_again_with_the_same_id_and_mails_go_on(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    delivering.receiver.answer = Answer(status=500)
    await find_news(delivering, boards, BOTH)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1, DeliveryStatus.PENDING: 1}
    assert len(delivering.mails) == 1

    delivering.receiver.answer = Answer()
    assert await delivering.deliver(2 * MINUTE) == SENT
    first, second = delivering.receiver.asked
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert len(delivering.mails) == 1


async def test_a_hook_is_not_asked_before_it_wants_to_be(delivering: DeliverySetup, boards: BoardServer) -> None:
    delivering.receiver.answers.append(Answer(status=429, headers=("Retry-After: 7200",)))
    await find_news(delivering, boards, HOOK)
    assert await delivering.deliver() == {DeliveryStatus.PENDING: 1}
    assert await delivering.deliver(119 * MINUTE) == Counter()
    assert await delivering.deliver(MINUTE) == SENT


@pytest.mark.parametrize("place", ["http://169.254.169.254/latest", "http://127.0.0.1:1/", "/elsewhere"])
async def test_a_hook_is_not_followed_anywhere(delivering: DeliverySetup, boards: BoardServer, place: str) -> None:
    delivering.receiver.answer = Answer(status=307, headers=(f"Location: {place}",))
    await find_news(delivering, boards, BOTH)
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1, DeliveryStatus.DEAD: 1}
    [dead] = await delivering.deliveries(status="dead")
    assert "redirects are not followed" in dead["error_message"]
    assert len(delivering.receiver.asked) == 1


async def test_a_hook_in_a_private_network_waits_until_it_is_allowed(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    async with Fetcher(replace(QUICK, allow_networks=())) as guarded:
        settings = WebhookSettings(url=SecretStr(delivering.receiver.url))
        allowed, delivering.channels["hook"] = delivering.channels["hook"], made("webhook", settings, guarded)
        await find_news(delivering, boards, HOOK)
        assert await delivering.deliver() == {DeliveryStatus.PENDING: 1}
    [waiting] = await delivering.deliveries()
    assert "loopback" in waiting["error_message"]
    assert delivering.receiver.asked == []

    delivering.channels["hook"] = allowed
    delivering.restart()
    assert await delivering.deliver(HOUR) == SENT


class Poisoned(Recorder):
    """A channel with a fault of ours: one message cannot be rendered."""

    async def send(self, message: Message) -> Outcome:
        if message.alert_name == "poison":
            raise KeyError("canary-in-the-message")
        return await super().send(message)


async def test_a_fault_of_ours_in_one_message_holds_up_no_other(delivering: DeliverySetup, boards: BoardServer) -> None:
    delivering.channels["email"] = Poisoned()
    await find_news(delivering, boards, Alert(name="poison"), Alert(name="sound"))
    assert await delivering.deliver() == {DeliveryStatus.SENT: 1, DeliveryStatus.DEAD: 1}
    [dead] = await delivering.notifications(delivery_status="dead")
    assert dead["error_message"] == "internal error, please report it: KeyError while sending"


async def test_a_channel_that_does_not_work_is_left_alone(delivering: DeliverySetup, boards: BoardServer) -> None:
    """Three tries, then one now and then; when it works again everything goes out."""
    channel = Recorder()
    channel.always = FAULT
    channel.concurrency = 1
    delivering.channels["email"] = channel
    await find_news(delivering, boards, *(Alert(name=f"nr {n}", rule=AlertRule()) for n in range(15)))
    await delivering.deliver()
    assert len(channel.messages) == 3
    assert await delivering.deliver(timedelta(seconds=29)) == Counter()
    await delivering.deliver(timedelta(seconds=1))
    assert len(channel.messages) == 4

    channel.always = None
    delivering.harness.clock.advance(HOUR)
    assert sum((await delivering.deliver()).values()) == 15
    assert {row["status"] for row in await delivering.deliveries()} == {"sent"}


async def test_what_was_being_sent_when_the_process_died_is_sent_by_the_next_one(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    await find_news(delivering, boards, BOTH)
    outbox, now = delivering.dispatcher._outbox, delivering.harness.clock.now()
    await outbox.plan(delivering.channels, now=now, cooldown=MINUTE)
    for channel in delivering.channels:
        assert len(await outbox.claim(channel, 5, now=now, after_user=0)) == 1
    assert {row["delivery_status"] for row in await delivering.notifications(kind="new")} == {"sending"}

    delivering.restart()
    assert await delivering.deliver() == {DeliveryStatus.SENT: 2}
    assert [row["attempts"] for row in await delivering.deliveries()] == [2, 2]


async def test_a_message_that_ends_the_process_is_not_tried_for_ever(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    await find_news(delivering, boards, MAIL)
    outbox, now = delivering.dispatcher._outbox, delivering.harness.clock.now()
    await outbox.plan(delivering.channels, now=now, cooldown=MINUTE)
    for _ in range(25):
        assert len(await outbox.claim("email", 1, now=now, after_user=0)) == 1
        await outbox.recover([], now=now)
    [dead] = await delivering.deliveries()
    assert (dead["status"], dead["attempts"]) == ("dead", 25)
    assert "jobscan was stopped during each of the last attempts" in dead["error_message"]


async def test_what_is_meant_for_no_channel_waits_for_it(delivering: DeliverySetup, boards: BoardServer) -> None:
    await find_news(delivering, boards, Alert(name="all", to=("team",)))
    assert await delivering.deliver() == Counter()
    [waiting] = await delivering.notifications(kind="new")
    assert waiting["error_message"] == "no channel team is configured under notify:"

    team = Recorder()
    delivering.dispatcher.replace(delivering.channels | {"team": team}, delivering.rules)
    assert await delivering.deliver(HOUR) == SENT
    assert len(team.messages) == 1


class Stuck(Recorder):
    """A server that takes the message and says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = anyio.Event()
        self.answers = anyio.Event()

    async def send(self, message: Message) -> Outcome:
        self.taken.set()
        await self.answers.wait()
        return await super().send(message)


async def test_a_slow_channel_holds_up_no_other(delivering: DeliverySetup, boards: BoardServer) -> None:
    stuck, quick = Stuck(), Recorder()
    delivering.channels |= {"email": stuck, "hook": quick}
    await find_news(delivering, boards, BOTH)
    async with anyio.create_task_group() as group:
        await group.start(delivering.dispatcher.run)
        await stuck.taken.wait()
        while await delivering.deliveries(channel="hook", status="sent") == []:
            await anyio.lowlevel.checkpoint()
        assert await delivering.deliveries(channel="email", status="sending") != []
        # The process ends: what is on its way may still arrive.
        group.cancel_scope.cancel()
        stuck.answers.set()
    assert [row["status"] for row in await delivering.deliveries()] == ["sent", "sent"]


async def test_a_daemon_goes_on_with_other_channels_after_a_reload(
    delivering: DeliverySetup, boards: BoardServer
) -> None:
    before, after = Recorder(), Recorder()
    delivering.channels = {"email": before}
    acme = await find_news(delivering, boards, MAIL)
    async with anyio.create_task_group() as group:
        await group.start(delivering.dispatcher.run)
        while not before.messages:
            await anyio.lowlevel.checkpoint()
        delivering.dispatcher.replace({"email": after}, delivering.rules)
        boards.greenhouse("acme", greenhouse_board(range(7)))
        delivering.harness.clock.advance()
        outlets = Outlets(dispatcher=delivering.dispatcher)
        await delivering.harness.engine(outlets=outlets).scan(delivering.harness.plan(acme), [acme])
        while not after.messages:
            await anyio.lowlevel.checkpoint()
        group.cancel_scope.cancel()
    assert (len(before.messages), len(after.messages)) == (1, 1)


async def test_the_owner_gets_a_report_at_its_time(delivering: DeliverySetup, boards: BoardServer) -> None:
    database = delivering.harness.database
    spans: list[tuple[datetime, datetime]] = []

    async def make(since: datetime, until: datetime) -> Report:
        spans.append((since, until))
        return await make_report(database, set(), since=since, until=until)

    send = Send(SendKind.DAILY, time(12))
    delivering.rules = OutboxRules(report=ReportPlan(send=send, to=("email",), make=make, span=timedelta(days=1)))
    await find_news(delivering, boards, Alert(name="all", send=Send.parse("weekly mon 07:00")))  # 10:00
    assert await delivering.deliver() == Counter()
    assert await delivering.deliver(2 * HOUR) == SENT
    assert await delivering.deliver(23 * HOUR) == Counter()
    assert await delivering.deliver(HOUR) == SENT
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert spans == [(noon - timedelta(days=1), noon), (noon, noon + timedelta(days=1))]
    assert "Acme" in delivering.mails[0].parsed.get_body(("plain",)).get_content()  # type: ignore[union-attr]
