"""Channels: each type with its settings, their secrets, and the exact words for every mistake."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from jobscan.config import (
    ChannelConfig,
    Config,
    effective_settings,
    json_schema,
    load_config,
    load_with_origins,
    secret_files_exposed,
    secrets_exposed,
)
from jobscan.notify import CHANNELS
from jobscan.notify.channels.email_settings import EmailSettings
from jobscan.notify.channels.webhook import WebhookSettings
from tests.config.test_reading import CANARY, config, problems
from tests.config.test_reading import in_tmp_path as in_tmp_path

ALL = f"""
notify:
  email: {{host: smtp.example.com, port: 587, from: jobscan@example.com, to: me@example.com, tls: starttls,
          username: me, password: {CANARY}}}
  second: {{type: email, host: localhost, from: jobscan@example.com, tls: none}}
  team-hook: {{type: webhook, url: "https://example.com/{CANARY}", secret: {CANARY}}}
  phone: {{type: ntfy, url: "https://ntfy.sh/{CANARY}", token: {CANARY}, priority: 4}}
  slack: {{type: slack, url: "https://hooks.slack.com/services/{CANARY}"}}
  discord: {{type: discord, url: "https://discord.com/api/webhooks/{CANARY}"}}
  bot: {{type: telegram, token: {CANARY}, chat_id: -100123}}
  other: {{type: apprise, url: "gotify://host/{CANARY}"}}
