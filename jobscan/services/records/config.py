"""The configuration: what is wrong with it, and what applies.

Its nouns live on a floor above; here are only protocols for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class _Problem(Protocol):
    """`jobscan.config.Problem`."""

    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> int | None: ...
    @property
    def variable(self) -> str | None: ...
    @property
    def key(self) -> str: ...
    @property
    def message(self) -> str: ...


class _Setting(Protocol):
    """`jobscan.config.Setting`."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def origin(self) -> str: ...
    @property
    def variable(self) -> str | None: ...


class ProblemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake in a configuration, or something that is probably one."""

    #: In the file, counted from 1; None: it has no single place there.
    line: int | None
    #: As above.
    column: int | None
    #: The environment variable that holds it; None: it is in the file.
    variable: str | None
    #: Such as ``sources[1].name``; "" when it has no single key.
    key: str
    #: What is wrong, and what would be right.
    message: str

    @staticmethod
    def of(problem: _Problem) -> ProblemRecord:
        """Return the record of a problem."""
        return ProblemRecord(
            line=problem.line,
            column=problem.column,
            variable=problem.variable,
            key=problem.key,
            message=problem.message,
        )


class ConfigCheckRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The result of checking a configuration."""

    #: The path of the file, as given or found.
    file: str
    #: Whether it can be used.
    valid: bool
    #: Why it cannot: the file from top to bottom, then the environment.
    problems: list[ProblemRecord]
    #: What is allowed, but probably a mistake; empty while there are problems.
    warnings: list[ProblemRecord]

    @staticmethod
    def of(file: Path, problems: Sequence[_Problem], warnings: Sequence[_Problem]) -> ConfigCheckRecord:
        """Return the record of what was found in this file and the environment."""
        return ConfigCheckRecord(
            file=str(file),
            valid=not problems,
            problems=[ProblemRecord.of(problem) for problem in problems],
            warnings=[ProblemRecord.of(warning) for warning in warnings],
        )


class SettingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One value that applies."""

    #: JSON-ready, as it would be written in the file; secrets are ``***``.
    value: Any
    #: ``default``, ``config.yaml:7:3`` or ``environment NAME``.
    origin: str
    #: The variable that would set it; None if only the file can.
    variable: str | None

    @staticmethod
    def by_key(settings: Iterable[_Setting]) -> dict[str, SettingRecord]:
        """Return the records of settings by their keys (``scan.interval``, ``sources[0].name``), in this order."""
        return {
            setting.key: SettingRecord(value=setting.value, origin=setting.origin, variable=setting.variable)
            for setting in settings
        }
