"""E-mail over SMTP: one conversation for each mail, which knows exactly where it ended."""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING

import aiosmtplib

from jobscan.domain.delivery import SENT, Outcome, Result
from jobscan.exceptions import ConfigError
from jobscan.fetch.net.resolver import Resolver
from jobscan.fetch.net.trust import make_ssl_context
from jobscan.notify.channels.email_settings import Tls
from jobscan.notify.render.mime import Envelope, build_mail
from jobscan.notify.render.wording import line
from jobscan.utils.mail_address import check_mail_address

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message
    from jobscan.notify.channels.email_settings import EmailSettings

DEADLINE_S = 120.0
#: For the QUIT, which decides nothing.
_QUIT_S = 3.0
#: For each address of the server, so that one that swallows packets leaves time for the next.
_CONNECT_S = 15.0
#: Bytes written at once; the wait after each part reveals a server that does not read.
_PIECE = 16 * 1024


class _Phase(IntEnum):
    """How far a conversation has come; what a failure means depends on it."""

    CONNECT = 0
    STARTTLS = 1
    LOGIN = 2
    MAIL = 3
    RCPT = 4
    DATA = 5
    #: The end of the mail is on its way: it may have arrived.
    SENT = 6


_DOING = {
    _Phase.CONNECT: "connecting to",
    _Phase.STARTTLS: "starting TLS with",
    _Phase.LOGIN: "logging in to",
    _Phase.MAIL: "naming the sender to",
    _Phase.RCPT: "naming the recipient to",
    _Phase.DATA: "sending the mail to",
    _Phase.SENT: "waiting for the receipt of",
}


class EmailChannel:
    """Sends mails through one SMTP server. ``deadline_s`` bounds a whole conversation."""

    is_idempotent = False
    concurrency = 4

    def __init__(self, name: str, settings: EmailSettings, *, deadline_s: float = DEADLINE_S) -> None:
        self._settings = settings
        self._deadline_s = deadline_s
        # Not asyncio's own lookup: when it hangs, the process cannot end.
        self._resolver = Resolver()
        self._context = None
        if settings.tls is not Tls.NONE:
            self._context = make_ssl_context(settings.ca_file, f"notify.{name}.ca_file")
        if settings.username and settings.password is None:
            raise ConfigError([f"notify.{name}.password: is missing; username needs it, or password_file"])

    async def send(self, message: Message) -> Outcome:
        """Send once, to the message's recipient or else to the owner."""
        recipient = message.recipient or self._settings.to
        if recipient is None:
            reason = 'there is no recipient: set "to" of this channel'
            return Outcome(result=Result.RETRY, reason=reason, is_channel_fault=True)
        try:
            recipient = check_mail_address(recipient)
        except ValueError:
            return Outcome(result=Result.DEAD, reason="the recipient's address cannot receive mail")
        envelope = Envelope(sender=self._settings.from_, recipient=recipient, reply_to=self._settings.reply_to)
        # Before any connection: a message that cannot be rendered fails here, and the same way each time.
        mail = build_mail(message, envelope)
        conversation = _Conversation(self._settings, self._context, self._resolver)
        return await conversation.run(envelope, mail, self._deadline_s)


