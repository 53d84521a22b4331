from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSettings:
    """The limits of pages that scripts make."""

    #: The program; None: the first that is installed of those in `program`.
    path: Path | None = None
    #: False switches Chromium's own sandbox off. For root it is off anyway: Chromium does not start otherwise.
    sandbox: bool = True
    #: From the start of a page until what its scripts made of it is read.
    page_timeout_s: float = 30.0
    #: The wait for the browser to start, and to end by itself before it is killed.
    start_timeout_s: float = 30.0
    end_timeout_s: float = 5.0
    #: One answer to the page's scripts.
    request_timeout_s: float = 10.0
    #: Nothing was asked for during this time: then the page is whole.
    quiet_s: float = 0.5
    #: Requests of one page that are answered. Careers pages of large companies make 60 to 120 (2026-11).
    max_requests: int = 300
    #: Body bytes of one answer, and of all answers of a page, after decoding.
    max_body_bytes: int = 8 * _MIB
    max_page_bytes: int = 32 * _MIB
    #: Characters of the page that the scripts made.
    max_html_chars: int = 8 * _MIB
    #: Memory of all processes of the browser, without what they share; watched on Linux. JavaScript's own heap is
    #: limited everywhere.
    max_memory_bytes: int = 1024 * _MIB
    max_heap_mib: int = 256
    #: A browser without a page for this long is closed.
    idle_s: float = 30.0
    #: Pages after which it is started anew.
    pages_per_start: int = 50
