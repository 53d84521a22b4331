"""What ``jobscan alerts test`` and ``jobscan alerts why`` do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.commands.alerts.lookup import alerts_in_file
from jobscan.cli.commands.alerts.options import put_together
from jobscan.cli.kit.common import read_config, read_since, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.options import TERMINAL_LIMIT
from jobscan.cli.kit.output import (
    make_console,
    show_age,
    show_span,
    wants_tables,
    write_json,
    write_lines,
)
from jobscan.cli.kit.rule_options import rule_values
from jobscan.cli.kit.typed_rule import read_typed_rule
from jobscan.clock import utc_now
from jobscan.domain.alert import Alert
from jobscan.services.alerts import find_alert
from jobscan.services.jobs import places_shown
from jobscan.services.records.alert import ExplanationRecord, TrialRecord
from jobscan.services.trials import explain_match, try_rule

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.alert import StoredAlert
    from jobscan.services.trials import Explanation, Trial


#: The name of a rule that was made of options.
_UNSAVED = "not saved"


def test(
    context: click.Context, /, name: str | None, since: str, email: str | None, as_json: bool, **rule: Any
) -> None:
    """Show what an alert, or a rule that is not saved, would have sent, judging by the history."""
    begin = read_since(since)
    assert begin is not None  # there is a default
    parts = rule_values(rule)
    if name is None and not parts:
        raise click.UsageError("Give the NAME of an alert, or the options of a rule.")

    async def ask(config: Config) -> tuple[Alert, list[Trial]]:
        async with open_database(config) as database:
            alert = Alert(name=_UNSAVED)
            if name is not None:
                alert, _ = await find_alert(database, email, name, alerts_in_file(config, email))
            if parts:
                alert = replace(alert, rule=read_typed_rule(put_together(alert.rule.to_record(), parts)))
            return alert, await try_rule(database, alert.rule, since=begin)

    alert, found = run_async(ask(read_config(context)))
    options = get_globals(context)
    if as_json:
        write_json(TrialRecord.of(alert, begin, found))
    elif wants_tables(options):
        _show_trials(alert, begin, found, options)
    else:
        write_lines(_line(trial) for trial in found)


def why(context: click.Context, name: str, job: str, email: str | None, as_json: bool) -> None:
    """Show clause by clause whether an alert matches a posting, and what was sent."""

    async def ask(config: Config) -> tuple[Alert, StoredAlert | None, Explanation]:
        async with open_database(config) as database:
            alert, stored = await find_alert(database, email, name, alerts_in_file(config, email))
            return alert, stored, await explain_match(database, alert.rule, job, stored.id if stored else None)

    alert, stored, found = run_async(ask(read_config(context)))
    if as_json:
        write_json(ExplanationRecord.of(alert, found))
        return
    console, tables = make_console(get_globals(context)), wants_tables(get_globals(context))
    from jobscan.cli.commands.alerts.explanation import explanation_lines

    for line in explanation_lines(alert, stored, found, wrap=tables):
        console.print(line, soft_wrap=not tables)


def _line(trial: Trial) -> tuple[object, ...]:
    job = trial.stored.job
    return (trial.at, trial.kind, job.job_key, job.title, job.company, places_shown(job), job.url)


def _show_trials(alert: Alert, begin: datetime, found: list[Trial], options: Globals) -> None:
    console, now = make_console(options), utc_now()
    if found:
        rows = []
        for trial in found[:TERMINAL_LIMIT]:
            job = trial.stored.job
            place = places_shown(job)
            cells = (show_age(trial.at, now), str(trial.kind), job.job_key[:8], job.title, job.company, place)
            rows.append([(cell, "dim" if trial.stored.expired_at is not None else "") for cell in cells])
        titles = ["WHEN", "KIND", "KEY", "TITLE", "COMPANY", "LOCATION"]
        console.show_table(titles, rows, {"TITLE": 4, "COMPANY": 2, "LOCATION": 2})
        if len(found) > TERMINAL_LIMIT:
            console.print(f"… and {len(found) - TERMINAL_LIMIT:,} more; --json has all of them.")
        console.print()
    postings = "1 posting" if len(found) == 1 else f"{len(found):,} postings"
    sent = "" if alert.name == _UNSAVED else f"; {alert.send}, to {', '.join(alert.to)}"
    console.print(f"{postings} in {_days(now - begin)}{sent}.")
    if not found:
        console.print("`jobscan alerts why NAME JOB` shows which clause a posting fails.")


def _days(span: Any) -> str:
    text = show_span(span)
    number = text[:-1]
    unit = {"d": "day", "h": "hour", "m": "minute"}.get(text[-1])
    return f"{number} {unit}{'' if number == '1' else 's'}" if unit and number.isdigit() else "a minute"
