"""What ``jobscan matches`` does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, read_since, run_async
from jobscan.cli.kit.lazy import get_globals
from jobscan.cli.kit.options import TERMINAL_LIMIT
from jobscan.cli.kit.output import (
    make_console,
    short_names,
    show_age,
    wants_tables,
    write_json,
    write_lines,
)
from jobscan.clock import utc_now
from jobscan.domain.delivery import DeliveryStatus
from jobscan.domain.match import MatchFilter
from jobscan.services.alerts import alert_ids, find_matches

if TYPE_CHECKING:
    from jobscan.cli.kit.console import Cell
    from jobscan.cli.kit.lazy import Globals
    from jobscan.config import Config
    from jobscan.domain.match import FoundMatch

_STYLES = {
    DeliveryStatus.SENT: "green",
    DeliveryStatus.PENDING: "yellow",
    DeliveryStatus.SENDING: "yellow",
    DeliveryStatus.UNCERTAIN: "yellow",
    DeliveryStatus.DEAD: "red",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """The options of ``matches``."""

    alert: str | None
    email: str | None
    status: str | None
    since: str | None
    limit: int | None
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    """A match, and whose it is."""

    found: FoundMatch
    alert: str
    user: str


def command(context: click.Context, /, **options: Any) -> None:
    """List everything that ever matched an alert, latest first, with its delivery status."""
    wanted = _Wanted(**options)
    settings = get_globals(context)
    tables = wants_tables(settings) and not wanted.as_json
    found = run_async(_find(read_config(context), wanted, TERMINAL_LIMIT + 1 if tables else None))
    if wanted.as_json:
        from jobscan.services.records.match import ListedMatchRecord

        write_json([ListedMatchRecord.from_found(match.found, match.alert, match.user) for match in found])
    elif tables:
        _show_table(found, wanted, settings)
    else:
        write_lines(_line(match) for match in found)


async def _find(config: Config, wanted: _Wanted, default_limit: int | None) -> list[_Match]:
    since = read_since(wanted.since)
    async with open_database(config) as database:
        asked = MatchFilter(
            alert_ids=await alert_ids(database, wanted.email, wanted.alert),
            status=DeliveryStatus(wanted.status) if wanted.status else None,
            since=since,
            limit=wanted.limit or default_limit,
        )
        return [
            _Match(found=found, alert=alert, user=user) for found, alert, user in await find_matches(database, asked)
        ]


def _line(match: _Match) -> tuple[object, ...]:
    notification, title, company = match.found.notification, *_posting(match)
    state = (notification.delivery_status, notification.channel, notification.sent_at, notification.error_message)
    return (
        notification.created_at,
        notification.kind,
        notification.job_key,
        title,
        company,
        match.alert,
        match.user,
        *state,
    )


def _posting(match: _Match) -> tuple[str, str]:
    """Return title and company as they were sent, or else as they are now; "" where the posting is gone."""
    shown = match.found.notification.matched or match.found
    return shown.title or "", shown.company or ""


def _show_table(found: list[_Match], wanted: _Wanted, settings: Globals) -> None:
    console, now = make_console(settings), utc_now()
    if not found:
        console.print("No matches. `jobscan alerts test NAME` tries an alert on the history.")
        return
    more = wanted.limit is None and len(found) > TERMINAL_LIMIT
    shown = found[:TERMINAL_LIMIT] if more else found
    users = short_names(match.user for match in shown)
    titles = ["WHEN", "KIND", "KEY", "TITLE", "COMPANY", "ALERT", *(["USER"] if len(users) > 1 else [])]
    rows: list[list[Cell]] = []
    for match in shown:
        notification = match.found.notification
        what = (
            show_age(notification.created_at, now),
            str(notification.kind),
            notification.job_key[:8],
            *_posting(match),
        )
        cells = (*what, match.alert, users[match.user])
        state = f"{notification.delivery_status} {notification.channel}".strip()
        rows.append([*cells[: len(titles)], (state, _STYLES.get(notification.delivery_status, "dim"))])
    flexible = {"TITLE": 4, "COMPANY": 2, "ALERT": 2, "USER": 1}
    weights = {title: weight for title, weight in flexible.items() if title in titles}
    console.show_table([*titles, "STATE"], rows, weights)
    if more:
        console.print(f"Only the first {TERMINAL_LIMIT} are shown; --limit N shows more.")
