"""Commands that are imported only when they run, so that ``--help`` answers at once; and the common options."""

from __future__ import annotations

import difflib
import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Globals:
    """The options that every command has; they can be given before or after its name."""

    #: As given by --config; None: JOBSCAN_CONFIG or ./config.yaml.
    config: Path | None = None
    debug: bool = False
    #: Below 0: less, above 0: more.
    verbosity: int = 0
    color: str = "auto"


def _store_config(context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        get_globals(context).config = value


def _store_debug(context: click.Context, _option: click.Parameter, value: bool) -> None:
    if value:
        get_globals(context).debug = True


def _store_color(context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value is not None:
        get_globals(context).color = value


def _store_verbose(context: click.Context, _option: click.Parameter, value: int) -> None:
    get_globals(context).verbosity += value


def _store_quiet(context: click.Context, _option: click.Parameter, value: int) -> None:
    get_globals(context).verbosity -= value


def get_globals(context: click.Context) -> Globals:
    """Return the global options as known so far."""
    return context.ensure_object(Globals)


#: One set of objects for all commands; their values are stored in `Globals`, not passed to the commands.
GLOBAL_OPTIONS: tuple[click.Option, ...] = (
    click.Option(
        ["--config"],
        type=click.Path(path_type=Path),
        metavar="PATH",
        expose_value=False,
        callback=_store_config,
        help="The configuration.  [default: $JOBSCAN_CONFIG or ./config.yaml]",
    ),
    click.Option(["-v", "--verbose"], count=True, expose_value=False, callback=_store_verbose, help="Log more."),
    click.Option(["-q", "--quiet"], count=True, expose_value=False, callback=_store_quiet, help="Log less."),
    click.Option(
        ["--color"],
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        callback=_store_color,
        help="auto: on a terminal, unless NO_COLOR is set.",
    ),
    click.Option(
        ["--debug"], is_flag=True, expose_value=False, callback=_store_debug, help="Show the traceback of an error."
    ),
)


_COMMON = "Common options: --config PATH, -v, -q, --color WHEN, --debug. `jobscan --help` explains them."
#: Characters of a sentence in a list of commands.
_SENTENCE = 200

#: For every command that reads.
json_option = click.option("--json", "as_json", is_flag=True, help="Write data as JSON, for programs.")


class _WithGlobals(click.Command):
    """A command that also takes the global options."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        *own, help_option = super().get_params(ctx)
        return [*own, *GLOBAL_OPTIONS, help_option]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then its commands, and briefly the common options."""
        own = [option for option in self.get_params(ctx) if option not in GLOBAL_OPTIONS]
        with formatter.section("Options"):
            formatter.write_dl(_help_records(own, ctx))
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)
        if ctx.parent is None:
            with formatter.section("Common options, before or after a command"):
                formatter.write_dl(_help_records(GLOBAL_OPTIONS, ctx))
        else:
            formatter.write_paragraph()
            formatter.write_text(_COMMON)


def _help_records(options: Iterable[click.Parameter], ctx: click.Context) -> list[tuple[str, str]]:
    records = (option.get_help_record(ctx) for option in options)
    return [record for record in records if record is not None]


class Command(_WithGlobals):
    """A command of jobscan."""


class Group(_WithGlobals, click.Group):
    """A group of commands of jobscan."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands with their first sentences; a long one is wrapped, not cut."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(_SENTENCE)) for name, command in commands.items() if command]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for an unknown one suggest a similar name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            # Closer than by default: "list" is not meant as "split".
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.7)
            hint = f'Did you mean "{near[0]}"?' if near else "--help lists the commands."
            raise click.UsageError(f'No such command "{args[0]}". {hint}', ctx) from error


class LazyGroup(Group):
    """A group that knows its commands by name and imports one when it is needed.

    ``modules`` maps a name to the module in ``package`` whose `command` it is ("scan.command"), and to its line in the
    help.
    """

    def __init__(self, *args: Any, package: str, modules: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._package = package
        self._modules = modules

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. When the reader of its output has gone (``| head``), end quietly and with success."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes again when it exits, and would complain then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        return result

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None when there is none of this name."""
        if cmd_name not in self._modules:
            return None
        module, _ = self._modules[cmd_name]
        command = importlib.import_module(f"{self._package}.{module}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self._modules.items()])
