"""The configuration as frozen values; every default that a user can change is here, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationInfo, field_validator
from pydantic.json_schema import GenerateJsonSchema

from jobscan.config.model.alerts import AlertConfig
from jobscan.config.model.notify import Channels, channel_schemas
from jobscan.config.model.people import OwnerConfig, ReportConfig, RetentionConfig, UnsubscribeConfig
from jobscan.config.model.section import Line, Section
from jobscan.config.model.values import (
    Duration,
    Fraction,
    Networks,
    Size,
    Whole,
    format_duration,
    hide_password,
    read_base_url,
    read_database_url,
    read_every,
    read_selector,
)
from jobscan.domain.source import Source, SourceKey
from jobscan.domain.user import User
from jobscan.sources import SYSTEMS
from jobscan.sources.kit.detection import guess_company

if TYPE_CHECKING:
    from jobscan.domain.alert import Alert

#: It travels in a header: anything but printable ASCII would break the request.
HeaderText = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[\x20-\x7e]{1,300}$")]


class DatabaseConfig(Section):
    """Where the history is kept."""

    url: Annotated[str, AfterValidator(read_database_url)] = Field(
        default="sqlite:///data/jobscan.db",
        description="sqlite:///relative.db (relative to the directory jobscan is started in), sqlite:////absolute.db"
        " or postgresql://user:password@host/database.",
    )
    pool_size: Whole = Field(default=5, ge=1, le=200, description="Postgres connections kept open.")
    max_overflow: Whole = Field(default=5, ge=0, le=200, description="Postgres connections above that, when busy.")
    pool_recycle: Duration = Field(default=timedelta(minutes=30), description="Age at which a connection is replaced.")
    pre_ping: bool = Field(default=True, description="Test a connection before it is used again.")
    echo: bool = Field(default=False, description="Log every SQL statement, without its values.")
    connect_timeout: Duration = Field(default=timedelta(seconds=10), description="Longest wait for a connection.")
    statement_timeout: Duration = Field(default=timedelta(seconds=30), description="Longest Postgres statement.")
    lock_timeout: Duration = Field(default=timedelta(seconds=5), description="Longest wait for a Postgres lock.")
    idle_in_transaction_timeout: Duration = Field(
        default=timedelta(seconds=30), description="Postgres ends a transaction that does nothing for this long."
    )
    transaction_timeout: Duration = Field(default=timedelta(seconds=60), description="Longest transaction as a whole.")

    @property
    def redacted_url(self) -> str:
        """Return the URL without its password."""
        return hide_password(self.url)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        for name, value in super().__repr_args__():
            yield name, hide_password(value) if name == "url" else value


class ScanConfig(Section):
    """When boards are read, and when a posting counts as gone."""

    interval: Duration = Field(default=timedelta(minutes=15), description="Time between two scans of a source.")
    concurrency: Whole = Field(default=20, ge=1, le=500, description="Sources scanned at the same time.")
    workers: Whole = Field(
        default=1,
        ge=0,
        le=64,
        description="Extra processes that parse boards when many arrive, at most one per core; 0: none.",
    )
    jitter: Fraction = Field(
        default=0.1,
        ge=0,
        le=0.5,
        allow_inf_nan=False,
        description="Scans are shifted at random by up to this share of their interval.",
    )
    expire_after_misses: Whole = Field(
        default=2, ge=1, le=1000, description="A posting expires after this many complete scans without it."
    )
    quarantine_scans: Whole = Field(
        default=3, ge=1, le=1000, description="A board that looks emptied must do so in this many complete scans …"
    )
    quarantine_period: Duration = Field(
        default=timedelta(hours=1), description="… over at least this long, before any of its postings expires."
    )
    keep_scans: Duration = Field(
        default=timedelta(days=30), description="How long records of scans are kept; for postings see retention."
    )
    max_backoff: Duration = Field(default=timedelta(days=1), description="Longest pause of a failing source.")
    full_fetch_every: Duration = Field(
        default=timedelta(days=1),
        description="A board is read in full this often, even when its server says that nothing changed.",
    )


class NetworkConfig(Section):
    """How boards are reached."""

    allow_networks: Networks = Field(
        default=(), description="Private or loopback networks that may be reached; by default none."
    )
    user_agent: HeaderText | None = Field(
        default=None, description="The User-Agent header; by default jobscan, its version and its project page."
    )
    connect_timeout: Duration = Field(default=timedelta(seconds=10), description="Longest wait for a connection.")
    read_timeout: Duration = Field(default=timedelta(seconds=20), description="Longest silence while reading.")
    total_timeout: Duration = Field(default=timedelta(seconds=60), description="Longest request as a whole.")
    max_body: Size = Field(
        default=32 * 2**20,
        ge=2**10,
        le=2**30,
        description="Largest answer, unpacked.",
        json_schema_extra={"default": "32MiB"},
    )
    retries: Whole = Field(default=2, ge=0, le=10, description="Further attempts after a request failed.")
    ca_file: Path | None = Field(
        default=None,
        description="A PEM file with authorities to trust in addition to the public ones, relative to this file.",
    )


class BrowserConfig(Section):
    """The browser for careers pages with `render`."""

    path: Path | None = Field(
        default=None,
        description="The program, relative to this file; by default the first Chromium, Chrome or Edge that is found.",
    )
    sandbox: bool = Field(default=True, description="Chromium's own sandbox; as root it is always off.")
    page_timeout: Duration = Field(default=timedelta(seconds=30), description="Longest time for one page.")


class EnrichConfig(Section):
    """How facts are read out of the texts of stored postings."""

    rate: Whole = Field(
        default=200,
        ge=0,
        le=100_000,
        description="Postings read in a second while jobscan runs, at most; 0: none, `jobscan enrich` reads them.",
    )


class LogConfig(Section):
    """What is logged, on standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="The lowest level logged.")
    format: Literal["auto", "json", "console"] = Field(
        default="auto", description="auto: console on a terminal, JSON lines otherwise."
    )


