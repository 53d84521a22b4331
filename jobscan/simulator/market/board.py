"""A simulated board: its postings, its version, its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jobscan.simulator.market.advert import AdvertWriter
from jobscan.simulator.market.life import Life
from jobscan.simulator.wire import WIRES, broken_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.life import Happening
    from jobscan.simulator.market.posting import Advert, Content, SimulatedPosting
    from jobscan.simulator.market.settings import MarketSettings
    from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest

#: One in this many vanished postings is still in the answers of systems that can hide postings.
_LINGERING = 6


class SimulatedBoard:
    """One company's board on one system; satisfies `jobscan.simulator.server.exchange.Site`."""

    def __init__(self, company: Company, system: str, settings: MarketSettings) -> None:
        #: "greenhouse", "lever" …: a key of `jobscan.sources.SYSTEMS`.
        self.system = system
        self.company = company
        #: Unique in its market and fit for a URL.
        self.prefix = f"b{company.number}"
        #: The board's identifier at its vendor, as in a `Source`.
        self.identifier = WIRES[system].identifier(company)
        #: Simulated time.
        self.now = settings.starts_at
        #: Rises with every tick that changes an answer.
        self.version = 1
        self._life = Life(company, system, settings)

    def __repr__(self) -> str:
        return f"<Board {self.prefix} {self.system}/{self.identifier}, {len(self.postings)} postings>"

    @property
    def name(self) -> str:
        """Return the company's current name."""
        return self.company.name(self.renames)

    @property
    def renames(self) -> int:
        """Return how often the company has changed its name."""
        return self._life.renames

    @property
    def postings(self) -> tuple[SimulatedPosting, ...]:
        """Return the postings that the board lists, or would list if it were not broken, oldest first."""
        return tuple(self._life.listed.values())

    def posting(self, serial: int) -> SimulatedPosting | None:
        """Return the posting with this serial; None when the board does not list it."""
        return self._life.listed.get(serial)

    @property
    def unlisted(self) -> tuple[SimulatedPosting, ...]:
        """Return postings that are gone for the public but that some systems still send, marked as hidden."""
        return tuple(posting for posting in self._life.gone.values() if posting.serial % _LINGERING == 0)

    @property
    def is_broken(self) -> bool:
        """Return whether the board currently gives no usable answer."""
        return self._life.breakage is not None

    @property
    def is_useless(self) -> bool:
        """Return whether nothing can be learned from the board: it is broken, or empty as an unknown one would be."""
        return self.is_broken or (not self._life.listed and WIRES[self.system].EMPTY_IS_UNKNOWN)

    @property
    def is_emptied(self) -> bool:
        """Return whether the board currently hides all or most of its postings."""
        return bool(self._life.dark)

    def external_id(self, posting: SimulatedPosting) -> str:
        """Return the identity of a posting at its vendor."""
        return WIRES[self.system].external_id(self.company, posting)

    def listing(self) -> dict[str, Content]:
        """Return external id → content of all `postings`."""
        name, company = WIRES[self.system].external_id, self.company
        return {name(company, posting): posting.content for posting in self._life.listed.values()}

    def adverts(self, postings: Iterable[SimulatedPosting] | None = None) -> Iterator[Advert]:
        """Yield these postings in full, or `postings` when None; each is written on demand."""
        write = AdvertWriter(self.company, self.system).write
        return (write(posting) for posting in (self.postings if postings is None else postings))

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        """Return the answer; 404 for anything that the board does not know."""
        answer = WIRES[self.system].answer(self, ask)
        return answer if self._life.breakage is None else broken_answer(self.system, self._life.breakage, answer)

    def tick(self, number: int, now: datetime) -> list[Happening]:
        """Move time on to ``now``, the end of tick ``number``; return what happened."""
        happened = self._life.tick(number, int(now.astimezone(UTC).timestamp()))
        if happened or (WIRES[self.system].AGES and now.date() != self.now.date()):
            self.version += 1
        self.now = now
        return happened
