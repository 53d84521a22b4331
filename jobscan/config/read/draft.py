"""The values between file and environment and the model, and the mistakes found on the way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from jobscan.config.model.alerts import AlertConfig
from jobscan.config.model.notify import channel_model, channel_type
from jobscan.config.model.people import ReportConfig
from jobscan.config.model.root import Config, SourceConfig
from jobscan.config.model.section import secret_files, secret_names, written_fields
from jobscan.config.model.values import spell_out_source
from jobscan.config.read.environment import Override, read_secret
from jobscan.config.read.problems import FilePlace, Loc, Problem, describe_problem, show_key

if TYPE_CHECKING:
    from jobscan.config.read.yaml import YamlFile


class Draft:
    """The given values, before they are checked as a whole."""

    def __init__(self, *, file: YamlFile, folder: Path) -> None:
        #: Without the sections that are empty.
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self._file = file
        self._folder = folder
        self._from_environment: dict[Loc, str] = {}
        #: Secrets from files, readable or not, with the key that names the file.
        self._from_files: dict[Loc, Loc] = {}
        self._unreadable: set[Loc] = set()
        if isinstance(file.value, dict):
            self.values = {key: value for key, value in file.value.items() if value is not None}
        elif file.value is not None:
            self.complain((), 'must be "key: value" lines, such as "sources:"')
        if isinstance(self.values.get("database"), str):
            self.values["database"] = {"url": self.values["database"]}
        if isinstance(listed := self.values.get("sources"), list):
            self.values["sources"] = [spell_out_source(entry) for entry in listed]
        for section in (self.values.get("network"), *(entry for _, entry in self.channels())):
            if isinstance(section, dict) and isinstance(section.get("ca_file"), str):
                section["ca_file"] = str(folder / section["ca_file"])
        browser = self.values.get("browser")
        if isinstance(browser, dict) and isinstance(browser.get("path"), str):
            browser["path"] = str(folder / browser["path"])

    def channels(self) -> list[tuple[str, Any]]:
        """Return the entries of ``notify`` by name, valid or not; [] when it is not a section."""
        notify = self.values.get("notify")
        return list(notify.items()) if isinstance(notify, dict) else []

    def entries(self, section: str) -> list[tuple[int, dict[str, Any]]]:
        """Return the entries of a list that have keys, with their indexes."""
        listed = self.values.get(section)
        pairs = enumerate(listed if isinstance(listed, list) else [])
        return [(index, entry) for index, entry in pairs if isinstance(entry, dict)]

    def fill(self, overrides: Iterable[Override]) -> None:
        """Let the environment override the file."""
        for override in overrides:
            self._from_environment[override.loc] = override.origin
            section, *rest = override.loc
            if not rest:
                self.values[str(section)] = override.value
                continue
            values = self.values.setdefault(str(section), {})
            if isinstance(values, dict):
                values[str(rest[0])] = override.value
                values.pop(f"{rest[0]}_file", None)

    def fetch_secrets(self, credentials: Path | None) -> None:
        """Read secrets from files into their settings.

        ``credentials`` is the folder in which systemd puts them: ``notify_<channel>_<key>`` is for a channel that has
        neither the secret nor its file.
        """
        for index, entry in self.entries("sources"):
            self._fetch(("sources", index), entry, SourceConfig)
        if isinstance(report := self.values.get("report"), dict):
            self._fetch(("report",), report, ReportConfig)
        for name, entry in self.channels():
            model = channel_model(channel_type(name, entry)) if isinstance(entry, dict) else None
            if model is not None:
                self._fetch(("notify", name), entry, model)
                self._fetch_credentials(name, entry, model, credentials)

    def validate(self) -> Config | None:
        """Return the configuration, or None with its mistakes in ``problems``."""
        try:
            return Config.model_validate(self.values)
        except ValidationError as exc:
            seen: set[Loc] = set()
            for error in exc.errors(include_url=False, include_input=False):
                loc = self._cut(error["loc"])
                if loc not in seen:  # a text or a number: each of the two complains
                    raw = None if self._is_secret(loc) else self._raw(loc)
                    unknown = error["type"] == "extra_forbidden"
                    message = describe_problem(error, self._known_keys(loc), raw)
                    if loc[0] == "sources" and len(loc) == 2:
                        message = f"{message}, or type/identifier, such as greenhouse/canonical"
                    self.complain(loc, message, of_key=unknown)
                seen.add(loc)
            return None

    def origins(self) -> dict[Loc, FilePlace | str]:
        """Return where each given value came from."""
        return {**self._file.values, **self._from_environment}

    def complain(self, loc: Loc, message: str, *, of_key: bool = False) -> None:
        """Add a mistake, unless it follows from a known one."""
        if loc in self._unreadable:
            return
        loc = self._from_files.get(loc, loc)
        place, key = self.where(loc, of_key=of_key), show_key(loc)
        # A value that YAML could not read needs no second complaint about its type.
        if not any((problem.place, problem.key) == (place, key) for problem in self._file.problems):
            self.problems.append(Problem(place=place, key=key, message=message))

    def where(self, loc: Loc, *, of_key: bool = False) -> FilePlace | str | None:
        """Return where a value or its key was given, or the nearest enclosing place."""
        for length in range(len(loc), 0, -1):
            if loc[:length] in self._from_environment:
                return self._from_environment[loc[:length]]
        return self._file.place(loc, of_key=of_key)

    def is_given(self, loc: Loc, secret: str) -> bool:
        """Say whether the entry at ``loc`` has a secret or its file, even one that cannot be read."""
        known = (*loc, secret) in self._unreadable
        return known or any(self._value((*loc, key)) is not None for key in (secret, f"{secret}_file"))

    def _fetch(self, loc: Loc, entry: dict[str, Any], model: type[BaseModel]) -> None:
        for name, twin in secret_files(model).items():
            path = entry.get(twin)
            if not isinstance(path, str):
                continue
            if entry.get(name) is not None:
                self.complain((*loc, twin), f"give {name} or {twin}, not both")
                continue
            self._from_files[*loc, name] = (*loc, twin)
            try:
                entry[name] = read_secret(self._folder / path)
            except ValueError as exc:
                self.complain((*loc, twin), str(exc))
                self._unreadable.add((*loc, name))

    def _fetch_credentials(self, name: str, entry: dict[str, Any], model: type[BaseModel], folder: Path | None) -> None:
        for key, twin in secret_files(model).items() if folder else ():
            origin = f"notify_{name}_{key}"
            credential = Path(folder or "") / origin
            if entry.get(key) is not None or entry.get(twin) is not None or not credential.is_file():
                continue
            try:
                entry[key] = read_secret(credential)
                self._from_environment["notify", name, key] = origin
            except ValueError as exc:
                self.problems.append(Problem(place=origin, key="", message=str(exc)))
                self._unreadable.add(("notify", name, key))

    def _cut(self, loc: Loc) -> Loc:
        """Leave out what pydantic adds to say which of several types it tried."""
        for length in range(1, len(loc)):
            value = self._value(loc[:length])
            if isinstance(loc[length], str) and value is not None and not isinstance(value, dict):
                return loc[:length]
        return loc

    def _value(self, loc: Loc) -> Any:
        value: Any = self.values
        for part in loc:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def _raw(self, loc: Loc) -> str | None:
        # "languages: no" is a list of one, whose item has no place of its own.
        return self._file.raw.get(loc) or (self._file.raw.get(loc[:-1]) if loc and loc[-1] == 0 else None)

    def _model(self, loc: Loc) -> type[BaseModel] | None:
        """Return the model of the section or entry that contains ``loc``."""
        section = str(loc[0])
        if section == "sources":
            return SourceConfig
        if section == "alerts":
            return AlertConfig
        if section == "notify":
            entry = self._value(loc[:2])
            return channel_model(channel_type(str(loc[1]), entry)) if isinstance(entry, dict) else None
        info = Config.model_fields.get(section)
        annotation = info.annotation if info else None
        return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None

    def _is_secret(self, loc: Loc) -> bool:
        if loc == ("database", "url"):
            return True
        model = self._model(loc) if len(loc) > 1 else None
        return model is not None and any(part in secret_names(model) for part in loc[1:])

    def _known_keys(self, loc: Loc) -> list[str]:
        if len(loc) < 2:
            return list(Config.model_fields)
        model = self._model(loc)
        return [*(["type"] if loc[0] == "notify" else []), *written_fields(model)] if model else []
