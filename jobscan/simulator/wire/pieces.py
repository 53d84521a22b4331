"""What the systems' formats have in common: identities from a seed, times, pieces of markup, JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from jobscan.simulator.market.posting import Odd
from jobscan.simulator.market.texts import escaped
from jobscan.simulator.server.exchange import SimulatedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting

_SCRAMBLE = 2_654_435_761


def hash_of(*parts: object, size: int = 16) -> bytes:
    """Return ``size`` bytes that are always the same for these parts."""
    return blake2b("/".join(map(str, parts)).encode(), digest_size=size).digest()


def uuid_of(*parts: object) -> str:
    """Return a UUID of version 4 for these parts."""
    digits = hash_of(*parts).hex()
    # By hand: every tick needs those of all postings, and `uuid.UUID` takes three times as long.
    variant = "89ab"[int(digits[16], 16) % 4]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def number_from(*parts: object, below: int = 1_000_000) -> int:
    """Return a number for these parts."""
    return int.from_bytes(hash_of(*parts, size=8)) % below


def json_answer(
    value: Any, *, status: int = 200, content_type: str = "application/json; charset=utf-8"
) -> SimulatedAnswer:
    """Return an answer with this JSON, its keys in this order."""
    return SimulatedAnswer(status, msgspec.json.encode(value), content_type)


def shuffled(postings: Iterable[SimulatedPosting]) -> list[SimulatedPosting]:
    """Return the postings in a meaningless order that a change of one of them does not affect."""
    return sorted(postings, key=lambda posting: posting.serial * _SCRAMBLE % 2**32)


def utc(seconds: int) -> datetime:
    """Return seconds since 1970 as a datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def paragraphs(parts: Iterable[str], opening: str = "<p>", closing: str = "</p>\n") -> str:
    """Return each part as a paragraph between the two pieces of markup; "" when there is none."""
    inner = f"{closing}{opening}".join(parts)
    return f"{opening}{inner}{closing}" if inner else ""


def bullets(items: Iterable[str], opening: str = "<li>", closing: str = "</li>\n") -> str:
    """Return a bulleted list; "" when there are no items."""
    inner = paragraphs(items, opening, closing)
    return f"<ul>\n{inner}</ul>\n" if inner else ""


def sections_of(advert: Advert) -> tuple[tuple[str, str], ...]:
    """Return the parts of a posting's text, each with its heading and its HTML."""
    text = escaped(advert.text)
    about, role, duties, wants, nice, benefits, pay = text.headings
    parts = (
        (about, paragraphs(text.about)),
        (role, mess_up(paragraphs(text.opening), advert.posting)),
        (duties, bullets(text.duties)),
        (wants, bullets(text.wants)),
        (nice, bullets(text.nice)),
        (benefits, bullets(text.benefits) + paragraphs(text.closing, "<p><em>", "</em></p>")),
        (pay, paragraphs(text.pay)),
    )
    return tuple((heading, html) for heading, html in parts if html)


def whole_html(advert: Advert) -> str:
    """Return a posting's text as one piece of HTML."""
    return "".join(f"<h3>{heading}</h3>\n{html}" for heading, html in sections_of(advert))


def page_size(company: Company) -> int:
    """Return how many postings a company's board gives in a page, whatever is asked for: 10 or 100."""
    return (10, 100)[company.habit(6, 2)]


def mess_up(html: str, posting: SimulatedPosting) -> str:
    """Return what an old editor and a paste from a word processor make of it, if the posting is messy."""
    if posting.odd is not Odd.MESSY:
        return html
    head, gap, tail = html.partition(" ")
    spaced = tail.replace(" ", "&nbsp;", 3) if "<" not in tail[:200] else tail
    return (
        f"\ufeff<!-- pasted --><p>&nbsp;</p><p></p><b>{head}{gap}{spaced}"
        '<p>&nbsp;</p><p style="margin-left:36.0pt"><o:p></o:p><br></p>&zwj;<script>var a = "<p>";</script>'
    )
