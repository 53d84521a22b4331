"""What ``jobscan jobs`` does: lists postings, shows one, opens one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import iterate_async, read_config, read_since, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.options import TERMINAL_LIMIT
from jobscan.cli.kit.output import (
    make_console,
    show_age,
    show_salary,
    wants_tables,
    write_csv,
    write_json,
    write_json_list,
    write_lines,
)
from jobscan.cli.kit.rule_options import RULE_PARTS, rule_values
from jobscan.cli.kit.typed_rule import read_typed_rule
from jobscan.clock import utc_now
from jobscan.domain.job import JobStatus
from jobscan.domain.listing import NO_CONDITIONS, JobFilter
from jobscan.services.jobs import (
    JobStory,
    find_page,
    find_read_pay,
    get_job,
    iterate_jobs,
    meant_workplace,
    places_shown,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from jobscan.bootstrap.reading import Database
    from jobscan.cli.kit.console import Cell, QuietConsole
    from jobscan.config import Config
    from jobscan.domain.job import StoredJob
    from jobscan.services.jobs import JobPage

#: Columns of a terminal that has room for salaries.
_WIDE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The options of ``jobs``."""

    #: Those of the rule, for `rule_values`.
    rule: Mapping[str, Any]
    status: str
    since: str | None
    posted_since: str | None
    source: tuple[str, ...]
    limit: int | None
    as_json: bool
    as_csv: bool
    description: bool


def command(context: click.Context, /, **options: object) -> None:
    """List postings, newest first."""
    rule = {name: options.pop(name) for name in RULE_PARTS}
    wanted = _Wanted(rule=rule, **options)  # type: ignore[arg-type]  # click's values have the types its options declare
    if wanted.as_json and wanted.as_csv:
        raise click.UsageError("Choose --json or --csv.")
    if wanted.description and not wanted.as_csv:
        raise click.UsageError("--description goes with --csv; --json includes descriptions anyway.")
    settings = get_globals(context)
    config = read_config(context)
    if wants_tables(settings) and not wanted.as_json and not wanted.as_csv:
        console = make_console(settings)
        page, pay = run_async(_find(config, wanted, with_pay=console.width >= _WIDE))
        _show_table(page, pay, wanted, console)
    else:
        _write_data(iterate_async(_iterate(config, wanted)), wanted)


def show(context: click.Context, key: str, full: bool, as_json: bool) -> None:
    """Show one posting with its history."""
    from jobscan.cli.commands.jobs.story import show_story

    async def ask(config: Config) -> JobStory:
        async with open_database(config) as database:
            return await get_job(database, key)

    story = run_async(ask(read_config(context)))
    if as_json:
        from jobscan.services.records.job_story import JobStoryRecord

        write_json(JobStoryRecord.from_story(story))
        return
    settings = get_globals(context)
    show_story(story, make_console(settings), full=full or not wants_tables(settings))


def open_(context: click.Context, key: str) -> None:
    """Open the page of a posting in the browser, $BROWSER if that is set."""
    import webbrowser

    async def ask(config: Config) -> StoredJob:
        async with open_database(config) as database:
            return (await get_job(database, key)).stored

    job = run_async(ask(read_config(context))).job
    if not job.url:
        raise click.ClickException(f"the board gives no address for {job.title} ({job.company})")
    if not webbrowser.open(job.url):
        raise click.ClickException(f"no browser could be started; the address is {job.url}")
    click.echo(f"Opened {job.title} ({job.company}): {job.url}")


async def _find(config: Config, wanted: _Wanted, *, with_pay: bool) -> tuple[JobPage, dict[str, str]]:
    """Return what fits, and job key → pay in words: the board's, or what the text states."""
    asked = _filter(wanted, TERMINAL_LIMIT)
    async with open_database(config) as database:
        page = await find_page(database, await _of_sources(asked, wanted, config, database))
        jobs = [stored.job for stored in page.jobs] if with_pay else []
        read = await find_read_pay(database, jobs) if jobs else {}
    given = {job.job_key: salary for job in jobs if (salary := show_salary(job))}
    return page, {key: f"~{words}" for key, words in read.items()} | given


