"""The items of RSS 2.0 and Atom feeds as values, with what boards put into them beside."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from jobscan.exceptions import BoardError, BoardFailure
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.xml import child_text, children_of, element_text, local_name, parse_xml
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from jobscan.domain.page import Page

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One ``item`` of RSS or ``entry`` of Atom. Texts are None where the feed has none."""

    #: ``guid`` or Atom's ``id``, else the link.
    id: str | None
    #: An absolute address that is safe to store.
    link: str | None
    title: str | None
    #: HTML: the content if there is any, else the description or summary; "" when there is neither.
    description: str
    published: datetime | None
    updated: datetime | None
    author: str | None
    categories: tuple[str, ...]
    #: All of it, for what is nested.
    element: Element

    def text_of(self, name: str) -> str | None:
        """Return the text of the first child of this local name, of whatever namespace; None when there is none."""
        return child_text(self.element, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that is one: it may have no items."""

    title: str | None
    link: str | None
    #: As the feed writes it ("en-us"); None when it does not say.
    language: str | None
    items: tuple[FeedItem, ...]


def read_feed(page: Page, what: str) -> Feed:
    """Read an RSS 2.0 or Atom feed; ``what`` names what was requested ("feed of board unc").

    Raises `BoardError` as `parse_xml` does, for RSS without a channel too.
    """
    root = parse_xml(page, what, "rss", "feed")
    if local_name(root) == "feed":
        items = tuple(_read_entry(entry, page.url) for entry in children_of(root, "entry"))
        return Feed(
            title=child_text(root, "title"), link=_atom_link(root, page.url), language=root.get(_LANGUAGE), items=items
        )
    channel = next(children_of(root, "channel"), None)
    if channel is None:
        raise BoardError(BoardFailure.UNREADABLE, f"{what}: the RSS has no channel")
    return Feed(
        title=child_text(channel, "title"),
        link=_rss_link(channel, page.url),
        language=child_text(channel, "language"),
        items=tuple(_read_item(item, page.url) for item in children_of(channel, "item")),
    )


def _read_item(item: Element, base: str) -> FeedItem:
    link = _rss_link(item, base)
    encoded = item.find(_CONTENT)
    guid = child_text(item, "guid")
    return FeedItem(
        id=guid or link,
        link=link or _safe(guid, base),
        title=child_text(item, "title"),
        description=(element_text(encoded) if encoded is not None else None) or child_text(item, "description") or "",
        published=read_moment(child_text(item, "pubDate") or child_text(item, "date")),
        updated=read_moment(child_text(item, "updated")),
        author=child_text(item, "author") or child_text(item, "creator"),
        categories=tuple(text for one in children_of(item, "category") if (text := element_text(one))),
        element=item,
    )


def _read_entry(entry: Element, base: str) -> FeedItem:
    link = _atom_link(entry, base)
    return FeedItem(
        id=child_text(entry, "id") or link,
        link=link,
        title=child_text(entry, "title"),
        description=_atom_text(entry, "content") or _atom_text(entry, "summary"),
        published=read_moment(child_text(entry, "published")),
        updated=read_moment(child_text(entry, "updated")),
        author=child_text(entry, "author", "name"),
        categories=tuple(
            term for one in children_of(entry, "category") if (term := one.get("label") or one.get("term"))
        ),
        element=entry,
    )


def _atom_text(entry: Element, name: str) -> str:
    """Return a text as HTML; plain text is escaped, XHTML loses its tags' names and keeps its words."""
    element = next(children_of(entry, name), None)
    text = element_text(element) if element is not None else None
    if element is None or text is None:
        return ""
    if element.get("type", "text") in ("html", "text/html") or "<" in text:
        return text
    return "<br>".join(escape(line, quote=False) for line in text.splitlines())


def _rss_link(element: Element, base: str) -> str | None:
    """Return the address in ``link``: Atom's own in RSS ("self") is another's."""
    found: Iterator[str] = (
        text for one in children_of(element, "link") if one.tag == "link" and (text := element_text(one))
    )
    return _safe(next(found, None), base)


def _atom_link(element: Element, base: str) -> str | None:
    links = [one for one in children_of(element, "link") if one.get("rel", "alternate") == "alternate"]
    return next((url for one in links if (url := _safe(one.get("href"), base))), None)


def _safe(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        return clean_url(urljoin(base, link.strip()))
    except ValueError:
        return None
