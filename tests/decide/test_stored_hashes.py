"""What databases hold of recorded boards: a fingerprint or hash that differs would make every posting a changed one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.posting import Posting
from jobscan.sources import ADAPTERS
from jobscan.sources.kit.items import job_fingerprint
from tests.fixtures.corpus import Corpus
from tests.sources.pages import answer, source


def _digest(corpus: Corpus, type_: str, identifier: str, path: str, detail: str | None) -> tuple[int, str]:
    """Return how many postings could be read, and a hash of their identities, fingerprints, hashes and texts."""
    # Comeet's list is asked for with a token, the others take no notice of it.
    board, adapter = replace(source(type_, identifier), token="ABCDEFGH12"), ADAPTERS[type_]
    parsed = adapter.parse(board, adapter.first_request(board), answer(corpus.read(path)))
    values = []
    if detail is not None:
        values += [posting.fingerprint for posting in parsed.postings]
        request = parsed.postings[0].detail
        assert request is not None
        parsed = adapter.parse(board, request, answer(corpus.read(detail)))
    jobs = [
        normalise(board, posting.job, _without_offices(posting))
        for posting in parsed.postings
        if posting.job is not None
    ]
    for job in jobs:
        values += [job.job_key, job.fingerprint, job.content_hash, job.description, job.title, job.location, job.url]
    return len(jobs), hashlib.sha256("\n".join(values).encode()).hexdigest()[:16]


def _without_offices(posting: Posting) -> str:
    """Return a posting's fingerprint as it was before offices were read: nothing else may make it another one."""
    assert posting.job is not None
    return job_fingerprint(replace(posting.job, offices=())) if posting.job.offices else posting.fingerprint


@pytest.mark.parametrize(
    ("type_", "identifier", "path", "postings", "original", "scrubbed"),
    [
        ("greenhouse", "canonical", "canonical.2020-08-31.first20.content", 20, "690416828b59f8f1", "d936aced3502495c"),
        ("greenhouse", "canonical", "canonical.2023-07-09.content", 175, "fd22bd14a8d96a85", "d4d9efe0a168676c"),
        ("greenhouse", "canonical", "canonical.2023-08-08.content", 191, "eb1bfbcfa06e7a2c", "e1270b8183e96c63"),
        ("greenhouse", "catawiki", "catawiki.2025-10-26.content", 50, "ff42210b1b67f07a", "677f915efb2058e9"),
        ("greenhouse", "anthropic", "anthropic.first4.content", 4, "4b384f029858e11e", "2da02be1ecbc3a37"),
        ("lever", "matchgroup", "matchgroup.full", 82, "5f36a9f49b022ce9", "1ca0cf2ba276c5e6"),
        ("lever", "spotify", "spotify.first4", 4, "aae50f99dbbb055c", "dddb96709c011c93"),
        ("ashby", "ramp", "ramp.full.compensation", 120, "98511996e3bfca26", "970318092f4757f7"),
        ("ashby", "linear", "linear.first2.compensation", 2, "235ed5d0dad716b6", "8400a358a48c637d"),
        ("comeet", "wiliot/F6.003", "wiliot_F6.003_positions_details", 2, "fd6d52a9bbff50a5", "c823743d50208d84"),
        (
            "workday",
            "gdit/wd5/External_Career_Site",
            "gdit.search-data-engineer.page0",
            1,
            "a3d155206923141c",
            "cb72664fabae3ff3",
        ),
    ],
)
def test_recorded_postings_are_known_again(
    corpus: Corpus, type_: str, identifier: str, path: str, postings: int, original: str, scrubbed: str
) -> None:
    """The originals as in November 2026, before texts were read faster; the scrubbed ones by the same code."""
    detail = "workday/gdit.job-detail.json" if type_ == "workday" else None
    digest = {"original": original, "scrubbed": scrubbed}[corpus.name]
    assert _digest(corpus, type_, identifier, f"{type_}/{path}.json", detail) == (postings, digest)
