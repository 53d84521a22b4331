"""Notes about a board that was found, on standard error: standard output is for results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import click

from jobscan.bootstrap.network import name_candidates
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from jobscan.bootstrap.network import Discovery, Preview
    from jobscan.domain.source import Source

#: Rows of a list for people that are shown for approval.
_SHOWN = 10


def note_others(found: Discovery) -> None:
    """Say which page the board was found on, and why it was chosen when that page names others as well."""
    if found.via is not None:
        click.echo(f'jobscan: found on {redact_url(found.via.url)}, linked as "{found.via.text}"', err=True)
    if found.asked_at is not None:
        asked = f"its scripts ask {found.source.key} for postings ({redact_url(found.asked_at)})"
        click.echo(f"jobscan: {asked}, so that is read, without a browser", err=True)
    if found.reason is not None:
        click.echo(f"jobscan: {found.source.key.source_identifier}: careers page: {found.reason}", err=True)
    for row in found.rows[:_SHOWN]:
        click.echo(f"    {row.title}{f' ({row.place})' if row.place else ''}  {redact_url(row.url)}", err=True)
    if len(found.rows) > _SHOWN:
        click.echo(f"    and {len(found.rows) - _SHOWN:,} more", err=True)
    taken, others = found.candidates[:1], found.candidates[1:]
    if others:
        names = name_candidates(others)
        click.echo(f"jobscan: took {name_candidates(taken)}; the page also names {names}", err=True)


def note_empty(source: Source, found: Preview) -> None:
    """Say what an empty answer may mean: some systems give one for boards that do not exist."""
    if not found.postings and not found.more and not found.problems:
        click.echo(
            f"jobscan: {source.key} answers but is empty: it has no openings now, or its name is mistyped", err=True
        )


class _Listed(Protocol):
    """A board that was looked at."""

    @property
    def postings(self) -> int: ...


def count_postings(found: _Listed) -> str:
    """Return the number of postings in words."""
    return "1 posting" if found.postings == 1 else f"{found.postings:,} postings"
