from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.completeness import WalkFacts, why_incomplete


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param(WalkFacts(pages=1, rows=0, unique=0), None, id="an empty board that says nothing of totals"),
        pytest.param(WalkFacts(pages=1, rows=0, unique=0, total=0), None, id="an empty board"),
        pytest.param(WalkFacts(pages=1, rows=175, unique=175, total=175), None, id="one whole page"),
        pytest.param(WalkFacts(pages=3, rows=60, unique=60, total=60), None, id="three whole pages"),
        pytest.param(WalkFacts(pages=3, rows=62, unique=60, total=60), None, id="rows that moved, yet all seen"),
        pytest.param(WalkFacts(pages=1, rows=20, unique=18, total=20), None, id="repeated ids of one snapshot"),
        pytest.param(WalkFacts(pages=1, rows=21, unique=21, total=20), None, id="more than promised"),
        pytest.param(
            WalkFacts(pages=1, rows=2, unique=2, total=167),
            "the board says it has 167 postings, 2 arrived",
            id="gitlab's recording",
        ),
        pytest.param(
            WalkFacts(pages=1, rows=0, unique=0, total=5),
            "the board says it has 5 postings, 0 arrived",
            id="empty against its own total",
        ),
        pytest.param(
            WalkFacts(pages=2, rows=40, unique=39, total=40),
            "the board says it has 40 postings, 39 arrived",
            id="a row that slipped past between two pages",
        ),
        pytest.param(
            WalkFacts(pages=7, rows=120, unique=120, total=140, failures=("timeout after 60 s", "HTTP 500")),
            "2 of 7 pages did not arrive: timeout after 60 s",
            id="failed pages",
        ),
        pytest.param(
            WalkFacts(pages=2, rows=20, unique=20, failures=("HTTP 500",)),
            "1 of 2 pages did not arrive: HTTP 500",
            id="a failed page of a board without totals",
        ),
        pytest.param(
            WalkFacts(pages=500, rows=10_000, unique=20, cut=True),
            "the list repeats itself: it did not end after 500 pages",
            id="a loop",
        ),
        pytest.param(
            WalkFacts(pages=1, rows=18, unique=18, total=18, lost=2),
            "2 of 20 postings carry no id or are out of reach",
            id="lost rows",
        ),
    ],
)
def test_only_a_whole_board_is_complete(facts: WalkFacts, reason: str | None) -> None:
    assert why_incomplete(facts) == reason


counts = st.integers(0, 50)


@given(
    st.builds(
        WalkFacts,
        pages=st.integers(1, 9),
        rows=counts,
        unique=counts,
        total=st.none() | counts,
        lost=st.integers(0, 2),
        failures=st.lists(st.just("HTTP 500"), max_size=2).map(tuple),
        cut=st.booleans(),
    )
)
def test_a_scan_with_any_doubt_is_incomplete(facts: WalkFacts) -> None:
    doubt = facts.failures or facts.cut or facts.lost
    short = facts.total is not None and (facts.rows if facts.pages == 1 else facts.unique) < facts.total
    assert (why_incomplete(facts) is not None) == bool(doubt or short)
