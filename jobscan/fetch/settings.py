from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jobscan import __version__
from jobscan.fetch.browser.settings import BrowserSettings

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network
    from pathlib import Path

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The limits of every request; the defaults are right for public boards."""

    user_agent: str = f"jobscan/{__version__} (+https://github.com/jobscan/jobscan)"
    #: Private networks that may be reached, on any port. Empty: public addresses only.
    allow_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    #: For the TCP connection and, separately, for the TLS handshake; also the wait for a free connection.
    connect_timeout_s: float = 10.0
    #: The longest silence of a server.
    read_timeout_s: float = 20.0
    #: One attempt from the first byte out to the last byte in, redirects included.
    total_timeout_s: float = 60.0
    #: Posting one message, reply included.
    post_timeout_s: float = 30.0
    dns_timeout_s: float = 5.0
    #: Body bytes of one answer on the wire, before decoding.
    max_wire_bytes: int = 16 * _MIB
    #: Body bytes of one answer after decoding.
    max_body_bytes: int = 32 * _MIB
    #: Decoded bytes held together by all answers that arrive or wait to be read; the oldest of them may always go on.
    #: Sixteen hostile bodies that arrived whole at once took 82 MiB with a limit of 16, and 77 with this one, including
    #: reading the largest of them (measured 2026-11).
    max_bytes_in_flight: int = 8 * _MIB
    #: Further attempts after the first one failed for a reason that may pass.
    retries: int = 2
    #: The first wait between attempts; it doubles, and jitter of up to as much again is added.
    retry_wait_s: float = 1.0
    #: The longest wait between attempts. If a server asks for more, the request fails at once, with that wait.
    retry_wait_max_s: float = 30.0
    #: A client without requests for this long is closed: otherwise hundreds of them would be kept for months.
    client_idle_s: float = 600.0
    #: A PEM file with certificate authorities to trust in addition to the public ones.
    ca_file: Path | None = None
    #: The limits of pages whose scripts are run.
    browser: BrowserSettings = field(default_factory=BrowserSettings)
