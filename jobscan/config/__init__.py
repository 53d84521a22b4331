"""The configuration: ``config.yaml`` and the environment, checked as a whole, as one frozen `Config`.

What most commands do not need, edits and overviews, is imported on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.config.model.alerts import AlertConfig, alert_problems, alert_warnings, read_alert, read_rule
from jobscan.config.model.notify import ChannelConfig
from jobscan.config.model.people import (
    OwnerConfig,
    ReportConfig,
    RetentionConfig,
    UnsubscribeConfig,
    read_quiet_hours,
    read_time_zone,
)
from jobscan.config.model.root import (
    Config,
    DatabaseConfig,
    LogConfig,
    NetworkConfig,
    ScanConfig,
    SourceConfig,
    json_schema,
)
from jobscan.config.read.loading import (
    LoadedConfig,
    find_problems,
    find_warnings,
    load_config,
    load_with_origins,
    resolve_path,
)
from jobscan.config.read.problems import Problem
from jobscan.utils.late_names import late_names

if TYPE_CHECKING:
    from jobscan.config.changes import name_changes
    from jobscan.config.edit import append_source, require_unlisted, write_initial
    from jobscan.config.move import moving_source
    from jobscan.config.show import Setting, effective_settings, secret_files_exposed, secrets_exposed
else:
    __getattr__ = late_names(
        __name__,
        {
            "changes": "name_changes",
            "edit": "append_source require_unlisted write_initial",
            "move": "moving_source",
            "show": "Setting effective_settings secret_files_exposed secrets_exposed",
        },
    )

__all__ = [
    "AlertConfig",
    "ChannelConfig",
    "Config",
    "DatabaseConfig",
    "LoadedConfig",
    "LogConfig",
    "NetworkConfig",
    "OwnerConfig",
    "Problem",
    "ReportConfig",
    "RetentionConfig",
    "ScanConfig",
    "Setting",
    "SourceConfig",
    "UnsubscribeConfig",
    "alert_problems",
    "alert_warnings",
    "append_source",
    "effective_settings",
    "find_problems",
    "find_warnings",
    "json_schema",
    "load_config",
    "load_with_origins",
    "moving_source",
    "name_changes",
    "read_alert",
    "read_quiet_hours",
    "read_rule",
    "read_time_zone",
    "require_unlisted",
    "resolve_path",
    "secret_files_exposed",
    "secrets_exposed",
    "write_initial",
]
