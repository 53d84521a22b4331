"""What people wait for when they ask: each question to the history, on both databases, beside plain SQL."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.databases import empty, execute, postgres
from benchmarks.harness import Options, Report, Sample, Table, in_child, in_turns, ratio, spread, timed
from benchmarks.history import boards_of, fill, source_of
from benchmarks.processes import jobscan, run, write_config
from jobscan.domain.alert import AlertRule
from jobscan.domain.job import JobStatus, Workplace
from jobscan.domain.listing import JobFilter
from jobscan.persistence import Database, DatabaseSettings, MatchFilter
from jobscan.services import alerts, jobs, report, sources, trials

POSTINGS = 100_000
LONG = 1_000_000
#: What a table on a terminal asks for: its 50 lines, and whether there are more.
PAGE = 51

_NEWEST = "ORDER BY first_seen_at DESC, job_key"
_BY_BOARD = (
    "SELECT source_type, source_identifier, sum(status = 'active'), count(*) FROM jobs"
    " GROUP BY source_type, source_identifier"
)
_BY_SCAN = (
    "SELECT source_type, source_identifier, count(*), sum(new), sum(updated) FROM scans WHERE started_at >= :day"
    " GROUP BY source_type, source_identifier"
)
#: What a plain program would ask SQLite for the same answer.
_PLAIN = {
    "jobs": f"SELECT * FROM jobs WHERE status = 'active' {_NEWEST} LIMIT {PAGE}",
    "jobs --title, common": f"SELECT * FROM jobs WHERE status = 'active' AND title LIKE '%engineer%' {_NEWEST}"
    f" LIMIT {PAGE}",
    "jobs --title, rare": f"SELECT * FROM jobs WHERE status = 'active' AND title LIKE '%typography%' {_NEWEST}"
    f" LIMIT {PAGE}",
    "jobs show": "SELECT * FROM jobs WHERE job_key >= :key AND job_key < :key || 'g'",
    "sources": _BY_BOARD,
    "matches": "SELECT n.*, j.title FROM alert_notifications n LEFT JOIN jobs j ON j.job_key = n.job_key"
    f" ORDER BY n.created_at DESC, n.job_key LIMIT {PAGE}",
    "report": f"SELECT * FROM ({_BY_BOARD}) LEFT JOIN ({_BY_SCAN}) USING (source_type, source_identifier)",
    "alerts test": "SELECT * FROM jobs WHERE first_seen_at >= :month",
}
_COMMANDS = (
    "jobs --limit 50",
    "jobs --limit 50 --title typography",
    "sources",
    "matches --limit 50",
    "report",
    "jobs",
)

Ask = Callable[[Database], Awaitable[Any]]
Samples = dict[str, list[Sample]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What questions cost on one database."""

    asked: Samples
    #: The same as plain SQL; empty on Postgres.
    plain: Samples


def measure(options: Options) -> Report:
    """Ask everything at 100,000 postings, with ``--long`` at a million, too."""
    tables: list[Table] = []
    figures: dict[str, float] = {}
    notes = [f"alerts test looks at the last 30 days; a page is {PAGE - 1} rows. Caches are warm."]
    with postgres(options.postgres) as dsn:
        for count in (POSTINGS, LONG) if options.long else (POSTINGS,):
            with tempfile.TemporaryDirectory() as name:
                of_one = _measure(count, options, Path(name), dsn)
            tables += of_one.tables
            figures |= of_one.figures
            notes += of_one.notes
    return Report(tables=tuple(tables), figures=figures, notes=tuple(notes))


def _measure(count: int, options: Options, folder: Path, dsn: str) -> Report:
    file = f"sqlite:///{folder / 'jobscan.db'}"
    empty(dsn)
    for url in (file, dsn):
        in_child(_fill, url, count)
    execute(dsn, "VACUUM ANALYZE")
    on_file, _ = in_child(_ask_all, file, count, options.rounds)
    on_server, _ = in_child(_ask_all, dsn, count, options.rounds)
    _, one_page = in_child(_read, file, PAGE)
    _, everything = in_child(_read, file, None)
    name = f"{count:,} postings"
    marks = "" if count == POSTINGS else "_1m"
    slowest = max(on_file.asked, key=lambda case: min(sample.wall_s for sample in on_file.asked[case]))
    return Report(
        tables=(_services(name, on_file, on_server), _commands(name, folder, count, options.rounds)),
        figures={
            **{
                f"{case.replace(',', '').replace(' --', '_').replace(' ', '_')}_to_sql{marks}": _ratio(on_file, case)
                for case in _PLAIN
            },
            f"memory_of_all_to_page{marks}": everything / one_page,
        },
        notes=(
            f"{name}: the slowest question on SQLite is {slowest}. Reading all of them in parts takes"
            f" {everything:.0f} MiB, a page {one_page:.0f} MiB.",
        ),
    )


def _fill(url: str, count: int) -> None:
    asyncio.run(fill(url, count))


def _ratio(answers: Answers, case: str) -> float:
    return ratio([sample.cpu_s for sample in answers.asked[case]], [sample.cpu_s for sample in answers.plain[case]])


