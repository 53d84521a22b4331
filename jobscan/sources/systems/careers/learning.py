"""Find the list of postings on a page that says nothing to machines: once, for a person to approve.

Links whose surroundings have the same shape (tags and classes) are a group. One is the list when several things say
so that do not depend on each other: the words of its titles, where it links, what its elements are called, its
buttons, places, and the heading above. Menus, footers, news and teams are shaped alike, and say none of these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jobscan.sources.kit.html import first_in, node_text
from jobscan.sources.systems.careers.finding import is_posting_address
from jobscan.sources.systems.careers.list_rows import ListRow, posting_url, read_nodes, select_rows
from jobscan.sources.systems.careers.selectors import own_shape, selectors_for
from jobscan.sources.systems.careers.words import is_button, names_job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from selectolax.lexbor import LexborNode

    from jobscan.sources.kit.html import WebPage

#: Links of a page, elements around each, groups and selectors that are tried: each is one walk over the page.
_MOST_LINKS = 1_500
_MOST_LEVELS = 10
_MOST_GROUPS = 12
_MOST_TRIES = 16
_MOST_SURE = 3
_MOST_SCORED = 500
_MOST_BEFORE = 30
_FEWEST = 2
#: Characters; a longer page has its postings from a program.
_LONGEST = 2_000_000
#: What must be reached to be sure; see `_score`.
_SURE = 5

_APART = frozenset("nav header footer aside form".split())
_APART_ROLES = frozenset("navigation banner contentinfo menu menubar search".split())
#: Names of what is around menus, of lists of other things, and of postings.
_APART_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|lang(?:uages?)?|locale|social|cookies?|share"
    r"|pagination|sidebar)(?:$|[-_ ])",
    re.IGNORECASE,
)
_OTHER_LISTS = re.compile(
    r"(?:^|[-_ /])(?:news|blog|press|events?|articles?|stories|story|team|people|staff|leadership|members?"
    r"|persons?|authors?"
    r"|about|products?|services|customers?|testimonials?|case-studies|resources|tags?|categor(?:y|ies)"
    r"|insights)(?:$|[-_ /])",
    re.IGNORECASE,
)
_POSTING_NAMES = re.compile(
    r"job|career|position|vacanc|opening|opportunit|(?:^|[-_ ])roles?(?:$|[-_ ])|stelle|karriere|offre|emploi"
    r"|vaga|vacature",
    re.IGNORECASE,
)
#: What leads there is a person, or the company as it shows itself.
_NETWORKS = (
    "linkedin.com",
    "facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "youtube.com",
    "glassdoor.com",
    "xing.com",
)
_HEADING = re.compile(
    r"\b(?:jobs?|careers?|positions?|vacanc(?:y|ies)|openings?|open roles?|opportunities|hiring|employment)\b"
    r"|stellen|karriere"
    r"|offres?\b|emplois?\b|ofertas|empleo|vacatures|vagas|posizioni",
    re.IGNORECASE,
)
_APPLY = re.compile(r"\s*(?:apply|bewerben|postuler)", re.IGNORECASE)
_EMPLOYMENT = re.compile(
    r"\b(?:full|part)[- ]time\b|\b(?:vollzeit|teilzeit|unbefristet|permanent|temps plein|cdi|cdd)\b", re.IGNORECASE
)


class LearnedList(NamedTuple):
    """A list of postings and how it is found again."""

    selector: str
    rows: tuple[ListRow, ...]


class _Group(NamedTuple):
    #: How many elements are above the links; of groups with the same links the outermost is the row.
    level: int
    nodes: tuple[LexborNode, ...]
    urls: frozenset[str]


def learn_list(page: WebPage) -> LearnedList | None:
    """Return the selector of a page's list of postings with its rows; None when nothing is surely one."""
    if len(page.source) > _LONGEST:
        return None
    sure = [group for group in _groups(page)[:_MOST_GROUPS] if _score(page, group) >= _SURE]
    for group in sorted(sure, key=lambda each: _rank(page, each))[:_MOST_SURE]:
        wanted = {row.url for row in read_nodes(page, group.nodes).rows}
        for selector in selectors_for(group.nodes, _MOST_TRIES):
            if len(page.select(selector)) > 2 * len(group.nodes):
                continue
            taken = select_rows(page, selector)
            # What has no link (the head of a table, an invitation by mail) is no row; more of it is another thing.
            if {row.url for row in taken.rows} == wanted and 2 * taken.without_link < taken.found:
                return LearnedList(selector, taken.rows)
    return None


def _rank(page: WebPage, group: _Group) -> tuple[int, int, int, int]:
    """Return what sorts groups: most postings, least else, most places, and the whole of a row before its parts."""
    rows = read_nodes(page, group.nodes).rows
    good = sum(names_job(row.title) or is_posting_address(row.url, page.base) for row in rows)
    return -good, len(rows) - good, -sum(row.place is not None for row in rows), -group.level


