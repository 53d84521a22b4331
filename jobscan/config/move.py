"""Edits the file for a board that moved: its entry names the new one, and so do the alerts that named it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from jobscan.config.editing import (
    check_entry,
    end_of,
    node_of,
    read_text,
    read_values,
    reads_otherwise,
    replacing,
    scalar,
)
from jobscan.config.model.values import spell_out_source
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from jobscan.domain.source import Source, SourceKey

#: Of an entry, in their order: what belongs to the board, and goes with it.
_OF_BOARD = ("type", "identifier", "token", "token_file", "base_url", "select", "render")


class _Change(NamedTuple):
    """A piece of the text, and what stands there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FileMove:
    """The edited file, written beside the present one."""

    #: Names of the alerts whose ``sources`` named the old board, and name the new one.
    alerts: tuple[str, ...]
    #: Puts it in its place.
    put: Callable[[], None]


@contextmanager
def moving_source(path: Path, former: SourceKey, source: Source) -> Iterator[FileMove]:
    """Prepare the file in which the entry of ``former`` names another board; left without ``put``, nothing changed.

    Every byte stays but for what belongs to the board (type, identifier, token, base_url, select, render), and its old
    name in the ``sources`` of alerts. Raises `ConfigError` when the old board is not listed, or the file cannot be
    read, edited or written.
    """
    text = read_text(path)
    before = read_values(text, path)
    listed = before.get("sources")
    at = _place_of(former, listed)
    if at is None or not isinstance(listed, list):
        raise ConfigError([f"{path}: {former} is not listed in this file; change it where it is set"])
    entry = _moved_entry(listed[at], source)
    check_entry(spelled if isinstance(spelled := spell_out_source(entry), dict) else {}, path, "changed")
    alerts, names = _moved_alerts(before.get("alerts"), former, source.key)
    after = before | {"sources": [*listed[:at], entry, *listed[at + 1 :]]} | ({"alerts": alerts} if names else {})
    edited = _edit(text, at, former, source)
    if edited is None or reads_otherwise(edited, after):
        told = ", ".join(f"{name}: {scalar(value)}" for name, value in _fields(source).items())
        raise ConfigError([f"{path}: the entry of {former} is written in a way jobscan cannot edit; make it: {told}"])
    with ExitStack() as stack:
        with _refused(path):
            put = stack.enter_context(replacing(path, edited))
        yield FileMove(names, lambda: _put(path, put))


def _put(path: Path, put: Callable[[], None]) -> None:
    with _refused(path):
        put()


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Raise `ConfigError` where the system refuses to write."""
    try:
        yield
    except OSError as exc:
        raise ConfigError([f"{path}: cannot be written: {exc.strerror}"]) from exc


def _fields(source: Source) -> dict[str, str | bool]:
    return {name: value for name in _OF_BOARD if (value := getattr(source, name, None)) not in (None, False)}


def _place_of(former: SourceKey, listed: object) -> int | None:
    for at, known in enumerate(map(spell_out_source, listed if isinstance(listed, list) else [])):
        if isinstance(known, dict) and _names(former, f"{known.get('type')}/{known.get('identifier')}"):
            return at
    return None


def _names(key: SourceKey, word: object) -> bool:
    """Say whether a word of the file is the board's name, ignoring case."""
    return isinstance(word, str) and word.strip().casefold() == str(key).casefold()


def _moved_entry(entry: Any, source: Source) -> object:
    """Return what the entry must read as; a short one stays short where that is enough."""
    fields = _fields(source)
    if isinstance(entry, str):
        return str(source.key) if len(fields) == 2 else fields
    return {name: value for name, value in entry.items() if name not in _OF_BOARD} | fields


def _moved_alerts(alerts: Any, former: SourceKey, key: SourceKey) -> tuple[object, tuple[str, ...]]:
    """Return what the alerts must read as, and the names of those that change."""
    moved, names = [], []
    for alert in alerts if isinstance(alerts, list) else []:
        words = alert.get("sources") if isinstance(alert, dict) else None
        found = [str(key) if _names(former, word) else word for word in words] if isinstance(words, list) else words
        found = str(key) if _names(former, found) else found
        if found != words:
            names.append(str(alert.get("name")))
        moved.append(alert | {"sources": found} if found != words else alert)
    return moved, tuple(names)


def _edit(text: str, at: int, former: SourceKey, source: Source) -> str | None:
    """Return the edited text; None when the entry has no place of its own."""
    root = yaml.compose(text, yaml.SafeLoader)
    sources = node_of(root, "sources")
    if not isinstance(sources, yaml.SequenceNode):
        return None
    changes = [*_entry_changes(text, sources.value[at], source)]
    changes += _alert_changes(node_of(root, "alerts"), former, source)
    # From the end, so that places stay; what goes before what comes where both begin at one place.
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def _alert_changes(alerts: yaml.Node | None, former: SourceKey, source: Source) -> Iterator[_Change]:
    for alert in alerts.value if isinstance(alerts, yaml.SequenceNode) else []:
        words = node_of(alert, "sources")
        for word in words.value if isinstance(words, yaml.SequenceNode) else [words]:
            if isinstance(word, yaml.ScalarNode) and _names(former, word.value):
                yield _replaced(word, scalar(str(source.key)))


def _entry_changes(text: str, entry: yaml.Node, source: Source) -> Iterator[_Change]:
    fields = _fields(source)
    if not isinstance(entry, yaml.MappingNode):
        inner = ", ".join(f"{name}: {scalar(value)}" for name, value in fields.items())
        yield _replaced(entry, scalar(str(source.key)) if len(fields) == 2 else f"{{{inner}}}")
        return
    places = {key.value: number for number, (key, _) in enumerate(entry.value)}
    for name in _OF_BOARD:
        if name in places and name in fields:
            yield _replaced(entry.value[places[name]][1], scalar(fields[name]))
        elif name in places:
            yield _removed(text, entry, places[name])
    more = {name: value for name, value in fields.items() if name not in places}
    if more:
        yield _added(text, entry, places["identifier"], more)


def _replaced(node: yaml.Node, text: str) -> _Change:
    return _Change(node.start_mark.index, end_of(node), text)


def _removed(text: str, entry: yaml.MappingNode, number: int) -> _Change:
    """Return the change that takes one pair out, with its line where it has one."""
    key, value = entry.value[number]
    if number == 0:
        return _Change(key.start_mark.index, entry.value[1][0].start_mark.index, "")
    if entry.flow_style:
        return _Change(end_of(entry.value[number - 1][1]), end_of(value), "")
    return _Change(text.rfind("\n", 0, key.start_mark.index) + 1, _next_line(text, end_of(value)), "")


def _added(text: str, entry: yaml.MappingNode, number: int, more: Mapping[str, str | bool]) -> _Change:
    """Return the change that puts pairs behind another one."""
    key, value = entry.value[number]
    pairs = [f"{name}: {scalar(each)}" for name, each in more.items()]
    if entry.flow_style:
        return _Change(end_of(value), end_of(value), "".join(f", {pair}" for pair in pairs))
    at, newline = _next_line(text, end_of(value)), "\r\n" if "\r\n" in text else "\n"
    gap = "" if text[at - 1] == "\n" else newline
    return _Change(at, at, gap + "".join(f"{' ' * key.start_mark.column}{pair}{newline}" for pair in pairs))


def _next_line(text: str, index: int) -> int:
    """Return where the line behind that of ``index`` begins; a block scalar ends with its line."""
    return index if text[index - 1] == "\n" else text.find("\n", index) + 1 or len(text)
