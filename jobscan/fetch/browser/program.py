"""Which browser is started: one that is installed; nothing is ever downloaded."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

from jobscan.exceptions import ConfigError
from jobscan.fetch.browser.port import Browser, BrowserFault
from jobscan.fetch.browser.settings import BrowserSettings

_NO_PLAYWRIGHT = 'pages made by scripts need Playwright; install it with: pip install "jobscan[browser]"'
#: In this order.
_NAMES = (
    "chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge microsoft-edge-stable msedge"
).split()
#: Where they are on systems that keep programs out of PATH.
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


def find_browser(path: Path | None) -> str:
    """Return the path of the program, ``path`` or the first that is installed. Raises `BrowserFault`."""
    if path is not None:
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
        raise BrowserFault(f"browser.path: {path} is no program; name an installed Chromium", is_missing=True)
    for name in _NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    for place in _PLACES:
        if Path(place).is_file():
            return place
    raise BrowserFault(
        "pages made by scripts need a browser, and none was found: install Chromium (Debian: apt install chromium),"
        " or name a Chrome or Edge as browser.path in the configuration",
        is_missing=True,
    )


def usable_browser(settings: BrowserSettings) -> str:
    """Return the program that would render pages. Raises `ConfigError` when it or Playwright is missing."""
    try:
        program = find_browser(settings.path)
    except BrowserFault as exc:
        raise ConfigError([str(exc)]) from exc
    if find_spec("playwright") is None:
        raise ConfigError([_NO_PLAYWRIGHT])
    return program


async def launch_chromium(settings: BrowserSettings, user_agent: str) -> Browser:
    """Start the browser, named so to pages. Raises `BrowserFault` when it or Playwright is missing, or fails."""
    program = find_browser(settings.path)
    try:
        from jobscan.fetch.browser.chromium import start_chromium
    except ImportError as exc:
        raise BrowserFault(_NO_PLAYWRIGHT, is_missing=True) from exc
    return await start_chromium(program, settings, user_agent)
