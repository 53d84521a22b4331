"""What went wrong in a scan, in few lines: one for each cause, not one for each board."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobscan.services.scans import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jobscan.domain.scan import ScanRecord, ScanResult
    from jobscan.domain.source import SourceKey

#: The host that cannot be reached differs between boards even if the cause is the same.
_UNREACHED = re.compile(r"(?P<what>.*?cannot (?:resolve|connect to)) (?P<host>\S+?)(?P<why>: .*| within .*)")
#: Names in one line.
_MOST_NAMES = 5


def trouble_lines(results: Sequence[ScanResult], names: Mapping[SourceKey, str]) -> Iterator[str]:
    """Yield what people should know about the scans: first whether this machine seems offline, then each cause."""
    if is_offline(results):
        share = "all" if all(result.network_failure for result in results) else "nearly all"
        yield f"{share} boards failed with network errors: is this machine online?"
    same: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for result in results:
        trouble = _trouble(result.record)
        if trouble is None:
            continue
        found = _UNREACHED.fullmatch(trouble) if result.network_failure else None
        cause = (found["what"], found["why"]) if found else (trouble, "")
        same.setdefault(cause, []).append((names[result.record.source], found["host"] if found else ""))
    for (what, why), boards in same.items():
        hosts = listed(dict.fromkeys(host for _, host in boards if host))
        yield f"{_whose([name for name, _ in boards])}: {what}{' ' if hosts else ''}{hosts}{why}"


def listed(words: Iterable[str]) -> str:
    """Return words with commas, the first few of many."""
    found = list(words)
    more = f" and {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
    return ", ".join(found[:_MOST_NAMES]) + more


def _whose(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} boards ({listed(names)})"


def _trouble(record: ScanRecord) -> str | None:
    """Return what people should know about a scan, in one line: why it failed, or the first thing it had to skip."""
    if record.error is not None or not record.problems:
        return record.error
    more = len(record.problems) - 1
    return record.problems[0] + (f" (and {more} more; --json lists them)" if more else "")
