"""The interface of every channel: its settings, and a way to send one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from collections.abc import Callable

    from jobscan.domain.delivery import Message, Outcome
    from jobscan.fetch import Fetcher


class ChannelSettings(BaseModel):
    """Common rules of a channel's settings: unknown keys are mistakes, errors do not repeat what was entered.

    A secret ``x`` is a `SecretStr`; when the settings have ``x_file`` as well, the configuration reads that file
    into ``x``.
    """

    #: Secret settings that need not be secret: an address that anybody may know, unless a parameter of it is a secret.
    #: They are masked all the same.
    plain_addresses: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Channel(Protocol):
    """One configured channel, ready to send."""

    #: A copy does no harm: what was being sent when the process died is simply sent again. False: such a message
    #: becomes "uncertain" first.
    is_idempotent: bool
    #: Messages sent at the same time.
    concurrency: int

    async def send(self, message: Message) -> Outcome:
        """Try once to send a message. Every failure that the outside can cause is an `Outcome`; nothing is raised."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelType:
    """An entry of the registry: how a type of channel is configured and made."""

    settings: type[ChannelSettings]
    #: ``make(name, settings, fetcher)``; imports heavy libraries only when called.
    make: Callable[[str, Any, Fetcher], Channel]
