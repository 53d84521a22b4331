from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobscan.decide.history import TRACKED, UNTRACKED, changes_between, diff_text, untracked_differ
from jobscan.domain.job import Job, Markup, PayInterval, Salary
from tests.decide.postings import NOW, job
from tests.utils.timing import own_seconds

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
    ("old", "new", "diff"),
    [
        ("a", "a", ""),
        ("", "a", "@@ -1 +1 @@\n-\n+a"),
        ("a\nb\nc\nd\ne", "a\nb\nx\nd\ne", "@@ -2,3 +2,3 @@\n b\n-c\n+x\n d"),
        ("a\nb", "a\nb\nc", "@@ -2 +2,2 @@\n b\n+c"),
        ("--- a\n+++ b", "--- a", "@@ -1,2 +1 @@\n --- a\n-+++ b"),
    ],
)
def test_a_diff_shows_the_changed_lines_with_their_neighbours(old: str, new: str, diff: str) -> None:
    assert diff_text(old, new) == diff


lines = st.lists(st.sampled_from(["", "a", "b", "- a", "+b", "@@"]), min_size=1, max_size=12)


def _side(diff: str, sign: str) -> list[str]:
    return [line[1:] for line in diff.split("\n") if line.startswith(sign)]


@given(lines, lines)
def test_a_diff_removes_what_only_the_old_has_and_adds_what_only_the_new_has(old: list[str], new: list[str]) -> None:
    diff = diff_text("\n".join(old), "\n".join(new))
    removed, added = _side(diff, "-"), _side(diff, "+")
    assert len(new) - len(old) == len(added) - len(removed)
    assert sorted([*old, *added]) == sorted([*new, *removed])
    assert (diff == "") == (old == new)


def test_texts_of_too_many_lines_are_replaced_as_a_whole() -> None:
    old, new = [f"old {number}" for number in range(400)], [f"new {number}" for number in range(300)]
    diff = diff_text("\n".join(old), "\n".join(new))
    assert diff.split("\n")[0] == "@@ -1,400 +1,300 @@"
    assert (_side(diff, "-"), _side(diff, "+")) == (old, new)


@pytest.mark.parametrize("sizes", [(100, 199), (502, 199), (141, 141), (316, 316), (131_072, 131_072)])
@pytest.mark.parametrize(
    ("old", "new"), [("ax", "ab"), ("a", "ab"), ("ab", "ba"), ("a", "a#"), ("ab", "a#"), ("aab", "#aa")]
)
def test_no_pair_of_texts_holds_the_loop_up(sizes: tuple[int, int], old: str, new: str) -> None:
    """A "#" stands for a line that comes once."""
    before = "\n".join(old[number % len(old)] for number in range(sizes[0]))
    after = "\n".join(new[number % len(new)].replace("#", f"#{number}") for number in range(sizes[1]))
    assert own_seconds(lambda: diff_text(before, after)) < 0.15
