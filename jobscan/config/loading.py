"""Put file and environment together, check everything at once, and remember where each value came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from jobscan.config.environment import Override, read_environment, read_secret
from jobscan.config.model import Config, SourceConfig
from jobscan.config.problems import Loc, Place, Problem, describe, did_you_mean, show_key
from jobscan.config.yaml_reader import MAX_BYTES, YamlFile, read_yaml
from jobscan.exceptions import ConfigError
from jobscan.sources import ADAPTERS

if TYPE_CHECKING:
    from jobscan.sources import Adapter

DEFAULT_PATH = Path("config.yaml")
_SECRET_KEYS = frozenset({"url", "token"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedConfig:
    """A configuration and its story."""

    config: Config
    path: Path
    #: Where a value came from: a place in the file, or the name of a variable; a path that is missing is a default.
    origins: Mapping[Loc, Place | str] = field(repr=False)


def resolve_path(path: Path | None, environ: Mapping[str, str]) -> Path:
    """Return the file to read: the one given, else ``$JOBSCAN_CONFIG``, else ``config.yaml`` in this directory."""
    return path or Path(environ.get("JOBSCAN_CONFIG") or DEFAULT_PATH)


def load_config(path: Path | None, environ: Mapping[str, str], *, missing_ok: bool = False) -> Config:
    """Read and check the configuration; the environment wins over the file.

    ``path`` is what ``--config`` gave, or None. ``missing_ok``: without a file, environment and defaults will do.
    Raises `ConfigError` with every mistake at once.
    """
    return load_with_origins(path, environ, missing_ok=missing_ok).config


def load_with_origins(path: Path | None, environ: Mapping[str, str], *, missing_ok: bool = False) -> LoadedConfig:
    """Do what `load_config` does, and tell where each value came from."""
    loaded, problems = _load(resolve_path(path, environ), environ, missing_ok=missing_ok)
    if loaded is None or problems:
        raise ConfigError([str(problem) for problem in problems])
    return loaded


def find_problems(path: Path | None, environ: Mapping[str, str]) -> list[Problem]:
    """Return every mistake in the configuration, in the order of the file; [] when it can be used."""
    return _load(resolve_path(path, environ), environ)[1]


def _load(
    path: Path, environ: Mapping[str, str], *, missing_ok: bool = False
) -> tuple[LoadedConfig | None, list[Problem]]:
    overrides, problems = read_environment(environ)
    text = "" if missing_ok and not path.exists() else _read_text(path, problems)
    if text is None:
        return None, problems
    file = read_yaml(text, str(path))
    problems += file.problems
    draft = _Draft(file=file, folder=path.parent, adapters=ADAPTERS)
    if file.value is None and file.problems:
        return None, _in_order(problems)
    draft.fill(overrides)
    config = draft.validate()
    problems += draft.problems
    if config is None or problems:
        return None, _in_order(problems)
    return LoadedConfig(config=config, path=path, origins=draft.origins()), []


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.order)


def _read_text(path: Path, problems: list[Problem]) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            return data.decode("utf-8-sig")
        message = "is larger than 1 MiB; is it really the configuration?"
    except FileNotFoundError:
        message = "there is no such file; write one with `jobscan init`, or name another with --config PATH"
    except OSError as exc:
        message = f"cannot be read: {exc.strerror}"
    except UnicodeDecodeError as exc:
        message = f"is not UTF-8 (byte {exc.start + 1}); save it as UTF-8"
    problems.insert(0, Problem(place=None, key=str(path), message=message))
    return None


class _Draft:
    """The values on their way from file and environment into the model."""

    def __init__(self, *, file: YamlFile, folder: Path, adapters: Mapping[str, Adapter]) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._folder = folder
        self._adapters = adapters
        self._from_environment: dict[Loc, str] = {}
        self._values: dict[str, Any] = {}
        if isinstance(file.value, dict):
            self._values = {key: value for key, value in file.value.items() if value is not None}
        elif file.value is not None:
            self._complain((), 'must be "key: value" lines, such as "sources:"')
        if isinstance(self._values.get("database"), str):
            self._values["database"] = {"url": self._values["database"]}
        network = self._values.get("network")
        if isinstance(network, dict) and isinstance(network.get("ca_file"), str):
            network["ca_file"] = str(folder / network["ca_file"])

    def fill(self, overrides: Iterable[Override]) -> None:
        """Lay the environment over the file, fetch tokens from their files, and check what spans several keys."""
        for override in overrides:
            self._from_environment[override.loc] = override.origin
            section, *rest = override.loc
            if not rest:
                self._values[str(section)] = override.value
                continue
            values = self._values.setdefault(str(section), {})
            if isinstance(values, dict):
                values[str(rest[0])] = override.value
        self._check_sources()

    def validate(self) -> Config | None:
        """Return the configuration, or None with its mistakes in ``problems``."""
        try:
            return Config.model_validate(self._values)
        except ValidationError as exc:
            for error in exc.errors(include_url=False, include_input=False):
                loc = error["loc"]
                raw = None if loc and loc[-1] in _SECRET_KEYS else self._file.raw.get(loc)
                unknown = error["type"] == "extra_forbidden"
                self._complain(loc, describe(error, _known_keys(loc), raw), of_key=unknown)
            return None

    def origins(self) -> dict[Loc, Place | str]:
        """Return where each value that was given came from."""
        return {**self._file.values, **self._from_environment}

    def _check_sources(self) -> None:
        sources = self._values.get("sources")
        first: dict[tuple[str, str], int] = {}
        for index, entry in enumerate(sources if isinstance(sources, list) else []):
            if not isinstance(entry, dict):
                continue
            self._fetch_token(index, entry)
            kind, identifier = entry.get("type"), entry.get("identifier")
            if not isinstance(kind, str) or not self._check_type(index, kind) or not isinstance(identifier, str):
                continue
            reason = self._adapters[kind].check_identifier(identifier)
            if reason:
                self._complain(("sources", index, "identifier"), reason)
            # Whatever its case: a board that is spelt in two ways would be kept twice, with two histories.
            folded = (kind, identifier.casefold())
            if folded in first:
                twin = self._where(("sources", first[folded]), of_key=False)
                self._complain(("sources", index), f"{kind}/{identifier} is listed twice; the first is at {twin}")
            first.setdefault(folded, index)

    def _check_type(self, index: int, kind: str) -> bool:
        if kind in self._adapters:
            return True
        hint = did_you_mean(kind, sorted(self._adapters))
        self._complain(("sources", index, "type"), f"no system of this name; {hint}")
        return False

    def _fetch_token(self, index: int, entry: dict[str, Any]) -> None:
        path = entry.get("token_file")
        if not isinstance(path, str):
            return
        if entry.get("token") is not None:
            self._complain(("sources", index, "token_file"), "give token or token_file, not both")
            return
        try:
            entry["token"] = read_secret(self._folder / path)
        except ValueError as exc:
            self._complain(("sources", index, "token_file"), str(exc))

    def _complain(self, loc: Loc, message: str, *, of_key: bool = False) -> None:
        place, key = self._where(loc, of_key=of_key), show_key(loc)
        # What YAML itself could not read needs no second complaint that it has the wrong type.
        if not any((problem.place, problem.key) == (place, key) for problem in self._file.problems):
            self.problems.append(Problem(place=place, key=key, message=message))

    def _where(self, loc: Loc, *, of_key: bool) -> Place | str | None:
        for length in range(len(loc), 0, -1):
            if loc[:length] in self._from_environment:
                return self._from_environment[loc[:length]]
        return self._file.place(loc, of_key=of_key)


def _known_keys(loc: Loc) -> list[str]:
    """Return the keys that the section has in which ``loc`` stands."""
    if len(loc) < 2:
        return list(Config.model_fields)
    if loc[0] == "sources":
        return list(SourceConfig.model_fields)
    section = Config.model_fields[str(loc[0])].annotation
    return list(section.model_fields) if isinstance(section, type) and issubclass(section, BaseModel) else []
