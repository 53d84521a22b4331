"""Recorded answers of real boards, scrubbed: facts and markup are the boards', sentences and people are made up.

`scrub` makes them from the answers as they were recorded, which belong to the companies and are no part of this tree.
Read them through `tests.fixtures.corpus`.
"""
