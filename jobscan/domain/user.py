"""People: who is notified, where, and when they want to be left alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from datetime import datetime

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})", re.ASCII)


class QuietHours(NamedTuple):
    """A time span of each day, in the user's time zone; one that ends before it begins goes past midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``22:00-07:00``. Raises ValueError that shows the form, also for an empty span."""
        found = _SPAN.fullmatch(text.strip())
        clocks = [] if found is None else [(int(found[at]), int(found[at + 1])) for at in (1, 3)]
        if not clocks or any(hour > 23 or minute > 59 for hour, minute in clocks):
            raise ValueError(f'"{text}" is not a valid time span; write it like 22:00-07:00')
        begin, end = (time(*clock) for clock in clocks)
        if begin == end:
            raise ValueError(f'"{text}" begins when it ends; leave it out for no quiet hours')
        return cls(begin, end)

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Someone with alerts. As little data as the work needs: an address and how they want to be notified."""

    #: None: the owner, notified by other channels only.
    email: str | None
    #: An IANA name, such as ``Europe/Berlin``.
    time_zone: str = "UTC"
    quiet_hours: QuietHours | None = None
    #: Messages a day; the rest comes in one digest the next morning. None: the default of the configuration.
    max_per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredUser:
    """A user as the database holds it."""

    id: int
    user: User
    #: The user whose rules are in the configuration.
    is_owner: bool
    created_at: datetime
    #: None: notifications are on.
    disabled_at: datetime | None = None

    @property
    def label(self) -> str:
        """Return the name that people see: the address, or "owner"."""
        return self.user.email or "owner"
