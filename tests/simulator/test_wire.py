"""The wire shapes: the real adapters read from them what the market says, and recorded answers have the same fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from jobscan.decide.posting.normalise import normalise
from jobscan.domain.source import Source
from jobscan.exceptions import BoardError
from jobscan.simulator import ALL_SYSTEMS, Market, MarketSettings, SimulatedBoard
from jobscan.simulator.market.posting import Odd
from jobscan.simulator.server.exchange import SimulatedAnswer, SimulatedRequest
from jobscan.simulator.wire import comeet, lever
from jobscan.sources import ADAPTERS
from jobscan.utils.text import clean_line, clean_text
from tests.fixtures.corpus import Corpus
from tests.simulator.scanning import BASE_URL, read_board
from tests.simulator.wire_fields import FIELDS, read_fields

#: Enough companies that every habit is among them, and many odd postings.
MANY = MarketSettings(companies=40, postings=12, odd=0.4)


WITH_TOTAL = {"greenhouse", "workday", "smartrecruiters", "jibe"}


def market_of(system: str, **fields: Any) -> Market:
    return Market(replace(MANY.still(), systems=(system,), **fields))


def pairs(market: Market) -> list[tuple[SimulatedBoard, Source]]:
    return list(zip(market.boards, market.sources(BASE_URL), strict=True))


@pytest.mark.parametrize("system", ALL_SYSTEMS)
def test_the_adapter_reads_what_the_market_says(system: str) -> None:
    odd = set()
    for board, source in pairs(market_of(system)):
        assert ADAPTERS[system].check_identifier(source.identifier) is None
        reading = read_board(board, source)
        assert (reading.problems, reading.lost, reading.rows) == ([], 0, 12)
        assert reading.total == (12 if system in WITH_TOTAL else None)
        assert reading.jobs.keys() == board.listing().keys()
        for advert in board.adverts():
            external_id = board.external_id(advert.posting)
            raw = reading.jobs[external_id]
            assert read_fields(source, raw) == FIELDS[system](board, advert), (board, advert.posting)
            assert clean_line(raw.title, 500) == clean_line(advert.title, 500)
            # Teamtailor's pages have a number that is not the id.
            assert system == "teamtailor" or external_id in raw.url
            odd.add(advert.posting.odd)
    assert odd == set(Odd)


@pytest.mark.parametrize("system", ALL_SYSTEMS)
def test_the_whole_text_arrives(system: str) -> None:
    languages, sizes = set(), []
    for board, source in pairs(market_of(system)):
        reading = read_board(board, source)
        for advert in board.adverts():
            raw = reading.jobs[board.external_id(advert.posting)]
            read = normalise(source, raw, "f").description
            for part in advert.text._replace(headings=()):
                for sentence in part:
                    assert clean_text(sentence, 10_000) in read
            languages.add(advert.posting.language)
            sizes.append(len(raw.description.encode()))
    assert languages == {"en", "de", "fr", "es", "pl", "he", "ja"}
    assert 4_000 < sum(sizes) / len(sizes) < 9_000
    assert all(3_000 < size < 12_000 for size in sizes)


@pytest.mark.parametrize("system", ["lever", "ashby", "workday", "comeet", "smartrecruiters", "personio"])
def test_public_pages_lead_back_to_their_board(system: str) -> None:
    market = market_of(system)
    for board, source in pairs(market):
        for raw in read_board(board, source).jobs.values():
            found = ADAPTERS[system].detect(raw.url)
            assert found is not None
            # Where a path needs "_", the host name still has "-".
            assert found.identifier == source.identifier


@pytest.mark.parametrize("system", ALL_SYSTEMS)
def test_a_board_that_is_broken_gives_nothing_of_use(system: str) -> None:
    market = market_of(system, fail=1.0)
    market.tick()
    statuses = set()
    for board, source in pairs(market):
        assert board.is_broken
        first = ADAPTERS[system].first_request(source)
        path = first.url.partition("//")[2].partition("/")[2]
        statuses.add(
            board.answer(SimulatedRequest(first.method, "/" + path.partition("?")[0], path.partition("?")[2])).status
        )
        with pytest.raises(BoardError):
            read_board(board, source)
    # An unknown company of SmartRecruiters' is no error of HTTP.
    assert statuses >= {200, 500} if system == "smartrecruiters" else statuses > {200, 500}


@pytest.mark.parametrize("system", ["ashby", "comeet"])
def test_hidden_postings_are_given_away_and_are_no_postings(system: str) -> None:
    market = Market(replace(MANY, systems=(system,), companies=10, vanish=0.2, fail=0.0))
    for _ in range(4):
        market.tick()
    hidden = 0
    for board, source in pairs(market):
        hidden += len(board.unlisted)
        assert read_board(board, source).jobs.keys() == board.listing().keys()
    board = max(market.boards, key=lambda board: len(board.unlisted))
    mark = b'"isListed":false' if system == "ashby" else b'"is_internal":true'
    assert body_of(board).count(mark) == len(board.unlisted) > 0
    assert hidden > 5


def ask(board: SimulatedBoard, path: str, query: str = "") -> SimulatedAnswer:
    return board.answer(SimulatedRequest("GET", path, query))


def body_of(board: SimulatedBoard) -> bytes:
    """Return the whole board as its vendor's API gives it."""
    name = board.identifier.rpartition("/")[2]
    paths = {
        "greenhouse": (f"/v1/boards/{name}/jobs", "content=true"),
        "lever": (f"/v0/postings/{name}", "mode=json"),
        "ashby": (f"/posting-api/job-board/{name}", "includeCompensation=true"),
        "comeet": (f"/careers-api/2.0/company/{name}/positions", "details=true"),
    }
    path, query = paths[board.system]
    if board.system == "comeet":
        query += f"&token={comeet.token(board)}"
    return ask(board, path, query).body


