"""Converts nouns into rows of a table and back, as the ``info`` of the table's columns says."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import JSON

from jobscan.persistence.sql.codecs import PLAIN, UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Column, Table

    from jobscan.persistence.sql.codecs import Codec

_Noun = TypeVar("_Noun")
#: The key in a column's `info`.
_KEEPS = "keeps"


class _Keeps(NamedTuple):
    """What a column keeps, and how; neither ``store`` nor ``read`` is called for None."""

    #: The attribute of the noun; "": that of the column's name.
    attribute: str = ""
    store: Callable[[Any], Any] | None = None
    read: Callable[..., Any] | None = None
    #: Other columns whose values ``read`` also takes.
    beside: tuple[str, ...] = ()
    #: False: the attribute is read from another column.
    is_read: bool = True
    words: _Words | None = None


class _Words(dict[str, StrEnum]):
    """The members of an enum by value, in a third of the enum's own time; unknown values are left to the enum."""

    def __init__(self, type_: type[StrEnum]) -> None:
        super().__init__({word.value: word for word in type_})
        self._type = type_

    def __missing__(self, value: str) -> StrEnum:
        return self._type(value)


def keeps(
    attribute: str = "",
    *,
    store: Callable[[Any], Any] | None = None,
    read: Callable[..., Any] | None = None,
    beside: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Return a column's ``info``: which attribute it keeps ("": that of its name), and how to convert it.

    ``read`` takes the column's value and those of the columns ``beside`` it. Moments and JSON need no converter: they
    are recognised by the column's type.
    """
    return {_KEEPS: _Keeps(attribute, store, read, beside)}


def keeps_word(type_: type[StrEnum]) -> dict[str, Any]:
    """Return the ``info`` of a column that keeps a member of an enum by its value."""
    return {_KEEPS: _Keeps(words=_Words(type_))}


def derives(attribute: str, store: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the ``info`` of a column that is derived from an attribute of another column."""
    return {_KEEPS: _Keeps(attribute, store, is_read=False)}


class RowForm(Generic[_Noun]):
    """How a noun is written into a row of a table, and read from one.

    The columns are those of the table that keep an attribute of the noun, or of its ``parts``: nouns that it holds
    under these names. Columns that only the database uses are not part of the form.

    Both ways are functions that are generated and compiled when they are first needed, as `dataclasses` does: they are
    the hot path, and a loop over columns takes three times as long. They convert many at once: a call for each takes a
    sixth of the time for the short rows that a scan reads.
    """

    def __init__(self, table: Table, noun: type[_Noun], **parts: type) -> None:
        self._table, self._noun, self._parts = table, noun, parts
        #: Attribute → its part; "" for the noun's own.
        self._owners = {name: "" for name in _attributes(noun) if name not in parts}
        self._owners |= {name: part for part, type_ in parts.items() for name in _attributes(type_)}
        keeping = {column.name: column.info.get(_KEEPS, _Keeps()) for column in table.columns}
        #: Column → what it keeps, in the table's order.
        self._keeps = {
            name: kept._replace(attribute=kept.attribute or name)
            for name, kept in keeping.items()
            if (kept.attribute or name) in self._owners
        }
        self.columns = tuple(self._keeps)
        unkept = self._owners.keys() - {kept.attribute for kept in self._keeps.values()}
        if unkept:
            raise TypeError(f"the table {table.name} has no columns for {sorted(unkept)} of {noun.__name__}")

    @cached_property
    def values(self) -> Callable[[Iterable[_Noun], Codec], list[tuple[Any, ...]]]:
        """Return a function that turns nouns into values of `columns`, in order, as the codec's driver takes them."""
        parts = "".join(f" for {part} in (noun.{part},)" for part in self._parts)
        lines = [
            "def values(nouns, codec):",
            "    moment, json = codec.store_moment, codec.store_json",
            f"    return [({', '.join(map(self._stored, self.columns))},) for noun in nouns{parts}]",
        ]
        made: Callable[[Iterable[_Noun], Codec], list[tuple[Any, ...]]] = self._compiled(
            lines, {f"store_{name}": kept.store for name, kept in self._keeps.items()}
        )
        return made

    @cached_property
    def nouns(self) -> Callable[[Iterable[Sequence[Any]], Codec], list[_Noun]]:
        """Return a function that makes nouns from the values of `columns`, in order, as the codec's driver gives them.

        JSON is given decoded.
        """
        read: dict[str, dict[str, str]] = {part: {} for part in ("", *self._parts)}
        for name, kept in self._keeps.items():
            if kept.is_read:
                read[self._owners[kept.attribute]][kept.attribute] = self._read(name)
        own = {part: _call(f"make_{part}", type_, read[part]) for part, type_ in self._parts.items()} | read[""]
        row = ", ".join(f"c_{name}" for name in self.columns)
        lines = [
            "def nouns(rows, codec):",
            "    moment = codec.read_moment",
            f"    return [{_call('make', self._noun, own)} for ({row},) in rows]",
        ]
        makers = {"make": self._noun} | {f"make_{part}": type_ for part, type_ in self._parts.items()}
        readers = {f"read_{name}": kept.read or kept.words for name, kept in self._keeps.items()}
        made: Callable[[Iterable[Sequence[Any]], Codec], list[_Noun]] = self._compiled(lines, makers | readers)
        return made

    def record(self, noun: _Noun) -> dict[str, Any]:
        """Return a noun's values by column, as SQLAlchemy's own statements take them."""
        [values] = self.values([noun], PLAIN)
        return dict(zip(self.columns, values, strict=True))

    def noun_of(self, row: object) -> _Noun:
        """Return the noun for a row that has the columns as attributes, as the models do."""
        [noun] = self.nouns([self._of_row(row)], PLAIN)
        return noun

    @cached_property
    def _of_row(self) -> Callable[[object], tuple[Any, ...]]:
        return attrgetter(*self.columns)

    def _stored(self, name: str) -> str:
        """Return the expression for the value of a column."""
        kept, column = self._keeps[name], self._table.columns[name]
        value = made = f"{self._owners[kept.attribute] or 'noun'}.{kept.attribute}"
        if isinstance(column.type, UtcDateTime):
            return f"moment({value})"
        if kept.words is not None:
            made = f"{value}.value"
        elif kept.store is not None:
            made = f"store_{name}({value})"
        if isinstance(column.type, JSON):
            made = f"json({made})"
        return _unless_none(column, value, made)

    def _read(self, name: str) -> str:
        """Return the expression for the attribute that a column keeps."""
        kept, column = self._keeps[name], self._table.columns[name]
        value = made = f"c_{name}"
        if isinstance(column.type, UtcDateTime):
            return f"moment({value})"
        if kept.words is not None:
            made = f"read_{name}[{value}]"
        elif kept.read is not None:
            made = f"read_{name}({', '.join([value, *(f'c_{other}' for other in kept.beside)])})"
        return _unless_none(column, value, made)

    def _compiled(self, lines: Sequence[str], names: Mapping[str, object]) -> Any:
        """Return the function that these lines define; they contain only names from our own code."""
        found = dict(names)
        exec(compile("\n".join(lines), f"<{self._noun.__name__} in {self._table.name}>", "exec"), found)  # noqa: S102
        return found[lines[0].removeprefix("def ").partition("(")[0]]


def _attributes(noun: Any) -> tuple[str, ...]:
    return noun._fields if issubclass(noun, tuple) else tuple(field.name for field in fields(noun))


def _unless_none(column: Column[Any], value: str, made: str) -> str:
    return f"None if {value} is None else {made}" if column.nullable and made != value else made


def _call(maker: str, noun: type, attributes: Mapping[str, str]) -> str:
    """Return the expression that makes a noun; for a named tuple the one that takes half the time."""
    if issubclass(noun, tuple):
        return f"{maker}._make(({', '.join(attributes[name] for name in _attributes(noun))},))"
    return f"{maker}({', '.join(f'{name}={value}' for name, value in attributes.items())})"
