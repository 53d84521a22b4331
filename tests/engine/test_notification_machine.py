"""Months of postings, people, failing channels and dying processes, on both databases in step, against a model."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from jobscan.engine.retention import Retention
from jobscan.persistence import DatabaseSettings
from jobscan.services import alerts, users
from tests.engine.notification_nouns import DAY, AlertSpec, Content, Posting
from tests.engine.notification_steps import ANN, CHANNELS, OWNER, Play, drop, open_machine
from tests.engine.notification_world import BOARDS, Mishap, Mood

pytestmark = pytest.mark.slow

IDS = ("1", "2", "3")
#: Of the owner in the configuration, of Ann by hand.
NAMES = ("one", "two")

contents = st.builds(
    Content,
    title=st.sampled_from(["Engineer", "Senior Engineer", "Analyst"]),
    text=st.sampled_from(["Build things.", "Mend things."]),
    place=st.sampled_from(["Berlin", "Paris"]),
    department=st.sampled_from([None, "Data"]),
)
#: What a board does with a posting: another title …, only another department, off the board, back as it was.
edits = st.one_of(contents, st.sampled_from(["department", "go", "back"]))
#: What a posting becomes, one after the other, on a day.
days = st.lists(contents, max_size=2)
specs = st.builds(
    AlertSpec,
    word=st.sampled_from([None, None, None, "engineer"]),
    department=st.sampled_from([None, None, None, "Data"]),
    place=st.sampled_from([None, None, None, "Berlin"]),
    on=st.sampled_from([("new", "updated"), ("new", "updated", "reopened"), ("new",), ("updated", "reopened")]),
    to=st.sampled_from([("email",), ("hook",), CHANNELS]),
    send=st.sampled_from(["immediate", "immediate", "immediate", "daily 08:00", "weekly mon 08:00"]),
    existing=st.booleans(),
)
two_specs = st.fixed_dictionaries(dict.fromkeys(NAMES, specs))
some_specs = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, specs))
parts = st.sampled_from(["word", "department", "place", "on", "to", "send", "existing"])
jumps = st.sampled_from([timedelta(minutes=30), timedelta(hours=7), DAY, 3 * DAY, 366 * DAY, timedelta(hours=-1)])


class Notifying(Play):
    # Boards.

    @initialize(listing=st.dictionaries(st.sampled_from(IDS), contents), mine=two_specs, hers=two_specs)
    def the_first_day(
        self, listing: dict[str, Content], mine: dict[str, AlertSpec], hers: dict[str, AlertSpec]
    ) -> None:
        with self.step():
            self.take_up(mine)
            self.add_user()
            for name, spec in hers.items():
                self.add(self.model.people[ANN], name, spec)
            self.listings["acme"] = listing
            self.read("acme", whole=True)

    @rule(
        board=st.sampled_from(sorted(BOARDS)),
        changes=st.dictionaries(st.sampled_from(IDS), edits, min_size=1),
        whole=st.sampled_from([True, True, True, False]),
        sent=st.booleans(),
    )
    def a_board_is_read(self, board: str, changes: dict[str, Content | str], *, whole: bool, sent: bool) -> None:
        with self.step():
            for id_, change in changes.items():
                self.change(Posting(board, id_), change)
            self.read(board, whole=whole)
        if sent:
            self.send()

    @rule(ids=st.sets(st.sampled_from(IDS), min_size=1), change=edits)
    def postings_of_all_boards_change_at_once(self, ids: set[str], change: Content | str) -> None:
        with self.step():
            for board in BOARDS:
                for id_ in ids:
                    self.change(Posting(board, id_), change)
            self.read(*BOARDS, whole=True)

    @rule(
        id_=st.sampled_from(IDS),
        back_as=st.one_of(st.just("back"), st.just("back"), contents),
        forgotten=st.lists(st.booleans(), min_size=1, max_size=3),
        sent=st.booleans(),
    )
    def a_posting_goes_and_comes_back(
        self, id_: str, back_as: Content | str, *, forgotten: list[bool], sent: bool
    ) -> None:
        """So often; each time it may have been purged meanwhile."""
        for is_forgotten in forgotten:
            with self.step():
                self.change(Posting("acme", id_), "go")
                self.read("acme", whole=True)
            if is_forgotten:
                self.clock.advance(2 * DAY)
                self.what_is_old_is_purged(1)
            with self.step():
                self.change(Posting("acme", id_), back_as)
                self.read("acme", whole=True)
        if sent:
            self.send()

    @rule()
    def two_processes_scan_at_once(self) -> None:
        with self.step():
            self.read("acme", whole=True)
            self.both(lambda world: world.commit_again())

    # People and alerts.

    @rule(specs=st.one_of(st.none(), some_specs), stopped=st.sampled_from([None, None, *NAMES]))
    def the_configuration_is_read(self, specs: dict[str, AlertSpec] | None, stopped: str | None) -> None:
        with self.step():
            found = self.file if specs is None else specs
            self.take_up({name: replace(spec, enabled=name != stopped) for name, spec in found.items()})

    @rule(news=days, doing=st.sampled_from(["erase", "disable", "disable", "enable", "enable"]))
    def a_user_comes_or_goes(self, news: list[Content], doing: str) -> None:
        self.news_comes(news)
        with self.step():
            if ANN not in self.model.people:
                self.add_user()
            elif doing == "erase":
                self.both(lambda world: users.erase_user(world.database, ANN))
                self.model.erase(self.model.people[ANN])
            else:
                at = self.now if doing == "disable" else None
                self.both(lambda world: drop(users.set_disabled(world.database, ANN, at)))
                self.model.people[ANN].disabled = doing == "disable"

    @precondition(lambda self: ANN in self.model.people)
    @rule(name=st.sampled_from(NAMES), spec=specs, part=parts)
    def an_alert_is_added_or_edited(self, name: str, spec: AlertSpec, part: str) -> None:
        with self.step():
            alert = self.model.alerts.get((self.model.people[ANN], name))
            if alert is None or alert.removed:
                self.add(self.model.people[ANN], name, spec)
            else:
                self.save(alert, replace(alert.spec, **{part: getattr(spec, part)}))

    @precondition(lambda self: self.kept(ANN))
    @rule(data=st.data(), news=days, doing=st.sampled_from(["disable", "enable", "remove"]))
    def an_alert_is_stopped_or_started(self, data: st.DataObject, news: list[Content], doing: str) -> None:
        self.news_comes(news)
        with self.step():
            alert = data.draw(st.sampled_from(self.kept(ANN)))
            if doing != "remove":
                self.enable(alert, enabled=doing == "enable")
                return
            self.both(lambda world: alerts.remove_alert(world.database, ANN, alert.name, now=self.now))
            alert.removed = True
            self.model.stop(alert)

    @precondition(lambda self: self.model.alerts)
    @rule(data=st.data(), news=days)
    def a_reader_unsubscribes(self, data: st.DataObject, news: list[Content]) -> None:
        self.news_comes(news)
        with self.step():
            alert = data.draw(st.sampled_from(list(self.model.alerts.values())))
            self.both(lambda world: drop(alerts.unsubscribe(world.database, alert.id, now=self.now)))
            if not alert.unsubscribed:
                alert.unsubscribed = True
                self.model.stop(alert)

    def news_comes(self, news: list[Content]) -> None:
        """Let there be messages and matches that wait when somebody stops: all but the last of these were sent."""
        for number, content in enumerate(news):
            if number:
                self.send()
            with self.step():
                self.change(Posting("acme", IDS[0]), content)
                self.read("acme", whole=True)

    @precondition(lambda self: any(alert.unsubscribed for alert in self.kept(OWNER)))
    @rule()
    def the_owner_subscribes_again(self) -> None:
        with self.step():
            for alert in self.kept(OWNER):
                if alert.unsubscribed:
                    self.enable(alert, enabled=True)

    # Channels, processes, time.

    @rule(
        channel=st.sampled_from(CHANNELS),
        mood=st.sampled_from([Mood.WORKS, *Mood]),
        mishaps=st.lists(st.sampled_from(list(Mishap)), max_size=3),
    )
    def a_channel_fails_or_recovers(self, channel: str, mood: Mood, mishaps: list[Mishap]) -> None:
        for world in self.harness.worlds:
            world.sinks[channel].mood = mood
            world.sinks[channel].mishaps = list(mishaps)

    @rule(channel=st.sampled_from(CHANNELS), given=st.booleans())
    def the_process_dies_while_it_sends(self, channel: str, *, given: bool) -> None:
        with self.step():
            taken = self.both(lambda world: world.die_while_sending(channel, given=given))
            self.take_in_plans(self.look())
            attempts = {self.tokens[attempt.message.token]: attempt for attempt in self.new_attempts(channel)}
            for delivery, was_given in taken:
                message = self.model.messages[delivery.id]
                message.tried = True
                message.copies_allowed += 1
                if given:
                    assert was_given == bool(message.wanted())
                if was_given:
                    self.check_message(message, attempts[message.id])
                self.model.settle(message, "sending")

    @rule(days=st.sampled_from([1, 30]))
    def what_is_old_is_purged(self, days: int) -> None:
        with self.step():
            keep = Retention(jobs=days * DAY, notifications=days * DAY)
            self.both(lambda world: world.store.prune(keep, now=self.now))
            self.model.purge(self.now - days * DAY, self.now - days * DAY)

    @rule(jump=jumps)
    def time_passes_or_the_clock_is_set_back(self, jump: timedelta) -> None:
        self.clock.advance(jump)

    @rule(jump=st.one_of(st.just(timedelta()), jumps), restarted=st.booleans())
    def what_is_due_is_sent(self, jump: timedelta, *, restarted: bool) -> None:
        self.clock.advance(jump)
        if restarted:
            for world in self.harness.worlds:
                world.restart()
        self.send()

    def teardown(self) -> None:
        """Let all be well for long enough: nothing waits any more, and both databases hold the same."""
        if not self.sound:
            return
        for world in self.harness.worlds:
            for sink in world.sinks.values():
                sink.mood, sink.mishaps = Mood.WORKS, []
        # The longest wait is for a weekly digest; what is beyond a day's cap then is told in the next mornings.
        for days in (8, 1, 1, 1):
            self.what_is_due_is_sent(days * DAY, restarted=False)
        assert self.model.waiting() == []
        assert {message.status for message in self.model.messages.values()} <= {"sent", "dead", "cancelled"}
        attempts = dict(self.seen)
        self.what_is_due_is_sent(DAY, restarted=True)
        assert self.seen == attempts
        self.both(lambda world: world.all_rows())


def run_machine(databases: tuple[DatabaseSettings, ...], **wanted: Any) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    wanted = {"stateful_step_count": 30, "deadline": None, "suppress_health_check": checks} | wanted
    with open_machine(*databases) as harness, capture_logs():
        run_state_machine_as_test(lambda: Notifying(harness), settings=settings(**wanted))  # type: ignore[arg-type] # a factory will do


@pytest.mark.timeout(600)
def test_every_version_is_told_once_whatever_happens(
    sqlite_settings: DatabaseSettings, postgres_settings: DatabaseSettings
) -> None:
    # 12 examples take 20 of the seconds that all tests have; the long run below has 300, and others each time.
    run_machine((sqlite_settings, postgres_settings), max_examples=12, derandomize=True)


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_every_version_is_told_once_whatever_else_happens(
    sqlite_settings: DatabaseSettings, postgres_settings: DatabaseSettings
) -> None:
    run_machine((sqlite_settings, postgres_settings), max_examples=300)
