"""The figures that may not get worse: `floors.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A bound of one figure, and what was aimed at; exactly one of the two bounds is given."""

    name: str
    what: str
    at_most: float | None = None
    at_least: float | None = None
    #: None: nothing was asked for, the bound holds what was reached.
    goal: float | None = None
    #: Why the goal is not reached, wherever it is not.
    why: str | None = None
    #: Measured by the long run only.
    long: bool = False

    def __post_init__(self) -> None:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError(f"{_FILE.name}: {self.name} needs either at_most or at_least")

    def misses_goal(self, figure: float) -> bool:
        """Say whether a figure is on the wrong side of the goal, by more than is shown of it."""
        if self.goal is None:
            return False
        shown = float(f"{figure:.3g}")
        return shown < self.goal if self.at_least is not None else shown > self.goal

    def broken_by(self, figure: float | None) -> str | None:
        """Say how a figure breaks the bound; None when it keeps it."""
        if figure is None:
            return None if self.long else f"{self.name} was not measured"
        if self.at_most is not None and figure > self.at_most:
            return f"{self.name} is {figure:.3g}, at most {self.at_most:g} is allowed ({self.what})"
        if self.at_least is not None and figure < self.at_least:
            return f"{self.name} is {figure:.3g}, at least {self.at_least:g} is asked for ({self.what})"
        return None


def read_floors() -> dict[str, dict[str, Floor]]:
    """Return benchmark → figure → its bound; a benchmark without floors is missing."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        benchmark: {name: Floor(name=name, **values) for name, values in figures.items()}
        for benchmark, figures in tables.items()
    }
