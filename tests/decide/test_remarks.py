from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from jobscan.decide.scan.remarks import remarks_on
from tests.decide.postings import NOW, make_status

GAP = {"total_gap": 1, "total_gap_scans": 4, "total_gap_since": NOW - timedelta(days=2)}


@pytest.mark.parametrize(
    ("status", "remarks"),
    [
        ({}, ()),
        ({"error_message": "HTTP 500", "unread": 3}, ()),
        ({"collisions": 1}, ("1 row of the list has the id of another posting; both are kept",)),
        ({"collisions": 1_200}, ("1,200 rows of the list have the ids of other postings; all are kept",)),
        (
            {"quarantined_at": NOW, "missing": 40},
            (
                f"the board has looked emptied since {NOW:%Y-%m-%d}: 40 postings are missing, and nothing expires until"
                " enough scans agree; if the company has moved, `jobscan move greenhouse/acme URL`",
            ),
        ),
        ({"gone_since": NOW, "failures": 2, "error_message": "HTTP 404"}, ()),
        ({"failures": 9, "error_message": "HTTP 500"}, ()),
        (
            {"gone_since": NOW - timedelta(days=2), "failures": 3, "error_message": "HTTP 404"},
            (
                f"the board has not answered since {NOW - timedelta(days=2):%Y-%m-%d}; if the company has moved,"
                " `jobscan move greenhouse/acme URL`",
            ),
        ),
        (
            {"moved_from": "lever/acme"},
            ("the board has moved from lever/acme; stored postings are not matched with its new list yet",),
        ),
        ({**GAP, "last_complete_at": NOW - timedelta(days=3)}, ()),
        (
            {**GAP, "last_complete_at": NOW},
            (
                "the board says it has 1 posting more than it lists, in 4 scans in a row since"
                f" {NOW - timedelta(days=2):%Y-%m-%d}: accepted, its list counts as whole",
            ),
        ),
    ],
)
def test_what_there_is_to_know_of_a_board(status: dict[str, Any], remarks: tuple[str, ...]) -> None:
    assert remarks_on(make_status(**status)) == remarks
