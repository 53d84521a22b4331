"""Fixtures that several rooms share live in ``tests/fixtures``, one file for each thing that is set up."""

import os

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that are slow: begun last, they kept one worker busy for a minute after the others."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
