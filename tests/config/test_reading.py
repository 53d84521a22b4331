"""The configuration: what is accepted, what wins, and the exact words for every mistake."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jobscan.config import (
    AlertConfig,
    Config,
    NetworkConfig,
    ScanConfig,
    SourceConfig,
    find_problems,
    load_config,
)
from jobscan.config.model.section import written_fields
from jobscan.domain.source import Source
from jobscan.exceptions import ConfigError

ROOT = Path(__file__).parents[2]
CANARY = "hunter2-canary"


@pytest.fixture(autouse=True)
def in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages carry the path as given; a relative one keeps the expected lines exact."""
    monkeypatch.chdir(tmp_path)


def problems(text: str, **environ: str) -> list[str]:
    """Return what is wrong with this file, as lines."""
    Path("c.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in find_problems(Path("c.yaml"), environ)]


def config(text: str, **environ: str) -> Config:
    Path("c.yaml").write_text(text, encoding="utf-8")
    return load_config(Path("c.yaml"), environ)


def test_an_empty_file_means_the_defaults() -> None:
    assert config("") == Config()
    assert config("# nothing\nscan:\nsources:\n") == Config()


def test_defaults_are_those_of_the_manual() -> None:
    found = Config()
    assert found.database.url == "sqlite:///data/jobscan.db"
    assert found.scan.interval == timedelta(minutes=15)
    assert (found.scan.concurrency, found.scan.jitter, found.scan.expire_after_misses) == (20, 0.1, 2)
    assert (found.scan.quarantine_scans, found.scan.quarantine_period) == (3, timedelta(hours=1))
    assert found.network.allow_networks == ()
    assert found.network.max_body == 32 * 2**20


def test_every_value_of_a_file_arrives() -> None:
    found = config(
        """
database: postgresql://me:secret@db/jobs
scan: {interval: 1h30m, concurrency: 5, jitter: 0}
network: {allow_networks: [127.0.0.0/8, "::1/128"], max_body: 1GiB, ca_file: ca.pem}
log: {level: debug, format: json}
sources:
  - {type: greenhouse, identifier: canonical, name: Canonical, every: 0 9 * * MON, base_url: "http://127.0.0.1:80/x/"}
  - {type: lever, identifier: eu/some-site, enabled: false, token: abc}
"""
    )
    assert found.database.url == "postgresql://me:secret@db/jobs"
    assert found.scan.interval == timedelta(minutes=90)
    assert found.network.allow_networks == (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    assert found.network.max_body == 2**30
    assert found.network.ca_file == Path("ca.pem")
    assert (found.log.level, found.log.format) == ("debug", "json")
    assert found.to_sources() == (
        Source(
            type="greenhouse",
            identifier="canonical",
            name="Canonical",
            every="0 9 * * MON",
            base_url="http://127.0.0.1:80/x",
        ),
        Source(type="lever", identifier="eu/some-site", name="Some Site", enabled=False, token="abc"),
    )


def test_a_careers_page_can_have_a_selector() -> None:
    found = config('sources: [{type: careers, identifier: acme.com/jobs, select: "ul.jobs > li"}, careers/acme.com/x]')
    assert [source.select for source in found.to_sources()] == ["ul.jobs > li", None]


def test_a_careers_page_can_be_rendered_and_the_browser_is_named_from_the_file() -> None:
    entries = "[{type: careers, identifier: acme.com/jobs, render: true}, careers/acme.com/x]"
    found = config(f"browser: {{path: bin/chromium, sandbox: false, page_timeout: 1m}}\nsources: {entries}")
    assert [source.render for source in found.to_sources()] == [True, False]
    browser = found.browser
    assert (browser.path, browser.sandbox, browser.page_timeout) == (Path("bin/chromium"), False, timedelta(minutes=1))


def test_a_source_can_be_written_in_short() -> None:
    found = config("sources: [greenhouse/canonical, lever/eu/acme]\n").to_sources()
    assert [(source.type, source.identifier, source.name) for source in found] == [
        ("greenhouse", "canonical", "Canonical"),
        ("lever", "eu/acme", "Acme"),
    ]


def test_anchors_and_merges_work() -> None:
    found = config(
        "sources:\n  - &gh {type: greenhouse, identifier: a, every: 1h}\n  - {<<: *gh, identifier: b, every: 2h}\n"
    )
    assert [(entry.identifier, entry.every) for entry in found.sources] == [("a", "1h"), ("b", "2h")]


MISTAKES = {
    "unknown key with a near one": (
        "scan:\n  intervall: 15m\n",
        ['c.yaml:2:3: scan.intervall: unknown key; did you mean "interval"?'],
    ),
    "unknown section": ("databas: x\n", ['c.yaml:1:1: databas: unknown key; did you mean "database"?']),
    "unknown key with nothing near": (
        "log: {zzz: 1}\n",
        ["c.yaml:1:7: log.zzz: unknown key; known here: level, format"],
    ),
    "a word where a number belongs": (
        "scan: {concurrency: many}\n",
        ["c.yaml:1:21: scan.concurrency: must be a whole number"],
    ),
    "yes is no number": ("scan: {concurrency: yes}\n", ["c.yaml:1:21: scan.concurrency: must be a number"]),
    "a number out of range": (
        "scan: {expire_after_misses: 0}\n",
        ["c.yaml:1:29: scan.expire_after_misses: must be at least 1"],
    ),
    "a share above its bound": ("scan: {jitter: 2}\n", ["c.yaml:1:16: scan.jitter: must be at most 0.5"]),
    "not a number": ("scan: {jitter: .nan}\n", ["c.yaml:1:16: scan.jitter: must be a number"]),
    "a duration without unit": (
        "scan:\n  interval: 15\n",
        ["c.yaml:2:13: scan.interval: must be a duration with a unit, such as 90s, 15m, 6h or 1d"],
    ),
    "a duration in another unit": (
        "scan:\n  interval: 5 years\n",
        ['c.yaml:2:13: scan.interval: "5 years" is not a valid duration; write it like 90s, 15m, 6h, 1d or 1h30m'],
    ),
    "a size": (
        "network: {max_body: big}\n",
        ["c.yaml:1:21: network.max_body: must be a size, such as 512KiB, 32MiB or 1GiB"],
    ),
    "a network with host bits": (
        "network: {allow_networks: [10.0.0.1/8]}\n",
        [
            'c.yaml:1:28: network.allow_networks[0]: "10.0.0.1/8" has bits set beyond its prefix; the network is'
            " 10.0.0.0/8"
        ],
    ),
    "no network": (
        "network: {allow_networks: lan}\n",
        ['c.yaml:1:27: network.allow_networks[0]: "lan" is not a valid network; write it like 10.0.0.0/8 or ::1/128'],
    ),
    "a header that would break requests": (
        'network: {user_agent: "a\\nb"}\n',
        ["c.yaml:1:23: network.user_agent: must be one line of plain ASCII text, at most 300 characters"],
    ),
    "a level that is none": (
        "log: {level: loud}\n",
        ["c.yaml:1:14: log.level: must be debug, info, warning or error"],
    ),
    "a source that is a word": (
        "sources: [canonical, 7]\n",
        [
            'c.yaml:1:11: sources[0]: must be a group of "key: value" lines, or type/identifier, such as'
            " greenhouse/canonical",
            'c.yaml:1:22: sources[1]: must be a group of "key: value" lines, or type/identifier, such as'
            " greenhouse/canonical",
        ],
    ),
    "a source in short of a system that is none": (
        "sources: [grenhouse/canonical, greenhouse/a b]\n",
        [
            'c.yaml:1:11: sources[0].type: no system of this name; did you mean "greenhouse"?',
            'c.yaml:1:32: sources[1].identifier: "a b" is not a board token; write the part after'
            ' job-boards.greenhouse.io/, such as "canonical"',
        ],
    ),
    "a source in short that is listed twice": (
        "sources: [{type: greenhouse, identifier: canonical}, greenhouse/Canonical]\n",
        ["c.yaml:1:54: sources[1]: greenhouse/Canonical is listed twice; the first is at c.yaml:1:11"],
    ),
    "a list where a section belongs": ("scan: [1]\n", ['c.yaml:1:7: scan: must be a group of "key: value" lines']),
    "a section where a list belongs": (
        "sources: {a: b}\n",
        ['c.yaml:1:10: sources: must be a list, with "- " before each item'],
    ),
    "a database that is none": (
        "database: mysql://h/db\n",
        [
            "c.yaml:1:11: database.url: must be sqlite:///data/jobscan.db, sqlite:////var/lib/jobscan/jobscan.db"
            " (four slashes: absolute) or postgresql://user:password@host/database"
        ],
    ),
    "a source without identifier": (
        "sources:\n  - type: greenhouse\n    identifer: x\n",
        [
            "c.yaml:2:5: sources[0].identifier: is missing",
            'c.yaml:3:5: sources[0].identifer: unknown key; did you mean "identifier"?',
        ],
    ),
    "a system that is none": (
        "sources:\n  - {type: grenhouse, identifier: x}\n",
        ['c.yaml:2:12: sources[0].type: no system of this name; did you mean "greenhouse"?'],
    ),
    "an identifier that YAML takes for a number": (
        "sources:\n  - {type: lever, identifier: 43.001}\n",
        ['c.yaml:2:31: sources[0].identifier: must be text; put it in quotes: "43.001"'],
    ),
    "a source listed twice": (
        "sources:\n  - {type: lever, identifier: x}\n  - {type: lever, identifier: x, name: Y}\n",
        ["c.yaml:3:5: sources[1]: lever/x is listed twice; the first is at c.yaml:2:5"],
    ),
    "an identifier from an address bar": (
        "sources:\n  - {type: ashby, identifier: Acme%20AI}\n",
        ['c.yaml:2:31: sources[0].identifier: "Acme%20AI" is percent-encoded, like a URL; write "Acme AI"'],
    ),
    "a source listed twice, once from an address bar": (
        "sources:\n  - {type: ashby, identifier: Acme AI}\n  - {type: ashby, identifier: acme%20ai}\n",
        [
            "c.yaml:3:5: sources[1]: ashby/acme%20ai is listed twice; the first is at c.yaml:2:5",
            'c.yaml:3:31: sources[1].identifier: "acme%20ai" is percent-encoded, like a URL; write "acme ai"',
        ],
    ),
    "a schedule that is none": (
        "sources:\n  - {type: lever, identifier: x, every: daily}\n",
        [
            'c.yaml:2:41: sources[0].every: "daily" is not a valid duration; write it like 90s, 15m, 6h, 1d or 1h30m,'
            ' or as a cron expression in UTC, such as "0 */6 * * *"'
        ],
    ),
    "a cron expression out of range": (
        "sources:\n  - {type: lever, identifier: x, every: 61 * * * *}\n",
        [
            'c.yaml:2:41: sources[0].every: "61 * * * *" is not a valid cron expression: bad minute;'
            ' an example: "0 */6 * * *"'
        ],
    ),
    "a base_url of another scheme": (
        "sources:\n  - {type: lever, identifier: x, base_url: ftp://h}\n",
        [
            "c.yaml:2:44: sources[0].base_url: must be an http:// or https:// address without user name, such as"
            " http://127.0.0.1:8765/boards"
        ],
    ),
    "a base_url with a query": (
        "sources:\n  - {type: lever, identifier: x, base_url: 'http://h/?a=1'}\n",
        [
            "c.yaml:2:44: sources[0].base_url: must not have a ?query or #fragment: it replaces scheme, host and the"
            " beginning of the path"
        ],
    ),
    "a selector of a system that needs none": (
        "sources:\n  - {type: lever, identifier: x, select: li.job}\n",
        [
            "c.yaml:2:42: sources[0].select: is for sources of type careers only: other systems say themselves what a"
            " posting is"
        ],
    ),
    "a system that is read without a browser": (
        "sources:\n  - {type: lever, identifier: x, render: true}\n",
        [
            "c.yaml:2:42: sources[0].render: is for sources of type careers only: other systems are read without a"
            " browser"
        ],
    ),
    "a selector that is none": (
        "sources:\n  - {type: careers, identifier: acme.com/jobs, select: 'li[['}\n",
        ['c.yaml:2:56: sources[0].select: "li[[" is no CSS selector; write one such as li.job'],
    ),
    "a token twice": (
        "sources:\n  - {type: lever, identifier: x, token: a, token_file: b}\n",
        ["c.yaml:2:56: sources[0].token_file: give token or token_file, not both"],
    ),
    "a token file that is not there": (
        "sources:\n  - {type: lever, identifier: x, token_file: none.txt}\n",
        ["c.yaml:2:46: sources[0].token_file: cannot read none.txt: No such file or directory"],
    ),
    "a key twice": ("log: {}\nscan: {}\nlog: {}\n", ["c.yaml:3:1: log: given twice; the first is on line 1"]),
    "a tab": ("scan:\n\tinterval: 15m\n", ["c.yaml:2:1: a tab; YAML is indented with spaces"]),
    "a colon inside a value": (
        "log: level: info\n",
        ['c.yaml:1:11: a ": " inside a value; put the value in quotes, or check the indentation'],
    ),
    "a bracket left open": (
        "sources: [\n",
        ["c.yaml:2:1: not valid YAML: expected the node content, but found '<stream end>' while parsing a flow node"],
    ),
    "two documents": (
        "log: {}\n---\nlog: {}\n",
        ["c.yaml:2:1: a second document begins (---), but a file may hold only one"],
    ),
    "a tag": ("log: !include x.yaml\n", ["c.yaml:1:6: log: the tag !include is not supported; write the value itself"]),
    "a date that is none": (
        "sources:\n  - {type: lever, identifier: 2026-13-45}\n",
        ["c.yaml:2:31: sources[0].identifier: looks like a date or a number, but is not a valid one; put it in quotes"],
    ),
    "a list as a key": ("? [a]\n: b\n", ["c.yaml:1:3: a key must be a plain word"]),
    "a list at the top": ("- a\n", ['c.yaml:1:1: must be "key: value" lines, such as "sources:"']),
    "a control character": ("log: \x00\n", ["c.yaml:1:6: character U+0000 is not allowed in YAML"]),
    "brackets without end": ("[" * 100_000, ["c.yaml:1:1: nested too deeply"]),
    "an anchor in itself": ("log: &a [*a]\n", ["c.yaml:1:6: nested too deeply, or aliases without end"]),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_remedy(case: str) -> None:
    text, expected = MISTAKES[case]
    assert problems(text) == expected


def test_aliases_that_multiply_are_refused_quickly() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (line,) = problems("\n".join(lines))
    assert line.endswith("nested too deeply, or aliases without end")


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        "sources:\n  - {type: nope, identifier: a}\n  - {type: lever, identifier: '', every: x}\nlog: {level: 3}\n",
        JOBSCAN_SCAN__JITTER="x",
    )
    assert [line.split(": ")[0] for line in found] == [
        "c.yaml:2:12",
        "c.yaml:3:31",
        "c.yaml:3:31",
        "c.yaml:3:42",
        "c.yaml:4:14",
        "environment",
    ]


def test_the_error_carries_one_line_for_each_problem() -> None:
    Path("c.yaml").write_text("log: {level: x}\nscan: {jitter: x}\n")
    with pytest.raises(ConfigError) as caught:
        load_config(Path("c.yaml"), {})
    assert len(caught.value.problems) == 2
    assert str(caught.value) == "\n".join(caught.value.problems)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, "there is no such file; write one with `jobscan init`, or name another with --config PATH"),
        (lambda path: path.mkdir(), "cannot be read: Is a directory"),
        (lambda path: path.write_bytes(b"a: \xff"), "is not UTF-8 (byte 4); save it as UTF-8"),
        (lambda path: path.write_bytes(b"#" * (2**20 + 1)), "is larger than 1 MiB; is it really the configuration?"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(make: object, expected: str) -> None:
    assert callable(make)
    make(Path("c.yaml"))
    assert [str(problem) for problem in find_problems(Path("c.yaml"), {})] == [f"c.yaml: {expected}"]


def test_the_file_is_the_one_given_then_that_of_the_environment_then_config_yaml() -> None:
    for name, level in (("config.yaml", "error"), ("env.yaml", "warning"), ("given.yaml", "debug")):
        Path(name).write_text(f"log: {{level: {level}}}\n")
    assert load_config(None, {}).log.level == "error"
    assert load_config(None, {"JOBSCAN_CONFIG": "env.yaml"}).log.level == "warning"
    assert load_config(Path("given.yaml"), {"JOBSCAN_CONFIG": "env.yaml"}).log.level == "debug"


def test_a_byte_order_mark_is_no_mistake() -> None:
    Path("c.yaml").write_bytes(b"\xef\xbb\xbflog: {level: debug}\n")
    assert load_config(Path("c.yaml"), {}).log.level == "debug"


def test_values_made_in_code_are_taken_as_they_are() -> None:
    network = NetworkConfig(allow_networks=(ip_network("10.0.0.0/8"),), max_body=2048)
    assert (network.allow_networks, network.max_body) == ((ip_network("10.0.0.0/8"),), 2048)
    assert ScanConfig(interval=timedelta(hours=1)).interval == timedelta(hours=1)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read_or_its_mistakes_are_named(text: str) -> None:
    if not problems(text):
        assert isinstance(config(text), Config)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
sources = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(SourceConfig.model_fields, values)), max_size=3)
alerts = st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(written_fields(AlertConfig), values)), max_size=3)
keys = ["type", "url", "url_file", "to", "from", "host", "chat_id"]
channel = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(keys, values | st.sampled_from(["email", "ntfy", "telegram"]))
)
notify = st.dictionaries(st.sampled_from(["email", "a", "b c"]), values | channel, max_size=3)
sections = dict.fromkeys(
    ("database", "scan", "network", "log", "owner", "report", "unsubscribe", "retention"),
    values
    | st.fixed_dictionaries({}, optional=dict.fromkeys(["to", "send", "ping_url_file", "jobs", "listen"], values)),
)


@given(
    st.fixed_dictionaries(
        {}, optional={**sections, "sources": values | sources, "alerts": values | alerts, "notify": values | notify}
    )
)
def test_any_values_are_read_or_their_mistakes_are_named(data: dict[str, object]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    if not problems(text):
        assert isinstance(config(text), Config)
