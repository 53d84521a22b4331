"""Write the table of systems in the README, as the registry has it: ``python -m tools.readme_systems``.

It stands between two comments. What it says of a system is in its entry of `jobscan.sources.SYSTEMS`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jobscan.sources import ADAPTERS, SYSTEMS, System

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- systems: begin, written by tools/readme_systems.py -->", "<!-- systems: end -->"
_HEAD = (
    "| system | `type` | `identifier` | from an address such as | details |",
    "|---|---|---|---|---|",
)


def main() -> int:
    """Write the table anew."""
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{README.name}: {len(SYSTEMS)} systems")
    return 0


def with_table(text: str) -> str:
    """Return the text with the table between its marks. Raises `ValueError` when they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{README.name} has no table between {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def table() -> str:
    """Return the systems in Markdown, in the order of the registry."""
    return "\n".join((*_HEAD, *(_row(type_, system) for type_, system in SYSTEMS.items())))


def identifier_of(type_: str) -> str:
    """Return the identifier of a system's example; the address itself where sites are at employers' own hosts.

    Raises `ValueError` when it is neither recognised nor an identifier.
    """
    example, adapter = SYSTEMS[type_].example, ADAPTERS[type_]
    found = adapter.detect(f"https://{example}") if example else None
    if found is not None:
        return found.identifier
    if not example or adapter.check_identifier(example) is not None:
        raise ValueError(f'SYSTEMS["{type_}"].example is {example!r}, which is no address of a board of it')
    return example


def _row(type_: str, system: System) -> str:
    identifier = f"`{identifier_of(type_)}`" + (f", {system.note}" if system.note else "")
    details = "one request each" if system.has_details else "in the list"
    return f"| {system.label} | `{type_}` | {identifier} | `{system.example}` | {details} |"


if __name__ == "__main__":
    sys.exit(main())
