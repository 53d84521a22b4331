"""What systemd hears, datagram by datagram."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobscan.engine.process.systemd import Notifier
from tests.engine.systemd_socket import SystemdSocket


@pytest.fixture(params=["in a file", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SystemdSocket]:
    address = str(tmp_path / "notify") if request.param == "in a file" else f"@jobscan-test-{os.getpid()}"
    found = SystemdSocket(address)
    yield found
    found.close()


def test_each_message_is_one_datagram(systemd: SystemdSocket) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": systemd.address})
    notifier.ready("watching 3 boards")
    notifier.alive("watching 3 boards, 1 being scanned")
    notifier.reloading(1_234_567)
    notifier.stopping()
    assert systemd.hear() == "READY=1\nSTATUS=watching 3 boards"
    assert systemd.hear() == "WATCHDOG=1\nSTATUS=watching 3 boards, 1 being scanned"
    # Of one datagram: systemd refuses a reload without its time.
    assert systemd.hear() == "RELOADING=1\nMONOTONIC_USEC=1234567"
    assert systemd.hear().startswith("STOPPING=1\n")


def test_without_systemd_nothing_is_sent() -> None:
    notifier = Notifier({})
    notifier.ready("nobody hears it")
    assert notifier.watchdog_s is None


def test_a_socket_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready("nobody hears it")


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_ours_when_systemd_says_so(environ: dict[str, str], seconds: float | None) -> None:
    assert Notifier({"NOTIFY_SOCKET": "@nowhere", **environ}).watchdog_s == seconds


@pytest.mark.parametrize(("usec", "seconds"), [(None, 10), ("500000", 0.25), ("20000000", 10), ("600000000", 10)])
def test_signs_of_life_come_twice_as_often_as_systemd_wants_them(usec: str | None, seconds: float) -> None:
    environ = {} if usec is None else {"WATCHDOG_USEC": usec}
    assert Notifier({"NOTIFY_SOCKET": "@nowhere", **environ}).beat_s == seconds
