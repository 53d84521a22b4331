"""What each system's answers carry of an advert, in jobscan's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from jobscan.decide.posting.normalise import normalise
from jobscan.decide.posting.vocabulary import common_workplace
from jobscan.domain.job import RawJob, Workplace
from jobscan.domain.source import Source
from jobscan.simulator import SimulatedBoard
from jobscan.simulator.market.posting import Advert, Odd
from jobscan.simulator.wire import ashby, careers, comeet, greenhouse, smartrecruiters, teamtailor
from jobscan.simulator.wire.workday_words import place_name, time_type


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def greenhouse_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posting, company = advert.posting, board.company
    full = posting.odd is not Odd.SPARSE
    form = greenhouse.pay_form(company)
    return {
        "company": board.name,
        "locations": (" | ".join(place.label for place in advert.places),) if advert.places else (),
        "department": advert.department if full else None,
        "employment_type": advert.commitment if greenhouse.employment_field(company) and full else None,
        "workplace": advert.workplace if greenhouse.workplace_field(company) else None,
        "salary": advert.pay if form == "ranges" or (form == "field" and full) else None,
        "language": posting.language if full else None,
        "posted_at": moment(posting.published) if full else None,
        "updated_at": moment(posting.updated),
    }


def lever_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    full = posting.odd is not Odd.SPARSE
    return {
        "company": None,
        "locations": tuple(place.label for place in advert.places),
        "department": advert.department if full else advert.team,
        "employment_type": advert.commitment if full else None,
        "workplace": advert.workplace,
        "salary": advert.pay,
        "language": None,
        "posted_at": moment(posting.published).replace(microsecond=posting.serial % 1_000 * 1_000),
        "updated_at": None,
    }


def ashby_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    return lever_fields(board, advert) | {
        "locations": tuple(ashby.place_name(board.company, place) for place in advert.places),
        "department": advert.department,
        "employment_type": advert.commitment,
    }


def workday_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posted = moment(advert.posting.published).replace(hour=0, minute=0, second=0)
    return {
        "company": None,
        "locations": tuple(place_name(board.company, place) for place in advert.places),
        "department": None,
        "employment_type": time_type(advert.posting).replace(" ", "_").lower(),
        "workplace": advert.workplace if board.company.habit(7, 2) else None,
        "salary": None,
        "language": None,
        "posted_at": posted,
        "updated_at": None,
    }


def comeet_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    full = advert.posting.odd is not Odd.SPARSE
    has_words = comeet.employment_word(board.company, advert.commitment) is not None
    return {
        "company": board.name,
        "locations": tuple(comeet.place_name(place) for place in advert.places),
        "department": advert.department if full else None,
        "employment_type": advert.commitment if full and has_words else None,
        "workplace": advert.workplace,
        "salary": None,
        "language": None,
        "posted_at": None,
        "updated_at": moment(advert.posting.updated),
    }


def smartrecruiters_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    full = posting.odd is not Odd.SPARSE
    # The API has no word for work on site.
    workplace = advert.workplace if advert.workplace is not Workplace.ONSITE else None
    return {
        "company": board.name,
        "locations": tuple(smartrecruiters.place_name(place) for place in advert.places),
        "department": advert.department if full else None,
        "employment_type": advert.commitment if full else None,
        "workplace": workplace,
        "salary": None,
        "language": posting.language,
        "posted_at": moment(posting.published).replace(microsecond=posting.serial % 1_000 * 1_000),
        "updated_at": None,
    }


def jibe_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    full = posting.odd is not Odd.SPARSE
    return {
        "company": board.name,
        "locations": tuple(smartrecruiters.place_name(place) for place in advert.places),
        "department": advert.department if full else None,
        "employment_type": advert.commitment if full else None,
        "workplace": None,
        "salary": advert.pay,
        "language": posting.language,
        "posted_at": moment(posting.published),
        "updated_at": moment(posting.updated),
    }


def teamtailor_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    posting = advert.posting
    return {
        "company": board.name,
        "locations": tuple(teamtailor.place_name(place) for place in advert.places),
        "department": None,
        "employment_type": advert.commitment if posting.odd is not Odd.SPARSE else None,
        "workplace": advert.workplace if advert.workplace is Workplace.REMOTE else None,
        "salary": advert.pay,
        "language": None,
        "posted_at": moment(posting.published),
        "updated_at": None,
    }


def personio_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    full = advert.posting.odd is not Odd.SPARSE
    return {
        "company": None,
        "locations": tuple(place.label for place in advert.places),
        "department": advert.department if full else None,
        "employment_type": advert.commitment if full else None,
        "workplace": None,
        "salary": advert.pay,
        "language": None,
        "posted_at": moment(advert.posting.published),
        "updated_at": None,
    }


def careers_fields(board: SimulatedBoard, advert: Advert) -> dict[str, Any]:
    return teamtailor_fields(board, advert) | {
        "company": None,
        "locations": tuple(careers.place_name(place) for place in advert.places),
        "posted_at": moment(advert.posting.published).replace(hour=0, minute=0, second=0),
    }


FIELDS: dict[str, Callable[[SimulatedBoard, Advert], dict[str, Any]]] = {
    "greenhouse": greenhouse_fields,
    "lever": lever_fields,
    "ashby": ashby_fields,
    "workday": workday_fields,
    "comeet": comeet_fields,
    "smartrecruiters": smartrecruiters_fields,
    "jibe": jibe_fields,
    "teamtailor": teamtailor_fields,
    "personio": personio_fields,
    "careers": careers_fields,
}


def read_fields(source: Source, raw: RawJob) -> dict[str, Any]:
    """Return what was read, in jobscan's words."""
    job = normalise(source, raw, "f")
    names = ("company", "locations", "salary", "language", "posted_at", "updated_at")
    department = raw.department.strip() if raw.department else None
    workplace = common_workplace(raw.workplace)
    found = {name: getattr(raw, name) for name in names}
    # Students are no word of any system's own.
    employment = {"Student": "internship"}.get(raw.employment_type or "", job.employment_type)
    return found | {"department": department, "employment_type": employment, "workplace": workplace}
