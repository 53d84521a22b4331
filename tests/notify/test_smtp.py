"""E-mail: what becomes of a message at every moment of the conversation, with a real server at the other end."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jobscan.domain.delivery import SENT, Message, Outcome, Result
from jobscan.exceptions import ConfigError
from jobscan.notify import CHANNELS
from jobscan.notify.channels.email_settings import EmailSettings
from jobscan.notify.channels.smtp import EmailChannel
from tests.fetch.certificates import make_certificate, make_key
from tests.fixtures.smtp import SmtpServer, serve_smtp
from tests.notify.messages import message, told

CANARY = "password-canary-8fk2"
#: As AUTH PLAIN sends it.
IN_BASE64 = base64.b64encode(f"\0me\0{CANARY}".encode()).decode()
NOW = datetime.now(UTC)


def settings(server: SmtpServer, **fields: Any) -> EmailSettings:
    known = {"host": server.host, "port": server.port, "from": "jobs@example.org", "tls": "none"}
    return EmailSettings.model_validate(known | fields)


async def send(server: SmtpServer, sent: Message | None = None, *, deadline_s: float = 120, **fields: Any) -> Outcome:
    channel = EmailChannel("email", settings(server, **fields), deadline_s=deadline_s)
    outcome = await channel.send(sent or message())
    assert CANARY not in repr(outcome)
    assert (outcome.reason == "") == (outcome.result is Result.SENT)
    return outcome


def identity(folder: Path, *names: str) -> tuple[ssl.SSLContext, Path]:
    """Make a certificate for these names; return the server's context and the file to trust."""
    key = make_key()
    certificate = make_certificate(key, list(names), NOW - timedelta(days=1), NOW + timedelta(days=1))
    chain, trusted = folder / "server.pem", folder / "authority.pem"
    chain.write_text(key.pem() + certificate)
    trusted.write_text(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context, trusted


async def test_a_mail_arrives_whole_and_the_connection_is_closed(smtp: SmtpServer) -> None:
    assert await send(smtp) == SENT
    (mail,) = smtp.accepted
    assert (mail.sender, mail.recipients, mail.login) == ("jobs@example.org", ("me@example.org",), None)
    assert mail.parsed["Subject"] == "Senior Engineer at Canonical (London) - Python"
    await smtp.wait_until_left()
    assert smtp.moments[-1] == "QUIT"


async def test_who_has_no_address_is_the_owner(smtp: SmtpServer) -> None:
    assert await send(smtp, message(recipient=None), to="owner@example.org") == SENT
    assert smtp.accepted[0].recipients == ("owner@example.org",)


async def test_nobody_to_send_to_is_a_matter_of_configuration(smtp: SmtpServer) -> None:
    outcome = await send(smtp, message(recipient=None))
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
    assert smtp.connections == 0


@pytest.mark.parametrize(
    "address", ["", " ", "me", "a@b@c", "a b@c.org", "a@c.org\r\nBcc: x@y.org", "<a@c.org>", "ü@c.org"]
)
async def test_an_address_that_is_none_is_given_up_without_a_connection(smtp: SmtpServer, address: str) -> None:
    outcome = await send(smtp, message(recipient=address))
    # "" counts as none given.
    assert outcome.result is (Result.DEAD if address else Result.RETRY)
    assert smtp.connections == 0


FAULT, LATER, NEVER, MAYBE = (
    (Result.RETRY, True),
    (Result.RETRY, False),
    (Result.DEAD, False),
    (Result.UNCERTAIN, False),
)


@pytest.mark.parametrize(
    ("moment", "on_4xx", "on_5xx", "on_drop", "on_stall"),
    [
        ("CONNECT", FAULT, FAULT, FAULT, FAULT),
        ("EHLO", FAULT, FAULT, FAULT, FAULT),
        ("MAIL", FAULT, FAULT, FAULT, FAULT),
        ("RCPT", LATER, NEVER, LATER, LATER),
        ("DATA", LATER, NEVER, LATER, LATER),
        ("CONTENT", LATER, NEVER, MAYBE, MAYBE),
    ],
)
async def test_what_becomes_of_a_mail_at_each_moment(
    smtp: SmtpServer, moment: str, on_4xx: Any, on_5xx: Any, on_drop: Any, on_stall: Any
) -> None:
    for reply, expected in (("451 4.3.0 not now", on_4xx), ("554 5.3.0 never", on_5xx)):
        smtp.refuse[moment] = reply
        outcome = await send(smtp)
        assert (outcome.result, outcome.is_channel_fault) == expected, reply
        assert reply in outcome.reason
    smtp.refuse.clear()
    smtp.drop.add(moment)
    outcome = await send(smtp)
    assert (outcome.result, outcome.is_channel_fault) == on_drop
    smtp.drop.clear()
    smtp.stall.add(moment)
    outcome = await send(smtp, deadline_s=1)
    assert (outcome.result, outcome.is_channel_fault) == on_stall
    assert "longer than 1 s" in outcome.reason
    assert smtp.accepted == []
    await smtp.wait_until_left()
    # And nothing of all that lasts.
    smtp.stall.clear()
    assert await send(smtp) == SENT


@pytest.mark.parametrize("ending", ["drop", "stall"])
async def test_a_receipt_that_is_lost_leaves_in_doubt_a_mail_that_was_taken(smtp: SmtpServer, ending: str) -> None:
    getattr(smtp, ending).add("RECEIPT")
    outcome = await send(smtp, deadline_s=1)
    assert outcome.result is Result.UNCERTAIN
    assert len(smtp.accepted) == 1


async def test_a_reply_that_is_none_leaves_a_mail_in_doubt_only_at_its_end(smtp: SmtpServer) -> None:
    smtp.refuse["CONTENT"] = "what do you mean"
    assert (await send(smtp)).result is Result.UNCERTAIN
    smtp.refuse = {"RCPT": "what do you mean"}
    assert (await send(smtp)).result is Result.RETRY


async def test_a_mail_that_the_server_does_not_read_has_not_arrived() -> None:
    # More than the buffers of the kernel and of the loop hold together: the end stays on our side.
    many = message(*[told(f"{number} " + "ü" * 190, department="ö" * 290, location="ä" * 190) for number in range(100)])
    async with serve_smtp(is_narrow=True) as smtp:
        smtp.stall.add("READ")
        outcome = await send(smtp, many, deadline_s=3)
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, False)


