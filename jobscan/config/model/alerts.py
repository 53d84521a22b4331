"""Alerts as people write them, in the file and on the command line; this checks both."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    WithJsonSchema,
)

from jobscan.config.model.section import Section, written_fields
from jobscan.config.model.values import Amount, ChannelNames, SendTime, Whole, as_list, channel_list
from jobscan.config.read.problems import Loc, Problem, describe_problem, did_you_mean, show_key
from jobscan.domain.alert import IMMEDIATE, Alert, AlertRule, SearchField, Unknown
from jobscan.domain.facts import Level
from jobscan.domain.job import ChangeKind, PayInterval, Workplace
from jobscan.exceptions import ConfigError
from jobscan.sources import SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from jobscan.domain.source import SourceKey

_TELLABLE = (ChangeKind.NEW, ChangeKind.UPDATED, ChangeKind.REOPENED)
#: Parts that are judged together: an invalid number in one says nothing about the others.
_SALARY = frozenset({"min_salary", "currency", "interval"})


def _read_name(value: str) -> str:
    if not 0 < len(value) <= 100 or any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in value):
        raise ValueError("must be one line of 1 to 100 characters")
    return value


def _read_change(value: object) -> object:
    if value not in _TELLABLE:
        raise ValueError("must be new, updated or reopened")
    return value


def _one_or_many(item: dict[str, Any], *, least: int = 0) -> WithJsonSchema:
    listed = {"type": "array", "items": item} | ({"minItems": least} if least else {})
    return WithJsonSchema({"anyOf": [item, listed] + ([] if least else [{"type": "null"}])})


def _one_or_more_of(words: Collection[str]) -> WithJsonSchema:
    return _one_or_many({"enum": [str(word) for word in words]}, least=1)


#: Its length is judged with the rule.
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Words = Annotated[
    tuple[Word, ...], BeforeValidator(as_list), _one_or_many({"type": "string", "minLength": 1, "maxLength": 200})
]
SearchFields = Annotated[
    tuple[SearchField, ...], BeforeValidator(as_list), Field(min_length=1), _one_or_more_of(SearchField)
]
Change = Annotated[ChangeKind, BeforeValidator(_read_change)]
ChangeKinds = Annotated[tuple[Change, ...], BeforeValidator(as_list), Field(min_length=1), _one_or_more_of(_TELLABLE)]
Workplaces = Annotated[tuple[Workplace, ...], BeforeValidator(as_list), _one_or_many({"enum": [*map(str, Workplace)]})]
Levels = Annotated[tuple[Level, ...], BeforeValidator(as_list), _one_or_many({"enum": [*map(str, Level)]})]
AlertName = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_read_name),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 100}),
]
Currency = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{3}$", "examples": ["EUR"]}),
]


class AlertConfig(Section):
    """What someone wants to be notified of. All parts that are given must hold; of a list, one item must.

    Made with `model_validate`: ``in`` cannot be the name of an argument.
    """

    name: AlertName = Field(description="Its name in messages and commands; must be unique.")
    titles: Words = Field(default=(), description="Any of these in the title, wherever keywords are looked for.")
    keywords: Words = Field(
        default=(), description="Any of these words or phrases; /…/ is a regular expression. Case does not matter."
    )
    all_keywords: Words = Field(default=(), description="All of these.")
    excluded_keywords: Words = Field(default=(), description="None of these.")
    search: SearchFields = Field(
        default=(SearchField.TITLE,), alias="in", description="Where to look for keywords: title, description."
    )
    companies: Words = Field(default=(), description="Any of these in the company's name.")
    locations: Words = Field(
        default=(), description="Any of these in the places; remote, hybrid and onsite ask where the work is done."
    )
    departments: Words = Field(default=(), description="Any of these in the department.")
    employment_types: Words = Field(default=(), description="Any of these: full_time, contract …, or a board's own.")
    is_remote: bool | None = Field(
        default=None, description="true: only remote work; false: only work that is not remote."
    )
    workplace: Workplaces = Field(default=(), description="Any of remote, hybrid, onsite.")
    min_salary: Amount | None = Field(default=None, description="In whole units of currency per interval.")
    currency: Currency | None = Field(default=None, description="ISO 4217, such as EUR; goes with min_salary.")
    interval: PayInterval = Field(
        default=PayInterval.YEAR, description="What min_salary is for: year, month, week, day, hour or once."
    )
    unknown: Unknown = Field(
        default=Unknown.KEEP, description="What to do with a posting that does not say: keep or drop."
    )
    languages: Words = Field(default=(), description="Any of these, such as en, which takes en-GB too.")
    countries: Words = Field(
        default=(), description="Any of these countries: the work is there, or remote and open to people there."
    )
    cities: Words = Field(default=(), description="Any of these cities among the places.")
    remote_from: Words = Field(
        default=(), description="Any of these countries: the work is remote and open to people there."
    )
    levels: Levels = Field(default=(), description="Any of these levels: internship, junior, mid, senior, lead …")
    max_years: Whole | None = Field(
        default=None, ge=0, le=60, description="The text asks for at most so many years of experience."
    )
    visa: bool | None = Field(
        default=None, description="true: the employer sponsors visas; false: it says that it does not."
    )
    skills: Words = Field(default=(), description="Any of these among the skills in the text.")
    all_skills: Words = Field(default=(), description="All of these.")
    excluded_skills: Words = Field(default=(), description="None of these.")
    text_languages: Words = Field(
        default=(), description="Any of these languages of the text, such as en; languages asks for the board's field."
    )
    sources: Words = Field(default=(), description="Boards (lever/spotify), or all of a system (lever).")
    on: ChangeKinds = Field(
        default=(ChangeKind.NEW, ChangeKind.UPDATED), description="Which changes to notify of: new, updated, reopened."
    )
    send: SendTime = Field(
        default=IMMEDIATE,
        description="immediate, daily 08:00 or weekly mon 08:00, in the owner's time zone.",
        json_schema_extra={"default": "immediate"},
    )
    to: ChannelNames = Field(default=("email",), description="The channels (of notify) to send it to.")
    notify_existing: bool = Field(
        default=False, description="Send what already matches when the alert or a board is new, in one digest."
    )
    enabled: bool = Field(default=True, description="false: keep the alert, but send nothing.")

    def to_alert(self) -> Alert:
        """Return the domain's form of this entry."""
        rule = AlertRule(**{name: getattr(self, name) for name in AlertRule.__dataclass_fields__})
        return Alert(
            name=self.name,
            rule=rule,
            send=self.send,
            to=self.to,
            notify_existing=self.notify_existing,
            enabled=self.enabled,
        )


