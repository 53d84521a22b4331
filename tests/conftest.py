"""Fixtures that several rooms share live in ``tests/fixtures``, one file for each thing that is set up."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.fixtures.corpus", "tests.fixtures.replay", "tests.fixtures.databases", "tests.fixtures.evil"]

# No example has a time to keep: another program on the machine would be a failure.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
