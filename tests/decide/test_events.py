from __future__ import annotations

from typing import Any

import pytest

from jobscan.decide.scan.lifecycle import JobPlan, event_of, plan_content, plan_sighting
from jobscan.domain.event import JobEvent
from jobscan.domain.job import ChangeKind, JobStatus
from tests.decide.postings import NOW, job, known, stored

EXPIRED: dict[str, Any] = {"status": JobStatus.EXPIRED, "misses": 2, "version": 4}
BACK = {"status": ("expired", "active")}


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(JobPlan(), id="nothing to write"),
        pytest.param(plan_sighting(known(misses=1), "f2", NOW, now=NOW), id="bookkeeping"),
        pytest.param(plan_content(job(url="https://b.com/1"), stored(job()), now=NOW), id="an address moved"),
        pytest.param(JobPlan(kind=ChangeKind.REOPENED), id="a kind without a posting"),
    ],
)
def test_what_nobody_is_to_be_told_of_is_no_event(plan: JobPlan) -> None:
    assert event_of(plan) is None


def test_a_new_posting_is_an_event_without_changes() -> None:
    expected = JobEvent(job_key=job().job_key, kind=ChangeKind.NEW, version=1, job=job(), changes={})
    assert event_of(plan_content(job(), None, now=NOW)) == expected


@pytest.mark.parametrize(
    ("fields", "changed", "kind", "changes"),
    [
        ({"version": 3}, {"title": "Boss"}, ChangeKind.UPDATED, {"title": ("Engineer", "Boss")}),
        ({"version": 3}, {"department": "R&D"}, ChangeKind.AMENDED, {"department": (None, "R&D")}),
        (EXPIRED, {}, ChangeKind.REOPENED, BACK),
        (EXPIRED, {"title": "Boss"}, ChangeKind.REOPENED, BACK | {"title": ("Engineer", "Boss")}),
    ],
)
def test_a_changed_posting_is_an_event_with_what_changed(
    fields: dict[str, Any], changed: dict[str, Any], kind: ChangeKind, changes: dict[str, Any]
) -> None:
    after, before = job(**changed), stored(job(), **fields)
    found = event_of(plan_content(after, before, now=NOW))
    assert found == JobEvent(job_key=after.job_key, kind=kind, version=before.version + 1, job=after, changes=changes)


def test_a_posting_that_is_back_unread_is_an_event_whose_text_is_in_the_database() -> None:
    found = event_of(plan_sighting(known(**EXPIRED), "f1", None, now=NOW))
    assert found == JobEvent(job_key="k1", kind=ChangeKind.REOPENED, version=5, job=None, changes=BACK)
