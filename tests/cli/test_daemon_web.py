"""The daemon that answers the link in its mails, from outside."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from jobscan.services.unsubscribe import UnsubscribeLinks
from tests.cli.loopback import Site, serve_site
from tests.cli.programs import start_program
from tests.cli.setups import board, query, write_config
from tests.web.ports import free_port

STARTED = '"event": "started"'
STATE = "SELECT name, unsubscribed_at IS NOT NULL FROM alerts ORDER BY name"
MAIL = {"email": {"host": "127.0.0.1", "from": "jobs@example.org", "to": "me@example.org"}}
ALERTS = [{"name": "cooks", "keywords": ["cook"]}, {"name": "pilots", "keywords": ["pilot"]}]


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server with a board that no alert matches."""
    with serve_site() as running:
        running.greenhouse("acme", ["Engineer"])
        yield running


def configure(folder: Path, site: Site, port: int) -> str:
    """Write a configuration of two alerts whose mails can be ended; return the address of the page."""
    url = f"http://127.0.0.1:{port}/unsubscribe"
    page = {"listen": f"127.0.0.1:{port}", "url": url}
    write_config(folder, board(site, "acme"), notify=MAIL, alerts=ALERTS, unsubscribe=page)
    return url


def link(folder: Path, url: str, name: str) -> str:
    """Return the link in mails of an alert."""
    ((key,),) = query(folder, "SELECT value FROM secrets WHERE name = 'unsubscribe'")
    ((alert_id,),) = query(folder, f"SELECT id FROM alerts WHERE name = '{name}'")
    return UnsubscribeLinks(key, url).url_for(alert_id)


def test_one_click_stops_the_alert_of_a_running_daemon_for_good(tmp_path: Path, site: Site) -> None:
    url = configure(tmp_path, site, free_port())
    with start_program(tmp_path, "-v") as program, httpx.Client(trust_env=False, timeout=None) as client:
        program.wait_for(STARTED)
        address = link(tmp_path, url, "cooks")
        assert client.get(address).status_code == 200
        assert query(tmp_path, STATE) == [("cooks", 0), ("pilots", 0)]
        answer = client.post(address, content="List-Unsubscribe=One-Click")
        assert (answer.status_code, "The alert is stopped" in answer.text) == (200, True)
        assert query(tmp_path, STATE) == [("cooks", 1), ("pilots", 0)]
        assert program.stop() == 0
    assert json.loads(program.wait_for('"event": "unsubscribed"'))["alert"] == "cooks"
    assert address.partition("token=")[2] not in "".join(program.err)
    # Its own configuration does not bring it back.
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        assert query(tmp_path, STATE) == [("cooks", 1), ("pilots", 0)]
        assert program.stop() == 0


def test_sigterm_does_not_wait_for_a_client_that_holds_its_request(tmp_path: Path, site: Site) -> None:
    port = free_port()
    configure(tmp_path, site, port)
    with start_program(tmp_path) as program:
        program.wait_for(STARTED)
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"POST /unsubscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n\r\nList")
            assert program.stop() == 0, program.err
    assert "Traceback" not in "".join(program.err)


def test_a_port_that_is_taken_ends_the_daemon_before_it_scans(tmp_path: Path, site: Site) -> None:
    port = free_port()
    configure(tmp_path, site, port)
    with socket.create_server(("127.0.0.1", port)), start_program(tmp_path) as program:
        assert program.finish() == 1
    assert program.err[-1] == (
        f"jobscan: unsubscribe.listen: cannot listen on 127.0.0.1:{port}: another program listens there; end it,"
        " or choose another port in unsubscribe.listen and in the proxy"
    )
    assert "Traceback" not in "".join(program.err)
    assert not any("started" in line for line in program.err)
    assert query(tmp_path, "SELECT count(*) FROM scans") == [(0,)]
