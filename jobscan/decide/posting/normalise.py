"""RawJob → Job: the only place where a posting's text is cleaned, capped, put into common words and hashed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.decide.posting.places import names_a_place
from jobscan.decide.posting.vocabulary import common_employment_type, common_workplace, sound_salary
from jobscan.domain.job import Job, Markup
from jobscan.utils.hashing import compute_clean_content_hash, compute_job_key
from jobscan.utils.text import clean_line, clean_text, escaped_html_to_text, html_to_text
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.domain.job import RawJob
    from jobscan.domain.source import Source

#: Characters. The mail library needs 9 s for a subject of 200,000 (measured 2026-11); 500 is beyond any real title.
TITLE_LIMIT = 500
LINE_LIMIT = 500
LOCATION_LIMIT = 1_000
EXTERNAL_ID_LIMIT = 500
#: Characters of HTML. The longest real description seen has 29,000.
DESCRIPTION_LIMIT = 256 * 1024

UNTITLED = "(untitled)"


def normalise(source: Source, raw: RawJob, fingerprint: str) -> Job:
    """Return the posting ready to be stored.

    After this, rendering any field to a mail, a table, CSV, HTML or JSON cannot fail. Equal content gives an equal
    ``content_hash``, whatever its markup and blanks.
    """
    title = clean_line(raw.title, TITLE_LIMIT) or UNTITLED
    location = _join_places(raw.locations)
    description = _plain_description(raw.description, raw.markup)
    salary = sound_salary(raw.salary)
    return Job(
        job_key=compute_job_key(source.type, source.identifier, raw.external_id),
        source_type=source.type,
        source_identifier=source.identifier,
        external_id=stored_id(raw.external_id),
        title=title,
        company=clean_line(raw.company, LINE_LIMIT) or clean_line(source.name, LINE_LIMIT),
        location=location,
        offices="" if names_a_place(location) else _join_places(raw.offices),
        url=clean_url(raw.url) or "",
        apply_url=clean_url(raw.apply_url),
        department=clean_line(raw.department, LINE_LIMIT) or None,
        employment_type=common_employment_type(clean_line(raw.employment_type, LINE_LIMIT)),
        workplace=common_workplace(raw.workplace),
        workplace_word=clean_line(raw.workplace, LINE_LIMIT),
        salary_min=salary.minimum if salary else None,
        salary_max=salary.maximum if salary else None,
        salary_currency=salary.currency if salary else None,
        salary_interval=salary.interval if salary else None,
        language=clean_line(raw.language, 35) or None,
        posted_at=raw.posted_at,
        updated_at=raw.updated_at,
        fingerprint=fingerprint,
        content_hash=compute_clean_content_hash(title, description, location),
        description=description,
    )


def stored_id(external_id: str) -> str:
    """Return an external id fit to be stored and shown; the identity itself uses the original id."""
    return clean_line(external_id, EXTERNAL_ID_LIMIT)


def _join_places(places: Iterable[str]) -> str:
    """Join the places by "; ": each once regardless of case, in the board's order, only whole ones, within the cap."""
    seen: set[str] = set()
    kept: list[str] = []
    length = 0
    for place in places:
        clean = clean_line(place, LOCATION_LIMIT)
        folded = clean.casefold()
        if not clean or folded in seen:
            continue
        length += len(clean) + 2
        if kept and length > LOCATION_LIMIT:
            break
        seen.add(folded)
        kept.append(clean)
    return "; ".join(kept)


def _plain_description(text: str, markup: Markup) -> str:
    if markup is Markup.TEXT:
        return clean_text(text, DESCRIPTION_LIMIT)
    if markup is Markup.ESCAPED_HTML:
        return escaped_html_to_text(text, DESCRIPTION_LIMIT)
    return html_to_text(text, DESCRIPTION_LIMIT)
