"""The effective settings, safe to show."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from jobscan.config.model.root import Config
from jobscan.config.model.section import secret_files, secret_names
from jobscan.config.model.values import hide_password
from jobscan.config.read.environment import setting_names
from jobscan.config.read.problems import FilePlace, Loc, show_key
from jobscan.utils.urls import redact_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jobscan.config.read.loading import LoadedConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One effective value."""

    #: Such as ``scan.interval`` or ``sources[0].name``.
    key: str
    #: JSON-ready, as it would be written in the file; secrets are ``***``.
    value: Any
    #: ``default``, ``config.yaml:7:3`` or ``environment NAME``.
    origin: str
    #: The variable that would set it; None where only the file can.
    variable: str | None


def effective_settings(loaded: LoadedConfig) -> Iterator[Setting]:
    """Yield every effective setting, in the order of the model; of alerts, channels and sources only given ones."""
    variables: dict[Loc, str] = {}
    for name, loc in setting_names().items():
        variables.setdefault(loc, name)
    for section in Config.model_fields:
        part = getattr(loaded.config, section)
        if isinstance(part, BaseModel):
            for name, value in part.model_dump(mode="json", by_alias=True).items():
                path: Loc = (section, name)
                yield _setting(loaded, path, value, part, variables.get(path))
    for loc, entry in _entries(loaded.config):
        if loc[0] == "notify":
            yield _setting(loaded, (*loc, "type"), loaded.config.notify[str(loc[1])].type, entry, None)
        for name, value in entry.model_dump(mode="json", by_alias=True, exclude_unset=True).items():
            yield _setting(loaded, (*loc, name), value, entry, None)


def _entries(config: Config) -> Iterator[tuple[Loc, BaseModel]]:
    """Yield the entries of lists and of ``notify``, of these the settings alone."""
    for index, alert in enumerate(config.alerts):
        yield ("alerts", index), alert
    for name, channel in config.notify.items():
        yield ("notify", name), channel.settings
    for index, source in enumerate(config.sources):
        yield ("sources", index), source


def _setting(loaded: LoadedConfig, loc: Loc, value: Any, part: BaseModel, variable: str | None) -> Setting:
    if loc == ("database", "url"):
        value = hide_password(value)
    elif loc[-1] in secret_names(type(part)) and value is not None:
        value = "***"
    return Setting(key=show_key(loc), value=value, origin=_origin(loaded, loc), variable=variable)


def _origin(loaded: LoadedConfig, loc: Loc) -> str:
    # "database: sqlite:///x" and JOBSCAN_SOURCES give the value from further up; a section alone gives nothing.
    for length in range(len(loc), 0, -1):
        origin = loaded.origins.get(loc[:length])
        if isinstance(origin, str):
            return f"environment {origin}"
        if origin is not None and (length == len(loc) or loc == ("database", "url")):
            return str(origin)
    return str(loaded.origins.get((*loc[:-1], f"{loc[-1]}_file"), "default"))


def secrets_exposed(loaded: LoadedConfig) -> bool:
    """Say whether the file itself holds a password or a token and other users can read it."""
    if not _is_open(loaded.path):
        return False
    url = loaded.config.database.url
    if hide_password(url) != url and not _origin(loaded, ("database", "url")).startswith("environment "):
        return True
    return any(
        isinstance(loaded.origins.get((*loc, name)), FilePlace) and not _is_plain_address(part, name)
        for loc, part in _holders(loaded.config)
        for name in secret_names(type(part))
    )


def secret_files_exposed(loaded: LoadedConfig) -> list[tuple[str, Path]]:
    """Return the files named by settings such as ``password_file`` that other users can read.

    With the key of each that names it; a file that several name comes once.
    """
    found: dict[Path, str] = {}
    for loc, part in _holders(loaded.config):
        for twin in secret_files(type(part)).values():
            named = getattr(part, twin)
            if named is not None and _is_open(path := loaded.path.parent / named):
                found.setdefault(path, show_key((*loc, twin)))
    return [(key, path) for path, key in found.items()]


def _holders(config: Config) -> Iterator[tuple[Loc, BaseModel]]:
    """Yield what may hold secrets."""
    yield ("report",), config.report
    yield from _entries(config)


def _is_open(path: Path) -> bool:
    """Say whether other users can read a file; a file that has gone is not readable."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def _is_plain_address(part: BaseModel, name: str) -> bool:
    if name not in getattr(part, "plain_addresses", ()):
        return False
    url: str = getattr(part, name).get_secret_value()
    return redact_url(url) == url
