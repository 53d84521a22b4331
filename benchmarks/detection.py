"""How many careers addresses are recognised as the system that they are of, and how fast.

The lists are those in the folder that JOBSCAN_SHARED names; without it, the shorter ones of the tests. Nothing is
asked of a network: an address at an employer's own host names no system, and is counted apart.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from benchmarks.harness import Options, Report, Table, spread, timed
from jobscan.sources import SYSTEMS, detect_source
from jobscan.sources.kit.detection import read_address

_CUT = Path(__file__).parents[1] / "tests" / "recordings" / "boards"
#: What lists and recordings call a system, where that is not its type here.
NAMES = {
    "atom-peopleadmin": "peopleadmin",
    "careers-html-plain": "careers",
    "cornerstone": "csod",
    "icims-jibe": "jibe",
    "join_com": "join",
    "jsonld-html": "careers",
    "oracle-orc": "oracle",
    "oracle_hcm": "oracle",
    "phenom-paradox": "paradox",
    "recruiterbox": "trakstar",
    "rss-neogov": "neogov",
    "ukg-ready": "ukgready",
}
#: Ways in which a list says how a page is read, not whose it is.
_NO_SYSTEMS = frozenset({"", "api_sniffer", "dom", "embedded", "json-ld", "nextdata", "rss", "sitemap"})
#: Employers at one domain from which on it is a vendor's.
_SHARED_BY = 5
_UNKNOWN = "not recognised"
#: Systems without adapter that are named each.
_LARGEST = 10


class Listed(NamedTuple):
    """A row of a list."""

    #: The type of its system here; a list's own word where jobscan has no such system; "": the list does not say.
    system: str
    url: str


@dataclass(slots=True)
class Seen:
    """What became of the rows of one system."""

    #: Type of system, or `_UNKNOWN` → rows.
    found: Counter[str] = field(default_factory=Counter)
    #: Of those that were not recognised: at hosts of employers, which name no system.
    own_hosts: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def measure(options: Options) -> Report:
    """Ask what each address of the lists is, as often as there are rounds."""
    folder = _folder()
    rows = [row for path in sorted(folder.glob("*.csv*")) for row in read_list(path)]
    asked = [_ask(rows) for _ in range(options.rounds)]
    seen = count(rows, asked[0][0])
    rates = [len(rows) / seconds for _, seconds in asked]
    ours = {system: each for system, each in seen.items() if system in SYSTEMS}
    figures = {
        "recognised rightly, %": 100 * _rightly(ours),
        "recognised as another system, %": 100 * sum(len(each.wrong) for each in seen.values()) / max(len(rows), 1),
        "addresses/s": max(rates),
    }
    examples = [f"{system}: {url}" for system, each in ours.items() for url in (*each.wrong[:2], *each.missed[:2])]
    notes = (
        f"{len(rows):,} addresses of {'the full lists' if folder != _CUT else 'the lists of the tests'};"
        f" {spread(rates, '{:,.0f}')} a second.",
        "An own host is one that fewer than five employers of a list share: it names no system, and is in no share.",
        *(f"missed or wrong: {line}" for line in examples),
    )
    return Report(tables=(_by_system(ours), _confusion(seen)), figures=figures, notes=notes)


def read_list(path: Path) -> Iterator[Listed]:
    """Yield the rows of a list."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text, newline="")):
        url = row.get("url") or row.get("board_url") or ""
        word = row.get("ats") or row.get("monitor_type") or ""
        if not url and row.get("company_uid"):
            url, word = f"https://www.comeet.com/jobs/{row.get('slug')}/{row['company_uid']}", "comeet"
        if url and "://" in url:
            yield Listed("" if word in _NO_SYSTEMS else NAMES.get(word, word), url)


def count(rows: Sequence[Listed], found: Sequence[str]) -> dict[str, Seen]:
    """Return system of the list → what became of its rows; ``found`` are the types, in the order of the rows."""
    vendors = _vendors_domains(rows)
    seen: dict[str, Seen] = {}
    for row, type_ in zip(rows, found, strict=True):
        if not row.system:
            continue
        each = seen.setdefault(row.system, Seen())
        each.found[type_] += 1
        if type_ == _UNKNOWN:
            if _domain(row.url) in vendors:
                each.missed.append(row.url)
            else:
                each.own_hosts += 1
        elif type_ != row.system:
            each.wrong.append(row.url)
    return seen


def _ask(rows: Sequence[Listed]) -> tuple[list[str], float]:
    """Return the type of each address, and the seconds of CPU that all took."""

    def ask() -> list[str]:
        return [found.type if (found := detect_source(row.url)) else _UNKNOWN for row in rows]

    answers, sample = timed(ask)
    return answers, sample.cpu_s


def _rightly(seen: Mapping[str, Seen]) -> float:
    """Return the share that is recognised rightly, of the rows at hosts of vendors."""
    right = sum(each.found[system] for system, each in seen.items())
    return right / max(1, sum(each.found.total() - each.own_hosts for each in seen.values()))


def _by_system(seen: Mapping[str, Seen]) -> Table:
    rows = [
        (
            system,
            f"{each.found.total():,}",
            f"{each.own_hosts:,}",
            f"{each.found[system]:,}",
            f"{len(each.missed):,}",
            f"{len(each.wrong):,}",
            f"{100 * _rightly({system: each}):.2f}" if each.found.total() > each.own_hosts else "–",
        )
        for system, each in sorted(seen.items(), key=lambda pair: -pair[1].found.total())
    ]
    columns = ("system", "addresses", "at own hosts", "right", "missed", "wrong", "right, %")
    return Table(title="Addresses of the systems that jobscan reads", columns=columns, rows=tuple(rows))


def _confusion(seen: Mapping[str, Seen]) -> Table:
    """Return what lists call an address × what it was recognised as; cells with nothing are left out."""
    known = {system: each for system, each in seen.items() if system in SYSTEMS or set(each.found) != {_UNKNOWN}}
    rows = [
        (system if system in SYSTEMS else f"{system} (no adapter)", type_, f"{number:,}")
        for system, each in sorted(known.items())
        for type_, number in each.found.most_common()
    ]
    others = {system: each.found.total() for system, each in seen.items() if system not in known}
    rows.append((f"{len(others)} systems without adapter", _UNKNOWN, f"{sum(others.values()):,}"))
    largest = sorted(others, key=lambda system: -others[system])[:_LARGEST]
    rows += [(f"  of them {system}", _UNKNOWN, f"{others[system]:,}") for system in largest]
    return Table(title="System of the list × recognised as", columns=("list", "as", "addresses"), rows=tuple(rows))


def _folder() -> Path:
    shared = os.environ.get("JOBSCAN_SHARED")
    return Path(shared) / "corpus" / "boards" if shared else _CUT


def _vendors_domains(rows: Sequence[Listed]) -> set[str]:
    """Return the domains that several employers share in the lists."""
    shared: dict[str, set[str]] = {}
    for row in rows:
        if row.system:
            shared.setdefault(_domain(row.url), set()).add(row.url)
    own = {host for system in SYSTEMS.values() for host in system.hosts}
    return {domain for domain, urls in shared.items() if len(urls) >= _SHARED_BY} | {_domain(host) for host in own}


def _domain(url: str) -> str:
    """Return the domain of an address, without its subdomains: "x.taleo.net" → "taleo.net"."""
    address = read_address(url)
    labels = address.host.split(".") if address is not None else []
    is_long = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 4
    return ".".join(labels[-3 if is_long else -2 :])
