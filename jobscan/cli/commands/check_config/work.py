"""What ``jobscan check-config`` does: reads the configuration."""

from __future__ import annotations

import os

import click

from jobscan.cli.kit.errors import ExitCode
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.output import write_json
from jobscan.config import find_problems, find_warnings, load_with_origins, resolve_path
from jobscan.services.records.config import ConfigCheckRecord


def command(context: click.Context, as_json: bool) -> int:
    """Check the configuration and show every mistake at once, as file:line:column."""
    options = get_globals(context)
    path = resolve_path(options.config, os.environ)
    problems = find_problems(path, os.environ)
    loaded = None if problems else load_with_origins(path, os.environ)
    warnings = find_warnings(loaded) if loaded else []
    if as_json:
        write_json(ConfigCheckRecord.of(path, problems, warnings))
    elif loaded is None:
        for problem in problems:
            click.echo(str(problem), err=True)
    elif options.verbosity >= 0:
        for warning in warnings:
            click.echo(str(warning), err=True)
        sources = loaded.config.to_sources()
        enabled = sum(source.enabled for source in sources)
        click.echo(f"{path} is fine: {enabled} of {len(sources)} sources enabled.")
    return ExitCode.USAGE if problems else ExitCode.OK
