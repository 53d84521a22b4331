"""The text of a simulated posting: sentences of its language, chosen by its random generator, always the same ones."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from jobscan.simulator.market.rng import pick, several
from jobscan.simulator.words.english import TOOLS

if TYPE_CHECKING:
    from random import Random

    from jobscan.simulator.words import WordList

#: Between paragraphs and between parts while a text is one string; no sentence contains them.
_NEXT, _PART = "\x1f", "\x1e"


class Boilerplate(NamedTuple):
    """What a company writes in all of its postings in one language, with empty slots."""

    about: tuple[str, ...]
    benefits: tuple[str, ...]
    closing: tuple[str, ...]


class AdvertText(NamedTuple):
    """The parts of a posting's text, each a tuple of paragraphs or of items of a list."""

    about: tuple[str, ...]
    opening: tuple[str, ...]
    duties: tuple[str, ...]
    wants: tuple[str, ...]
    nice: tuple[str, ...]
    benefits: tuple[str, ...]
    #: One sentence, or none.
    pay: tuple[str, ...]
    closing: tuple[str, ...]
    #: In the order of `Headings`.
    headings: tuple[str, ...]


class Filling(NamedTuple):
    """What goes into the slots of the sentences."""

    company: str
    title: str
    #: The name of the team; see `WordList.team`.
    size: int
    #: The sentence about pay, already filled in; None when the text does not mention it.
    pay: str | None


def compose_boilerplate(words: WordList, rng: Random) -> Boilerplate:
    """Choose what a company says about itself in one language."""
    joint, about = words.joint, several(rng, words.about, 5)
    return Boilerplate(
        about=(joint.join(about[:3]), joint.join(about[3:])),
        benefits=several(rng, words.benefits, 8 + int(rng.random() * 5)),
        closing=several(rng, words.closing, 3),
    )


def compose_text(words: WordList, house: Boilerplate, rng: Random, filling: Filling) -> AdvertText:
    """Write a posting's text, 4 to 8 KB with its markup. The same generator state and filling give the same text."""
    joint = words.joint
    opening = several(rng, words.opening, 6)
    parts = (
        house.about,
        (joint.join((*opening[:2], words.team)), joint.join(opening[2:4]), joint.join(opening[4:])),
        several(rng, words.duties, 9 + int(rng.random() * 8)),
        several(rng, words.wants, 8 + int(rng.random() * 7)),
        several(rng, words.nice, 4 + int(rng.random() * 3)),
        house.benefits,
        (filling.pay,) if filling.pay else (),
        house.closing,
        words.headings,
    )
    tools = several(rng, TOOLS, 2)
    area = pick(rng, words.areas)
    filled = _PART.join(map(_NEXT.join, parts)).format(
        company=filling.company, title=filling.title, size=filling.size, tool=tools[0], other=tools[1], area=area
    )
    return _split(filled)


def escaped(text: AdvertText) -> AdvertText:
    """Return the text with the three characters escaped that must be escaped in HTML text."""
    return _split(escape(_PART.join(map(_NEXT.join, text)), quote=False))


def _split(whole: str) -> AdvertText:
    return AdvertText(*(tuple(part.split(_NEXT)) if part else () for part in whole.split(_PART)))
