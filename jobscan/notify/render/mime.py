"""A message as the bytes of a mail (RFC 5322, MIME): the same bytes for every attempt.

Written by hand: `email.message` folds a long List-Unsubscribe straight after its colon, which mailboxes do not
understand, and its folding has let lines through more than once (CVE-2025-11468). What goes in is clean lines and
checked addresses, so that no text can end a header.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING
from unicodedata import normalize

from jobscan.domain.delivery import DeliveryKind
from jobscan.notify.render.message import render
from jobscan.notify.render.views import STOP_URL_LIMIT
from jobscan.notify.render.wording import line, safe_token, sha256_hex
from jobscan.utils.time import require_aware
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from jobscan.domain.delivery import Message

SENDER_NAME = "jobscan"

_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a mail is from and to: addresses that `jobscan.notify.channels.values.check_address` has passed."""

    sender: str
    recipient: str
    reply_to: str | None = None

    @property
    def domain(self) -> str:
        """Return the sender's domain."""
        return self.sender.rpartition("@")[2]


def build_mail(message: Message, envelope: Envelope) -> bytes:
    """Return the mail with CRLF line breaks, all of it ASCII, no line longer than 998 characters.

    ``Message-ID`` is made of the message's token, so that a copy is known as one. Total, as `render` is.
    """
    rendered = render(message)
    token = safe_token(message.token)
    boundary = f"=_jobscan_{token[:32]}"
    lines = [f"{name}: {value}" for name, value in _headers(message, envelope, rendered.subject, token)]
    lines += ["MIME-Version: 1.0", f'Content-Type: multipart/alternative; boundary="{boundary}"', ""]
    for kind, text in (("plain", rendered.text), ("html", rendered.html)):
        lines += [
            f"--{boundary}",
            f'Content-Type: text/{kind}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            "",
            _quoted_printable(text),
        ]
    lines += [f"--{boundary}--", ""]
    return "\r\n".join(lines).encode("ascii")


def _headers(message: Message, envelope: Envelope, subject: str, token: str) -> list[tuple[str, str]]:
    headers = [
        ("Date", format_datetime(require_aware(message.created_at))),
        ("From", f"{SENDER_NAME} <{envelope.sender}>"),
        ("To", f"<{envelope.recipient}>"),
        ("Subject", _encode(subject, "Subject")),
        ("Message-ID", f"<{token}@{envelope.domain}>"),
        ("Auto-Submitted", "auto-generated"),
    ]
    if envelope.reply_to is not None:
        headers.append(("Reply-To", f"<{envelope.reply_to}>"))
    if message.kind is DeliveryKind.ALERT:
        name = line(message.alert_name, 60) or "alert"
        headers.append(("List-Id", f"{_phrase(name)}\r\n <{_slug(name)}.jobscan.{envelope.domain}>"))
    url = clean_url(message.unsubscribe_url)
    if url is not None and len(url) <= STOP_URL_LIMIT:
        # RFC 8058: one click, without asking back.
        headers.append(("List-Unsubscribe", f"<{url}>"))
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _encode(text: str, name: str) -> str:
    """Return clean text as a header's value: folded, in encoded words (RFC 2047) unless it is plain ASCII."""
    is_plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if is_plain else "utf-8", header_name=name).encode(linesep="\r\n")


def _phrase(text: str) -> str:
    if text.isascii() and "=?" not in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _encode(text, "List-Id")


def _slug(name: str) -> str:
    """Return the name as a label of a List-Id: "Köln, senior" is "koln-senior"; a digest when nothing is left."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = _NOT_IN_SLUG.sub("-", plain)[:_SLUG_LIMIT].strip("-")
    return slug or f"alert-{sha256_hex(name)[:12]}"


def _quoted_printable(text: str) -> str:
    encoded = binascii.b2a_qp(text.replace("\r", "").encode("utf-8"), istext=True)
    return encoded.decode("ascii").replace("\n", "\r\n")
