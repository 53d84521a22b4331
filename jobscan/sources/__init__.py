"""The boards' formats, one sans-I/O file each. A new system is one file here and one line in ``ADAPTERS``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.sources import ashby, greenhouse, lever
from jobscan.sources.comeet import adapter as comeet
from jobscan.sources.kit.adapter import Adapter
from jobscan.sources.kit.candidates import Candidate, merge_candidates
from jobscan.sources.kit.detection import decode_name
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.workday import adapter as workday

if TYPE_CHECKING:
    from jobscan.domain.source import Source

ADAPTERS: dict[str, Adapter] = {
    greenhouse.TYPE: greenhouse,
    lever.TYPE: lever,
    ashby.TYPE: ashby,
    workday.TYPE: workday,
    comeet.TYPE: comeet,
}


def identifier_problem(adapter: Adapter, identifier: str) -> str | None:
    """Say what is wrong with an identifier as people write it, and what to write; None when it can be one.

    One that was copied from an address bar ("Acme%20AI") would be encoded again on its way to the board, which then
    knows no such name.
    """
    meant = decode_name(identifier)
    if meant != identifier and adapter.check_identifier(meant) is None:
        return f'"{identifier}" is percent-encoded, as addresses are; write "{meant}"'
    return adapter.check_identifier(identifier)


def detect_source(url: str) -> Source | None:
    """Recognise a board of any system by one of its URLs; None when it is no system's."""
    return next((source for adapter in ADAPTERS.values() if (source := adapter.detect(url))), None)


def detect_sources_in(html: str) -> tuple[Candidate, ...]:
    """Find the boards of any system that an employer's own page names, each once, the likeliest first."""
    page = EmployerPage(html)
    return merge_candidates(found for adapter in ADAPTERS.values() for found in adapter.detect_in(page))


__all__ = ["ADAPTERS", "Adapter", "Candidate", "detect_source", "detect_sources_in", "identifier_problem"]
