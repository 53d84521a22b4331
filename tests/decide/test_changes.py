from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from jobscan.decide.posting.changes import TRACKED, UNTRACKED, changes_between, untracked_differ
from jobscan.domain.job import Job, Markup, PayInterval, Salary, Workplace
from tests.decide.postings import NOW, job

IDENTITY = {"job_key", "source_type", "source_identifier", "external_id"}


def test_every_field_is_tracked_or_not_on_purpose() -> None:
    assert {*TRACKED, *UNTRACKED, *IDENTITY, "content_hash", "description"} == {field.name for field in fields(Job)}


@pytest.mark.parametrize(
    ("changed", "changes"),
    [
        ({}, {}),
        ({"title": "Senior Engineer"}, {"title": ("Engineer", "Senior Engineer")}),
        ({"locations": ("Berlin", "Paris")}, {"location": ("Berlin", "Berlin; Paris")}),
        ({"company": "Acme Labs"}, {"company": ("Acme", "Acme Labs")}),
        ({"department": "R&D"}, {"department": (None, "R&D")}),
        ({"employment_type": "Intern"}, {"employment_type": (None, "internship")}),
        ({"workplace": "Remote"}, {"workplace": (None, "remote")}),
        (
            {"salary": Salary(1, 2, "EUR", PayInterval.HOUR)},
            {
                "salary_min": (None, 1.0),
                "salary_max": (None, 2.0),
                "salary_currency": (None, "EUR"),
                "salary_interval": (None, "hour"),
            },
        ),
        ({"description": "Build more."}, {"description": (None, "@@ -1 +1 @@\n-Build things.\n+Build more.")}),
        ({"description": "<p>Build<br>things.", "markup": Markup.HTML}, {}),
        ({"url": "https://b.com/", "language": "de", "posted_at": NOW, "updated_at": NOW}, {}),
    ],
)
def test_changes_are_named_with_old_and_new(changed: dict[str, Any], changes: dict[str, Any]) -> None:
    found = changes_between(job(), job(**changed))
    assert found == changes
    assert json.loads(json.dumps(found)) == {name: list(pair) for name, pair in changes.items()}
    assert {type(value) for pair in found.values() for value in pair} <= {str, float, type(None)}


@pytest.mark.parametrize(
    ("changed", "differ"),
    [
        ({}, False),
        ({"url": "https://b.com/"}, True),
        ({"apply_url": "https://b.com/"}, True),
        ({"language": "de"}, True),
        ({"posted_at": NOW}, True),
        ({"updated_at": NOW + timedelta(days=1)}, True),
        ({"fingerprint": "f2"}, True),
        ({"description": "<p>Build<br>things.", "markup": Markup.HTML}, True),
        ({"title": "Senior Engineer"}, False),
    ],
)
def test_what_makes_no_history_is_still_kept_up_to_date(changed: dict[str, Any], differ: bool) -> None:
    assert untracked_differ(job(), job(**changed)) is differ


@pytest.mark.parametrize(
    ("before", "changes"),
    [
        # Stored by a version that kept neither: what is read now may have been there.
        ({"workplace": None, "workplace_word": None}, {}),
        ({"offices": None}, {}),
        # The board says something else than it did.
        ({"workplace": Workplace.HYBRID, "workplace_word": None}, {"workplace": ("hybrid", "onsite")}),
        ({"workplace": None, "workplace_word": ""}, {"workplace": (None, "onsite")}),
        ({"offices": ""}, {"offices": ("", "Dublin")}),
        ({"workplace_word": "On-Site"}, {}),
    ],
)
def test_what_was_not_kept_is_no_change(before: dict[str, Any], changes: dict[str, tuple[object, object]]) -> None:
    new = job(locations=("Hybrid",), offices=("Dublin",), workplace="Fully Onsite")
    old = replace(new, **before)
    assert changes_between(old, new) == changes
    assert untracked_differ(old, new) or changes
