"""Small boards of our own: the server shall not need a market to be tested."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest


def posting(number: int, board: str = "acme") -> dict[str, Any]:
    """Return a posting as Greenhouse lists it."""
    return {
        "id": number,
        "title": f"Engineer {number}",
        "absolute_url": f"https://boards.greenhouse.io/{board}/jobs/{number}",
        "location": {"name": "Berlin"},
        "content": f"&lt;p&gt;Work on project {number}.&lt;/p&gt;",
    }


@dataclass
class Board:
    """A Greenhouse board that can be changed; keeps what it was asked."""

    name: str = "acme"
    version: int = 1
    postings: list[dict[str, Any]] = field(default_factory=lambda: [posting(number) for number in range(1, 11)])
    asks: list[SimulatedRequest] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/{self.name}/v1/boards/{self.name}/jobs"

    @property
    def body(self) -> bytes:
        return json.dumps({"jobs": self.postings, "meta": {"total": len(self.postings)}}).encode()

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        self.asks.append(ask)
        if ask.path != f"/v1/boards/{self.name}/jobs":
            return SimulatedAnswer(404, b'{"status":404}')
        return SimulatedAnswer(200, self.body)

    def list(self, *numbers: int) -> None:
        """Have these postings from now on."""
        self.postings = [posting(number, self.name) for number in numbers]
        self.version += 1


@dataclass
class Paged:
    """A Workday board that gives its rows in pages, asked for by POST, and their details."""

    version: int = 1
    rows: int = 50

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        if ask.method == "GET":
            return SimulatedAnswer(200, json.dumps({"jobPostingInfo": {"title": ask.path}}).encode())
        wanted = json.loads(ask.body)
        numbers = range(self.rows)[wanted["offset"] :][: wanted["limit"]]
        rows = [{"title": f"Clerk {number}", "externalPath": f"/job/Clerk_R{number}"} for number in numbers]
        return SimulatedAnswer(200, json.dumps({"total": self.rows, "jobPostings": rows}).encode())


@dataclass
class Plain:
    """A board that says the same to everything."""

    body: bytes
    version: int = 1

    def answer(self, ask: SimulatedRequest) -> SimulatedAnswer:
        return SimulatedAnswer(200, self.body)
