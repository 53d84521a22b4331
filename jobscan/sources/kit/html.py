"""What adapters need to read a web page of a hostile server: bounded parsing, texts, links."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.encoding import decode_text
from jobscan.sources.kit.json import require_ok
from jobscan.utils.text import clean_line
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.domain.page import Page

#: Characters. The largest list seen has 1.2 million (recordings, 2026); of four million the parser makes a tree in one
#: to two seconds at worst.
_MAX_PAGE = 4 * 1024 * 1024
#: Elements that are open at once. The parser's time grows with their square: 50,000 took 13 s, 500 before 700,000 end
#: tags 0.1 s (measured 2026-11).
_MAX_DEPTH = 512
#: Tags, and attributes of one tag: each is compared with those before it.
_MAX_TAGS = 400_000
_MAX_ATTRIBUTES = 300

_TITLE_LENGTH = 1_000

#: What is between tags that stand in the text, read as browsers do; every part is possessive or ends at the end of the
#: text, so that the cost stays linear.
_TOKEN = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?P<silent>script|style|textarea|title|xmp|noembed|noframes|iframe)(?=[\s/>])(?P<attributes>[^>]*+)>.*?(?:</(?P=silent)(?=[\s/>])|\Z)"
    r"|(?P<slash>/?)(?P<name>[a-z][^\s/>]*+)(?P<more>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+|[\"'])*+)(?:>|\Z))",
    re.IGNORECASE | re.DOTALL,
)
#: Values of attributes, and their names, which are the group.
_ATTRIBUTE = re.compile(r"=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+)|([^\s/>=]++)")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
#: An open one is closed by the next of its kind, so that they are inside of each other only where others are, too. Not
#: in drawings and formulas, where they mean nothing.
_IMPLIED = frozenset("a p li dt dd tr td th tbody thead tfoot colgroup caption html head body".split())
_FOREIGN = ("svg", "math")


class WebPage:
    """A page that was parsed, with the address that its links are relative to."""

    def __init__(self, tree: LexborHTMLParser, url: str, text: str) -> None:
        self._tree = tree
        self._url = url
        #: As it was sent.
        self.source = text

    def select(self, selector: str) -> list[LexborNode]:
        """Return the elements that a CSS selector of ours names, in the page's order."""
        return self._tree.css(selector)

    def first(self, selector: str) -> LexborNode | None:
        """Return the first element that a selector names; None when there is none."""
        found: LexborNode | None = self._tree.css_first(selector)
        return found

    @cached_property
    def base(self) -> str:
        """The address that links are relative to: the page's own, unless it names another."""
        base = self.first("base[href]")
        return self._joined(self._url, base.attributes.get("href")) or self._url if base is not None else self._url

    @property
    def visible_title(self) -> str:
        """What the page calls itself: its first heading, else its title; "" when it has neither."""
        nodes = (self.first(name) for name in ("h1", "title"))
        return next((text for node in nodes if node is not None and (text := node_text(node))), "")

    @property
    def has_end(self) -> bool:
        """Whether the root element is closed, in the last 2,000 characters: half of a page is not."""
        return "</html" in self.source[-2_000:].lower()

    @cached_property
    def language(self) -> str | None:
        """The language that the page says it is in ("de-CH"); None when it does not say."""
        root = self.first("html[lang]")
        return (root.attributes.get("lang") or None) if root is not None else None

    @cached_property
    def text(self) -> str:
        """The words of the page without scripts, in one line, at most as many as a page of text has."""
        body = self.first("body")
        return node_text(body, 200_000) if body is not None else ""

    def absolute(self, link: str | None) -> str | None:
        """Return a link of the page as an absolute address without fragment; None when it is no web address."""
        url = self._joined(self.base, link)
        return url.partition("#")[0] if url else None

    def links(self, selector: str = "a[href]") -> Iterator[tuple[LexborNode, str]]:
        """Yield elements with ``href`` and where they lead, in the page's order; what is no web address is left out."""
        for node in self._tree.css(selector):
            url = self.absolute(node.attributes.get("href"))
            if url is not None:
                yield node, url

    def scripts(self, type_: str) -> Iterator[str]:
        """Yield the contents of the scripts of a media type, such as "application/ld+json"."""
        for node in self._tree.css("script[type]"):
            if (node.attributes.get("type") or "").partition(";")[0].strip().lower() == type_:
                yield node.text(deep=True)

    @staticmethod
    def _joined(base: str, link: str | None) -> str | None:
        if not link or len(link) > 4_096:
            return None
        try:
            return clean_url(urljoin(base, link.strip()))
        except ValueError:
            return None


