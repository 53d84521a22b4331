"""Requests out, pages back: the only room that uses HTTP.

The internet is hostile: any byte can arrive at any speed. So each request has limits of time and size, each address is
checked by a guard at connect time, and we follow redirects and decode bodies ourselves. The result is a complete
`~jobscan.domain.page.Page`, or a `~jobscan.exceptions.FetchError` that says why there is none. Messages are sent
through `Fetcher.post`, over the same guarded connections.
"""

from __future__ import annotations

from jobscan.fetch.browser.program import usable_browser
from jobscan.fetch.browser.settings import BrowserSettings
from jobscan.fetch.fetcher import Fetcher
from jobscan.fetch.post import PostError, Reply
from jobscan.fetch.settings import FetchSettings

__all__ = ["BrowserSettings", "FetchSettings", "Fetcher", "PostError", "Reply", "usable_browser"]
