from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting


class WireBoard(Protocol):
    """A board as the systems' wires see it when they answer for it; each part is that of `SimulatedBoard`."""

    @property
    def company(self) -> Company:
        """Return the company of the board."""
        ...

    @property
    def identifier(self) -> str:
        """Return the board's identifier at its vendor."""
        ...

    @property
    def now(self) -> datetime:
        """Return the simulated time."""
        ...

    @property
    def version(self) -> int:
        """Return the number that rises with every change of an answer."""
        ...

    @property
    def name(self) -> str:
        """Return the company's current name."""
        ...

    @property
    def renames(self) -> int:
        """Return how often the company has changed its name."""
        ...

    @property
    def postings(self) -> tuple[SimulatedPosting, ...]:
        """Return the postings that the board lists, oldest first."""
        ...

    @property
    def unlisted(self) -> tuple[SimulatedPosting, ...]:
        """Return postings that are gone but that some systems still send, marked as hidden."""
        ...

    def posting(self, serial: int) -> SimulatedPosting | None:
        """Return the posting with this serial; None when the board does not list it."""
        ...

    def adverts(self, postings: Iterable[SimulatedPosting]) -> Iterator[Advert]:
        """Yield these postings in full."""
        ...
