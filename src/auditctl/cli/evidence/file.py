"""A file on its way into an audit's evidence: looked at, copied, or left where it lies already."""

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path

from auditctl.cli.asking import clean
from auditctl.cli.changing import BreaksRule
from auditctl.cli.evidence.progress import progress
from auditctl.diagnostics import Diagnostic, Location, Severity
from auditctl.errors import OutsideRepository
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import attachment, digest
from auditctl.rules.evd.files import KEY_HELP, holds_private_key, key_sentence
from auditctl.rules.registry import registry
from auditctl.source.copying import sha256_of
from auditctl.source.text import visible
from auditctl.writing.create import checked_source, create_copy, free_file

FILES = "files"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A regular file and what it will be called below evidence/; `held` is where it lies there already."""

    repository: Repository
    audit: Audit
    source: Path
    name: str
    held: Path | None = None

    @classmethod
    def of(cls, repository: Repository, audit: Audit, source: Path, flag: str = "--file") -> "Incoming":
        """Look at a file; NoSource for what is none, OutsideRepository where it only seems to lie in place."""
        checked_source(source, flag)
        folder = _folder(audit)
        if source.absolute().parent.resolve() != (repository.root / folder).resolve():
            return cls(repository, audit, source, f"{FILES}/{free_file(repository.root, folder, source)}")
        name = f"{FILES}/{clean('the name of the file', source.name)}"
        found = attachment(repository, audit.id, name)
        if found.real is None:
            raise OutsideRepository(found.path)
        return cls(repository, audit, source, name, found.real)

    def sha256(self) -> str:
        """Return its sha256, which takes a while for a large file."""
        if self.held:
            return digest(self.repository, self.held)
        with progress(f"hashing {self.source.name}", self.source.stat().st_size) as advance:
            return sha256_of(self.source, advance)

    def refuse_key(self, of: str) -> None:
        """Raise BreaksRule for a file that holds a private key, before it is copied."""
        if holds_private_key(self.source):
            rule = registry()["EVD008"]
            message = key_sentence(self.name, of)
            place = Location(str(self.source))
            raise BreaksRule(
                (Diagnostic(rule.code, rule.name, Severity.error, message, place, help=KEY_HELP),)
            )

    def taken_in(self, undo: contextlib.ExitStack) -> tuple[str, str]:
        """Copy the file unless it lies in place, and return its name and sha256; `undo` takes the copy away."""
        if self.held:
            return self.name, self.sha256()
        begun = time.time_ns()
        folder = _folder(self.audit)
        with progress(f"copying {self.source.name}", self.source.stat().st_size) as advance:
            name, sha256 = create_copy(self.repository.root, folder, self.source, advance)
        copy = self.repository.root / folder / name
        undo.callback(copy.unlink, missing_ok=True)
        self.repository.hashes.remember(copy.resolve(), sha256, begun)
        return f"{FILES}/{name}", sha256

    def announcement(self) -> str:
        """Return what a dry run says of the copy; nothing for a file that lies in place."""
        if self.held:
            return ""
        return f"{visible(str(self.source))} would be copied to audits/{self.audit.id}/evidence/{self.name}"


def _folder(audit: Audit) -> str:
    return f"audits/{audit.id}/evidence/{FILES}"
