"""Where the database is and the limits on its use."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from jobscan.persistence.exceptions import DatabaseConnectionError
from jobscan.persistence.sql.codecs import POSTGRESQL, SQLITE

_SQLITE_DRIVERS = ("sqlite", "sqlite+aiosqlite")
_POSTGRES_DRIVERS = ("postgresql", "postgres", "postgresql+asyncpg")
_EXAMPLES = "sqlite:///data/jobscan.db (relative), sqlite:////var/lib/jobscan.db (absolute), postgresql://user@host/db"

_UNREADABLE = (
    f"the database URL cannot be read; write it like {_EXAMPLES}, and @ : / ? # [ ] in a password as %40 %3A %2F %3F"
    " %23 %5B %5D"
)

#: Options that asyncpg reads from a DSN as libpq does (asyncpg 0.32, connect_utils).
_PASSED_ON = frozenset(
    "host port user password dbname passfile service sslmode sslrootcert sslcert sslkey sslpassword sslcrl"
    " ssl_min_protocol_version ssl_max_protocol_version sslnegotiation target_session_attrs krbsrvname gsslib".split()
)
#: Options that hosters put into the URLs they hand out, and that change nothing here.
_IGNORED = frozenset({"channel_binding", "gssencmode", "connect_timeout", "application_name"})
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_SECRET_OPTIONS = ("password", "sslpassword")


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteTarget:
    """A database file."""

    path: Path

    @property
    def place(self) -> str:
        """Return how errors name it."""
        return f"the database file {self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresTarget:
    """A database on a server; ``url`` holds the password, the other fields do not."""

    url: URL = field(repr=False)
    user: str | None
    #: Host name, address or socket directory.
    host: str
    port: int
    database: str
    application_name: str
    #: None: as the hosts of the URL say, ``prefer`` by default.
    tls: ssl.SSLContext | None = field(repr=False)

    @property
    def place(self) -> str:
        """Return how errors name it."""
        return f"the Postgres server at {self.host}:{self.port}"

    @property
    def dsn(self) -> str:
        """Return what asyncpg connects to, with the password."""
        # With a TLS context of its own asyncpg must not see these: it wants a file for them.
        url = self.url if self.tls is None else self.url.difference_update_query(("sslmode", "sslrootcert"))
        return url.render_as_string(hide_password=False)

    @property
    def open_dsn(self) -> str:
        """Return what Postgres's own programs connect to, without any password: fit for a command line."""
        url = self.url if self.tls is None else self.url.update_query_dict({"sslrootcert": "system"})
        query = {name: value for name, value in url.query.items() if name not in _SECRET_OPTIONS}
        bare = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, query)
        return bare.render_as_string(hide_password=False)

    @property
    def password(self) -> str | None:
        """Return the password; None when the URL has none."""
        in_query = self.url.query.get("password")
        return self.url.password or (in_query if isinstance(in_query, str) else None)


DatabaseTarget = SqliteTarget | PostgresTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSettings:
    """Where the database is, and the limits on its use. Sizes and most times are Postgres's only.

    ``url`` never appears in the repr; `redact_dsn` makes it fit to be shown.
    """

    url: str = field(repr=False)
    pool_size: int = 5
    #: Connections beyond ``pool_size`` under load.
    max_overflow: int = 5
    #: Seconds after which an idle connection is replaced: firewalls drop idle ones silently.
    pool_recycle_s: int = 1800
    #: Ask a connection that was idle for a second "are you there?": against an error after each restart of the server.
    pre_ping: bool = True
    #: Write every statement to the log, values hidden.
    echo: bool = False
    statement_timeout_s: float = 30
    lock_timeout_s: float = 5
    idle_in_transaction_timeout_s: float = 30
    connect_timeout_s: float = 10
    #: A transaction of ours that takes longer is given up, on both databases.
    transaction_timeout_s: float = 60
    #: How long a transaction waits for a connection of ours: SQLite has one that writes.
    pool_timeout_s: float = 60
    #: How long SQLite waits for another process's transaction.
    busy_timeout_s: float = 30

    @property
    def dialect(self) -> str:
        """Return "sqlite" or "postgresql". Raises `DatabaseConnectionError` when the URL cannot be used."""
        return SQLITE if isinstance(self.target(), SqliteTarget) else POSTGRESQL

    def target(self) -> DatabaseTarget:
        """Read the URL. Raises `DatabaseConnectionError`, which says what is wrong and shows right ones."""
        try:
            url = make_url(self.url)
        except (ArgumentError, ValueError):
            # Without its cause, whose text can hold a part of the password (one with an "@" that is not escaped).
            raise DatabaseConnectionError(_UNREADABLE) from None
        if url.drivername in _SQLITE_DRIVERS:
            return _sqlite(url)
        if url.drivername in _POSTGRES_DRIVERS:
            return _postgres(url)
        raise DatabaseConnectionError(
            f'the database URL begins with "{url.drivername}", which is not supported; write it like {_EXAMPLES}'
        )


def redact_dsn(url: str) -> str:
    """Return the database URL fit for logs and errors: every password as ``***``."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return "(unreadable database URL)"
    secret = {name: "***" for name in _SECRET_OPTIONS if name in parsed.query}
    return parsed.update_query_dict(secret).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def _sqlite(url: URL) -> SqliteTarget:
    if url.host or url.username or url.query:
        raise DatabaseConnectionError(
            "a sqlite URL has three slashes before a relative path and four before an absolute one, and no options:"
            f" write it like {_EXAMPLES}"
        )
    if not url.database or url.database == ":memory:":
        raise DatabaseConnectionError(
            "a database in memory is not supported: its readers and its writer would each see their own."
            " Name a file, such as sqlite:///data/jobscan.db"
        )
    return SqliteTarget(path=Path(url.database))


def _postgres(url: URL) -> PostgresTarget:
    query = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    if unknown := sorted(query.keys() - _PASSED_ON - _IGNORED):
        raise DatabaseConnectionError(
            f"the database URL has unknown options: {', '.join(unknown)}. Known options:"
            f" {', '.join(sorted((_PASSED_ON | _IGNORED) - set(_SECRET_OPTIONS)))}"
        )
    if (mode := query.get("sslmode", "prefer")) not in _SSL_MODES:
        raise DatabaseConnectionError(
            f'sslmode is "{mode}" in the database URL; it must be one of {", ".join(_SSL_MODES)}'
        )
    if not (port := query.get("port", "5432")).isdigit():
        raise DatabaseConnectionError(f'port is "{port}" in the database URL; it must be a number')
    if (root := query.get("sslrootcert", "system")) != "system" and not Path(root).is_file():
        raise DatabaseConnectionError(f"there is no file {root}, which sslrootcert in the database URL names")
    try:
        # As the driver will: it would raise ValueError for half a bracket or port 99999.
        _ = urlsplit(url.render_as_string(hide_password=False)).port
    except ValueError:
        raise DatabaseConnectionError(_UNREADABLE) from None
    tls = None
    if mode in ("verify-ca", "verify-full") and root == "system":
        # asyncpg wants a root file for these; the system's certificates are what people mean (libpq 16: "system").
        tls = ssl.create_default_context()
        tls.check_hostname = mode == "verify-full"
    return PostgresTarget(
        url=url.set(drivername="postgresql", query={k: v for k, v in query.items() if k in _PASSED_ON}),
        user=url.username or query.get("user"),
        host=url.host or query.get("host") or "localhost",
        port=url.port or int(port),
        database=url.database or query.get("dbname") or url.username or "",
        application_name=query.get("application_name", "jobscan"),
        tls=tls,
    )
