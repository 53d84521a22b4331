"""The types of values in a configuration: durations, sizes, networks, schedules and database URLs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TYPE_CHECKING, Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema

from jobscan.config.model.section import Line
from jobscan.domain.alert import Send
from jobscan.utils.time import parse_duration
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Callable

_SIZE = re.compile(r"(\d{1,12})\s*(B|KiB|MiB|GiB)", re.ASCII | re.IGNORECASE)
_SIZE_UNITS = {"b": 1, "kib": 2**10, "mib": 2**20, "gib": 2**30}
#: No weeks: people say 90 days, not twelve weeks and six days.
_DURATION_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

#: Any moment will do: a cron expression is right or wrong whatever the time.
_SOME_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)

DATABASE_SCHEMES = ("sqlite", "sqlite+aiosqlite", "postgresql", "postgres", "postgresql+asyncpg")
_SECRET_QUERY = re.compile(r"(?i)([?&](?:ssl)?password=)[^&]*")


def format_duration(duration: timedelta) -> str:
    """Write a duration as `parse_duration` reads it, in the largest units: ``1h30m``, ``1d``, ``15m``."""
    seconds = int(duration.total_seconds())
    parts = []
    for unit, length in _DURATION_UNITS:
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def format_size(size: int) -> str:
    """Write a number of bytes in the largest unit that keeps it whole: ``32MiB``, ``1500B``."""
    for unit, length in (("GiB", 2**30), ("MiB", 2**20), ("KiB", 2**10)):
        if size and size % length == 0:
            return f"{size // length}{unit}"
    return f"{size}B"


def hide_password(url: str) -> str:
    """Return a database URL that is safe to show: the password as ``***``, the rest unchanged.

    Everything from the scheme to the *last* ``@`` counts as user and password: a password that holds ``/``, ``?`` or
    ``@`` unescaped must not leak, even if that hides a piece of another part.
    """
    head, mark, rest = url.partition("://")
    if not mark:
        return url if "@" not in url else "***"
    user, at, place = rest.rpartition("@")
    if at:
        name, colon, _ = user.partition(":")
        rest = f"{name}:***@{place}" if colon else f"{name}@{place}"
    return _SECRET_QUERY.sub(r"\1***", f"{head}://{rest}")


def _read_duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, bool) or not isinstance(value, str):
        raise ValueError("must be a duration with a unit, such as 90s, 15m, 6h or 1d")  # noqa: TRY004 - pydantic
    return parse_duration(value)


def _read_size(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    found = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError("must be a size, such as 512KiB, 32MiB or 1GiB")
    return int(found[1]) * _SIZE_UNITS[found[2].lower()]


def _listed(examples: str) -> Callable[[object], object]:
    """Return a reader of a list, or of one text with commas or JSON: the environment has no lists."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            try:
                return json.loads(value)
            except (ValueError, RecursionError) as exc:
                raise ValueError(f"must be a list such as {examples}") from exc
        return [part.strip() for part in value.split(",") if part.strip()]

    return read


def as_list(value: object) -> object:
    """Read a single value as a list of one, and a key without a value as an empty list."""
    if value is None:
        return []
    return [value] if isinstance(value, str | int | float) else value


_read_channels = _listed('email, team-hook or ["email", "team-hook"]')


def channel_list(value: object) -> list[object]:
    """Return the names of channels that a value lists, valid or not; [] when it is not a list."""
    try:
        names = as_list(_read_channels(value))
    except ValueError:
        return []
    return list(names) if isinstance(names, list | tuple) else []


def read_send(value: object) -> Send:
    """Read when something is sent; the ValueError shows the forms. YAML reads ``18:00`` as a number."""
    if isinstance(value, Send):
        return value
    if not isinstance(value, str):
        raise ValueError("must be immediate, daily 08:00 or weekly mon 08:00")  # noqa: TRY004 - pydantic
    return Send.parse(value)


def _read_network(value: object) -> object:
    if isinstance(value, IPv4Network | IPv6Network):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a network, such as 10.0.0.0/8 or ::1/128")  # noqa: TRY004 - pydantic
    try:
        return ip_network(value.strip())
    except ValueError:
        pass
    try:
        near = ip_network(value.strip(), strict=False)
    except ValueError as exc:
        raise ValueError(f'"{value}" is not a valid network; write it like 10.0.0.0/8 or ::1/128') from exc
    raise ValueError(f'"{value}" has bits set beyond its prefix; the network is {near}')