class SourceConfig(Section):
    """One board to watch."""

    type: Line = Field(description="The system that runs the board, such as greenhouse.")
    identifier: Line = Field(description="The name of the board there, such as canonical or nvidia/wd5/SiteName.")
    name: Line | None = Field(default=None, description="The company, as you want to see it; default: the identifier.")
    industry: Line | None = Field(
        default=None, description="What the company does, such as rail; shown as a fact of its postings."
    )
    every: Annotated[str, AfterValidator(read_every)] | None = Field(
        default=None,
        description='An interval ("1h") or a cron expression in UTC ("0 9 * * MON"); default: scan.interval.',
    )
    enabled: bool = Field(default=True, description="false: keep the history, but do not scan.")
    token: Annotated[SecretStr, Field(min_length=1, max_length=1000)] | None = Field(
        default=None, description="For boards whose API needs one: Recruitee, and Comeet, where a scan finds it."
    )
    token_file: Path | None = Field(
        default=None, description="A file that holds the token, relative to this one; instead of token."
    )
    base_url: Annotated[str, AfterValidator(read_base_url)] | None = Field(
        default=None, description="Replaces scheme and host of every request of this source; may have a path prefix."
    )
    select: Annotated[str, AfterValidator(read_selector), Field(max_length=300)] | None = Field(
        default=None,
        description="For type careers: the CSS selector of the rows of a list that is made for people, such as li.job.",
    )

    render: bool = Field(
        default=False,
        description="For type careers: run its scripts in a browser first (needs jobscan[browser], and Chromium).",
    )

    @field_validator("render")
    @classmethod
    def _is_for_pages(cls, render: bool, info: ValidationInfo) -> bool:
        if render and info.data.get("type", "careers") != "careers":
            raise ValueError("is for sources of type careers only: other systems are read without a browser")
        return render

    @field_validator("select")
    @classmethod
    def _is_for_careers_pages(cls, select: str | None, info: ValidationInfo) -> str | None:
        if select is not None and info.data.get("type", "careers") != "careers":
            raise ValueError("is for sources of type careers only: other systems say themselves what a posting is")
        return select

    @property
    def key(self) -> SourceKey:
        """Return the identity of this source."""
        return SourceKey(self.type, self.identifier)

    def to_source(self) -> Source:
        """Return the domain's form of this entry, the name filled in."""
        return Source(
            type=self.type,
            identifier=self.identifier,
            name=self.name or guess_company(self.identifier),
            every=self.every,
            enabled=self.enabled,
            token=self.token.get_secret_value() if self.token else None,
            base_url=self.base_url,
            select=self.select,
            industry=self.industry,
            render=self.render,
        )


