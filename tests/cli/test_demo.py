"""`jobscan demo` as a newcomer meets it: on terminals, in pipes, ended early; and that it tells the truth."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from jobscan.cli.commands.demo.environment import Agreement, market_settings, open_environment
from jobscan.cli.commands.demo.result import DemoResult, show_result
from jobscan.cli.commands.demo.screen import Terminal
from jobscan.cli.commands.demo.tracker import DemoEvent, DemoEventKind, Headline, notable_events
from jobscan.cli.kit.lazy import Globals
from jobscan.domain.source import SourceKey
from tests.cli.programs import PATIENCE_S, StartedProcess, command_line, environment, forked_program, run_program

pytestmark = pytest.mark.slow

#: Few boards and seconds: a test takes about five.
BOARDS = 6
SMALL = ("--seconds", "3", "--boards", str(BOARDS))
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_AGREES = re.compile(r"Database and market agree, posting by posting: [\d,]+ active, [\d,]+ expired\.")


class Places:
    """Where a demo runs, and where its temporary files go; both are to be empty afterwards."""

    def __init__(self, folder: Path) -> None:
        self.work, self.temporary = folder / "work", folder / "temporary"
        self.work.mkdir()
        self.temporary.mkdir()

    @property
    def env(self) -> dict[str, str]:
        return {"TMPDIR": str(self.temporary), "JOBSCAN_CONFIG": str(self.work / "no-such-file.yaml")}

    def left_behind(self) -> list[Path]:
        return [*self.work.iterdir(), *self.temporary.iterdir()]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


class Demo:
    """A demo whose outputs are pipes."""

    def __init__(self, process: StartedProcess, out: IO[str], err: IO[str]) -> None:
        self.process, self.out, self.err = process, out, err

    def read_until(self, is_there: Callable[[str], bool]) -> list[str]:
        """Return the lines up to the one that is waited for."""
        lines: list[str] = []
        for line in self.out:
            lines.append(line)
            if is_there(line):
                return lines
        raise AssertionError(f"it never came: {lines}")

    def rest(self) -> tuple[str, str]:
        """Wait for the end; return what came since `read_until`, and the errors."""
        out, err = self.out.read(), self.err.read()
        self.process.wait()
        return out, err


@contextmanager
def started(places: Places, *arguments: str) -> Iterator[Demo]:
    """Start a demo whose output goes into pipes."""
    with forked_program(places.work, "demo", *arguments, env=places.env) as (process, out, err):
        yield Demo(process, out, err)


def on_terminal(places: Places, columns: int, lines: int, env: dict[str, str]) -> tuple[int, str]:
    """Run a small demo on a terminal of this size; return its exit code and all that came."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    shown = bytearray()
    with subprocess.Popen(
        command_line("demo", *SMALL),
        cwd=places.work,
        env=environment(places.env | env),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        with suppress(OSError):  # the other side is closed
            while piece := os.read(ours, 65_536):
                shown += piece
        code = process.wait(PATIENCE_S)
    os.close(ours)
    return code, shown.decode().replace("\r", "")


def test_in_a_pipe_it_writes_lines_that_fit_and_leaves_nothing_behind(places: Places) -> None:
    places.work.chmod(0o555)
    done = run_program(places.work, "demo", *SMALL, env=places.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert _CONTROL.findall(done.stdout) == []
    assert [line for line in done.stdout.splitlines() if cell_len(line) > 80 or line != line.rstrip(" ")] == []
    assert _AGREES.search(done.stdout)
    assert len(re.findall(r"^08:00 = .+: \d+ postings, seen for the first time$", done.stdout, re.MULTILINE)) == 6
    assert re.search(r"^08:15 [-+~*!] \S", done.stdout, re.MULTILINE)
    for words in ("@ ben@example.com  ", "│ From: jobscan <jobscan@example.com>", "Next steps", "jobscan add URL"):
        assert words in done.stdout
    assert places.left_behind() == []


@pytest.mark.parametrize(
    ("columns", "lines", "env"),
    [(80, 24, {}), (60, 20, {"NO_COLOR": "1"})],
    ids=["usual", "small-without-colours"],
)
def test_on_a_terminal_it_draws_a_screen_that_fits(
    places: Places, columns: int, lines: int, env: dict[str, str]
) -> None:
    code, shown = on_terminal(places, columns, lines, env)
    assert code == 0
    screen, _, after = shown.partition("\x1b[?1049l")
    assert screen.startswith("\x1b[?1049h"), "the alternate screen: the scrollback stays as it was"
    frames = [_STYLE.sub("", frame).splitlines() for frame in screen.split("\x1b[H")[1:]]
    assert len(frames) > 20
    assert max(len(frame) for frame in frames) <= lines
    assert max(cell_len(line) for frame in frames for line in frame if "\x1b" not in line) <= columns
    last = "\n".join(frames[-2])
    for words in ("jobscan demo · 6 boards", "0 s left", "What the engine finds", "Mailbox on this machine: "):
        assert words in last
    assert "\x1b[?25h" in shown, "the cursor is back"
    assert bool(_STYLE.search(screen)) == (not env)
    ending = _STYLE.sub("", after)
    assert _AGREES.search(" ".join(ending.split()))
    assert max(cell_len(line) for line in ending.splitlines() if "\x1b" not in line) <= columns
    assert places.left_behind() == []


def test_a_simple_terminal_gets_lines(places: Places) -> None:
    code, shown = on_terminal(places, 80, 24, {"TERM": "dumb"})
    assert code == 0
    assert _CONTROL.findall(shown) == []
    assert "08:00 = " in shown
    assert _AGREES.search(shown)


def test_ctrl_c_ends_it_cleanly_with_a_summary(places: Places) -> None:
    missing = {"new", "mail"}

    def is_under_way(line: str) -> bool:
        said = json.loads(line)
        missing.difference_update({said["message_type"], said.get("kind")})
        return not missing

    with started(places, "--json", "--seconds", "60", "--boards", "6") as demo:
        lines = demo.read_until(is_under_way)
        demo.process.send_signal(signal.SIGINT)
        out, err = demo.rest()
    assert demo.process.returncode == 130
    messages = [json.loads(line) for line in [*lines, *out.splitlines()]]
    *events, summary = messages
    assert {message["message_type"] for message in events} <= {"event", "mail"}
    assert (summary["message_type"], summary["interrupted"]) == ("summary", True)
    # None: it came amid a cycle, after which nobody can compare.
    assert summary["different"] in (0, None)
    assert summary["database"] == summary["market"]
    counted = Counter(message["kind"] for message in events if message["message_type"] == "event")
    assert counted == {str(kind): summary[kind] for kind in DemoEventKind if summary[kind]}
    assert sum(message["message_type"] == "mail" for message in events) == summary["mails"] > 0
    assert json.loads(err.splitlines()[-1])["code"] == 130
    assert places.left_behind() == []


def test_it_can_be_ended_before_anything_has_happened(places: Places) -> None:
    with started(places, "--boards", "6") as demo:
        demo.read_until(lambda line: line.startswith("A simulated market of 6 boards"))
        demo.process.send_signal(signal.SIGTERM)
        out, err = demo.rest()
    assert (demo.process.returncode, err) == (130, "jobscan: interrupted; nothing was saved\n")
    assert re.search(
        r"^(The demo ended before the first scan was finished\.|Database and market agree)", out, re.MULTILINE
    )
    assert places.left_behind() == []


def test_ctrl_c_again_and_again_kills_it_and_leaves_nothing_behind(places: Places) -> None:
    with started(places, "--boards", "40") as demo:
        demo.read_until(lambda line: "seen for the first time" in line)
        while demo.process.poll() is None:
            demo.process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                demo.process.wait(0.05)
        assert "Traceback" not in demo.err.read()
    assert demo.process.returncode == 130
    assert places.left_behind() == []


def test_a_reader_that_goes_ends_it_quietly(places: Places) -> None:
    with started(places, "--seconds", "60", "--boards", "6") as demo:
        demo.read_until(lambda line: "08:15" in line)
        demo.out.close()
        assert demo.err.read() == ""
        assert demo.process.wait(PATIENCE_S) == 0
    assert places.left_behind() == []


def test_its_help_needs_neither_market_nor_engine() -> None:
    code = """if True:
        import sys
        from jobscan.cli import main
        main(["demo", "--help"])
        heavy = ("jobscan.simulator", "jobscan.engine", "jobscan.persistence", "rich")
        sys.exit(", ".join(name for name in sys.modules if name.startswith(heavy)) or 0)
    """
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--boards" in done.stdout


async def test_everything_happens_and_the_database_agrees_with_the_market(tmp_path: Path) -> None:
    """The demo without its pace. A change of the simulator's random numbers may need another seed."""
    async with open_environment(market_settings(seed=11, boards=BOARDS), tmp_path) as demo:
        await demo.scan()
        await demo.deliver()
        for number in range(16):
            demo.market.tick()
            await demo.scan()
            await demo.deliver()
            if number % 4 == 3:
                agreement = await demo.compare()
                assert agreement.different == 0
                assert agreement.active == agreement.true_active == demo.tracker.active
        assert {kind for kind in DemoEventKind if not demo.tracker.totals[kind]} == set()
        assert demo.tracker.scans == 17 * BOARDS
        told = {recipient for mail in demo.mailbox.mails for recipient in mail.recipients}
        assert told == {"you@example.com", "ada@example.com", "ben@example.com"}


async def test_the_screen_fits_any_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_environment(market_settings(seed=9, boards=3), tmp_path) as demo:
        await demo.scan()
        await demo.deliver()
        events = demo.tracker.take_events()
    for columns, lines in ((40, 14), (60, 20), (80, 24), (109, 30), (110, 24), (200, 70)):
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("LINES", str(lines))
        terminal = Terminal(Globals(color="always"), 30)
        with terminal:
            terminal.refresh(None)
            terminal.begin(demo)
            terminal.show(events, demo.mailbox.mails * 30)
            for number in range(12):
                terminal.refresh(None if number < 5 else 29.5 - number / 8)
        frames = [_STYLE.sub("", frame) for frame in capsys.readouterr().out.split("\x1b[H")[1:-1]]
        assert len(frames) >= 12
        for frame in frames:
            rows = frame.splitlines()
            assert len(rows) <= lines
            assert max(map(cell_len, rows)) <= columns
        for words in ("s left", "What the engine finds", "Mailbox on this machine: 30 mails", "Ctrl-C ends it"):
            assert words in frames[-1]


ACME, NOVA = SourceKey("lever", "acme"), SourceKey("ashby", "nova")
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def happened(kind: DemoEventKind, title: str | None = None, source: SourceKey = ACME) -> DemoEvent:
    posting = None if title is None else Headline(title, "Acme", "Ulm")
    return DemoEvent(kind=kind, at=NOW, source=source, board="Acme", posting=posting)


def titles(events: list[DemoEvent]) -> list[Any]:
    return [(event.kind, event.posting.title if event.posting else event.count) for event in events]


def test_of_many_events_those_are_told_that_people_can_follow() -> None:
    many = [happened(DemoEventKind.REOPENED, f"Baker {number}", NOVA) for number in range(50)]
    gone = [happened(DemoEventKind.EXPIRED, f"Cook {number}") for number in range(9)]
    few = [
        happened(DemoEventKind.NEW, "Nurse"),
        happened(DemoEventKind.NEW, "Tailor"),
        happened(DemoEventKind.UPDATED, "Smith", NOVA),
    ]
    events = [*many, *gone, happened(DemoEventKind.CONFIRMED), *few]
    assert titles(notable_events(events, 2, set())) == [
        (DemoEventKind.REOPENED, 50),
        (DemoEventKind.CONFIRMED, 1),
        (DemoEventKind.NEW, "Nurse"),
        (DemoEventKind.UPDATED, "Smith"),
    ]
    assert titles(notable_events(few, 2, {"Tailor"})) == [(DemoEventKind.NEW, "Tailor"), (DemoEventKind.NEW, "Nurse")]
    assert len(notable_events(few, 9, {"Tailor"})) == 3


ENDED = DemoResult(
    seed=1,
    boards=2,
    simulated=timedelta(hours=2),
    baseline=120,
    recorded=7,
    totals=Counter({DemoEventKind.NEW: 3}),
    failed_scans=0,
    cycles=(0.5, 0.1),
    mails=(),
    agreement=Agreement(active=99, expired=3, true_active=100, true_expired=2, different=1),
    is_interrupted=False,
)


def shown(ending: DemoResult) -> str:
    console = Console(file=io.StringIO(), width=80)
    show_result(console, ending)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_it_says_so_when_database_and_market_differ() -> None:
    assert not ENDED.is_right
    assert "Database and market differ in 1 postings: 99 and 100 active, 3 and 2 expired." in shown(ENDED)


def test_it_says_so_when_it_was_ended_too_early_to_compare() -> None:
    assert "The demo ended in the middle of a scan: database and market are not compared." in shown(
        replace(ENDED, agreement=None)
    )
    early = shown(replace(ENDED, agreement=None, cycles=()))
    assert early.startswith("The demo ended before the first scan was finished.\n")
    assert "Next steps" in early
