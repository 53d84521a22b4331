from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from jobscan.domain.alert import Alert, AlertOrigin, AlertRule, SearchField, Send, StoredAlert, Unknown
from jobscan.domain.delivery import DeliveryKind, DeliveryStatus
from jobscan.domain.facts import Level
from jobscan.domain.job import ChangeKind, PayInterval, Workplace
from jobscan.domain.user import QuietHours, StoredUser, User
from jobscan.persistence import (
    AlertRepository,
    AlertRuleRepository,
    Database,
    DataIntegrityError,
    DeliveryRepository,
    DueGroup,
    NotificationRepository,
    RecordNotFoundError,
    SecretRepository,
    UserRepository,
)
from jobscan.persistence.tables import whole_metadata
from jobscan.persistence.tables.alert import AlertRow
from jobscan.persistence.tables.user import USERS, UserRow
from tests.persistence.nouns import DAY, HOUR, NOW
from tests.persistence.outbox_nouns import ANN, BOB, add_alert, add_user, delivery, told

FULL_USER = User(
    email="émile@example.org",
    time_zone="Europe/Berlin",
    quiet_hours=QuietHours(time(22), time(7, 30)),
    max_per_day=3,
)
FULL_RULE = AlertRule(
    companies=("Canonical", "Ünïted"),
    keywords=("go", "/rust|c\\+\\+/"),
    all_keywords=("senior",),
    excluded_keywords=("intern",),
    search=(SearchField.DESCRIPTION, SearchField.TITLE),
    locations=("Zürich",),
    departments=("R&D",),
    employment_types=("full_time",),
    is_remote=False,
    workplace=(Workplace.HYBRID, Workplace.ONSITE),
    min_salary=60_000.5,
    currency="EUR",
    interval=PayInterval.MONTH,
    unknown=Unknown.DROP,
    languages=("en", "de-CH"),
    titles=("Ingénieur",),
    countries=("DE", "Austria"),
    cities=("Graz",),
    remote_from=("CH",),
    levels=(Level.LEAD, Level.SENIOR),
    max_years=0,
    visa=False,
    skills=("C++",),
    all_skills=("Go", "SQL"),
    excluded_skills=("PHP",),
    text_languages=("fr",),
    sources=("greenhouse/canonical", "lever"),
    on=(ChangeKind.REOPENED, ChangeKind.NEW),
)
FULL_ALERT = Alert(
    name="Größe",
    rule=FULL_RULE,
    send=Send.parse("weekly fri 07:05"),
    to=("email", "team"),
    notify_existing=True,
    enabled=False,
)
GO = Alert(name="Go", rule=AlertRule(keywords=("go",)))


async def save(session: AsyncSession, user_id: int, alert: Alert, **fields: Any) -> StoredAlert:
    values: dict[str, Any] = {"origin": AlertOrigin.FILE, "now": NOW}
    return await AlertRuleRepository(session).save(user_id, alert, **(values | fields))


# Users.


@pytest.mark.parametrize(
    ("user", "is_owner"), [(FULL_USER, False), (User(email=None), True), (ANN, True)], ids=["full", "bare", "owner"]
)
async def test_every_field_of_a_user_comes_back(database: Database, user: User, *, is_owner: bool) -> None:
    async with database.write() as session:
        added = await UserRepository(session).add(user, now=NOW, is_owner=is_owner)

    assert added == StoredUser(id=added.id, user=user, is_owner=is_owner, created_at=NOW, disabled_at=None)
    async with database.read() as session:
        repository = UserRepository(session)
        assert await repository.get(added.id) == added
        assert await repository.get_all() == [added]
        assert await repository.get_owner() == (added if is_owner else None)


def test_the_full_nouns_set_every_field_there_is() -> None:
    assert [part.name for part in fields(User) if getattr(FULL_USER, part.name) == part.default] == []
    assert [part.name for part in fields(AlertRule) if getattr(FULL_RULE, part.name) == part.default] == []
    assert [part.name for part in fields(Alert) if getattr(FULL_ALERT, part.name) == part.default] == []


async def test_who_is_not_there_is_none(database: Database) -> None:
    async with database.read() as session:
        repository = UserRepository(session)
        assert await repository.get(1) is None
        assert await repository.get_by_email("ann@example.org") is None
        assert await repository.get_owner() is None
        assert await repository.get_all() == []