def post(board: SimulatedBoard, path: str, body: object) -> tuple[int, Any]:
    answer = board.answer(SimulatedRequest("POST", path, "", json.dumps(body).encode()))
    return answer.status, json.loads(answer.body)


def workday_base(board: SimulatedBoard) -> str:
    tenant, _, site = board.identifier.split("/")
    return f"/wday/cxs/{tenant.replace('-', '_')}/{site}"


WHOLE_LIST = {"appliedFacets": {}, "limit": 20, "offset": 0, "searchText": ""}


def test_greenhouse_gives_texts_when_asked_and_single_jobs() -> None:
    board = market_of("greenhouse").boards[0]
    base = f"/v1/boards/{board.identifier.upper()}"

    rows = json.loads(ask(board, f"{base}/jobs", "content=true").body)["jobs"]
    short = json.loads(ask(board, f"{base}/jobs").body)["jobs"]
    assert {"content", "departments", "offices"} == rows[0].keys() - short[0].keys()
    assert json.loads(ask(board, f"{base}/jobs/{rows[3]['id']}").body) == rows[3]
    assert json.loads(ask(board, base).body)["name"] == board.name
    assert rows[0]["content"].startswith("&lt;")
    unknown = ask(board, "/v1/boards/nobody/jobs")
    assert (unknown.status, json.loads(unknown.body)) == (404, {"status": 404, "error": "Job not found"})


def test_lever_gives_parts_and_single_postings() -> None:
    board = market_of("lever").boards[0]
    base = f"/v0/postings/{board.company.slug}"

    rows = json.loads(ask(board, base, "mode=json").body)
    assert json.loads(ask(board, base, "mode=json&skip=2&limit=3").body) == rows[2:5]
    assert json.loads(ask(board, f"{base}/{rows[4]['id']}", "mode=json").body) == rows[4]
    assert ask(board, base).content_type.startswith("text/html")
    assert ask(board, base.upper(), "mode=json").status == 404, "case matters"


def test_ashby_gives_pay_only_when_asked() -> None:
    board = market_of("ashby").boards[0]
    jobs = json.loads(ask(board, f"/posting-api/job-board/{board.identifier}").body)["jobs"]
    assert "compensation" not in jobs[0]
    assert "shouldDisplayCompensationOnJobPostings" not in jobs[0]
    assert ask(board, "/posting-api/job-board/nobody").body == b"Not Found"


def test_workday_refuses_as_recorded(corpus: Corpus) -> None:
    board = market_of("workday").boards[0]
    jobs = workday_base(board) + "/jobs"

    status, error = post(board, jobs, WHOLE_LIST | {"limit": 21})
    assert (status, error) == (400, corpus.json("workday/errors/400-limit-over-20.json"))
    assert post(board, jobs, {})[0] == 422
    assert post(board, "/wday/cxs/nobody/Careers/jobs", WHOLE_LIST)[0] == 422
    assert ask(board, jobs).status == 400
    assert ask(board, workday_base(board) + "/job/Berlin/Clerk_R1").status == 404


