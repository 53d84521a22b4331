"""Texts are looked for by Unicode's rules, whatever part of the work a database takes over."""

from __future__ import annotations

import pytest

from jobscan.domain.job import JobFilter
from jobscan.persistence import Database, JobRepository
from jobscan.persistence.repositories.job import fold
from tests.persistence.nouns import stored_job

#: Kelvin's sign, the long s, ligatures, dots that come and go, letters that fold to two; and what patterns are made of.
TITLES = [
    "OK", "O\u212a", "ok", "BASIS", "Ba\u017fi\u017f", "o\ufb03ce", "OFFICE", "\u0130stanbul", "istanbul",
    "\u0131stanbul",
    "Stra\u00dfe", "STRASSE", "e\u0301cole", "ÉCOLE", "ecole", "100%", "a_b", "[x]", "*", "?", "~ \x7f",
    "C\\D", "日本語 ok",
]  # fmt: skip
NEEDLES = [*TITLES, "k", "s", "ss", "i", "ffi", "é", "[", "*[", "%", "_", "\\", "\u0307", "語"]


@pytest.mark.parametrize(
    ("field", "asked"),
    [("title", "titles"), ("company", "companies"), ("location", "locations"), ("department", "departments")],
)
async def test_what_is_found_is_what_python_finds(database: Database, field: str, asked: str) -> None:
    jobs = [stored_job(str(number), **{field: text}) for number, text in enumerate(TITLES)]
    async with database.write() as session:
        await JobRepository(session).bulk_upsert(jobs)

    async with database.read() as session:
        for needle in NEEDLES:
            found = await JobRepository(session).find(JobFilter(**{asked: (needle,)}))  # type: ignore[arg-type]
            texts = {getattr(stored.job, field) for stored in found}
            assert texts == {text for text in TITLES if fold(needle) in fold(text)}, needle


async def test_keys_come_as_their_jobs_do(database: Database) -> None:
    async with database.write() as session:
        await JobRepository(session).bulk_upsert([stored_job(str(number)) for number in range(20)])

    async with database.read() as session:
        for wanted in (
            JobFilter(),
            JobFilter(limit=3),
            JobFilter(titles=("engineer",), limit=3),
            JobFilter(titles=("none",)),
        ):
            found = await JobRepository(session).find(wanted)
            assert await JobRepository(session).find_keys(wanted) == [stored.job.job_key for stored in found]
