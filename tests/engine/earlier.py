"""Workday as version 0.1 read it: the id is what follows the last underscore of the address."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jobscan.domain.page import Page, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.sources.systems.workday import adapter as workday


class EarlierWorkday:
    """Today's adapter, but for the ids."""

    def __getattr__(self, name: str) -> Any:
        return getattr(workday, name)

    def parse(self, source: Source, request: Request, page: Page) -> ParsedPage:
        parsed = workday.parse(source, request, page)
        return replace(parsed, postings=tuple(map(_with_earlier_id, parsed.postings)))


def _with_earlier_id(posting: Posting) -> Posting:
    earlier = posting.external_id.rpartition("_")[2]
    job = replace(posting.job, external_id=earlier) if posting.job is not None else None
    return replace(posting, external_id=earlier, job=job, former_ids=(), face=None)
