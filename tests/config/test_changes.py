"""What another configuration changes, by name."""

from __future__ import annotations

import pytest

from jobscan.config import name_changes
from tests.config.test_reading import config
from tests.config.test_reading import in_tmp_path as in_tmp_path

BEFORE = """
sources:
- {type: lever, identifier: spotify}
- {type: greenhouse, identifier: canonical, every: 15m}
notify:
  hook: {type: webhook, url: "https://example.com/canary", secret: canary-canary-canary-canary}
alerts:
- {name: cooks, keywords: [cook], to: [hook]}
- {name: night shifts, keywords: [night shift], to: [hook]}
"""


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param("", "", {}, id="nothing"),
        pytest.param("15m", "1h", {"sources_changed": ["greenhouse/canonical"]}, id="a source's interval"),
        pytest.param(
            "identifier: spotify",
            "identifier: spotify, enabled: false",
            {"sources_changed": ["lever/spotify"]},
            id="a source switched off",
        ),
        pytest.param(
            "identifier: spotify",
            "identifier: palantir",
            {"sources_added": ["lever/palantir"], "sources_removed": ["lever/spotify"]},
            id="another source",
        ),
        pytest.param("[cook]", "[chef]", {"alerts_changed": ["cooks"]}, id="an alert's rule"),
        pytest.param(
            "name: cooks", "name: chefs", {"alerts_added": ["chefs"], "alerts_removed": ["cooks"]}, id="an alert's name"
        ),
        pytest.param(
            "example.com/canary", "example.com/other", {"channels_changed": ["hook"]}, id="a channel's secret"
        ),
        pytest.param(
            "alerts:",
            'phone: {type: ntfy, url: "https://ntfy.sh/topic"}\nalerts:',
            {"channels_added": ["phone"]},
            id="a channel",
        ),
        pytest.param(
            "- {type: greenhouse, identifier: canonical, every: 15m}\n",
            "",
            {"sources_removed": ["greenhouse/canonical"]},
            id="a source less",
        ),
    ],
)
def test_what_changed_is_named(old: str, new: str, changes: dict[str, list[str]]) -> None:
    after = BEFORE.replace(old, new if old != "alerts:" else "  " + new, 1) if old else BEFORE
    assert name_changes(config(BEFORE), config(after)) == changes


def test_of_many_names_the_rest_is_counted() -> None:
    rows = "\n".join(f"- {{type: lever, identifier: board{number}}}" for number in range(25))
    changes = name_changes(config(""), config(f"sources:\n{rows}"))
    assert changes == {"sources_added": [*(f"lever/board{number}" for number in range(20)), "and 5 more"]}
