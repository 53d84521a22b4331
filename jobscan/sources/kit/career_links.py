"""Links of a company's page that lead to its careers page, in the languages that job boards are written in."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

#: Pages are read up to here, as `employer_page` does.
_MAX_PAGE = 8 * 1024 * 1024
#: A link and its text: both bounded, and nothing in a tag is looked at twice, so that a hostile page costs no more than
#: a long one (``<a`` a million times took 25 s before "<" ended a tag, too).
_LINK = re.compile(r"<a\b([^<>]{0,2048})>((?:[^<]|<(?!/a\b)){0,600})", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]{1,1024})\"|'([^']{1,1024})'|([^\s\"'>]{1,1024}))", re.IGNORECASE)
_TAG = re.compile(r"<[^>]{0,600}>")
#: What such links say, in whole words: English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Czech,
#: Swedish, Danish and Norwegian, Finnish, Hebrew, Japanese.
_WORDS = re.compile(
    r"\b(?:careers?|jobs?|job openings?|open (?:positions?|roles?)|vacanc(?:y|ies)|join (?:us|our team)"
    r"|work (?:with|for|at) us|we.?re hiring|hiring|karriere|stellen(?:angebote|anzeigen|markt)?|offene stellen"
    r"|carri[eè]res?|emplois?|recrutement|nous rejoindre|rejoignez.nous|offres d.emploi"
    r"|empleo|trabaj[ao] con nosotros|[uú]nete|lavora con noi|posizioni aperte|carriera"
    r"|vacatures?|werken bij|carreiras?|vagas|trabalhe conosco|kariera|praca|oferty pracy|kari[eé]ra|voln[aá] m[ií]sta"
    r"|lediga (?:jobb|tj[aä]nster)|jobba hos oss|ledige stillinger|karri[aæ]re|avoimet ty[oö]paikat|ura"
    r"|דרושים|קריירה)\b|採用|募集|キャリア",
    re.IGNORECASE,
)
#: The same in addresses, as parts between signs.
_PARTS = re.compile(
    r"(?:^|[/.\-_])(?:careers?|jobs?|vacanc(?:y|ies)|join-us|joinus|work-with-us|open-positions|hiring|karriere|stellen"
    r"|stellenangebote|carrieres?|emplois?|recrutement|empleo|lavora-con-noi|vacatures|werken-bij|carreiras?|vagas"
    r"|kariera|praca|jobb|recruit(?:ing|ment)?|saiyo)(?:$|[/.\-_?#])",
    re.IGNORECASE,
)
#: A company's pages there hold no board of its own.
_ELSEWHERE = ("linkedin.com", "facebook.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "glassdoor.com")
_MAX_TEXT = 60


class CareerLink(NamedTuple):
    """A link that is likely to lead to the careers page."""

    url: str
    #: Of the link, as people see it; "" when it has none.
    text: str


def find_career_links(html: str, base: str, limit: int = 3) -> list[CareerLink]:
    """Return the links of a page that are likeliest to lead to its company's careers page, the best first.

    ``base`` is the address of the page. Links to the page itself, to networks of people and to other files than pages
    are left out.
    """
    scored: dict[str, tuple[int, CareerLink]] = {}
    for found in _LINK.finditer(html[:_MAX_PAGE]):
        link = _link_of(found, base)
        score = _score(link, base) if link is not None else 0
        if link is not None and score > scored.get(link.url, (0, link))[0]:
            scored[link.url] = (score, link)
    ranked = sorted(scored.values(), key=lambda each: -each[0])
    return [link for _, link in ranked[:limit]]


def _link_of(found: re.Match[str], base: str) -> CareerLink | None:
    """Return a link with its absolute address; None when it leads to no page, or to this one."""
    href = _HREF.search(found[1])
    if href is None:
        return None
    try:
        url = urljoin(base, unescape(href[1] or href[2] or href[3]).strip())
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    url = url.partition("#")[0]
    if parts.scheme not in ("http", "https") or url.rstrip("/") == base.partition("#")[0].rstrip("/"):
        return None
    if any(f".{host}".endswith(f".{other}") for other in _ELSEWHERE):
        return None
    return CareerLink(url, " ".join(unescape(_TAG.sub(" ", found[2])).split()))


def _score(link: CareerLink, base: str) -> int:
    """Return how likely a link leads to the careers page; 0: nothing says so."""
    parts = urlsplit(link.url)
    score = 0
    if len(link.text) <= _MAX_TEXT and (word := _WORDS.search(link.text)) is not None:
        # A link that says nothing else is surer than one that says it among other words.
        score += 6 if len(word[0]) * 2 > len(link.text) else 3
    if _PARTS.search(parts.path) or _PARTS.search(f".{parts.hostname}."):
        score += 2
    # Deep addresses are single postings and articles rather than the list of them.
    depth = len([segment for segment in parts.path.split("/") if segment])
    return max(0, score - max(0, depth - 2)) if score else 0
