"""What a seal holds of an audit: digests of data, never of layout."""

import json
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditctl.model.record import Site
from auditctl.model.report import Amendment
from auditctl.model.seal import FOLDERS, PARTS, Resealing, Seal, later_keys
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import Attachment, attached, attachment
from auditctl.repository.layout import EVIDENCE_FILES
from auditctl.source.reader import Document, Route, contents

Digest = Callable[[Path], str]
"""Gives the sha256 of a file of evidence."""
PROOF = "action"
"""The purpose of evidence that comes after the report: proof of a corrective action."""
LOST_TEXT = "SYN007"
"""The one problem of a file that leaves no doubt what its data are."""


@dataclass(frozen=True, slots=True)
class Sealable:
    """A record as a seal names it, where it stands, and its data; None where nothing certain can be read."""

    name: str
    site: Site
    data: Any

    @property
    def sha256(self) -> str:
        return sha256(canonical(self.data)).hexdigest()

    @property
    def is_proof(self) -> bool:
        """Whether it is evidence that rightly comes later."""
        return (
            self.name.startswith("evidence/")
            and isinstance(self.data, dict)
            and self.data.get("purpose") == PROOF
        )

    @property
    def files(self) -> frozenset[str]:
        """The files of evidence that it names, as a seal names them, whether or not it is valid."""
        if not self.name.startswith("evidence/") or not isinstance(self.data, dict):
            return frozenset()
        sample = self.data.get("sample")
        listed = sample.get("list") if isinstance(sample, dict) else None
        named = (self.data.get("file"), listed)
        return frozenset(posixpath.normpath(f"evidence/{name}") for name in named if name)


def canonical(data: Any) -> bytes:
    """Return plain data as canonical JSON (RFC 8785 for texts, lists and mappings); an empty key counts as absent."""
    text = json.dumps(_filled(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _filled(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _filled(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_filled(item) for item in data]
    return data.replace("\r\n", "\n") if isinstance(data, str) else data


def sealable(audit: Audit) -> dict[str, Sealable]:
    """Return each record of an audit that a seal holds, by its name there; whether it is a file or a key tells nothing.

    They are taken as they stand in the files, since a record that no longer validates is changed too. Of a file
    that cannot be read for certain one name stands for all that it holds: `audit` for the keys of audit.yaml.
    """
    plain: dict[Document, Any] = {}
    found = []
    for name, sites in audit.places.items():
        if name not in PARTS and name.partition("/")[0] not in FOLDERS:
            continue
        for site in sites:
            if site.document not in plain:
                plain[site.document] = _plain(site.document)
        data = plain[sites[-1].document]
        if len(sites) > 1:
            found.append(Sealable(name, sites[-1], None))
        elif data is not None or not sites[-1].route:
            found.append(Sealable(name, sites[-1], _sealed_data(name, data, sites[-1].route)))
    return {item.name: item for item in sorted(found, key=lambda item: item.name)}


def _plain(document: Document) -> dict[str, Any] | None:
    """Return the data of a file; None where it cannot be read, or where a reader might take it for something else."""
    if not document.readable:
        return None
    _, data, problems = contents(document.path, document.data)
    return None if any(problem.code != LOST_TEXT for problem in problems) else data


def _sealed_data(name: str, data: dict[str, Any] | None, route: Route) -> Any:
    held: Any = data
    for step in route:
        held = held[step] if isinstance(held, dict) else None
    if not isinstance(held, dict):
        return held
    later = left_out(name)
    return {key: value for key, value in held.items() if key not in later}


def left_out(name: str) -> frozenset[str]:
    """Return the keys of a record that are none of its sealed data: what comes later, and the parts of audit.yaml."""
    return later_keys(name) | (frozenset(PARTS[1:]) if name == PARTS[0] else frozenset())


def as_sealed(audit: str, name: str) -> str:
    """Return a record as a seal names it, from its path or its name."""
    stem = name.strip().removeprefix(f"audits/{audit}/")
    return stem if stem.startswith(f"{EVIDENCE_FILES}/") else stem.removesuffix(".yaml").removesuffix(".md")


def amendments(audit: Audit) -> tuple[Amendment, ...]:
    return audit.report.data.amendments if audit.report else ()


def open_amendments(audit: Audit, seal: Seal) -> list[Amendment]:
    """Return the amendments that are recorded and not sealed."""
    return [item for item in amendments(audit) if not any(is_same(item, held) for held in seal.amended)]


def is_same(item: Amendment, held: Resealing) -> bool:
    """Whether a sealed amendment is this one."""
    return (item.by, item.date, item.why, item.records) == (held.by, held.date, held.why, held.records)


def evidence_files(repository: Repository, audit: Audit) -> Mapping[str, Attachment]:
    """Return every file of evidence that lies there by its name in a seal, whether a record names it or not."""
    names = attached(repository, audit.id)
    return {f"evidence/{name}": attachment(repository, audit.id, name) for name in names}
