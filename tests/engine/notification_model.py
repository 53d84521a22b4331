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
    Alarm,
    AlertSpec,
    Content,
    Key,
    Letter,
    Life,
    Note,
    Person,
    Posting,
    Version,
    next_send,
)


@dataclass
class Model:
    people: dict[str | None, Person] = field(default_factory=dict)
    alarms: dict[tuple[Person, str], Alarm] = field(default_factory=dict)
    jobs: dict[Posting, Life] = field(default_factory=dict)
    #: Board → when it was last read whole.
    whole_at: dict[str, datetime] = field(default_factory=dict)
    returns: dict[Posting, int] = field(default_factory=dict)
    notes: dict[Key, Note] = field(default_factory=dict)
    letters: dict[int, Letter] = field(default_factory=dict)
    ledger: set[tuple[Alarm, Posting, Version]] = field(default_factory=set)

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
        for alarm in self.alarms.values():
            on = alarm.spec.on
            if not alarm.active or not alarm.spec.fits(content):
                continue
            # Of one whose department changed, and nothing that makes a version, those are told that did not fit before.
            same = before is not None and not another and (back or alarm.spec.fits(before.content))
            if first_sight:
                self._record_one(alarm, posting, content, now)
            elif back and "reopened" in on:
                self._add(alarm, posting, Version(content[:3], self.returns[posting]), "reopened", content, now)
                # It is told with its text, which is no news afterwards.
                self._record_one(alarm, posting, content, now, silent=True)
            elif before is not None and not same and "updated" in on:
                self._add(alarm, posting, Version(content[:3]), "updated", content, now)
            elif before is None and "new" in on:
                self._add(alarm, posting, Version(content[:3]), "new", content, now)

    def _decided(self, alarm: Alarm, posting: Posting, version: Version) -> bool:
        key = (alarm, posting, version)
        return key in self.ledger or any(known[:3] == key for known in self.notes)

    def _add(
        self, alarm: Alarm, posting: Posting, version: Version, kind: str, content: Content, now: datetime
    ) -> None:
        """Let an alert tell of a version, on each of its channels, unless that has been decided already."""
        if not self._decided(alarm, posting, version):
            due = None if kind == "existing" else next_send(alarm.spec.send, now)
            for channel in alarm.spec.to:
                key = (alarm, posting, version, channel)
                self.notes[key] = Note(key, kind, "pending", content, now, due)

    def _record_one(
        self, alarm: Alarm, posting: Posting, content: Content, now: datetime, *, silent: bool = False
    ) -> None:
        version = Version(content[:3])
        if alarm.spec.existing and not silent:
            self._add(alarm, posting, version, "existing", content, now)
        elif not self._decided(alarm, posting, version):
            key = (alarm, posting, version, "")
            self.notes[key] = Note(key, "existing", "baseline", content, now)

    # People and alerts.

    def record(self, now: datetime) -> None:
        """Record what alerts match already, where that is to be done."""
        for alarm in self.alarms.values():
            if alarm.unrecorded and alarm.active:
                alarm.unrecorded = False
                for posting, life in self.jobs.items():
                    if life.expired_at is None and alarm.spec.fits(life.content):
                        self._record_one(alarm, posting, life.content, now)

    def save(self, owner: Person, id_: int, name: str, spec: AlertSpec, *, by_hand: bool, now: datetime) -> None:
        """Store an alert anew or in place of the one of this name; a removed one comes back as it was."""
        alarm = self.alarms.get((owner, name))
        if alarm is None:
            self.alarms[owner, name] = Alarm(id_, owner, name, spec)
            return
        assert alarm.id == id_
        turned_on = spec.enabled and not alarm.spec.enabled
        if alarm.removed or turned_on or spec.question() != alarm.spec.question():
            alarm.unrecorded = True
        if alarm.removed and by_hand:
            # Somebody wants it again, who knows that its reader did not.
            alarm.unsubscribed = False
        if spec.send != alarm.spec.send:
            for note in self.notes.values():
                if (
                    note.alarm is alarm
                    and note.status == "pending"
                    and note.message is None
                    and note.kind != "existing"
                ):
                    note.due = next_send(spec.send, now)
        alarm.removed, alarm.spec = False, spec

    def stop(self, alarm: Alarm) -> None:
        """Give up what waits for an alert; what is in a message is given up when its turn comes."""
        for note in self.notes.values():
            if note.alarm is alarm and note.status == "pending" and note.message is None:
                note.status = "cancelled"

    def erase(self, person: Person) -> None:
        del self.people[person.email]
        self.alarms = {key: alarm for key, alarm in self.alarms.items() if alarm.owner is not person}
        self.notes = {key: note for key, note in self.notes.items() if note.alarm.owner is not person}
        self.letters = {id_: letter for id_, letter in self.letters.items() if letter.person is not person}
        self.ledger = {entry for entry in self.ledger if entry[0].owner is not person}

    def purge(self, jobs_before: datetime, notes_before: datetime) -> None:
        """Forget what is over; the ledger keeps what has been decided."""
        self.jobs = {
            posting: life
            for posting, life in self.jobs.items()
            if life.expired_at is None or life.expired_at >= jobs_before
        }
        for key, note in list(self.notes.items()):
            if note.created_at < notes_before and note.status not in WAITING:
                self.ledger.add(key[:3])
                del self.notes[key]
                if note.message is not None:
                    note.message.notes.remove(note)
        for letter in list(self.letters.values()):
            if letter.created_at < notes_before and letter.status not in WAITING and not letter.notes:
                del self.letters[letter.id]

    # Messages.

    def put(self, note: Note, letter: Letter, now: datetime) -> None:
        """A match that waited has been put into a message: check that it may be."""
        assert (note.message, note.status, note.key[3]) == (None, "pending", letter.channel)
        assert note.alarm.active
        assert note.due is None or note.due <= now
        assert letter.alarm in (None, note.alarm)
        assert letter.person is note.alarm.owner
        assert (letter.status, letter.tried) == ("pending", False)
        note.message = letter
        letter.notes.append(note)

    def count_today(self, person: Person, now: datetime) -> int:
        began = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return sum(letter.person is person and letter.created_at >= began for letter in self.letters.values())

    def planned(self, now: datetime) -> None:
        """Everything due has been looked at: what is still in no message is given up, as nobody is to be told."""
        for note in self.notes.values():
            if note.status == "pending" and note.message is None and (note.due is None or note.due <= now):
                assert not note.alarm.active, f"not put into a message: {note}"
                note.status = "cancelled"

    def try_to_send(self, letter: Letter, now: datetime) -> list[Note]:
        """A channel was given a message: check that it may be; return what it must say."""
        assert letter.status in ("pending", "uncertain")
        assert letter.not_before <= now
        for note in letter.notes[:]:
            if not note.alarm.active:
                note.status, note.message = "cancelled", None
                letter.notes.remove(note)
        assert letter.notes, f"a message that nobody is to get: {letter}"
        letter.tried = True
        return letter.notes

    def arrived(self, letter: Letter) -> None:
        letter.copies += 1
        assert letter.copies <= letter.copies_allowed

    def settle(self, letter: Letter, status: str, not_before: datetime | None = None) -> None:
        """Follow what became of a message."""
        letter.status = status
        letter.not_before = not_before or letter.not_before
        for note in letter.notes:
            note.status = status
            if status == "sent":
                self.ledger.add(note.key[:3])

    def recover(self, now: datetime, is_idempotent: Callable[[str], bool]) -> None:
        """A process begins: what the last one was sending may have arrived."""
        for letter in self.letters.values():
            if letter.status == "sending":
                self.settle(letter, "pending" if is_idempotent(letter.channel) else "uncertain", now)

    def waiting(self) -> list[Note]:
        return [note for note in self.notes.values() if note.status in WAITING]
