"""``jobscan jobs`` and ``jobscan jobs show``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from jobscan.cli.common import iterate_async, read_config, read_since, run_async, utc_now
from jobscan.cli.lazy import Group, get_globals, json_option
from jobscan.cli.output import (
    make_console,
    make_table,
    show_age,
    wants_tables,
    write_csv,
    write_json,
    write_json_list,
    write_lines,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from rich.text import Text

    from jobscan.cli.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.job import JobFilter, StoredJob
    from jobscan.persistence import Database

_TERMINAL_LIMIT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The options of ``jobs``."""

    company: str | None
    title: str | None
    location: str | None
    remote: bool
    status: str
    since: str | None
    source: tuple[str, ...]
    limit: int | None
    as_json: bool
    as_csv: bool
    description: bool


@click.group(cls=Group, invoke_without_command=True)
@click.option("--company", metavar="TEXT", help="The company's name has TEXT in it, in any letter case.")
@click.option("--title", metavar="TEXT", help="The title has TEXT in it.")
@click.option("--location", metavar="TEXT", help="One of the places has TEXT in it.")
@click.option("--remote", is_flag=True, help="Only what the board itself calls remote.")
@click.option("--status", type=click.Choice(["active", "expired", "all"]), default="active", show_default=True)
@click.option("--since", metavar="TIME", help="First seen in the last 7d, 12h …, or since 2026-11-20.")
@click.option("--source", metavar="SOURCE", multiple=True, help="TYPE/IDENTIFIER or name; can be given several times.")
@click.option("--limit", type=click.IntRange(min=1), help=f"At most so many.  [default: {_TERMINAL_LIMIT} in tables]")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV for spreadsheets, safe from formulas.")
@click.option("--description", is_flag=True, help="With --csv: the descriptions too.")
@click.pass_context
def command(context: click.Context, /, **options: object) -> None:
    """List postings, the newest first.

    On a terminal as a table; into a pipe as lines of tab-separated fields without a header: key, status, title,
    company, location, workplace, first seen, last seen, URL. --json gives all columns of the table "jobs".
    """
    if context.invoked_subcommand is not None:
        return
    wanted = _Wanted(**options)  # type: ignore[arg-type]  # click's values have the types its options declare
    if wanted.as_json and wanted.as_csv:
        raise click.UsageError("Choose --json or --csv.")
    settings = get_globals(context)
    config = read_config(context)
    if wants_tables(settings) and not wanted.as_json and not wanted.as_csv:
        _show_table(run_async(_find(config, wanted)), wanted, settings)
    else:
        _write_data(iterate_async(_iterate(config, wanted)), wanted)


@command.command(short_help="Show one posting with its history.")
@click.argument("key")
@click.option("--full", is_flag=True, help="The whole description, and every line that changed in it.")
@json_option
@click.pass_context
def show(context: click.Context, key: str, full: bool, as_json: bool) -> None:
    """Show one posting with its history; the beginning of its KEY is enough."""
    from jobscan.bootstrap import open_database
    from jobscan.cli.story import show_story
    from jobscan.services.jobs import JobStory, get_job, job_record, version_record

    async def ask(config: Config) -> JobStory:
        async with open_database(config) as database:
            return await get_job(database, key)

    story = run_async(ask(read_config(context)))
    if as_json:
        write_json(job_record(story.stored) | {"history": [version_record(version) for version in story.versions]})
        return
    settings = get_globals(context)
    show_story(story, make_console(settings), full=full or not wants_tables(settings))


async def _find(config: Config, wanted: _Wanted) -> list[StoredJob]:
    """Return what a table shows; one more says that there are more."""
    from jobscan.bootstrap import open_database
    from jobscan.services.jobs import find_jobs

    asked = _filter(wanted, _TERMINAL_LIMIT + 1)
    async with open_database(config) as database:
        return await find_jobs(database, await _of_sources(asked, wanted, config, database))


async def _iterate(config: Config, wanted: _Wanted) -> AsyncGenerator[list[StoredJob], None]:
    """Yield everything that fits, in parts."""
    from jobscan.bootstrap import open_database
    from jobscan.services.jobs import iterate_jobs

    asked = _filter(wanted, None)
    async with open_database(config) as database:
        async for part in iterate_jobs(database, await _of_sources(asked, wanted, config, database)):
            yield part


async def _of_sources(asked: JobFilter, wanted: _Wanted, config: Config, database: Database) -> JobFilter:
    from jobscan.services.sources import known_sources, select_sources

    if not wanted.source:
        return asked
    known = await known_sources(database, config.to_sources())
    return replace(asked, sources=select_sources(wanted.source, known))


def _filter(wanted: _Wanted, default_limit: int | None) -> JobFilter:
    from jobscan.domain.job import JobFilter, JobStatus, Workplace

    return JobFilter(
        status=None if wanted.status == "all" else JobStatus(wanted.status),
        company=wanted.company,
        title=wanted.title,
        location=wanted.location,
        workplace=Workplace.REMOTE if wanted.remote else None,
        since=read_since(wanted.since),
        limit=wanted.limit or default_limit,
    )


def _show_table(found: list[StoredJob], wanted: _Wanted, settings: Globals) -> None:
    console = make_console(settings)
    if not found:
        console.print("No postings fit. --status all looks at expired ones too; `jobscan scan` reads the boards.")
        return
    more = wanted.limit is None and len(found) > _TERMINAL_LIMIT
    shown = found[:_TERMINAL_LIMIT] if more else found
    titles = ["KEY", "TITLE", "COMPANY", "LOCATION", "SEEN", *(["STATUS"] if wanted.status == "all" else [])]
    rows = [_row(stored)[: len(titles)] for stored in shown]
    console.print(make_table(console, titles, rows, {"TITLE": 4, "COMPANY": 2, "LOCATION": 2}))
    if more:
        console.print(f"… and more; --limit N shows more than {_TERMINAL_LIMIT}.")


def _row(stored: StoredJob) -> list[Text]:
    from rich.text import Text

    job, seen = stored.job, show_age(stored.first_seen_at, utc_now())
    style = "dim" if stored.expired_at is not None else ""
    cells = (job.job_key[:8], job.title, job.company, job.location, seen, stored.status.value)
    return [Text(cell, style) for cell in cells]


def _write_data(found: Iterator[StoredJob], wanted: _Wanted) -> None:
    from jobscan.services.jobs import job_columns, job_record

    if wanted.as_json:
        write_json_list(map(job_record, found))
    elif wanted.as_csv:
        columns = [name for name in job_columns() if wanted.description or name != "description"]
        write_csv(columns, map(job_record, found))
    else:
        write_lines(
            (
                stored.job.job_key,
                stored.status.value,
                stored.job.title,
                stored.job.company,
                stored.job.location,
                stored.job.workplace,
                stored.first_seen_at,
                stored.last_seen_at,
                stored.job.url,
            )
            for stored in found
        )