def spell_out_source(entry: object) -> object:
    """Expand the short form of a source, ``greenhouse/canonical``, to its keys.

    Any other entry is returned unchanged.
    """
    kind, slash, identifier = entry.partition("/") if isinstance(entry, str) else ("", "", "")
    return {"type": kind.strip(), "identifier": identifier} if slash else entry


def read_every(value: str) -> str:
    """Check an interval ("15m") or a cron expression of five fields, in UTC; the ValueError shows both forms."""
    text = value.strip()
    if len(text.split()) == 5:
        try:
            CronSim(text, _SOME_MOMENT)
        except CronSimError as exc:
            raise ValueError(
                f'"{text}" is not a valid cron expression: {str(exc).lower()}; an example: "0 */6 * * *"'
            ) from exc
        return text
    try:
        parse_duration(text)
    except ValueError as exc:
        raise ValueError(f'{exc}, or as a cron expression in UTC, such as "0 */6 * * *"') from exc
    return text


def read_base_url(value: str) -> str:
    """Check an http(s) address that replaces scheme and host, and cut its trailing slash; raises ValueError."""
    url = clean_url(value)
    if url is None:
        raise ValueError(
            "must be an http:// or https:// address without user name, such as http://127.0.0.1:8765/boards"
        )
    if "?" in url or "#" in url:
        raise ValueError("must not have a ?query or #fragment: it replaces scheme, host and the beginning of the path")
    return url.rstrip("/")


def read_selector(value: str) -> str:
    """Check a CSS selector. Raises `ValueError` when it is none."""
    from jobscan.sources.systems.careers.selectors import selector_problem

    if problem := selector_problem(value):
        raise ValueError(problem)
    return value


def read_database_url(value: str) -> str:
    """Check the form of a database URL; the ValueError never contains the URL, which may hold a password."""
    url = value.strip()
    scheme, mark, rest = url.partition("://")
    if not mark or scheme not in DATABASE_SCHEMES or not rest:
        raise ValueError(
            "must be sqlite:///data/jobscan.db, sqlite:////var/lib/jobscan/jobscan.db (four slashes: absolute) or"
            " postgresql://user:password@host/database"
        )
    return url


def _refuse_bool(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic
    return value


Duration = Annotated[
    timedelta,
    BeforeValidator(_read_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\s*(\d+\s*[smhdwSMHDW]\s*)+$", "examples": ["15m", "6h", "1d"]}),
]
Size = Annotated[
    int,
    BeforeValidator(_read_size),
    PlainSerializer(format_size, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["32MiB"]}),
]
NetworkText = Annotated[
    IPv4Network | IPv6Network,
    BeforeValidator(_read_network),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["127.0.0.0/8", "10.0.0.0/8"]}),
]
Networks = Annotated[tuple[NetworkText, ...], BeforeValidator(_listed('10.0.0.0/8, 127.0.0.1/32 or ["10.0.0.0/8"]'))]
#: Names of channels; none of them holds a comma.
ChannelNames = Annotated[
    tuple[Line, ...],
    BeforeValidator(as_list),
    BeforeValidator(_read_channels),
    AfterValidator(lambda names: tuple(dict.fromkeys(names))),
    Field(min_length=1),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
            "examples": [["email"]],
        }
    ),
]
#: When something is sent, in the owner's time zone.
SendTime = Annotated[
    Send,
    PlainValidator(read_send),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["immediate", "daily 08:00", "weekly mon 08:00"]}),
]
#: YAML reads ``yes`` as true, and pydantic would read true as 1.
Whole = Annotated[int, BeforeValidator(_refuse_bool)]
Fraction = Annotated[float, BeforeValidator(_refuse_bool)]
#: More than nothing; a whole number is shown as one.
Amount = Annotated[
    float,
    Field(gt=0, allow_inf_nan=False),
    BeforeValidator(_refuse_bool),
    PlainSerializer(lambda value: int(value) if value == int(value) else value),
]

__all__ = [
    "Amount",
    "ChannelNames",
    "Duration",
    "Fraction",
    "NetworkText",
    "Networks",
    "SendTime",
    "Size",
    "Whole",
    "as_list",
    "channel_list",
    "format_duration",
    "format_size",
    "hide_password",
    "read_base_url",
    "read_database_url",
    "read_every",
    "read_selector",
    "read_send",
]
