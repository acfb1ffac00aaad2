"""The types of single values as an editor sees them, after its own reader of YAML."""

from typing import Annotated, Any, get_args, get_origin

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from auditctl.model import types
from auditctl.model.types import Kind, RefTo
from auditctl.source.text import RESERVED
from auditctl.writing.field_words import words_for

ID: JsonSchemaValue = {
    "pattern": "^[a-z0-9][a-z0-9-]{0,59}$",
    "patternErrorMessage": "No id: a-z, 0-9 and hyphens, starting with a letter or digit, at most 60 characters.",
}
"""An id; `patternErrorMessage` is what editors say in place of the pattern."""
SLUG: JsonSchemaValue = {
    "type": "string",
    **ID,
    "not": {"enum": sorted(RESERVED)},
    "description": "an id: a-z, 0-9 and hyphens, at most 60 characters",
}
WORDS: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
DAY: JsonSchemaValue = {
    "type": "string",
    "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    "patternErrorMessage": "No day: write YYYY-MM-DD.",
    "description": "YYYY-MM-DD",
}
CLOCK: JsonSchemaValue = {
    "type": "string",
    "pattern": r"^([01]\d|2[0-3]):[0-5]\d$",
    "patternErrorMessage": 'No time of the day: write "HH:MM".',
    "description": '"HH:MM"',
}
COUNT: JsonSchemaValue = {
    "type": ["integer", "string"],
    "pattern": "^[0-9]{1,9}$",
    "patternErrorMessage": "No whole number: write digits only.",
    "minimum": 0,
}
FLAG: JsonSchemaValue = {"enum": [True, False, "true", "false"]}
SHA256: JsonSchemaValue = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "patternErrorMessage": "A sha256 is 64 characters of 0-9 and a-f.",
    "description": "64 characters of 0-9 and a-f",
}


def _validator(annotated: Any) -> Any:
    """Return the function that reads a value of one of our types; it tells the types apart."""
    return annotated.__metadata__[0].func


BARE = frozenset(
    {
        Kind.person,
        Kind.firm,
        Kind.process,
        Kind.department,
        Kind.location,
        Kind.system,
        Kind.session,
        Kind.checklist,
    }
)
"""Kinds of records that are referred to by their id alone, never as AUDIT/id or with a section."""
SINGLE: dict[Any, JsonSchemaValue] = {
    _validator(types.Slug): SLUG,
    _validator(types.Day): DAY,
    _validator(types.Clock): CLOCK,
    _validator(types.Flag): FLAG,
    _validator(types.Sha256): SHA256,
}


class EditorSchema(GenerateJsonSchema):
    """Makes schemas that take what an editor's reader gives for the texts of our files."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        function = schema["function"]["function"]
        if function in SINGLE:
            return dict(SINGLE[function])
        made = super().function_before_schema(schema)
        if function is _validator(types.Count):
            return {**COUNT, **{key: made[key] for key in ("minimum", "maximum") if key in made}}
        if function is _validator(types.Selection):
            return {"anyOf": [{"const": "all"}, made]}
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Return what stands for a text: an editor reads `8.10` as a number and `true` as a word of its own."""
        return dict(WORDS) if schema.get("pattern") else super().str_schema(schema)

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        for name, field in schema["cls"].model_fields.items():
            key = field.alias or name
            value = made.get("properties", {}).get(key)
            if value is None:
                continue
            if not isinstance(value.get("default"), (str, int)):
                value.pop("default", None)
            kind = _referred(
                Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            )
            _bounded(value)
            if kind in BARE:
                value = made["properties"][key] = _with_ids(value)
            value["title"] = title_of(key)
            value["description"] = _described(words_for(schema["cls"].__name__, key), kind, value)
            if not field.is_required():
                made["properties"][key] = _or_nothing(value)
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the signature is pydantic's
        return False


def title_of(key: str) -> str:
    """Return a key as people say it: `not_before` as `Not before`."""
    return key.replace("_", " ").capitalize()


def _described(words: str, kind: str, value: JsonSchemaValue) -> str:
    """Return what a key says, with the kind of record it refers to, or the form of its value."""
    if kind:
        return f"{words} (refers to: {kind})"
    forms = [held.get("description", "") for held in (value, *value.get("anyOf", ()))]
    form = next(filter(None, forms), "")
    return f"{words} ({form})" if form and form not in words else words


def _with_ids(value: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of references in which each text is an id."""
    inner: JsonSchemaValue = {}
    if "anyOf" in value:
        inner["anyOf"] = [_with_ids(each) for each in value["anyOf"]]
    if isinstance(value.get("items"), dict):
        inner["items"] = _with_ids(value["items"])
    is_text = value.get("type") == WORDS["type"]
    return {**value, **inner, **(ID if is_text else {})}


def _bounded(value: JsonSchemaValue) -> None:
    """Say bounds by the words of JSON Schema, which pydantic does not where a function reads the value."""
    for held in (value, *value.get("anyOf", ())):
        for ours, theirs in (("ge", "minimum"), ("le", "maximum")):
            if ours in held:
                held[theirs] = held.pop(ours)


def _or_nothing(value: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a key that may stand without a value, as flat as it can be said."""
    told: JsonSchemaValue = {key: value[key] for key in ("title", "description", "default") if key in value}
    choices: list[JsonSchemaValue] = value.get("anyOf") or [
        {key: held for key, held in value.items() if key not in told}
    ]
    choices = [choice for choice in choices if choice != {"type": "null"}]
    if len(choices) == 1 and "type" in choices[0]:
        kinds = choices[0]["type"]
        return choices[0] | told | {"type": [*(kinds if isinstance(kinds, list) else [kinds]), "null"]}
    return {"anyOf": [*choices, {"type": "null"}], **told}


def _referred(annotation: Any) -> str:
    """Return what kind of record a field refers to, or nothing."""
    if get_origin(annotation) is Annotated:
        mark = next((item for item in annotation.__metadata__ if isinstance(item, RefTo)), None)
        if mark:
            return str(mark.kind)
    if get_origin(annotation) is dict:
        return ""
    return next((kind for inner in get_args(annotation) if (kind := _referred(inner))), "")
