from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.scan.unread import ReadingFacts, Verdict, judge_reading
from jobscan.domain.scan import ScanOutcome

GAP = "1 of 3 pages did not arrive: HTTP 500"
REFUSED = "posting JR1: HTTP 403, the server refuses to show it"
INCOMPLETE, FAILED = ScanOutcome.INCOMPLETE, ScanOutcome.FAILED


def facts(listed: int, read: int, reason: str | None = REFUSED) -> ReadingFacts:
    unread = listed - read
    return ReadingFacts(listed=listed, read=read, unread=unread, first_reason=reason if unread else None)


@pytest.mark.parametrize(
    ("gap", "found", "verdict"),
    [
        pytest.param(None, facts(30, 30), None, id="a whole board"),
        pytest.param(None, facts(0, 0), None, id="an empty board"),
        pytest.param(
            None,
            facts(31, 30),
            Verdict(INCOMPLETE, f"1 of 31 postings could not be read: {REFUSED}"),
            id="one new posting of a known board is refused",
        ),
        pytest.param(
            None,
            facts(8, 3),
            Verdict(INCOMPLETE, f"5 of 8 postings could not be read: {REFUSED}"),
            id="a first scan, read by half",
        ),
        pytest.param(
            None,
            facts(1_030, 0),
            Verdict(FAILED, f"none of 1,030 postings could be read: {REFUSED}"),
            id="all details are refused",
        ),
        pytest.param(
            None, facts(1, 0), Verdict(FAILED, f"the only posting could not be read: {REFUSED}"), id="the only one"
        ),
        pytest.param(
            None, facts(2, 1, None), Verdict(INCOMPLETE, "1 of 2 postings could not be read"), id="without a reason"
        ),
        pytest.param(GAP, facts(30, 30), Verdict(INCOMPLETE, GAP), id="a page is missing, the rest is read"),
        pytest.param(
            GAP,
            facts(30, 28),
            Verdict(INCOMPLETE, f"{GAP}; 2 of 30 postings could not be read: {REFUSED}"),
            id="a page is missing, and of the rest some are unread",
        ),
        pytest.param(
            GAP,
            facts(30, 0),
            Verdict(FAILED, f"{GAP}; none of 30 postings could be read: {REFUSED}"),
            id="a page is missing, and of the rest all are unread",
        ),
        pytest.param(
            "the board says it has 5 postings, 0 arrived",
            facts(0, 0),
            Verdict(FAILED, "the board says it has 5 postings, 0 arrived"),
            id="nothing came of what was promised",
        ),
    ],
)
def test_what_is_wrong_with_a_scan(gap: str | None, found: ReadingFacts, verdict: Verdict | None) -> None:
    assert judge_reading(gap, found) == verdict


@given(st.none() | st.just(GAP), st.integers(0, 50), st.integers(0, 50))
def test_nothing_listed_and_unread_passes_and_who_reads_nothing_has_failed(
    gap: str | None, read: int, unread: int
) -> None:
    verdict = judge_reading(gap, facts(read + unread, read))
    assert (verdict is None) == (gap is None and unread == 0)
    if verdict is not None:
        assert verdict.outcome is (INCOMPLETE if read else FAILED)
