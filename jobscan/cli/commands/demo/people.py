"""The users of the demo with their alerts, and its configuration: made in memory, never a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.config import Config
from jobscan.config.model.alerts import read_alert
from jobscan.domain.user import User
from jobscan.services.alerts import add_alert
from jobscan.services.users import add_user

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from jobscan.bootstrap.reading import Database
    from jobscan.domain.source import Source

OWNER = "you@example.com"
#: As in a configuration file.
_OWNERS_ALERTS: tuple[dict[str, Any], ...] = (
    {"name": "Python", "keywords": ["python"], "in": ["title", "description"]},
    {"name": "Engineer, remote", "keywords": ["engineer"], "is_remote": True},
)
#: As `jobscan alerts add … --user` makes them.
_OTHERS: dict[str, tuple[dict[str, Any], ...]] = {
    "ada@example.com": (
        {"name": "Data", "keywords": ["data engineer", "data scientist", "analytics engineer", "machine learning"]},
    ),
    "ben@example.com": (
        {
            "name": "Engineer, well paid",
            "keywords": ["engineer"],
            "min_salary": 120_000,
            "currency": "USD",
            "unknown": "drop",
            # One digest of the existing postings, so that the mailbox does not stay empty until something happens.
            "notify_existing": True,
        },
    ),
}
PEOPLE = 1 + len(_OTHERS)


def make_config(folder: Path, sources: Sequence[Source], mail_port: int) -> Config:
    """Return the configuration that `jobscan run` would read from a file, with loopback addresses only."""
    mail = {"host": "127.0.0.1", "port": mail_port, "tls": "none", "from": "jobscan@example.com", "to": OWNER}
    return Config.model_validate(
        {
            "database": {"url": f"sqlite:///{folder / 'demo.db'}"},
            # No retries: a board that fails is scanned again a second later.
            "network": {"allow_networks": ["127.0.0.0/8"], "retries": 0},
            # Hours pass in half a minute: the usual limit for a day would show too little.
            "owner": {"max_per_day": 1_000},
            "alerts": _OWNERS_ALERTS,
            "notify": {"email": mail},
            "sources": [
                {
                    "type": source.type,
                    "identifier": source.identifier,
                    "name": source.name,
                    "base_url": source.base_url,
                }
                for source in sources
            ],
        }
    )


async def add_people(database: Database, now: datetime) -> None:
    """Store the users other than the owner, and their alerts."""
    for email, alerts in _OTHERS.items():
        await add_user(database, User(email=email), now=now)
        for alert in alerts:
            await add_alert(database, email, read_alert(alert), now=now)
