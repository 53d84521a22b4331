"""The originals are compared where there are some."""

from tests.fixtures.corpus import ORIGINALS

collect_ignore = [] if ORIGINALS is not None else ["test_originals.py"]