async def test_addresses_are_the_same_whatever_their_case_and_the_blanks_around_them(database: Database) -> None:
    async with database.write() as session:
        repository = UserRepository(session)
        added = await repository.add(User(email=" Émile@Example.ORG\n"), now=NOW)
        assert added.user.email == "émile@example.org"
        assert await repository.get_by_email("ÉMILE@example.org ") == added
        assert await repository.get_by_email("emile@example.org") is None


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@example.org", " Ann@Example.org "])
async def test_an_address_belongs_to_one_user(database: Database, email: str) -> None:
    async with database.write() as session:
        repository = UserRepository(session)
        ann, bob = await add_user(session, ANN), await add_user(session, BOB)
        with pytest.raises(DataIntegrityError, match="there is already a user with the address"):
            await repository.add(User(email=email), now=NOW)
        with pytest.raises(DataIntegrityError, match="there is already a user with the address"):
            await repository.update(bob, User(email=email))
        assert (await repository.update(ann, User(email=email, max_per_day=2))).user == replace(ANN, max_per_day=2)
        assert [user.user.email for user in await repository.get_all()] == ["ann@example.org", "bob@example.org"]


async def test_the_database_itself_refuses_a_second_user_with_an_address(database: Database) -> None:
    values = {"email": "ann@example.org", "is_owner": False, "time_zone": "UTC", "created_at": NOW}
    with pytest.raises(DataIntegrityError):
        async with database.write() as session:
            await session.execute(insert(USERS), [values, values])

    async with database.read() as session:
        assert await UserRepository(session).get_all() == []


async def test_the_owner_comes_first_then_users_by_address(database: Database) -> None:
    async with database.write() as session:
        repository = UserRepository(session)
        for name in ("émile", "zoe", "bob", "b_b"):
            await repository.add(User(email=f"{name}@example.org"), now=NOW)
        await repository.add(User(email="yan@example.org"), now=NOW, is_owner=True)
        found = [user.user.email for user in await repository.get_all()]

    assert found == [f"{name}@example.org" for name in ("yan", "b_b", "bob", "zoe", "émile")]


async def test_a_user_changes_in_place(database: Database) -> None:
    async with database.write() as session:
        repository = UserRepository(session)
        await add_user(session, BOB)
        before = await repository.add(ANN, now=NOW, is_owner=True)
        for user in (FULL_USER, User(email=None), ANN):
            assert await repository.update(before.id, user) == replace(before, user=user)
            assert await repository.get(before.id) == replace(before, user=user)
        with pytest.raises(RecordNotFoundError, match="no user with the id 99"):
            await repository.update(99, ANN)


async def test_a_user_is_disabled_and_enabled_again(database: Database) -> None:
    async with database.write() as session:
        repository = UserRepository(session)
        bob, ann = await add_user(session, BOB), await add_user(session, ANN)
        await repository.set_disabled(ann, NOW + HOUR)
        assert [user.disabled_at for user in await repository.get_all()] == [NOW + HOUR, None]
        await repository.set_disabled(ann, None)
        await repository.set_disabled(bob, NOW)
        assert [user.disabled_at for user in await repository.get_all()] == [None, NOW]


async def test_rows_held_by_the_session_do_not_hide_what_a_statement_wrote(database: Database) -> None:
    async with database.write() as session:
        users, rules = UserRepository(session), AlertRuleRepository(session)
        alert = await add_alert(session, await add_user(session))
        held = await session.get_one(UserRow, alert.user_id), await session.get_one(AlertRow, alert.id)
        await users.set_disabled(alert.user_id, NOW)
        await rules.set_unsubscribed(alert.id, NOW)
        pairs = await rules.get_pairs([alert.id])
        assert (held[0].disabled_at, held[1].unsubscribed_at) == (NOW, NOW)

    assert pairs[alert.id][0].unsubscribed_at == pairs[alert.id][1].disabled_at == NOW


# Erasing.


