"""The mail server of the demo: as a client of ours and as rude ones meet it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage

import aiosmtplib
import pytest

from jobscan.simulator.server.mailbox import Mailbox


class Talk:
    """A conversation, line by line."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def reply(self) -> bytes:
        """Return the code of the next reply, whole."""
        while (line := await self.reader.readline())[3:4] == b"-":
            pass
        return line[:3]

    async def say(self, *lines: bytes) -> list[bytes]:
        """Send each line and return the codes that came back."""
        codes = []
        for line in lines:
            self.writer.write(line + b"\r\n")
            codes.append(await self.reply())
        return codes


@asynccontextmanager
async def talk_to(box: Mailbox) -> AsyncIterator[Talk]:
    reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
    talk = Talk(reader, writer)
    assert await talk.reply() == b"220"
    try:
        yield talk
    finally:
        writer.close()


def letter(subject: str = "Hello", text: str = "one\n.two\n..three\n.\nfour\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "jobscan@example.com", "ada@example.com", subject
    message.set_content(text)
    return message


async def test_a_mail_arrives_as_it_was_sent() -> None:
    async with Mailbox() as box:
        await aiosmtplib.send(letter("Zürich: 東京"), hostname="127.0.0.1", port=box.port, start_tls=False)
        (mail,) = box.mails
        assert (mail.sender, mail.recipients) == ("jobscan@example.com", ("ada@example.com",))
        parsed = mail.parse()
        assert parsed["Subject"] == "Zürich: 東京"
        assert parsed.get_content().splitlines() == ["one", ".two", "..three", ".", "four"]


async def test_several_clients_are_served_at_once_and_one_may_send_several_mails() -> None:
    async with Mailbox() as box:
        async with asyncio.TaskGroup() as group:
            for number in range(5):
                message = letter(f"Number {number}")
                group.create_task(aiosmtplib.send(message, hostname="127.0.0.1", port=box.port, start_tls=False))
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=box.port, start_tls=False) as client:
            for number in (5, 6):
                await client.send_message(letter(f"Number {number}"))
        assert {str(mail.parse()["Subject"]) for mail in box.mails} == {f"Number {number}" for number in range(7)}


async def test_commands_that_make_no_sense_are_refused_and_harm_nothing() -> None:
    async with Mailbox() as box, talk_to(box) as talk:
        assert await talk.say(b"EHLO there", b"NOOP", b"VRFY ada", b"") == [b"250", b"250", b"502", b"502"]
        assert await talk.say(b"RCPT TO:<a@b.example>", b"DATA", b"MAIL FROM: nobody") == [b"503", b"503", b"501"]
        assert await talk.say(b"mail from:<x@b.example> SIZE=10", b"MAIL FROM:<y@b.example>") == [b"250", b"503"]
        assert await talk.say(b"RSET", b"DATA", b"MAIL FROM:<>", b"DATA") == [b"250", b"503", b"250", b"503"]
        assert await talk.say(b"RCPT TO:<a@b.example>", b"RCPT TO:<c@b.example>", b"DATA") == [b"250", b"250", b"354"]
        assert await talk.say(b"Subject: x\r\n\r\nhello\r\n.") == [b"250"]
        assert await talk.say(b"RCPT TO:<a@b.example>", b"QUIT") == [b"503", b"221"]
        assert await talk.reader.read() == b""
        assert [(mail.sender, mail.recipients) for mail in box.mails] == [("", ("a@b.example", "c@b.example"))]
        assert box.mails[0].content == b"Subject: x\r\n\r\nhello\r\n"


async def test_a_mail_that_is_too_large_is_refused_and_the_conversation_goes_on() -> None:
    async with Mailbox() as box, talk_to(box) as talk:
        assert await talk.say(b"MAIL FROM:<a@b.example>", b"RCPT TO:<c@b.example>", b"DATA") == [b"250", b"250", b"354"]
        for _ in range(17):
            talk.writer.write((b"x" * 1022 + b"\r\n") * 1024)
            await talk.writer.drain()
        assert await talk.say(b".") == [b"552"]
        assert await talk.say(b"NOOP") == [b"250"]
        assert box.mails == []


async def test_a_client_that_leaves_in_the_middle_leaves_nothing() -> None:
    async with Mailbox() as box:
        async with talk_to(box) as talk:
            await talk.say(b"MAIL FROM:<a@b.example>", b"RCPT TO:<c@b.example>", b"DATA")
            talk.writer.write(b"Subject: x\r\n\r\nno dot follows\r\n")
        await aiosmtplib.send(letter(), hostname="127.0.0.1", port=box.port, start_tls=False)
        assert len(box.mails) == 1


async def test_the_end_breaks_off_what_is_open() -> None:
    async with Mailbox() as box:
        reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
        assert (await reader.readline()).startswith(b"220")
    assert await reader.read() == b""
    writer.close()
    with pytest.raises(OSError, match=r"refused|Connect"):
        await asyncio.open_connection("127.0.0.1", box.port)
