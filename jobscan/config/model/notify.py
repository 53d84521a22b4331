"""Channels as people write them: a name, a type, and the settings of the type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, SerializeAsAny, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from jobscan.config.model.section import Section, secret_files
from jobscan.config.read.problems import did_you_mean

if TYPE_CHECKING:
    from pydantic.json_schema import GenerateJsonSchema

    from jobscan.notify import ChannelSettings, ChannelType

#: The channel of this name is the user's own address, and of this type.
EMAIL = "email"
#: Names travel in lists with commas, and in the names of credentials.
CHANNEL_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$"
#: Secrets that a type cannot do without. The models leave them open, as a file or a credential may hold them.
_NEEDED = {"telegram": "token"}


class ChannelConfig(Section):
    """One channel: the type, and its settings."""

    type: str
    #: `ChannelSettings` of that type.
    settings: SerializeAsAny[BaseModel]

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        if not isinstance(value, dict) or isinstance(value.get("settings"), BaseModel):
            return value
        given = {key: part for key, part in value.items() if key != "type"}
        kind = value.get("type")
        model = channel_model(kind)
        if model is None:
            error = PydanticCustomError("channel_type", _no_type(kind))
            raise ValidationError.from_exception_data("type", [InitErrorDetails(type=error, loc=("type",), input=None)])
        return {"type": kind, "settings": model.model_validate(given)}

    @property
    def owner_address(self) -> str | None:
        """Return the channel's default recipient; None when it is of another type than email."""
        address = getattr(self.settings, "to", None) if self.type == EMAIL else None
        return address if isinstance(address, str) else None


def _channels() -> Mapping[str, ChannelType]:
    # Seven models take 15 ms, a tenth of what most commands need: they are made when there are channels.
    from jobscan.notify import CHANNELS

    return CHANNELS


def _no_type(kind: object) -> str:
    known = ", ".join(sorted(_channels()))
    if kind is None:
        return f"is missing; known here: {known}"
    if not isinstance(kind, str):
        return f"must be one of {known}"
    return f"no channel of this type; {did_you_mean(kind, sorted(_channels()))}"


def _fill_type(value: object) -> object:
    """Let the channel named email omit its type."""
    if not isinstance(value, dict) or not isinstance(value.get(EMAIL), dict):
        return value
    return value | {EMAIL: {"type": EMAIL} | value[EMAIL]}


Channels = Annotated[Mapping[str, ChannelConfig], BeforeValidator(_fill_type)]


def channel_model(kind: object) -> type[ChannelSettings] | None:
    """Return the model for the settings of a type; None when there is no such type."""
    return _channels()[kind].settings if isinstance(kind, str) and kind in _channels() else None


def channel_type(name: str, entry: Mapping[str, Any]) -> object:
    """Return the type of a channel as written, valid or not."""
    return entry.get("type", EMAIL if name == EMAIL else None)


def needed_secret(kind: str, model: type[BaseModel]) -> str | None:
    """Return the secret that a channel of this type requires; None when there is none."""
    return _NEEDED.get(kind, "url" if "url" in secret_files(model) else None)


def channel_schemas(generator: type[GenerateJsonSchema]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the JSON Schema of ``notify``, and the definitions it needs: one for each type of channel."""
    definitions: dict[str, Any] = {}
    for kind, channel in sorted(_channels().items()):
        schema = channel.settings.model_json_schema(schema_generator=generator)
        definitions |= schema.pop("$defs", {})
        twins = secret_files(channel.settings)
        schema["required"] = ["type", *(name for name in schema.get("required", []) if name not in twins)]
        schema["properties"] = {"type": {"const": kind}} | schema["properties"]
        definitions[_definition(kind)] = schema
    own = definitions[_definition(EMAIL)]
    definitions["OwnEmail"] = own | {"required": [name for name in own["required"] if name != "type"]}
    return {
        "type": "object",
        "properties": {EMAIL: {"$ref": "#/$defs/OwnEmail"}},
        "propertyNames": {"pattern": CHANNEL_NAME},
        "additionalProperties": _any_type(),
    }, definitions


def _any_type() -> dict[str, Any]:
    kinds = sorted(_channels())
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": kinds}},
        # An editor that sees the type names the mistakes of that type, not those of all others.
        "allOf": [
            {
                "if": {"required": ["type"], "properties": {"type": {"const": kind}}},
                "then": {"$ref": f"#/$defs/{_definition(kind)}"},
            }
            for kind in kinds
        ],
    }


def _definition(kind: str) -> str:
    return f"{kind.capitalize()}Channel"


__all__ = [
    "CHANNEL_NAME",
    "EMAIL",
    "ChannelConfig",
    "Channels",
    "channel_model",
    "channel_schemas",
    "channel_type",
    "needed_secret",
]
