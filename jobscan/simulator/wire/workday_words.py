"""How Workday tenants write places, slugs, working time and days ago."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jobscan.domain.job import Workplace
from jobscan.simulator.market.advert import commitment_of
from jobscan.simulator.market.posting import Commitment
from jobscan.simulator.words import LEXICONS

if TYPE_CHECKING:
    from jobscan.simulator.market.company import Company
    from jobscan.simulator.market.places import SimulatedPlace
    from jobscan.simulator.market.posting import SimulatedPosting

_NOT_IN_SLUGS = re.compile(r"[^A-Za-z0-9]")
_WORKPLACES = (
    {Workplace.REMOTE: "Remote", Workplace.HYBRID: "Hybrid", Workplace.ONSITE: "Onsite"},
    {Workplace.REMOTE: "Fully Remote", Workplace.HYBRID: "Flex", Workplace.ONSITE: "On-Site"},
)


def place_name(company: Company, place: SimulatedPlace) -> str:
    """Return a place as this tenant writes it: "US, CO, Denver", "US.CO.Denver", "Denver, CO"."""
    style = company.habit(8, 3)
    if style == 2:
        return place.label
    country = place.country.code if place.country.code == "US" or style else place.country.name
    parts = [country, place.region, place.city or "Remote"]
    return (", ", ".")[style].join(part for part in parts if part)


def location_slug(company: Company, place: SimulatedPlace) -> str:
    """Return a place as in a posting's path."""
    return _NOT_IN_SLUGS.sub("-", place_name(company, place))


def title_slug(posting: SimulatedPosting) -> str:
    """Return the title as in a posting's path: the first one, which later changes do not affect."""
    title = LEXICONS[posting.language].roles[posting.role].title
    return _NOT_IN_SLUGS.sub("-", title).strip("-") or "Job"


def time_type(posting: SimulatedPosting) -> str:
    """Return "Full time" or "Part time"; contracts and internships are full time."""
    return "Part time" if commitment_of(posting) is Commitment.PART_TIME else "Full time"


def workplace_word(company: Company, workplace: Workplace) -> str:
    """Return this tenant's word for where the work is done."""
    return _WORKPLACES[company.habit(9, 2)][workplace]


def days_ago(days: int, *, german: bool) -> str:
    """Return how long ago a posting was posted, in the tenant's language."""
    if days <= 1:
        return (("Posted Today", "Posted Yesterday"), ("Heute ausgeschrieben", "Gestern ausgeschrieben"))[german][days]
    if days > 30:
        return "Vor mehr als 30 Tagen ausgeschrieben" if german else "Posted 30+ Days Ago"
    return f"Vor {days} Tagen ausgeschrieben" if german else f"Posted {days} Days Ago"
