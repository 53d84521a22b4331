"""Fixtures that several rooms share live in ``tests/fixtures``, one file for each thing that is set up."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.corpus", "tests.fixtures.replay", "tests.fixtures.databases", "tests.fixtures.evil"]

# No example has a time to keep: another program on the machine would be a failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers ``-n auto`` starts: three on two cores, since tests wait for a quarter of their time."""
    cores = len(os.sched_getaffinity(0))
    return cores + cores // 2
