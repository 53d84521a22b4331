"""What people want to be notified of (`Alert`, its `AlertRule` and `Send`), and what they have been sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from jobscan.domain.facts import Level
from jobscan.domain.job import ChangeKind, PayInterval, Workplace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEND = re.compile(r"(?:(daily)|(weekly)\s+([a-z]{3})[a-z]*)\s+(\d{1,2}):(\d{2})", re.ASCII)


class SearchField(StrEnum):
    """Where keywords are looked for."""

    TITLE = "title"
    DESCRIPTION = "description"


class Unknown(StrEnum):
    """What to do with a posting that does not say what a rule asks about: its salary, its language."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRule:
    """Which postings someone wants; all parts that are given must hold. Empty parts and None restrict nothing.

    Words and phrases match whole words, whatever their case and accents; ``/…/`` is a regular expression.
    """

    #: Any of these in the company's name.
    companies: tuple[str, ...] = ()
    #: Any of these in the title.
    titles: tuple[str, ...] = ()
    #: Any of these in ``search``.
    keywords: tuple[str, ...] = ()
    #: All of these in ``search``.
    all_keywords: tuple[str, ...] = ()
    #: None of these in ``search``.
    excluded_keywords: tuple[str, ...] = ()
    #: Where keywords are looked for; ``in`` in a configuration.
    search: tuple[SearchField, ...] = (SearchField.TITLE,)
    #: Any of these in the places.
    locations: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    #: Any of these; common words (full_time, contract …) or a board's own.
    employment_types: tuple[str, ...] = ()
    is_remote: bool | None = None
    workplace: tuple[Workplace, ...] = ()
    #: In whole units of ``currency`` per ``interval``.
    min_salary: float | None = None
    #: ISO 4217; always given with ``min_salary``.
    currency: str | None = None
    interval: PayInterval = PayInterval.YEAR
    unknown: Unknown = Unknown.KEEP
    #: BCP 47 beginnings: ``en`` takes ``en-GB``.
    languages: tuple[str, ...] = ()
    #: Any of these countries (ISO 3166-1 or their names): the work is there, or remote and open to people there.
    countries: tuple[str, ...] = ()
    #: Any of these cities among the places.
    cities: tuple[str, ...] = ()
    #: The work is remote and open to people in any of these countries.
    remote_from: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    #: No more years of experience are asked for.
    max_years: int | None = None
    #: True: the employer sponsors visas; False: it says that it does not, or that only some may apply.
    visa: bool | None = None
    #: Any of these among the skills that are asked for.
    skills: tuple[str, ...] = ()
    all_skills: tuple[str, ...] = ()
    excluded_skills: tuple[str, ...] = ()
    #: Languages that the text is written in, ISO 639-1; ``languages`` asks for the board's own field.
    text_languages: tuple[str, ...] = ()
    #: ``type/identifier``, or ``type`` for all boards of a system.
    sources: tuple[str, ...] = ()
    #: NEW, UPDATED, REOPENED.
    on: tuple[ChangeKind, ...] = (ChangeKind.NEW, ChangeKind.UPDATED)

    @property
    def has_conditions(self) -> bool:
        """Say whether anything is asked for; parts that only refine others ask for nothing by themselves."""
        return bool(self.to_record().keys() - _REFINING)

    def to_record(self) -> dict[str, Any]:
        """Return the parts that are given under the names people write, JSON-ready."""
        found = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value != part.default:
                found[_WRITTEN.get(part.name, part.name)] = list(value) if isinstance(value, tuple) else value
        return found

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Read what `to_record` wrote; unknown parts, of a newer version, are left out. Raises ValueError."""
        values: dict[str, Any] = {}
        for written, value in record.items():
            name = _FIELDS.get(written, written)
            if isinstance(value, list):
                values[name] = tuple(map(_READERS[name], value)) if name in _READERS else tuple(value)
            elif name in _SINGLE:
                values[name] = _SINGLE[name](value)
        return cls(**{name: value for name, value in values.items() if name in cls.__dataclass_fields__})


_WRITTEN = {"search": "in"}
#: Parts, as written, that refine others.
_REFINING = frozenset({"in", "currency", "interval", "unknown", "on"})
_FIELDS = {written: name for name, written in _WRITTEN.items()}
_READERS: dict[str, Any] = {"search": SearchField, "workplace": Workplace, "levels": Level, "on": ChangeKind}
_SINGLE: dict[str, Any] = {
    "is_remote": bool,
    "max_years": int,
    "visa": bool,
    "min_salary": float,
    "currency": str,
    "interval": PayInterval,
    "unknown": Unknown,
}


class SendKind(StrEnum):
    """How often someone is notified."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