async def everything(session: AsyncSession) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of all tables, but for the number that grows with every change."""
    found = {}
    for table in whole_metadata().sorted_tables:
        if table.name != "alert_revision":
            rows = (await session.execute(select(table))).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


async def fill(session: AsyncSession, user: User) -> int:
    """Store a user with something in every table that knows users or alerts; return the id."""
    user_id = await add_user(session, user)
    alert, removed = await add_alert(session, user_id), await add_alert(session, user_id, "Rust")
    notifications, deliveries = NotificationRepository(session), DeliveryRepository(session)
    await notifications.add([told("sent", alert.id), told("sent", removed.id, channel="team")])
    sent = await deliveries.add(delivery(user_id, alert_id=alert.id))
    await notifications.assign(DueGroup(alert.id, "email"), sent.id, NOW)
    await deliveries.settle(sent.id, DeliveryStatus.SENT, sent_at=NOW)
    await AlertRepository(session).record_delivery(sent.id, NOW)
    await AlertRepository(session).record_alert("purged", "v1", NOW, removed.id)
    await notifications.add([told("waiting", alert.id)])
    for kind in (DeliveryKind.OVERFLOW, DeliveryKind.REPORT, DeliveryKind.TEST):
        await deliveries.add(delivery(user_id, alert_id=None, kind=kind))
    await AlertRuleRepository(session).set_removed([removed.id], NOW)
    return user_id


@pytest.mark.parametrize("order", [(ANN, BOB), (BOB, ANN)], ids=["made before the others", "made after them"])
async def test_erasing_leaves_nothing_of_a_user_and_everything_of_the_others(
    database: Database, order: tuple[User, ...]
) -> None:
    hers: dict[str, list[tuple[Any, ...]]] = {}
    async with database.write() as session:
        await AlertRepository(session).record_alert("sent", "v1", NOW)
        for user in order:
            before = await everything(session)
            user_id = await fill(session, user)
            if user is ANN:
                ann = user_id
                hers = {
                    name: [row for row in rows if row not in before[name]]
                    for name, rows in (await everything(session)).items()
                }
        every = await everything(session)
        erased = await UserRepository(session).erase(ann)
        left = await everything(session)

    assert left == {name: [row for row in rows if row not in hers[name]] for name, rows in every.items()}
    assert erased == {"alerts_sent": 2, "alert_notifications": 3, "deliveries": 4, "alerts": 2, "users": 1}
    assert erased == {name: len(rows) for name, rows in hers.items() if rows}


async def test_erasing_somebody_who_is_not_there_erases_nothing(database: Database) -> None:
    async with database.write() as session:
        await fill(session, ANN)
        before = await everything(session)
        erased = await UserRepository(session).erase(99)
        assert await everything(session) == before

    assert set(erased.values()) == {0}


async def test_ids_are_never_given_out_again(database: Database) -> None:
    """The ledger would speak of somebody else's alerts, and a Message-ID of another message."""
    seen: list[tuple[int, int, int]] = []
    for _ in range(3):
        async with database.write() as session:
            user_id = await add_user(session)
            alert = await add_alert(session, user_id)
            seen.append((user_id, alert.id, (await DeliveryRepository(session).add(delivery(user_id))).id))
        async with database.write() as session:
            await UserRepository(session).erase(user_id)

    for ids in zip(*seen, strict=True):
        assert len(set(ids)) == 3
        assert list(ids) == sorted(ids)


# Alerts.


@pytest.mark.parametrize("alert", [FULL_ALERT, Alert(name="bare")], ids=["full", "bare"])
@pytest.mark.parametrize("origin", AlertOrigin)
async def test_every_field_of_an_alert_comes_back(database: Database, alert: Alert, origin: AlertOrigin) -> None:
    async with database.write() as session:
        user_id = await add_user(session)
        saved = await save(session, user_id, alert, origin=origin)

    assert saved == StoredAlert(id=saved.id, user_id=user_id, alert=alert, origin=origin, created_at=NOW)
    async with database.read() as session:
        rules = AlertRuleRepository(session)
        assert await rules.get(saved.id) == saved
        assert await rules.get_by_name(user_id, alert.name.upper()) == saved
        assert await rules.get_by_user(user_id) == await rules.get_all() == [saved]
        assert (await rules.get_pairs([saved.id]))[saved.id][0] == saved


