"""A repository without names: people, firms of auditors and classified evidence by pseudonyms, digests salted, in every file alike.

The records themselves are rewritten before they are loaded, so that whatever is made of them has never seen a name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from auditctl.diagnostics import Diagnostic, Label, Location, Outcome, Silenced
from auditctl.errors import AuditctlError
from auditctl.model.evidence import Classification, Evidence
from auditctl.model.record import Record
from auditctl.pack.evidence import rank
from auditctl.pack.firms import firms_of_auditors
from auditctl.pack.ordinary import ordinary_words
from auditctl.pack.pseudonyms import Pseudonyms, Replacement, Salt, bounded, pseudonyms
from auditctl.phrases import Phrase, Series, filled, joined, listed
from auditctl.repository import Repository, load
from auditctl.repository.layout import place
from auditctl.repository.shelf import Shelf
from auditctl.repository.sources import sources_below
from auditctl.source.dump import fragment
from auditctl.source.files import read_bytes

LEAST = 12
"""Characters from which on a title is taken for one wherever it stands."""
KEPT = (
    "kind",
    "collected",
    "purpose",
    "session",
    "classification",
    "personal_data",
    "retention_until",
    "disposed",
)
"""What is still said of classified evidence."""
READING = ("SYN", "SCH", "REF")


class CannotRedact(AuditctlError):
    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{where} cannot be redacted: {why}",
            "give the person or record another id (`auditctl rename`), or take the name out; nothing was written",
        )


@dataclass(frozen=True)
class Redacted:
    """The repository and the outcome of its check without names; `texts` are the records by their new paths."""

    repository: Repository
    outcome: Outcome
    texts: Mapping[str, str]
    names: Pseudonyms

    def audit(self, name: str) -> str:
        """Return what an audit is called."""
        return self.names.replaced(name)


def redacted(
    repository: Repository, outcome: Outcome, limit: Classification, secret: bytes | None
) -> Redacted:
    """Return everything without names; evidence above the limit has a pseudonym too.

    Without a secret the salt is made of the records, which whoever gets the pack does not have. Raises CannotRedact.
    """
    files = record_files(repository)
    salt = Salt(secret or _of_records(files))
    classified = [
        item for item in repository.evidence.values() if rank(item.data.classification) > rank(limit)
    ]
    codes = salt.codes("evidence", [item.name for item in classified])
    further = [*_of_evidence(classified, codes), *firms_of_auditors(repository, salt)]
    names = pseudonyms(repository.people, salt, further)
    hidden = {item.document.path: _hidden(item, codes[item.name]) for item in classified}
    texts: dict[str, str] = {}
    for path, text in files.items():
        nameless = names.replaced(path)
        if nameless in texts:
            raise CannotRedact(path, "without names it would be called as another record is")
        texts[nameless] = names.replaced(hidden.get(path, text))
    overlay: dict[str, bytes | None] = dict.fromkeys(files)
    overlay.update((path, text.encode()) for path, text in texts.items())
    found = load(repository.root, repository.today, overlay)
    _require_sound(repository, found)
    return Redacted(found, _outcome(outcome, names), texts, names)


def record_files(repository: Repository) -> dict[str, str]:
    """Return the text of every record by its path."""
    listed = sources_below(repository.root, Shelf()).listed
    paths = sorted(entry.path for held in listed.values() for _, entry in held if not entry.problem)
    found = {path: read_bytes(repository.root, path).decode("utf-8", "replace") for path in paths}
    return {
        path: text.replace("\r\n", "\n").removeprefix("\ufeff") for path, text in found.items() if place(path)
    }


def _of_records(files: Mapping[str, str]) -> bytes:
    state = sha256()
    for path, text in sorted(files.items()):
        state.update(f"{len(path)} {path} {len(text)} {text}".encode("utf-8", "replace"))
    return state.digest()


def _of_evidence(classified: list[Record[Evidence]], codes: Mapping[str, str]) -> Iterator[Replacement]:
    """Yield what replaces classified evidence: its file, its title and its id, wherever they are named."""
    for item in classified:
        code = codes[item.name]
        for named in item.data.named_files():
            yield _replacement(bounded(re.escape(named.name)), f"files/{code}")
        if len(item.data.title) >= LEAST:
            yield _replacement(r"\s+".join(map(re.escape, item.data.title.split())), f"Evidence {code}")
        if item.id not in ordinary_words():
            yield _replacement(bounded(re.escape(item.id)), f"evidence-{code}")


def _replacement(pattern: str, pseudonym: str) -> Replacement:
    return Replacement(re.compile(pattern, re.IGNORECASE), pseudonym)


def _hidden(item: Record[Evidence], code: str) -> str:
    """Return the record of classified evidence with what may be said of it."""
    said = item.data.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    fields: dict[str, Any] = {"title": f"Evidence {code} ({item.data.classification})"}
    fields.update((key, said[key]) for key in KEPT if key in said)
    if item.data.file:
        fields.update(file=item.data.file, sha256=item.data.sha256)
    text = fragment({key: value for key, value in fields.items() if value is not None})
    return f"---\n{text}---\n" if item.document.path.endswith(".md") else text


def _require_sound(before: Repository, after: Repository) -> None:
    """Raise CannotRedact where a pseudonym broke what it was put into."""
    known = {(hit.code, hit.message) for hit in before.problems}
    count = sum(hit.code.startswith(READING) for hit in before.problems)
    found = [hit for hit in after.problems if hit.code.startswith(READING)]
    if len(found) > count:
        new = next((hit for hit in found if (hit.code, hit.message) not in known), found[0])
        raise CannotRedact(new.site.document.path, f"{new.code}, {new.message}")


def _outcome(outcome: Outcome, names: Pseudonyms) -> Outcome:
    return replace(
        outcome,
        diagnostics=tuple(_diagnostic(item, names) for item in outcome.diagnostics),
        silenced=tuple(
            Silenced(
                _diagnostic(item.diagnostic, names), names.replaced(item.reason), _place(item.comment, names)
            )
            for item in outcome.silenced
        ),
    )


def _diagnostic(item: Diagnostic, names: Pseudonyms) -> Diagnostic:
    return replace(
        item,
        message=_said(item.message, names),
        location=_place(item.location, names),
        label=_said(item.label, names),
        help=_said(item.help, names),
        accepted_by=names.replaced(item.accepted_by),
        audit=names.replaced(item.audit),
        related=tuple(
            Label(_place(label.location, names), _said(label.text, names)) for label in item.related
        ),
    )


def _said(message: str, names: Pseudonyms) -> str:
    """Return a message without names; one that other languages can say stays so."""
    if isinstance(message, Series):
        parts = [_said(part, names) if isinstance(part, str) else part for part in message.parts]
        return listed(parts) if message.last else joined(message.between, parts)
    if not isinstance(message, Phrase):
        return names.replaced_value(message)
    values = {
        key: _said(value, names) if isinstance(value, str) else value for key, value in message.values.items()
    }
    return filled(message, **values)


def _place(place_: Location, names: Pseudonyms) -> Location:
    return replace(place_, path=names.replaced(place_.path), source=names.replaced(place_.source))
