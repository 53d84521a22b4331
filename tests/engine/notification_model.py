"""The design of notifications, in dicts: who must be notified of which version of which posting, and its status.

A version is a title, a text and a place, or one return to the board. How matches are put together into messages is the
product's choice: the model is shown the messages, checks that they may be so, and follows what became of each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tests.engine.notification_nouns import (
    DAY,
    WAITING,
    AlertSpec,
    Content,
    Key,
    Life,
    ModelAlert,
    ModelMessage,
    ModelNotification,
    Person,
    Posting,
    Version,
    next_send,
)


@dataclass
class Model:
    people: dict[str | None, Person] = field(default_factory=dict)
    alerts: dict[tuple[Person, str], ModelAlert] = field(default_factory=dict)
    jobs: dict[Posting, Life] = field(default_factory=dict)
    #: Board → when it was last read whole.
    whole_at: dict[str, datetime] = field(default_factory=dict)
    returns: dict[Posting, int] = field(default_factory=dict)
    notifications: dict[Key, ModelNotification] = field(default_factory=dict)
    messages: dict[int, ModelMessage] = field(default_factory=dict)
    ledger: set[tuple[ModelAlert, Posting, Version]] = field(default_factory=set)

    # Boards.

    def read(self, board: str, listing: Mapping[str, Content], now: datetime, *, whole: bool) -> None:
        """Take in a scan that read these postings; ``whole``: there are no others."""
        stored = [life.first_seen_at for posting, life in self.jobs.items() if posting.board == board]
        first_sight = board not in self.whole_at and (not stored or now - min(stored) < DAY)
        moment = max(now, self.whole_at.get(board, now))
        for id_, content in listing.items():
            posting = Posting(board, id_)
            before = self.jobs.get(posting)
            self._tell(posting, before, content, now, first_sight=first_sight)
            self.jobs[posting] = Life(content, before.first_seen_at if before else moment)
        if whole:
            self.whole_at[board] = moment
            for posting, life in self.jobs.items():
                if posting.board == board and posting.id not in listing and life.expired_at is None:
                    life.expired_at = moment

    def _tell(
        self, posting: Posting, before: Life | None, content: Content, now: datetime, *, first_sight: bool
    ) -> None:
        """Let the alerts know of a posting that is new, has changed or has come back."""
        back = before is not None and before.expired_at is not None
        if back:
            self.returns[posting] = self.returns.get(posting, 0) + 1
        elif before is not None and before.content == content:
            return
        another = before is None or before.content[:3] != content[:3]
        for alert in self.alerts.values():
            on = alert.spec.on
            if not alert.active or not alert.spec.fits(content):
                continue
            # Of one whose department changed, and nothing that makes a version, those are told that did not fit before.
            same = before is not None and not another and (back or alert.spec.fits(before.content))
            if first_sight:
                self._record_one(alert, posting, content, now)
            elif back and "reopened" in on:
                self._add(alert, posting, Version(content[:3], self.returns[posting]), "reopened", content, now)
                # It is told with its text, which is no news afterwards.
                self._record_one(alert, posting, content, now, silent=True)
            elif before is not None and not same and "updated" in on:
                self._add(alert, posting, Version(content[:3]), "updated", content, now)
            elif before is None and "new" in on:
                self._add(alert, posting, Version(content[:3]), "new", content, now)

    def _decided(self, alert: ModelAlert, posting: Posting, version: Version) -> bool:
        key = (alert, posting, version)
        return key in self.ledger or any(known[:3] == key for known in self.notifications)

    def _add(
        self, alert: ModelAlert, posting: Posting, version: Version, kind: str, content: Content, now: datetime
    ) -> None:
        """Let an alert tell of a version, on each of its channels, unless that has been decided already."""
        if not self._decided(alert, posting, version):
            due = None if kind == "existing" else next_send(alert.spec.send, now)
            for channel in alert.spec.to:
                key = (alert, posting, version, channel)
                self.notifications[key] = ModelNotification(key, kind, "pending", content, now, due)

    def _record_one(
        self, alert: ModelAlert, posting: Posting, content: Content, now: datetime, *, silent: bool = False
    ) -> None:
        version = Version(content[:3])
        if alert.spec.existing and not silent:
            self._add(alert, posting, version, "existing", content, now)
        elif not self._decided(alert, posting, version):
            key = (alert, posting, version, "")
            self.notifications[key] = ModelNotification(key, "existing", "baseline", content, now)

    # People and alerts.

    def record(self, now: datetime) -> None:
        """Record what alerts match already, where that is to be done."""
        for alert in self.alerts.values():
            if alert.unrecorded and alert.active:
                alert.unrecorded = False
                for posting, life in self.jobs.items():
                    if life.expired_at is None and alert.spec.fits(life.content):
                        self._record_one(alert, posting, life.content, now)

    def save(self, owner: Person, id_: int, name: str, spec: AlertSpec, *, by_hand: bool, now: datetime) -> None:
        """Store an alert anew or in place of the one of this name; a removed one comes back as it was."""
        alert = self.alerts.get((owner, name))
        if alert is None:
            self.alerts[owner, name] = ModelAlert(id_, owner, name, spec)
            return
        assert alert.id == id_
        turned_on = spec.enabled and not alert.spec.enabled
        if alert.removed or turned_on or spec.question() != alert.spec.question():
            alert.unrecorded = True
        if alert.removed and by_hand:
            # Somebody wants it again, who knows that its reader did not.
            alert.unsubscribed = False
        if spec.send != alert.spec.send:
            for notification in self.notifications.values():
                if (
                    notification.alert is alert
                    and notification.status == "pending"
                    and notification.message is None
                    and notification.kind != "existing"
                ):
                    notification.due = next_send(spec.send, now)
        alert.removed, alert.spec = False, spec

    def stop(self, alert: ModelAlert) -> None:
        """Give up what waits for an alert; what is in a message is given up when its turn comes."""
        for notification in self.notifications.values():
            if notification.alert is alert and notification.status == "pending" and notification.message is None:
                notification.status = "cancelled"

    def erase(self, person: Person) -> None:
        del self.people[person.email]
        self.alerts = {key: alert for key, alert in self.alerts.items() if alert.owner is not person}
        self.notifications = {
            key: notification
            for key, notification in self.notifications.items()
            if notification.alert.owner is not person
        }
        self.messages = {id_: message for id_, message in self.messages.items() if message.person is not person}
        self.ledger = {entry for entry in self.ledger if entry[0].owner is not person}

    def purge(self, jobs_before: datetime, notifications_before: datetime) -> None:
        """Forget what is over; the ledger keeps what has been decided."""
        self.jobs = {
            posting: life
            for posting, life in self.jobs.items()
            if life.expired_at is None or life.expired_at >= jobs_before
        }
        for key, notification in list(self.notifications.items()):
            if notification.created_at < notifications_before and notification.status not in WAITING:
                self.ledger.add(key[:3])
                del self.notifications[key]
                if notification.message is not None:
                    notification.message.notifications.remove(notification)
        for message in list(self.messages.values()):
            if (
                message.created_at < notifications_before
                and message.status not in WAITING
                and not message.notifications
            ):
                del self.messages[message.id]

    # Messages.

    def put(self, notification: ModelNotification, message: ModelMessage, now: datetime) -> None:
        """A match that waited has been put into a message: check that it may be."""
        assert (notification.message, notification.status, notification.key[3]) == (None, "pending", message.channel)
        assert notification.alert.active
        assert notification.due is None or notification.due <= now
        assert message.alert in (None, notification.alert)
        assert message.person is notification.alert.owner
        assert (message.status, message.tried) == ("pending", False)
        notification.message = message
        message.notifications.append(notification)

    def count_today(self, person: Person, now: datetime) -> int:
        began = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return sum(message.person is person and message.created_at >= began for message in self.messages.values())

    def planned(self, now: datetime) -> None:
        """Everything due has been looked at: what is still in no message is given up, as nobody is to be told."""
        for notification in self.notifications.values():
            if (
                notification.status == "pending"
                and notification.message is None
                and (notification.due is None or notification.due <= now)
            ):
                assert not notification.alert.active, f"not put into a message: {notification}"
                notification.status = "cancelled"

    def try_to_send(self, message: ModelMessage, now: datetime) -> list[ModelNotification]:
        """A channel was given a message: check that it may be; return what it must say."""
        assert message.status in ("pending", "uncertain")
        assert message.not_before <= now
        for notification in message.notifications[:]:
            if not notification.alert.active:
                notification.status, notification.message = "cancelled", None
                message.notifications.remove(notification)
        assert message.notifications, f"a message that nobody is to get: {message}"
        message.tried = True
        return message.notifications

    def arrived(self, message: ModelMessage) -> None:
        message.copies += 1
        assert message.copies <= message.copies_allowed

    def settle(self, message: ModelMessage, status: str, not_before: datetime | None = None) -> None:
        """Follow what became of a message."""
        message.status = status
        message.not_before = not_before or message.not_before
        for notification in message.notifications:
            notification.status = status
            if status == "sent":
                self.ledger.add(notification.key[:3])

    def recover(self, now: datetime, is_idempotent: Callable[[str], bool]) -> None:
        """A process begins: what the last one was sending may have arrived."""
        for message in self.messages.values():
            if message.status == "sending":
                self.settle(message, "pending" if is_idempotent(message.channel) else "uncertain", now)

    def waiting(self) -> list[ModelNotification]:
        return [notification for notification in self.notifications.values() if notification.status in WAITING]
