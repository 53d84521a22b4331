from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """How a page came about that scripts made in a browser."""

    #: Addresses of frames, and of data that the scripts asked for, each once, in order; refused ones, too.
    asked: tuple[str, ...] = ()
    #: Requests for documents, scripts and data that got no answer, or one with a status of 400 or more.
    failures: int = 0
    #: The first of them, with the reason, one line each.
    failed: tuple[str, ...] = ()
    #: Of all of them those to the page's own site that its server should have answered and did not.
    unanswered: int = 0

    def describe(self) -> str:
        """Say what failed, as the end of a sentence; "" when nothing did."""
        if not self.failures:
            return ""
        many = "1 request of its scripts" if self.failures == 1 else f"{self.failures:,} requests of its scripts"
        return f"{many} failed: {'; '.join(self.failed)}{' …' if self.failures > len(self.failed) else ''}"
