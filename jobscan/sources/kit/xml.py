"""What adapters need to read XML of a hostile server: no entities, no DTD, bounded depth and size."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException, DTDForbidden, EntitiesForbidden
from defusedxml.ElementTree import DefusedXMLParser

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.encoding import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from jobscan.domain.page import Page

#: Feeds of job boards are nested ten deep (recordings of seven systems, 2026).
_MAX_DEPTH = 64
#: `MAX_POSTINGS` with twenty elements each; they take about two seconds.
_MAX_ELEMENTS = 500_000

#: Characters that XML 1.0 does not have; boards copy them from word processors.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: References, and CDATA and comments, in which "&" is text; each of these ends at the end of the text at the latest.
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#(?P<number>x[0-9a-fA-F]{1,6}|[0-9]{1,7});|(?P<name>\w{2,31});)?+",
    re.DOTALL | re.ASCII,
)
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


class _TooDeepError(Exception):
    """More elements inside of each other than any feed has."""


class _TooManyError(Exception):
    """More elements than any feed has."""


class _Builder(TreeBuilder):
    """Builds the tree, and stops when it becomes too deep or too large."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attrs: dict[Any, Any], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            raise _TooDeepError
        if self._elements > _MAX_ELEMENTS:
            raise _TooManyError
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse_xml(page: Page, what: str, *roots: str) -> Element:
    """Return the root element, which must be one of these by its local name; ``what`` names what was requested.

    Characters that XML does not have become U+FFFD, references to characters of HTML ("&nbsp;") are those characters,
    and an "&" that begins no reference is itself: one posting's text must not cost the board.

    Raises `BoardError` (unreadable) for anything else than well-formed XML with that root: a web page, half of a feed,
    a DTD, entities, elements nested too deeply; (too many) for more elements than a board can have.
    """
    text = _NO_XML.sub("\ufffd", decode_text(page)).lstrip()
    try:
        root = _parse(text)
    except BoardError:
        raise
    except (DefusedXmlException, ParseError, _TooDeepError, _TooManyError, ValueError, RecursionError) as exc:
        kind = BoardFailure.TOO_MANY if isinstance(exc, _TooManyError) else BoardFailure.UNREADABLE
        raise BoardError(kind, f"{what}: {_why_unreadable(text, exc)}") from exc
    if local_name(root) not in roots:
        found = "an HTML page" if local_name(root).lower() == "html" else f"<{local_name(root)[:40]!a}>"
        wanted = " or ".join(f"<{name}>" for name in roots)
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the answer is {found}, not {wanted}")
    return root


def _parse(text: str) -> Element:
    try:
        return _parse_once(text)
    except ParseError:
        repaired = _REFERENCE.sub(_repaired, text)
        if repaired == text:
            raise
        return _parse_once(repaired)


def _parse_once(text: str) -> Element:
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.feed(text)
    root: Element | None = parser.close()
    if root is None:
        raise ParseError("no element found")
    return root


def _repaired(found: re.Match[str]) -> str:
    """Return a reference as XML knows it."""
    whole = found[0]
    if not whole.startswith("&"):
        return whole
    if number := found["number"]:
        code = int(number[1:], 16) if number[0] == "x" else int(number)
        is_sound = code <= 0x10FFFF and not _NO_XML.match(chr(code))
        return whole if is_sound else "\ufffd"
    name = found["name"]
    if name is None:
        return "&amp;"
    if name in _OWN:
        return whole
    return html5.get(f"{name};", f"&amp;{name};")


def _why_unreadable(text: str, exc: Exception) -> str:
    start = text[:200].lower()
    if not start.startswith("<"):
        return "the answer is not XML" if start else "the answer is empty"
    if start.startswith(("<!doctype html", "<html")):
        return "the answer is an HTML page, not XML (a login, a challenge or a moved board)"
    reasons: dict[type[Exception], str] = {
        DTDForbidden: "the answer has a document type, which no feed of a board needs",
        EntitiesForbidden: "the answer defines entities, which no feed of a board needs",
        _TooDeepError: f"the answer has elements nested more than {_MAX_DEPTH} deep",
        _TooManyError: f"more than {_MAX_ELEMENTS} elements is not a plausible list of postings",
    }
    return reasons.get(type(exc)) or f"the answer is not well-formed XML ({' '.join(str(exc).split())[:160]})"


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace: "{http://www.w3.org/2005/Atom}entry" → "entry"."""
    return str(element.tag).rpartition("}")[2]


def children_of(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of this local name, of whatever namespace."""
    return (child for child in element if local_name(child) == name)


def child_text(element: Element, *path: str) -> str | None:
    """Return the text of the first element of this path of local names, without blanks around it.

    None when there is none, or no text in it.
    """
    for name in path:
        inner = next(children_of(element, name), None)
        if inner is None:
            return None
        element = inner
    return element_text(element)


def element_text(element: Element) -> str | None:
    """Return all text in an element without blanks around it; None when there is none."""
    return "".join(element.itertext()).strip() or None
