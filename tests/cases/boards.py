"""Boards as their systems answer, built from what a case is about, on a server of loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.cli.programs import PATIENCE_S


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request is answered with."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"
    #: Without this header in the request, the status is 500.
    needs: str | None = None


def as_json(value: object, **fields: Any) -> Answer:
    """Return an answer that carries a value."""
    return Answer(body=json.dumps(value).encode(), **fields)


def as_page(html: str, **fields: Any) -> Answer:
    """Return an answer that is a page."""
    return Answer(body=html.encode(), content_type="text/html", **fields)


@dataclass
class Server:
    """A running server. Its routes: "GET /path", "POST /path", "POST /path offset=20"; queries do not count.

    Of several answers each is given once, the last one for ever.
    """

    url: str = ""
    routes: dict[str, Sequence[Answer]] = field(default_factory=dict)
    #: Method and path of each request, and its headers.
    log: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    #: Path and query of each request.
    targets: list[str] = field(default_factory=list)
    _asked: dict[str, int] = field(default_factory=dict)

    def put(self, route: str, *answers: Answer) -> None:
        """Let a route give these answers from now on."""
        self.routes[route] = answers
        self._asked.pop(route, None)

    def answer(self, method: str, target: str, sent: bytes, headers: Mapping[str, str]) -> Answer:
        """Return what a request gets."""
        route = f"{method} {target.partition('?')[0]}"
        self.log.append((route, headers))
        self.targets.append(target)
        if method == "POST" and sent.startswith(b"{"):
            part = f"{route} offset={json.loads(sent).get('offset', 0)}"
            route = part if part in self.routes else route
        answers = self.routes.get(route)
        if not answers:
            return as_json({"status": 404, "error": "not found"}, status=404)
        turn = self._asked[route] = self._asked.get(route, 0) + 1
        found = answers[min(turn, len(answers)) - 1]
        return Answer(status=500) if found.needs and found.needs.lower() not in headers else found

    def requests(self, path: str) -> list[Mapping[str, str]]:
        """Return the headers of each request whose path ends so, in order; names in lower case."""
        return [headers for route, headers in list(self.log) if route.endswith(path)]


class _Handler(BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server_of.answer(self.command, self.path, sent, headers)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server for the length of the body."""
    server = Server()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"server_of": server}))
    server.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join(PATIENCE_S)


def greenhouse(server: Server, *lists: Sequence[Mapping[str, Any]], name: str = "acme") -> dict[str, Any]:
    """Put up a Greenhouse board that shows these lists one after the other; return its source."""
    answers = [
        as_json({"jobs": [_greenhouse_job(**job) for job in jobs], "meta": {"total": len(jobs)}}) for jobs in lists
    ]
    server.put(f"GET /v1/boards/{name}/jobs", *answers)
    return {"type": "greenhouse", "identifier": name, "base_url": server.url}


def _greenhouse_job(**given: Any) -> dict[str, Any]:
    number = given["id"]
    return {
        "internal_job_id": number + 1,
        "absolute_url": f"https://boards.greenhouse.io/acme/jobs/{number}",
        "location": {"name": given.get("place", "Seattle")},
        "updated_at": "2026-07-21T10:00:00-04:00",
        "first_published": "2026-07-20T10:00:00-04:00",
        "requisition_id": str(number),
        "metadata": None,
        "content": "&lt;p&gt;Text.&lt;/p&gt;",
        "departments": [_greenhouse_group(word) for word in given.get("departments", ())],
        "offices": [_greenhouse_group(word, location=f"{word}, Ireland") for word in given.get("offices", ())],
        **{key: value for key, value in given.items() if key not in ("place", "departments", "offices")},
    }


def _greenhouse_group(name: str, **more: Any) -> dict[str, Any]:
    return {"id": 90, "name": name, "child_ids": [], "parent_id": None, **more}


def ashby(server: Server, *jobs: Mapping[str, Any], name: str = "acme") -> dict[str, Any]:
    """Put up an Ashby board; return its source."""
    listed = [_ashby_job(number, **job) for number, job in enumerate(jobs, start=1)]
    server.put(f"GET /posting-api/job-board/{name}", as_json({"apiVersion": "1", "jobs": listed}))
    return {"type": "ashby", "identifier": name, "base_url": server.url}


