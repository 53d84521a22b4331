"""Checks across several keys of the configuration: duplicates, unknown names, incomplete pairs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jobscan.config.model.alerts import channel_mistakes, rule_mistakes
from jobscan.config.model.notify import CHANNEL_NAME, EMAIL, channel_model, channel_type, needed_secret
from jobscan.config.model.values import channel_list, format_duration
from jobscan.config.read.problems import did_you_mean, show_key
from jobscan.sources import ADAPTERS, SYSTEMS, identifier_problem
from jobscan.sources.kit.detection import decode_name
from jobscan.utils.time import parse_duration

if TYPE_CHECKING:
    from jobscan.config.model.root import Config
    from jobscan.config.read.draft import Draft
    from jobscan.config.read.problems import Loc

#: Below it a scan of a public board is no longer considerate.
_LEAST_INTERVAL = timedelta(minutes=1)


def check_whole(draft: Draft) -> None:
    """Find every mistake that a single value does not show, and add it to the draft."""
    _check_sources(draft)
    _check_channels(draft)
    _check_alerts(draft)
    _check_users_of_channels(draft)
    _check_unsubscribe(draft)


def scan_warnings(config: Config) -> list[tuple[Loc, str]]:
    """Return what is allowed in the sources and their times, but probably a mistake, with its keys."""
    found: list[tuple[Loc, str]] = []
    enabled = [(index, source) for index, source in enumerate(config.sources) if source.enabled]
    if not enabled:
        found.append((("sources",), "no source is enabled: nothing is scanned; `jobscan add URL` adds a board"))
    # People who serve boards themselves may request them as often as they like.
    public = [(index, source) for index, source in enabled if source.base_url is None]
    if config.scan.interval < _LEAST_INTERVAL and any(source.every is None for _, source in public):
        found.append((("scan", "interval"), _too_often(format_duration(config.scan.interval))))
    for index, source in public:
        if source.every is not None and " " not in source.every and parse_duration(source.every) < _LEAST_INTERVAL:
            found.append((("sources", index, "every"), _too_often(source.every)))
    return found


def _too_often(every: str) -> str:
    return (
        f"a public board may block a client that asks every {every}; make it {format_duration(_LEAST_INTERVAL)} or more"
    )


def _check_sources(draft: Draft) -> None:
    first: dict[tuple[str, str], int] = {}
    for index, entry in draft.entries("sources"):
        kind, identifier = entry.get("type"), entry.get("identifier")
        if not isinstance(kind, str) or not _check_system(draft, index, kind) or not isinstance(identifier, str):
            continue
        reason = identifier_problem(ADAPTERS[kind], identifier)
        if reason:
            draft.complain(("sources", index, "identifier"), reason)
        # Ignoring case: a board that is spelt in two ways would be stored twice, with two histories.
        folded = (kind, decode_name(identifier).casefold())
        if folded in first:
            twin = draft.where(("sources", first[folded]))
            draft.complain(("sources", index), f"{kind}/{identifier} is listed twice; the first is at {twin}")
        first.setdefault(folded, index)


def _check_system(draft: Draft, index: int, kind: str) -> bool:
    if kind in SYSTEMS:
        return True
    draft.complain(("sources", index, "type"), f"no system of this name; {did_you_mean(kind, sorted(SYSTEMS))}")
    return False


def _check_channels(draft: Draft) -> None:
    for name, entry in draft.channels():
        if not re.fullmatch(CHANNEL_NAME, name):
            message = "must be a name of letters, digits, - and _, at most 50 characters"
            draft.complain(("notify", name), message, of_key=True)
        if isinstance(entry, dict):
            _check_channel(draft, name, entry)


def _check_channel(draft: Draft, name: str, entry: dict[str, Any]) -> None:
    kind = channel_type(name, entry)
    model = channel_model(kind)
    if model is None:
        return
    if name == EMAIL and kind != EMAIL:
        draft.complain(
            ("notify", name, "type"), f"{EMAIL} is the name of the channel of type {EMAIL}; choose another name"
        )
    secret = needed_secret(str(kind), model)
    if secret and not draft.is_given(("notify", name), secret):
        draft.complain(("notify", name, secret), f"is missing; give it, or {secret}_file")
    if kind == EMAIL and entry.get("username") is not None and not draft.is_given(("notify", name), "password"):
        draft.complain(("notify", name, "password"), "is missing; username needs it, or password_file")


def _check_alerts(draft: Draft) -> None:
    first: dict[str, int] = {}
    for index, entry in draft.entries("alerts"):
        for loc, message in rule_mistakes(entry):
            draft.complain(("alerts", index, *loc), message)
        name = entry.get("name")
        if not isinstance(name, str):
            continue
        folded = name.strip().casefold()
        if folded in first:
            twin = draft.where(("alerts", first[folded], "name"))
            draft.complain(("alerts", index, "name"), f"is the name of another alert too; the first is at {twin}")
        first.setdefault(folded, index)


def _check_users_of_channels(draft: Draft) -> None:
    """Check every list of channels: each must be set up, and a mail channel must have the owner's address."""
    names = [name for name, _ in draft.channels()]
    is_readable = isinstance(draft.values.get("notify", {}), dict)
    without_address = {name for name, entry in draft.channels() if _lacks_address(name, entry)}
    for loc, to in _lists_of_channels(draft):
        for rest, message in channel_mistakes(to, names) if is_readable else ():
            draft.complain((*loc, *rest), message)
        for name in channel_list(to):
            if isinstance(name, str) and name.strip() in without_address:
                name = name.strip()
                without_address.remove(name)
                message = f"is missing; {show_key(loc)} is sent there: give it the owner's address"
                draft.complain(("notify", name, "to"), message)


def _lists_of_channels(draft: Draft) -> list[tuple[Loc, Any]]:
    """Return the channels of each alert and of the report."""
    found: list[tuple[Loc, Any]] = [
        (("alerts", index), entry.get("to", [EMAIL])) for index, entry in draft.entries("alerts")
    ]
    report = draft.values.get("report")
    if isinstance(report, dict):
        to = report.get("to", [EMAIL])
        # A report that is not sent needs no mail; an unknown name is a mistake all the same.
        if report.get("send") is not None or channel_list(to) != [EMAIL]:
            found.append((("report",), to))
    return found


def _lacks_address(name: str, entry: Any) -> bool:
    return isinstance(entry, dict) and channel_type(name, entry) == EMAIL and entry.get("to") is None


def _check_unsubscribe(draft: Draft) -> None:
    section = draft.values.get("unsubscribe")
    if not isinstance(section, dict):
        return
    if section.get("url") is None and section.get("listen") is not None:
        draft.complain(("unsubscribe", "url"), "is missing; links in mails begin with it")
    if section.get("listen") is None and section.get("url") is not None:
        draft.complain(("unsubscribe", "listen"), "is missing; the link is served there, such as 127.0.0.1:8025")
