"""What one JobPosting of schema.org says, whatever its shape; names in lower case, as `json_ld` gives it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin

from jobscan.domain.job import Markup, RawJob, Salary
from jobscan.sources.kit.dates import read_moment
from jobscan.sources.kit.pay import amount, merge_salaries, read_salary
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

#: How boards write that a part of an address is not known.
_NOT_GIVEN = frozenset(
    {"", "-", "--", "n/a", "na", "none", "null", "undefined", "unavailable", "unknown", "not specified"}
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-z][a-z0-9]{0,9}(?:\s[^<]{0,200}?)?/?&gt;", re.IGNORECASE)
_MOST = 200


class JobPosting(NamedTuple):
    """A posting as a page describes it for machines. What the page does not say is None or empty."""

    #: ``identifier``: its value alone.
    identifier: str | None = None
    title: str | None = None
    #: Its own page, absolute.
    url: str | None = None
    #: HTML, plain text or HTML that is escaped once more, see ``markup``.
    description: str = ""
    markup: Markup = Markup.HTML
    posted_at: datetime | None = None
    updated_at: datetime | None = None
    #: Some boards say ten years ahead: never a reason to call a posting gone.
    valid_through: datetime | None = None
    #: The board's own words, joined by ", "; schema.org's "OTHER" says nothing.
    employment_type: str | None = None
    #: As written, "Berlin, BE, Germany".
    places: tuple[str, ...] = ()
    #: ``jobLocationType``; schema.org knows "TELECOMMUTE" only.
    workplace: str | None = None
    #: Where applicants for remote work must be.
    applicants: tuple[str, ...] = ()
    salary: Salary | None = None
    company: str | None = None
    #: BCP 47.
    language: str | None = None
    #: None: the page does not say.
    direct_apply: bool | None = None

    def to_job(self, external_id: str, url: str, *, title: str | None = None, department: str | None = None) -> RawJob:
        """Return the posting under this id, with ``url`` where it names no page of its own, and a list's title."""
        places = (*self.places, *(self.applicants if self.workplace else ()))
        return RawJob(
            external_id=external_id,
            title=title or self.title or "",
            company=self.company,
            locations=places or self.applicants,
            url=self.url or url,
            department=department,
            employment_type=self.employment_type,
            workplace=self.workplace,
            salary=self.salary,
            language=self.language,
            posted_at=self.posted_at,
            updated_at=self.updated_at,
            description=self.description,
            markup=self.markup,
        )


def read_posting(node: dict[str, Any], base: str) -> JobPosting:
    """Read a JobPosting; ``base`` is the address of its page. Nothing in it can make this fail."""
    description, markup = _read_description(node)
    direct = _text(node.get("directapply"))
    language = _text(node.get("inlanguage"), "alternatename", "name")
    return JobPosting(
        identifier=_identifier(node.get("identifier")),
        title=_text(node.get("title")) or _text(node.get("name")),
        url=_absolute(_text(node.get("url"), "@id", "url"), base),
        description=description,
        markup=markup,
        posted_at=read_moment(_text(node.get("dateposted"))),
        updated_at=read_moment(_text(node.get("datemodified"))),
        valid_through=read_moment(_text(node.get("validthrough"))),
        employment_type=", ".join(word for word in _texts(node.get("employmenttype")) if word != "OTHER") or None,
        places=_unique(place for one in _list(node.get("joblocation")) if (place := _place(one))),
        workplace=next(iter(_texts(node.get("joblocationtype"))), None),
        applicants=_unique(place for one in _list(node.get("applicantlocationrequirements")) if (place := _place(one))),
        salary=_read_salary(node),
        company=_text(node.get("hiringorganization"), "name", "legalname"),
        language=language.replace("_", "-") if language and _LANGUAGE.fullmatch(language) else None,
        direct_apply={"true": True, "false": False}.get((direct or "").lower().rpartition("/")[2]),
    )


