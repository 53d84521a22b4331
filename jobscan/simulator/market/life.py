"""What happens to the postings of one board as time goes on, all of it by the board's own dice."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from jobscan.simulator.market.dice import dice_for, pick, several
from jobscan.simulator.market.places import PLACES
from jobscan.simulator.market.posting import Odd, PostingChange, SimulatedPosting
from jobscan.simulator.words import LEXICONS

if TYPE_CHECKING:
    from random import Random

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.settings import MarketSettings

#: Systems whose answers hold a stamp that moves without a change.
_STAMPED = frozenset({"greenhouse", "comeet"})
#: A position in several places is several positions there.
_ONE_PLACE = frozenset({"comeet"})
#: The text is on a page of its own there: nobody who watches the list can see that it changed. There it never does,
#: not even together with the title, which may be what it was again before anybody looks.
_TEXT_APART = frozenset({"workday"})

_DAY_S = 86_400
_ODDITIES = (Odd.BLANKS, Odd.EMOJI, Odd.SPARSE, Odd.MESSY)
#: Of a board that was emptied in part, at least this part is gone.
_MOSTLY = 0.55

#: A posting or None for the board itself, and what happened to it.
Happening = tuple[SimulatedPosting | None, PostingChange]


class Breakage(StrEnum):
    """How a board that fails answers, whatever it is asked."""

    SERVER_ERROR = "server error"
    #: The answer ends in the middle.
    CUT = "cut"
    #: An HTML page with status 200: maintenance, a login, a bot wall.
    PAGE = "page"
    #: 404, as if there were no such board.
    MISSING = "missing"


class Life:
    """The postings of a board: listed, out of sight for a while, gone."""

    def __init__(self, company: Company, system: str, settings: MarketSettings) -> None:
        self._company = company
        self._system = system
        self._settings = settings
        #: By serial, as in the others.
        self.listed: dict[int, SimulatedPosting] = {}
        #: Out of sight while the board is emptied.
        self.dark: dict[int, SimulatedPosting] = {}
        #: May come back; the last one to go is the last one here.
        self.gone: dict[int, SimulatedPosting] = {}
        self.renames = 0
        self.breakage: Breakage | None = None
        self._next_serial = 0
        dice = dice_for(company.seed, "start")
        share = 1 + settings.spread * (2 * dice.random() - 1)
        #: Postings at the start.
        self.size = int(settings.postings * share + 0.5)
        self._keep_gone = max(self.size, 10)
        now = int(settings.starts_at.timestamp())
        for _ in range(self.size):
            published = now - int(_low(dice) * 200 * _DAY_S)
            updated = published + int(dice.random() * (now - published))
            posting = self._write(dice, published, updated)
            self.listed[posting.serial] = posting

    def tick(self, number: int, now: int) -> list[Happening]:
        """Let the board live through tick ``number``, which ends ``now`` (seconds since 1970); say what happened.

        A board that fails or is emptied lives on behind it: its postings change and vanish, but none of those out of
        sight, and a board that is emptied gets no new ones.
        """
        dice = dice_for(self._company.seed, "tick", number)
        happened = self._move_board(dice)
        present, absent = tuple(self.listed.values()), tuple(self.gone.values())
        happened += self._move(dice, present, now)
        happened += self._bring_back(dice, absent, now)
        while len(self.gone) > self._keep_gone:
            del self.gone[next(iter(self.gone))]
        if not self.dark:
            wanted = int(self._settings.appear * self.size + dice.random())
            for _ in range(wanted):
                moment = self._moment(dice, now)
                posting = self._write(dice, moment, moment)
                self.listed[posting.serial] = posting
                happened.append((posting, PostingChange.APPEARED))
        return happened

    def _move_board(self, dice: Random) -> list[Happening]:
        chances, happened = self._settings, list[Happening]()
        first, second, third, how = dice.random(), dice.random(), dice.random(), dice.random()
        if self.breakage is not None and first < chances.mend:
            self.breakage = None
            happened.append((None, PostingChange.MENDED))
        elif self.breakage is None and first < chances.fail:
            self.breakage = pick(dice, tuple(Breakage))
            happened.append((None, PostingChange.BROKEN))
        if self.dark and second < chances.refill:
            self.listed.update(self.dark)
            self.dark.clear()
            happened.append((None, PostingChange.REFILLED))
        elif not self.dark and self.listed and second < chances.empty:
            part = 1.0 if how < 0.5 else _MOSTLY + (how - 0.5) * 0.8
            serials = several(dice, tuple(self.listed), max(1, int(part * len(self.listed) + 0.5)))
            self.dark = {serial: self.listed.pop(serial) for serial in serials}
            happened.append((None, PostingChange.EMPTIED))
        if third < chances.rename:
            self.renames += 1
            happened.append((None, PostingChange.RENAMED))
        return happened

    def _move(self, dice: Random, postings: tuple[SimulatedPosting, ...], now: int) -> list[Happening]:
        happened: list[Happening] = []
        chances = self._settings
        vanish = chances.vanish
        change = vanish + chances.change
        amend = change + chances.amend
        touch = amend + (chances.touch if self._system in _STAMPED else 0)
        for posting in postings:
            fate = dice.random()
            if fate >= touch:
                continue
            if fate < vanish:
                del self.listed[posting.serial]
                self.gone[posting.serial] = posting
                happened.append((posting, PostingChange.VANISHED))
                continue
            moment = self._moment(dice, now)
            if fate < change:
                moved, kind = self._change(dice, posting, moment), PostingChange.CHANGED
            elif fate < amend:
                moved, kind = replace(posting, terms=posting.terms + 1, updated=moment), PostingChange.AMENDED
            else:
                moved, kind = replace(posting, updated=moment), PostingChange.TOUCHED
            self.listed[posting.serial] = moved
            happened.append((moved, kind))
        return happened

    def _bring_back(self, dice: Random, postings: tuple[SimulatedPosting, ...], now: int) -> list[Happening]:
        happened: list[Happening] = []
        for posting in postings:
            if dice.random() >= self._settings.reappear:
                continue
            moment = self._moment(dice, now)
            back = self._change(dice, posting, moment) if dice.random() < 0.25 else replace(posting, updated=moment)
            del self.gone[posting.serial]
            self.listed[posting.serial] = back
            happened.append((back, PostingChange.RETURNED))
        return happened

    def _moment(self, dice: Random, now: int) -> int:
        """Return a moment within the tick that ends now."""
        return now - int(dice.random() * int(self._settings.tick_length.total_seconds()))

    def _write(self, dice: Random, published: int, updated: int) -> SimulatedPosting:
        """Write a new posting: a new job, or one of the board's jobs in another place."""
        serial = self._next_serial
        self._next_serial += 1
        odd = _ODDITIES[int(dice.random() * len(_ODDITIES))] if dice.random() < self._settings.odd else Odd.NO
        places = self._choose_places(dice)
        if self.listed and dice.random() < 0.06:
            # The newest one: its number needs no search, and towns are added to a job soon after it was opened.
            sibling = self.listed[next(reversed(self.listed))]
            return replace(
                sibling, serial=serial, places=places, odd=odd, terms=0, published=published, updated=updated
            )
        language = PLACES[places[0]].country.language if places and dice.random() < 0.5 else "en"
        words = LEXICONS[language]
        return SimulatedPosting(
            serial=serial,
            job=serial,
            language=language,
            role=int(dice.random() * len(words.roles)),
            # Half of all titles carry no rank.
            level=max(0, int((dice.random() * 2 - 1) * len(words.levels))),
            places=places,
            odd=odd,
            published=published,
            updated=updated,
        )

    def _choose_places(self, dice: Random) -> tuple[int, ...]:
        draw = dice.random()
        if draw < self._settings.odd / 8:
            return ()
        offices = self._company.offices
        count = 1 if draw < 0.84 or self._system in _ONE_PLACE else 2 + int(dice.random() * 2)
        if count > 1:
            return several(dice, offices, count)
        # The first office is the largest one.
        return (offices[int(_low(dice) * len(offices))],)

    def _change(self, dice: Random, posting: SimulatedPosting, moment: int) -> SimulatedPosting:
        """Return another version of a posting: text, title, place, or text and one of the others."""
        draw, with_text = dice.random(), dice.random() < 0.3
        if self._system in _TEXT_APART:
            draw, with_text = 0.4 + 0.6 * draw, False
        if draw < 0.4 or with_text:
            posting = replace(posting, edition=posting.edition + 1)
        if draw < 0.4:
            return replace(posting, updated=moment)
        if draw < 0.7:
            levels = len(LEXICONS[posting.language].levels)
            level = (posting.level + 1 + int(dice.random() * (levels - 1))) % levels
            return replace(posting, level=level, updated=moment)
        others = [owner for owner in self._company.offices if owner not in posting.places]
        return replace(posting, places=(pick(dice, others), *posting.places[1:]), updated=moment)


def _low(dice: Random) -> float:
    """Return a number from 0 to 1, more often a low one. A product, since powers differ between machines."""
    draw = dice.random()
    return draw * draw
