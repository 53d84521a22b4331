"""Personio's XML feed, as documented at developer.personio.de and recorded in 2026: a whole board in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jobscan.domain.job import PayInterval
from jobscan.simulator.market.posting import Commitment, Odd
from jobscan.simulator.server.exchange import SimulatedAnswer
from jobscan.simulator.wire.pieces import sections_of, shuffled, utc

if TYPE_CHECKING:
    from jobscan.domain.job import Salary
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.posting import Advert, SimulatedPosting
    from jobscan.simulator.market.wire_board import WireBoard
    from jobscan.simulator.server.exchange import SimulatedRequest

AGES = False
UNKNOWN = SimulatedAnswer(404, b"<html><body><h1>Not found</h1></body></html>", "text/html; charset=utf-8")
EMPTY_IS_UNKNOWN = False

_EMPLOYMENT = {
    Commitment.FULL_TIME: ("permanent", "full-time"),
    Commitment.PART_TIME: ("permanent", "part-time"),
    Commitment.CONTRACT: ("freelance", "full-or-part-time"),
    Commitment.INTERNSHIP: ("intern", "full-time"),
}
_INTERVALS = {PayInterval.YEAR: "yearly", PayInterval.MONTH: "monthly", PayInterval.HOUR: "hourly"}


def identifier(company: Company) -> str:
    """Return the account's name."""
    return company.slug


def external_id(company: Company, posting: SimulatedPosting) -> str:
    """Return the position's number."""
    return str(1_800_000 + posting.serial)


def answer(board: WireBoard, ask: SimulatedRequest) -> SimulatedAnswer:
    """Answer for the feed."""
    if ask.method != "GET" or ask.path != "/xml":
        return UNKNOWN
    positions = "\n".join(_position(board, advert) for advert in board.adverts(shuffled(board.postings)))
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<workzag-jobs>\n{positions}\n</workzag-jobs>\n'
    return SimulatedAnswer(200, text.encode(), "text/xml; charset=utf-8")


def _position(board: WireBoard, advert: Advert) -> str:
    posting = advert.posting
    full = posting.odd is not Odd.SPARSE
    offices = [escape(place.label) for place in advert.places]
    kind, schedule = _EMPLOYMENT[advert.commitment]
    fields = [
        _element("id", external_id(board.company, posting)),
        _element("subcompany", escape(f"{board.name} GmbH")),
        _element("office", offices[0] if offices else ""),
        _element("additionalOffices", "".join(_element("office", office) for office in offices[1:])),
        _element("department", escape(advert.department) if full else ""),
        _element("name", escape(advert.title)),
        _element("jobDescriptions", "".join(_section(*section) for section in sections_of(advert))),
    ]
    if full:
        fields += [_element("employmentType", kind), _element("schedule", schedule)]
    if advert.pay:
        fields.append(_pay(advert.pay))
    fields.append(_element("createdAt", f"{utc(posting.published):%Y-%m-%dT%H:%M:%S}+00:00"))
    return _element("position", "\n".join(fields))


def _element(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


def _section(heading: str, html: str) -> str:
    value = f"<value>\n            <![CDATA[{html}]]>\n        </value>"
    return f"<jobDescription><name>{heading}</name>{value}</jobDescription>"


def _pay(pay: Salary) -> str:
    fields = {
        "min": f"{pay.minimum or 0:.2f}",
        "max": f"{pay.maximum or 0:.2f}",
        "currencyCode": pay.currency or "",
        "type": _INTERVALS[pay.interval or PayInterval.YEAR],
    }
    return _element("salaryInformation", "".join(_element(name, value) for name, value in fields.items()))
