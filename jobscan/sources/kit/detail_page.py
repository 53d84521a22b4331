"""Postings whose list is a web page and whose text is on pages of their own, as JSON-LD or as markup."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jobscan.domain.job import Markup, RawJob
from jobscan.domain.page import Audience, HostLimit, Purpose, Request
from jobscan.domain.posting import Face, ParsedPage, Posting
from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.html import WebPage, inner_html, parse_html
from jobscan.sources.kit.items import fingerprint
from jobscan.sources.kit.job_posting import JobPosting, read_posting
from jobscan.sources.kit.json_ld import find_postings

if TYPE_CHECKING:
    from datetime import datetime

    from jobscan.domain.page import Page

GONE = "it may have been taken down since the list was read; the next scan will show"


class ListedPage(NamedTuple):
    """What a list says of a posting that has a page of its own."""

    #: As the list gives it; `read_rows` makes it canonical.
    id: str | None
    #: Its public page.
    link: str
    #: "": only its page says it.
    title: str
    places: tuple[str, ...] = ()
    department: str | None = None
    employment_type: str | None = None
    workplace: str | None = None
    posted_at: datetime | None = None
    #: What changes when the posting does and is nothing of the above: the date of a site map.
    stamp: str | None = None


def detail_posting(row: ListedPage, external_id: str, limit: HostLimit, *, url: str | None = None) -> Posting:
    """Return the posting with the request for its page, or for ``url`` where that page is shown in another form."""
    # Days of a list move ("2 days ago"); they are no change of a posting.
    print_ = fingerprint(*row._replace(posted_at=None))
    detail = Request(
        url=url or row.link,
        limit=limit,
        headers={"Accept": "text/html"},
        purpose=Purpose.DETAIL,
        audience=Audience.PAGE,
        context=(external_id, print_, row),
    )
    face = Face(row.link, row.title, "; ".join(row.places) or None)
    return Posting(external_id=external_id, fingerprint=print_, detail=detail, face=face)


def read_detail(
    request: Request, page: Page, what: str, *, text_in: str | None = None, host: str | None = None
) -> ParsedPage:
    """Read the page that `detail_posting` asked for: its JobPosting, else the markup that ``text_in`` selects.

    What the list says of title, department, work model and day stands before what the page says. Raises `BoardError`
    when the page is gone, has no posting, or one whose own address is not at ``host``.
    """
    external_id, print_, row = request.context
    what = f"posting {external_id} of {what}"
    html = parse_html(page, what, missing=GONE)
    found = describe_page(html, what)
    if found is None:
        job = _from_markup(html, row, external_id, text_in)
        if job is None:
            raise BoardError(BoardFailure.UNREADABLE, f"{what}: its page describes no posting for machines")
    else:
        if host and found.url and urlsplit(found.url).hostname != host:
            raise BoardError(BoardFailure.NOT_FOUND, f"{what}: its page is of another employer's posting")
        job = _from_data(found, row, external_id)
        if not job.title.strip():
            raise BoardError(BoardFailure.UNREADABLE, f"{what}: its page gives no title")
    return ParsedPage(postings=(Posting(external_id=external_id, fingerprint=print_, job=job),))


def describe_page(html: WebPage, what: str) -> JobPosting | None:
    """Return the posting that a page is about, of several the one with its address; None when there is none."""
    postings = [read_posting(node, html.base) for node in find_postings(html, what).nodes[:20]]
    own = (posting for posting in postings if posting.url == html.base)
    return next(own, postings[0] if postings else None)


def _from_data(found: JobPosting, row: ListedPage, external_id: str) -> RawJob:
    job = found.to_job(external_id, row.link, title=row.title, department=row.department)
    return replace(
        job,
        # A legal entity, or a code of the system: the source's name is what people look for.
        company=None,
        url=row.link,
        locations=job.locations or row.places,
        employment_type=job.employment_type or row.employment_type,
        workplace=row.workplace or job.workplace,
        posted_at=row.posted_at or job.posted_at,
    )


def _from_markup(html: WebPage, row: ListedPage, external_id: str, text_in: str | None) -> RawJob | None:
    node = html.first(text_in) if text_in else None
    text = inner_html(node) if node is not None else ""
    if not text.strip() or not row.title:
        return None
    return RawJob(
        external_id=external_id,
        title=row.title,
        locations=row.places,
        url=row.link,
        department=row.department,
        employment_type=row.employment_type,
        workplace=row.workplace,
        posted_at=row.posted_at,
        description=text,
        markup=Markup.HTML,
    )
