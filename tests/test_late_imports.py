"""Modules import at their top. The imports inside functions are listed here, each with its reason.

`python -m benchmarks startup` checks what they gain: `jobscan --help` to `import click`, and `jobscan jobs` to
`import sqlalchemy` (`[startup]` in benchmarks/floors.toml); `idle` the memory of the daemon. Which modules a command
leaves alone is in tests/cli/test_lean.py. Decision 013 says how it is done.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import click
import pytest

from jobscan.cli import jobscan
from jobscan.cli.kit.later import load
from tests.test_floor_plan import MODULES, NAMED, PACKAGE, tree

#: Module → what it imports late → why.
LATE: dict[str, dict[str, str]] = {
    "cli": {"jobscan.cli.commands.version": "sqlite3 and json, for --version alone"},
    "cli.commands.alerts.options": {"jobscan.cli.commands.jobs.command": "for --from-search alone"},
    "cli.commands.alerts.trial": {"jobscan.cli.commands.alerts.explanation": "rich, which --json does without"},
    "cli.commands.jobs.work": {
        "jobscan.cli.commands.jobs.story": "rich, which lists do without",
        "jobscan.services.records.job": "the records of --json and --csv",
        "jobscan.services.records.job_story": "the record of `jobs show --json`",
        "jobscan.services.sources": "for --source alone",
        "webbrowser": "for `jobs open` alone",
    },
    "cli.commands.matches.work": {"jobscan.services.records.match": "the records of --json"},
    "cli.commands.report.work": {"jobscan.bootstrap.messages": "jinja2, which a table does without"},
    "cli.commands.run.work": {"jobscan.web.unsubscribe": "starlette and uvicorn: only where the page is served"},
    "cli.commands.sources.work": {
        "jobscan.cli.commands.sources.moved": "the network, for --check-moved alone",
        "jobscan.services.records.source": "the records of --json",
    },
    "cli.commands.version": {
        "jobscan.cli.kit.output": "msgspec, for --json alone",
        "jobscan.services.records.program": "the record of --json",
    },
    "cli.kit.errors": {
        "jobscan.cli.kit.output": "msgspec: --help and people's errors do without",
        "jobscan.services.records.program": "the record of --json",
    },
    "cli.kit.output": {"jobscan.cli.kit.console": "rich, which pipes and programs do without"},
    "config.model.alerts": {"jobscan.decide.match.rule_check": "RE2: only where there are alerts"},
    "config.model.values": {"jobscan.sources.systems.careers.selectors": "only where a source has a selector"},
    "config.model.notify": {"jobscan.notify": "seven models of 15 ms: only where there are channels"},
    "config.read.yaml": {"jobscan.config.read.quick_yaml": "there may be a PyYAML without libyaml"},
    "engine.scan.careers_page": {
        "jobscan.sources.systems.careers.learning": "the same",
        "jobscan.sources.systems.careers.list_rows": "the same",
        "jobscan.sources.systems.careers.selectors": "the same",
        "jobscan.sources.systems.careers.scripted": "the same",
        "jobscan.sources.systems.careers.recognising": "selectolax: only for pages that name no known board",
        "jobscan.sources.kit.html": "the same",
    },
    "fetch.browser.program": {"jobscan.fetch.browser.chromium": "Playwright, an extra that need not be installed"},
    "notify.channels.apprise": {
        "anyio": "only where a message is sent: a configuration that is checked does without",
        "apprise": "an extra that need not be installed",
    },
    "notify.channels.email": {"jobscan.notify.channels.smtp": "aiosmtplib: only where mail is sent"},
    "notify.channels.http": {"jobscan.fetch": "httpx: only where something is posted"},
    "persistence.migrate": {
        "alembic": "to migrate only; one query tells whether that is needed",
        "alembic.config": "the same",
    },
    "persistence.sql.bulk": {
        "jobscan.persistence.sql": "Postgres alone: arrays, and SQLAlchemy's dialect of 20 ms",
        "sqlalchemy.dialects": "the same",
    },
    "services.address_list": {
        "defusedxml.ElementTree": "XML, which a single address does without",
        "defusedxml.common": "the same",
    },
    "services.alerts": {"jobscan.services.existing": "the matcher, which `jobscan matches` does without"},
    "persistence.repositories.job": {"jobscan.persistence.narrowing": "the table of facts, for searches on facts"},
    "services.jobs": {
        "jobscan.services.clusters": "for one posting: lists do without",
        "jobscan.decide.enrich.pay_words": "pay out of texts, which narrow tables do without",
        "jobscan.persistence": "the same",
        "jobscan.services.facts": "for one posting: lists do without",
        "jobscan.services.selection": "regular expressions, which a plain list does without",
        "jobscan.decide.posting.places": "the same",
    },
    "sources.systems.careers.selectors": {"selectolax.lexbor": "only where a source has a selector"},
    "sources": {
        "jobscan.sources.kit.candidates": "to look for a board in a web page, which scans do not",
        "jobscan.sources.kit.employer_page": "the same",
    },
}


def test_late_imports_are_listed_and_those_listed_are_there() -> None:
    found = {name: set(_late(tree(path))) for name, path in MODULES.items()}
    listed = {f"jobscan.{name}": set(reasons) for name, reasons in LATE.items()}
    assert {name: late for name, late in found.items() if late} == listed
    assert all(why for reasons in LATE.values() for why in reasons.values())


def _late(node: ast.AST, *, inside: bool = False) -> Iterator[str]:
    """Yield the modules that are imported inside of functions."""
    for child in ast.iter_child_nodes(node):
        if inside and isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif inside and isinstance(child, ast.ImportFrom):
            yield child.module or ""
        else:
            yield from _late(child, inside=inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def _named() -> Iterator[str]:
    for path in (PACKAGE / "cli").rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED.fullmatch(node.value):
                yield node.value


@pytest.mark.parametrize("place", sorted(set(_named())))
def test_what_is_named_to_be_loaded_is_there(place: str) -> None:
    assert callable(load(place))


def _commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield command
        if isinstance(command, click.Group):
            yield from _commands(command)


DONE = [command for command in _commands(jobscan) if hasattr(command.callback, "place")]


def test_nearly_every_command_is_done_elsewhere() -> None:
    assert len(DONE) > 30


@pytest.mark.parametrize("command", DONE, ids=lambda command: command.callback.__module__ + "." + command.name)
def test_what_does_a_command_takes_its_options(command: Any) -> None:
    """Calls nothing: the names of the options are bound to the function's parameters."""
    options = {parameter.name: None for parameter in command.params if parameter.expose_value}
    inspect.signature(load(command.callback.place)).bind(None, **options)
