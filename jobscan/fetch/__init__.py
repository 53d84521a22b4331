"""Requests out, pages back: the only room that uses HTTP.

The internet is hostile: any byte can arrive at any speed. So each request has limits of time and size, each address
passes a guard at connect time, redirects are followed by hand and bodies decoded by us. The result is a complete
`~jobscan.domain.page.Page`, or a `~jobscan.exceptions.FetchError` that says why not. Messages go
out through `Fetcher.post`, on the same guarded wires.
"""

from __future__ import annotations

from jobscan.fetch.fetcher import Fetcher
from jobscan.fetch.post import PostError, Reply
from jobscan.fetch.settings import FetchSettings

__all__ = ["FetchSettings", "Fetcher", "PostError", "Reply"]
