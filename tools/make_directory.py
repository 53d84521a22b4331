"""Make the directory of boards that jobscan ships: ``python -m tools.make_directory LIST.csv …``.

A list is a CSV file, plain or gzipped, with a column ``url`` or ``board_url`` (an address of a board) and, where the
list has it, ``name`` or ``company`` (the company) and ``company_slug`` (a short name that its boards share). Kept are
facts only: the company's name, its domain, the system, the board's identifier there. jobscan's own detection says what
an address means, so a row whose system has no adapter is left out, and counted.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import lzma
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from jobscan.services.directory import DATA, DirectoryEntry
from jobscan.sources import detect_source
from jobscan.sources.kit.detection import guess_name, read_address

#: Longer than any company's name in the lists; what is longer is a sentence.
_NAME_LIMIT = 120


class ListedBoard(NamedTuple):
    """A row of a list."""

    url: str
    name: str
    #: What the boards of one company have in common in a list; "": the list does not say.
    company: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the directory from the lists that are named; say how many boards it has and what was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    chosen = parser.parse_args(arguments)
    rows = [row for path in chosen.lists for row in read_list(path)]
    entries, left_out = make_entries(rows)
    lines = "".join("\t".join(entry) + "\n" for entry in entries)
    # The same bytes for the same lists: a check of integrity is all that differs between versions of the library.
    packed = lzma.compress(lines.encode(), preset=9 | lzma.PRESET_EXTREME)
    chosen.out.write_bytes(packed)
    print(f"{chosen.out}: {len(entries):,} boards of {len(rows):,} rows, {len(packed):,} bytes")
    for host, count in left_out.most_common(20):
        print(f"  {count:6,} at {host}: no adapter")
    return 0


def read_list(path: Path) -> Iterator[ListedBoard]:
    """Yield the rows of a list."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        url = row.get("url") or row.get("board_url") or ""
        if not url and row.get("company_uid"):
            url = f"https://www.comeet.com/jobs/{row.get('slug')}/{row['company_uid']}"
        yield ListedBoard(url, row.get("name") or row.get("company") or "", row.get("company_slug") or "")


def make_entries(rows: Sequence[ListedBoard]) -> tuple[list[DirectoryEntry], Counter[str]]:
    """Return the entries, each board once, and how many rows were left out by host."""
    domains = _own_domains(rows)
    found: dict[tuple[str, str], DirectoryEntry] = {}
    left_out: Counter[str] = Counter()
    for row in rows:
        source = detect_source(row.url)
        if source is None:
            address = read_address(row.url)
            left_out[address.host.partition(".")[2] if address is not None else "(no address)"] += 1
            continue
        name = " ".join(row.name.split()) or guess_name(row.company)
        before = found.get(source.key)
        entry = DirectoryEntry(source.type, source.identifier, name[:_NAME_LIMIT], domains.get(row.company, ""))
        if before is None or (entry.domain and not before.domain):
            found[source.key] = entry if before is None else before._replace(domain=entry.domain)
    return sorted(found.values()), left_out


def _own_domains(rows: Sequence[ListedBoard]) -> dict[str, str]:
    """Return the domain of each company that has an address of its own in a list."""
    domains: dict[str, str] = {}
    for row in rows:
        address = read_address(row.url)
        if row.company and address is not None and detect_source(row.url) is None:
            domains.setdefault(row.company, ".".join(address.host.split(".")[-2:]))
    return domains


if __name__ == "__main__":
    sys.exit(main())
