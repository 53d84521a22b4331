"""What happens to the postings of one board over time, decided by the board's own random generator."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Odd, PostingChange, SimulatedPosting
from jobscan.simulator.market.rng import pick, rng_for, several
from jobscan.simulator.words import LEXICONS

if TYPE_CHECKING:
    from random import Random

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.settings import MarketSettings

#: Systems whose answers have a timestamp that moves without a change.
_STAMPED = frozenset({"greenhouse", "comeet", "jibe", "careers"})
#: Systems where a position has one place.
_ONE_PLACE = frozenset({"comeet", "smartrecruiters", "jibe"})
#: Systems where the text is on a page of its own, so its change is not visible in the list. There it never changes, not
#: even together with the title, which may be what it was again at the next scan.
_TEXT_APART = frozenset({"workday", "smartrecruiters"})

_DAY_S = 86_400
_ODDITIES = (Odd.BLANKS, Odd.EMOJI, Odd.SPARSE, Odd.MESSY)
#: The minimum share of postings that a partly emptied board loses.
_MOSTLY = 0.55

#: A posting, or None for the board itself, and what happened to it.
Happening = tuple[SimulatedPosting | None, PostingChange]


class Breakage(StrEnum):
    """How a failing board answers every request."""

    SERVER_ERROR = "server error"
    #: The answer ends in the middle.
    CUT = "cut"
    #: An HTML page with status 200: maintenance, a login, a bot wall.
    PAGE = "page"
    #: 404, as if the board did not exist.
    MISSING = "missing"


class Life:
    """The postings of a board: listed, hidden for a while, gone."""

    def __init__(self, company: Company, system: str, settings: MarketSettings) -> None:
        self._company = company
        self._system = system
        self._settings = settings
        #: By serial, as the others.
        self.listed: dict[int, SimulatedPosting] = {}
        #: Hidden while the board is emptied.
        self.dark: dict[int, SimulatedPosting] = {}
        #: May come back; in the order in which they went.
        self.gone: dict[int, SimulatedPosting] = {}
        self.renames = 0
        self.breakage: Breakage | None = None
        self._next_serial = 0
        rng = rng_for(company.seed, "start")
        share = 1 + settings.spread * (2 * rng.random() - 1)
        #: Postings at the start.
        self.size = int(settings.postings * share + 0.5)
        self._keep_gone = max(self.size, 10)
        now = int(settings.starts_at.timestamp())
        for _ in range(self.size):
            published = now - int(_low(rng) * 200 * _DAY_S)
            updated = published + int(rng.random() * (now - published))
            posting = self._write(rng, published, updated)
            self.listed[posting.serial] = posting

    def tick(self, number: int, now: int) -> list[Happening]:
        """Let the board live through tick ``number``, which ends ``now`` (seconds since 1970); return what happened.

        The life of a failing or emptied board goes on: its postings change and vanish, except hidden ones, and an
        emptied board gets no new ones.
        """
        rng = rng_for(self._company.seed, "tick", number)
        happened = self._move_board(rng)
        present, absent = tuple(self.listed.values()), tuple(self.gone.values())
        happened += self._move(rng, present, now)
        happened += self._bring_back(rng, absent, now)
        while len(self.gone) > self._keep_gone:
            del self.gone[next(iter(self.gone))]
        if not self.dark:
            wanted = int(self._settings.appear * self.size + rng.random())
            for _ in range(wanted):
                moment = self._moment(rng, now)
                posting = self._write(rng, moment, moment)
                self.listed[posting.serial] = posting
                happened.append((posting, PostingChange.APPEARED))
        return happened

    def _move_board(self, rng: Random) -> list[Happening]:
        chances, happened = self._settings, list[Happening]()
        first, second, third, how = rng.random(), rng.random(), rng.random(), rng.random()
        if self.breakage is not None and first < chances.recover:
            self.breakage = None
            happened.append((None, PostingChange.RECOVERED))
        elif self.breakage is None and first < chances.fail:
            self.breakage = pick(rng, tuple(Breakage))
            happened.append((None, PostingChange.BROKEN))
        if self.dark and second < chances.refill:
            self.listed.update(self.dark)
            self.dark.clear()
            happened.append((None, PostingChange.REFILLED))
        elif not self.dark and self.listed and second < chances.empty:
            part = 1.0 if how < 0.5 else _MOSTLY + (how - 0.5) * 0.8
            serials = several(rng, tuple(self.listed), max(1, int(part * len(self.listed) + 0.5)))
            self.dark = {serial: self.listed.pop(serial) for serial in serials}
            happened.append((None, PostingChange.EMPTIED))
        if third < chances.rename:
            self.renames += 1
            happened.append((None, PostingChange.RENAMED))
        return happened

    def _move(self, rng: Random, postings: tuple[SimulatedPosting, ...], now: int) -> list[Happening]:
        happened: list[Happening] = []
        chances = self._settings
        vanish = chances.vanish
        change = vanish + chances.change
        amend = change + chances.amend
        touch = amend + (chances.touch if self._system in _STAMPED else 0)
        for posting in postings:
            fate = rng.random()
            if fate >= touch:
                continue
            if fate < vanish:
                del self.listed[posting.serial]
                self.gone[posting.serial] = posting
                happened.append((posting, PostingChange.VANISHED))
                continue
            moment = self._moment(rng, now)
            if fate < change:
                moved, kind = self._change(rng, posting, moment), PostingChange.CHANGED
            elif fate < amend:
                moved, kind = replace(posting, terms=posting.terms + 1, updated=moment), PostingChange.AMENDED
            else:
                moved, kind = replace(posting, updated=moment), PostingChange.TOUCHED
            self.listed[posting.serial] = moved
            happened.append((moved, kind))
        return happened

    def _bring_back(self, rng: Random, postings: tuple[SimulatedPosting, ...], now: int) -> list[Happening]:
        happened: list[Happening] = []
        for posting in postings:
            if rng.random() >= self._settings.reappear:
                continue
            moment = self._moment(rng, now)
            back = self._change(rng, posting, moment) if rng.random() < 0.25 else replace(posting, updated=moment)
            del self.gone[posting.serial]
            self.listed[posting.serial] = back
            happened.append((back, PostingChange.RETURNED))
        return happened

    def _moment(self, rng: Random, now: int) -> int:
        """Return a moment within the tick that ends now."""
        return now - int(rng.random() * int(self._settings.tick_length.total_seconds()))

    def _write(self, rng: Random, published: int, updated: int) -> SimulatedPosting:
        """Write a new posting: a new job, or one of the board's jobs in another place."""
        serial = self._next_serial
        self._next_serial += 1
        odd = _ODDITIES[int(rng.random() * len(_ODDITIES))] if rng.random() < self._settings.odd else Odd.NO
        places = self._choose_places(rng)
        if self.listed and rng.random() < 0.06:
            # The newest one: its number needs no search, and towns are added to a job soon after it was opened.
            sibling = self.listed[next(reversed(self.listed))]
            return replace(
                sibling, serial=serial, places=places, odd=odd, terms=0, published=published, updated=updated
            )
        language = PLACES[places[0]].country.language if places and rng.random() < 0.5 else "en"
        words = LEXICONS[language]
        return SimulatedPosting(
            serial=serial,
            job=serial,
            language=language,
            role=int(rng.random() * len(words.roles)),
            # Half of all titles carry no rank.
            level=max(0, int((rng.random() * 2 - 1) * len(words.levels))),
            places=places,
            odd=odd,
            published=published,
            updated=updated,
        )

    def _choose_places(self, rng: Random) -> tuple[int, ...]:
        draw = rng.random()
        if draw < self._settings.odd / 8:
            return ()
        offices = self._company.offices
        count = 1 if draw < 0.84 or self._system in _ONE_PLACE else 2 + int(rng.random() * 2)
        if count > 1:
            return several(rng, offices, count)
        # The first office is the largest one.
        return (offices[int(_low(rng) * len(offices))],)

    def _change(self, rng: Random, posting: SimulatedPosting, moment: int) -> SimulatedPosting:
        """Return another version of a posting: text, title, place, or text and one of the others."""
        draw, with_text = rng.random(), rng.random() < 0.3
        if self._system in _TEXT_APART:
            draw, with_text = 0.4 + 0.6 * draw, False
        if draw < 0.4 or with_text:
            posting = replace(posting, edition=posting.edition + 1)
        if draw < 0.4:
            return replace(posting, updated=moment)
        if draw < 0.7:
            levels = len(LEXICONS[posting.language].levels)
            level = (posting.level + 1 + int(rng.random() * (levels - 1))) % levels
            return replace(posting, level=level, updated=moment)
        others = [owner for owner in self._company.offices if owner not in posting.places]
        return replace(posting, places=(pick(rng, others), *posting.places[1:]), updated=moment)


def _low(rng: Random) -> float:
    """Return a number from 0 to 1, usually a low one. A product, since powers differ between machines."""
    draw = rng.random()
    return draw * draw
