"""Put what was measured into docs/speed.md, with its curves: ``python -m benchmarks.publish``, after ``make bench``."""

from __future__ import annotations

import json
import math
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.floors import read_floors
from benchmarks.harness import Table
from benchmarks.show import markdown

_ROOT = Path(__file__).parents[1]
_RESULTS = Path(__file__).parent / "results"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
#: Benchmark → its tables that the page shows, by their places; the others are in the results.
SHOWN = {"scans": (0, 1, 2), "growth": (0, 1), "delivery": (0,), "startup": (0,)}
_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 300, 70, 40
_COLOURS = ("#2f6feb", "#d9822b", "#3a9d5d")


def load(name: str) -> dict[str, Any]:
    """Return what a benchmark wrote."""
    found: dict[str, Any] = json.loads((_RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def measured() -> str:
    """Return the page's part with the figures, in Markdown."""
    on = load("scans")["machine"]
    lines = [
        f"On {on['cores']} cores of {on['processor']}, Python {on['python']}, SQLite {on['sqlite']}, {on['date']};"
        " medians of rounds in turns, with the lowest and the highest. The boards' server has the same cores.",
    ]
    for name, places in SHOWN.items():
        report = load(name)
        for place in places:
            table = report["tables"][place]
            shown = Table(
                title=table["title"], columns=tuple(table["columns"]), rows=tuple(tuple(row) for row in table["rows"])
            )
            lines += ["", f"**{table['title']}**", "", markdown(shown)]
        lines += [part for note in report["notes"] for part in ("", note)]
    return "\n".join(lines)


def goals() -> str:
    """Return all figures that have a goal, in Markdown, and why those are what they are that miss it."""
    rows = []
    for benchmark, floors in read_floors().items():
        if not (_RESULTS / f"{benchmark}.json").exists():
            continue
        figures = load(benchmark)["figures"]
        for name, floor in floors.items():
            if floor.goal is None or name not in figures:
                continue
            sign = "≤" if floor.at_least is None else "≥"
            why = (floor.why or "") if floor.misses_goal(figures[name]) else ""
            rows.append((f"{benchmark}: {floor.what}", f"{sign} {floor.goal:g}", f"{figures[name]:.3g}", why))
    return markdown(
        Table(title="", columns=("goal", "asked for", "measured", "where it is missed, why"), rows=tuple(rows))
    )


def publish() -> None:
    """Rewrite the page of measurements, that of goals and the pictures."""
    page = _ROOT / "docs" / "speed.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text(f"{before}{_BEGIN}\n{measured()}\n{_END}{after}", encoding="utf-8")
    head = "# Goals and figures\n\nWritten by `python -m benchmarks.publish` from the last `make bench`.\n\n"
    (_ROOT / "docs" / "goals.md").write_text(f"{head}{goals()}\n", encoding="utf-8")
    curves = load("growth")["curves"]
    pictures = _ROOT / "docs" / "pictures"
    kinds = {name: curves[name] for name in ("cold", "same body", "304")}
    (pictures / "growth-time.svg").write_text(draw("CPU seconds of a cycle, by boards", kinds), encoding="utf-8")
    memory = {"peak memory": curves["peak memory"]}
    (pictures / "growth-memory.svg").write_text(
        draw("Peak memory in MiB, by boards", memory, top=250), encoding="utf-8"
    )


def draw(title: str, curves: dict[str, list[list[float]]], top: float | None = None) -> str:
    """Return a picture of curves over the number of boards; both axes are logarithmic unless ``top`` is given."""
    points = [point for curve in curves.values() for point in curve]
    right = max(x for x, _ in points)
    highest = top or max(y for _, y in points)
    scale = _Scale(min(x for x, _ in points), right, None if top else min(y for _, y in points), highest)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="13" fill="#57606a">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="15" fill="#24292f">{escape(title)}</text>',
        f'<path d="M{_LEFT} {_TOP}V{_HEIGHT - 40}H{_WIDTH - 110}" fill="none" stroke="#8c959f"/>',
    ]
    parts += [
        f'<text x="{scale.x(x):.0f}" y="{_HEIGHT - 20}" text-anchor="middle">{x:,.0f}</text>'
        for x in sorted({x for x, _ in points})
    ]
    for colour, (name, curve) in zip(_COLOURS, curves.items(), strict=False):
        path = " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in curve)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y in curve:
            parts.append(f'<circle cx="{scale.x(x):.1f}" cy="{scale.y(y):.1f}" r="3" fill="{colour}"/>')
            label = f"{y:,.0f}" if y >= 10 else f"{y:.2g}"
            parts.append(f'<text x="{scale.x(x):.1f}" y="{scale.y(y) - 8:.1f}" text-anchor="middle">{label}</text>')
        end_x, end_y = curve[-1]
        parts.append(f'<text x="{scale.x(end_x) + 14:.0f}" y="{scale.y(end_y) + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])


class _Scale:
    """Places in the picture; ``low`` None: the vertical axis is linear and begins at 0."""

    def __init__(self, left: float, right: float, low: float | None, high: float) -> None:
        self._left, self._right, self._low, self._high = left, right, low, high

    def x(self, value: float) -> float:
        return _LEFT + 30 + (_WIDTH - _LEFT - 180) * _share(value, self._left, self._right)

    def y(self, value: float) -> float:
        share = value / self._high if self._low is None else _share(value, self._low, self._high)
        return _HEIGHT - 50 - (_HEIGHT - 60 - _TOP) * share


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low)


if __name__ == "__main__":
    publish()
