"""A query on the texts of postings in two steps: what a database can exclude, and a check of the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Hint(NamedTuple):
    """What a column can contain in a posting that passes."""

    column: str
    #: In lower case, without spaces, hyphens and slashes; "": anything, None: nothing at all.
    letters: str | None


class Sieve(NamedTuple):
    """One part of a query."""

    #: Columns of ``jobs`` whose values `holds` takes, in this order, as they are stored.
    columns: tuple[str, ...]
    #: One of these is true of every posting for which `holds` says True.
    hints: tuple[Hint, ...]
    holds: Callable[..., bool]


class FactHint(NamedTuple):
    """What is true of the facts of every posting that passes: one of these columns …"""

    columns: tuple[str, ...]
    #: … holds one of these values, or a list with one of them …
    values: tuple[str, ...] = ()
    #: … or a number that is at most this; None: no number counts …
    at_most: int | None = None
    #: … or nothing.
    or_nothing: bool = False


class Narrowing(NamedTuple):
    """What a database can leave out of a query on facts; postings without current facts are never left out."""

    #: The version of the rules whose facts are current.
    rules: int
    hints: tuple[FactHint, ...]
