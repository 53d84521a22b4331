"""Fixtures that several rooms share live in ``tests/fixtures``, one file for each thing that is set up."""

pytest_plugins = ["tests.fixtures.corpus", "tests.fixtures.replay", "tests.fixtures.databases", "tests.fixtures.evil"]