def _list(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> tuple[str, ...]:
    return _unique(text for one in _list(value) if (text := _text(one)))


def _unique(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _text(value: Any, *names: str) -> str | None:
    """Return a value as text: of a list the first, of an object what it is called; None for placeholders too."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next((inner for name in (*names, "@value", "name", "value") if (inner := value.get(name))), None)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > 256:
        return None
    text = str(value).strip() if isinstance(value, str | int | float) else ""
    return None if text.lower() in _NOT_GIVEN else text


def _identifier(value: Any) -> str | None:
    """Return the value of an identifier: a text, a number or a PropertyValue; its ``name`` is the employer's."""
    for one in _list(value):
        names = ("value", "@value", "propertyid", "sameas") if isinstance(one, dict) else ()
        inside = [inner for name in names if (inner := one.get(name))]
        if text := _text(inside[0] if inside else None if names else one):
            return text
    return None


def _absolute(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        return clean_url(urljoin(base, link))
    except ValueError:
        return None


def _place(value: Any) -> str | None:
    """Return a place as written: town, region and country of its address, else what it is called."""
    if not isinstance(value, dict):
        return _text(value)
    address = value.get("address")
    address = address[0] if isinstance(address, list) and address else address
    if not isinstance(address, dict):
        parts = [_text(address)] if address else []
        address = value
    else:
        parts = []
    parts = parts or [_text(address.get(name)) for name in ("addresslocality", "addressregion", "addresscountry")]
    written = list(dict.fromkeys(part for part in parts if part))
    if written:
        return ", ".join(written)
    return _text(value.get("name")) or _text(address.get("streetaddress")) or _text(address.get("postalcode"))


def _read_salary(node: dict[str, Any]) -> Salary | None:
    currency = _text(node.get("salarycurrency"))
    return merge_salaries(_pay(one, currency) for one in _list(node.get("basesalary")))


def _pay(value: Any, currency: str | None) -> Salary:
    """Return the pay of a number, a MonetaryAmount with a number, or one with a QuantitativeValue."""
    outer = value if isinstance(value, dict) else {"value": value}
    inner = outer.get("value")
    inner = inner[0] if isinstance(inner, list) and inner else inner
    inner = inner if isinstance(inner, dict) else {"value": inner}
    both = (inner, outer)
    low = next((sum_ for one in both if (sum_ := _amount(one.get("minvalue")))), None)
    high = next((sum_ for one in both if (sum_ := _amount(one.get("maxvalue")))), None)
    if low is None and high is None:
        low = high = _amount(inner.get("value")) or _amount(outer.get("price"))
    words = [text for one in both for name in ("unittext", "unitcode") if (text := _text(one.get(name)))]
    codes = [text for one in (outer, inner) for name in ("currency", "pricecurrency") if (text := _text(one.get(name)))]
    return read_salary(low, high, next(iter(codes), currency), next(iter(words), None))


def _amount(value: Any) -> float | None:
    if isinstance(value, str):
        value = value.strip()
        value = value.replace(",", "") if _THOUSANDS.fullmatch(value) else value
    return amount(value) if isinstance(value, str | int | float) else None


def _read_description(node: dict[str, Any]) -> tuple[str, Markup]:
    """Return the text, with what some pages keep apart from it, unless it is in there too."""
    text = _text(node.get("description")) or ""
    apart = (_text(node.get(name)) for name in ("responsibilities", "qualifications"))
    more = [part for part in apart if part and part not in text]
    if not more:
        if "<" not in text and _ESCAPED_TAG.search(text):
            return text, Markup.ESCAPED_HTML
        return text, Markup.HTML
    return "".join(f"<div>{_as_html(part)}</div>" for part in (text, *more)), Markup.HTML


def _as_html(text: str) -> str:
    if "<" in text:
        return text
    return escape(text, quote=False).replace("&amp;", "&").replace("\n", "<br>")
