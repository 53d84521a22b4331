"""The owner, and what they are sent in addition to alerts: when, how often, and how to stop it."""

from __future__ import annotations

import re
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, SecretStr, WithJsonSchema

from jobscan.config.model.section import Section
from jobscan.config.model.values import ChannelNames, SendTime, Whole, format_duration
from jobscan.domain.alert import Send, SendKind
from jobscan.domain.user import QuietHours
from jobscan.utils.time import parse_duration
from jobscan.utils.urls import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS = re.compile(r"(\d{1,5})\s*([dw])", re.ASCII)
_ADDRESS = re.compile(r"\[(?P<v6>[0-9a-fA-F:.]+)\]:(?P<v6_port>\d{1,5})|(?P<host>[^\s:/\[\]]+):(?P<port>\d{1,5})")
_FOREVER = "forever"
#: What zones of cities begin with; the rest of the names are countries, offsets and old spellings.
_CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


def read_time_zone(value: object) -> str:
    """Check an IANA name; the ValueError suggests a similar one. YAML reads ``+02:00`` as a number."""
    if not isinstance(value, str):
        raise ValueError("must be the name of a time zone, such as Europe/Berlin")  # noqa: TRY004 - pydantic
    name = value.strip()
    try:
        return ZoneInfo(name).key
    except (ValueError, LookupError, OSError):  # a path out of the folder, no such file, a folder of zones
        near = _near_zone(name, sorted(available_timezones()))
    hint = f"did you mean {near}?" if near else "write it like Europe/Berlin"
    raise ValueError(f'"{name}" is not a valid time zone; {hint}')


def _near_zone(name: str, zones: Iterable[str]) -> str | None:
    """Return the zone that is probably meant: by its city, which people write alone, or else by the whole name."""
    wanted = name.casefold().replace(" ", "_")
    whole = {zone.casefold(): zone for zone in zones}
    cities = {folded.rpartition("/")[2]: zone for folded, zone in whole.items() if zone.startswith(_CONTINENTS)}
    for known, cutoff in ((cities, 0.8), (whole, 0.6)):
        if near := get_close_matches(wanted, known, n=1, cutoff=cutoff):
            return known[near[0]]
    return None


def read_quiet_hours(value: object) -> QuietHours:
    """Read a time span of each day; the ValueError shows the form. YAML reads ``22:00`` as a number."""
    if isinstance(value, QuietHours):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a time span, such as 22:00-07:00")  # noqa: TRY004 - pydantic
    return QuietHours.parse(value)


def split_address(text: str) -> tuple[str, int]:
    """Return host and port of ``127.0.0.1:8025``, ``localhost:8025`` or ``[::1]:8025``; raises ValueError."""
    found = _ADDRESS.fullmatch(text.strip())
    port = int(found["port"] or found["v6_port"]) if found else 0
    if found is None or not 0 < port <= 65_535:
        raise ValueError(f'"{text}" is not a valid address to listen on; write HOST:PORT, such as 127.0.0.1:8025')
    if found["v6"]:
        try:
            ip_address(found["v6"])
        except ValueError:
            raise ValueError(f'"{text}" is not a valid address to listen on; write it like "[::1]:8025"') from None
    return found["v6"] or found["host"], port


