"""The lives of postings against a model that is written from the design's sentences, not from the code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from jobscan.decide.scan.lifecycle import JobPlan
from jobscan.decide.scan.schedule import scan_moment
from jobscan.domain.job import Job, JobStatus
from jobscan.domain.scan import ScanOutcome
from tests.decide.postings import HOUR, NOW, job, make_status
from tests.decide.stored_board import StoredBoard

#: More than the ten from which a board can look emptied by losing half.
IDS = [str(number) for number in range(14)]
CONTENTS = [{"title": "Engineer"}, {"title": "Senior Engineer"}]
JOBS = {(id_, variant): job(id_, f"f{variant}", **CONTENTS[variant]) for id_ in IDS for variant in (0, 1)}
KEYS = {id_: JOBS[id_, 0].job_key for id_ in IDS}

#: What a board lists: id → which content.
Listing = dict[str, int]
listings = st.dictionaries(st.sampled_from(IDS), st.integers(0, 1))
full_listings = st.fixed_dictionaries({id_: st.just(0) for id_ in IDS})


@dataclass
class Life:
    """What the design says of one posting."""

    first_seen_at: datetime
    variant: int
    listed_whole_at: datetime | None
    listed_at: datetime
    version: int = 1
    active: bool = True
    whole_scans_without: int = 0


class Lifecycle(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.clock = NOW
        self.board = StoredBoard(make_status(last_complete_at=None))
        self.lives: dict[str, Life] = {}
        self.emptied_at: list[datetime] = []
        self.last_whole: Listing = {}
        self.seen_before: dict[str, datetime] = {}

    def now(self) -> datetime:
        return scan_moment(self.clock, self.board.status)

    def jobs(self, listing: Listing) -> list[Job]:
        return [JOBS[id_, variant] for id_, variant in listing.items()]

    # The model.

    def model_listed(self, listing: Listing, now: datetime, *, whole: bool) -> None:
        for id_, variant in listing.items():
            life = self.lives.get(id_)
            if life is None:
                self.lives[id_] = Life(now, variant, now if whole else None, now)
                continue
            if not life.active or life.variant != variant:
                life.version += 1
            life.active, life.variant, life.whole_scans_without = True, variant, 0
            life.listed_at = max(life.listed_at, now)
            if whole:
                life.listed_whole_at = now

    def model_unread(self, ids: Iterable[str], now: datetime, *, whole: bool) -> None:
        """Known ones stay as they are, and on the board; unknown ones stay unknown, expired ones expired."""
        for id_ in ids:
            life = self.lives.get(id_)
            if life is not None and life.active:
                life.whole_scans_without = 0
                life.listed_at = max(life.listed_at, now)
                if whole:
                    life.listed_whole_at = now

    def model_left(self, active_before: set[str], missing_before: set[str], listed: set[str], now: datetime) -> None:
        absent = active_before - listed
        half_gone = len(active_before) >= 10 and len(absent) * 2 > len(active_before)
        not_back = self.emptied_at != [] and len(missing_before & absent) * 2 > len(missing_before)
        if absent and (absent == active_before or half_gone or not_back):
            self.emptied_at.append(now)
        else:
            if self.emptied_at:
                for id_ in absent:
                    self.lives[id_].whole_scans_without = 0
            self.emptied_at = []
        for id_ in absent:
            self.lives[id_].whole_scans_without += 1
        if self.emptied_at and not (len(self.emptied_at) >= 3 and now - self.emptied_at[0] >= HOUR):
            return
        gone = [self.lives[id_] for id_ in absent if self.lives[id_].whole_scans_without >= 2]
        for life in gone:
            life.active = False
            life.version += 1
        if gone:
            self.emptied_at = []

    def active(self) -> set[str]:
        return {id_ for id_, life in self.lives.items() if life.active}

    def missing(self) -> set[str]:
        return {id_ for id_, life in self.lives.items() if life.active and life.whole_scans_without}

    # What happens.

    @rule(minutes=st.integers(-90, 180))
    def time_passes_or_the_clock_is_set_back(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)

    @rule(listing=st.one_of(listings, full_listings))
    def a_whole_scan(self, listing: Listing) -> None:
        now, before, missing = self.now(), self.active(), self.missing()
        reversed_order = self.board.copy()
        reversed_order.scan_whole(self.jobs(listing)[::-1], now)
        self.board.scan_whole(self.jobs(listing), now)
        self.model_listed(listing, now, whole=True)
        self.model_left(before, missing, set(listing), now)
        self.last_whole = listing
        assert reversed_order.rows == self.board.rows
        assert reversed_order.status == self.board.status
        assert sorted(reversed_order.history, key=str) == sorted(self.board.history, key=str)
        for id_ in listing:
            assert self.board.rows[KEYS[id_]].status is JobStatus.ACTIVE
        assert self.board.plans(self.jobs(listing), self.now()) == [JobPlan()] * len(listing)

    @rule(lost=st.integers(1, 14))
    def a_whole_scan_without_the_first_few(self, lost: int) -> None:
        self.a_whole_scan(dict(list(self.last_whole.items())[lost:]))

    @rule()
    def an_emptied_scan(self) -> None:
        self.a_whole_scan({})

    @precondition(lambda self: self.board.status.body_hash is not None)
    @rule()
    def an_unchanged_scan(self) -> None:
        now, before, missing = self.now(), self.active(), self.missing()
        self.board.scan_unchanged(now)
        self.model_listed(self.last_whole, now, whole=True)
        self.model_left(before, missing, set(self.last_whole), now)

    @rule(read=listings, unread=st.sets(st.sampled_from(IDS), min_size=1))
    def a_whole_list_of_which_some_cannot_be_read(self, read: Listing, unread: set[str]) -> None:
        now, before, missing = self.now(), self.active(), self.missing()
        read = {id_: variant for id_, variant in read.items() if id_ not in unread}
        outcome = self.board.scan_with_unread(self.jobs(read), [JOBS[id_, 1] for id_ in sorted(unread)], now)
        assert outcome is (ScanOutcome.INCOMPLETE if read else ScanOutcome.FAILED)
        self.model_listed(read, now, whole=True)
        self.model_unread(unread, now, whole=bool(read))
        if read:
            self.model_left(before, missing, {*read, *unread}, now)
        else:
            assert self.active() == before
        assert self.board.status.error_message is not None
        assert self.board.status.unread == len(unread)

    @rule(listing=listings)
    def an_incomplete_scan(self, listing: Listing) -> None:
        now, before = self.now(), self.active()
        self.board.scan_in_part(self.jobs(listing), now)
        self.model_listed(listing, now, whole=False)
        assert {id_ for id_ in before if self.board.rows[KEYS[id_]].status is not JobStatus.ACTIVE} == set()
        assert self.board.status.body_hash is None

    @rule()
    def a_failed_scan(self) -> None:
        rows = dict(self.board.rows)
        self.board.scan_in_vain(self.now())
        assert self.board.rows == rows

    # What must always hold.

    @invariant()
    def every_life_is_as_the_model_says(self) -> None:
        assert self.board.rows.keys() == {KEYS[id_] for id_ in self.lives}
        for id_, life in self.lives.items():
            row = self.board.rows[KEYS[id_]]
            assert (row.status is JobStatus.ACTIVE) == life.active
            assert row.version == life.version
            assert row.first_seen_at == life.first_seen_at
            assert row.job == JOBS[id_, life.variant]
            assert (row.expired_at is None) == (row.expiry_reason is None) == life.active
            # An incomplete scan need not write what did not change, so it may or may not count as the last sight.
            assert (life.listed_whole_at or life.first_seen_at) <= self.board.last_seen_at(KEYS[id_]) <= life.listed_at

    @invariant()
    def the_board_knows_what_it_misses(self) -> None:
        emptied = self.board.status.quarantined_at, self.board.status.quarantine_scans
        assert emptied == ((self.emptied_at[0], len(self.emptied_at)) if self.emptied_at else (None, 0))

    @invariant()
    def the_last_sight_never_moves_back(self) -> None:
        for key in self.board.rows:
            seen = self.board.last_seen_at(key)
            assert self.board.rows[key].first_seen_at <= seen
            assert self.seen_before.get(key, seen) <= seen
            self.seen_before[key] = seen

    @invariant()
    def versions_have_no_gaps(self) -> None:
        entries: dict[str, list[int]] = {key: [1] for key in self.board.rows}
        for entry in self.board.history:
            entries[entry.job_key].append(entry.version)
        for key, row in self.board.rows.items():
            assert entries[key] == list(range(1, row.version + 1))


Lifecycle.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestLifecycle = Lifecycle.TestCase
