"""The registry: what all channels have in common."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

import jobscan
from jobscan.domain.delivery import SENT
from jobscan.fetch import Fetcher
from jobscan.notify import CHANNELS, ChannelSettings
from jobscan.utils.mail_address import check_mail_address
from tests.fixtures.receiver import Receiver
from tests.notify.messages import message

CANARY = "canary-8fk2"
NEEDED: dict[str, dict[str, Any]] = {
    "email": {"host": "smtp.example.org", "from": "a@example.org", "password": CANARY},
    "webhook": {"url": f"https://example.org/{CANARY}", "secret": CANARY},
    "ntfy": {"url": f"https://example.org/{CANARY}", "token": CANARY},
    "slack": {"url": f"https://example.org/{CANARY}"},
    "discord": {"url": f"https://example.org/{CANARY}"},
    "telegram": {"token": CANARY, "chat_id": "@x"},
    "apprise": {"url": f"json://{CANARY}"},
}


def test_there_are_seven() -> None:
    assert set(CHANNELS) == set(NEEDED)


@pytest.mark.parametrize("kind", NEEDED)
def test_settings_hide_their_secrets_and_name_a_file_for_each(kind: str) -> None:
    settings = CHANNELS[kind].settings.model_validate(NEEDED[kind])
    assert CANARY not in repr(settings)
    assert CANARY not in settings.model_dump_json()
    fields = CHANNELS[kind].settings.model_fields
    secrets = [name for name in fields if isinstance(getattr(settings, name), SecretStr)]
    assert secrets
    assert all(f"{name}_file" in fields for name in secrets)
    assert all(field.description for field in fields.values())


@pytest.mark.parametrize("kind", NEEDED)
def test_mistakes_are_named_without_what_was_entered(kind: str) -> None:
    wrong = {name: [value] if name == "chat_id" else value for name, value in NEEDED[kind].items()}
    wrong |= {"url": f"ftp://u:p@{CANARY}/"} if kind not in ("apprise", "email", "telegram") else {"x": CANARY}
    with pytest.raises(ValidationError) as caught:
        CHANNELS[kind].settings.model_validate(wrong)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" me@example.org ", "me@example.org"),
        ("a.b+c@EXAMPLE.org", "a.b+c@example.org"),
        ("me@bücher.example", "me@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
    ],
)
def test_addresses_are_brought_into_their_form(text: str, address: str) -> None:
    assert check_mail_address(text) == address


NO_ADDRESSES = """\
@|me|me@|@x.org|a@b@c.org|a b@c.org|a@c.org,d@e.org|A <a@c.org>|a@-c.org|a\r\nx@c.org|.a@c.org|a@c..org|ü@c.org\
|a@[127.0.0.1]|a@\ud800.org|"a b"@c.org|a\x00@c.org|a@c.org\u2028x|a@c_d.org"""


@pytest.mark.parametrize("text", ["", "a" * 65 + "@c.org", "a@" + "b" * 64 + ".org", *NO_ADDRESSES.split("|")])
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="must be one e-mail address"):
        check_mail_address(text)


def test_importing_the_channels_imports_nothing_heavy() -> None:
    code = (
        "import sys, jobscan.notify\n"
        "heavy = {'aiosmtplib', 'jinja2', 'apprise', 'httpx', 'httpcore', 'anyio', 'sqlalchemy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_models_are_frozen_and_strict() -> None:
    assert all(issubclass(channel.settings, ChannelSettings) for channel in CHANNELS.values())
    assert ChannelSettings.model_config["extra"] == "forbid"


def test_the_templates_are_where_the_package_is() -> None:
    names = {path.name for path in (Path(jobscan.__file__).parent / "notify" / "render" / "templates").iterdir()}
    assert {"message.html.j2", "message.txt.j2", "report.html.j2", "report.txt.j2"} <= names


async def test_the_channel_of_the_documentation_works(fetcher: Fetcher, receiver: Receiver) -> None:
    text = (Path(__file__).parents[2] / "docs" / "channels.md").read_text("utf-8")
    code = text.partition("```python\n")[2].partition("```")[0]
    module = types.ModuleType("pager")
    sys.modules["pager"] = module  # pydantic looks annotations up there
    try:
        exec(compile(code, "channels.md", "exec"), vars(module))
        settings = module.CHANNEL.settings.model_validate({"url": receiver.url})
        assert await module.CHANNEL.make("pager", settings, fetcher).send(message()) == SENT
    finally:
        del sys.modules["pager"]
    assert receiver.json[0]["text"].startswith("1 new job - Python\n\nNEW Senior Engineer")