def test_some_workday_tenants_are_spelt_otherwise_and_count_on_the_first_page_only() -> None:
    market = market_of("workday", postings=45)
    assert any("-jobs/" in board.identifier for board in market.boards)
    totals = set()
    for board in market.boards:
        jobs = workday_base(board) + "/jobs"
        pages = [post(board, jobs, WHOLE_LIST | {"offset": offset})[1] for offset in (0, 20, 40)]
        assert [len(page["jobPostings"]) for page in pages] == [20, 20, 5]
        assert [bool(page["facets"]) for page in pages] == [True, False, False]
        totals.add(tuple(page["total"] for page in pages))
    assert totals == {(45, 45, 45), (45, 0, 0)}


@pytest.mark.parametrize("capped", [True, False])
def test_a_workday_board_past_the_cap_is_walked_whole(capped: bool) -> None:
    market = market_of("workday", companies=12, postings=2_300)
    board, source = next(pair for pair in pairs(market) if bool(pair[0].company.habit(4, 5)) is capped)
    first = post(board, workday_base(board) + "/jobs", WHOLE_LIST)[1]
    assert first["total"] == (2_000 if capped else 2_300)

    reading = read_board(board, source)
    assert (reading.total, reading.lost, reading.problems) == (2_300, 0, [])
    assert reading.jobs.keys() == board.listing().keys()
    if capped:
        again = post(board, workday_base(board) + "/jobs", WHOLE_LIST | {"offset": 2_000})[1]
        assert again["jobPostings"] == first["jobPostings"]


def test_workday_rows_age_at_midnight_without_a_change() -> None:
    market = market_of("workday", companies=3)
    before = [(board.version, read_board(board, source).fingerprints) for board, source in pairs(market)]
    for _ in range(24):
        market.tick()
    for (version, fingerprints), (board, source) in zip(before, pairs(market), strict=True):
        assert board.version == version + 1
        assert read_board(board, source).fingerprints == fingerprints


def test_comeet_finds_its_token_again_after_it_was_taken_back() -> None:
    market = market_of("comeet", rename=1.0)
    board, source = next(pair for pair in pairs(market) if not comeet.hides_token(pair[0].company))
    source = replace(source, token=comeet.token(board))
    assert read_board(board, source).requests == 1
    market.tick()

    reading = read_board(board, source)
    assert (reading.requests, len(reading.jobs)) == (3, 12), "refused, the hosted page, the list"
    path = f"/careers-api/2.0/company/{board.identifier.rpartition('/')[2]}/positions"
    assert b"not valid" in ask(board, path, "token=0123456789").body
    assert b"Token is missing" in ask(board, path).body
    assert b"invalid company id" in ask(board, "/careers-api/2.0/company/00.000/positions", "token=0").body


#: Where recorded answers of a system are, and how to come to the objects that are compared.
RECORDED = {
    "greenhouse": [
        "greenhouse/gitlab.first2.content.json",
        "greenhouse/anthropic.first4.content.json",
        "greenhouse/catawiki.2025-10-26.content.json",
        "greenhouse/canonical.2023-08-08.content.json",
        "greenhouse/smarterdx.first2.content.json",
        "greenhouse/wongdoody.2026-08-20.list.json",
        "greenhouse/robinhood.2026-08-20.list.json",
    ],
    "lever": ["lever/matchgroup.full.json", "lever/spotify.first4.json"],
    "ashby": ["ashby/ramp.full.compensation.json", "ashby/linear.first2.compensation.json"],
    "comeet": ["comeet/wiliot_F6.003_positions_details.json"],
}
#: Documented, reported or a matter of the employer, and in no recording.
UNRECORDED = {
    "greenhouse": {"pay_input_ranges", "metadata/value", "first_published: null", "language: null"},
    "lever": {"categories/department", "country: null"},
    "ashby": {"isRemote: null", "workplaceType: null", "address: null"},
    "comeet": {
        "location: null",
        "location/city: null",
        "workplace_type: null",
        "url_detected_page: null",
        "experience_level: str",
        "employment_type: str",
        "department: str",
        "internal_use_custom_id: str",
    },
}


