"""What reading a posting costs, from a board's bytes to a job ready to be stored, on the systems that are simulated.

The pages are those of a simulated market, another one each round, so that nothing is known beforehand but what boards
of a system repeat. CPU time of one pass over all postings of a round. A second table shows every system, over its
recordings.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks.harness import Options, Report, Table, in_turns, ratio, spread, timed
from benchmarks.recorded import measure_recorded
from benchmarks.stacks import read_with_best, read_with_library
from jobscan.decide.posting.normalise import normalise
from jobscan.domain.job import Job, RawJob
from jobscan.domain.page import Page, Purpose, Request
from jobscan.domain.posting import ParsedPage, Posting
from jobscan.domain.source import Source
from jobscan.simulator import SYSTEMS, Market, MarketSettings, SimulatedBoard
from jobscan.simulator.server.exchange import SimulatedRequest
from jobscan.sources import ADAPTERS
from jobscan.sources.kit.items import job_fingerprint
from jobscan.utils.hashing import compute_job_key
from tests.simulator.scanning import page_of

#: Boards of each system in a round, and postings on each.
BOARDS, POSTINGS = 2, 100

#: Step → its column.
_STEPS = {
    "list": "list",
    "details": "details",
    "fingerprint": "fingerprint",
    "normalise": "normalise",
    "new": "new",
    "unchanged": "unchanged",
    "library": "library",
    "best": "best stack",
}
#: Those that are sums of steps.
_WHOLE = ("new", "library", "best")


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a board answers to a first scan, and what was read of it."""

    source: Source
    lists: list[tuple[Request, Page]] = field(default_factory=list)
    details: list[tuple[Request, Page]] = field(default_factory=list)
    postings: list[tuple[RawJob, str]] = field(default_factory=list)
    #: Job key → fingerprint, as a database would know them.
    known: dict[str, str] = field(default_factory=dict)

    def parse(self, request: Request, page: Page) -> ParsedPage:
        """Read a page."""
        return ADAPTERS[self.source.type].parse(self.source, request, page)

    def parse_lists(self) -> list[Posting]:
        """Read all pages of the list."""
        return [posting for asked in self.lists for posting in self.parse(*asked).postings]

    def parse_details(self) -> list[Posting]:
        """Read the details, of systems that have them."""
        return [posting for asked in self.details for posting in self.parse(*asked).postings]

    def read_new(self) -> list[Job]:
        """Read all postings as if none was known."""
        return [
            normalise(self.source, posting.job, posting.fingerprint)
            for posting in (*self.parse_lists(), *self.parse_details())
            if posting.job is not None
        ]

    def read_known(self) -> int:
        """Read a list that differs in bytes, but not in its postings; return how many are as they were."""
        return sum(
            self.known[compute_job_key(self.source.type, self.source.identifier, posting.external_id)]
            == posting.fingerprint
            for posting in self.parse_lists()
        )


def measure(options: Options) -> Report:
    """Measure each system; the figures are medians of the ratios, round by round."""
    rows, figures = [], {}
    for system in SYSTEMS:
        rounds = [_scans(system, seed) for seed in range(options.rounds)]
        spent = in_turns({name: _step(name, system, rounds) for name in _STEPS}, options.rounds)
        rows.append((system, *(_cell(spent[name], whole=name in _WHOLE) for name in _STEPS)))
        figures[f"{system}_new_to_library"] = ratio(spent["new"], spent["library"])
        figures[f"{system}_new_to_best_stack"] = ratio(spent["new"], spent["best"])
        figures[f"{system}_unchanged_to_new"] = ratio(spent["unchanged"], spent["new"])
        figures[f"{system}_unchanged_to_library"] = ratio(spent["unchanged"], spent["library"])
    recorded, recorded_figures = measure_recorded(options.rounds)
    title = f"CPU µs per posting, median (and least–most) of {options.rounds} rounds of {BOARDS * POSTINGS} postings"
    notes = (
        "new = list + details + normalise, fingerprint and hashes included; unchanged = list + look-up, no HTML work",
        "library = json.loads + html.parser + SHA-256; best stack = msgspec + one re.split + SHA-256, nothing cleaned",
        "recorded: a row, its details and its cleaning, one after the other; short texts, read many times over",
    )
    return Report(
        tables=(Table(title=title, columns=("system", *_STEPS.values()), rows=tuple(rows)), recorded),
        figures=figures | recorded_figures,
        notes=notes,
    )


def _cell(spent: list[float], *, whole: bool) -> str:
    if whole:
        return spread(spent, "{:.0f}")
    middle = statistics.median(spent)
    return f"{middle:.0f}" if middle >= 0.5 else "–"


def _step(name: str, system: str, rounds: list[list[Scan]]) -> Callable[[int], float]:
    """Return what measures a step in a round, in µs per posting."""

    def spend(number: int) -> float:
        scans = rounds[number]
        run = _work(name, system, scans)
        _, sample = timed(run)
        return sample.cpu_s * 1e6 / sum(len(scan.postings) for scan in scans)

    return spend


def _work(name: str, system: str, scans: list[Scan]) -> Callable[[], object]:
    bodies = [([page.body for _, page in scan.lists], [page.body for _, page in scan.details]) for scan in scans]
    steps: dict[str, Callable[[], object]] = {
        "list": lambda: [scan.parse_lists() for scan in scans],
        "details": lambda: [scan.parse_details() for scan in scans],
        "fingerprint": lambda: [job_fingerprint(raw) for scan in scans for raw, _ in scan.postings],
        "normalise": lambda: [normalise(scan.source, *posting) for scan in scans for posting in scan.postings],
        "new": lambda: [scan.read_new() for scan in scans],
        "unchanged": lambda: [scan.read_known() for scan in scans],
        "library": lambda: [read_with_library(system, *pages) for pages in bodies],
        "best": lambda: [read_with_best(system, *pages) for pages in bodies],
    }
    return steps[name]


def _scans(system: str, seed: int) -> list[Scan]:
    market = Market(MarketSettings(seed=seed, companies=BOARDS, postings=POSTINGS, systems=(system,)))
    return [_scan(board, source) for board, source in zip(market.boards, market.sources(""), strict=True)]


def _scan(board: SimulatedBoard, source: Source) -> Scan:
    """Walk through a board; token pages are left out, which a scan asks for once and never again."""
    scan = Scan(source)
    pending = [ADAPTERS[source.type].first_request(source)]
    while pending:
        request = pending.pop(0)
        page = _ask(board, request)
        parsed = scan.parse(request, page)
        if request.purpose is not Purpose.TOKEN:
            (scan.details if request.purpose is Purpose.DETAIL else scan.lists).append((request, page))
        pending += [*parsed.next, *(posting.detail for posting in parsed.postings if posting.detail is not None)]
        for posting in parsed.postings:
            scan.known[compute_job_key(source.type, source.identifier, posting.external_id)] = posting.fingerprint
            if posting.job is not None:
                scan.postings.append((posting.job, posting.fingerprint))
    assert scan.read_known() == len(scan.known) == len(scan.read_new())
    return scan


def _ask(board: SimulatedBoard, request: Request) -> Page:
    address = urlsplit(request.url)
    answer = board.answer(SimulatedRequest(request.method, address.path, address.query, request.body or b""))
    return page_of(request, answer)
