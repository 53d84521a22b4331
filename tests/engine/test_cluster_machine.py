"""Postings for the same job through weeks of scans, messages, splits, moves and purges, on both databases in step.

The rule is stated here once more, over what boards list: what is told twice or kept back for no reason is a fault.
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from jobscan.decide.enrich.reader import FactReader
from jobscan.domain.job import JobMove
from jobscan.domain.user import User
from jobscan.engine.enricher import Enricher, Pace
from jobscan.engine.retention import Retention
from jobscan.persistence import DatabaseSettings, move_jobs
from jobscan.services import alerts
from jobscan.services.clusters import split_job, undo_split
from tests.engine.harness import START, Rows
from tests.engine.notification_nouns import DAY, AlertSpec, Content, Posting
from tests.engine.notification_steps import MachineHarness, open_machine
from tests.engine.notification_world import BOARDS, Mishap, World, alert_of, hashes_of

LONG = " ".join(f"We keep the machine number {number} of the town running." for number in range(8))
#: The second names the place of the posting.
TEXTS = (LONG, f"{LONG} You find our workshop in PLACE.", f"{LONG} You work at night.")
PLACES = ("Berlin", "Munich", "Hamburg")
IDS = ("1001", "1002", "1003", "1004")
GONE = "gone"
READER = FactReader()
#: What was told or need not be told; of the others nobody was told.
COUNTS = ("baseline", "pending", "sending", "sent", "uncertain")


class Shown(NamedTuple):
    """What a posting says, whatever its place."""

    title: str
    text: int


class Look(NamedTuple):
    """A posting on its board."""

    shown: Shown
    place: str

    def content(self) -> Content:
        return Content(
            title=self.shown.title, text=TEXTS[self.shown.text].replace("PLACE", self.place), place=self.place
        )


looks = st.builds(
    Look,
    shown=st.builds(
        Shown, title=st.sampled_from(["Mechanic", "Senior Mechanic"]), text=st.sampled_from(range(len(TEXTS)))
    ),
    place=st.sampled_from(PLACES),
)
changes = st.dictionaries(st.sampled_from(IDS), st.one_of(looks, looks, st.just(GONE)), min_size=1)
specs = st.builds(
    AlertSpec,
    place=st.sampled_from([None, None, "Berlin"]),
    on=st.sampled_from([("new",), ("new", "updated", "reopened")]),
    to=st.sampled_from([("email",), ("email", "hook")]),
    existing=st.booleans(),
)


class Clusters(RuleBasedStateMachine):
    def __init__(self, harness: MachineHarness) -> None:
        super().__init__()
        self.harness, self.clock = harness, harness.clock
        self.clock.moment = START
        self.listings: dict[str, dict[str, Look]] = {board: {} for board in BOARDS}
        #: What is stored, as it was listed last; and when it expired.
        self.stored: dict[Posting, Look] = {}
        self.expired: dict[Posting, Any] = {}
        self.split: set[Posting] = set()
        #: The ids under which what moved was listed before: until it changes, those are in its stored address.
        self.former: dict[Posting, set[str]] = {}
        self.rows: dict[str, Rows] = {}
        for world in harness.worlds:
            harness.run(world.begin())

    # Both databases.

    def both(self, do: Any) -> Any:
        first, *others = [self.harness.run(do(world)) for world in self.harness.worlds]
        assert others == [first] * len(others)
        return first

    def look(self) -> dict[str, Rows]:
        """Read what is recorded; what was there before is there still."""
        before, self.rows = self.rows, self.both(lambda world: world.outbox_rows())
        kept = {key_of(row) for row in self.rows["alerts_sent"]}
        known = kept | {key_of(row) for row in self.rows["alert_notifications"]}
        for table, there in (("alerts_sent", kept), ("alert_notifications", known)):
            assert {key_of(row) for row in before.get(table, [])} <= there, "a record was lost"
        return before

    # What happens.

    @initialize(one=specs, two=specs, listing=changes)
    def the_first_day(self, one: AlertSpec, two: AlertSpec, listing: dict[str, Any]) -> None:
        wanted = [alert_of("one", one), alert_of("two", two)]
        owner = User(email="me@example.org")
        self.both(lambda world: done(alerts.take_up(world.database, owner, wanted, now=self.clock.now())))
        self.scan({"acme": listing})

    @rule(
        acme=changes,
        bolt=st.one_of(st.just({}), changes),
        later=st.sampled_from([timedelta(hours=1), DAY, 8 * DAY, 70 * DAY]),
    )
    def boards_are_read(self, acme: dict[str, Any], bolt: dict[str, Any], *, later: timedelta) -> None:
        self.clock.advance(later)
        self.scan({"acme": acme, "bolt": bolt} if bolt else {"acme": acme})

    @rule(look=looks, ids=st.sets(st.sampled_from(IDS), min_size=2))
    def many_places_are_listed_at_once(self, look: Look, ids: set[str]) -> None:
        self.clock.advance(DAY)
        listing = {id_: look._replace(place=place) for id_, place in zip(sorted(ids), PLACES * 2, strict=False)}
        self.scan({"acme": listing})

    def scan(self, wanted: dict[str, dict[str, Any]]) -> None:
        new = set[Posting]()
        for board, listing in wanted.items():
            for id_, look in listing.items():
                posting = Posting(board, id_)
                if look == GONE:
                    if self.listings[board].pop(id_, None) is not None:
                        self.expired[posting] = self.clock.now()
                    continue
                if posting not in self.stored:
                    new.add(posting)
                self.listings[board][id_] = self.stored[posting] = look
                self.expired.pop(posting, None)
        self.both(lambda world: self.read(world, list(wanted)))
        before = {full_key(row) for row in self.look().get("alert_notifications", [])}
        fresh = [row for row in self.rows["alert_notifications"] if full_key(row) not in before]
        self.check(fresh)

    async def read(self, world: World, boards: list[str]) -> None:
        for board in boards:
            listing = {id_: look.content() for id_, look in self.listings[board].items()}
            world.shelves.show(board, listing, whole=True)
        await world.scan(boards)
        # What was only recorded is compared from here on.
        await Enricher(world.database, READER, ticks=world.clock.ticks, pace=Pace(None, 0.0)).catch_up()

    @rule(mishaps=st.lists(st.sampled_from(Mishap), max_size=2), restarted=st.booleans())
    def what_is_due_is_sent(self, mishaps: list[Mishap], *, restarted: bool) -> None:
        async def send(world: World) -> list[Any]:
            if restarted:
                world.restart()
            world.sinks["email"].mishaps[:] = mishaps
            await world.dispatcher.drain()
            attempts = world.sinks["email"].attempts
            return [(attempt.message.jobs, attempt.result) for attempt in attempts]

        self.clock.advance(timedelta(hours=2))
        for jobs, _ in self.both(send):
            for job in jobs:
                shown = [job.matched.job_key, *(other.job_key for other in job.matched.others)]
                assert len(shown) == len(set(shown))
        self.look()

    @rule(id_=st.sampled_from(IDS), undo=st.booleans())
    def a_posting_is_split(self, id_: str, *, undo: bool) -> None:
        posting = Posting("acme", id_)
        if posting not in self.stored:
            return
        key, now = job_key(posting), self.clock.now()
        if undo:
            is_new = self.both(lambda world: undo_split(world.database, key))
        else:
            is_new = self.both(lambda world: split_job(world.database, key, now=now))
        assert is_new == ((posting in self.split) == undo)
        (self.split.discard if undo else self.split.add)(posting)
        before = self.look()
        assert self.rows == before, "a split sent something"

    @rule(id_=st.sampled_from(IDS))
    def a_posting_moves_to_another_id(self, id_: str) -> None:
        old, new = Posting("acme", id_), Posting("acme", str(int(id_) + 5000))
        if old not in self.stored or new in self.stored:
            # And back.
            old, new = new, old
        if old not in self.stored or new in self.stored:
            return
        move = JobMove(job_key(old), job_key(new), new.id)

        async def do(world: World) -> None:
            async with world.database.write() as session:
                await move_jobs(session, [move])

        self.both(do)
        for table in self.rows.values():
            for row in table:
                if row.get("job_key") == move.old_key:
                    row["job_key"] = move.new_key
        self.stored[new] = self.stored.pop(old)
        self.former[new] = self.former.pop(old, set()) | {old.id}
        if old in self.expired:
            self.expired[new] = self.expired.pop(old)
        if old.id in self.listings["acme"]:
            self.listings["acme"][new.id] = self.listings["acme"].pop(old.id)
        if old in self.split:
            self.split.remove(old)
            self.split.add(new)
        self.look()

    @rule(all_of_it=st.booleans())
    def what_is_old_is_purged(self, *, all_of_it: bool) -> None:
        now = self.clock.now()
        keep = Retention(jobs=2 * DAY, notifications=2 * DAY if all_of_it else None)
        self.both(lambda world: world.store.prune(keep, now=now))
        for posting, at in list(self.expired.items()):
            if now - at > 2 * DAY:
                self.stored.pop(posting)
                self.expired.pop(posting)
                self.former.pop(posting, None)
        self.look()

    # What must hold.

    def check(self, fresh: Rows) -> None:
        """Check what a scan recorded against what it might have recorded."""
        postings = {job_key(posting): posting for posting in self.stored}
        #: What was known before, or is told by now: alert, posting → channels.
        held: dict[tuple[int, str], set[str]] = {}
        new = {full_key(row) for row in fresh}
        for row in self.rows["alert_notifications"]:
            is_told = row["delivery_status"] == "pending" if full_key(row) in new else row["delivery_status"] in COUNTS
            if is_told:
                held.setdefault((row["alert_id"], row["job_key"]), set()).add(row["channel"])
        for row in self.rows["alerts_sent"]:
            held.setdefault((row["alert_id"], row["job_key"]), set()).add("")
        told = set[Any]()
        for row in fresh:
            posting = postings[row["job_key"]]
            twins = {
                other
                for other in self.stored
                if self.are_the_same(posting, other) and (row["alert_id"], job_key(other)) in held
            }
            if (row["error_message"] or "").startswith("the same job as"):
                assert (row["channel"], row["delivery_status"], row["matched"]) == ("", "baseline", None)
                assert twins, f"{posting} is kept back although nothing else is known"
            elif row["delivery_status"] == "pending" and row["kind"] in ("new", "existing"):
                others = {
                    other
                    for other in twins
                    if held[row["alert_id"], job_key(other)] & {"", row["channel"]}
                    and not self.is_long_gone(other)
                    and (posting.board == other.board or not {posting, other} & self.former.keys())
                }
                # Of those found together, one is told.
                assert not others, f"{posting} is told although {others} are known"
            elif row["delivery_status"] == "pending" and row["kind"] == "updated" and posting not in self.split:
                news = (
                    row["alert_id"],
                    row["channel"],
                    posting.board,
                    self.stored[posting].shown,
                    repr(row["changes"]),
                )
                assert news not in told
                told.add(news)

    def are_the_same(self, one: Posting, other: Posting) -> bool:
        if one == other or {one, other} & self.split:
            return False
        mine, its = self.stored[one].shown, self.stored[other].shown
        if one.board == other.board:
            return mine == its
        # Both lead to one address.
        ids = [{posting.id} | self.former.get(posting, set()) for posting in (one, other)]
        return mine.title == its.title and bool(ids[0] & ids[1])

    def is_long_gone(self, posting: Posting) -> bool:
        return posting in self.expired and self.clock.now() - self.expired[posting] > 60 * DAY

    @invariant()
    def both_databases_say_the_same(self) -> None:
        self.both(lambda world: world.all_rows())


def job_key(posting: Posting) -> str:
    return hashes_of(posting, Content())[0]


def key_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["job_key"], row["alert_id"], row["version_hash"]


def full_key(row: dict[str, Any]) -> tuple[Any, ...]:
    return *key_of(row), row["channel"]


async def done(doing: Coroutine[Any, Any, Any]) -> None:
    await doing


def test_a_job_is_told_once_and_none_is_lost(
    sqlite_settings: DatabaseSettings, postgres_settings: DatabaseSettings
) -> None:
    wanted = settings(
        max_examples=8,
        stateful_step_count=20,
        derandomize=True,
        # Shrinking a failure takes minutes.
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    with open_machine(sqlite_settings, postgres_settings) as harness, capture_logs():
        run_state_machine_as_test(lambda: Clusters(harness), settings=wanted)  # type: ignore[arg-type] # a factory will do