def _ask_all(url: str, count: int, rounds: int) -> Answers:
    """Ask each question in turns with plain SQL, everything once beforehand."""
    now = datetime.now(UTC)
    with asyncio.Runner() as runner:
        database = runner.run(Database.open(DatabaseSettings(url=url)))
        key = runner.run(jobs.find_jobs(database, JobFilter(limit=1)))[0].job.job_key[:12]

        def ask(question: Ask, _round: int) -> Sample:
            async def work() -> None:
                await question(database)

            return timed(lambda: runner.run(work()))[1]

        questions = {name: partial(ask, question) for name, question in _questions(count, key, now).items()}
        in_turns(questions, 1)
        try:
            if database.dialect != "sqlite":
                return Answers(asked=in_turns(questions, rounds), plain={})
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
                return _beside_sql(questions, connection, key, rounds)
        finally:
            runner.run(database.close())


def _beside_sql(
    questions: Mapping[str, Callable[[int], Sample]], connection: sqlite3.Connection, key: str, rounds: int
) -> Answers:
    now = datetime.now(UTC)
    values = {
        "key": key,
        "day": (now - timedelta(days=1)).isoformat(),
        "month": (now - timedelta(days=30)).isoformat(),
    }

    def plain(statement: str, _round: int) -> Sample:
        # Row by row, as ours: nobody keeps all of them.
        return timed(lambda: sum(1 for _ in connection.execute(statement, values)))[1]

    statements = {f"{name} by SQL": partial(plain, statement) for name, statement in _PLAIN.items()}
    in_turns(statements, 1)
    together: dict[str, Callable[[int], Sample]] = {**questions, **statements}
    samples = in_turns(together, rounds)
    return Answers(
        asked={name: samples[name] for name in questions}, plain={name: samples[f"{name} by SQL"] for name in _PLAIN}
    )


def _questions(count: int, key: str, now: datetime) -> dict[str, Ask]:
    configured = [source_of(number) for number in range(boards_of(count))]
    enabled = {source.key for source in configured}
    rule = AlertRule(keywords=("Typography",))
    filters = {
        "jobs": JobFilter(limit=PAGE),
        "jobs --status expired": JobFilter(status=JobStatus.EXPIRED, limit=PAGE),
        "jobs --title, common": JobFilter(rule=AlertRule(titles=("engineer",)), limit=PAGE),
        "jobs --title, rare": JobFilter(rule=AlertRule(titles=("typography",)), limit=PAGE),
        "jobs --company": JobFilter(rule=AlertRule(companies=("company 77",)), limit=PAGE),
        "jobs --location": JobFilter(rule=AlertRule(locations=("kraków",)), limit=PAGE),
        "jobs --remote": JobFilter(rule=AlertRule(workplace=(Workplace.REMOTE,)), limit=PAGE),
        "jobs --since 7d": JobFilter(since=now - timedelta(days=7), limit=PAGE),
        "jobs --source": JobFilter(sources=(source_of(77).key,), limit=PAGE),
    }
    found: dict[str, Ask] = {name: partial(_find, wanted) for name, wanted in filters.items()}
    return found | {
        "jobs show": lambda database: jobs.get_job(database, key),
        "sources": lambda database: sources.list_sources(database, configured),
        "matches": lambda database: alerts.find_matches(database, MatchFilter(limit=PAGE)),
        "alerts list": lambda database: alerts.list_alerts(database, None),
        "alerts why": lambda database: trials.explain_match(database, rule, key, 1),
        "alerts test": lambda database: trials.try_rule(database, rule, since=now - timedelta(days=30)),
        "report": lambda database: report.make_report(database, enabled, since=now - timedelta(days=1), until=now),
    }


async def _find(wanted: JobFilter, database: Database) -> None:
    await jobs.find_jobs(database, wanted)


def _read(url: str, limit: int | None) -> int:
    """Read that many postings in parts, as a command into a pipe does; return how many there were."""

    async def read() -> int:
        database = await Database.open(DatabaseSettings(url=url))
        try:
            return sum([len(part) async for part in jobs.iterate_jobs(database, JobFilter(limit=limit))])
        finally:
            await database.close()

    return asyncio.run(read())


def _services(name: str, on_file: Answers, on_server: Answers) -> Table:
    rows = tuple(
        (
            case,
            spread([sample.wall_s * 1e3 for sample in samples]),
            spread([sample.cpu_s * 1e3 for sample in samples]),
            f"{_ratio(on_file, case):.1f}" if case in _PLAIN else "",
            spread([sample.wall_s * 1e3 for sample in on_server.asked[case]]),
            spread([sample.cpu_s * 1e3 for sample in on_server.asked[case]]),
        )
        for case, samples in on_file.asked.items()
    )
    columns = ("question", "SQLite ms", "CPU ms", "× sqlite3, CPU", "Postgres ms", "our CPU ms")
    return Table(title=f"{name}, asked in process", columns=columns, rows=rows)


def _commands(name: str, folder: Path, count: int, rounds: int) -> Table:
    write_config(folder / "config.yaml", map(source_of, range(min(boards_of(count), 1_000))))
    variants = {words: partial(_command, words, folder) for words in _COMMANDS}
    in_turns(variants, 1)
    rows = tuple(
        (
            words,
            spread([sample.wall_s * 1e3 for sample in samples], "{:.0f}"),
            spread([sample.cpu_s * 1e3 for sample in samples], "{:.0f}"),
        )
        for words, samples in in_turns(variants, rounds).items()
    )
    return Table(
        title=f"{name} and up to 1,000 sources in SQLite, whole commands",
        columns=("command", "ms", "CPU ms"),
        rows=rows,
    )


def _command(words: str, folder: Path, _round: int) -> Sample:
    return run(jobscan(*words.split()), folder)
