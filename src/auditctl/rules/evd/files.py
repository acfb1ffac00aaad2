"""Files of evidence: there, unchanged, and fit to be kept."""

import re
from collections.abc import Iterator
from pathlib import Path

from auditctl.analysis.gates import Gate
from auditctl.diagnostics import Severity
from auditctl.model.evidence import Classification, Evidence, EvidenceKind, Named, Purpose
from auditctl.model.record import Hit, Record
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.attachments import Attachment, attachment, digest, head
from auditctl.rules.evd.subjects import collected
from auditctl.rules.registry import rule

PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----")
"""How a private key begins: PEM (RFC 7468), OpenSSH, and ASCII armour (RFC 9580)."""
KEY_HELP = phrase("take it out, also of the history, and replace the key")
SHOWN = 12
"""Characters of a sha256 that tell two apart."""


def _files(repository: Repository) -> Iterator[tuple[Audit, Record[Evidence], Attachment]]:
    """Yield evidence with the file that it names."""
    for audit, item in collected(repository):
        if item.data.file:
            yield audit, item, attachment(repository, audit.id, item.data.file)


def _named(repository: Repository) -> Iterator[tuple[Audit, Record[Evidence], Named]]:
    """Yield evidence with each file that lies in the repository for it, the list of a sample too."""
    for audit, item in collected(repository):
        for named in item.data.named_files():
            yield audit, item, named


@rule("EVD005", "file-changed", Severity.error)
def file_changed(repository: Repository) -> Iterator[Hit]:
    """A file of evidence is missing, lies outside evidence/files, or has another sha256 than its record.

    Why: evidence that may have changed since it was collected proves nothing.

    Fix: restore the file, or write the `sha256` that `auditctl evidence add` computes when it copies. Keep git
    from changing line ends: `audits/*/evidence/files/** -text` in .gitattributes. `auditctl evidence verify`
    hashes every file again, also those of issued audits.
    """
    for audit, item, held in _files(repository):
        if held.real is None:
            if not (held.is_absent and item.data.disposed):
                yield Hit(
                    item.at("file"),
                    phrase(
                        "%(file)s of %(evidence)s %(problem)s",
                        file=item.data.file,
                        evidence=item.id,
                        problem=held.problem,
                    ),
                    help=phrase(
                        "put the file into evidence/files/ of the audit and write `file: files/NAME`"
                    ),
                    audit=audit.id,
                )
        elif item.data.sha256 and (found := digest(repository, held.real)) != item.data.sha256:
            yield Hit(
                item.at("sha256"),
                phrase(
                    "%(file)s of %(evidence)s changed: its sha256 begins with %(found)s, recorded is %(recorded)s",
                    file=item.data.file,
                    evidence=item.id,
                    found=found[:SHOWN],
                    recorded=item.data.sha256[:SHOWN],
                ),
                help=phrase(
                    "restore the file that was collected; if a new one was collected, record it as new evidence"
                ),
                audit=audit.id,
            )
        elif item.data.sha256 is None:
            yield Hit(
                item.at("file"),
                phrase("%(file)s of %(evidence)s has no sha256", file=item.data.file, evidence=item.id),
                help=phrase("write `sha256: %(digest)s`", digest=digest(repository, held.real)),
                audit=audit.id,
            )


@rule("EVD006", "nothing-to-look-at", Severity.error, gate=Gate.issue)
def nothing_to_look_at(repository: Repository) -> Iterator[Hit]:
    """A photo has no file; proof that was not copied and has neither `source` nor `viewed` is warned about.

    Why: somebody else has to be able to look at what was seen. A photo exists as a file or not at all; of what
    was only looked at, the record says where it can be found.

    Fix: add the file with `auditctl evidence add --file`, or write where it was seen as `source` or `viewed`.
    Fieldwork evidence without source is a matter of EVD001.
    """
    for audit, item in collected(repository):
        data = item.data
        if data.file or data.disposed:
            continue
        if data.kind is EvidenceKind.photo:
            yield Hit(
                item.at("kind"),
                phrase("%(evidence)s is a photo without its file", evidence=item.id),
                help=phrase("add it as `file: files/NAME`"),
                audit=audit.id,
            )
        elif data.purpose is Purpose.action and not (data.source or data.viewed):
            yield Hit(
                item.key(),
                phrase(
                    "%(evidence)s was not copied, and neither `source` nor `viewed` says where it can be seen",
                    evidence=item.id,
                ),
                help="write `source`, or `viewed` with its address",
                severity=Severity.warning,
                audit=audit.id,
            )


@rule("EVD008", "secret-in-repository", Severity.error)
def secret_in_repository(repository: Repository) -> Iterator[Hit]:
    """A file of evidence holds a private key, or material of the class strict was copied into the repository.

    Why: everybody who can read the repository can read it, for as long as its history lasts.

    Fix: take the file out, also of the history, and replace the key. Refer to strict material by `viewed` or
    `source` alone.
    """
    for audit, item, named in _named(repository):
        held = attachment(repository, audit.id, named.name)
        if held.real and holds_private_key(held.real):
            yield Hit(item.at(*named.key), key_sentence(named.name, item.id), help=KEY_HELP, audit=audit.id)
        if item.data.classification is Classification.strict and not item.data.disposed:
            yield Hit(
                item.at("classification"),
                phrase(
                    "%(evidence)s is strict: %(named)s must not lie in the repository",
                    evidence=item.id,
                    named=named.name,
                ),
                help=phrase("take the file out and say where it was seen as `viewed`"),
                audit=audit.id,
            )


def holds_private_key(real: Path) -> bool:
    """Whether a private key begins in the first 1 MiB of a file."""
    return PRIVATE_KEY.search(head(real)) is not None


def key_sentence(file: str, of: str) -> Phrase:
    return phrase("%(file)s of %(evidence)s holds a private key", file=file, evidence=of)
