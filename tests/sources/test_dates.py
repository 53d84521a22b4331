"""Moments as feeds and pages write them."""

from __future__ import annotations

import pytest

from jobscan.sources.kit.dates import read_moment, read_us_day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-08-26T04:32:09+03:00", "2026-08-26 01:32:09"),
        ("2012-03-12 10:16:56.14", "2012-03-12 10:16:56.140000"),
        ("2026-5-13", "2026-05-13 00:00:00"),
        ("2031-09-09 00:00:00T23:59", "2031-09-09 00:00:00"),
        ("Fri, 27 Mar 2026 20:20:27 +0000", "2026-03-27 20:20:27"),
        ("Fri, 01 May 2026 03:34:07 PDT", "2026-05-01 10:34:07"),
        ("Fri, 23 Sep 2011", "2011-09-23 00:00:00"),
        ("Fri, 23 Sep 2011 05:00:00", "2011-09-23 05:00:00"),
        ("23 September 2011", "2011-09-23 00:00:00"),
        ("Sep 23, 2026", "2026-09-23 00:00:00"),
        ("September 3, 2026", "2026-09-03 00:00:00"),
        ("Mon Aug 24 16:00:00 UTC 2026", "2026-08-24 16:00:00"),
    ],
)
def test_each_form_is_read(text: str, moment: str) -> None:
    assert str(read_moment(text)).removesuffix("+00:00") == moment


@pytest.mark.parametrize("text", [None, "", 7, "10/5/2026", "soon", "2026-13-40", "Foo 23, 2026", "Posted today"])
def test_what_is_none_of_them_is_no_moment(text: object) -> None:
    assert read_moment(text) is None


def test_days_are_read_as_they_are_written_in_the_united_states() -> None:
    for text, day in (
        ("6/8/2026", "2026-06-08"),
        (" 08/03/2026 ", "2026-08-03"),
        ("13/1/2026", "None"),
        ("2/30/2026", "None"),
        ("6/8/26", "None"),
        ("", "None"),
        (None, "None"),
    ):
        assert str(read_us_day(text)).partition(" ")[0] == day, text
