"""What every channel is: its settings, and a way to send one message."""

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

    #: Secrets of these settings that are none by themselves: an address that anybody may know, unless a parameter of it
    #: is a secret. They are not shown all the same.
    plain_addresses: ClassVar[frozenset[str]] = frozenset()

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Channel(Protocol):
    """One configured channel, ready to send."""

    #: A copy that arrives twice does no harm: what was under way when the process died is simply sent again. False:
    #: such a message is "uncertain" first.
    is_idempotent: bool
    #: Messages under way at once.
    concurrency: int

    async def send(self, message: Message) -> Outcome:
        """Try once to send a message. Every failure that the outside can cause is an `Outcome`, nothing is raised."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelType:
    """One line of the registry: how a type of channel is set up and made."""

    settings: type[ChannelSettings]
    #: ``make(name, settings, fetcher)``; imports what is costly only now.
    make: Callable[[str, Any, Fetcher], Channel]
