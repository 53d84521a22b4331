from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting


class WireBoard(Protocol):
    """A board as the systems' wires see it when they answer for it; each part is what `SimulatedBoard` says of it."""

    @property
    def company(self) -> Company:
        """Return whose board it is."""
        ...

    @property
    def identifier(self) -> str:
        """Return what names the board at its vendor."""
        ...

    @property
    def now(self) -> datetime:
        """Return simulated time."""
        ...

    @property
    def version(self) -> int:
        """Return the number that rises with every change of an answer."""
        ...

    @property
    def name(self) -> str:
        """Return what the company is called now."""
        ...

    @property
    def renames(self) -> int:
        """Return how often the company has taken another name."""
        ...

    @property
    def postings(self) -> tuple[SimulatedPosting, ...]:
        """Return what the board lists, the oldest first."""
        ...

    @property
    def unlisted(self) -> tuple[SimulatedPosting, ...]:
        """Return postings that are gone, and that some systems still give away marked as hidden."""
        ...

    def posting(self, serial: int) -> SimulatedPosting | None:
        """Return the posting with this serial; None when the board does not list it."""
        ...

    def adverts(self, postings: Iterable[SimulatedPosting]) -> Iterator[Advert]:
        """Yield these postings in full."""
        ...
