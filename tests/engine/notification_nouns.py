"""The nouns of the state machine of notifications: postings, alerts, people, matches and messages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

DAY = timedelta(days=1)
#: A message that may have arrived is sent again after this at the earliest.
UNCERTAIN_WAIT = timedelta(minutes=10)
#: Of what is not over.
WAITING = ("pending", "sending", "uncertain")


class Content(NamedTuple):
    title: str = "Engineer"
    text: str = "Build things."
    place: str = "Berlin"
    #: No part of the version.
    department: str | None = None


class Version(NamedTuple):
    """What is sent once: a content without its department, or the n-th return of a posting, with that content."""

    content: tuple[str, ...]
    back: int | None = None


class Posting(NamedTuple):
    board: str
    id: str


@dataclass
class Life:
    """A posting that is stored."""

    content: Content
    first_seen_at: datetime
    expired_at: datetime | None = None


@dataclass(frozen=True)
class AlertSpec:
    """What an alert asks for; None: no condition."""

    word: str | None = None
    department: str | None = None
    place: str | None = None
    on: tuple[str, ...] = ("new", "updated")
    to: tuple[str, ...] = ("email",)
    send: str = "immediate"
    existing: bool = False
    enabled: bool = True

    def fits(self, content: Content) -> bool:
        return (
            (self.word is None or self.word in content.title.lower().split())
            and self.department in (None, content.department)
            and self.place in (None, content.place)
        )

    def question(self) -> AlertSpec:
        """Return the part whose change makes other postings match."""
        return replace(self, to=("email",), send="immediate", enabled=True)


@dataclass(eq=False)
class Person:
    id: int
    email: str | None
    cap: int
    disabled: bool = False


@dataclass(eq=False)
class ModelAlert:
    """An alert."""

    id: int
    owner: Person
    name: str
    spec: AlertSpec
    removed: bool = False
    unsubscribed: bool = False
    #: What it matches already has to be recorded, as soon as it is active.
    unrecorded: bool = True

    @property
    def active(self) -> bool:
        return self.spec.enabled and not (self.removed or self.unsubscribed or self.owner.disabled)


Key = tuple[ModelAlert, Posting, Version, str]


@dataclass(eq=False)
class ModelNotification:
    """A version of a posting for an alert on a channel ("": recorded only)."""

    key: Key
    kind: str
    status: str
    content: Content
    created_at: datetime
    #: None: as soon as possible.
    due: datetime | None = None
    message: ModelMessage | None = None

    @property
    def alert(self) -> ModelAlert:
        return self.key[0]


@dataclass(eq=False)
class ModelMessage:
    """A message."""

    id: int
    person: Person
    #: None: a digest of what was beyond the day's cap.
    alert: ModelAlert | None
    channel: str
    created_at: datetime
    not_before: datetime
    status: str = "pending"
    tried: bool = False
    copies: int = 0
    #: One, and one more for each attempt with an unknown end.
    copies_allowed: int = 1
    notifications: list[ModelNotification] = field(default_factory=list)

    def wanted(self) -> list[ModelNotification]:
        return [notification for notification in self.notifications if notification.alert.active]


def next_send(send: str, now: datetime) -> datetime:
    """Return when a match of now is sent: "immediate", or 08:00 daily or on Mondays."""
    if send == "immediate":
        return now
    moment = datetime.combine(now.date(), time(8), now.tzinfo)
    while moment <= now or (send.startswith("weekly") and moment.weekday() != 0):
        moment += DAY
    return moment
