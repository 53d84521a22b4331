"""A sixth system is one object with an adapter's names and one entry in the registry."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

import msgspec

from jobscan.domain.job import RawJob
from jobscan.domain.page import HostLimit, Page, Request
from jobscan.domain.posting import ParsedPage
from jobscan.domain.scan import ScanCounts
from jobscan.domain.source import Source
from jobscan.sources import ADAPTERS, Adapter
from jobscan.sources.kit.candidates import Candidate
from jobscan.sources.kit.employer_page import EmployerPage
from jobscan.sources.kit.items import read_jobs
from jobscan.sources.kit.json import decode_json, require_ok
from tests.engine.board_server import BoardServer, Reply, json_reply
from tests.engine.harness import Harness

# As the file of an adapter would be.

TYPE = "noticeboard"
LABEL = "Noticeboard"

_LIMIT = HostLimit(name="noticeboard")


class _Notice(msgspec.Struct):
    id: int
    headline: str
    town: str = ""


class _Notices(msgspec.Struct):
    notices: list[msgspec.Raw]
    more: str | None = None


def check_identifier(identifier: str) -> str | None:
    return None if identifier.isalnum() else f'"{identifier}" is not a town\'s name, such as "ulm"'


def first_request(source: Source) -> Request:
    return Request(url=f"https://notices.example/{source.identifier}", limit=_LIMIT)


def parse(source: Source, request: Request, page: Page) -> ParsedPage:
    what = f"noticeboard {source.identifier}"
    require_ok(page, what)
    found = decode_json(page, _Notices, what)

    def to_job(notice: _Notice, external_id: str) -> RawJob:
        url = f"https://notices.example/{source.identifier}/{external_id}"
        return RawJob(external_id=external_id, title=notice.headline, locations=(notice.town,), url=url)

    further = (Request(url=f"https://notices.example/{found.more}", limit=_LIMIT),) if found.more else ()
    return replace(read_jobs(found.notices, _Notice, to_job, what), next=further)


def detect(url: str) -> Source | None:
    name = url.removeprefix("https://notices.example/")
    return Source(type=TYPE, identifier=name, name=name.title()) if name != url else None


def detect_in(page: EmployerPage) -> list[Candidate]:
    return page.boards(detect)


def noticeboard() -> Adapter:
    module = ModuleType("jobscan.sources.systems.noticeboard")
    for part in (check_identifier, first_request, parse, detect, detect_in):
        setattr(module, part.__name__, part)
    vars(module).update(TYPE=TYPE, LABEL=LABEL)
    return module


def notices(*numbers: int, more: str | None = None) -> Reply:
    rows = [{"id": number, "headline": f"Baker {number}", "town": "Ulm"} for number in numbers]
    return json_reply({"notices": rows, "more": more})


async def test_one_entry_makes_a_system_part_of_scan_jobs_and_expiry(harness: Harness, boards: BoardServer) -> None:
    harness.adapters = {**ADAPTERS, TYPE: noticeboard()}
    found = harness.adapters[TYPE].detect("https://notices.example/ulm")
    assert found is not None
    ulm = Source(type=TYPE, identifier=found.identifier, name=found.name, base_url=boards.url)

    boards.routes = {"/ulm": notices(1, 2, 3, more="ulm2"), "/ulm2": notices(4, 5)}
    assert (await harness.scan(ulm)).counts == ScanCounts(postings=5, new=5)
    job = (await harness.jobs(ulm))["4"].job
    assert (job.title, job.company, job.location, job.url) == ("Baker 4", "Ulm", "Ulm", "https://notices.example/ulm/4")

    boards.routes["/ulm2"] = notices(4)
    await harness.scan(ulm)
    assert (await harness.scan(ulm)).counts == ScanCounts(postings=4, expired=1, unchanged=4)
    assert await harness.active(ulm) == {"1", "2", "3", "4"}

    boards.routes["/ulm2"] = Reply(body=b"<html>", headers=("Content-Type: text/html",))
    record = await harness.scan(ulm)
    assert "1 of 2 pages did not arrive" in (record.error or "")
    assert await harness.active(ulm) == {"1", "2", "3", "4"}
