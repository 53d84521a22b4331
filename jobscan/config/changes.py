"""What a new configuration changes, by name: for the log line when it is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jobscan.config.model.root import Config

#: Names shown for each kind of change; the rest is counted.
_SHOWN = 20


def name_changes(before: Config, after: Config) -> dict[str, list[str]]:
    """Return what was added, changed and removed, such as ``{"alerts_added": ["cooks"]}``, without empty entries.

    Alerts, channels and sources, in the order of the file; of more than 20 names the rest is a count.
    """
    kinds: dict[str, tuple[Mapping[str, object], Mapping[str, object]]] = {
        "alerts": (_alerts(before), _alerts(after)),
        "channels": (before.notify, after.notify),
        "sources": (_sources(before), _sources(after)),
    }
    return {
        f"{kind}_{change}": _shortened(names)
        for kind, (old, new) in kinds.items()
        for change, names in _compare(old, new)
        if names
    }


def _compare(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, list[str]]]:
    yield "added", [name for name in new if name not in old]
    yield "changed", [name for name, value in new.items() if name in old and old[name] != value]
    yield "removed", [name for name in old if name not in new]


def _alerts(config: Config) -> dict[str, object]:
    return {alert.name: alert for alert in config.to_alerts()}


def _sources(config: Config) -> dict[str, object]:
    return {str(source.key): source for source in config.to_sources()}


def _shortened(names: list[str]) -> list[str]:
    return names if len(names) <= _SHOWN else [*names[:_SHOWN], f"and {len(names) - _SHOWN} more"]
