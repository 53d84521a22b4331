from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.utils.time import (
    format_utc,
    parse_date,
    parse_duration,
    parse_epoch_ms,
    parse_http_date,
    parse_iso,
    require_aware,
)

FIRST = datetime(1970, 1, 2, tzinfo=UTC)
LAST = datetime(9998, 12, 31, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # year to microsecond only


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2026-06-10T08:51:02-04:00", utc(2026, 6, 10, 12, 51, 2), id="Greenhouse in summer"),
        pytest.param("2023-01-10T08:51:02-05:00", utc(2023, 1, 10, 13, 51, 2), id="Greenhouse in winter"),
        pytest.param("2026-07-11T20:22:52.649+00:00", utc(2026, 7, 11, 20, 22, 52, 649_000), id="Ashby"),
        pytest.param("2026-08-12T02:36:49Z", utc(2026, 8, 12, 2, 36, 49), id="Comeet"),
        pytest.param("2026-08-12T02:36:49.123Z", utc(2026, 8, 12, 2, 36, 49, 123_000), id="SmartRecruiters"),
        pytest.param("2026-07-27T13:21:22", utc(2026, 7, 27, 13, 21, 22), id="no zone means UTC"),
        pytest.param("2026-07-27", utc(2026, 7, 27), id="Workday and Workable: a day"),
        pytest.param("2026-07-27T13:21:22+0000", utc(2026, 7, 27, 13, 21, 22), id="zone without colon"),
        pytest.param("2026-07-27 13:21:22+02:00", utc(2026, 7, 27, 11, 21, 22), id="a blank for the T"),
        pytest.param(" 2026-07-27T13:21:22Z\n", utc(2026, 7, 27, 13, 21, 22), id="blanks around"),
        pytest.param("1970-01-02", FIRST, id="the first day"),
        pytest.param("9998-12-31", LAST, id="the last day"),
        pytest.param("1970-01-01T00:00:00Z", None, id="0 as a date means not given"),
        pytest.param("9999-12-31T23:59:59-01:00", None, id="past the calendar in UTC"),
        pytest.param("9999-12-31T23:59:59Z", None, id="the last year stands for never"),
        pytest.param("0001-01-01T00:00:00+01:00", None, id="before the calendar in UTC"),
        pytest.param("0001-01-01T00:00:00Z", None, id=".NET's zero"),
        pytest.param("0000-00-00T00:00:00Z", None, id="year 0"),
        pytest.param("2026-02-30", None, id="no such day"),
        pytest.param("2026-13-01T00:00:00Z", None, id="no such month"),
        pytest.param("2026-01-01T25:00:00Z", None, id="no such hour"),
        pytest.param("2026-01-01T00:00:00+99:00", None, id="no such zone"),
        pytest.param("２０２６-01-01", None, id="fullwidth digits"),
        pytest.param("Posted 30+ Days Ago", None, id="a relative phrase"),
        pytest.param("NaN", None, id="NaN as a word"),
        pytest.param("", None, id="empty"),
        pytest.param("9" * 100_000, None, id="endless"),
        pytest.param(None, None, id="None"),
        pytest.param(1_700_000_000, None, id="a number"),
        pytest.param(float("nan"), None, id="NaN"),
        pytest.param(True, None, id="a bool"),
    ],
)
def test_parse_iso(text: object, moment: datetime | None) -> None:
    assert parse_iso(text) == moment


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        pytest.param(1_502_907_102_690, utc(2017, 8, 16, 18, 11, 42, 690_000), id="Lever, the oldest recorded"),
        pytest.param(1_784_886_328_059, utc(2026, 7, 24, 9, 45, 28, 59_000), id="Lever, the newest recorded"),
        pytest.param(86_400_000, FIRST, id="the first day"),
        pytest.param(86_399_999, None, id="before the first day"),
        pytest.param(int(LAST.timestamp() * 1000), LAST, id="the last day"),
        pytest.param(int(LAST.timestamp() * 1000) + 1, None, id="after the last day"),
        pytest.param(253_402_300_800_000, None, id="year 10000"),
        pytest.param(0, None, id="0 means not given"),
        pytest.param(-1, None, id="negative"),
        pytest.param(1_502_907_102_690_000, None, id="microseconds"),
        pytest.param(2**53, None, id="beyond exact floats"),
        pytest.param(10**400, None, id="huge"),
        pytest.param(True, None, id="a bool"),
        pytest.param(1_502_907_102_690.0, None, id="a float"),
        pytest.param(float("nan"), None, id="NaN"),
        pytest.param(float("inf"), None, id="infinity"),
        pytest.param("1502907102690", None, id="a str"),
        pytest.param(None, None, id="None"),
    ],
)
def test_parse_epoch_ms(value: object, moment: datetime | None) -> None:
    assert parse_epoch_ms(value) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-27", utc(2026, 7, 27)),
        (" 2026-07-27 ", utc(2026, 7, 27)),
        ("1970-01-02", FIRST),
        ("1970-01-01", None),
        ("9999-12-31", None),
        ("0000-01-01", None),
        ("2026-02-29", None),
        ("2026-W01-1", None),
        ("20260727", None),
        ("2026-7-27", None),
        ("27.07.2026", None),
        ("２０２６-07-27", None),
        ("2026-07-27T00:00:00Z", None),
        ("", None),
        (None, None),
        (20260727, None),
    ],
)
def test_parse_date_reads_one_form_only(text: object, moment: datetime | None) -> None:
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", utc(1994, 11, 6, 8, 49, 37)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", utc(1994, 11, 6, 8, 49, 37)),
        ("Sun Nov  6 08:49:37 1994", utc(1994, 11, 6, 8, 49, 37)),
        ("Sun, 06 Nov 1994 08:49:37 -0000", utc(1994, 11, 6, 8, 49, 37)),
        ("Sun, 06 Nov 1994 08:49:37 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("120", None),
        ("-1", None),
        ("1e99", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_parse_http_date(text: str, moment: datetime | None) -> None:
    assert parse_http_date(text) == moment


numbers = st.one_of(st.integers(), st.floats(), st.none(), st.booleans())


@given(st.one_of(st.text(), st.datetimes().map(str), st.from_regex(r"[0-9TZ:.+ -]{4,30}", fullmatch=True), numbers))
def test_readers_of_dates_answer_none_or_a_plausible_moment(value: object) -> None:
    text = value if isinstance(value, str) else repr(value)
    for moment in (parse_iso(value), parse_epoch_ms(value), parse_date(value), parse_http_date(text)):
        if moment is not None:
            assert moment.tzinfo is UTC
            assert FIRST <= moment <= LAST


class _NoOffset(tzinfo):
    """A zone that does not know its offset: Python treats such a datetime as naive."""

    def utcoffset(self, moment: datetime | None) -> None:
        return None

    dst = utcoffset

    def tzname(self, moment: datetime | None) -> str:
        return "nowhere"


@pytest.mark.parametrize("naive", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=_NoOffset())])  # noqa: DTZ001
def test_a_naive_moment_is_refused(naive: datetime) -> None:
    with pytest.raises(ValueError, match="naive datetime 2026-01-01T00:00:00: give it a time zone"):
        require_aware(naive)
    with pytest.raises(ValueError, match="naive"):
        format_utc(naive)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-1))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    ],
)
def test_a_moment_outside_of_the_calendar_of_utc_is_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        require_aware(moment)