async def test_a_goodbye_that_is_refused_or_lost_changes_nothing(smtp: SmtpServer) -> None:
    smtp.refuse["QUIT"] = "500 what"
    assert await send(smtp) == SENT
    smtp.refuse.clear()
    smtp.drop.add("QUIT")
    assert await send(smtp) == SENT
    assert len(smtp.accepted) == 2


async def test_one_recipient_who_does_not_exist_costs_no_other(smtp: SmtpServer) -> None:
    smtp.refuse_recipient["gone@example.org"] = "550 5.1.1 unknown"
    assert (await send(smtp, message(recipient="gone@example.org"))).result is Result.DEAD
    assert await send(smtp) == SENT


async def test_no_server_is_the_channels_trouble() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        nobody = SmtpServer(host="127.0.0.1", port=bound.getsockname()[1])
        outcome = await send(nobody)
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
    outcome = await send(SmtpServer(host="no-such-host.invalid", port=25))
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)


async def test_a_login_is_made_and_a_refused_one_is_the_channels_trouble() -> None:
    async with serve_smtp(login=("me", CANARY)) as server:
        assert await send(server, username="me", password=CANARY) == SENT
        async with serve_smtp(login=("mé", CANARY + "ü")) as other:
            assert await send(other, username="mé", password=CANARY + "ü") == SENT
        assert server.accepted[0].login == "me"
        wrongs: list[dict[str, Any]] = [{"password": CANARY + "x"}, {"username": "you"}]
        for wrong in wrongs:
            outcome = await send(server, **{"username": "me", "password": CANARY} | wrong)
            assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
            assert "535" in outcome.reason
        # Without a login it is the sender that is refused.
        outcome = await send(server)
        assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)


