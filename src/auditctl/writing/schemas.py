"""JSON Schemas of every kind of file, made of the models: editors complete keys and mark mistakes with them.

A schema knows less than `check` and never refuses what `check` takes: to an editor an unquoted `8.1`
is a number, so a text may be one, and a key without a value counts as absent.
"""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue, models_json_schema

from auditctl.model.audit import AuditFile, Criteria, Schedule, Scope, Session, Team
from auditctl.model.capa import Capa
from auditctl.model.catalog import Catalog
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, Soa, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.report import Report
from auditctl.model.settings import Settings
from auditctl.model.workpaper import Checklist, Workpaper
from auditctl.repository.layout import AUDIT_PARTS, ROOT_PARTS
from auditctl.writing.field_words import WORDS
from auditctl.writing.layout import EVIDENCE, FINDING, Field
from auditctl.writing.schema_types import SLUG, EditorSchema, title_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMENT = "Written by auditctl; `auditctl schema` writes it anew."
WHOLE: dict[str, type[BaseModel]] = {
    "finding": Finding, "evidence": Evidence, "capa": Capa, "workpaper": Workpaper, "checklist": Checklist, "catalog": Catalog,
    "scope": Scope, "criteria": Criteria, "team": Team, "report": Report, "soa": Soa,
    "settings": Settings, "audit-file": AuditFile, "schedule-file": Schedule, "programme-file": Programme,
}  # fmt: skip
"""Models that fill a file; those named `…-file` get their records added below."""
ENTRIES: dict[str, type[BaseModel]] = {
    "firms": Firm, "people": Person, "auditors": Auditor, "processes": Process, "documents": OwnDocument,
    "departments": Department, "locations": Place, "systems": System, "sessions": Session, "planned-audits": PlannedAudit,
}  # fmt: skip
"""Models of which a file or key maps ids to records."""
TITLES = {
    "auditctl": "The settings of an audit repository: auditctl.yaml",
    "audit": "An audit: audit.yaml",
    "auditors": "The register of auditors",
    "capa": "A corrective action",
    "catalog": "A catalogue of requirements",
    "checklist": "A checklist",
    "criteria": "The criteria of an audit",
    "documents": "The organisation's documents",
    "evidence": "A record of evidence",
    "finding": "A finding",
    "firms": "Firms",
    "organisation": "Departments, locations and systems",
    "people": "People",
    "processes": "Processes",
    "programme": "An audit programme",
    "report": "What an audit concludes",
    "schedule": "The schedule of an audit",
    "scope": "The scope of an audit",
    "soa": "The statement of applicability",
    "team": "The team of an audit",
    "workpaper": "The work paper of a session",
}
"""The title of each kind of file."""
INNER = frozenset(
    {
        "settings",
        "audit-file",
        "schedule-file",
        "programme-file",
        "departments",
        "locations",
        "systems",
        "sessions",
        "planned-audits",
    }
)
"""What stands only within another file."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return a schema for each kind of file by its name: `finding` is meant for `.schemas/finding.json`."""
    files, definitions = _of_models()
    files |= {
        "organisation": _object(
            {key: files[key] for key in ("departments", "locations", "systems")},
            "Departments, locations and systems.",
        ),
        "schedule": _joined(files["schedule-file"], {"sessions": files["sessions"]}),
        "programme": _joined(files["programme-file"], {"audits": files["planned-audits"]}),
    }
    programmes = {"programmes": _mapping(files["programme"], "Programmes by name.")}
    files["audit"] = _joined(files["audit-file"], {key: files[key] for key in AUDIT_PARTS})
    files["auditctl"] = _joined(
        files["settings"], {key: files[key] for key in ROOT_PARTS if key in files} | programmes
    )
    return {
        name: _file(TITLES[name], schema, definitions)
        for name, schema in sorted(files.items())
        if name not in INNER
    }


def schema_files() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the file of each schema."""
    for kind, schema in schemas().items():
        yield f"{kind}.json", written(schema)


def written(schema: dict[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def is_ours(data: bytes) -> bool:
    """Whether bytes are a schema that auditctl wrote, also one of a version that did not say so."""
    return COMMENT.encode() in data or data.startswith(f'{{\n "$schema": "{DIALECT}"'.encode())


def _of_models() -> tuple[dict[str, JsonSchemaValue], JsonSchemaValue]:
    """Return a schema for each model, and the definitions that all of them share."""
    inputs = [(model, "validation") for model in (*WHOLE.values(), *ENTRIES.values())]
    references, made = models_json_schema(inputs, schema_generator=EditorSchema)  # type: ignore[arg-type]
    definitions: JsonSchemaValue = made["$defs"]
    own = {
        model: definitions[reference["$ref"].rpartition("/")[2]]
        for (model, _), reference in references.items()
    }
    _tell(own[Finding], FINDING)
    _tell(own[Evidence], EVIDENCE)
    files = {name: own[model] for name, model in WHOLE.items()}
    files |= {
        name: _mapping(references[model, "validation"], own[model].get("description", ""))
        for name, model in ENTRIES.items()
    }
    return files, definitions


def _tell(schema: JsonSchemaValue, fields: tuple[Field, ...]) -> None:
    for field in fields:
        schema["properties"][field.key]["description"] = field.comment


def _mapping(each: JsonSchemaValue, description: str) -> JsonSchemaValue:
    made = {"type": ["object", "null"], "propertyNames": SLUG, "additionalProperties": each}
    return made | ({"description": description} if description else {})


def _object(properties: dict[str, JsonSchemaValue], description: str) -> JsonSchemaValue:
    return {
        "type": "object",
        "description": description,
        "properties": _named(properties),
        "additionalProperties": False,
    }


def _joined(file: JsonSchemaValue, parts: dict[str, JsonSchemaValue]) -> JsonSchemaValue:
    """Return the schema of a file in which further parts may stand as keys."""
    joined = {**file, "properties": {**file["properties"], **_named(parts)}}
    joined.pop("description", None)  # that of the file without its parts
    return joined


def _named(parts: dict[str, JsonSchemaValue]) -> dict[str, JsonSchemaValue]:
    return {key: {**part, "title": title_of(key), "description": WORDS[key]} for key, part in parts.items()}


def _file(title: str, schema: JsonSchemaValue, definitions: JsonSchemaValue) -> dict[str, Any]:
    """Return a schema that stands alone, with the definitions that it reaches."""
    reached: dict[str, Any] = {}
    waiting = list(_references(schema))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached[name] = definitions[name]
            waiting += _references(definitions[name])
    rest = {"$defs": dict(sorted(reached.items()))} if reached else {}
    return {"$schema": DIALECT, "$comment": COMMENT, "title": title, **schema, **rest}


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(reference := schema.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for value in schema.values():
            yield from _references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _references(value)
