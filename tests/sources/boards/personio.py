from __future__ import annotations

from tests.sources.pages import answer, source
from tests.sources.sample_board import SampleBoard, routed


def feed(*positions: str) -> bytes:
    """Return the feed of a board with these positions."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<workzag-jobs>{"".join(positions)}</workzag-jobs>'.encode()


def position(id_: str, *, name: str | None = None, more: str = "") -> str:
    """Return a position as the feed gives it."""
    title = f"Engineer {id_}" if name is None else name
    return f"<position><id>{id_}</id><office>Bonn</office><name>{title}</name>{more}</position>"


BOARD = SampleBoard(
    source=source("personio", "acme"),
    answers=routed({"acme.jobs.personio.de/xml": feed(position("1"), position("2"))}),
    ids=("1", "2"),
    empty=routed({"/xml": feed()}),
    unknown=lambda _request: answer(b"<!doctype html><html></html>", status=404, content_type="text/html"),
    broken=routed({"/xml": feed(position("1", name=""), position("2"))}),
)
