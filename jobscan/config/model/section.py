"""What all sections of the configuration have in common."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import BaseModel, ConfigDict, SecretStr, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Section(BaseModel):
    """Common rules: unknown keys are mistakes, values do not change, errors do not repeat what was entered.

    A section is compiled when it is first used, and most only as a part of the whole: it was twice the work.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, defer_build=True)


def written_fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields by the names that people write: Python cannot use ``from`` and ``in`` as names."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


@cache  # asked for each of a thousand sources
def secret_names(model: type[BaseModel]) -> frozenset[str]:
    """Return the keys that hold secrets, as people write them."""
    return frozenset(name for name, info in written_fields(model).items() if _holds_secret(info.annotation))


@cache
def secret_files(model: type[BaseModel]) -> Mapping[str, str]:
    """Return each secret that can be in a file of its own, with the key that names the file."""
    fields = written_fields(model)
    return {name: f"{name}_file" for name in fields if name in secret_names(model) and f"{name}_file" in fields}


def _holds_secret(annotation: object) -> bool:
    return annotation is SecretStr or any(map(_holds_secret, get_args(annotation)))
