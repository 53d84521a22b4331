from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.completeness import WalkFacts, why_incomplete
from jobscan.decide.scan.totals import GAP_PERIOD, TotalGap, gap_after, largest_gap, why_not_whole, with_gap
from tests.decide.postings import HOUR, NOW, make_status

DAY = timedelta(days=1)
#: Before the walk that is looked at: the same difference of one, in two walks, a day old.
TWO_WALKS = TotalGap(size=1, walks=2, since=NOW - DAY)


def walk(total: int | None, unique: int, **fields: object) -> WalkFacts:
    values = {"pages": 3, "rows": unique, "unique": unique, "total": total, **fields}
    return WalkFacts(**values)  # type: ignore[arg-type]  # the names are those of its fields


@pytest.mark.parametrize(
    ("before", "facts", "after"),
    [
        pytest.param(TotalGap(), walk(40, 40), TotalGap(), id="all arrived"),
        pytest.param(TotalGap(), walk(None, 40), TotalGap(), id="no total"),
        pytest.param(TotalGap(), walk(40, 41), TotalGap(), id="more than promised"),
        pytest.param(TotalGap(), walk(41, 40), TotalGap(1, 1, NOW), id="the first walk without one"),
        pytest.param(TWO_WALKS, walk(41, 40), TotalGap(1, 3, NOW - DAY), id="the third walk without one"),
        pytest.param(TWO_WALKS, walk(45, 44), TotalGap(1, 3, NOW - DAY), id="the board has grown, as has its total"),
        pytest.param(TWO_WALKS, walk(41, 41), TotalGap(), id="this time all arrived"),
        pytest.param(TWO_WALKS, walk(100, 98), TotalGap(2, 1, NOW), id="another difference begins anew"),
        pytest.param(TWO_WALKS, walk(41, 38), TotalGap(), id="too much is wanting"),
        pytest.param(TotalGap(), walk(167, 2), TotalGap(), id="gitlab's recording"),
        pytest.param(TotalGap(), walk(11, 2), TotalGap(), id="smarterdx's recording"),
        pytest.param(TotalGap(), walk(1, 0), TotalGap(), id="the only one never comes"),
        pytest.param(TWO_WALKS, walk(41, 20, failures=("HTTP 500",)), TWO_WALKS, id="a page did not arrive"),
        pytest.param(TWO_WALKS, walk(41, 40, lost=1), TWO_WALKS, id="a row without an id"),
        pytest.param(TWO_WALKS, walk(41, 40, cut=True), TWO_WALKS, id="a walk in circles"),
    ],
)
def test_the_difference_after_a_walk(before: TotalGap, facts: WalkFacts, after: TotalGap) -> None:
    assert gap_after(with_gap(make_status(), before), facts, now=NOW) == after


@pytest.mark.parametrize(
    ("total", "most"),
    [(1, 0), (2, 1), (39, 1), (40, 2), (60, 3), (199, 9), (200, 10), (2_000, 10), (25_000, 10)],
)
def test_how_much_may_be_wanting(total: int, most: int) -> None:
    assert largest_gap(total) == most


@pytest.mark.parametrize(
    ("gap", "accepted"),
    [
        (TotalGap(), False),
        (TotalGap(1, 1, NOW), False),
        (TotalGap(1, 2, NOW - DAY), False),
        (TotalGap(1, 100, NOW - DAY + timedelta(seconds=1)), False),
        (TotalGap(1, 3, NOW - DAY), True),
        (TotalGap(1, 3, NOW + DAY), False),
    ],
)
def test_three_walks_over_a_day_must_agree(gap: TotalGap, accepted: bool) -> None:
    assert gap.is_accepted(NOW) is accepted


def test_a_difference_on_trial_says_what_it_waits_for() -> None:
    reason = why_not_whole(walk(41, 40), TotalGap(1, 2, NOW - HOUR), now=NOW)
    assert reason == (
        "the board says it has 41 postings, 40 arrived; the difference is accepted when 3 scans over a day agree on it"
        " (2 so far)"
    )


def test_one_that_is_too_large_is_told_as_it_is() -> None:
    assert why_not_whole(walk(167, 2), TotalGap(), now=NOW) == "the board says it has 167 postings, 2 arrived"


def test_an_accepted_difference_excuses_nothing_else() -> None:
    accepted = TotalGap(1, 3, NOW - DAY)
    assert why_not_whole(walk(41, 40), accepted, now=NOW) is None
    failed = walk(41, 20, failures=("HTTP 500",))
    assert why_not_whole(failed, accepted, now=NOW) == why_incomplete(failed)


WALKS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 60), st.integers(1, 30)), max_size=12)


@given(WALKS)
def test_only_what_was_the_same_for_three_walks_and_a_day_is_ever_accepted(walks: list[tuple[int, int, int]]) -> None:
    status, now = make_status(last_complete_at=None), NOW
    past: list[tuple[datetime, int]] = []
    for total, unique, hours in walks:
        now += timedelta(hours=hours)
        gap = gap_after(status, walk(total, unique), now=now)
        status = with_gap(status, gap)
        past.append((now, total - unique))
        whole = why_not_whole(walk(total, unique), gap, now=now) is None
        same = [moment for moment, size in past[-gap.walks :] if size == total - unique]
        agreed = len(same) >= 3 and now - same[0] >= GAP_PERIOD
        assert whole == (total <= unique or (agreed and total - unique <= largest_gap(total)))
