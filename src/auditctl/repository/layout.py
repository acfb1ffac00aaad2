"""Which file is what: the folders and names of an audit repository."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from auditctl.model.seal import SEAL, SIGNATURE

ROOT_PARTS = ("organisation", "firms", "people", "auditors", "processes", "documents", "soa", "programmes")
AUDIT_PARTS = ("scope", "criteria", "team", "schedule", "report")
AUDIT_FOLDERS = ("workpapers", "evidence", "findings", "capas")
EVIDENCE_FILES = "evidence/files"
"""The folder of an audit in which the files lie that evidence refers to."""
ROOT_FOLDERS = ("programmes", "catalogs", "checklists", "capas", "audits", "templates")
TOLERATED = frozenset({"README.md", "README.tr.md", SEAL, SIGNATURE, ".gitkeep"})
SETTINGS = "auditctl.yaml"


class Role(StrEnum):
    """What a file is for."""

    root_part = "root part"
    programme = "programme"
    catalog = "catalogue"
    checklist = "checklist"
    audit_part = "part of an audit"
    workpaper = "work paper"
    evidence = "evidence"
    finding = "finding"
    capa = "CAPA"
    seal = "seal"


FOLDER_ROLES = {
    "programmes": Role.programme,
    "catalogs": Role.catalog,
    "checklists": Role.checklist,
    "capas": Role.capa,
    "workpapers": Role.workpaper,
    "evidence": Role.evidence,
    "findings": Role.finding,
}


PROSE_ROLES = frozenset({Role.evidence, Role.finding, Role.capa, Role.workpaper})


KINDS = {"workpapers": "work paper", "evidence": "evidence", "findings": "finding", "capas": "CAPA"}
"""What stands in the folders of an audit, as `Kind` names it."""


def unread_folder(path: str) -> tuple[str, str]:
    """Return (audit, part) of a folder that cannot be listed: all that may stand in it is unread."""
    top, _, rest = path.partition("/")
    audit, _, inner = rest.partition("/") if top == "audits" else ("", "", path)
    kind = KINDS.get(inner)
    return audit, f"{kind}:*" if kind else inner or ("audit" if audit else path)


@dataclass(frozen=True, slots=True)
class Placed:
    """A file with its role, the audit that it belongs to, and its id."""

    path: str
    role: Role
    id: str
    audit: str = ""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A file in our folders that is no record, with what to do about it."""

    path: str
    message: str
    hint: str = ""


def place(path: str) -> Placed | Stranger | None:
    """Return what a file of our folders is; nothing for what is none of our business."""
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    file = _File(path, folder, name, stem, ending)
    if name == SEAL and folder.startswith("audits/") and folder.count("/") == 1:
        return Placed(path, Role.seal, name, folder.partition("/")[2])
    if name in TOLERATED:
        return None
    if not folder:
        return _in_root(file)
    if folder == "audits" or folder.startswith("audits/"):
        return _in_audits(file)
    return _record(file, FOLDER_ROLES[folder], "")


class _File(NamedTuple):
    """A path in its parts; `ending` without the dot."""

    path: str
    folder: str
    name: str
    stem: str
    ending: str


def _in_root(file: _File) -> Placed | Stranger | None:
    if file.ending not in {"yaml", "yml"}:
        return None
    return _part(file, (SETTINGS.partition(".")[0], *ROOT_PARTS), Role.root_part, "")


def _in_audits(file: _File) -> Placed | Stranger:
    _, _, below = file.folder.partition("/")
    if not below:
        hint = f"move it to audits/{file.stem or file.name}/audit.yaml"
        return Stranger(file.path, "a file stands where only folders of audits do", hint)
    audit, _, inner = below.partition("/")
    if not inner:
        return _part(file, ("audit", *AUDIT_PARTS), Role.audit_part, audit)
    return _record(file, FOLDER_ROLES[inner], audit)


def _part(file: _File, known: tuple[str, ...], role: Role, audit: str) -> Placed | Stranger:
    if file.ending == "yml":
        return _rename(file)
    if file.stem in known and (file.ending == "yaml" or (file.name == "report.md" and audit)):
        return Placed(file.path, role, file.stem, audit)
    where = f"audits/{audit}/" if audit else "the root"
    return Stranger(file.path, f"{file.name} is no part of {where}", _near(file.stem, known))


def _near(stem: str, known: tuple[str, ...]) -> str:
    from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

    near = nearest(stem, known)
    listed = ", ".join(f"{name}.yaml" for name in known)
    return f"did you mean {near}.yaml?" if near else f"known here: {listed}"


def _record(file: _File, role: Role, audit: str) -> Placed | Stranger:
    if file.ending == "yml":
        return _rename(file)
    prose = role in PROSE_ROLES
    if file.stem and (file.ending == "yaml" or (prose and file.ending == "md")):
        return Placed(file.path, role, file.stem, audit)
    hint = "records here are *.yaml or *.md" if prose else "records here are *.yaml"
    if role is Role.evidence:
        hint += "; files that evidence refers to belong in evidence/files/"
    return Stranger(file.path, f"{file.name} is no record", hint)


def _rename(file: _File) -> Stranger:
    message = f"{file.name} is not read: records end in .yaml"
    return Stranger(file.path, message, f"rename it to {file.stem}.yaml")
