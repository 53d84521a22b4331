"""What a posting's own page adds to a row that has no text: its description for machines, where the page has one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.html import parse_html
from jobscan.sources.kit.job_posting import read_posting
from jobscan.sources.kit.json_ld import find_postings

if TYPE_CHECKING:
    from jobscan.domain.job import RawJob
    from jobscan.domain.page import Page
    from jobscan.sources.kit.job_posting import JobPosting

_GONE = "it may have been taken down since the list was read; the next scan will show"


def with_page(job: RawJob, page: Page, what: str) -> RawJob:
    """Return the posting of a row with what its page says besides; the row's own values stand.

    A page without a JobPosting of schema.org adds nothing. Raises `BoardError` for another status than 200, for what is
    no web page, and for a page that does not even hold the posting's id: a login, a challenge, the site's front page.
    """
    web_page = parse_html(page, what, missing=_GONE)
    nodes = find_postings(web_page, what).nodes
    found = [read_posting(node, page.url) for node in nodes]
    if len(found) > 1:
        # Others that are like it.
        found = [posting for posting in found if posting.title and posting.title.strip() == job.title.strip()][:1]
    if found:
        return _merged(job, found[0])
    if job.external_id not in web_page.source:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is not the page of this posting")
    return job


def _merged(job: RawJob, posting: JobPosting) -> RawJob:
    return replace(
        job,
        company=job.company or posting.company,
        locations=job.locations or posting.places or posting.applicants,
        employment_type=job.employment_type or posting.employment_type,
        workplace=job.workplace or posting.workplace,
        salary=job.salary or posting.salary,
        language=job.language or posting.language,
        posted_at=job.posted_at or posting.posted_at,
        updated_at=job.updated_at or posting.updated_at,
        description=posting.description or job.description,
        markup=posting.markup if posting.description else job.markup,
    )
