"""Say whether the daemon still works, from what it has stored: exit code 0 when it does, 1 with the reason when not.

For containers, whose process may be there and hang. It reads `jobscan sources --json` and asks no board: boards that
fail, or a network that is down, are no fault of the daemon's, and it goes on recording them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

#: A source this long overdue, with no scan of any source ended in the same time, means that nobody scans.
PATIENCE = timedelta(minutes=30)
#: States in which the daemon leaves a source alone.
_IDLE = ("disabled", "removed")


def why_unhealthy(sources: list[dict[str, str | None]], now: datetime) -> str | None:
    """Return why the daemon seems to hang, in one line; None when it does not.

    ``sources`` are records of `jobscan sources --json`; those that were never scanned count as overdue.
    """
    watched = [source for source in sources if source["state"] not in _IDLE]
    due = min((_moment(source["next_due_at"]) for source in watched), default=now)
    if now - due <= PATIENCE:
        return None
    ended = max(_moment(source[name]) for source in watched for name in ("last_success_at", "last_error_at"))
    if now - ended <= PATIENCE:
        return None
    return f"no scan has ended in the last {PATIENCE.seconds // 60} minutes, and sources are due"


def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)


def main() -> int:
    """Ask jobscan for its sources and judge them."""
    command = [sys.executable, "-m", "jobscan", "sources", "--json"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    if asked.returncode:
        sys.stderr.write(asked.stderr)
        return 1
    reason = why_unhealthy(json.loads(asked.stdout), datetime.now(UTC))
    if reason is not None:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
