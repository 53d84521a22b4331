"""What ``jobscan discover`` does: looks into the directory."""

from __future__ import annotations

import click

from jobscan.cli.kit.errors import ExitCode, fail
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import make_console, wants_tables, write_json, write_lines
from jobscan.services.directory import find_boards
from jobscan.services.records.directory import DirectoryRecord


def command(context: click.Context, company: str, limit: int, as_json: bool) -> int:
    """Look a company up in the directory of boards that comes with jobscan."""
    found = find_boards(company, limit)
    if as_json:
        write_json([DirectoryRecord.of(entry) for entry in found])
    if not found:
        reason = f'the directory has no company like "{company}"; give `jobscan add` the address of its careers page'
        return fail(reason, ExitCode.FAILURE, as_json=as_json)
    if as_json:
        return ExitCode.OK
    rows = [(entry.name, f"{entry.type}/{entry.identifier}", entry.domain) for entry in found]
    options = get_globals(context)
    if not wants_tables(options):
        write_lines(rows)
        return ExitCode.OK
    console = make_console(options)
    # A domain is known of few companies: it gets its column when there is one.
    shown = 3 if any(domain for _, _, domain in rows) else 2
    titles = ["NAME", "SOURCE", "DOMAIN"][:shown]
    console.show_table(titles, [row[:shown] for row in rows], {"NAME": 2, "SOURCE": 3})
    console.print()
    console.print(f"`jobscan add {rows[0][1]}` adds the first one.", soft_wrap=True)
    return ExitCode.OK
