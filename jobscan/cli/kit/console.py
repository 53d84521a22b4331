"""Lines and tables with styles, for people. Importing this imports rich."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

#: A text, or a text with its style.
Cell = str | tuple[str, str]

_NUMBERS = frozenset(
    "POSTED SEEN SUCCESS DUE ACTIVE MISSING WHEN ALERTS MATCHES SCANS FAILED NEW UPDATED EXPIRED OPEN SENT PENDING"
    " BASELINE DEAD UNREAD INCOMPLETE".split()
) | {"A DAY"}


class QuietConsole(Console):
    """A console whose reader may go (`| head`): that is a good end, not rich's exit code 1."""

    def on_broken_pipe(self) -> None:
        """End the process with exit code 0."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)

    def say(self, *parts: Cell, soft_wrap: bool = False) -> None:
        """Write a line that is made of these parts."""
        self.print(Text.assemble(*parts), soft_wrap=soft_wrap)

    def make_table(self, titles: Sequence[str], rows: Sequence[Sequence[Cell]], flexible: Mapping[str, int]) -> Table:
        """Return a table that fits, one line a row: columns in ``flexible`` share what the others leave.

        ``flexible`` maps titles to weights; none of them gets more than it needs. Rich's own layout drops whole columns
        instead (15.0, seen at 80 columns).
        """
        cells = [[_text(cell) for cell in row] for row in rows]
        needs = {
            title: max([len(title), *(row[index].cell_len for row in cells)]) for index, title in enumerate(titles)
        }
        room = self.width - 2 * (len(titles) - 1) - sum(needs[title] for title in titles if title not in flexible)
        widths = needs | _share(room, {title: needs[title] for title in flexible}, flexible)
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for title in titles:
            justify: Literal["left", "right"] = "right" if title in _NUMBERS else "left"
            table.add_column(title, width=widths[title], no_wrap=True, overflow="ellipsis", justify=justify)
        for row in cells:
            table.add_row(*row)
        return table

    def show_table(self, titles: Sequence[str], rows: Sequence[Sequence[Cell]], flexible: Mapping[str, int]) -> None:
        """Write such a table."""
        self.print(self.make_table(titles, rows, flexible))

    def show_grid(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Write rows in columns without titles; what does not fit goes on in its column."""
        grid = Table.grid(padding=(0, 2, 0, 0))
        for row in rows:
            grid.add_row(*map(_text, row))
        self.print(grid)

    def show_whole(self, titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """Write a table in which nothing is cut: what does not fit goes on in its column."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for title in titles:
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*map(_text, row))
        self.print(table)


def _text(cell: Cell) -> Text:
    return Text(cell) if isinstance(cell, str) else Text(*cell)


def _share(room: int, needs: Mapping[str, int], weights: Mapping[str, int]) -> dict[str, int]:
    """Give each column its share of the room by weight; what a column does not need goes to the others."""
    widths: dict[str, int] = {}
    for title in sorted(needs, key=lambda title: needs[title] / weights[title]):
        total = sum(weight for name, weight in weights.items() if name not in widths)
        widths[title] = max(4, min(needs[title], (room - sum(widths.values())) * weights[title] // total))
    return widths
