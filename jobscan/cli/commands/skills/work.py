"""What ``jobscan skills`` does: imports, lists and removes skills."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO, TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines
from jobscan.clock import utc_now
from jobscan.services.records.skill import SkillImportRecord, SkillRecord
from jobscan.services.skill_list import SkillListError, read_skill_list
from jobscan.services.skills import import_skills, known_skills, remove_skills

if TYPE_CHECKING:
    from jobscan.cli.kit.console import Cell
    from jobscan.config import Config
    from jobscan.services.skill_list import SkillList
    from jobscan.services.skills import KnownSkill, SkillImport

#: The largest file that is read, in bytes: ESCO's has 20 MB.
_LARGEST = 100_000_000
#: Words that are in too many postings, and other ways to write a skill, that are named.
_MOST_NAMED = 10
_AGAIN = "Postings are read again by `jobscan enrich`, or by `jobscan run` after it was started again."


def import_(context: click.Context, file: IO[bytes], source: str | None, as_json: bool) -> None:
    """Add the skills of a file."""
    name = str(getattr(file, "name", "-"))
    read = _read(file, name)
    label = source or PurePath(name).stem

    async def work(config: Config) -> SkillImport:
        async with open_database(config) as database:
            return await import_skills(database, label, read.entries, now=utc_now())

    done = run_async(work(read_config(context)))
    if as_json:
        write_json(SkillImportRecord.of(done, read))
    else:
        _say(done, read)


def list_(context: click.Context, search: str | None, as_json: bool) -> None:
    """List the skills that are looked for, by name."""

    async def ask(config: Config) -> list[KnownSkill]:
        async with open_database(config) as database:
            return await known_skills(database, search)

    found = [SkillRecord.of(known) for known in run_async(ask(read_config(context)))]
    if as_json:
        write_json(found)
    elif wants_tables(get_globals(context)):
        _show_table(context, found)
    else:
        write_lines((each.name, each.kind, each.source, "|".join(each.aliases), each.need) for each in found)


def remove(context: click.Context, source: str) -> None:
    """Remove the skills of an imported list."""

    async def work(config: Config) -> int:
        async with open_database(config) as database:
            return await remove_skills(database, source, now=utc_now())

    click.echo(f"Removed {run_async(work(read_config(context))):,} skills of {source}. {_AGAIN}")


def _read(file: IO[bytes], name: str) -> SkillList:
    """Return the skills of a file. Raises `click.BadParameter`."""
    raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise click.BadParameter(f"{name}: is larger than 100 MB; split it", param_hint="FILE")
    try:
        read = read_skill_list(raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError as exc:
        raise click.BadParameter(f"{name}: is not UTF-8 text", param_hint="FILE") from exc
    except SkillListError as exc:
        raise click.BadParameter(str(exc), param_hint="FILE") from exc
    if not read.entries:
        raise click.BadParameter(f"{name}: has no usable skills", param_hint="FILE")
    return read


def _say(done: SkillImport, read: SkillList) -> None:
    click.echo(f"Imported {done.words:,} skills of {read.form} as {done.source}. {_AGAIN}")
    for reason, count in read.skipped.items():
        click.echo(f"Left out {count:,} {reason}.")
    for name, share in list(done.common.items())[:_MOST_NAMED]:
        click.echo(f'"{name}" is in {share:.0%} of the newest {done.sample:,} postings: it says little of one.')


def _show_table(context: click.Context, found: list[SkillRecord]) -> None:
    console = make_console(get_globals(context))
    if not found:
        console.print("None; `jobscan skills list` without --search shows all.")
        return
    rows: list[list[Cell]] = [
        [each.name, each.kind, each.source, ", ".join(each.aliases[:_MOST_NAMED])] for each in found
    ]
    console.show_table(["SKILL", "KIND", "SOURCE", "ALSO"], rows, {"SKILL": 2, "ALSO": 3})
