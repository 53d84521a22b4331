"""What every test of this room stands on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stamina


@pytest.fixture(autouse=True)
def _quiet_retries() -> Iterator[None]:
    """Retries are counted at the server; stamina's own log lines would only fill the report."""
    before = stamina.instrumentation.get_on_retry_hooks()
    stamina.instrumentation.set_on_retry_hooks([])
    yield
    stamina.instrumentation.set_on_retry_hooks(before)