def _ashby_job(number: int, **given: Any) -> dict[str, Any]:
    id_ = f"{number:08}-1111-4111-8111-111111111111"
    return {
        "id": id_,
        "department": "Engineering",
        "team": "Engineering",
        "employmentType": "FullTime",
        "location": "Berlin",
        "secondaryLocations": [],
        "isRemote": False,
        "workplaceType": "OnSite",
        "isListed": True,
        "publishedAt": "2026-08-20T10:00:00.000+00:00",
        "jobUrl": f"https://jobs.ashbyhq.com/acme/{id_}",
        "descriptionHtml": "<p>Text.</p>",
        "descriptionPlain": "Text.",
        **given,
    }


def ashby_pay(*components: tuple[str, str, str | None, float | None, float | None]) -> dict[str, Any]:
    """Return what a job says of its pay: (type, interval, currency, minimum, maximum) of each component."""
    names = ("compensationType", "interval", "currencyCode", "minValue", "maxValue")
    parts = [{"id": "c", "summary": "", **dict(zip(names, each, strict=True))} for each in components]
    tier = {"id": "1", "title": None, "tierSummary": "", "additionalInformation": None, "components": parts}
    pay = {"compensationTierSummary": None, "scrapeableCompensationSalarySummary": None, "compensationTiers": [tier]}
    return {"shouldDisplayCompensationOnJobPostings": True, "compensation": pay}


def lever(server: Server, *titles: str, name: str = "acme") -> dict[str, Any]:
    """Put up a Lever board; return its source."""
    jobs = []
    for number, title in enumerate(titles, start=1):
        id_ = f"8f14e45f-ceea-4167-a5a3-{number:012}"
        address = f"https://jobs.lever.co/{name}/{id_}"
        jobs.append(
            {
                "id": id_,
                "text": title,
                "categories": {"location": "Tel Aviv", "team": "Sales", "allLocations": ["Tel Aviv"]},
                "country": "IL",
                "workplaceType": "unspecified",
                "createdAt": 1784886328059,
                "description": "<div>Text.</div>",
                "descriptionPlain": "Text.",
                "lists": [],
                "hostedUrl": address,
                "applyUrl": address + "/apply",
            }
        )
    server.put(f"GET /v0/postings/{name}", as_json(jobs))
    return {"type": "lever", "identifier": name, "base_url": server.url}


@dataclass(frozen=True, kw_only=True)
class Workday:
    """A site of a tenant, and where it is served."""

    server: Server
    tenant: str = "acme"
    pod: str = "wd1"
    site: str = "Careers"

    @property
    def api(self) -> str:
        """Return the path of the site's API."""
        return f"/wday/cxs/{self.tenant}/{self.site}"

    @property
    def source(self) -> dict[str, Any]:
        """Return the site as a configuration has it."""
        return {
            "type": "workday",
            "identifier": f"{self.tenant}/{self.pod}/{self.site}",
            "base_url": self.server.url,
        }

    def list(
        self, rows: Sequence[Mapping[str, Any]], *, total: int | None = None, offset: int = 0, **fields: Any
    ) -> None:
        """Put up a page of the list."""
        said = (len(rows) if total is None else total) if offset == 0 else 0
        page = as_json({"total": said, "jobPostings": list(rows), "facets": []}, **fields)
        self.server.put(f"POST {self.api}/jobs offset={offset}", page)

    def detail(self, row: Mapping[str, Any], *before: Answer, needs: str | None = None, **info: Any) -> None:
        """Put up the details of a row, after other answers to the same request."""
        path = str(row["externalPath"])
        details = {
            "title": row["title"],
            "jobDescription": f"<p>{row['title']}.</p>",
            "location": row["locationsText"],
            "startDate": "2026-08-20",
            "jobReqId": row["bulletFields"][0],
            "canApply": True,
            "posted": True,
            "externalUrl": f"https://{self.tenant}.{self.pod}.myworkdayjobs.com/{self.site}{path}",
            **info,
        }
        self.server.put(f"GET {self.api}{path}", *before, as_json({"jobPostingInfo": details}, needs=needs))

    def refuse(self, row: Mapping[str, Any], status: int) -> None:
        """Refuse the details of a row."""
        self.server.put(f"GET {self.api}{row['externalPath']}", as_json({"errorCode": "S21"}, status=status))


def workday_row(title: str, requisition: str, place: str = "Oslo", **more: Any) -> dict[str, Any]:
    """Return a row of a Workday list."""
    slug = "-".join(title.split())
    return {
        "title": title,
        "externalPath": f"/job/{place.split(',')[0]}/{slug}_{requisition}",
        "locationsText": place,
        "postedOn": "Posted Today",
        "bulletFields": [requisition],
        **more,
    }
