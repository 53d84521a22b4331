"""The options of an alert: those of its rule, and how it is sent."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from jobscan.cli.kit.rule_options import F, rule_option_of, rule_options, rule_values

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Parts that are lists: the placeholder of an item, and the help.
_LISTS = {
    "sources": ("SOURCE", "Boards (lever/spotify), or all of a system (lever)."),
    "on": ("CHANGE", "Which changes to notify of: new, updated, reopened.  [default: new, updated]"),
    "to": ("CHANNEL", "Channels (of `notify`) to send it to.  [default: email]"),
}
_SEND = '"immediate", "daily 08:00" or "weekly mon 08:00".  [default: immediate]'
_EXISTING = "Send what already matches when the alert or a board is new, in one digest."
_SEARCH = "Take these options of `jobscan jobs`, in quotes: '--country DE --level senior'."


def alert_options(function: F) -> F:
    """Give a command all options of an alert; it gets them as ``**options``, for `given_parts`."""
    options = [
        *(
            click.option(f"--{name}", name, metavar=metavar, multiple=True, help=text)
            for name, (metavar, text) in _LISTS.items()
        ),
        click.option("--send", metavar="WHEN", help=_SEND),
        click.option("--notify-existing/--no-notify-existing", default=None, help=_EXISTING),
        click.option("--from-search", metavar="OPTIONS", help=_SEARCH),
    ]
    for option in reversed(options):
        function = option(function)
    return rule_options(unknown="keep")(function)


def option_of(key: str) -> str:
    """Return the option for a part whose key in the configuration is ``key``, such as ``to[0]``."""
    name = key.partition("[")[0]
    if name == "name":
        return "NAME"
    return f"--{name.replace('_', '-')}" if name in (*_LISTS, "send", "notify_existing") else rule_option_of(key)


def given_parts(options: Mapping[str, Any]) -> dict[str, object]:
    """Return the given parts as in a configuration; None: to be cleared. Raises `click.UsageError`."""
    found = _searched(options["from_search"]) | rule_values(options)
    for name in _LISTS:
        if options[name]:
            found[name] = [item for item in options[name] if item.strip()] or None
    if options["send"] is not None:
        found["send"] = options["send"].strip() or None
    if options["notify_existing"] is not None:
        found["notify_existing"] = options["notify_existing"]
    return found


def _searched(search: str | None) -> dict[str, object]:
    """Return the rule of a search, as it was typed after ``jobscan jobs``."""
    if search is None:
        return {}
    try:
        words = shlex.split(search)
    except ValueError as exc:
        raise click.UsageError("--from-search: a quote in it is not closed.") from exc
    # Only here: the options of a search are those of a command.
    from jobscan.cli.commands.jobs.command import search_options

    with search_options.make_context("--from-search", words[2:] if words[:2] == ["jobscan", "jobs"] else words) as made:
        found = rule_values(made.params)
        if made.params["source"]:
            found["sources"] = list(made.params["source"])
    # A listing leaves out what does not say; an alert that was made from it does the same.
    return {"unknown": "drop"} | found


def put_together(*parts: Mapping[str, object]) -> dict[str, object]:
    """Return the values of an alert: later parts override earlier ones, and None removes a part."""
    merged = {name: value for part in parts for name, value in part.items()}
    return {name: value for name, value in merged.items() if value is not None}
