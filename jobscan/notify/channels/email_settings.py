"""E-mail over SMTP: its settings."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from jobscan.notify.channels.channel import ChannelSettings
from jobscan.notify.channels.values import Host, LineText, MailAddress, Secret


class Tls(StrEnum):
    """How the connection is protected."""

    #: Not at all: for a relay on the same machine.
    NONE = "none"
    #: Plain text first, then always TLS: a server that does not offer it gets no mail.
    STARTTLS = "starttls"
    #: From the first byte.
    TLS = "tls"


class Uncertain(StrEnum):
    """What to do with a mail that may have arrived."""

    #: Sent again, with the same Message-ID: many mailboxes show it once.
    RESEND = "resend"
    DROP = "drop"


_PORTS = {Tls.NONE: 25, Tls.STARTTLS: 587, Tls.TLS: 465}


class EmailSettings(ChannelSettings):
    """A mail server, and the sender and recipient."""

    host: Host = Field(description="The SMTP server, such as smtp.example.org.")
    port: int | None = Field(
        default=None, ge=1, le=65_535, description="By default 587 for starttls, 465 for tls, 25 for none."
    )
    tls: Tls = Field(
        default=Tls.STARTTLS,
        description="starttls, tls (from the first byte) or none (plain text, for a relay on this machine).",
    )
    from_: MailAddress = Field(alias="from", description="The sender's address.")
    to: MailAddress | None = Field(
        default=None, description="The owner's address: for alerts without a user, and reports."
    )
    reply_to: MailAddress | None = Field(default=None, description="Where replies go; default: the sender.")
    username: LineText | None = Field(default=None, description="For servers that need a login.")
    password: Secret | None = Field(default=None, description="For username; better kept in password_file.")
    password_file: Path | None = Field(default=None, description="A file that holds the password; instead of password.")
    uncertain: Uncertain = Field(
        default=Uncertain.RESEND,
        description="A mail that may have arrived, because the connection was lost at the end: resend (the same"
        " Message-ID, so that many mailboxes show it once) or drop.",
    )
    ca_file: Path | None = Field(
        default=None,
        description="A PEM file with authorities to trust in addition to the public ones, relative to this file.",
    )

    @property
    def effective_port(self) -> int:
        """Return the port, the default filled in."""
        return self.port or _PORTS[self.tls]