report: {{ping_url: "https://hc-ping.com/{CANARY}"}}
"""


def channel(found: Config, name: str) -> ChannelConfig:
    return found.notify[name]


def test_every_type_of_channel_arrives_with_its_settings() -> None:
    found = config(ALL)
    assert {entry.type for entry in found.notify.values()} == set(CHANNELS)
    for entry in found.notify.values():
        assert type(entry.settings) is CHANNELS[entry.type].settings
    email = channel(found, "email").settings
    assert isinstance(email, EmailSettings)
    assert (email.host, email.from_, email.to) == ("smtp.example.com", "jobscan@example.com", "me@example.com")
    assert email.password is not None
    assert email.password.get_secret_value() == CANARY
    assert (channel(found, "second").owner_address, channel(found, "bot").owner_address) == (None, None)


def test_a_channel_made_in_code_is_taken_as_it_is() -> None:
    settings = WebhookSettings.model_validate({"url": "https://example.com"})
    made = ChannelConfig(type="webhook", settings=settings)
    assert Config(notify={"hook": made}).notify["hook"].settings is settings


KEYS_OF_SLACK = "known here: type, url, url_file"
MISTAKES = {
    "a type that is near one": (
        "notify: {a: {type: slak, url: x}}\n",
        ['c.yaml:1:20: notify.a.type: no channel of this type; did you mean "slack"?'],
    ),
    "no type": (
        "notify: {mail: {host: h}}\n",
        [
            "c.yaml:1:16: notify.mail.type: is missing; known here: apprise, discord, email, ntfy, slack, telegram,"
            " webhook"
        ],
    ),
    "a type that is no text": (
        "notify: {a: {type: 1}}\n",
        ["c.yaml:1:20: notify.a.type: must be one of apprise, discord, email, ntfy, slack, telegram, webhook"],
    ),
    "another channel with the name of mail": (
        "notify: {email: {type: slack, url: 'https://h/x'}}\n",
        ["c.yaml:1:24: notify.email.type: email is the name of the channel of type email; choose another name"],
    ),
    "a name with a blank": (
        "notify: {my hook: {type: slack, url: 'https://h/x'}}\n",
        ["c.yaml:1:10: notify.my hook: must be a name of letters, digits, - and _, at most 50 characters"],
    ),
    "the address in the name's place": (
        f"notify: {{'https://me@hooks.slack.com/services/{CANARY}': x}}\n",
        [
            "c.yaml:1:10: notify.https://hooks.slack.com/…: must be a name of letters, digits, - and _, at most 50"
            " characters",
            f'c.yaml:1:{50 + len(CANARY)}: notify.https://hooks.slack.com/…: must be a group of "key: value" lines',
        ],
    ),
    "a key that is near one, and one that is not": (
        "notify: {a: {type: slack, ulr: x, zzz: y}}\n",
        [
            "c.yaml:1:13: notify.a.url: is missing; give it, or url_file",
            'c.yaml:1:27: notify.a.ulr: unknown key; did you mean "url"?',
            f"c.yaml:1:35: notify.a.zzz: unknown key; {KEYS_OF_SLACK}",
        ],
    ),
    "mail without what it needs": (
        "notify: {email: {}}\n",
        ["c.yaml:1:17: notify.email.host: is missing", "c.yaml:1:17: notify.email.from: is missing"],
    ),
    "wrong settings of mail": (
        "notify: {email: {host: a b, port: 0, from: me, tls: ssl, username: me}}\n",
        [
            "c.yaml:1:17: notify.email.password: is missing; username needs it, or password_file",
            "c.yaml:1:24: notify.email.host: must be the name or the address of a server, such as smtp.example.org",
            "c.yaml:1:35: notify.email.port: must be at least 1",
            "c.yaml:1:44: notify.email.from: must be one e-mail address, such as me@example.org, with nothing around"
            " it",
            "c.yaml:1:53: notify.email.tls: must be none, starttls or tls",
        ],
    ),
    "a secret address of another scheme": (
        f"notify: {{a: {{type: slack, url: 'ftp://h/{CANARY}'}}}}\n",
        ["c.yaml:1:32: notify.a.url: must be an http:// or https:// address without a user name or spaces in it"],
    ),
    "a number as a secret": (
        "notify: {a: {type: telegram, token: 12345, chat_id: 1}}\n",
        ["c.yaml:1:37: notify.a.token: must be text"],
    ),
    "a value of neither of two types": (
        "notify: {a: {type: telegram, token: t, chat_id: [1]}}\n",
        ["c.yaml:1:49: notify.a.chat_id: must be text"],
    ),
    "a bot without its token": (
        "notify: {a: {type: telegram, chat_id: 1}}\n",
        ["c.yaml:1:13: notify.a.token: is missing; give it, or token_file"],
    ),
    "a secret twice": (
        "notify: {a: {type: slack, url: 'https://h', url_file: x}}\n",
        ["c.yaml:1:55: notify.a.url_file: give url or url_file, not both"],
    ),
    "a file that is not there": (
        "notify: {a: {type: slack, url_file: gone}}\n",
        ["c.yaml:1:37: notify.a.url_file: cannot read gone: No such file or directory"],
    ),
    "a file that holds something else": (
        "notify: {a: {type: slack, url_file: wrong}}\n",
        ["c.yaml:1:37: notify.a.url_file: must be an http:// or https:// address without a user name or spaces in it"],
    ),
    "a channel that is a word": (
        "notify: {a: x, email: y}\n",
        [
            'c.yaml:1:13: notify.a: must be a group of "key: value" lines',
            'c.yaml:1:23: notify.email: must be a group of "key: value" lines',
        ],
    ),
    "channels that are a list": (
        "notify: [a]\nalerts: [{name: x}]\n",
        ['c.yaml:1:9: notify: must be a group of "key: value" lines'],
    ),
    "the report's address twice": (
        "report: {ping_url: 'https://h', ping_url_file: x}\n",
        ["c.yaml:1:48: report.ping_url_file: give ping_url or ping_url_file, not both"],
    ),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_named_with_its_place_and_its_remedy(case: str) -> None:
    Path("wrong").write_text(f"{CANARY}\n")
    text, expected = MISTAKES[case]
    assert problems(text) == expected


def test_a_secret_is_read_from_its_file_beside_the_configuration() -> None:
    Path("folder").mkdir()
    Path("folder/pw").write_text(f"{CANARY}\n")
    Path("folder/ping").write_text("https://hc-ping.com/x\n")
    Path("folder/c.yaml").write_text(
        "notify: {email: {host: h, from: a@b.example, username: me, password_file: pw, ca_file: ca.pem}}\n"
        "report: {ping_url_file: ping}\n"
    )
    found = load_config(Path("folder/c.yaml"), {})
    email = found.notify["email"].settings
    assert isinstance(email, EmailSettings)
    assert email.password is not None
    assert (email.password.get_secret_value(), email.ca_file) == (CANARY, Path("folder/ca.pem"))
    assert found.report.ping_url is not None
    assert found.report.ping_url.get_secret_value() == "https://hc-ping.com/x"


def test_a_credential_of_systemd_fills_what_is_not_given() -> None:
    Path("credentials").mkdir()
    for name in ("notify_email_password", "notify_team-hook_url", "notify_team-hook_secret"):
        Path("credentials", name).write_text(f"https://example.com/{name}\n")
    Path("credentials/jobscan_report__ping_url").write_text("https://hc-ping.com/x\n")
    text = (
        "notify:\n  email: {host: h, from: a@b.example, username: me}\n  team-hook: {type: webhook, secret: mine}\n"
        "report: {}\n"
    )
    Path("c.yaml").write_text(text)
    loaded = load_with_origins(Path("c.yaml"), {"CREDENTIALS_DIRECTORY": "credentials"})
    email, hook = loaded.config.notify["email"].settings, loaded.config.notify["team-hook"].settings
    assert isinstance(email, EmailSettings)
    assert isinstance(hook, WebhookSettings)
    found = [email.password, hook.url, hook.secret, loaded.config.report.ping_url]
    assert [secret.get_secret_value() for secret in found if secret] == [
        "https://example.com/notify_email_password",
        "https://example.com/notify_team-hook_url",
        "mine",
        "https://hc-ping.com/x",
    ]
    shown = {setting.key: setting for setting in effective_settings(loaded)}
    assert shown["notify.email.password"].origin == "environment notify_email_password"


def test_a_credential_that_is_wrong_is_named() -> None:
    Path("credentials").mkdir()
    Path("credentials/notify_a_url").touch()
    Path("credentials/notify_b_url").write_text(CANARY)
    text = "notify: {a: {type: slack}, b: {type: slack}}"
    assert problems(text, CREDENTIALS_DIRECTORY="credentials") == [
        "environment: notify_a_url: credentials/notify_a_url is empty; it must hold only the secret",
        "environment: notify_b_url: notify.b.url: must be an http:// or https:// address without a user name or"
        " spaces in it",
    ]


def test_no_secret_of_a_channel_is_shown() -> None:
    Path("c.yaml").write_text(ALL)
    loaded = load_with_origins(Path("c.yaml"), {})
    settings = {setting.key: setting.value for setting in effective_settings(loaded)}
    assert CANARY not in repr(loaded.config) + str(settings)
    assert settings["notify.email.password"] == settings["notify.slack.url"] == settings["report.ping_url"] == "***"
    assert (settings["notify.email.from"], settings["notify.bot.chat_id"]) == ("jobscan@example.com", -100123)
    assert settings["notify.phone.type"] == "ntfy"


def test_a_secret_from_a_file_is_shown_with_the_place_of_its_file() -> None:
    Path("pw").write_text(CANARY)
    Path("c.yaml").write_text("notify: {email: {host: h, from: a@b.example, username: me, password_file: pw}}\n")
    shown = {setting.key: setting for setting in effective_settings(load_with_origins(Path("c.yaml"), {}))}
    assert (shown["notify.email.password"].value, shown["notify.email.password"].origin) == ("***", "c.yaml:1:75")
    assert shown["report.ping_url"].value is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notify: {a: {type: slack, url: 'https://h/x'}}", True),
        ("notify: {a: {type: slack, url_file: secret}}", False),
        ("notify: {email: {host: h, from: a@b.example}}", False),
        ("notify: {a: {type: webhook, url: 'https://h/x'}}", False),
        ("notify: {a: {type: webhook, url: 'https://h/x?token=t'}}", True),
        ("notify: {a: {type: webhook, url: 'https://h/x', secret: whsec_MTIz}}", True),
        ("report: {ping_url: 'https://h/x'}", True),
        ("report: {ping_url_file: secret}", False),
        ("sources: [{type: lever, identifier: x, token: t}]", True),
        ("sources: [{type: lever, identifier: x, token_file: secret}]", False),
    ],
)
def test_a_secret_in_a_file_that_others_may_read_is_noticed(text: str, expected: bool) -> None:
    Path("secret").write_text("https://h/x")
    Path("c.yaml").write_text(text)
    Path("c.yaml").chmod(0o644)
    assert secrets_exposed(load_with_origins(Path("c.yaml"), {})) is expected
    Path("c.yaml").chmod(0o600)
    assert not secrets_exposed(load_with_origins(Path("c.yaml"), {}))


def test_files_of_secrets_that_others_may_read_are_noticed_once_each() -> None:
    for name, mode in {"open": 0o644, "group": 0o640, "fine": 0o600}.items():
        Path(name).write_text("https://h/x")
        Path(name).chmod(mode)
    Path("c.yaml").write_text(
        "report: {ping_url_file: open}\n"
        "sources: [{type: lever, identifier: x, token_file: group}, {type: lever, identifier: y, token_file: open}]\n"
        "notify: {a: {type: slack, url_file: fine}, b: {type: webhook, url: 'https://h', secret_file: group}}\n"
    )
    loaded = load_with_origins(Path("c.yaml"), {})
    assert secret_files_exposed(loaded) == [
        ("report.ping_url_file", Path("open")),
        ("notify.b.secret_file", Path("group")),
    ]
    Path("open").unlink()
    assert secret_files_exposed(loaded) == [("notify.b.secret_file", Path("group"))]


def test_the_schema_knows_every_type_of_channel() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(yaml.safe_load(ALL))
    validator.validate({"notify": {"a": {"type": "slack", "url_file": "x"}, "email": {"host": "h", "from": "a@b.c"}}})
    for text in (
        "{a: {url: x}}",
        "{a: {type: slak}}",
        "{a: {type: slack, host: h}}",
        "{a: {type: telegram}}",
        "{email: {host: h}}",
        "{email: {type: slack}}",
        "{'a b': {type: slack}}",
        "[a]",
    ):
        assert not validator.is_valid({"notify": yaml.safe_load(text)}), text
        assert problems(f"notify: {text}") != []
