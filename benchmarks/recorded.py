"""What reading a posting costs on each system of the registry, over its recordings: a slow adapter shows.

A recording says nothing of the request that it answers. What an adapter reads as a list is one; what it reads as the
details of a row of these is one of those. A system whose recordings give no posting is measured on its sample.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from xml.etree.ElementTree import ParseError, fromstring

from benchmarks.detection import NAMES
from benchmarks.harness import Table, in_turns, ratio, timed
from jobscan.decide.posting.normalise import normalise
from jobscan.domain.job import Job, RawJob
from jobscan.domain.page import Page, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError
from jobscan.sources import ADAPTERS, SYSTEMS
from tests.sources.pages import answer
from tests.sources.sample_board import SampleBoard, walk

_ROOT = Path(__file__).parents[1] / "tests" / "recordings"
_TYPES = {".html": "text/html", ".xml": "application/xml", ".rss": "application/xml", ".json": "application/json"}
#: Rows whose details a recording is tried as; each row's request may carry what its details need.
_TRIED, _MOST = 5, 20
#: Seconds of one round: enough to be measured, short enough for fifty systems.
_ROUND_S = 0.008


@dataclass(slots=True)
class Recorded:
    """What is recorded of a system, as it is asked for."""

    source: Source
    lists: list[tuple[Request, Page]] = field(default_factory=list)
    details: list[tuple[Request, Page]] = field(default_factory=list)
    #: Rows in all lists, and requests for further pages: a list that was cut asks for as many as it had once.
    rows: int = 0
    further: int = 0
    jobs: list[tuple[RawJob, str]] = field(default_factory=list)
    #: Details that the rows ask for.
    wanted: list[Request] = field(default_factory=list)
    #: There is no usable recording of a list.
    is_sample: bool = False

    def parse(self, asked: Sequence[tuple[Request, Page]]) -> list[Posting]:
        """Read these pages."""
        parse = ADAPTERS[self.source.type].parse
        return [posting for request, page in asked for posting in parse(self.source, request, page).postings]

    def normalise(self) -> list[Job]:
        """Make jobs, ready to be stored, of all that was read."""
        return [normalise(self.source, raw, fingerprint) for raw, fingerprint in self.jobs]

    def add(self, request: Request, page: Page, parsed: ParsedPage) -> None:
        """Take in a page that could be read."""
        is_detail = request.purpose is Purpose.DETAIL
        (self.details if is_detail else self.lists).append((request, page))
        if not is_detail:
            self.rows += len(parsed.postings)
            self.further += len(parsed.next)
        for posting in parsed.postings:
            if posting.job is not None:
                self.jobs.append((posting.job, posting.fingerprint))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a posting costs, in µs of CPU."""

    #: Of a row, or of a request for a further page.
    per_row: float
    per_detail: float
    per_job: float
    #: The same bodies and texts through the standard library's parsers.
    library: float

    @property
    def whole(self) -> float:
        """Return what one new posting costs: its row, its details where they are asked for, its cleaning."""
        return self.per_row + self.per_detail + self.per_job


def measure_recorded(rounds: int) -> tuple[Table, dict[str, float]]:
    """Measure every system; the figures are those of the slowest one, and µs for each."""
    found = {system: recorded_of(system) for system in SYSTEMS}
    steps: dict[str, Callable[[int], Cost]] = {system: _measuring(recorded) for system, recorded in found.items()}
    spent = in_turns(steps, rounds)
    ratios = {
        system: ratio([cost.whole for cost in costs], [cost.library for cost in costs])
        for system, costs in spent.items()
    }
    micros = {system: statistics.median(cost.whole for cost in costs) for system, costs in spent.items()}
    slowest = sorted(SYSTEMS, key=lambda system: -micros[system])
    rows = tuple(_row(found[system], spent[system], ratios[system]) for system in slowest)
    columns = ("system", "rows", "details", "µs row", "µs details", "µs normalise", "µs posting", "to library")
    title = f"CPU of a recorded posting, medians of {rounds} rounds, the slowest first (* its sample board)"
    figures = {
        "slowest_recorded_to_library": max(ratios.values()),
        "slowest_recorded_to_median": micros[slowest[0]] / statistics.median(micros.values()),
        **{f"{system}_recorded_us": micros[system] for system in SYSTEMS},
    }
    return Table(title=title, columns=columns, rows=rows), figures


