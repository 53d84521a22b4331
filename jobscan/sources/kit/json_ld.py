"""The postings that a page describes for machines: schema.org's JobPosting as JSON-LD or microdata, in all its shapes.

Properties as defined at schema.org/JobPosting and in Google's guide for job postings (2026); the deviations that are
put up with are those of recordings of ten systems, 2026.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from jobscan.sources.kit.items import MAX_POSTINGS
from jobscan.sources.kit.json import UNREADABLE, short_reason
from jobscan.sources.kit.microdata import read_microdata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.sources.kit.html import WebPage

#: Objects and lists in all scripts of a page, and how deep they are inside of each other.
_MAX_NODES = 500_000
_MAX_DEPTH = 64
#: Characters of a script that is repaired; valid ones may be longer.
_MAX_REPAIRED = 1024 * 1024

#: What stands around the JSON of some scripts.
_WRAPPING = re.compile(r"\s*(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?|(?://|/\*)?\s*(?:\]\]>|-->)\s*(?:\*/)?\s*\Z")
#: Strings, and between them: a comma before an end; an end of a value before a key; a comment.
_BROKEN = re.compile(
    r'(?P<string>"(?:[^"\\]++|\\.)*+")(?P<missing>\s*+(?="[^"\\\n]{1,60}"\s*:))?'
    r"|(?P<comma>,)(?=\s*+[}\]])|(?P<double>,)(?=\s*+,)|(?P<comment>/\*.*?\*/)"
    r'|(?P<end>[}\]\d])(?=\s*+"[^"\\\n]{1,60}"\s*+:)',
    re.DOTALL,
)
#: A backslash before what none may stand before; whole escapes are passed over.
_BAD_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\')


class FoundPostings(NamedTuple):
    """What a page describes."""

    #: As objects of JSON with names in lower case, see `jobscan.sources.kit.job_posting`.
    nodes: tuple[dict[str, Any], ...]
    #: Why a script could not be read, one line each.
    problems: tuple[str, ...]
    #: Whether there is any JSON-LD or microdata, of whatever kind.
    has_data: bool


def find_postings(page: WebPage, what: str) -> FoundPostings:
    """Return all JobPostings of a page, in its order, from JSON-LD or else from microdata.

    Scripts that cannot be read even when repaired are named in ``problems`` and cost no other. A reference to another
    object of the page (``{"@id": …}``) is replaced by that object.
    """
    problems: list[str] = []
    values: list[Any] = []
    for number, script in enumerate(page.scripts("application/ld+json")):
        try:
            values.append(_decode(script))
        except UNREADABLE as exc:
            problems.append(f"{what}: JSON-LD script {number} cannot be read: {short_reason(exc)}")
    objects = list(_objects(values))
    nodes = [node for node in objects if is_posting(node)]
    by_id = {id_: node for node in objects if len(node) > 2 and isinstance(id_ := node.get("@id"), str)}
    if not nodes:
        nodes = [node for node in read_microdata(page) if is_posting(node)]
    linked = tuple(_linked(node, by_id) for node in nodes[: MAX_POSTINGS + 1])
    return FoundPostings(linked, tuple(problems), bool(objects or nodes))


def with_plain_names(node: dict[str, Any]) -> dict[str, Any]:
    """Return an object of JSON-LD as `find_postings` gives it: with names in lower case, at all depths that matter."""
    return _linked({_name(key): value for key, value in node.items()}, {})


def is_posting(node: dict[str, Any]) -> bool:
    """Say whether an object is a JobPosting, by any of its types."""
    types = node.get("@type")
    return any(
        isinstance(type_, str) and re.split("[/:#]", type_)[-1].strip().lower() == "jobposting"
        for type_ in (types if isinstance(types, list) else [types])
    )


def _decode(script: str) -> Any:
    with suppress(*UNREADABLE):
        return msgspec.json.decode(script)
    text = _WRAPPING.sub("", script).strip().rstrip(";").strip()
    if not text:
        return None
    if text.startswith(("{&quot;", "[{&quot;", "{ &quot;")) or text[:64].lstrip("{[ \r\n\t").startswith("&quot;"):
        text = unescape(text)
    with suppress(ValueError, RecursionError):
        return json.loads(text, strict=False)
    if len(text) > _MAX_REPAIRED:
        raise ValueError(f"{len(text)} characters of JSON that is not sound")
    text = _BAD_ESCAPE.sub(lambda found: found[0] if len(found[0]) > 1 else "\\\\", text)
    return json.loads(_BROKEN.sub(_repaired, text), strict=False)


def _repaired(found: re.Match[str]) -> str:
    if found["string"]:
        return found[0] if found["missing"] is None else f"{found['string']},"
    return f"{found['end']}," if found["end"] else ""


def _objects(values: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield all objects in values in their order, with names in lower case and without "schema:" before them."""
    stack: list[tuple[Any, int]] = [(value, 0) for value in reversed(values)]
    seen = 0
    while stack and seen < _MAX_NODES:
        value, depth = stack.pop()
        if depth > _MAX_DEPTH or not isinstance(value, dict | list):
            continue
        seen += 1
        if isinstance(value, dict):
            value = {_name(key): inner for key, inner in value.items()}
            yield value
        inside = value.values() if isinstance(value, dict) else value
        stack.extend((inner, depth + 1) for inner in reversed(list(inside)))


def _name(key: str) -> str:
    return key.rpartition("/")[2].lower().removeprefix("schema:")


def _linked(node: dict[str, Any], by_id: dict[str, dict[str, Any]], depth: int = 0) -> dict[str, Any]:
    """Return an object with names in lower case everywhere, and what it refers to in place of references."""

    def whole(value: Any, depth: int) -> Any:
        if depth > 8:
            return None
        if isinstance(value, list):
            return [whole(inner, depth + 1) for inner in value[:200]]
        if not isinstance(value, dict):
            return value
        named = {_name(key): inner for key, inner in value.items()}
        target = by_id.get(named["@id"]) if isinstance(named.get("@id"), str) and len(named) <= 2 else None
        return {key: whole(inner, depth + 1) for key, inner in (target or named).items()}

    return {key: whole(value, depth) for key, value in node.items()}
