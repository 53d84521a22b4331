"""The protocol of an adapter: a module with these names. It knows one board's format and does no I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jobscan.domain.page import Page, Request
    from jobscan.domain.posting import ParsedPage
    from jobscan.domain.source import Source
    from jobscan.sources.kit.candidates import Candidate
    from jobscan.sources.kit.employer_page import EmployerPage


class Adapter(Protocol):
    """A file or folder in `jobscan.sources` and a line in its ``SYSTEMS``; the module itself satisfies this protocol.

    Everything is pure: bytes and headers in, values out. The engine owns I/O, order, limits, retries and time, and
    applies `Source.base_url` to every request.
    """

    #: The ``type`` that sources of this system have in the configuration, such as "greenhouse".
    TYPE: str
    #: The system's name for people, such as "Greenhouse".
    LABEL: str

    def check_identifier(self, identifier: str) -> str | None:
        """Return what is wrong with an identifier, with a correct example; None when nothing is.

        `jobscan.sources.identifier_problem` checks for all adapters whether it is percent-encoded.
        """
        ...

    def first_request(self, source: Source) -> Request:
        """Return the first request of a scan: for a list page, or for the page with a missing token."""
        ...

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        """Read one answer: a list page, a detail page or a token page, by ``request.purpose``.

        Raises `BoardError` when the page as a whole is unusable. An item that cannot be read is skipped and named
        in ``problems``; it never affects the others.
        """
        ...

    def detect(self, url: str) -> Source | None:
        """Recognise a board by one of its URLs (careers page, posting, embed, API); None if it is another system."""
        ...

    def detect_in(self, page: EmployerPage) -> list[Candidate]:
        """Find the boards that an employer's own page names, each as often as it is found.

        ``page.boards(detect)`` finds those that an address names. If a vendor's script gets the name in another way,
        its adapter has to read that.
        """
        ...
