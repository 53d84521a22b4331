"""Tables on a terminal and in Markdown."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable

from benchmarks.harness import Report, Table


def show(report: Report) -> None:
    """Print the tables, figures and notes of a report."""
    console = Console(width=100, highlight=False)
    for table in report.tables:
        drawn = RichTable(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
        for number, column in enumerate(table.columns):
            drawn.add_column(column, justify="left" if number == 0 else "right")
        for row in table.rows:
            drawn.add_row(*row)
        console.print(drawn)
    for name, figure in report.figures.items():
        console.print(f"  {name:<44}{figure:>12,.3f}", markup=False)
    for note in report.notes:
        console.print(f"  {note}", markup=False, style="dim")
    console.print()


def markdown(table: Table) -> str:
    """Return a table in Markdown, numbers to the right."""
    lines = [table.columns, ("---", *("---:",) * (len(table.columns) - 1)), *table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
