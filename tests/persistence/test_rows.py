"""How nouns become rows, and rows nouns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from jobscan.persistence.sql.codecs import CODECS, PLAIN, JsonValue, UtcDateTime
from jobscan.persistence.sql.rows import RowForm, derives, keeps, keeps_word
from jobscan.persistence.tables import whole_metadata
from jobscan.persistence.tables.alert import ALERTS, STORED_ALERT_FORM
from jobscan.persistence.tables.delivery import DELIVERIES, DELIVERY_FORM
from jobscan.persistence.tables.job import JOB_VERSION_FORM, JOB_VERSIONS, JOBS, STORED_JOB_FORM
from jobscan.persistence.tables.ledger import ALERT_RECORD_FORM, ALERTS_SENT
from jobscan.persistence.tables.notification import NOTIFICATION_FORM, NOTIFICATIONS
from jobscan.persistence.tables.scan import SCAN_RECORD_FORM, SCANS
from jobscan.persistence.tables.source import SOURCE_STATUS_FORM, SOURCES
from jobscan.persistence.tables.user import STORED_USER_FORM, USERS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Size(NamedTuple):
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Thing:
    name: str
    size: Size
    colour: Colour
    second: Colour | None
    tags: tuple[str, ...]
    seen_at: datetime | None


THINGS = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("height", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, info=derives("name", str.casefold)),
    Column("colour", Text, nullable=False, info=keeps_word(Colour)),
    Column("second", Text, nullable=True, info=keeps_word(Colour)),
    Column("labels", JsonValue, nullable=False, info=keeps("tags", store=list, read=tuple)),
    Column("seen_at", UtcDateTime, nullable=True),
    Column("width", Integer, nullable=False),
)
FORM = RowForm(THINGS, Thing, size=Size)
THING = Thing(name="Ä", size=Size(2, 3), colour=Colour.RED, second=Colour.BLUE, tags=("x",), seen_at=NOW)
VALUES = (3, "Ä", "ä", "red", "blue", ["x"], NOW, 2)


def test_a_noun_and_its_parts_become_values_in_the_table_s_order_and_come_back() -> None:
    assert FORM.columns == ("height", "name", "name_key", "colour", "second", "labels", "seen_at", "width")
    assert FORM.values([THING, THING], PLAIN) == [VALUES, VALUES]
    assert FORM.record(THING) == dict(zip(FORM.columns, VALUES, strict=True))
    assert FORM.nouns([VALUES, VALUES], PLAIN) == [THING, THING]
    assert FORM.noun_of(SimpleNamespace(id=7, **FORM.record(THING))) == THING


def test_drivers_get_words_as_plain_text_and_moments_and_json_as_they_take_them() -> None:
    [values] = FORM.values([THING], CODECS["sqlite"])
    assert values == (3, "Ä", "ä", "red", "blue", '["x"]', "2026-11-20T12:00:00.000000Z", 2)
    assert {type(value) for value in values} == {int, str}
    assert FORM.nouns([(*VALUES[:6], values[6], 2)], CODECS["sqlite"]) == [THING]


def test_nothing_is_nothing_on_both_sides() -> None:
    empty = replace(THING, second=None, seen_at=None)
    values = (*VALUES[:4], None, ["x"], None, 2)
    assert FORM.values([empty], PLAIN) == [values]
    assert FORM.nouns([values], PLAIN) == [empty]


def test_a_noun_of_which_a_part_has_no_column_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match=r"the table things has no columns for \['size'\] of Thing"):
        RowForm(THINGS, Thing)


def test_a_stored_word_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match="'green' is not a valid Colour"):
        FORM.nouns([(3, "Ä", "ä", "green", None, [], None, 2)], PLAIN)


def test_reading_may_look_at_another_column() -> None:
    class Pair(NamedTuple):
        first: str
        second: str

    table = Table(
        "pairs",
        MetaData(),
        Column("first", Text, nullable=False),
        Column("second", Text, nullable=False, info=keeps(read=lambda own, other: own + other, beside=("first",))),
    )
    assert RowForm(table, Pair).nouns([("a", "b")], PLAIN) == [Pair("a", "ba")]


@pytest.mark.parametrize(
    ("table", "form", "others"),
    [
        (JOBS, STORED_JOB_FORM, set()),
        (JOB_VERSIONS, JOB_VERSION_FORM, set()),
        (SOURCES, SOURCE_STATUS_FORM, set()),
        (SCANS, SCAN_RECORD_FORM, {"id"}),
        (USERS, STORED_USER_FORM, set()),
        (ALERTS, STORED_ALERT_FORM, {"revision"}),
        (NOTIFICATIONS, NOTIFICATION_FORM, set()),
        (DELIVERIES, DELIVERY_FORM, set()),
        (ALERTS_SENT, ALERT_RECORD_FORM, set()),
    ],
    ids=lambda value: value.name if isinstance(value, Table) else "",
)
def test_every_column_is_part_of_its_noun_s_form(table: Table, form: RowForm[Any], others: set[str]) -> None:
    assert set(table.columns.keys()) - set(form.columns) == others
    assert list(form.columns) == [name for name in table.columns.keys() if name not in others]  # noqa: SIM118


def test_the_metadata_is_whole() -> None:
    assert set(whole_metadata().tables) == {
        "alert_notifications",
        "alert_revision",
        "alerts",
        "alerts_sent",
        "cluster_keys",
        "deliveries",
        "job_facts",
        "job_skills",
        "job_versions",
        "jobs",
        "scans",
        "secrets",
        "skill_sources",
        "skill_words",
        "sources",
        "split_jobs",
        "users",
    }
