"""Mails that mailboxes cut, and links that scanners open."""

from __future__ import annotations

import re
from email.message import EmailMessage
from pathlib import Path

import httpx

from tests.cases.boards import Server, greenhouse
from tests.cases.conftest import Case
from tests.cli.mailbox import Mailbox
from tests.cli.programs import start_program
from tests.web.ports import free_port

#: Where large mailboxes cut the HTML of a mail.
CLIPPED_AT = 102_400
ALERTS = [{"name": "engineers", "keywords": ["engineer"]}]


def part(message: EmailMessage, kind: str) -> str:
    """Return a part of a mail as text."""
    body = message.get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text


def test_a_mail_of_a_hundred_postings_is_not_clipped(case: Case, server: Server, mailbox: Mailbox) -> None:
    places = "; ".join(("San Francisco, CA", "New York City, NY", "Seattle, WA", "Chicago, IL", "Washington, DC"))
    address = "https://www.acme-industries.example.com/careers/open-positions/senior-software-engineer-payments?gh_jid="
    gardener = {"id": 99, "title": "Gardener", "place": places}
    engineers = [
        {
            "id": 100 + number,
            "title": f"Senior Software Engineer, Payments Infrastructure and Platform {number}",
            "place": places,
            "absolute_url": f"{address}{number}",
        }
        for number in range(100)
    ]
    board = greenhouse(server, [gardener], [gardener, *engineers])
    case.configure(board, notify={"email": mailbox.settings()}, alerts=ALERTS)
    case.scan()
    case.scan()

    (mail,) = mailbox.mails
    page = part(mail.parsed, "html")
    assert len(page.encode()) < CLIPPED_AT
    shown = len(set(re.findall(r"Platform \d+", page)))
    assert 0 < shown <= 100
    if shown < 100:
        assert f"{100 - shown} more" in page
    for text in (page, part(mail.parsed, "plain")):
        assert "jobscan alerts disable engineers" in text or "unsubscribe" in text.lower()


def test_a_scanner_that_opens_the_link_stops_nothing(
    case: Case, server: Server, mailbox: Mailbox, tmp_path: Path
) -> None:
    port = free_port()
    page = {"listen": f"127.0.0.1:{port}", "url": f"http://127.0.0.1:{port}/unsubscribe"}
    gardener, engineer = {"id": 1, "title": "Gardener"}, {"id": 2, "title": "Engineer"}
    board = greenhouse(server, [gardener], [gardener, engineer])
    case.configure(board, notify={"email": mailbox.settings()}, alerts=ALERTS, unsubscribe=page)
    case.scan()
    case.scan()
    (mail,) = mailbox.mails
    (address,) = re.findall(r"<(http[^>]+)>", mail.parsed["List-Unsubscribe"])

    def state() -> str:
        return case.run("alerts", "list", "--json").out

    before = state()
    with start_program(tmp_path, "-v") as program, httpx.Client(trust_env=False) as client:
        program.wait_for('"event": "started"')
        for method in ("GET", "HEAD", "OPTIONS"):
            client.request(method, address)
        assert state() == before
        assert client.post(address, content="List-Unsubscribe=One-Click").status_code == 200
        assert state() != before
        assert program.stop() == 0
