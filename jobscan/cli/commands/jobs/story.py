"""One posting on the terminal: what it says, and what happened to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jobscan.cli.kit.output import show_given, show_moment, show_salary
from jobscan.domain.job import ChangeKind
from jobscan.domain.place import Origin
from jobscan.services.facts import fact_lines
from jobscan.services.jobs import meant_workplace
from jobscan.utils.diff import changed_lines, excerpt_diff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from jobscan.domain.cluster import JobCluster
    from jobscan.domain.job import Job, JobVersion, StoredJob
    from jobscan.services.jobs import JobStory

_EXCERPT_LINES = 12
_MEMBERS = 10
_DIFF_LINES = 8
_DIFF_STYLES = {"+": "green", "-": "red"}


def show_story(story: JobStory, console: Console, *, full: bool) -> None:
    """Write a posting, its history and its description; long texts are cut unless ``full``."""
    console.print(Text(story.stored.job.title, style="bold"))
    for label, value in _facts(story.stored):
        _print_fact(console, label, value, whole=full)
    if read := fact_lines(story.stored.job, story.facts):
        console.print(Text("\nFrom the text", style="bold"))
        for fact in read:
            value = f"{fact.value}: “{fact.quote}”" if fact.quote else fact.value
            _print_fact(console, f"  {fact.name}", value, whole=full)
    _show_cluster(story.cluster, console, whole=full)
    console.print(Text("\nHistory", style="bold"))
    if not any(version.kind == ChangeKind.NEW for version in story.versions):
        # The first sight has no entry: the posting itself says when it was.
        _print(console, 2, Text.assemble((show_moment(story.stored.first_seen_at), "dim"), "  first seen"), whole=full)
    for version in story.versions:
        for indent, line in _history_lines(version, full=full):
            _print(console, indent, line, whole=full)
    console.print(Text("\nDescription", style="bold"))
    lines = story.stored.job.description.splitlines() or ["(none)"]
    shown = lines if full else lines[:_EXCERPT_LINES]
    for words in shown:
        _print(console, 2, Text(words), whole=full)
    if len(shown) < len(lines):
        console.print(Text(f"  … {len(lines) - len(shown)} more lines; --full shows all", style="dim"))


def _show_cluster(cluster: JobCluster, console: Console, *, whole: bool) -> None:
    if cluster.split_at is not None:
        line = Text(f"\nSplit from the postings for the same job, {show_moment(cluster.split_at)}", style="dim")
        console.print(line)
    if not cluster.members:
        return
    console.print(Text("\nThe same job as", style="bold"))
    shown = cluster.members if whole else cluster.members[:_MEMBERS]
    for member in shown:
        job = member.stored.job
        head = " · ".join(filter(None, (job.title, job.location, str(member.stored.status))))
        _print(console, 2, Text.assemble((job.job_key[:8], "dim"), f"  {head}"), whole=whole)
        _print(console, 4, Text("; ".join(member.reasons), style="dim"), whole=whole)
        if job.url:
            _print(console, 4, Text(job.url), whole=True)
    if len(shown) < len(cluster.members):
        more = len(cluster.members) - len(shown)
        console.print(Text(f"  … {more:,} more; --full shows all", style="dim"))


def _print_fact(console: Console, label: str, value: str, *, whole: bool) -> None:
    """Write a fact; a long one continues below its beginning, but an address is left to the terminal to break."""
    label = f"{label:<{12 if label[0] != ' ' else 16}}"
    if whole or " " not in value:
        console.print(Text.assemble((label, "dim"), value), soft_wrap=True)
        return
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(label, "dim"), Text(value))
    console.print(table)


def _print(console: Console, indent: int, line: Text, *, whole: bool) -> None:
    """Write a line: unchanged if ``whole``; otherwise the rest continues below its beginning, not at the left edge."""
    if whole:
        console.print(Text(" " * indent if line else "") + line, soft_wrap=True)
    else:
        console.print(Padding(line, (0, 0, 0, indent), expand=False))


def _facts(stored: StoredJob) -> Iterator[tuple[str, str]]:
    job = stored.job
    facts = {
        "Key": job.job_key,
        "Company": job.company,
        "Source": f"{job.source_type}/{job.source_identifier}",
        "Location": job.location,
        "Offices": job.offices,
        "Workplace": _workplace(job),
        "Department": job.department,
        "Employment": job.employment_type,
        "Salary": show_salary(job),
        "Language": job.language,
        "Status": _status(stored),
        "Posted": show_given(job.posted_at) if job.posted_at else None,
        "First seen": show_moment(stored.first_seen_at),
        "Last seen": show_moment(stored.last_seen_at),
        "URL": job.url,
        "Apply": job.apply_url if job.apply_url != job.url else None,
    }
    return ((label, value) for label, value in facts.items() if value)


def _workplace(job: Job) -> str | None:
    reading = meant_workplace(job)
    if reading.workplace is None:
        # The board's own word, which is not certain.
        return job.workplace_word
    if reading.origin is Origin.PLACE:
        return f"{reading.workplace} (only the name of the place says so)"
    if reading.place is not None:
        return f"{reading.workplace} (although the place “{reading.place.written}” says {reading.place.workplace})"
    return str(reading.workplace)


def _status(stored: StoredJob) -> str:
    if stored.expired_at is not None:
        return f"{stored.status} since {show_moment(stored.expired_at)}: {stored.expiry_reason or 'no reason kept'}"
    if stored.misses:
        return f"{stored.status}, but missing from the last {stored.misses} complete scan(s)"
    return str(stored.status)


def _history_lines(version: JobVersion, *, full: bool) -> Iterator[tuple[int, Text]]:
    """Return the lines of one entry, each with its indent."""
    yield 2, Text.assemble((show_moment(version.changed_at), "dim"), f"  {version.kind.value}")
    for name, (old, new) in version.changes.items():
        if name == "description":
            yield 4, Text("description:")
            yield from _diff_lines(str(new), full=full)
        else:
            yield 4, Text.assemble(f"{name}: ", (_word(old), "red"), " → ", (_word(new), "green"))


def _diff_lines(diff: str, *, full: bool) -> Iterator[tuple[int, Text]]:
    """Write what was removed and added: the words that changed, or with ``full`` all of those lines."""
    whole, _ = changed_lines(diff)
    lines, more = (whole, 0) if full else changed_lines(excerpt_diff(diff, _DIFF_LINES))
    for line in lines:
        yield 6, Text(f"{line[0]} {line[1:]}", style=_DIFF_STYLES[line[0]])
    if more:
        yield 6, Text(f"… {more:,} more; --full shows all", style="dim")
    elif any(line not in whole for line in lines):
        yield 6, Text("--full shows the whole lines", style="dim")


def _word(value: object) -> str:
    return "(none)" if value is None or value == "" else str(value)