class Send(NamedTuple):
    """When the matches of an alert are sent, in the user's time zone."""

    kind: SendKind = SendKind.IMMEDIATE
    #: None when immediate.
    at: time | None = None
    #: 0 is Monday; None unless weekly.
    weekday: int | None = None

    @classmethod
    @cache
    def parse(cls, text: str) -> Self:
        """Read ``immediate``, ``daily 08:00`` or ``weekly mon 08:00``. Raises ValueError that shows the forms."""
        word = " ".join(text.lower().split())
        if word == SendKind.IMMEDIATE:
            return cls()
        found = _SEND.fullmatch(word)
        sound = found is not None and int(found[4]) < 24 and int(found[5]) < 60
        if found is None or not sound or (found[3] and found[3] not in _WEEKDAYS):
            raise ValueError(f'"{text}" is not a valid time to send; write immediate, daily 08:00 or weekly mon 08:00')
        at = time(int(found[4]), int(found[5]))
        return cls(SendKind.DAILY, at) if found[1] else cls(SendKind.WEEKLY, at, _WEEKDAYS.index(found[3]))

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        if self.at is None:
            return str(self.kind)
        day = "" if self.weekday is None else f" {_WEEKDAYS[self.weekday]}"
        return f"{self.kind}{day} {self.at:%H:%M}"


IMMEDIATE = Send()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A rule with a name and how its matches are sent, as someone asked for it."""

    name: str
    rule: AlertRule = field(default_factory=AlertRule)
    send: Send = IMMEDIATE
    #: Names of channels; "email" is the user's own address.
    to: tuple[str, ...] = ("email",)
    #: Send what already matches when the alert is made, or when a board is seen for the first time, as one digest.
    notify_existing: bool = False
    enabled: bool = True

    def to_record(self) -> dict[str, Any]:
        """Return what was asked for under the names people write, JSON-ready; parts not given are left out."""
        return {
            "name": self.name,
            **self.rule.to_record(),
            "send": str(self.send),
            "to": list(self.to),
            "notify_existing": self.notify_existing,
            "enabled": self.enabled,
        }


class AlertOrigin(StrEnum):
    """Who keeps an alert."""

    #: The configuration: a change is made there.
    FILE = "file"
    #: The command line.
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAlert:
    """An alert as the database holds it."""

    id: int
    user_id: int
    alert: Alert
    origin: AlertOrigin
    created_at: datetime
    #: When its existing matches were recorded; None: that is still to be done.
    baselined_at: datetime | None = None
    #: Stopped by the link in a mail; enabling it again clears this.
    unsubscribed_at: datetime | None = None
    #: Removed; kept, so that the same alert, made again, sends nothing twice.
    removed_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Say whether matches are sent; its user must be enabled, too."""
        return self.alert.enabled and self.unsubscribed_at is None and self.removed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord:
    """One line of the permanent ledger ``alerts_sent``: this version of this job has been sent."""

    job_key: str
    #: The content hash of the version that was sent.
    version_hash: str
    sent_at: datetime
    #: The alert; 0: none, the record was made by hand.
    alert_id: int = 0
