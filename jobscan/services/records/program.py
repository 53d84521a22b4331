"""The program itself: its versions, and why it ends."""

from __future__ import annotations

import msgspec


class ProgramRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The versions of jobscan, the interpreter and libraries."""

    #: Its own.
    jobscan: str
    #: Of the interpreter.
    python: str
    #: Of the library.
    sqlite: str
    #: Where the tables come from that jobscan ships, and under which licence.
    data: tuple[str, ...]


class ExitErrorRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="message_type", tag="exit_error"):
    """Why a command ends with an error: its last line on standard error."""

    #: The exit code; ``jobscan --help`` says what each means.
    code: int
    #: For people; it may have several lines.
    message: str
