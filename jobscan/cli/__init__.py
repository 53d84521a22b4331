"""The command line: reads arguments, calls services, writes tables or data. One file for each command; no rules."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence

import click

from jobscan.cli.kit.errors import ExitCode, fail
from jobscan.cli.kit.errors import report as report_error  # `report` is a command, and its module has that name here
from jobscan.cli.kit.lazy import Globals, LazyGroup

_COMMANDS = {
    "run": ("run.command", "Watch the boards until stopped (also without a command)."),
    "scan": ("scan.command", "Scan the boards once."),
    "jobs": ("jobs.command", "List postings; `jobs show KEY` shows the history of one."),
    "alerts": (
        "alerts.command",
        "Manage alerts; `alerts test NAME` tries one on the history.",
    ),
    "matches": ("matches.command", "List what matched alerts and what was sent."),
    "report": ("report.command", "Summarise what changed on the boards and what was sent."),
    "users": ("users.command", "Manage the people who are notified."),
    "notify": ("notify.command", "Test a channel: `notify test NAME` sends a sample."),
    "sources": ("sources.command", "Show how the boards are doing."),
    "enrich": ("enrich.command", "Read the facts out of stored postings: pay, level, skills …"),
    "skills": ("skills.command", "List the skills that are looked for; import lists of them."),
    "add": ("add.command", "Find the board behind a careers page and add it."),
    "move": ("move.command", "Follow a board that has moved to another system."),
    "discover": ("discover.command", "Look a company up in the directory of known boards."),
    "test-source": ("test_source.command", "Show what a board would give, storing nothing."),
    "demo": ("demo.command", "Show jobscan at work on a simulated job market."),
    "init": ("init.command", "Write a configuration to start with."),
    "check-config": ("check_config.command", "Check the configuration."),
    "config": ("config.command", "Show the settings in effect, and all that exist."),
    "doctor": ("doctor.command", "Check everything jobscan depends on."),
    "db": ("db.command", "Upgrade the database to this version, or show its version."),
    "backup": ("backup.command", "Copy the database while it is in use."),
}
#: Text that click puts in single quotes; we use double quotes everywhere.
_QUOTED = re.compile(r"(?<!\w)'([^'\n]*)'(?!\w)")


@click.group(
    cls=LazyGroup,
    package="jobscan.cli.commands",
    modules=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 ok, 1 failure, 2 usage or configuration, 3 some sources failed, 10 database not migrated or "
    "newer than this version, 11 locked by another instance, 130 interrupted.",
)
@click.option("--version", is_flag=True, help="Show the versions of jobscan and what it runs on; with --json as data.")
@click.option("--json", "as_json", is_flag=True, hidden=True)
@click.pass_context
def jobscan(context: click.Context, version: bool, as_json: bool) -> object:
    """Watch companies' job boards and keep an exact history of every posting."""
    if version:
        from jobscan.cli.commands.version import show_version

        show_version(as_json=as_json, with_sources=context.ensure_object(Globals).verbosity > 0)
        context.exit(ExitCode.OK)
    if as_json:
        raise click.UsageError("--json goes after the command, or with --version.")
    if context.invoked_subcommand is None:
        command = jobscan.get_command(context, "run")
        assert command is not None
        return context.invoke(command)
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (by default the process's own) and return the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = Globals()
    as_json = "--json" in words
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A job title can contain any character; under an old locale it should look odd rather than end the command.
        sys.stdout.reconfigure(errors="replace")
    try:
        result = jobscan.main(words, prog_name="jobscan", standalone_mode=False, obj=options)
    except click.exceptions.NoArgsIsHelpError as error:
        # A group without one of its commands: its help says which there are.
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
        return fail(_QUOTED.sub(r'"\1"', error.format_message()), ExitCode.USAGE, as_json=as_json)
    except click.ClickException as error:
        return fail(error.format_message(), ExitCode.FAILURE, as_json=as_json)
    except click.Abort:
        return fail("interrupted", ExitCode.INTERRUPTED, as_json=as_json)
    except Exception as error:  # noqa: BLE001 - the last place that can turn an error into words instead of a traceback
        return report_error(error, debug=options.debug, as_json=as_json)
    return result if isinstance(result, int) else ExitCode.OK
