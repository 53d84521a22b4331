"""Run all measurements and print their ratios."""

from __future__ import annotations

import argparse

from benchmarks import delivery, matching, scans, writes


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--database", help="scan into this database instead of a SQLite file; it must be empty")
    arguments.add_argument("--boards", type=int, default=200)
    chosen = arguments.parse_args()
    print(f"A cycle of {chosen.boards} boards with 100 postings of 5 KB")
    print(*scans.measure(chosen.database, chosen.boards), sep="\n")
    print("\nStoring 5,000 postings in SQLite")
    print(*writes.measure(), sep="\n")
    print(f"\nAsking all rules of alerts about {matching.JOBS:,} new postings")
    print(*matching.measure(), sep="\n")
    print(f"\nTelling of news with {delivery.RULES:,} rules, the daemon with a board that is asked every second")
    print(*delivery.measure(), sep="\n")


if __name__ == "__main__":
    main()
