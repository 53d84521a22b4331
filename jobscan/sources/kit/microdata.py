"""Microdata of a page, as the objects of JSON that say the same (HTML Living Standard, 5; schema.org's examples)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jobscan.sources.kit.html import inner_html, node_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from jobscan.sources.kit.html import WebPage

#: Elements of all items of a page.
_MAX_ELEMENTS = 100_000
#: Properties whose markup is part of what they say.
_MARKED_UP = frozenset("description responsibilities qualifications skills jobbenefits".split())


def read_microdata(page: WebPage) -> Iterator[dict[str, Any]]:
    """Yield each JobPosting that a page marks up, with names in lower case; properties given twice are lists."""
    budget = [_MAX_ELEMENTS]
    for node in page.select("[itemscope][itemtype]"):
        if "jobposting" in (node.attributes.get("itemtype") or "").lower():
            yield _item(page, node, budget)


def _item(page: WebPage, node: LexborNode, budget: list[int]) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": node.attributes.get("itemtype") or ""}
    if item_id := node.attributes.get("itemid"):
        found["@id"] = item_id
    pending = list(_children(node))[::-1]
    while pending and budget[0] > 0:
        budget[0] -= 1
        child = pending.pop()
        names = (child.attributes.get("itemprop") or "").lower().split()
        is_item = "itemscope" in child.attributes
        if names:
            value = _item(page, child, budget) if is_item else _value(page, child, names[0])
            for name in names:
                found[name] = _added(found.get(name), value)
        if not is_item:
            pending += list(_children(child))[::-1]
    return found


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return node.iter(include_text=False)


def _added(before: Any, value: Any) -> Any:
    if before is None:
        return value
    return [*before, value] if isinstance(before, list) else [before, value]


def _value(page: WebPage, node: LexborNode, name: str) -> str | None:
    attributes = node.attributes
    if attributes.get("content") is not None:
        return attributes.get("content")
    if node.tag == "time" and attributes.get("datetime"):
        return attributes.get("datetime")
    if node.tag in ("a", "link", "area"):
        return page.absolute(attributes.get("href"))
    if node.tag in ("data", "meter"):
        return attributes.get("value")
    return inner_html(node).strip() if name in _MARKED_UP else node_text(node)
