"""Fixtures that several rooms share live in ``tests/fixtures``, one file for each thing that is set up."""

import gc
import importlib
import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.corpus", "tests.fixtures.replay", "tests.fixtures.databases", "tests.fixtures.evil"]

# No example has a time to keep: another program on the machine would be a failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers ``-n auto`` starts: two for each core, since tests wait for much of their time.

    On two cores (measured 2026-11): 0.70 of the cores' time is used with two workers, 0.79 with three, 0.84 with
    four; six took 421 s for what four did in 411, since each collects all tests.
    """
    return 2 * len(os.sched_getaffinity(0))


def pytest_collection() -> None:
    """Let each worker import its own share of the tests before it collects them all.

    What was never imported is compiled, its assertions rewritten, which costs more than all that collecting does; four
    workers that went through the same files in step did it four times. Errors come up again when tests are collected.
    """
    # What is made now stays: looking through it for garbage took a sixth of the time.
    gc.disable()
    if (worker := os.environ.get("PYTEST_XDIST_WORKER")) is None:
        return
    here = Path(__file__).parent
    paths = sorted(here.rglob("test_*.py"))
    for path in paths[int(worker.removeprefix("gw")) :: int(os.environ["PYTEST_XDIST_WORKER_COUNT"])]:
        with suppress(Exception):
            importlib.import_module(".".join(path.relative_to(here.parent).with_suffix("").parts))


def pytest_collection_finish() -> None:
    """Look for garbage again, among what tests make."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that are slow: begun last, they kept one worker busy for a minute after the others."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