def _section(description: str) -> Any:
    """Return a field that, left out, is an empty section; made by the model of the whole, which is compiled anyway."""
    return Field(default={}, validate_default=True, description=description)


class Config(Section):
    """Everything that can be set, with what applies; made by `jobscan.config.load_config`."""

    database: DatabaseConfig = _section("Where the history is kept.")
    scan: ScanConfig = _section("When boards are read and postings expire.")
    network: NetworkConfig = _section("How boards are reached.")
    browser: BrowserConfig = _section("The browser for careers pages that scripts make.")
    enrich: EnrichConfig = _section("How facts are read out of the texts of postings.")
    log: LogConfig = _section("What is logged, on standard error.")
    owner: OwnerConfig = _section("The person whose alerts are in this file, and how they are notified.")
    alerts: tuple[AlertConfig, ...] = Field(default=(), description="What the owner wants to be notified of.")
    notify: Channels = Field(default={}, description="The channels for notifications, each under its own name.")
    report: ReportConfig = _section("How jobscan reports that it is working.")
    unsubscribe: UnsubscribeConfig = _section("The link in mails that unsubscribes with one click.")
    retention: RetentionConfig = _section("How long old records are kept.")
    sources: tuple[SourceConfig, ...] = Field(
        default=(), description="The boards to watch; greenhouse/canonical alone is enough for one."
    )

    def to_owner(self) -> User:
        """Return the person whose alerts are in the file, with the address of `notify.email`."""
        channel = self.notify.get("email")
        return User(
            email=channel.owner_address if channel else None,
            time_zone=self.owner.time_zone,
            quiet_hours=self.owner.quiet_hours,
            max_per_day=self.owner.max_per_day,
        )

    def to_alerts(self) -> tuple[Alert, ...]:
        """Return all alerts in the order of the file, including disabled ones."""
        return tuple(entry.to_alert() for entry in self.alerts)

    def to_sources(self) -> tuple[Source, ...]:
        """Return all sources in the order of the file, including disabled ones."""
        return tuple(entry.to_source() for entry in self.sources)


class _Schema(GenerateJsonSchema):
    """Writes defaults as a user would write them."""

    def encode_default(self, dft: Any) -> Any:
        return format_duration(dft) if isinstance(dft, timedelta) else super().encode_default(dft)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the file, for editors: every check of a single value."""
    systems = sorted(SYSTEMS)
    schema = Config.model_json_schema(schema_generator=_Schema)
    schema["$schema"] = _Schema.schema_dialect
    schema["title"] = "jobscan configuration"
    schema["$defs"]["SourceConfig"]["properties"]["type"]["enum"] = systems
    properties = schema["properties"]
    short = {"type": "string", "pattern": f"^({'|'.join(systems)})/.+$"}
    properties["sources"]["items"] = {"anyOf": [properties["sources"]["items"], short]}
    properties["notify"], channels = channel_schemas(_Schema)
    for name in ("ChannelConfig", "BaseModel"):  # how a channel is kept, not how it is written
        schema["$defs"].pop(name, None)
    schema["$defs"] |= channels
    for name, info in Config.model_fields.items():
        # An empty section ("log:" with every line below it commented out) is null to YAML, and means the defaults.
        given = {key: value for key, value in properties[name].items() if key not in ("default", "description")}
        properties[name] = {"description": info.description, "anyOf": [given, {"type": "null"}]}
    properties["database"]["anyOf"].append({"type": "string", "description": "The URL alone."})
    return schema