def shape(value: object, path: str = "") -> set[str]:
    """Return ``path: type`` for everything in a JSON value; items of lists have their list's path."""
    if isinstance(value, dict):
        return {f"{path}: object"}.union(*(shape(part, f"{path}/{key}".lstrip("/")) for key, part in value.items()))
    if isinstance(value, list):
        return {f"{path}: list"}.union(*(shape(part, path) for part in value))
    names = {bool: "bool", int: "number", float: "number", str: "str", type(None): "null"}
    return {f"{path}: {names[type(value)]}"}


def items_of(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer["jobs"] if isinstance(answer, dict) else answer
    return found


@pytest.mark.parametrize("system", sorted(RECORDED))
def test_fields_types_and_order_are_those_of_recorded_answers(corpus: Corpus, system: str) -> None:
    recordings = [items_of(corpus.json(path)) for path in RECORDED[system]]
    known = set[str]().union(*(shape(item) for items in recordings for item in items))
    ours = [item for board in market_of(system).boards for item in items_of(json.loads(body_of(board)))]
    made = set[str]().union(*(shape(item) for item in ours))

    surplus = {found for found in made - known if not any(found.startswith(known) for known in UNRECORDED[system])}
    assert surplus == set()
    order = list(recordings[0][0])
    for item in ours:
        present = [key for key in item if key in order]
        assert present == [key for key in order if key in present]
    assert {key for item in ours for key in item} >= set(order)


def test_workday_pages_have_the_recorded_fields(corpus: Corpus) -> None:
    pages = [
        corpus.json(f"workday/{name}")
        for name in ("gdit.search-data-engineer.page0.json", "workday-inc.page0.4rows.json")
    ]
    details = [corpus.json(f"workday/{name}") for name in ("nvidia.job-detail.json", "workday-inc.job-detail.json")]
    known = set[str]().union(*map(shape, pages + details))
    made = set[str]()
    for board in market_of("workday").boards:
        base = workday_base(board)
        _, page = post(board, base + "/jobs", WHOLE_LIST)
        detail = json.loads(ask(board, base + page["jobPostings"][0]["externalPath"]).body)
        made |= shape(page) | shape(detail)
        assert list(detail["jobPostingInfo"])[:3] == list(details[0]["jobPostingInfo"])[:3]
    # Reported: the time type of rows, other postings beside a detail.
    assert made - known <= {
        "jobPostings/timeType: str",
        "similarJobs: list",
        "jobPostingInfo/jobRequisitionLocation/descriptor: null",
    }


#: System → a recording, the path of its first page, and where its postings are.
VARIED: dict[str, tuple[list[str], str, str]] = {
    "smartrecruiters": (
        ["smartrecruiters/WesternDigital.page0.10.json", "smartrecruiters/HireVue.3.json"],
        "/v1/companies/{}/postings",
        "content",
    ),
    "jibe": (["icims-jibe/jcp_api_jobs.json"], "/api/jobs", "jobs"),
    "teamtailor": (
        [f"teamtailor/{name}_jobs.json" for name in ("1komma5", "career-teamtailor", "leaseweb")]
        + ["teamtailor/chalhoubgroup_jobs_page1.json"],
        "/jobs.json",
        "items",
    ),
}


#: Reported, or taken out of recordings.
SURPLUS: dict[str, set[str]] = {
    "smartrecruiters": set(),
    "jibe": {
        f"jobs/data/{field}"
        for field in ("description: str", "salary_frequency: str", "salary_currency: str", "meta_data: bool")
    },
    "teamtailor": {"items/_jobposting/employmentType: str", "items/_jobposting/jobLocationType: str"},
}


@pytest.mark.parametrize("system", VARIED)
def test_fields_and_types_are_recorded_ones(corpus: Corpus, system: str) -> None:
    recordings, path, key = VARIED[system]
    known = set[str]().union(*(shape(corpus.json(recording)) for recording in recordings))
    boards = market_of(system).boards
    answers = [json.loads(ask(board, path.format(board.identifier), "limit=100").body) for board in boards]
    made = set[str]().union(*map(shape, answers))
    assert all(answer[key] for answer in answers)
    assert made - known <= SURPLUS[system]


def test_lever_words_for_employment_differ_by_company() -> None:
    market = market_of("lever")
    words = {
        lever.commitment_word(board.company, advert.commitment) for board in market.boards for advert in board.adverts()
    }
    assert {"Full-time", "Regular Full Time (Salary)"} <= words
