"""The configuration: ``config.yaml`` and the environment, checked as a whole, as one frozen `Config`."""

from jobscan.config.editing import append_source, write_initial
from jobscan.config.effective import Setting, effective_settings, secrets_exposed
from jobscan.config.loading import LoadedConfig, find_problems, load_config, load_with_origins, resolve_path
from jobscan.config.model import Config, DatabaseConfig, LogConfig, NetworkConfig, ScanConfig, SourceConfig, json_schema
from jobscan.config.problems import Place, Problem

__all__ = [
    "Config",
    "DatabaseConfig",
    "LoadedConfig",
    "LogConfig",
    "NetworkConfig",
    "Place",
    "Problem",
    "ScanConfig",
    "Setting",
    "SourceConfig",
    "append_source",
    "effective_settings",
    "find_problems",
    "json_schema",
    "load_config",
    "load_with_origins",
    "resolve_path",
    "secrets_exposed",
    "write_initial",
]
