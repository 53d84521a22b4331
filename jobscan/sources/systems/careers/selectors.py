"""CSS selectors for elements of one shape: by tags and classes that stay when a page is made anew."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

#: Names that CSS takes unescaped.
_PLAIN = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]{0,63}")
#: Made by a program for one element or one build: "elementor-element-2583cdd", "css-1q2w3e", "w-node-…", "post-123".
_MADE = re.compile(
    r"\d{3}|(?:^|[-_])(?=[a-z]*\d)[a-z0-9]{5,}$|^(?:css|sc|jss|w-node|elementor-element|post|page|item)-\w*\d"
    r"|__[\w-]*\d",
    re.IGNORECASE,
)
#: Of the state of an element, or of a look that changes with taste.
_STATE = re.compile(
    r"(?:^|[-_])(?:active|current|first|last|odd|even|open|hidden|visible|show|selected|hover|animated?|aos"
    r"|js)(?:$|[-_])",
    re.IGNORECASE,
)
#: Of a library of looks: what they say is how an element looks today.
_LOOK = re.compile(
    r"(?:(?:sm|md|lg|xl|xs)[-:])?(?:[mp][trblxyse]?|[wh]|min|max|gap|text|font|bg|flex|grid|inline|block|items"
    r"|justify|align|self|col|row"
    r"|rounded|border|shadow|leading|tracking|space|order|float|overflow|relative|absolute|clearfix|d|fs|fw|lh"
    r"|opacity|z"
    r"|transition|duration|cursor|underline|uppercase|w-layout)(?:-[\w-]*)?|container(?:-fluid)?",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"job|career|position|vacanc|opening|role|stelle|offre|item|card|row|list|post|entry|holder", re.IGNORECASE
)
_MOST_CLASSES = 8


def stable_classes(node: LexborNode) -> list[str]:
    """Return the classes of an element that are likely to stay, those that tell most first."""
    written = (node.attributes.get("class") or "")[:1_000].split()[:30]
    kept = [
        one for one in dict.fromkeys(written) if _PLAIN.fullmatch(one) and not (_MADE.search(one) or _STATE.search(one))
    ]
    return sorted(kept, key=lambda one: (_LOOK.fullmatch(one) is not None, _TELLING.search(one) is None))[
        :_MOST_CLASSES
    ]


def own_shape(node: LexborNode) -> str:
    """Return what elements of one list have in common: the tag and its stable classes."""
    return ".".join([node.tag or "", *sorted(stable_classes(node))])


def selectors_for(nodes: Sequence[LexborNode], limit: int) -> Iterator[str]:
    """Yield selectors that elements of one shape have in common, the likeliest to stay first; they may take more."""
    return islice(_all_selectors(nodes), limit)


def _all_selectors(nodes: Sequence[LexborNode]) -> Iterator[str]:
    own = _simple(nodes)
    yield from (one for one in own if "." in one)
    inner: Sequence[LexborNode] = nodes
    chain = own[0]
    for _ in range(4):
        parents = [node.parent for node in inner]
        outer = [node for node in parents if node is not None and node.tag not in ("body", "html")]
        if len(outer) < len(inner):
            break
        above = _simple(outer)
        yield from (f"{one} > {chain}" for one in above)
        yield from (f"{one} {own[0]}" for one in above if ("." in one or "#" in one) and chain != own[0])
        chain = f"{above[-1]} > {chain}"
        inner = outer
    yield own[-1]
    yield from (one for one in _simple(nodes, with_looks=True) if "." in one)


def _simple(nodes: Sequence[LexborNode], *, with_looks: bool = False) -> list[str]:
    """Return selectors of one element each that fit all of them: by id, by a class, by all classes, by the tag."""
    tags = {node.tag or "" for node in nodes}
    tag = tags.pop() if len(tags) == 1 else "*"
    classes = [stable_classes(node) for node in nodes]
    common = [one for one in classes[0] if all(one in other for other in classes)]
    common = [one for one in common if with_looks or not _LOOK.fullmatch(one)]
    ids = {node.attributes.get("id") or "" for node in nodes}
    id_ = ids.pop() if len(ids) == 1 else ""
    by_id = [f"#{id_}"] if _PLAIN.fullmatch(id_) and not _MADE.search(id_) else []
    whole = [f"{tag}.{'.'.join(common)}"] if len(common) > 1 else []
    return [*by_id, *(f"{tag}.{one}" for one in common), *whole, tag]


def selector_problem(selector: str) -> str | None:
    """Say what is wrong with a CSS selector; None when it can be used."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if not selector.strip() or len(selector) > 300 or not selector.isprintable():
        return "must be a CSS selector of at most 300 characters, such as li.job"
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return f'"{selector[:80]}" is no CSS selector; write one such as li.job'
    return None
