"""The errors of jobscan: one root, one family per room; what a program needs to know is an attribute, not text."""

from __future__ import annotations

from enum import StrEnum


class JobscanError(Exception):
    """Root of every error that jobscan raises on purpose; its text can be shown to the user unchanged."""


class ConfigError(JobscanError):
    """The configuration cannot be used.

    ``problems`` holds one line per mistake, each ``file:line:col: key: message`` where a place is known.
    """

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class FetchFailure(StrEnum):
    """Why no answer, or no usable answer, came back from a board's server."""

    #: DNS, connect, TLS, reset: nothing came through. Many of these at once mean that *we* are offline.
    NETWORK = "network"
    TIMEOUT = "timeout"
    TLS = "tls"
    #: The address is private, or the URL is not one we may fetch.
    REFUSED = "refused"
    #: The body or the headers exceed a limit.
    TOO_LARGE = "too_large"
    #: The answer ended early, or breaks HTTP or its content coding.
    BROKEN = "broken"
    #: A redirect that must not be followed.
    REDIRECT = "redirect"
    #: 429, or 503 with Retry-After.
    RATE_LIMITED = "rate_limited"
    #: 5xx after the retries.
    SERVER = "server"


class FetchError(JobscanError):
    """A request did not bring a usable answer; ``url`` is redacted.

    ``retry_after_s`` is what the server asked for, in seconds, already clamped; None when it did not ask.
    """

    def __init__(
        self,
        kind: FetchFailure,
        reason: str,
        *,
        url: str,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        self.kind = kind
        self.reason = reason
        self.url = url
        self.status = status
        self.retry_after_s = retry_after_s
        # A reason of the network names the host; offline there are many such lines, which should be short.
        super().__init__(reason if kind is FetchFailure.NETWORK else f"{reason} ({url})")


class BoardFailure(StrEnum):
    """What a complete answer says about its board."""

    #: 404/410: no such board or posting.
    NOT_FOUND = "not_found"
    #: 401/403 or a refused token: a configuration problem.
    FORBIDDEN = "forbidden"
    #: Another 4xx.
    REJECTED = "rejected"
    #: Not the format of this board: HTML for JSON, a missing key, a shape that is not the documented one.
    UNREADABLE = "unreadable"
    #: More postings or pages than one board can plausibly have.
    TOO_MANY = "too_many"


class BoardError(JobscanError):
    """A page arrived, but it is not a readable answer of this board; it says nothing about any posting."""

    def __init__(self, kind: BoardFailure, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(reason)
