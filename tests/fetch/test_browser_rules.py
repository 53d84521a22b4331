"""What a page in the browser may ask for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from jobscan.fetch import BrowserSettings
from jobscan.fetch.browser import program
from jobscan.fetch.browser.port import BrowserFault, BrowserRequest
from jobscan.fetch.browser.program import find_browser, launch_chromium
from jobscan.fetch.browser.rules import given_headers, refusal, sent_headers

PAGE = "https://www.acme.com/careers"

#: Kind, method, address, bytes sent → the reason; None: it may be asked for.
CASES: list[tuple[str, str, str, int, str | None]] = [
    ("document", "GET", "https://frame.example/", 0, None),
    ("script", "GET", "https://cdn.example/app.js", 0, None),
    ("stylesheet", "GET", "https://cdn.example/app.css", 0, None),
    ("xhr", "GET", "https://api.example/jobs", 0, None),
    ("fetch", "HEAD", "http://api.example/jobs", 0, None),
    ("fetch", "post", "https://acme.com/jobs", 9, None),
    ("fetch", "POST", "https://api.acme.com/jobs", 9, None),
    ("fetch", "POST", "https://notacme.com/jobs", 9, "it sends data to another site"),
    ("fetch", "POST", "https://acme.com.evil.example/", 9, "it sends data to another site"),
    ("document", "POST", "https://evil.example/", 9, "it sends data to another site"),
    ("fetch", "POST", "https://acme.com/jobs", 70_000, "it sends more than 65,536 bytes"),
    ("fetch", "DELETE", "https://acme.com/jobs/1", 0, "a DELETE changes something"),
    ("fetch", "PUT", "https://acme.com/jobs/1", 0, "a PUT changes something"),
    ("fetch", "GET", "ftp://acme.com/jobs", 0, "its address is no http(s) URL, or too long"),
    ("fetch", "GET", "http://[::1/jobs", 0, "its address is no http(s) URL, or too long"),
    ("fetch", "POST", "https://", 0, "its address is no http(s) URL, or too long"),
    ("document", "GET", "file:///etc/passwd", 0, "its address is no http(s) URL, or too long"),
    ("document", "GET", "https://acme.com/?" + "x" * 5_000, 0, "its address is no http(s) URL, or too long"),
    *[
        (kind, "GET", "https://acme.com/x", 0, "not needed to read the page")
        for kind in ("image", "font", "media", "ping", "websocket", "eventsource", "manifest", "texttrack", "other")
    ],
]


def test_a_page_may_ask_for_what_makes_it_and_send_to_its_own_site_only() -> None:
    wrong = {}
    for kind, method, url, size, expected in CASES:
        asked = BrowserRequest(url=url, kind=kind, method=method, body=b"x" * size if size else None)
        if (found := refusal(asked, PAGE)) != expected:
            wrong[kind, method, url[:60]] = found
    assert wrong == {}


def test_headers_of_scripts_are_sent_and_those_of_a_person_or_of_ours_are_not() -> None:
    asked = {
        "accept": "application/json",
        "x-api-key": "public",
        "origin": "https://acme.com",
        "content-type": "application/json",
        "cookie": "who=me",
        "user-agent": "HeadlessChrome",
        "accept-encoding": "br",
        "range": "bytes=0-",
        "if-none-match": "x",
        "sec-ch-ua": "x",
        "x-odd": "a\nb",
        "x-wide": "ü",
    }
    assert list(sent_headers(asked)) == ["accept", "x-api-key", "origin", "content-type"]
    given = {"content-type": "text/html", "content-encoding": "gzip", "set-cookie": "a=b", "Link": "<x>; rel=preload"}
    assert given_headers(given) == {"content-type": "text/html"}


def test_the_browser_is_the_configured_one_or_the_first_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def executable(name: str) -> Path:
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return path

    chrome, own = executable("google-chrome"), executable("own")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (find_browser(None), find_browser(own)) == (str(chrome), str(own))
    executable("chromium")
    assert find_browser(None) == str(tmp_path / "chromium")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(program, "_PLACES", (str(tmp_path / "none"),))
    reasons = {}
    for path in (None, tmp_path / "lost", tmp_path):
        with pytest.raises(BrowserFault) as caught:
            find_browser(path)
        reasons[path] = str(caught.value)
        assert caught.value.is_missing
    assert "install Chromium (Debian: apt install chromium), or name a Chrome" in reasons[None]
    assert reasons[tmp_path] == f"browser.path: {tmp_path} is no program; name an installed Chromium"


async def test_without_playwright_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chromium"
    path.touch(0o755)
    # As if it could not be imported.
    monkeypatch.setitem(sys.modules, "jobscan.fetch.browser.chromium", None)
    with pytest.raises(BrowserFault, match=r'install it with: pip install "jobscan\[browser\]"') as caught:
        await launch_chromium(BrowserSettings(path=path), "jobscan")
    assert caught.value.is_missing