async def test_what_is_not_there_is_none(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        user_id = await add_user(session)
        assert await rules.get(1) is None
        assert await rules.get_by_name(user_id, "Go") is None
        assert await rules.get_by_user(user_id) == await rules.get_all() == []
        assert await rules.get_active() == []
        assert await rules.get_pairs([]) == await rules.get_pairs([1, 2]) == {}


async def test_a_user_has_each_name_once_whatever_its_case(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        ann, bob = await add_user(session, ANN), await add_user(session, BOB)
        first, others = await save(session, ann, FULL_ALERT), await save(session, bob, FULL_ALERT)
        again = await save(session, ann, replace(FULL_ALERT, name="GRÖSSE"))
        assert again == replace(first, alert=replace(FULL_ALERT, name="GRÖSSE"))
        assert await rules.get_by_name(ann, "größe") == again
        assert await rules.get_all() == [again, others]


async def test_an_alert_of_nobody_is_refused(database: Database) -> None:
    with pytest.raises(DataIntegrityError):
        async with database.write() as session:
            await save(session, 99, GO)


async def test_a_user_s_alerts_come_by_name_without_the_removed_ones(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        ann, bob = await add_user(session, ANN), await add_user(session, BOB)
        saved = {name: await add_alert(session, ann, name) for name in ("rust", "Go", "_x", "Émile", "gone")}
        other = await add_alert(session, bob, "Go")
        await rules.set_removed([saved["gone"].id], NOW)
        found = [stored.alert.name for stored in await rules.get_by_user(ann)]
        every = [stored.id for stored in await rules.get_all()]

    assert found == ["_x", "Go", "rust", "Émile"]
    assert every == [*(stored.id for stored in saved.values()), other.id]


async def test_active_are_the_alerts_whose_matches_are_told(database: Database) -> None:
    async with database.write() as session:
        users, rules = UserRepository(session), AlertRuleRepository(session)
        ann, bob, carol = [await add_user(session, User(email=f"{name}@example.org")) for name in "abc"]
        second, first = await add_alert(session, bob, "second"), await add_alert(session, ann, "first")
        await add_alert(session, ann, "disabled", enabled=False)
        removed = await add_alert(session, ann, "removed")
        unsubscribed = await add_alert(session, ann, "unsubscribed")
        await add_alert(session, carol, "of a disabled user")
        await rules.set_removed([removed.id], NOW)
        await rules.set_unsubscribed(unsubscribed.id, NOW)
        await users.set_disabled(carol, NOW)
        expected = [(second, await users.get(bob)), (first, await users.get(ann))]
        assert await rules.get_active() == expected
        await users.set_disabled(carol, None)
        assert len(await rules.get_active()) == 3


async def test_alerts_come_with_their_users_active_or_not(database: Database) -> None:
    async with database.write() as session:
        users, rules = UserRepository(session), AlertRuleRepository(session)
        ann, bob = await add_user(session, ANN), await add_user(session, BOB)
        saved = [await add_alert(session, ann), await add_alert(session, ann, "gone"), await add_alert(session, bob)]
        await rules.set_removed([saved[1].id], NOW)
        await users.set_disabled(bob, NOW)
        # More than go into one statement.
        found = await rules.get_pairs(range(saved[0].id - 600, saved[-1].id + 600))

    assert {id_: (alert.id, user.user) for id_, (alert, user) in found.items()} == {
        saved[0].id: (saved[0].id, ANN),
        saved[1].id: (saved[1].id, ANN),
        saved[2].id: (saved[2].id, BOB),
    }
    assert found[saved[1].id][0].removed_at == found[saved[2].id][1].disabled_at == NOW


async def test_an_alert_saved_as_it_is_stays_as_it_is(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        first = await save(session, await add_user(session), FULL_ALERT)
        await rules.set_baselined([first.id], NOW + HOUR)
        revision = await rules.revision()
        again = await save(session, first.user_id, FULL_ALERT, now=NOW + DAY)
        assert again == await rules.get(first.id) == replace(first, baselined_at=NOW + HOUR)
        assert await rules.revision() == revision


@pytest.mark.parametrize(
    ("before", "changed", "origin", "again"),
    [
        ({}, {"rule": AlertRule(keywords=("go", "rust"))}, AlertOrigin.FILE, True),
        ({}, {"rule": AlertRule()}, AlertOrigin.FILE, True),
        ({}, {"rule": replace(GO.rule, on=(ChangeKind.REOPENED,))}, AlertOrigin.FILE, True),
        ({}, {"notify_existing": True}, AlertOrigin.FILE, True),
        ({"enabled": False}, {"enabled": True}, AlertOrigin.FILE, True),
        ({}, {"enabled": False}, AlertOrigin.FILE, False),
        ({}, {"send": Send.parse("daily 08:00")}, AlertOrigin.FILE, False),
        ({}, {"to": ("email", "team")}, AlertOrigin.FILE, False),
        ({}, {"name": "GO"}, AlertOrigin.FILE, False),
        ({}, {}, AlertOrigin.USER, False),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
async def test_what_matches_already_is_recorded_again_when_other_postings_may_match(
    database: Database, before: dict[str, Any], changed: dict[str, Any], origin: AlertOrigin, *, again: bool
) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        first = await save(session, await add_user(session), replace(GO, **before))
        await rules.set_baselined([first.id], NOW + HOUR)
        wanted = replace(first.alert, **changed)
        saved = await save(session, first.user_id, wanted, origin=origin, now=NOW + DAY)
        expected = replace(first, alert=wanted, origin=origin, baselined_at=None if again else NOW + HOUR)
        assert saved == expected
        assert await rules.get(first.id) == expected


@pytest.mark.parametrize("changed", [{}, {"send": Send.parse("daily 08:00")}], ids=["the same", "told otherwise"])
async def test_a_removed_alert_comes_back_with_its_id(database: Database, changed: dict[str, Any]) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        user_id = await add_user(session)
        first, other = await save(session, user_id, GO), await save(session, user_id, FULL_ALERT)
        await rules.set_baselined([first.id, other.id], NOW + HOUR)
        await rules.set_removed([first.id], NOW + DAY)
        assert await rules.get_by_name(user_id, "go") == replace(first, baselined_at=NOW + HOUR, removed_at=NOW + DAY)
        back = await save(session, user_id, replace(GO, **changed), now=NOW + 2 * DAY)
        assert back == replace(first, alert=replace(GO, **changed))
        assert await rules.get_all() == [back, replace(other, baselined_at=NOW + HOUR)]


async def test_an_unsubscription_stands_until_it_is_taken_back(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        first = await save(session, await add_user(session), GO)
        await rules.set_baselined([first.id], NOW)
        await rules.set_unsubscribed(first.id, NOW + HOUR)
        stopped = replace(first, baselined_at=NOW, unsubscribed_at=NOW + HOUR)
        assert await rules.get(first.id) == stopped
        # The configuration says the same as before, or something else: its reader does not want it.
        for wanted in (GO, replace(GO, send=Send.parse("daily 08:00"))):
            saved = await save(session, first.user_id, wanted)
            assert saved == replace(stopped, alert=wanted)
        await rules.set_unsubscribed(first.id, None)
        # What it matched meanwhile is recorded first.
        assert await rules.get(first.id) == replace(first, alert=wanted)


async def test_many_alerts_are_changed_at_once(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        user_id = await add_user(session)
        saved = [await add_alert(session, user_id, name) for name in ("a", "b", "c")]
        ids = {*range(-1_000, 0), saved[0].id, saved[2].id}
        await rules.set_baselined(ids, NOW)
        await rules.set_removed(ids, NOW + HOUR)
        await rules.set_baselined([], NOW)
        found = [(stored.baselined_at, stored.removed_at) for stored in await rules.get_all()]

    assert found == [(NOW, NOW + HOUR), (None, None), (NOW, NOW + HOUR)]


async def test_those_who_compiled_alerts_read_only_what_changed(database: Database) -> None:
    async with database.write() as session:
        users, rules = UserRepository(session), AlertRuleRepository(session)
        ann = await users.add(User(email="ann@example.org"), now=NOW)
        bob = await users.add(BOB, now=NOW)
        mine = [await add_alert(session, ann.id, name) for name in ("a", "b", "c")]
        others = await add_alert(session, bob.id, "a")
        known = await rules.revision()
        await rules.set_removed([mine[1].id], NOW)
        changed = [stored.id for stored in await rules.changed_since(known, 0, 10)]
        await users.set_disabled(bob.id, NOW)
        both = [stored.id for stored in await rules.changed_since(known, 0, 10)]
        pages = [[one.id for one in await rules.changed_since(-1, after, 2)] for after in (0, mine[1].id, others.id)]
        counts = (await rules.count(), await rules.count_by_user())
        found = [await rules.find_ids(*asked) for asked in ((None, None), (ann.id, None), (None, "A"), (bob.id, "b"))]
        many = await users.get_many([bob.id, 999, bob.id])

    assert (changed, both) == ([mine[1].id], [mine[1].id, others.id])
    assert pages == [[mine[0].id, mine[1].id], [mine[2].id, others.id], []]
    assert counts == (4, {ann.id: 2, bob.id: 1})
    every = [stored.id for stored in mine]
    assert found == [[*every, others.id], every, [mine[0].id, others.id], []]
    assert {user_id: user.user.email for user_id, user in many.items()} == {bob.id: BOB.email}


async def test_alerts_whose_existing_matches_are_recorded_are_left_out(database: Database) -> None:
    async with database.write() as session:
        rules = AlertRuleRepository(session)
        user_id = await add_user(session)
        saved = [await add_alert(session, user_id, name) for name in ("a", "b")]
        await rules.set_baselined([saved[0].id], NOW)
        assert [stored.id for stored, _ in await rules.get_active(fresh=True)] == [saved[1].id]


Change = Callable[[UserRepository, AlertRuleRepository, StoredAlert], Awaitable[object]]


@pytest.mark.parametrize(
    ("change", "by"),
    [
        (lambda users, _rules, _alert: users.add(BOB, now=NOW), 1),
        (lambda users, _rules, alert: users.update(alert.user_id, FULL_USER), 1),
        (lambda users, _rules, alert: users.set_disabled(alert.user_id, NOW), 1),
        (lambda users, _rules, alert: users.erase(alert.user_id), 1),
        (lambda _users, rules, alert: rules.save(alert.user_id, FULL_ALERT, origin=alert.origin, now=NOW), 1),
        (lambda _users, rules, alert: rules.save(alert.user_id, GO, origin=AlertOrigin.USER, now=NOW), 1),
        (lambda _users, rules, alert: rules.set_unsubscribed(alert.id, NOW), 1),
        (lambda _users, rules, alert: rules.set_removed([alert.id], NOW), 1),
        (lambda _users, rules, alert: rules.save(alert.user_id, GO, origin=alert.origin, now=NOW), 0),
        (lambda _users, rules, alert: rules.set_baselined([alert.id], NOW), 0),
    ],
    ids=["add", "update", "disable", "erase", "new", "changed", "unsubscribe", "remove", "equal", "baseline"],
)
async def test_the_revision_grows_with_every_change_of_what_is_told(
    database: Database, change: Change, by: int
) -> None:
    async with database.write() as session:
        users, rules = UserRepository(session), AlertRuleRepository(session)
        assert await rules.revision() == 0
        alert = await save(session, await add_user(session), GO)
        before = await rules.revision()
        assert before == 2
        await change(users, rules, alert)

    async with database.read() as session:
        assert await AlertRuleRepository(session).revision() == before + by


# Keys.


async def test_a_secret_is_made_once(database: Database) -> None:
    async with database.write() as session:
        repository = SecretRepository(session)
        assert await repository.get_or_add("unsubscribe", "first") == "first"
        assert await repository.get_or_add("other", "second") == "second"

    async with database.write() as session:
        assert await SecretRepository(session).get_or_add("unsubscribe", "third") == "first"


NAIVE = NOW.replace(tzinfo=None)


@pytest.mark.parametrize(
    "write",
    [
        lambda session: UserRepository(session).add(ANN, now=NAIVE),
        lambda session: UserRepository(session).set_disabled(1, NAIVE),
        lambda session: save(session, 1, GO, now=NAIVE),
        lambda session: AlertRuleRepository(session).set_baselined([1], NAIVE),
        lambda session: AlertRuleRepository(session).set_unsubscribed(1, NAIVE),
        lambda session: AlertRuleRepository(session).set_removed([1], NAIVE),
    ],
    ids=["add", "disable", "save", "baseline", "unsubscribe", "remove"],
)
async def test_a_naive_moment_is_refused(
    database: Database, write: Callable[[AsyncSession], Awaitable[object]]
) -> None:
    with pytest.raises(DataIntegrityError, match="naive datetime"):
        async with database.write() as session:
            await write(session)
