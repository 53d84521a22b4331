"""An employer's own web page, parsed once for all adapters: the addresses in it, and their purpose."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from jobscan.sources.kit.candidates import Candidate, Evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jobscan.domain.source import Source

#: Enough for every careers page seen; of longer pages only this much is searched.
_MAX_PAGE = 8 * 1024 * 1024

#: Absolute and protocol-relative URLs, up to what cannot stand in one unescaped.
_URL = re.compile(r"(?:https?:)?//[^\s\"'<>\\`(){}|^\[\]]{4,2048}", re.IGNORECASE)
#: Comments, scripts with their code, and the tags with addresses. None of these can fail once it has begun, and none
#: reads a character twice: a hostile page costs no more than a long one.
_PIECE = re.compile(
    r"(?P<comment><!--(?:.*?-->|.*))"
    r"|<script\b[^>]{0,4096}>?(?P<code>.*?(?=</script)|.*)"
    r"|<(?:a|area)\b(?P<link>[^>]{0,4096})"
    r"|<(?:base|embed|frame|iframe|link|meta|object)\b(?P<embed>[^>]{0,4096})",
    re.IGNORECASE | re.DOTALL,
)
#: An address that programs request: in a page's code or data it is what the page itself shows.
_FOR_PROGRAMS = re.compile(r"[/.-]api[./]|/cxs/|/embed(?:/|$)", re.IGNORECASE)
#: How pages write the characters of a URL inside attributes, JSON and scripts. A whole-page ``html.unescape`` would
#: also turn "&copy=1" of a query into a copyright sign.
_ESCAPES = (
    ("\\/", "/"),
    ("\\u002f", "/"),
    ("\\u002F", "/"),
    ("\\u0026", "&"),
    ("\\u003d", "="),
    ("\\u003D", "="),
    ('\\"', '"'),
    ("&#x2F;", "/"),
    ("&#x2f;", "/"),
    ("&#47;", "/"),
    ("&#x3D;", "="),
    ("&quot;", '"'),
    ("&#34;", '"'),
    ("&#39;", "'"),
    ("&amp;", "&"),
    ("&#38;", "&"),
)


class EmployerPage:
    """A page for people on an employer's own site, up to its first 8 million characters."""

    def __init__(self, html: str) -> None:
        self._pieces = tuple(_take_apart(html[:_MAX_PAGE]))

    @cached_property
    def live_text(self) -> str:
        """Return markup and code without comments, with the characters of addresses and quotes unescaped."""
        return "".join(text for evidence, text in self._pieces if evidence is not Evidence.COMMENT)

    @cached_property
    def addresses(self) -> Mapping[tuple[str, Evidence], int]:
        """Return how often each address occurs in the page, by its purpose, in the page's order."""
        return Counter(
            (found[0], _weigh(found[0], evidence)) for evidence, text in self._pieces for found in _URL.finditer(text)
        )

    def boards(self, detect: Callable[[str], Source | None]) -> list[Candidate]:
        """Return what ``detect`` recognises among the page's addresses; a board may occur several times."""
        return [
            Candidate(source, evidence, mentions)
            for (address, evidence), mentions in self.addresses.items()
            if (source := detect(address)) is not None
        ]


def _take_apart(html: str) -> Iterator[tuple[Evidence | None, str]]:
    """Yield the pieces of a page in order, with the evidence of addresses in them; None: it depends on the address."""
    end = 0
    for piece in _PIECE.finditer(html):
        yield None, _unescape(html[end : piece.start()])
        end = piece.end()
        match piece.lastgroup:
            case "comment":
                yield Evidence.COMMENT, _unescape(piece[0])
            case "link":
                yield Evidence.MENTION, _unescape(piece[0])
            case "code":
                yield Evidence.EMBED, _unescape(html[piece.start() : piece.start("code")])
                yield None, _unescape(piece["code"])
            case _:
                yield Evidence.EMBED, _unescape(piece[0])
    yield None, _unescape(html[end:])


def _weigh(address: str, evidence: Evidence | None) -> Evidence:
    if evidence is not None:
        return evidence
    return Evidence.EMBED if _FOR_PROGRAMS.search(address.partition("?")[0]) else Evidence.MENTION


def _unescape(text: str) -> str:
    for written, meant in _ESCAPES:
        if written in text:
            text = text.replace(written, meant)
    return text
