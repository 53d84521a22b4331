from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from jobscan.persistence import DatabaseConnectionError, DatabaseSettings, redact_dsn
from jobscan.persistence.settings import PostgresTarget, SqliteTarget


def target(url: str) -> SqliteTarget | PostgresTarget:
    return DatabaseSettings(url=url).target()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///rel.db", "rel.db"),
        ("sqlite:///data/jobs 100%.db", "data/jobs 100%.db"),
        ("sqlite:////abs/jobscan.db", "/abs/jobscan.db"),
        ("sqlite+aiosqlite:////abs/jobscan.db", "/abs/jobscan.db"),
    ],
)
def test_a_sqlite_url_names_a_file(url: str, path: str) -> None:
    assert target(url) == SqliteTarget(path=Path(path))
    assert DatabaseSettings(url=url).dialect == "sqlite"


@pytest.mark.parametrize(
    ("url", "user", "host", "port", "database"),
    [
        ("postgresql://anna@db.example/jobs", "anna", "db.example", 5432, "jobs"),
        ("postgres://anna:pw@db.example:5433/jobs", "anna", "db.example", 5433, "jobs"),
        ("postgresql+asyncpg://db.example/jobs", None, "db.example", 5432, "jobs"),
        (
            "postgresql:///jobs?host=/var/run/postgresql&user=anna&port=5434",
            "anna",
            "/var/run/postgresql",
            5434,
            "jobs",
        ),
        ("postgresql://anna@[::1]/", "anna", "::1", 5432, "anna"),
        ("postgresql://?dbname=jobs", None, "localhost", 5432, "jobs"),
        ("postgresql://a@h/d?connect_timeout=3&channel_binding=require&sslmode=require", "a", "h", 5432, "d"),
    ],
)
def test_a_postgres_url_names_a_database(url: str, user: str | None, host: str, port: int, database: str) -> None:
    found = target(url)

    assert isinstance(found, PostgresTarget)
    assert (found.user, found.host, found.port, found.database) == (user, host, port, database)
    assert found.dsn.startswith("postgresql://")
    assert "connect_timeout" not in found.dsn
    assert "channel_binding" not in found.dsn
    assert DatabaseSettings(url=url).dialect == "postgresql"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "cannot be read; write it like sqlite:///data/jobscan.db"),
        ("jobscan.db", "cannot be read"),
        ("postgresql://u:c4n4ry@h:port/db", "cannot be read"),
        ("postgresql://u:c4n4ry@h:99999/db", "cannot be read"),
        ("postgresql://u:c4n4ry@[h/db", "cannot be read"),
        ("mysql://u:c4n4ry@h/db", 'begins with "mysql", which is not supported'),
        ("postgresql+psycopg://u:c4n4ry@h/db", 'begins with "postgresql+psycopg"'),
        ("sqlite://", "in memory is not supported"),
        ("sqlite:///:memory:", "in memory is not supported"),
        ("sqlite://jobscan.db", "three slashes before a relative path"),
        ("sqlite:///jobscan.db?mode=ro", "no options"),
        ("postgresql://u:c4n4ry@h/db?ssl_mode=require", "unknown options: ssl_mode. Known options:"),
        ("postgresql://u:c4n4ry@h/db?sslmode=full", 'sslmode is "full" in the database URL; it must be one of'),
        ("postgresql:///db?port=x", 'port is "x"'),
        ("postgresql://u:c4n4ry@h/db?sslrootcert=/nowhere/ca.crt", "there is no file /nowhere/ca.crt"),
    ],
)
def test_any_other_url_is_refused_with_what_is_wrong_and_no_password(url: str, message: str) -> None:
    with pytest.raises(DatabaseConnectionError) as caught:
        target(url)

    assert message in str(caught.value)
    assert "c4n4ry" not in str(caught.value)


@pytest.mark.parametrize(
    ("mode", "root", "checks_name"),
    [("verify-full", "", True), ("verify-full", "&sslrootcert=system", True), ("verify-ca", "", False)],
)
def test_verifying_uses_the_system_s_certificates_unless_a_file_is_named(
    mode: str, root: str, checks_name: bool
) -> None:
    found = target(f"postgresql://u@h/d?sslmode={mode}{root}")

    assert isinstance(found, PostgresTarget)
    assert found.tls is not None
    assert (found.tls.verify_mode, found.tls.check_hostname) == (ssl.CERT_REQUIRED, checks_name)
    assert "ssl" not in found.dsn
    assert found.open_dsn == f"postgresql://u@h/d?sslmode={mode}&sslrootcert=system"


def test_a_root_certificate_of_one_s_own_goes_to_the_driver(tmp_path: Path) -> None:
    root = tmp_path / "ca.crt"
    root.write_text("")

    found = target(f"postgresql://u@h/d?sslmode=verify-full&sslrootcert={root}")

    assert isinstance(found, PostgresTarget)
    assert found.tls is None
    assert "sslmode=verify-full" in found.dsn
    assert "sslrootcert=" in found.dsn


@pytest.mark.parametrize(
    ("url", "password"),
    [
        ("postgresql://u:p%40%2Fs@h/d", "p@/s"),
        ("postgresql:///d?user=u&password=s3cret", "s3cret"),
        ("postgresql://u@h/d", None),
    ],
)
def test_the_command_line_form_has_no_password(url: str, password: str | None) -> None:
    found = target(url)

    assert isinstance(found, PostgresTarget)
    assert found.password == password
    assert "s3cret" not in found.open_dsn
    assert "p%40" not in found.open_dsn


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////abs/jobscan.db", "sqlite:////abs/jobscan.db"),
        ("postgresql://u:c4n4ry@h:5433/d?sslmode=require", "postgresql://u:***@h:5433/d?sslmode=require"),
        ("postgresql:///d?password=c4n4ry&sslpassword=c4n4ry", "postgresql:///d?password=***&sslpassword=***"),
        ("postgresql://u:c4n4ry@h:x/d", "(unreadable database URL)"),
        ("c4n4ry", "(unreadable database URL)"),
    ],
)
def test_a_redacted_url_has_no_password(url: str, shown: str) -> None:
    assert redact_dsn(url) == shown
