"""The same mistake ends every command with the same exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from jobscan.cli import jobscan
from jobscan.cli.kit.errors import ExitCode
from tests.cli.conftest import Run
from tests.cli.setups import write_config

ME, OTHER = "me@x.example", "other@x.example"
MAIL = {"host": "127.0.0.1", "port": 9, "tls": "none", "from": "jobscan@x.example", "to": ME}
#: Every command that reads the configuration and the database. `run` and `scan` make the tables that are missing.
READING = [
    "jobs",
    "jobs show abc",
    "jobs open abc",
    "alerts list",
    "alerts show x",
    "alerts edit x --keywords y",
    "alerts test x",
    "alerts why x abc",
    "alerts remove x",
    "alerts enable x",
    "alerts disable x",
    "matches",
    "report",
    "enrich",
    "jobs split abc",
    "skills list",
    "skills remove esco",
    "users list",
    f"users edit {OTHER} --max-per-day 3",
    f"users enable {OTHER}",
    f"users disable {OTHER}",
    f"users export {OTHER}",
    f"users erase {OTHER} --yes",
    "sources",
    "doctor",
    "db current",
    "backup out.db",
]
MAKING = ["run", "scan", "alerts add x --keywords y", f"users add {OTHER}", "db upgrade"]
#: These have no use for the database.
CONFIG_ONLY = ["check-config", "config show", "notify test email", "move lever/a lever/b"]
#: These have a use for the configuration, but can do without.
BARE = ["add zzz/x", "test-source zzz/x"]
#: `skills import` reads its file first.
NO_CONFIG = {"demo", "init", "config schema", "discover acme", "skills import"}


def leaves(group: click.Command, *words: str) -> Iterator[str]:
    """Yield the words of each command that does something."""
    if isinstance(group, click.Group):
        context = click.Context(group)
        names = group.list_commands(context)
        if group.invoke_without_command and words:
            yield " ".join(words)
        for name in names:
            command = group.get_command(context, name)
            assert command is not None
            yield from leaves(command, *words, name)
    else:
        yield " ".join(words)


def test_the_tables_here_know_every_command() -> None:
    known = {*READING, *MAKING, *CONFIG_ONLY, *BARE, *NO_CONFIG}
    commands = set(leaves(jobscan))
    assert {each for each in commands if not any(f"{line} ".startswith(f"{each} ") for line in known)} == set()


def no_file() -> None:
    pass


def mistakes_in_the_file() -> None:
    Path("config.yaml").write_text("scan: {jitter: x}\n")


def a_channel_without_its_secret() -> None:
    Path("config.yaml").write_text("notify: {hook: {type: webhook, url: 'https://example.com', secret_file: none}}\n")


@pytest.mark.parametrize("mistake", [no_file, mistakes_in_the_file, a_channel_without_its_secret])
def test_a_configuration_that_cannot_be_used_is_2(run: Run, mistake: Callable[[], None]) -> None:
    mistake()
    commands = [*READING, *MAKING, *CONFIG_ONLY, *(BARE if mistake is not no_file else [])]
    assert {command: run(*command.split()).code for command in commands} == dict.fromkeys(commands, ExitCode.USAGE)


def test_a_database_that_cannot_be_reached_is_1(run: Run, tmp_path: Path) -> None:
    write_config(tmp_path, database="postgresql://me:secret@127.0.0.1:9/jobs", notify={"email": MAIL})
    commands = [*READING, *MAKING]
    assert {command: run(*command.split()).code for command in commands} == dict.fromkeys(commands, ExitCode.FAILURE)


def test_tables_that_are_missing_are_10_for_whoever_only_reads(run: Run, tmp_path: Path) -> None:
    write_config(tmp_path, notify={"email": MAIL})
    assert {command: run(*command.split()).code for command in READING} == dict.fromkeys(READING, 10)


MISTAKES: dict[str, list[str]] = {
    "a source that is not configured": [
        "scan lever/zzz",
        "jobs --source lever/zzz",
        "test-source zzz",
        "move zzz lever/b",
    ],
    "a system that does not exist": ["scan zzz/x", "jobs --source zzz/x", "test-source zzz/x", "add zzz/x"],
    "an identifier that cannot be one": ["test-source greenhouse/a!b", "add greenhouse/a!b"],
    "a word that is no address": ["add zzz", "test-source zzz"],
    "an alert that does not exist": [
        *(f"alerts {verb} zzz" for verb in ("show", "test", "remove", "enable", "disable", "edit --keywords k")),
        "alerts why zzz abc",
        "matches --alert zzz",
    ],
    "a user who does not exist": [
        *(
            f"users {verb} z@x.example"
            for verb in ("enable", "disable", "export", "erase --yes", "edit --max-per-day 3")
        ),
        "alerts list --user z@x.example",
        "matches --user z@x.example",
    ],
    "a posting that does not exist": ["jobs show abc", "jobs open abc", "jobs split abc", "alerts why cooks abc"],
    "a channel that is not configured": ["notify test zzz", f"alerts add n --user {OTHER} --keywords x --to zzz"],
    "what is there already": [
        f"alerts add mine --user {OTHER} --keywords x",
        "alerts add cooks --keywords x",
        f"users add {OTHER}",
        "add lever/there",
        "init",
        "backup config.yaml",
    ],
    "what stands in the configuration": ["alerts remove cooks", "alerts edit cooks --keywords x"],
    "a time that cannot be read": [
        "jobs --since soon",
        "matches --since soon",
        "report --since soon",
        "alerts test cooks --since soon",
        f"alerts edit mine --user {OTHER} --send soon",
        f"users edit {OTHER} --quiet-hours soon",
    ],
    "an address that is none": ["users add zzz", "notify test email --to zzz"],
    "a word that is no option": ["jobs --zzz", "scan --zzz", "run --zzz", "doctor --zzz", "db current --zzz"],
}


@pytest.fixture
def used(run: Run, tmp_path: Path) -> Run:
    """A configuration that is in use, with an alert of the owner and a user with one."""
    there = {"type": "lever", "identifier": "there", "base_url": "http://127.0.0.1:9"}
    write_config(tmp_path, there, notify={"email": MAIL}, alerts=[{"name": "cooks", "keywords": ["cook"]}])
    assert run("scan", "--no-deliver").code == ExitCode.PARTIAL
    for words in (f"users add {OTHER}", f"alerts add mine --user {OTHER} --keywords x"):
        ran = run(*words.split())
        assert ran.code == 0, ran.err
    return run


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_command_line_that_cannot_be_meant_is_2(used: Run, mistake: str) -> None:
    ran = {command: used(*command.split()) for command in MISTAKES[mistake]}
    assert {command: each.code for command, each in ran.items()} == dict.fromkeys(ran, ExitCode.USAGE)
    assert all(each.err.strip() for each in ran.values())