class _Conversation:
    """One connection and one mail."""

    def __init__(self, settings: EmailSettings, context: ssl.SSLContext | None, resolver: Resolver) -> None:
        self._settings = settings
        self._resolver = resolver
        self._phase = _Phase.CONNECT
        self._writer: asyncio.StreamWriter | None = None
        self._smtp = aiosmtplib.SMTP(
            hostname=settings.host,
            # Not this machine's name, which is private and would need a lookup.
            local_hostname=settings.from_.rpartition("@")[2],
            use_tls=settings.tls is Tls.TLS,
            start_tls=False,
            tls_context=context,
            # The deadline is for the whole conversation.
            timeout=None,
        )

    async def run(self, envelope: Envelope, mail: bytes, deadline_s: float) -> Outcome:
        """Make the conversation; the connection is always closed at the end, even when cancelled."""
        try:
            async with asyncio.timeout(deadline_s):
                await self._open()
                await self._hand_over(envelope, mail)
            await self._quit()
        except aiosmtplib.SMTPResponseException as exc:
            return self._refused(exc.code, exc.message)
        except aiosmtplib.SMTPException as exc:
            return self._failed(_reason(exc))
        except TimeoutError:
            return self._failed(f"it took longer than {deadline_s:g} s")
        except (OSError, ValueError) as exc:
            return self._failed(_reason(exc))
        finally:
            self._close()
        return SENT

    async def _open(self) -> None:
        settings, smtp = self._settings, self._smtp
        await smtp.connect(sock=await self._connect())
        if settings.tls is Tls.STARTTLS:
            self._phase = _Phase.STARTTLS
            await smtp.ehlo()
            if not smtp.supports_extension("starttls"):
                raise aiosmtplib.SMTPException(
                    "it does not offer STARTTLS, and nothing is sent unprotected; see the channel's tls"
                )
            await smtp.starttls()
        await smtp.ehlo()
        if settings.username and settings.password is not None:
            self._phase = _Phase.LOGIN
            await smtp.login(settings.username, settings.password.get_secret_value())

    async def _connect(self) -> socket.socket:
        """Return a connection to the server's first address that answers; raises OSError, including TimeoutError."""
        loop = asyncio.get_running_loop()
        last = OSError("it has no address")
        for address in await self._resolver.resolve(self._settings.host):
            family = socket.AF_INET if address.version == 4 else socket.AF_INET6
            connection = socket.socket(family, socket.SOCK_STREAM)
            try:
                connection.setblocking(False)
                async with asyncio.timeout(_CONNECT_S):
                    await loop.sock_connect(connection, (str(address), self._settings.effective_port))
            except OSError as exc:
                connection.close()
                last = exc
            except BaseException:
                connection.close()
                raise
            else:
                return connection
        # Not as a TimeoutError, which would be taken for the whole conversation's.
        raise OSError(last.strerror or f"no answer within {_CONNECT_S:g} s") from last

    async def _hand_over(self, envelope: Envelope, mail: bytes) -> None:
        self._phase = _Phase.MAIL
        await self._smtp.mail(envelope.sender)
        self._phase = _Phase.RCPT
        await self._smtp.rcpt(envelope.recipient)
        self._phase = _Phase.DATA
        reply = await self._smtp.execute_command(b"DATA")
        if reply.code != 354:
            raise aiosmtplib.SMTPDataError(reply.code, reply.message)
        await self._transmit(mail)

    async def _transmit(self, mail: bytes) -> None:
        """Send the content, then its end, and read the receipt.

        aiosmtplib writes all of it at once and cannot tell how much had been sent when the connection is lost.
        """
        protocol, transport = self._smtp.protocol, self._smtp.transport
        if protocol is None or not isinstance(transport, asyncio.WriteTransport):
            raise aiosmtplib.SMTPServerDisconnected("it closed the connection")
        # aiosmtplib's protocol has the flow control that a writer waits for.
        # Kept, because one that goes while its connection is open complains.
        writer = self._writer = asyncio.StreamWriter(transport, protocol, None, asyncio.get_running_loop())
        content = b"\r\n".join(b"." + text if text.startswith(b".") else text for text in mail.split(b"\r\n"))
        for start in range(0, len(content), _PIECE):
            writer.write(content[start : start + _PIECE])
            await writer.drain()
            # A turn of the loop, in which a connection that was closed shows.
            await asyncio.sleep(0)
            if not protocol.is_connected:
                raise aiosmtplib.SMTPServerDisconnected("it closed the connection")
        protocol.write(b".\r\n")
        self._phase = _Phase.SENT
        # Nothing else runs from here to its first wait, so that no receipt is missed.
        reply = await protocol.read_response()
        if not 200 <= reply.code < 300:
            raise aiosmtplib.SMTPDataError(reply.code, reply.message)

    async def _quit(self) -> None:
        with suppress(aiosmtplib.SMTPException, OSError):
            async with asyncio.timeout(_QUIT_S):
                await self._smtp.quit()

    def _close(self) -> None:
        """Close at once: pending writes, or the end of TLS, would wait for a server that stalls."""
        transport = self._smtp.transport
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
        self._smtp.close()

    def _refused(self, code: int, text: str) -> Outcome:
        """Judge a reply that is not the one that would go on; one of a class that cannot be here is as good as none."""
        said = f"{code} {self._without_secrets(text)}"
        if not 400 <= code < 600:
            return self._failed("its reply is not valid SMTP at this point")
        reason = line(f"refused when {_DOING[self._phase]} {self._settings.host}: {said}")
        if self._phase < _Phase.RCPT:
            return Outcome(result=Result.RETRY, reason=reason, is_channel_fault=True)
        return Outcome(result=Result.DEAD if code >= 500 else Result.RETRY, reason=reason)

    def _failed(self, reason: str) -> Outcome:
        """Judge a lost connection or a timeout."""
        text = line(f"failed when {_DOING[self._phase]} {self._settings.host}: {self._without_secrets(reason)}")
        if self._phase is _Phase.SENT:
            return Outcome(result=Result.UNCERTAIN, reason=text)
        # A loss while the mail itself was sent may be due to what is in it: not the channel's, so that it ends.
        return Outcome(result=Result.RETRY, reason=text, is_channel_fault=self._phase < _Phase.RCPT)

    def _without_secrets(self, text: str) -> str:
        """Return what a server said without the password, in any form in which it was sent."""
        settings = self._settings
        if settings.password is None:
            return text
        password = settings.password.get_secret_value()
        pair = f"\0{settings.username or ''}\0{password}"
        for form in (password, *(base64.b64encode(part.encode()).decode("ascii") for part in (password, pair))):
            text = text.replace(form, "***")
        return text


def _reason(exc: Exception) -> str:
    """Return in a few words what went wrong below SMTP."""
    cause: BaseException | None = exc
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid ({cause.verify_message.rstrip('.')})"
        if isinstance(cause, ssl.SSLError):
            return (cause.reason or "no TLS").replace("_", " ").lower()
        cause = cause.__cause__
    if isinstance(exc, aiosmtplib.SMTPServerDisconnected):
        return "it closed the connection"
    return (exc.strerror if isinstance(exc, OSError) else None) or str(exc)
