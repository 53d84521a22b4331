"""The pages: self-contained, readable on a phone, and with headers under which nothing foreign can run or look."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template

_STYLE = """
:root{color-scheme:light dark;--back:#f3f5f7;--card:#fff;--edge:#d8dee4;--text:#1f2328;--muted:#59636e;--act:#0a58ca}
@media (prefers-color-scheme:dark){
:root{--back:#0d1117;--card:#161b22;--edge:#3d444d;--text:#e6edf3;--muted:#9198a1;--act:#1f6feb}}
*{box-sizing:border-box}
body{margin:0;padding:32px 16px;background:var(--back);color:var(--text);overflow-wrap:anywhere;
font:17px/26px -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:520px;margin:0 auto;padding:24px;background:var(--card);border:1px solid var(--edge);border-radius:12px}
h1{margin:0 0 16px;font-size:24px;line-height:30px}
p{margin:0 0 16px}
.name{padding:2px 0 2px 12px;border-left:4px solid var(--act);font-weight:600}
.small{margin:24px 0 6px;color:var(--muted);font-size:15px;line-height:22px}
button{width:100%;min-height:48px;margin-top:8px;padding:10px 16px;border:0;border-radius:8px;background:var(--act);
color:#fff;font:inherit;font-weight:600;cursor:pointer}
button:focus-visible{outline:3px solid var(--text);outline-offset:2px}
pre{margin:0;padding:10px 12px;background:var(--back);border-radius:8px;white-space:pre-wrap;
font:14px/21px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{font:inherit}
main>:last-child{margin-bottom:0}
footer{margin-top:16px;text-align:center;color:var(--muted);font-size:14px}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

#: The address of a page can stop an alert: no other site may learn it, no cache may store the page.
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    # One request is all that a reader has; a proxy that reused the connection might meet its end.
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """The content of a page; everything is text, escaped when it is rendered."""

    title: str
    text: str
    #: The alert that it is about; None: not shown.
    alert: str | None = None
    #: The words on the button that POSTs to the page's own address; None: no button.
    button: str | None = None
    #: How to undo what was done; None: not shown.
    command: str | None = None


def answer(view: PageView, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """Return the answer that shows a page; ``headers`` are added to those of all pages."""
    html = _template().render(view=view, style=_STYLE)
    return HTMLResponse(html, status, {**_HEADERS, **(headers or {})})


@cache
def _template() -> Template:
    loader = PackageLoader("jobscan.web")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.j2")