def test_an_aware_moment_becomes_utc() -> None:
    moment = datetime(2026, 6, 10, 8, 51, 2, tzinfo=timezone(timedelta(hours=-4)))
    assert require_aware(moment) == moment
    assert require_aware(moment).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("15m", 900),
        ("6h", 21_600),
        ("1d", 86_400),
        ("2w", 1_209_600),
        ("1h30m", 5_400),
        ("1h 30m", 5_400),
        (" 15 M ", 900),
        ("366d", 366 * 86_400),
    ],
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "15", "m", "15x", "1.5h", "-5m", "15m!", "10ms", "１５m", "1_000s", "9999999999s"]
)
def test_what_is_no_duration_is_refused_with_the_accepted_forms(text: str) -> None:
    with pytest.raises(ValueError, match="is not a valid duration; write it like 90s, 15m, 6h, 1d or 1h30m"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["0s", "0m", "367d", "366d1s", "999999999w"])
def test_a_duration_is_longer_than_zero_and_at_most_a_year(text: str) -> None:
    with pytest.raises(ValueError, match="is out of range; a duration is longer than zero and at most 366d"):
        parse_duration(text)


aware = st.datetimes(
    min_value=datetime(2, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(aware, aware)
def test_written_moments_sort_as_text(one: datetime, other: datetime) -> None:
    assert (format_utc(one) < format_utc(other)) == (one < other)
    assert len(format_utc(one)) == 27


@given(aware)
def test_written_moments_can_be_read_back(moment: datetime) -> None:
    assert datetime.fromisoformat(format_utc(moment)) == moment
