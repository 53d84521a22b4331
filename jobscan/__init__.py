"""Watch companies' job boards and keep an exact history of every posting.

The rooms, from the ground up: :mod:`~jobscan.domain` (nouns), :mod:`~jobscan.decide` (rules),
:mod:`~jobscan.sources` (boards' formats), :mod:`~jobscan.fetch` (HTTP), :mod:`~jobscan.persistence` (SQL),
:mod:`~jobscan.engine` (the daemon), :mod:`~jobscan.services` (what people ask for), :mod:`~jobscan.cli`.
``docs/architecture.md`` has the picture.
"""

__version__ = "0.1.0"
