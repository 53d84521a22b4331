"""Answers to parse, without a network."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from jobscan.domain.job import RawJob
from jobscan.domain.page import Page
from jobscan.domain.posting import ParsedPage
from jobscan.domain.source import Source
from jobscan.sources import ADAPTERS


def answer(body: bytes, *, status: int = 200, content_type: str = "application/json") -> Page:
    """Return the page of an answer with this body."""
    return Page(
        url="https://board.example/answer",
        status=status,
        headers={"content-type": content_type},
        body=body,
        body_hash=hashlib.sha256(body).hexdigest(),
        wire_bytes=len(body),
    )


def source(type_: str, identifier: str) -> Source:
    """Return a source that is named after its identifier."""
    return Source(type=type_, identifier=identifier, name=identifier)


def read(type_: str, body: bytes, *, identifier: str = "acme", status: int = 200) -> ParsedPage:
    """Parse a body as the answer to the first request of a board."""
    board = source(type_, identifier)
    adapter = ADAPTERS[type_]
    return adapter.parse(board, adapter.first_request(board), answer(body, status=status))


def as_json(value: object) -> bytes:
    """Write JSON with every character escaped, lone surrogates and NaN included."""
    return json.dumps(value).encode("ascii")


def jobs(parsed: ParsedPage) -> list[RawJob]:
    """Return the postings; fail when one of them could not be read."""
    assert parsed.problems == ()
    found = [posting.job for posting in parsed.postings if posting.job is not None]
    assert len(found) == len(parsed.postings)
    return found


def without(item: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Return the item without these keys."""
    return {key: value for key, value in item.items() if key not in keys}
