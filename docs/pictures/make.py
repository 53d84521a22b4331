"""Draw the README's pictures anew, from real runs against recorded boards: ``python -m docs.pictures.make``.

The mail is sent to a server of this process and drawn by Chromium, which must be installed. The recordings are the
scrubbed ones of the tests (see `tests.recordings`): facts are the boards', sentences are made up. The clock stands on
the days on which the boards were recorded, so that a history reads as it was.
"""

from __future__ import annotations

import contextlib
import email
import email.policy
import fcntl
import io
import os
import pty
import re
import socket
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine
from aiosmtpd.controller import Controller
from rich.console import Console
from rich.text import Text

from jobscan.cli import main
from tests.fixtures.corpus import SCRUBBED
from tests.fixtures.replay import serve_recordings

_FOLDER = Path(__file__).parent
_COLUMNS = 100
#: When the demo is drawn: boards have failed, come back, looked emptied by then.
_DEMO_LEFT_S = 17
#: Two recordings of Canonical's board, a month apart; the others were recorded once.
_DAYS = (datetime(2023, 7, 9, 12, tzinfo=UTC), datetime(2023, 8, 8, 12, tzinfo=UTC))
#: A posting of Canonical's whose text changed between the two.
_KEY = "8a983cf8"
_BOARDS = (
    ("greenhouse", "canonical", "Canonical", "boards-api.greenhouse.io"),
    ("greenhouse", "gitlab", "GitLab", "boards-api.greenhouse.io"),
    ("greenhouse", "hubspot", "HubSpot", "boards-api.greenhouse.io"),
    ("lever", "matchgroup", "Match Group", "api.lever.co"),
    ("lever", "spotify", "Spotify", "api.lever.co"),
    ("ashby", "ramp", "Ramp", "api.ashbyhq.com"),
    ("comeet", "wiliot/F6.003", "Wiliot", "www.comeet.co"),
)


class _Postbox:
    """A mail server that keeps the HTML of the last mail."""

    def __init__(self) -> None:
        self.html = ""
        self.port = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = mail.get_body(("html",))
        self.html = body.get_content() if body is not None else ""
        return "250 queued"


@contextlib.contextmanager
def _postbox() -> Iterator[_Postbox]:
    box = _Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def _draw_mail(html: str) -> None:
    """Write what a mail looks like on a phone."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "mail.html"
        page.write_text(html)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
        flags += [f"--user-data-dir={folder}/profile", "--window-size=390,760"]
        command = ["chromium", *flags, f"--screenshot={_FOLDER / 'mail.png'}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own page


def _write_config(folder: Path, server: str, mail_port: int) -> None:
    lines = ["network: {allow_networks: [127.0.0.0/8]}", "alerts: [{name: engineers, keywords: [engineer]}]"]
    mail = f"host: 127.0.0.1, port: {mail_port}, tls: none, from: jobscan@example.com, to: me@example.com"
    lines += [f"notify: {{email: {{{mail}}}}}", "sources:"]
    for system, identifier, name, host in _BOARDS:
        token = ", token: recorded" if system == "comeet" else ""
        base = f'base_url: "{server}/{host}"'
        lines.append(f"  - {{type: {system}, identifier: {identifier}, name: {name}, {base}{token}}}")
    (folder / "config.yaml").write_text("\n".join(lines) + "\n")


def _run(day: datetime, *words: str) -> str:
    """Run a command on a day as on a terminal; return all that it shows, standard error behind standard output."""
    out, err = io.StringIO(), io.StringIO()
    with (
        time_machine.travel(day, tick=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        main([*words, "--color", "always"])
    return out.getvalue() + err.getvalue()


def _draw(name: str, command: str, shown: str, columns: int = _COLUMNS) -> None:
    """Write what a command showed as a picture, without the web font that rich would have it load."""
    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), command))
    console.print(Text.from_ansi(shown.rstrip()))
    svg = console.export_svg(title=command, unique_id=name)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    (_FOLDER / f"{name}.svg").write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n")


def _draw_demo() -> None:
    """Write what `jobscan demo` looks like in the middle, in a window of 80 × 24."""
    shown, window = bytearray(), struct.pack("HHHH", 24, 80, 0, 0)
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, window)
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    command = [sys.executable, "-m", "jobscan", "demo", "--color", "always"]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=environment):  # noqa: S603 - our own interpreter
        os.close(theirs)
        with contextlib.suppress(OSError):  # the other side is closed
            while piece := os.read(ours, 65_536):
                shown += piece
    os.close(ours)
    # Each frame of the alternate screen begins at its upper left corner.
    frames = shown.decode().partition("\x1b[?1049l")[0].split("\x1b[H")
    # Pictures have no fonts of their own: letters from far away would be as wide as the reader's font makes them.
    middle = next(frame for frame in frames if _is_middle(frame) and max(frame) < "\u3000")
    _draw("demo", "jobscan demo", middle.replace("\r", ""), columns=80)


def _is_middle(frame: str) -> bool:
    found = re.search(r"(\d+) s left", frame)
    return found is not None and int(found[1]) <= _DEMO_LEFT_S


def draw_all() -> None:
    """Scan the recorded boards on two days and draw what the second scan and the history of one posting look like.

    And the demo, which needs none of them.
    """
    _draw_demo()
    os.environ["COLUMNS"] = str(_COLUMNS)
    os.environ["TERM"] = "xterm-256color"
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        serve_recordings(SCRUBBED) as replay,
        _postbox() as box,
    ):
        _write_config(Path(folder), replay.url, box.port)
        first, second = _DAYS
        _run(first, "scan")
        replay.advance()
        _draw("scan", "jobscan scan", _run(second, "scan"))
        _draw_mail(box.html)
        history = _run(second, "jobs", "show", _KEY)
        # The whole text, which follows, would fill pages.
        _draw("history", f"jobscan jobs show {_KEY}", history.partition("Description")[0] + "…")


if __name__ == "__main__":
    draw_all()
