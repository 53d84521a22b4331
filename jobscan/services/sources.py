"""How the boards are doing."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

from jobscan.decide.scan.remarks import remarks_on
from jobscan.domain.scan import ScanOutcome
from jobscan.domain.source import SourceKey, SourceStatus
from jobscan.exceptions import JobscanError
from jobscan.persistence import JobRepository, SourceRepository

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jobscan.domain.source import Source
    from jobscan.persistence import Database


class SourceState(StrEnum):
    """A source's health in one word."""

    OK = "ok"
    FAILING = "failing"
    #: Some of what the board lists could not be read, or some of its list did not arrive.
    INCOMPLETE = "incomplete"
    #: The board looks emptied; nothing of it expires until enough scans over enough time agree.
    QUARANTINE = "quarantine"
    #: Not scanned yet.
    NEVER = "never"
    #: ``enabled: false``.
    DISABLED = "disabled"
    #: No longer in the configuration; its history stays.
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What people want to know of a source."""

    key: SourceKey
    name: str
    state: SourceState
    #: Empty when it has never been scanned.
    status: SourceStatus
    active: int
    expired: int

    @property
    def is_watched(self) -> bool:
        """Whether it is scanned."""
        return self.state not in (SourceState.DISABLED, SourceState.REMOVED)

    @property
    def notes(self) -> tuple[str, ...]:
        """What people should know about it while it is watched, one sentence each, the reason of a failure first."""
        if not self.is_watched:
            return ()
        error = self.status.error_message
        return (*(() if error is None else (error,)), *remarks_on(self.status))


class UnknownSourceError(JobscanError):
    """No source has this name."""


async def list_sources(database: Database, configured: Sequence[Source]) -> list[SourceHealth]:
    """Return all sources, configured or remembered, by name."""
    async with database.read() as session:
        statuses = {status.key: status for status in await SourceRepository(session).get_all()}
        counts = await JobRepository(session).count_by_source()
    sources = {source.key: source for source in configured}
    found = [
        _health(key, sources.get(key), statuses.get(key), counts.get(key, (0, 0)))
        for key in dict.fromkeys([*sources, *statuses])
    ]
    return sorted(found, key=lambda health: (health.name.casefold(), health.key))


def select_sources(words: Iterable[str], known: Iterable[tuple[SourceKey, str]]) -> tuple[SourceKey, ...]:
    """Return the sources meant by ``greenhouse/canonical``, by a name or by a system, in any letter case, in order.

    ``greenhouse`` means all boards of that system, as in an alert, and a name that several boards share means all of
    them. ``known`` are pairs of key and name.
    Raises `UnknownSourceError` that names what is near.
    """
    pairs = list(known)
    chosen: dict[SourceKey, None] = {}
    for word in words:
        wanted = word.strip().casefold()
        meant = [key for key, name in pairs if wanted in (str(key).casefold(), name.casefold(), key.source_type)]
        if not meant:
            spellings = {text.casefold(): text for key, name in pairs for text in (key.source_type, str(key), name)}
            near = get_close_matches(wanted, list(spellings), n=1, cutoff=0.5)
            hint = f'did you mean "{spellings[near[0]]}"?' if near else "`jobscan sources` lists them"
            raise UnknownSourceError(f'no source is called "{word}"; {hint}')
        chosen.update(dict.fromkeys(meant))
    return tuple(chosen)


async def known_sources(database: Database, configured: Sequence[Source]) -> list[tuple[SourceKey, str]]:
    """Return key and name of every source, configured or remembered, for `select_sources`."""
    async with database.read() as session:
        remembered = await SourceRepository(session).get_all()
    return [
        *((source.key, source.name) for source in configured),
        *((status.key, status.name) for status in remembered),
    ]


def _health(
    key: SourceKey, source: Source | None, status: SourceStatus | None, counts: tuple[int, int]
) -> SourceHealth:
    if status is None:
        status = SourceStatus(source_type=key.source_type, source_identifier=key.source_identifier, name=str(key))
    active, expired = counts
    return SourceHealth(
        key=key,
        name=source.name if source else status.name,
        state=_state(source, status),
        status=status,
        active=active,
        expired=expired,
    )


def _state(source: Source | None, status: SourceStatus) -> SourceState:
    if source is None:
        state = SourceState.REMOVED
    elif not source.enabled:
        state = SourceState.DISABLED
    elif status.last_success_at is None and status.last_error_at is None:
        state = SourceState.NEVER
    elif status.error_message is not None:
        incomplete = status.last_outcome == ScanOutcome.INCOMPLETE
        state = SourceState.INCOMPLETE if incomplete else SourceState.FAILING
    elif status.quarantined_at is not None:
        state = SourceState.QUARANTINE
    else:
        state = SourceState.OK
    return state
