"""A company that advertises, with a name, offices and habits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jobscan.simulator.market.places import BY_COUNTRY, PLACES
from jobscan.simulator.market.rng import rng_for, several

if TYPE_CHECKING:
    from jobscan.simulator.market.settings import MarketSettings

_FIRST = (
    "Amber Anchor Arbor Atlas Aurora Basalt Beacon Birch Blue Bright Cedar Cinder Clear Cobalt Copper Coral Crest"
    " Delta Drift Ember Fable Falcon Fern Flint Forge Garnet Granite Harbor Hazel Helio Indigo Iron Ivory Jasper"
    " Juniper Kestrel Lark Linden Lumen Maple Marble Meadow Mesa Mint Moss North Nova Oak Ochre Onyx Opal Orchid"
    " Osprey Pine Polar Prism Quartz Raven Reef Ridge River Rowan Saffron Sage Sierra Silver Slate Solar Sparrow"
    " Spruce Sterling Stone Summit Teal Terra Thistle Timber Umber Vale Velvet Violet Willow"
).split()
_SECOND = (
    "arc bank base beam bird board bridge cast cove craft dale dock field fleet flow ford forge gate glass grid"
    " grove hub lab leaf ledger light line link loom loop mark mesh mill mind pass path peak pilot point port press"
    " pulse rail ring scale scope sense shift signal sky smith span spark stack stream tide track vault wave way"
    " weave well wing wise works yard"
).split()
_KINDS = (
    "",
    "Technologies",
    "Labs",
    "Health",
    "Robotics",
    "Group",
    "AI",
    "Systems",
    "& Sons",
    "GmbH",
    "Média",
    "Analytics",
)
#: Twice as many companies are at home in the first ones.
_HOMES = tuple("US US US US GB GB DE DE IL IL FR ES PL CA NL JP CH IN SE AU IE".split())
#: Coprime to the number of pairs of words, so that every pair comes up once before any repeats.
_STRIDE = 4_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """An employer; nothing here changes while its postings come and go."""

    #: 0, 1, 2 … in its market.
    number: int
    #: The seed of everything random about it.
    seed: str
    #: Its name without the kind of company; no two companies of a market share it.
    stem: str
    #: The number in `_KINDS` of the word after its first name.
    kind: int
    #: Where it hires: numbers in `PLACES`, at least five, cities and remote.
    offices: tuple[int, ...]
    #: A number for each of its habits; see `habit`.
    habits: int

    def name(self, renames: int = 0) -> str:
        """Return its name after this many changes; two in a row are never the same."""
        return f"{self.stem} {_KINDS[(self.kind + renames) % len(_KINDS)]}".strip()

    @property
    def slug(self) -> str:
        """Return its first name as in addresses: ASCII letters and digits."""
        return self.stem.lower()

    def habit(self, which: int, choices: int) -> int:
        """Return one of ``choices`` numbers from 0, always the same one for this company and ``which`` (0 to 9)."""
        return (self.habits >> (3 * which)) % 8 * choices // 8


def found_company(settings: MarketSettings, number: int) -> Company:
    """Return the company with this number, independent of other companies."""
    seed = f"{settings.seed}/{number}"
    rng = rng_for(seed)
    pairs = len(_FIRST) * len(_SECOND)
    pair = (number * _STRIDE + settings.seed * 997) % pairs
    again = number // pairs
    home = _HOMES[int(rng.random() * len(_HOMES))]
    here = BY_COUNTRY[home]
    offices = [*several(rng, here[:-1], 3), here[-1]]
    for place in several(rng, range(len(PLACES)), 6):
        if place not in offices and len(offices) < 6:
            offices.append(place)
    return Company(
        number=number,
        seed=seed,
        stem=_FIRST[pair % len(_FIRST)] + _SECOND[pair // len(_FIRST)] + (str(again + 1) if again else ""),
        kind=int(rng.random() * len(_KINDS)),
        offices=tuple(offices),
        habits=int(rng.random() * 2**30),
    )
