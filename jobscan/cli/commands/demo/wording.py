"""Events and mails as one line each for people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

from jobscan.cli.commands.demo.tracker import DemoEventKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jobscan.cli.commands.demo.tracker import DemoEvent
    from jobscan.simulator.server.mailbox import Mail

#: The marks alone tell the kinds apart; colours only help.
_MARKS = {
    DemoEventKind.NEW: ("+", "bold green"),
    DemoEventKind.UPDATED: ("~", "bold yellow"),
    DemoEventKind.AMENDED: ("~", "bold yellow"),
    DemoEventKind.EXPIRED: ("-", "bold red"),
    DemoEventKind.REOPENED: ("*", "bold cyan"),
    DemoEventKind.FIRST_SEEN: ("=", "bold"),
    DemoEventKind.FAILED: ("!", "bold magenta"),
    DemoEventKind.RECOVERED: ("*", "bold cyan"),
    DemoEventKind.EMPTIED: ("!", "bold magenta"),
    DemoEventKind.REFILLED: ("*", "bold cyan"),
    DemoEventKind.CONFIRMED: ("-", "bold red"),
}
MAIL_MARK = ("@", "bold blue")
_MANY = {DemoEventKind.NEW: "new", DemoEventKind.REOPENED: "listed again", DemoEventKind.EXPIRED: "gone"}


def event_line(event: DemoEvent) -> Text:
    """Return an event as one line that starts with its mark."""
    line = Text.assemble(_MARKS[event.kind], " ", no_wrap=True, overflow="ellipsis")
    if event.posting is None:
        return line.append(f"{event.board}{_of_board(event)}")
    line.append(event.posting.title)
    if words := _of_posting(event):
        line.append(words)
    facts = [event.posting.company, *([_first_place(event.posting.place)] if event.kind is DemoEventKind.NEW else [])]
    return line.append("".join(f" · {fact}" for fact in facts if fact), style="dim")


def mail_line(mail: Mail, *, is_short: bool = False) -> Text:
    """Return a mail's recipients and subject; ``is_short``: without the domain, which all addresses share."""
    to = ", ".join(address.partition("@")[0] if is_short else address for address in mail.recipients)
    return Text.assemble(MAIL_MARK, f" {to}  {subject_of(mail)}", no_wrap=True, overflow="ellipsis")


def count_of(count: int, noun: str) -> str:
    """Return "1 board", "2,000 boards"."""
    return f"{count:,} {noun if count == 1 else f'{noun}s'}"


def mailed_titles(mails: Iterable[Mail]) -> set[str]:
    """Return the titles of the postings that the mails are about."""
    lines = (line for mail in mails for line in text_of(mail))
    return {line.partition("] ")[2] for line in lines if line.startswith("[")}


def text_of(mail: Mail) -> list[str]:
    """Return the lines of a mail's text."""
    body = mail.parse().get_body(("plain",))
    return [] if body is None else str(body.get_content()).strip().splitlines()


def subject_of(mail: Mail) -> str:
    """Return the subject line."""
    return str(mail.parse()["subject"])


def _of_board(event: DemoEvent) -> str:
    """Return what the line says about the board, after its name."""
    count, scans = count_of(event.count, "posting"), count_of(event.scans, "scan")
    words = {
        DemoEventKind.FIRST_SEEN: f": {count}, seen for the first time",
        DemoEventKind.FAILED: f" fails, nothing is lost: {_short(event.reason)}",
        DemoEventKind.RECOVERED: f" can be read again, after {scans} that failed",
        DemoEventKind.EMPTIED: f" looks emptied, {event.count:,} missing: nothing expires yet",
        DemoEventKind.REFILLED: f" is back, after {scans} that looked emptied: nothing was lost",
        DemoEventKind.CONFIRMED: f": {event.count:,} expired, as {scans} over an hour confirm that it is emptied",
    }
    return words.get(event.kind, f": {count} {_MANY.get(event.kind, 'changed')}")


def _of_posting(event: DemoEvent) -> str:
    """Return what the line says about the posting, after its title."""
    match event.kind:
        case DemoEventKind.EXPIRED:
            return f": gone{_after(event.reason)}"
        case DemoEventKind.REOPENED:
            return ": listed again"
        case DemoEventKind.UPDATED | DemoEventKind.AMENDED:
            return ": " + _changes(event.changes)
    return ""


def _after(reason: str) -> str:
    """Shorten "missing from 2 complete scans in a row"."""
    found = re.search(r"\d+ complete scans", reason)
    return f" after {found[0].replace(' complete', '')} without it" if found else ""


def _changes(changes: Mapping[str, tuple[object, object]]) -> str:
    if "title" in changes:
        return f"it was “{changes['title'][0]}”"
    if "location" in changes:
        old, new = changes["location"]
        return f"{_first_place(str(old))} → {_first_place(str(new))}"
    if "salary_min" in changes or "salary_max" in changes:
        ends = [changes[name] for name in ("salary_min", "salary_max") if name in changes]
        old, new = ("–".join(_amount(end[which]) for end in ends) for which in (0, 1))
        return f"pay {old} → {new}"
    if "description" in changes:
        return "another text"
    name, (old, new) = next(iter(changes.items()), ("nothing", ("", "")))
    return f"{name.replace('_', ' ')} {old or 'none'} → {new or 'none'}"


def _amount(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, int | float) else "none"


def _first_place(place: str) -> str:
    return place.partition(";")[0].partition(" | ")[0]


def _short(reason: str) -> str:
    """Return the engine's reason without the URL: an address on loopback means nothing to people."""
    if found := re.search(r"HTTP \d+", reason):
        return f"it answers {found[0]}"
    _, _, answer = reason.partition("the answer is ")
    return f"its answer is {answer.partition(' (')[0]}" if answer else reason
