"""How a command ends: exit codes, and errors as lines on standard error."""

from __future__ import annotations

import traceback
from enum import IntEnum
from pathlib import Path

import click

from jobscan.exceptions import JobscanError

_PACKAGE = Path(__file__).parents[2]


class ExitCode(IntEnum):
    """The exit codes; any other code is a failure."""

    OK = 0
    FAILURE = 1
    #: A wrong command line, or one that names something missing, or something new that exists already; an unusable
    #: configuration.
    USAGE = 2
    #: Some sources failed or are incomplete; what could be read is stored.
    PARTIAL = 3
    #: The database is not migrated, or newer than this version.
    NOT_MIGRATED = 10
    #: Another instance works on the database.
    LOCKED = 11
    INTERRUPTED = 130


#: By the name of the error's class or of a parent class: using the classes would import SQLAlchemy (0.3 s) into
#: commands that need no database.
_CODES = {
    "ConfigError": ExitCode.USAGE,
    "UnknownSourceError": ExitCode.USAGE,
    "UnknownAlertError": ExitCode.USAGE,
    "UnknownUserError": ExitCode.USAGE,
    "UnknownSkillSourceError": ExitCode.USAGE,
    "SkillSourceNameError": ExitCode.USAGE,
    "JobNotFoundError": ExitCode.USAGE,
    "AmbiguousKeyError": ExitCode.USAGE,
    "UnusableAddressError": ExitCode.USAGE,
    "AlertExistsError": ExitCode.USAGE,
    "AlertInFileError": ExitCode.USAGE,
    "OwnerError": ExitCode.USAGE,
    "AddressTakenError": ExitCode.USAGE,
    "BackupExistsError": ExitCode.USAGE,
    "SchemaError": ExitCode.NOT_MIGRATED,
    "InstanceLockedError": ExitCode.LOCKED,
}


def exit_code(error: BaseException) -> ExitCode:
    """Return the exit code for an error."""
    for parent in type(error).__mro__:
        if parent.__name__ in _CODES:
            return _CODES[parent.__name__]
    return ExitCode.FAILURE


def report(error: BaseException, *, debug: bool, as_json: bool) -> ExitCode:
    """Write an error to standard error and return the exit code.

    Our own errors are shown unchanged; of an unexpected one only the type and place, because its text may contain
    anything. ``debug`` adds the traceback, ``as_json`` a last line for programs.
    """
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    if debug:
        traceback.print_exception(error)
    return fail(describe_error(error), exit_code(error), as_json=as_json)


def fail(message: str, code: ExitCode, *, as_json: bool) -> ExitCode:
    """Write a message to standard error, each line prefixed with our name, and return ``code``."""
    for line in message.splitlines():
        click.echo(f"jobscan: {line}", err=True)
    if as_json:
        # Only here: people who made a mistake do not wait for it.
        from jobscan.cli.kit.output import json_line
        from jobscan.services.records.program import ExitErrorRecord

        click.echo(json_line(ExitErrorRecord(code=int(code), message=message)), nl=False, err=True)
    return code


def describe_error(error: BaseException) -> str:
    """Describe an error without revealing secrets."""
    if isinstance(error, JobscanError):
        return str(error) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if Path(frame.filename).is_relative_to(_PACKAGE):
            place = f" in {Path(frame.filename).relative_to(_PACKAGE.parent)}:{frame.lineno}"
    return f"internal error: {type(error).__name__}{place}; this is a bug in jobscan. --debug shows the traceback"
