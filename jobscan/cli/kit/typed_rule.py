"""A rule that was typed as options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.cli.kit.rule_options import rule_option_of
from jobscan.config import alert_problems, read_rule
from jobscan.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jobscan.domain.alert import AlertRule


def read_typed_rule(values: Mapping[str, object]) -> AlertRule:
    """Return the rule; raises `ConfigError` with every mistake, under the name of its option."""
    given = {name: value for name, value in values.items() if value is not None}
    if problems := alert_problems({"name": "search"} | given):
        raise ConfigError([f"{rule_option_of(problem.key)}: {problem.message}" for problem in problems])
    return read_rule(given)