def _groups(page: WebPage) -> list[_Group]:
    """Return groups of elements of one shape that each have one posting at most, the largest first."""
    around: dict[int, tuple[LexborNode, int, set[str], set[str]]] = {}
    for link in page.select("a[href]")[:_MOST_LINKS]:
        url = posting_url(page, link)
        if url is None or not _may_be_posting(url):
            continue
        above = list(_ancestors(link))
        if any(map(_is_apart, above)):
            continue
        is_named = bool(words := node_text(link, 300)) and not is_button(words)
        for level, node in enumerate(above):
            _, _, named, buttons = around.setdefault(node.mem_id, (node, level, set(), set()))
            (named if is_named else buttons).add(url.rstrip("/"))
    shaped: dict[tuple[str, str], list[tuple[LexborNode, int, str]]] = defaultdict(list)
    for node, level, named, buttons in around.values():
        urls = named or buttons
        if len(urls) == 1:
            parent = node.parent
            place = own_shape(parent) if parent is not None else ""
            # Classes may say what a row is about ("full-time"): what is in the same place is a group, too.
            for key in {(own_shape(node), place), (node.tag or "", place)}:
                shaped[key].append((node, level, next(iter(urls))))
    groups = {
        frozenset(node.mem_id for node, _, _ in found): _Group(
            max(level for _, level, _ in found),
            tuple(node for node, _, _ in found),
            frozenset(url for *_, url in found),
        )
        for (shape, _), found in shaped.items()
        # Boxes of no name that stand side by side may be anything.
        if len(found) > _FEWEST or shape not in ("div", "p", "span", "section")
    }
    return sorted(
        (one for one in groups.values() if len(one.urls) >= _FEWEST), key=lambda one: (-len(one.urls), -one.level)
    )


def _may_be_posting(url: str) -> bool:
    parts = urlsplit(url)
    host = f".{parts.hostname or ''}"
    is_network = any(host.endswith(f".{one}") for one in _NETWORKS)
    return parts.path not in ("", "/") and (not is_network or "/jobs/" in parts.path)


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element and those around it, below the body."""
    current: LexborNode | None = node
    for _ in range(_MOST_LEVELS):
        if current is None or current.tag in ("body", "html", "-undef", "-document"):
            return
        yield current
        current = current.parent


def _names(node: LexborNode) -> str:
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def _is_apart(node: LexborNode) -> bool:
    """Say whether an element is around a menu or the like. What is called so itself may be a link of any kind."""
    if node.tag in _APART or (node.attributes.get("role") or "").lower() in _APART_ROLES:
        return True
    return node.tag != "a" and _APART_NAMES.search(_names(node)) is not None


def _score(page: WebPage, group: _Group) -> int:
    """Return how sure it is that a group is the list of postings; below `_SURE`: it is not."""
    rows = read_nodes(page, group.nodes[:_MOST_SCORED]).rows
    titles = {row.title for row in rows if 3 <= len(row.title) <= 150}
    addressed = _share([is_posting_address(row.url, page.base) for row in rows]) >= 0.5
    if len(rows) < _FEWEST or not titles or not all(row.title for row in rows):
        return 0
    # A shop has the same posting in many towns; other lists repeat their words because these are buttons.
    if len(titles) * 5 < len(rows) * 4 and not addressed:
        return 0
    jobs = _share([names_job(title) for title in titles])
    if jobs < 0.2 or (jobs < 0.5 and not addressed):
        return 0
    score = 4 if jobs >= 0.75 else 3 if jobs >= 0.5 else 1
    score += 3 * addressed + 2 * bool(_POSTING_NAMES.search(urlsplit(page.base).path)) + _surroundings(group.nodes[0])
    score += _share([row.place is not None for row in rows]) >= 0.5
    texts = [node_text(node, 600) for node in group.nodes[:50]]
    score += _share([_EMPLOYMENT.search(text) is not None for text in texts]) >= 0.5
    score += _share([_has_button(node) for node in group.nodes[:50]]) >= 0.5
    others = _share([_OTHER_LISTS.search(urlsplit(row.url).path) is not None for row in rows]) >= 0.5
    return score - 5 * (others and not addressed)


def _surroundings(node: LexborNode) -> int:
    """Return what the names of the elements around a row, and the heading above it, say for a list of postings."""
    link = node if node.tag == "a" else first_in(node, "a[href]")
    names = " ".join(_names(one) for one in _ancestors(link if link is not None else node))
    score = 2 * bool(_POSTING_NAMES.search(names)) + 2 * bool(_HEADING.search(_heading_above(node)))
    return score - 5 * bool(_OTHER_LISTS.search(names))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _has_button(node: LexborNode) -> bool:
    return any(_APPLY.match(node_text(link, 60)) for link in node.css("a, button")[:10])


def _heading_above(node: LexborNode) -> str:
    """Return the words of the nearest heading before an element; "" when there is none near."""
    for one in _ancestors(node):
        before = one.prev
        for _ in range(_MOST_BEFORE):
            if before is None:
                break
            if before.tag not in ("-text", "-comment"):
                heading = before if re.fullmatch("h[1-6]", before.tag or "") else first_in(before, "h1, h2, h3, h4")
                # The one of a row before is none of the list.
                if heading is not None and first_in(before, "a[href]") is None:
                    return node_text(heading, 200)
            before = before.prev
    return ""
