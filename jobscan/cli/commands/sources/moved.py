"""What ``jobscan sources --check-moved`` does: looks for boards at other systems."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.network import boards_named_by, open_fetcher
from jobscan.cli.kit.common import run_async
from jobscan.cli.kit.logs import set_up_logging
from jobscan.cli.kit.output import wants_tables, write_json, write_lines
from jobscan.config import LogConfig
from jobscan.services.moved import may_have_moved, pages_of, proposed_by_directory, proposed_by_page
from jobscan.services.records.move import ProposedMoveRecord
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.source import Source
    from jobscan.services.moved import Proposal
    from jobscan.services.sources import SourceHealth


def check(config: Config, found: Sequence[SourceHealth], options: Globals, *, is_named: bool, as_json: bool) -> None:
    """Say where boards may have moved: those that are named, else those that are gone or look emptied."""
    set_up_logging(LogConfig(level="error"), options.verbosity)
    asked = found if is_named else may_have_moved(found)
    keys = {health.key for health in asked}
    sources = [source for source in config.to_sources() if source.key in keys]
    proposals = run_async(_ask(config, sources))
    if as_json:
        write_json([ProposedMoveRecord.of(proposal) for proposal in proposals])
    elif wants_tables(options):
        _say(sources, proposals)
    else:
        write_lines((proposal.former, proposal.key, proposal.command) for proposal in proposals)


async def _ask(config: Config, sources: Iterable[Source]) -> list[Proposal]:
    """Return what the directory and the pages propose, each board once."""
    found: dict[tuple[object, object], Proposal] = {}
    async with open_fetcher(config) as fetcher:
        for source in sources:
            proposals = []
            for page in pages_of(source):
                proposals += proposed_by_page(source, redact_url(page), await boards_named_by(page, fetcher))
            for proposal in [*proposals, *proposed_by_directory(source)]:
                found.setdefault((proposal.former, proposal.key), proposal)
    return list(found.values())


def _say(sources: Sequence[Source], proposals: Sequence[Proposal]) -> None:
    if not sources:
        click.echo("No board is gone or looks emptied; `jobscan sources --check-moved NAME` looks for any board.")
    for source in sources:
        mine = [proposal for proposal in proposals if proposal.former == source.key]
        if not mine:
            move = shlex.join(["jobscan", "move", str(source.key), "URL"])
            click.echo(f"{source.name}: no other board is known; `{move}` takes any address.")
        for proposal in mine:
            place = "the directory of boards" if proposal.page is None else proposal.page
            click.echo(f"{source.name}: {place} names {proposal.key}: `{proposal.command}`")
