"""From what people copy, and what pages embed, to the right board."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from tests.cases.boards import Server, as_json, as_page, ashby, greenhouse, lever
from tests.cases.conftest import Case

TOKEN, STRANGER = "6F3D2C1B0A6F3D2C1B0A6F3D2C1B", "1a2b3c4d5e6f7a8b9c0d"


def test_a_name_from_the_address_bar_is_the_board_or_is_named(case: Case, server: Server) -> None:
    ashby(server, {"title": "Painter"}, name="Acme%20AI")
    case.configure({"type": "ashby", "identifier": "Acme%20AI", "base_url": server.url})

    checked = case.run("check-config")

    assert checked.code != 0
    assert '"Acme AI"' in checked.err + checked.out
    assert not any("%2520" in route for route, _ in server.log)


def test_an_address_with_an_encoded_name_is_added_as_people_read_it(case: Case, server: Server, tmp_path: Path) -> None:
    ashby(server, {"title": "Painter"}, name="Acme%20AI")
    case.configure()

    ran = case.run("add", "https://jobs.ashbyhq.com/Acme%20AI", "--base-url", server.url)

    assert ran.code == 0, ran.err
    (source,) = yaml.safe_load((tmp_path / "config.yaml").read_text())["sources"]
    assert source["identifier"] == "Acme AI"


def test_the_company_s_token_is_used_and_none_is_logged(case: Case, server: Server) -> None:
    data = {"name": "Acme", "company_uid": "F6.003", "token": TOKEN, "slug": "acme"}
    page = (
        f'<!doctype html><html><head><script>window.analytics = {{"token":"{STRANGER}", "uid":"x"}};</script></head>'
        f"<body><script>var COMPANY_POSITIONS_DATA = null; var COMPANY_DATA;\nCOMPANY_DATA = {json.dumps(data)};"
        "</script></body></html>"
    )
    position = {
        "uid": "18.767",
        "name": "Backend Developer",
        "department": "R&D",
        "location": {"name": "Tel Aviv", "country": "IL", "city": "Tel Aviv", "state": None, "is_remote": False},
        "workplace_type": "Hybrid",
        "employment_type": "Full-time",
        "time_updated": "2026-08-12T02:36:49Z",
        "company_name": "Acme",
        "is_internal": False,
        "url_active_page": "https://www.acme.example.com/careers",
        "url_comeet_hosted_page": "https://www.comeet.com/jobs/acme/F6.003/backend/18.767",
        "details": [{"name": "Description", "value": "<p>Code.</p>", "order": 1}],
    }
    server.put("GET /jobs/acme/F6.003", as_page(page))
    server.put("GET /careers-api/2.0/company/F6.003/positions", as_json([position]))
    case.configure({"type": "comeet", "identifier": "acme/F6.003", "base_url": server.url})

    ran = case.run("-v", "scan")

    assert ran.code == 0, ran.err
    queries = [target for target in server.targets if "positions" in target]
    assert queries
    assert all(TOKEN in target for target in queries)
    assert [job["title"] for job in case.stored()] == ["Backend Developer"]
    assert not any(token in ran.out + ran.err for token in (TOKEN, STRANGER))


def put_careers_page(server: Server, body: str) -> str:
    server.put("GET /careers", as_page(f"<!doctype html><html><body>{body}</body></html>"))
    return f"{server.url}/careers"


def test_a_page_s_own_embed_beats_a_link_to_another_company(case: Case, server: Server) -> None:
    ashby(server, {"title": "Painter"})
    greenhouse(server, [{"id": 1, "title": "Plumber"}], name="sisterco")
    address = put_careers_page(
        server,
        '<p>Our sister company hires too: <a href="https://boards.greenhouse.io/sisterco">jobs at Sister Co</a>.</p>'
        '<div id="ashby_embed"></div><script src="https://jobs.ashbyhq.com/acme/embed?version=2"></script>',
    )
    case.configure()

    ran = case.run("test-source", address, "--limit", "0", "--base-url", server.url)

    assert ran.code == 0, ran.err
    assert "ashby/acme" in ran.out + ran.err
    assert "sisterco" not in ran.out


def test_of_several_boards_none_is_chosen_and_all_are_named(case: Case, server: Server, tmp_path: Path) -> None:
    address = put_careers_page(
        server,
        '<a href="https://boards.greenhouse.io/sisterco">there</a> <a href="https://jobs.lever.co/acme">here</a>',
    )
    case.configure()

    ran = case.run("add", address, "--base-url", server.url)

    assert ran.code != 0
    assert "greenhouse/sisterco" in ran.err
    assert "lever/acme" in ran.err
    assert yaml.safe_load((tmp_path / "config.yaml").read_text())["sources"] == []


def test_the_usual_lever_script_is_recognised(case: Case, server: Server) -> None:
    lever(server, "Account Executive")
    address = put_careers_page(
        server,
        '<div id="lever-jobs-container"></div><script type="text/javascript">'
        "window.leverJobsOptions = {accountName: 'acme', includeCss: true};</script>"
        '<script src="https://somebody.example.com/lever-jobs-embed/index.js"></script>',
    )
    case.configure()

    ran = case.run("test-source", address, "--base-url", server.url)

    assert ran.code == 0, ran.err
    assert "lever/acme" in ran.out + ran.err
    assert "Account Executive" in ran.out


def test_an_empty_board_may_be_a_wrong_name(case: Case, server: Server) -> None:
    ashby(server, name="acmee")
    case.configure()

    ran = case.run("add", "https://jobs.ashbyhq.com/acmee", "--base-url", server.url)

    said = ran.out + ran.err
    assert "no postings" in said or "empty" in said
    assert "name" in said