@pytest.mark.parametrize(
    "reply",
    ["454 4.7.0 not now", "535 5.7.8 no", "504 5.5.4 what", f"535 5.7.8 not {CANARY}", f"535 5.7.8 {IN_BASE64}"],
)
async def test_any_refusal_of_a_login_is_the_channels_trouble_and_does_not_repeat_the_password(reply: str) -> None:
    async with serve_smtp(login=("me", CANARY)) as server:
        server.refuse["AUTH"] = reply
        outcome = await send(server, username="me", password=CANARY)
        assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
        assert reply.replace(CANARY, "***").replace(IN_BASE64, "***") in outcome.reason


async def test_a_server_without_logins_gets_no_password() -> None:
    async with serve_smtp(login=("me", CANARY)) as server:
        server.hide.add("AUTH")
        outcome = await send(server, username="me", password=CANARY)
        assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
        assert "AUTH" not in server.moments


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_tls_is_used_and_needs_a_certificate_that_is_trusted_and_right(tmp_path: Path, tls: str) -> None:
    for names, is_trusted, expected in (
        (["localhost"], True, SENT),
        (["localhost"], False, None),
        (["other.test"], True, None),
    ):
        context, trusted = identity(tmp_path, *names)
        served: Any = {"tls" if tls == "tls" else "starttls": context}
        async with serve_smtp(host="localhost", **served) as server:
            outcome = await send(server, tls=tls, ca_file=trusted if is_trusted else None)
            if expected is not None:
                assert outcome == expected
                assert server.accepted[0].is_protected
            else:
                assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
                assert "its certificate is not valid" in outcome.reason
                assert "MAIL" not in server.moments


async def test_a_stripped_starttls_never_leads_to_plain_text(tmp_path: Path) -> None:
    context, trusted = identity(tmp_path, "localhost")
    async with serve_smtp(host="localhost", starttls=context, login=("me", CANARY)) as server:
        server.hide.add("STARTTLS")
        arguments: dict[str, Any] = {"tls": "starttls", "ca_file": trusted, "username": "me", "password": CANARY}
        outcome = await send(server, **arguments)
        assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
        assert "does not offer STARTTLS" in outcome.reason
        assert server.moments == ["CONNECT", "EHLO"]
        server.hide.clear()
        for moment in ("STARTTLS",):
            server.refuse[moment] = "454 4.7.0 not now"
            outcome = await send(server, **arguments)
            assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)
            server.refuse.clear()
            server.drop.add(moment)
            assert (await send(server, **arguments)).is_channel_fault
            server.drop.clear()
        assert await send(server, **arguments) == SENT
        assert server.accepted[0].login == "me"


async def test_a_server_that_speaks_no_tls_is_the_channels_trouble(smtp: SmtpServer) -> None:
    outcome = await send(smtp, tls="tls")
    assert (outcome.result, outcome.is_channel_fault) == (Result.RETRY, True)


@pytest.mark.parametrize("moment", ["CONNECT", "MAIL", "READ", "RECEIPT", "QUIT"])
async def test_who_is_cancelled_is_cancelled_and_leaves_no_connection(smtp: SmtpServer, moment: str) -> None:
    smtp.stall.add(moment)
    task = asyncio.create_task(send(smtp))
    await smtp.wait_for(moment)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    if moment != "READ":  # a server that does not read learns nothing
        await smtp.wait_until_left()


async def test_lines_that_begin_with_a_dot_arrive_as_they_are(smtp: SmtpServer) -> None:
    assert await send(smtp, message(told(". . ."), alert_name=".")) == SENT
    body = smtp.accepted[0].parsed.get_body(("plain",))
    assert body is not None
    assert "[NEW] . . ." in body.get_content()


def test_ports_follow_the_protection() -> None:
    for tls, port in (("none", 25), ("starttls", 587), ("tls", 465)):
        known = EmailSettings.model_validate({"host": "x.test", "from": "a@b.test", "tls": tls})
        assert known.effective_port == port


def test_a_channel_that_cannot_work_is_refused_when_it_is_made(tmp_path: Path) -> None:
    known = {"host": "x.test", "from": "a@b.test"}
    for extra, key in (({"username": "me"}, "password"), ({"ca_file": tmp_path / "none.pem"}, "ca_file")):
        made = EmailSettings.model_validate(known | extra)
        with pytest.raises(ConfigError) as caught:
            CHANNELS["email"].make("mail", made, None)  # type: ignore[arg-type]
        assert caught.value.problems[0].startswith(f"notify.mail.{key}: ")
