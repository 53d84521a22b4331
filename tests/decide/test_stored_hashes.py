"""What databases hold of recorded boards: a fingerprint or hash that differs would make every posting a changed one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from jobscan.decide.normalise import normalise
from jobscan.sources import ADAPTERS
from tests.fixtures.corpus import recorded
from tests.sources.pages import answer, source


def _digest(type_: str, identifier: str, path: str, detail: str | None) -> tuple[int, str]:
    """Return how many postings could be read, and a hash of their identities, fingerprints, hashes and texts."""
    # Comeet's list is asked for with a token, the others take no notice of it.
    board, adapter = replace(source(type_, identifier), token="ABCDEFGH12"), ADAPTERS[type_]
    parsed = adapter.parse(board, adapter.first_request(board), answer(recorded(path)))
    values = []
    if detail is not None:
        values += [posting.fingerprint for posting in parsed.postings]
        request = parsed.postings[0].detail
        assert request is not None
        parsed = adapter.parse(board, request, answer(recorded(detail)))
    jobs = [
        normalise(board, posting.job, posting.fingerprint) for posting in parsed.postings if posting.job is not None
    ]
    for job in jobs:
        values += [job.job_key, job.fingerprint, job.content_hash, job.description, job.title, job.location, job.url]
    return len(jobs), hashlib.sha256("\n".join(values).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("type_", "identifier", "path", "postings", "digest"),
    [
        ("greenhouse", "canonical", "canonical.2020-08-31.first20.content", 20, "690416828b59f8f1"),
        ("greenhouse", "canonical", "canonical.2023-07-09.content", 175, "fd22bd14a8d96a85"),
        ("greenhouse", "canonical", "canonical.2023-08-08.content", 191, "eb1bfbcfa06e7a2c"),
        ("greenhouse", "catawiki", "catawiki.2025-10-26.content", 50, "ff42210b1b67f07a"),
        ("greenhouse", "anthropic", "anthropic.first4.content", 4, "4b384f029858e11e"),
        ("lever", "matchgroup", "matchgroup.full", 82, "5f36a9f49b022ce9"),
        ("lever", "spotify", "spotify.first4", 4, "aae50f99dbbb055c"),
        ("ashby", "ramp", "ramp.full.compensation", 120, "98511996e3bfca26"),
        ("ashby", "linear", "linear.first2.compensation", 2, "235ed5d0dad716b6"),
        ("comeet", "wiliot/F6.003", "wiliot_F6.003_positions_details", 2, "fd6d52a9bbff50a5"),
        ("workday", "gdit/wd5/External_Career_Site", "gdit.search-data-engineer.page0", 1, "a3d155206923141c"),
    ],
)
def test_recorded_postings_are_known_again(type_: str, identifier: str, path: str, postings: int, digest: str) -> None:
    """As they were in November 2026, before texts were read faster."""
    detail = "workday/gdit.job-detail.json" if type_ == "workday" else None
    assert _digest(type_, identifier, f"{type_}/{path}.json", detail) == (postings, digest)
