"""The code of a command is imported only when it runs: ``--help`` and shell completion need only its options."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import TYPE_CHECKING, Any

import click

from jobscan.cli.kit.lean import hidden

if TYPE_CHECKING:
    from collections.abc import Callable


def load(place: str) -> Any:
    """Import the object named ``module:name`` and return it."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def done_in(module: str, *, without: tuple[str, ...] = ()) -> Callable[[Callable[[], None]], Callable[..., Any]]:
    """Let the function of the same name in ``module`` do a command, called with the context and the options.

    The decorated function has no body: its name and its docstring are the command's. A group does its own work only if
    none of its commands is given. ``without``: packages hidden from the import; see `hidden`.
    """

    def decorate(declared: Callable[[], None]) -> Callable[..., Any]:
        @functools.wraps(declared)
        def run(**options: Any) -> Any:
            context = click.get_current_context()
            if context.invoked_subcommand is not None:
                return None
            # Not `load`: fewer stack frames around these imports cost measurably less CPU.
            with hidden(*without):
                __import__(module)
            return getattr(sys.modules[module], declared.__name__)(context, **options)

        # So that tests can look at them.
        run.place = f"{module}:{declared.__name__}"  # type: ignore[attr-defined]
        run.without = without  # type: ignore[attr-defined]
        return run

    return decorate
