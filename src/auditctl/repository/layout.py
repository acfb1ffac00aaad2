"""Which file is what: the folders and names of an audit repository."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

ROOT_PARTS = ("organisation", "firms", "people", "auditors", "processes", "documents", "soa", "programmes")
AUDIT_PARTS = ("scope", "criteria", "team", "schedule", "report")
AUDIT_FOLDERS = ("workpapers", "evidence", "findings", "capas")
ROOT_FOLDERS = ("programmes", "catalogs", "checklists", "capas", "audits", "templates")
PROSE_FOLDERS = frozenset({"evidence", "findings", "capas", "workpapers"})
TOLERATED = frozenset({"README.md", "README.tr.md", "SEAL.json", ".gitkeep"})
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


FOLDER_ROLES = {
    "programmes": Role.programme,
    "catalogs": Role.catalog,
    "checklists": Role.checklist,
    "capas": Role.capa,
    "workpapers": Role.workpaper,
    "evidence": Role.evidence,
    "findings": Role.finding,
}


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
    at = PurePosixPath(path)
    if at.name in TOLERATED:
        return None
    parts = at.parts
    if len(parts) == 1:
        return _in_root(at)
    if parts[0] == "audits":
        return _in_audits(at)
    return _record(at, FOLDER_ROLES[parts[0]], "")


def _in_root(at: PurePosixPath) -> Placed | Stranger | None:
    if at.suffix not in {".yaml", ".yml"}:
        return None
    return _part(at, (PurePosixPath(SETTINGS).stem, *ROOT_PARTS), Role.root_part, "")


def _in_audits(at: PurePosixPath) -> Placed | Stranger:
    depth = len(at.parts)
    if depth == 2:  # noqa: PLR2004 - audits/FILE
        return Stranger(
            str(at),
            "a file stands where only folders of audits do",
            f"move it to audits/{at.stem}/audit.yaml",
        )
    audit = at.parts[1]
    if depth == 3:  # noqa: PLR2004 - audits/AUDIT/FILE
        return _part(at, ("audit", *AUDIT_PARTS), Role.audit_part, audit)
    return _record(at, FOLDER_ROLES[at.parts[2]], audit)


def _part(at: PurePosixPath, known: tuple[str, ...], role: Role, audit: str) -> Placed | Stranger:
    if at.suffix == ".yml":
        return _rename(at)
    if at.stem in known and (at.suffix == ".yaml" or (at.name == "report.md" and audit)):
        return Placed(str(at), role, at.stem, audit)
    where = f"audits/{audit}/" if audit else "the root"
    return Stranger(str(at), f"{at.name} is no part of {where}", _near(at.stem, known))


def _near(stem: str, known: tuple[str, ...]) -> str:
    from auditctl.model.nearest import nearest  # noqa: PLC0415 - only a mistake needs it

    near = nearest(stem, known)
    return (
        f"did you mean {near}.yaml?" if near else "known here: " + ", ".join(f"{name}.yaml" for name in known)
    )


def _record(at: PurePosixPath, role: Role, audit: str) -> Placed | Stranger:
    if at.suffix == ".yml":
        return _rename(at)
    folder = at.parts[-2]
    if at.suffix == ".yaml" or (at.suffix == ".md" and folder in PROSE_FOLDERS):
        return Placed(str(at), role, at.stem, audit)
    kinds = "*.yaml or *.md" if folder in PROSE_FOLDERS else "*.yaml"
    hint = f"records here are {kinds}"
    if role is Role.evidence:
        hint += "; files that evidence refers to belong in evidence/files/"
    return Stranger(str(at), f"{at.name} is no record", hint)


def _rename(at: PurePosixPath) -> Stranger:
    return Stranger(str(at), f"{at.name} is not read: records end in .yaml", f"rename it to {at.stem}.yaml")
