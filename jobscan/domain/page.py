"""What travels between adapters and the fetch room: a request out, a page back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jobscan.domain.rendering import Rendering


class Purpose(StrEnum):
    """What a request is for; the same ``parse`` of an adapter serves all of them."""

    #: A page of the board's list; every one of these must arrive for a scan to be complete.
    LIST = "list"
    #: One posting's details; a failure affects only that posting.
    DETAIL = "detail"
    #: A page that holds the token which list requests need.
    TOKEN = "token"  # noqa: S105 - a kind of page, not a secret


class Audience(StrEnum):
    """For whom a server provides what a request asks for; this decides how we behave."""

    #: For programs: we follow its documentation, and redirects stay on the same host.
    API = "api"
    #: For people: robots.txt is obeyed, and redirects are followed as a browser would.
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimit:
    """How many requests one backend gets at once and per second; requests that share it share an HTTP client, too."""

    #: Such as "greenhouse" or "workday:wd5".
    name: str
    #: Requests in flight at once, 1 to 8.
    concurrency: int = 4
    #: Requests started per second at most; None: no limit of its own.
    per_second: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request that an adapter wants made."""

    url: str
    limit: HostLimit
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    purpose: Purpose = Purpose.LIST
    audience: Audience = Audience.API
    #: What the adapter wants back in ``parse`` with the answer: an offset, the listing's row. Never sent.
    context: Any = None
    #: False: one attempt is enough, even if it fails.
    may_retry: bool = True
    #: Says of the page that the server sent whether its scripts are run in a browser before it is read; None: never.
    #: A function of a module, since requests go to other processes.
    renders: Callable[[Page], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us for asking "changed since?"; None where it gave nothing."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A complete answer: status 2xx or 4xx, body decoded and within the limits.

    A 304 has status 304 and an empty body. Anything else is a `FetchError`.
    """

    #: The final address of the answer, after redirects on the same host.
    url: str
    status: int
    #: Names in lower case; repeated headers joined by ", ".
    headers: Mapping[str, str]
    body: bytes
    #: Hex SHA-256 of the decoded body.
    body_hash: str
    #: Bytes that crossed the wire for the body, before decoding.
    wire_bytes: int
    #: How the page came about when scripts made it in a browser; None: it is what the server sent.
    rendering: Rendering | None = None

    @property
    def validators(self) -> Validators:
        """Return the validators of this answer."""
        return Validators(etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified"))

    @property
    def content_type(self) -> str:
        """Return the media type in lower case without parameters; "" when the server gave none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()
