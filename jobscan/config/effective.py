"""What applies in the end, setting by setting, fit to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from jobscan.config.environment import setting_names
from jobscan.config.problems import Loc, show_key
from jobscan.config.values import redact_dsn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jobscan.config.loading import LoadedConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One value that applies."""

    #: Such as ``scan.interval`` or ``sources[0].name``.
    key: str
    #: JSON-ready, as it would be written in the file; secrets are ``***``.
    value: Any
    #: ``default``, ``config.yaml:7:3`` or ``environment NAME``.
    origin: str
    #: The variable that would set it; None where only the file can.
    variable: str | None


def effective_settings(loaded: LoadedConfig) -> Iterator[Setting]:
    """Yield every setting that applies, in the order of the model; of a source only what was given."""
    variables: dict[Loc, str] = {}
    for name, loc in setting_names().items():
        variables.setdefault(loc, name)
    values = loaded.config.model_dump(mode="json")
    for section in type(loaded.config).model_fields:
        part = getattr(loaded.config, section)
        if isinstance(part, BaseModel):
            for name in type(part).model_fields:
                path: Loc = (section, name)
                yield _setting(loaded, path, values[section][name], variables.get(path))
    for index, entry in enumerate(loaded.config.sources):
        for name in type(entry).model_fields:
            if name in entry.model_fields_set:
                yield _setting(loaded, ("sources", index, name), values["sources"][index][name], None)


def _setting(loaded: LoadedConfig, loc: Loc, value: Any, variable: str | None) -> Setting:
    if loc == ("database", "url"):
        value = redact_dsn(value)
    elif loc[-1] == "token":
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
    return "default" if loc[-1] != "token" else str(loaded.origins.get((*loc[:-1], "token_file"), "default"))


def secrets_exposed(loaded: LoadedConfig) -> bool:
    """Say whether the file itself holds a password or a token and others than its owner may read it."""
    mode = loaded.path.stat().st_mode
    if mode & 0o077 == 0:
        return False
    url = loaded.config.database.url
    if redact_dsn(url) != url and not _origin(loaded, ("database", "url")).startswith("environment "):
        return True
    return any(("sources", index, "token") in loaded.origins for index in range(len(loaded.config.sources)))
