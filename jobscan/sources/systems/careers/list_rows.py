"""The rows of a list of postings made for people: what a CSS selector takes, each with title, place and link."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jobscan.sources.kit.html import first_in, node_text
from jobscan.sources.kit.links import without_tracking
from jobscan.sources.systems.careers.words import is_button, is_paper, read_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from jobscan.sources.kit.html import WebPage

#: Files that are shown instead of pages; nothing is asked of them.
FILE = re.compile(r"\.(?:pdf|docx?|odt|rtf)$", re.IGNORECASE)
#: Answers that are no postings, and addresses of people.
_NO_POSTING = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|zip|ics|xml|css|js|mp4)$|/cdn-cgi/l/email-protection", re.IGNORECASE
)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TITLES = (
    "[class*=title], [class*=Title], [itemprop=title], [class*=position-name], [class*=job-name], [class*=jobname]"
)
_PLACES = (
    "[class*=location], [class*=Location], [itemprop=jobLocation], [class*=standort], [class*=city], [class*=lieu]"
    ", [class*=place]:not([class*=placeholder])"
)
_TITLE_LENGTH = 200
_PLACE_LENGTH = 120
#: More than a page that people read has.
MOST_ROWS = 2_000
#: Nodes of one row that are looked at, and pieces of its text.
_MOST_NODES = 400
_MOST_PIECES = 40
#: Elements within a line.
_INLINE = frozenset("a b strong em i u mark sup sub abbr br".split())


class ListRow(NamedTuple):
    """A posting as a list for people shows it."""

    #: Without tracking parameters.
    url: str
    title: str
    #: None: the row names none that is surely one.
    place: str | None = None


class SelectedRows(NamedTuple):
    """What a selector takes of a page."""

    #: Each address once; a row may have no title.
    rows: tuple[ListRow, ...]
    #: Elements that it finds, and those of them without a link, such as the head of a table.
    found: int
    without_link: int


def select_rows(page: WebPage, selector: str) -> SelectedRows:
    """Return the rows that a selector takes, in the page's order. The selector must be one that can be parsed."""
    return read_nodes(page, page.select(selector)[:MOST_ROWS])


def read_nodes(page: WebPage, nodes: Sequence[LexborNode]) -> SelectedRows:
    """Return the rows that elements of a page are. What is inside of a row is none, so that no text is read twice."""
    rows: dict[str, ListRow] = {}
    without_link = 0
    for node in _outermost(nodes):
        row = read_row(page, node)
        if row is None:
            without_link += 1
        elif not (FILE.search(urlsplit(row.url).path) and is_paper(row.title)):
            rows.setdefault(row.url, row)
    return SelectedRows(tuple(rows.values()), len(nodes), without_link)


def _outermost(nodes: Sequence[LexborNode]) -> Iterator[LexborNode]:
    wanted = {node.mem_id for node in nodes}
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in wanted:
            above = above.parent
        if above is None:
            yield node


def read_row(page: WebPage, node: LexborNode) -> ListRow | None:
    """Return what a row says; None when it has no link to a page or a file."""
    found = list(_links_in(page, node))
    if not found:
        return None
    # A row may link to its posting twice: by its title, and by a button.
    link, url = next(((link, url) for link, url in found if _says_something(link)), found[0])
    pieces = list(text_pieces(node))
    title = _title_of(node, link, pieces)
    return ListRow(url, title, _place_of(node, title, pieces))


def posting_url(page: WebPage, link: LexborNode) -> str | None:
    """Return where a link leads, without tracking parameters; None: to no page, to this one, or to a picture."""
    written = (link.attributes.get("href") or "").strip()
    url = None if written.startswith("#") else page.absolute(written)
    if url is None or _NO_POSTING.search(urlsplit(url).path):
        return None
    url = without_tracking(url)
    return None if url.rstrip("/") == without_tracking(page.base).rstrip("/") else url


def text_pieces(node: LexborNode) -> Iterator[str]:
    """Yield the texts of an element, apart as its inner elements set them apart."""
    parts: list[str] = []
    pieces = 0
    for number, inner in enumerate(node.traverse(include_text=True)):
        if number > _MOST_NODES or pieces >= _MOST_PIECES:
            break
        if inner.tag == "-text":
            if inner.parent is None or inner.parent.tag not in ("script", "style"):
                parts.append((inner.text_content or "")[:_TITLE_LENGTH])
        elif inner.tag not in _INLINE or inner.tag == "br":
            piece, parts = " ".join("".join(parts).split()), [" "] if inner.tag == "br" else []
            if piece and inner.tag == "br":
                parts = [piece, " "]
            elif piece:
                pieces += 1
                yield piece[:_TITLE_LENGTH]
    if piece := " ".join("".join(parts).split()):
        yield piece[:_TITLE_LENGTH]


def _links_in(page: WebPage, node: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    links = [node] if node.tag == "a" else node.css("a[href]")[:20]
    for link in links:
        if (url := posting_url(page, link)) is not None:
            yield link, url


def _says_something(link: LexborNode) -> bool:
    words = node_text(link, _TITLE_LENGTH)
    return bool(words) and not is_button(words)


def _title_of(node: LexborNode, link: LexborNode, pieces: list[str]) -> str:
    """Return the title: a heading, the link's words, an element that calls itself title, or the first text."""
    own = [piece for piece in text_pieces(link) if not is_button(piece)]
    found = [_words_in(node, _HEADINGS), own[0] if len(own) == 1 else "", _words_in(node, _TITLES), *own[:1]]
    named = link.attributes.get("aria-label") or link.attributes.get("title") or ""
    rest = (*pieces, " ".join(named.split())[:_TITLE_LENGTH])
    found += [piece for piece in rest if read_place(piece) is None]
    return next((words for words in found if words and not is_button(words)), "")


def _words_in(node: LexborNode, selector: str) -> str:
    inner = first_in(node, selector)
    return node_text(inner, _TITLE_LENGTH) if inner is not None else ""


def _place_of(node: LexborNode, title: str, pieces: list[str]) -> str | None:
    inner = first_in(node, _PLACES)
    if inner is not None:
        text = node_text(inner, _PLACE_LENGTH)
        if text and text != title and len(text) <= 80:
            return read_place(text) or text
    return next((place for piece in pieces if piece != title and (place := read_place(piece))), None)