def read_alert(values: Mapping[str, object], *, channels: Collection[str] | None = None) -> Alert:
    """Return the alert that these values make, written as in the file (``in``, ``send: daily 08:00``).

    ``channels`` holds those that it may name; None: any. Raises `ConfigError` with every mistake at once, as
    `alert_problems` names them.
    """
    problems = alert_problems(values, channels=channels)
    if problems:
        raise ConfigError([str(problem) for problem in problems])
    return AlertConfig.model_validate(dict(values)).to_alert()


def read_rule(values: Mapping[str, object]) -> AlertRule:
    """Return the rule that these values make, as in `read_alert`, for a search without an alert.

    Raises `ConfigError` with every mistake at once.
    """
    return read_alert({"name": "search"} | dict(values)).rule


def alert_problems(values: Mapping[str, object], *, channels: Collection[str] | None = None) -> list[Problem]:
    """Return every mistake in the values of one alert; the keys are those of the alert, such as ``keywords``."""
    known = list(written_fields(AlertConfig))
    found: list[tuple[Loc, str]] = [(error["loc"], describe_problem(error, known, None)) for error in _errors(values)]
    found += rule_mistakes(values)
    found += [] if channels is None else channel_mistakes(values.get("to", ["email"]), channels)
    return [Problem(place=None, key=show_key(loc), message=message) for loc, message in found]


def alert_warnings(alert: Alert, sources: Iterable[SourceKey]) -> list[tuple[Loc, str]]:
    """Return what is allowed in an alert, but probably a mistake, with its keys; () for the alert as a whole.

    ``sources`` holds the configured boards.
    """
    from jobscan.decide.match.rule_check import rule_warnings

    return rule_warnings(alert.rule, sources)


def rule_mistakes(values: Mapping[str, Any]) -> Iterator[tuple[Loc, str]]:
    """Yield what is wrong with a rule beyond its single values, each with its key.

    What the model itself refuses is not among it, and does not keep the rest from being judged.
    """
    from jobscan.decide.match.rule_check import check_rule  # it needs RE2, which is loaded when there are alerts

    entry = AlertConfig.model_validate(_without_mistakes(values))
    mistakes = check_rule(entry.to_alert().rule)
    yield from (((key,), message) for key, message in mistakes)
    if any(key == "sources" for key, _ in mistakes):
        return
    for index, source in enumerate(_items(values.get("sources"))):
        system = source.partition("/")[0].strip().casefold() if isinstance(source, str) else ""
        if system and system not in SYSTEMS:
            yield ("sources", index), f"no system of this name; {did_you_mean(system, sorted(SYSTEMS))}"


def _without_mistakes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes a rule, without the values and the items of lists that are wrong by themselves."""
    wrong = {error["loc"] for error in _errors(values)}
    keys = {"name", "to", *(loc[0] for loc in wrong if len(loc) == 1)}
    if keys & _SALARY:
        keys |= _SALARY
    fine: dict[str, Any] = {"name": "any"}
    for key in values.keys() - keys:
        if any(loc[0] == key for loc in wrong):
            left = [part for index, part in enumerate(_items(values[key])) if (key, index) not in wrong]
            fine |= {key: left} if left else {}
        else:
            fine[key] = values[key]
    return fine


def _items(value: object) -> list[Any]:
    listed = as_list(value)
    return list(listed) if isinstance(listed, list | tuple) else []


def channel_mistakes(to: object, channels: Collection[str]) -> Iterator[tuple[Loc, str]]:
    """Yield each name in ``to`` that is not a channel; the model rejects anything but a list of names."""
    for index, name in enumerate(channel_list(to)):
        if isinstance(name, str) and name.strip() and name.strip() not in channels:
            yield ("to", index), _no_channel(name.strip(), channels)


def _no_channel(name: str, channels: Collection[str]) -> str:
    if name == "email":
        return "notify.email is not set up; give it host, from and to, or name another channel here"
    if not channels:
        return f"notify has no channels; set one up there as {name}"
    return f"notify has no channel of this name; {did_you_mean(name, sorted(channels))}"


def _errors(values: Mapping[str, object]) -> list[Any]:
    try:
        AlertConfig.model_validate(dict(values))
    except ValidationError as exc:
        return exc.errors(include_url=False, include_input=False)
    return []