def _read_listen(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be HOST:PORT, such as 127.0.0.1:8025")  # noqa: TRY004 - pydantic
    host, port = split_address(value)
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _read_keep(value: object) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError("must be a duration such as 90d, or forever")  # noqa: TRY004 - pydantic
    text = value.strip().lower()
    if text == _FOREVER:
        return None
    days = _DAYS.fullmatch(text)
    try:
        # Years of days are fine here, which are out of range for all other durations.
        length = timedelta(days=int(days[1]) * (7 if days[2] == "w" else 1)) if days else parse_duration(text)
    except ValueError:
        raise ValueError(f'"{value}" is not a valid retention time; write it like 90d or 52w, or forever') from None
    if length < timedelta(days=1):
        raise ValueError("must be at least 1d, or forever")
    return length


def _refuse_immediate(send: Send) -> Send:
    if send.kind == SendKind.IMMEDIATE:
        raise ValueError("must be daily 08:00 or weekly mon 08:00: a report cannot be immediate")
    return send


def _read_public_url(value: str) -> str:
    url = clean_url(value)
    if url is None or "?" in url or "#" in url:
        raise ValueError("must be an https:// address without ?query, such as https://jobs.example.com/unsubscribe")
    parts = urlsplit(url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise ValueError("must begin with https://; http:// is for this machine only, such as http://127.0.0.1:8025")
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_ping_url(secret: SecretStr) -> SecretStr:
    url = clean_url(secret.get_secret_value())
    if url is None:
        raise ValueError("must be an http:// or https:// address, without a user name")
    return SecretStr(url)


TimeZone = Annotated[
    str, PlainValidator(read_time_zone), WithJsonSchema({"type": "string", "examples": ["UTC", "Europe/Berlin"]})
]
QuietSpan = Annotated[
    QuietHours,
    PlainValidator(read_quiet_hours),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["22:00-07:00"]}),
]
ListenAddress = Annotated[
    str, PlainValidator(_read_listen), WithJsonSchema({"type": "string", "examples": ["127.0.0.1:8025"]})
]
#: None is for ever.
Keep = Annotated[
    timedelta | None,
    PlainValidator(_read_keep),
    PlainSerializer(lambda keep: format_duration(keep) if keep else _FOREVER, return_type=str),
    WithJsonSchema({"type": "string", "examples": [_FOREVER, "90d"]}),
]
PublicUrl = Annotated[str, AfterValidator(_read_public_url)]
PingUrl = Annotated[SecretStr, AfterValidator(_read_ping_url)]


class OwnerConfig(Section):
    """The person whose alerts are in the file."""

    time_zone: TimeZone = Field(default="UTC", description="The time zone for sending times and quiet hours.")
    quiet_hours: QuietSpan | None = Field(
        default=None, description="Nothing is sent during these hours of each day, such as 22:00-07:00; default: none."
    )
    max_per_day: Whole = Field(
        default=20,
        ge=1,
        le=10_000,
        description="Messages a day to the owner, and the default for other users; the rest comes in one digest the"
        " next morning.",
    )


class ReportConfig(Section):
    """How jobscan reports that it is working."""

    send: Annotated[SendTime, AfterValidator(_refuse_immediate)] | None = Field(
        default=None, description="daily 08:00 or weekly mon 08:00, in the owner's time zone; default: not sent."
    )
    to: ChannelNames = Field(default=("email",), description="The channels of notify that get it.")
    ping_url: PingUrl | None = Field(
        default=None,
        description="Requested after each stored cycle, for a service that raises the alarm when that stops.",
    )
    ping_url_file: Path | None = Field(
        default=None, description="A file that holds the address, relative to this one; instead of ping_url."
    )


class UnsubscribeConfig(Section):
    """The one-click unsubscribe link in mails; both parts, or neither."""

    listen: ListenAddress | None = Field(
        default=None, description="Where the daemon serves the link, such as 127.0.0.1:8025."
    )
    url: PublicUrl | None = Field(
        default=None, description="The address that recipients can reach, such as https://jobs.example.com/unsubscribe."
    )

    @property
    def address(self) -> tuple[str, int] | None:
        """Return host and port to listen at."""
        return split_address(self.listen) if self.listen else None


class RetentionConfig(Section):
    """How long old records are kept."""

    jobs: Keep = Field(
        default=timedelta(days=90),
        description="How long postings and their history are kept after they expire; forever keeps them.",
    )
    notifications: Keep = Field(
        default=timedelta(days=365),
        description="How long records of messages are kept; forever keeps them. Nothing is sent twice either way.",
    )
