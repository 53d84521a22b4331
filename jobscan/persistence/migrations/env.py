"""What Alembic runs for every command: migrate on the connection that `jobscan.persistence.migrate` hands over.

A new migration: change a file of `tables/`, write ``versions/vNNNN_what.py`` like the ones before it (spell types
out, import nothing of jobscan), and let the tests compare the result with the metadata on both databases.
"""

from __future__ import annotations

from alembic import context

from jobscan.persistence.tables import whole_metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=whole_metadata(),
    # SQLite alters little in place: batches copy the table instead.
    render_as_batch=connection.dialect.name == "sqlite",
)
# The caller's transaction holds all of it: a migration that fails leaves nothing behind, on both databases.
context.run_migrations()