async def _iterate(config: Config, wanted: _Wanted) -> AsyncGenerator[list[StoredJob], None]:
    """Yield everything that fits, in parts."""
    asked = _filter(wanted, None)
    async with open_database(config) as database:
        async for part in iterate_jobs(database, await _of_sources(asked, wanted, config, database)):
            yield part


async def _of_sources(asked: JobFilter, wanted: _Wanted, config: Config, database: Database) -> JobFilter:
    if not wanted.source:
        return asked
    from jobscan.services.sources import known_sources, select_sources

    known = await known_sources(database, config.to_sources())
    return replace(asked, sources=select_sources(wanted.source, known))


def _filter(wanted: _Wanted, default_limit: int | None) -> JobFilter:
    values = rule_values(wanted.rule)
    return JobFilter(
        status=None if wanted.status == "all" else JobStatus(wanted.status),
        rule=read_typed_rule({"unknown": "drop"} | values) if values else NO_CONDITIONS,
        since=read_since(wanted.since),
        posted_since=read_since(wanted.posted_since, "--posted-since"),
        limit=wanted.limit or default_limit,
    )


def _show_table(page: JobPage, pay: Mapping[str, str], wanted: _Wanted, console: QuietConsole) -> None:
    if not page.jobs:
        console.print("No matching postings. --status all includes expired ones; `jobscan scan` reads the boards.")
        return
    # A salary is long, and few boards give one: the table has the room for it, or `jobs show` shows it.
    titles = ["KEY", "TITLE", "COMPANY", "LOCATION", *(["SALARY"] if pay else []), "POSTED", "SEEN"]
    titles += ["STATUS"] if wanted.status == "all" else []
    now = utc_now()
    rows = [[cell for title, cell in _cells(stored, pay, now).items() if title in titles] for stored in page.jobs]
    console.show_table(titles, rows, {"TITLE": 4, "COMPANY": 2, "LOCATION": 2})
    if len(page.jobs) < page.total:
        more = "more than " if page.is_counted_short else ""
        console.print(f"{len(page.jobs):,} of {more}{page.total:,} postings; --limit N shows more.")


def _cells(stored: StoredJob, pay: Mapping[str, str], now: datetime) -> dict[str, Cell]:
    """Return a posting's cells by the titles of their columns, in order."""
    job = stored.job
    cells = {
        "KEY": job.job_key[:8],
        "TITLE": job.title,
        "COMPANY": job.company,
        "LOCATION": places_shown(job),
        "SALARY": pay.get(job.job_key, ""),
        "POSTED": show_age(job.posted_at, now),
        "SEEN": show_age(stored.first_seen_at, now),
        "STATUS": stored.status.value,
    }
    style = "dim" if stored.expired_at is not None else ""
    return {title: (cell, style) for title, cell in cells.items()}


def _write_data(found: Iterator[StoredJob], wanted: _Wanted) -> None:
    if wanted.as_json or wanted.as_csv:
        _write_records(found, wanted)
    else:
        write_lines(
            (
                stored.job.job_key,
                stored.status.value,
                stored.job.title,
                stored.job.company,
                places_shown(stored.job),
                meant_workplace(stored.job).workplace,
                stored.first_seen_at,
                stored.last_seen_at,
                stored.job.url,
                stored.job.posted_at,
                stored.job.department,
                stored.job.employment_type,
                show_salary(stored.job),
            )
            for stored in found
        )


def _write_records(found: Iterator[StoredJob], wanted: _Wanted) -> None:
    from jobscan.services.records.job import JobRecord

    records = map(JobRecord.of, found)
    if wanted.as_json:
        write_json_list(records)
    else:
        columns = JobRecord.__struct_fields__
        write_csv([name for name in columns if wanted.description or name != "description"], records)
