"""Configurations of boards on loopback, and what a database holds afterwards."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.cli.loopback import Site
from tests.fixtures.replay import Replay

#: An address where nobody listens: the discard port, closed on any machine of today.
NOBODY = "http://127.0.0.1:9"


def source(type_: str, identifier: str, base_url: str, **fields: Any) -> dict[str, Any]:
    return {"type": type_, "identifier": identifier, "base_url": base_url, **fields}


def recorded_source(replay: Replay, type_: str, identifier: str, **fields: Any) -> dict[str, Any]:
    """Return a source whose board the replay server plays."""
    hosts = {
        "greenhouse": "boards-api.greenhouse.io",
        "lever": "api.lever.co",
        "ashby": "api.ashbyhq.com",
        "comeet": "www.comeet.co",
    }
    host = hosts.get(type_) or "{}.{}.myworkdayjobs.com".format(*identifier.split("/"))
    return source(type_, identifier, replay.base_url(host), **fields)


def board(site: Site, name: str, **fields: Any) -> dict[str, Any]:
    """Return a Greenhouse source of this site."""
    return source("greenhouse", name, site.url, **fields)


def write_config(folder: Path, *sources: dict[str, Any], database: Any = "sqlite:///data/jobs.db", **more: Any) -> Path:
    """Write ``config.yaml`` (JSON is YAML) that may reach loopback and tries nothing twice; return its path."""
    values = {
        "database": database,
        "network": {"allow_networks": ["127.0.0.0/8"], "retries": 0},
        "sources": list(sources),
    }
    path = folder / "config.yaml"
    path.write_text(json.dumps(values | more, indent=1), encoding="utf-8")
    return path


def query(folder: Path, sql: str, name: str = "data/jobs.db") -> list[tuple[Any, ...]]:
    """Return what a query finds in the SQLite database."""
    with closing(sqlite3.connect(f"file:{folder / name}?mode=ro", uri=True)) as connection:
        return connection.execute(sql).fetchall()