def recorded_of(system: str) -> Recorded:
    """Return what is recorded of a system, as far as its adapter can read it without the requests of then."""
    sample: SampleBoard = import_module(f"tests.sources.boards.{system.replace('-', '_')}").BOARD
    folders = [folder for folder in sorted(_ROOT.iterdir()) if NAMES.get(folder.name, folder.name) == system]
    left = [_page_of(path) for folder in folders for path in sorted(folder.glob("*.gz"))]
    asked = walk(sample.source, sample.answers).requests
    lists = [request for request in asked if request.purpose is not Purpose.DETAIL]
    recorded = Recorded(sample.source)
    for page in tuple(left):
        if taken := _take(recorded, lists[:_TRIED], page):
            left.remove(page)
            recorded.wanted += [posting.detail for posting in taken.postings if posting.detail is not None][:_TRIED]
    for page in left:
        _take(recorded, [*recorded.wanted, *(request for request in asked if request not in lists)][:_MOST], page)
    if not recorded.rows or not recorded.jobs:
        _add_sample(recorded, sample, asked)
    return recorded


def _take(recorded: Recorded, requests: Iterable[Request], page: Page) -> ParsedPage | None:
    """Add a page under the first request that it can be the answer to."""
    for request in requests:
        try:
            parsed = ADAPTERS[recorded.source.type].parse(recorded.source, request, page)
        except BoardError:
            continue
        if any(posting.job or posting.detail for posting in parsed.postings):
            recorded.add(request, page, parsed)
            return parsed
    return None


def _add_sample(recorded: Recorded, sample: SampleBoard, asked: Iterable[Request]) -> None:
    """Take from the sample what no recording gives: lists, or postings."""
    recorded.is_sample = not recorded.rows
    has_rows = bool(recorded.rows)
    for request in asked:
        if has_rows and request.purpose is not Purpose.DETAIL:
            continue
        given = sample.answers(request)
        _take(recorded, [request], given if isinstance(given, Page) else answer(given))


def _page_of(path: Path) -> Page:
    suffix = Path(path.name.removesuffix(".gz")).suffix
    return answer(gzip.decompress(path.read_bytes()), content_type=_TYPES.get(suffix, "text/html"))


def _measuring(recorded: Recorded) -> Callable[[int], Cost]:
    def measure(_round: int) -> Cost:
        rows = _spent(partial(recorded.parse, recorded.lists)) / (recorded.rows + recorded.further)
        details = _spent(partial(recorded.parse, recorded.details)) / max(1, len(recorded.details))
        plain_rows = _spent(partial(_plainly, recorded.lists)) / max(1, recorded.rows)
        plain_details = _spent(partial(_plainly, recorded.details)) / max(1, len(recorded.details))
        texts = _spent(partial(_texts, recorded)) / len(recorded.jobs)
        return Cost(
            per_row=rows,
            per_detail=details if recorded.details else 0.0,
            per_job=_spent(recorded.normalise) / len(recorded.jobs),
            library=plain_rows + (plain_details if recorded.details else 0.0) + texts,
        )

    return measure


def _spent(work: Callable[[], object]) -> float:
    """Return the µs of CPU of one call, of as many as take a while."""
    total, calls = 0.0, 0
    while total < _ROUND_S and calls < 1_000:
        _, sample = timed(work)
        total, calls = total + sample.cpu_s, calls + 1
    return total * 1e6 / calls


class _Text(HTMLParser):
    """Takes markup apart, and keeps the text."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _plainly(asked: Sequence[tuple[Request, Page]]) -> None:
    """Take bodies apart with the parsers of the standard library, and do nothing with them."""
    for _, page in asked:
        try:
            if page.content_type == "application/json":
                json.loads(page.body)
            elif page.content_type == "application/xml":
                fromstring(page.body)
            else:
                _Text().feed(page.body.decode(errors="replace"))
        except (ValueError, ParseError):
            _Text().feed(page.body.decode(errors="replace"))


def _texts(recorded: Recorded) -> None:
    for raw, _ in recorded.jobs:
        text = _Text()
        text.feed(raw.description)
        hashlib.sha256("".join((raw.title, *raw.locations, *text.parts)).encode(errors="replace")).hexdigest()


def _row(recorded: Recorded, costs: Sequence[Cost], to_library: float) -> tuple[str, ...]:
    def middle(values: Iterable[float]) -> str:
        value = statistics.median(values)
        return f"{value:,.0f}" if value >= 0.5 else "–"

    return (
        recorded.source.type + (" *" if recorded.is_sample else ""),
        f"{recorded.rows:,}",
        f"{len(recorded.details):,}",
        middle(cost.per_row for cost in costs),
        middle(cost.per_detail for cost in costs),
        middle(cost.per_job for cost in costs),
        middle(cost.whole for cost in costs),
        f"{to_library:.2f}",
    )
