"""A board on loopback, and commands run as their users run them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cases.boards import Server, serve
from tests.cli.conftest import Ran, Run, run, time_zone
from tests.cli.mailbox import Mailbox, serve_mail

__all__ = ["run", "time_zone"]

#: No mail is sent by what needs an address all the same.
NO_MAIL = {"email": {"host": "127.0.0.1", "port": 9, "tls": "none", "from": "a@example.org", "to": "b@example.org"}}


@pytest.fixture
def server() -> Iterator[Server]:
    """A server without boards."""
    with serve() as running:
        yield running


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server."""
    with serve_mail() as running:
        yield running


class Case:
    """A folder with a configuration, and what its commands say."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.run = run

    def configure(self, *sources: dict[str, Any], **sections: Any) -> None:
        """Write the configuration: boards, and further sections."""
        values: dict[str, Any] = {
            "database": "sqlite:///data/jobs.db",
            "network": {"allow_networks": ["127.0.0.0/8"], "retries": 0},
            **({"notify": NO_MAIL} if "alerts" in sections else {}),
            **sections,
            "sources": list(sources),
        }
        (self.folder / "config.yaml").write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")

    def scan(self) -> list[dict[str, Any]]:
        """Scan all boards; return what it says of each."""
        lines = [json.loads(line) for line in self.run("scan", "--json").out.splitlines()]
        return [line for line in lines if line["message_type"] == "source"]

    def titles(self, alert: str) -> set[str]:
        """Return the postings that an alert finds."""
        ran = self.run("alerts", "test", alert, "--json")
        assert ran.code == 0, ran.err
        return {job["title"] for job in json.loads(ran.out)["postings"]}

    def stored(self) -> list[dict[str, Any]]:
        """Return all postings."""
        found: list[dict[str, Any]] = json.loads(self.run("jobs", "--json", "--limit", "1000").out)
        return found


@pytest.fixture
def case(tmp_path: Path, run: Callable[..., Ran]) -> Case:
    """An empty folder."""
    return Case(tmp_path, run)