def parse_html(page: Page, what: str, *, missing: str = "") -> WebPage:
    """Parse a page for people; ``what`` names what was requested, ``missing`` what a user can try.

    Raises `BoardError` for another status than 200, for what is no HTML at all (JSON, nothing), and (too many) for a
    page that is larger or deeper than a parser can be given.
    """
    require_ok(page, what, missing=missing)
    text = decode_text(page)
    if "<" not in text[:65_536] or text[:64].lstrip().startswith(("{", "[", "%PDF")):
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is not a web page")
    if reason := _why_too_costly(text):
        raise BoardError(BoardFailure.TOO_MANY, f"{what}: {reason}")
    return WebPage(LexborHTMLParser(text), page.url, text)


def parse_fragment(html: str, url: str) -> WebPage | None:
    """Parse a part of a page that came inside of something else; None when it is too large or too deep."""
    return None if _why_too_costly(html) else WebPage(LexborHTMLParser(html), url, html)


def _why_too_costly(html: str) -> str | None:
    """Say why the parser must not be given this; None when it may."""
    if len(html) > _MAX_PAGE:
        return f"a page of {len(html)} characters is longer than any list of postings"
    if html.count("<") <= _MAX_DEPTH and "\x00" not in html:
        return _long_tag(html)
    depth = tags = 0
    open_: Counter[str] = Counter()
    for token in _TOKEN.finditer(html):
        name = (token["name"] or "").lower()
        if not name or name in _VOID:
            continue
        tags += 1
        if tags > _MAX_TAGS:
            return f"more than {_MAX_TAGS} tags is not a plausible page"
        if name in _IMPLIED and not (open_[_FOREIGN[0]] or open_[_FOREIGN[1]]):
            continue
        if not token["slash"]:
            open_[name] += 1
            depth += 1
            if depth > _MAX_DEPTH:
                return f"elements are nested more than {_MAX_DEPTH} deep"
        elif open_[name]:
            open_[name] -= 1
            depth -= 1
    return _long_tag(html)


def _long_tag(html: str) -> str | None:
    for token in _TOKEN.finditer(html):
        more = token["more"] or token["attributes"] or ""
        if len(more) > 2 * _MAX_ATTRIBUTES and sum(map(bool, _ATTRIBUTE.findall(more))) > _MAX_ATTRIBUTES:
            return f"a tag with more than {_MAX_ATTRIBUTES} attributes"
    return None


def node_text(node: LexborNode, limit: int = _TITLE_LENGTH) -> str:
    """Return the text of an element in one clean line; scripts and styles in it are left out."""
    if node.tag in ("script", "style"):
        return ""
    parts: list[str] = []
    length = 0
    for inner in node.traverse(include_text=True):
        if inner.tag == "-text" and (inner.parent is None or inner.parent.tag not in ("script", "style")):
            text = inner.text_content or ""
            parts.append(text)
            length += len(text)
            if length > 4 * limit:
                break
        elif inner.tag in _BREAKS:
            parts.append(" ")
    return clean_line("".join(parts), limit)


#: Between the words before and behind these is a blank, whatever the page's source has.
_BREAKS = frozenset("br p div li tr td th h1 h2 h3 h4 h5 h6 dt dd ul ol section article".split())


def first_in(node: LexborNode, selector: str) -> LexborNode | None:
    """Return the first element in an element that a selector names; None when there is none."""
    found: LexborNode | None = node.css_first(selector)
    return found


def inner_html(node: LexborNode) -> str:
    """Return the markup inside of an element; "" when there is none."""
    return node.inner_html or ""
