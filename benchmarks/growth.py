"""What grows with the number of boards, and what does not; and what 50,000 boards would cost."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.cycles import Cycle, Task, run_cycles
from benchmarks.harness import MIB, Options, Report, Table
from benchmarks.scans import POSTINGS, behave, market_settings
from jobscan.simulator import MarketSettings
from jobscan.simulator.faults.behaviour import Behaviour
from jobscan.simulator.server.process import market_process

SIZES = (50, 500, 5_000)
#: One Workday board, in pages of 20 and with a request for each posting: all other systems would show so many in one
#: answer of more than 32 MiB, which is refused.
LARGE = 20_000
RULES = 1_000
#: Scans of each board in an hour, at the interval that is the default.
HOURLY = 4
LIVE_BOARDS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Cycles over a number of boards."""

    boards: int
    cold: Cycle
    not_modified: Cycle
    same_body: Cycle
    wire_bytes: int
    peak_mib: float


def measure(options: Options) -> Report:
    """Scan 50, 500 and 5,000 boards, and one of 20,000 postings."""
    sizes = [_size(boards) for boards in SIZES]
    large, large_peak = _large()
    small, middle, big = sizes
    figures = {
        "cold time a board, 5,000 / 500 boards": _per_board(big) / _per_board(middle),
        "cold time a board, 500 / 50 boards": _per_board(middle) / _per_board(small),
        "304 time a board, 5,000 / 500 boards": _quick(big) / _quick(middle),
        "peak memory, 5,000 / 500 boards": big.peak_mib / middle.peak_mib,
        "peak memory of 5,000 boards, MiB": big.peak_mib,
        "peak memory of one board of 20,000 postings, MiB": large_peak,
    }
    curves: dict[str, list[tuple[float, float]]] = {
        "cold": [(size.boards, size.cold.cpu_s) for size in sizes],
        "same body": [(size.boards, size.same_body.cpu_s) for size in sizes],
        "304": [(size.boards, size.not_modified.cpu_s) for size in sizes],
        "peak memory": [(size.boards, size.peak_mib) for size in sizes],
    }
    notes = (
        f"{POSTINGS} postings a board, {RULES:,} rules, SQLite; CPU of the scanning process.",
        f"One Workday board of {LARGE:,} postings: {large.wall_s:.0f} s,"
        f" {large.counts['requests']:,} requests, peak {large_peak:.0f} MiB.",
    )
    return Report(tables=(_table(sizes), _forecast(big, middle)), figures=figures, notes=notes, curves=curves)


def _size(boards: int) -> Size:
    with market_process(market_settings(boards)) as market:
        market.warm()
        sources = market.sources()

        def prepare(number: int) -> None:
            if number == 2:
                behave(market, sources, Behaviour(etag=False))

        cycles, peak = run_cycles(Task(sources=sources, cycles=3, rules=RULES), prepare)
        sent = market.counts().bytes_sent
    assert cycles[0].counts["new"] == boards * POSTINGS
    cold, not_modified, same_body = cycles
    # Two of the three cycles brought bodies.
    return Size(
        boards=boards,
        cold=cold,
        not_modified=not_modified,
        same_body=same_body,
        wire_bytes=sent // 2,
        peak_mib=peak,
    )


def _large() -> tuple[Cycle, float]:
    settings = MarketSettings(companies=1, postings=LARGE, systems=("workday",)).still()
    with market_process(settings) as market:
        (cold,), peak = run_cycles(Task(sources=market.sources(), rules=RULES))
    assert cold.counts["new"] == LARGE, cold.counts
    return cold, peak


def _per_board(size: Size) -> float:
    return size.cold.cpu_s / size.boards


def _quick(size: Size) -> float:
    return size.not_modified.cpu_s / size.boards


def _table(sizes: list[Size]) -> Table:
    return Table(
        title="A cycle over more and more boards",
        columns=("boards", "cold s", "ms CPU/board", "same body", "304", "MiB database", "peak MiB"),
        rows=tuple(
            (
                f"{size.boards:,}",
                f"{size.cold.wall_s:.1f}",
                f"{_per_board(size) * 1e3:.1f}",
                f"{size.same_body.cpu_s / size.boards * 1e3:.2f}",
                f"{_quick(size) * 1e3:.2f}",
                f"{size.cold.wal_bytes / MIB:,.0f}",
                f"{size.peak_mib:.0f}",
            )
            for size in sizes
        ),
    )


def _forecast(big: Size, middle: Size) -> Table:
    """Return what an hour of 50,000 boards takes by the costs of 5,000, each board asked every quarter of an hour."""
    scans, share = LIVE_BOARDS * HOURLY, LIVE_BOARDS / big.boards
    memory = big.peak_mib + (big.peak_mib - middle.peak_mib) / (big.boards - middle.boards) * (LIVE_BOARDS - big.boards)
    rows = [
        (
            f"processor, {kind}",
            f"{cycle.cpu_s / big.boards * scans / 3600:.1%} of a core",
            f"{cycle.cpu_s / big.boards * 1e3:.2f} ms a scan x {scans:,} scans",
        )
        for kind, cycle in (("all 304", big.not_modified), ("all same bodies", big.same_body))
    ]
    rows += [
        (
            "processor, 1 % new postings a day",
            f"{big.cold.cpu_s / (big.boards * POSTINGS) * LIVE_BOARDS * POSTINGS * 0.01 / 24 / 3600:.2%} of a core",
            f"{big.cold.cpu_s / (big.boards * POSTINGS) * 1e6:.0f} µs a posting",
        ),
        (
            "network, all same bodies",
            f"{big.wire_bytes / big.boards * scans / 1e9:.1f} GB",
            f"{big.wire_bytes / big.boards / 1e3:.0f} kB a board, compressed",
        ),
        (
            "disk, once",
            f"{big.cold.wal_bytes * share / 1e9:.1f} GB",
            f"{big.cold.wal_bytes / (big.boards * POSTINGS) / 1e3:.1f} kB a posting",
        ),
        ("memory", f"{memory:.0f} MiB", "peak, by what 500 and 5,000 boards took"),
    ]
    return Table(
        title=f"An hour of {LIVE_BOARDS:,} boards with {LIVE_BOARDS * POSTINGS:,} live postings on this machine",
        columns=("resource", "in an hour", "by"),
        rows=tuple(rows),
    )
