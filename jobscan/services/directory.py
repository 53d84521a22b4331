"""The directory of companies' boards that jobscan ships: found by name or domain, without asking anybody."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import NamedTuple

from jobscan.decide.match.words import fold

#: Made by ``python -m tools.make_directory``: a line for each board, its fields separated by tabs.
DATA = Path(__file__).with_name("directory.tsv.xz")
#: Endings of names that say nothing about which company is meant.
_LEGAL_FORMS = frozenset(
    """
    ab ag as bv co company corp corporation gmbh group holding inc kg limited llc ltd nv oy plc sa sarl se sl spa srl
    """.split()
)


class DirectoryEntry(NamedTuple):
    """One board."""

    type: str
    identifier: str
    #: Of the company.
    name: str
    #: Of the company's own pages, such as "canonical.com"; "": not known.
    domain: str


def find_boards(asked: str, limit: int = 20) -> list[DirectoryEntry]:
    """Return the boards of companies with this name, or at this domain, the best match first.

    That is: what has the name, then what begins with it, then what has all its words.
    """
    words, domain = _words_of(asked), _domain_of(asked)
    if not words:
        return []
    found = [(rank, entry) for entry in read_entries() if (rank := _rank_of(entry, words, domain)) is not None]
    found.sort(key=lambda each: (each[0], len(each[1].name), each[1].name.casefold(), each[1]))
    return [entry for _, entry in found[:limit]]


def find_company(name: str) -> list[DirectoryEntry]:
    """Return the boards of the company with exactly this name, in any spelling."""
    words = _words_of(name)
    if not words:
        return []
    # Folding costs ten times as much as this, as in `_rank_of`.
    near = (each for each in read_entries() if words[0] in each.name.casefold() or not each.name.isascii())
    return [entry for entry in near if _words_of(entry.name) == words]


def read_entries() -> list[DirectoryEntry]:
    """Return the whole directory."""
    lines = lzma.decompress(DATA.read_bytes()).decode().splitlines()
    return [DirectoryEntry(*line.split("\t")) for line in lines]


def _rank_of(entry: DirectoryEntry, words: tuple[str, ...], domain: str | None) -> int | None:
    """Return how well a board fits, 0 is best; None: it does not."""
    if domain is not None and entry.domain == domain:
        return 0
    if words[0] not in entry.name.casefold() and words[0] not in entry.identifier.casefold() and entry.name.isascii():
        # Folding costs ten times as much, and hardly any name gets this far.
        return None
    joined, name = "".join(words), _words_of(entry.name)
    names = {"".join(name), fold(entry.identifier).replace("-", "").replace(" ", "")}
    if joined in names:
        return 0
    if name[: len(words)] == words:
        return 1
    if any(each.startswith(joined) for each in names) and len(joined) > 3:
        return 1
    return 2 if set(words) <= set(name) else None


def _words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name or the first part of a domain, without the legal form at its end."""
    domain = _domain_of(name)
    text = domain.partition(".")[0] if domain is not None else name
    words = "".join(sign if sign.isalnum() else " " for sign in fold(text)).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return tuple(words)


def _domain_of(asked: str) -> str | None:
    """Return the domain that was asked for; None: it is a name."""
    host = asked.strip().lower().partition("://")[2] or asked.strip().lower()
    host = host.partition("/")[0].removeprefix("www.")
    if "." not in host or " " in host or host.startswith(".") or host.endswith("."):
        return None
    return host
