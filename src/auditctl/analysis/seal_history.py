"""The seals that the history holds of an audit, and whether the one that stands there keeps what they held."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auditctl.analysis.seals import as_sealed
from auditctl.model.record import Record
from auditctl.model.seal import SEAL
from auditctl.phrases import Phrase, phrase
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History
from auditctl.repository.layout import EVIDENCE_FILES
from auditctl.repository.moves import Data
from auditctl.repository.stretches import Version
from auditctl.source.git import Commit, contents
from auditctl.source.reader import contents as read

_PATH = re.compile(rf"audits/([^/]+)/{re.escape(SEAL)}")


def commit_in_words(commit: Commit) -> Phrase:
    return phrase(
        "commit %(commit)s of %(day)s, by %(author)s",
        commit=commit.short, day=commit.day, author=commit.author,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A file that a commit of the history has."""

    version: Version

    @property
    def told(self) -> Phrase:
        """The commit in words."""
        return commit_in_words(self.version.commit)

    @property
    def bringing_back(self) -> str:
        """The command that brings it back to where it lay."""
        return f"git checkout {self.version.commit.short} -- {self.version.path}"


@dataclass(frozen=True, slots=True)
class HeldSeal(Held):
    """A seal that a commit of the history has, as plain data."""

    data: Data


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A seal of the history that is gone, or that the one in its place does not keep: `lost` is what it held."""

    audit: str
    held: HeldSeal
    lost: tuple[str, ...] = ()
    """Nothing where no seal stands there any more."""


def last_held(history: History, audit: str) -> HeldSeal | None:
    """Return the last seal of an audit that the history holds.

    One that does not keep what the seal before it held is none: it is what somebody put in its place.
    """
    found: HeldSeal | None = None
    versions = history.by_path.get(f"audits/{audit}/{SEAL}", ())
    history.read([(version.blob, version.path) for version in versions])
    for version in reversed(versions):
        data = history.data_of(version) if version.blob else {}
        if _digests(data) and (found is None or not unkept(data, found.data)):
            found = HeldSeal(version, data)
    return found


def held_text(history: History, held: HeldSeal) -> bytes:
    """Return the bytes of a seal as the commit has them."""
    return contents(history.git, [held.version.blob])[held.version.blob]


def unkept(now: Data, before: Data) -> list[str]:
    """Return what a seal does not keep of an earlier one: digests that no amendment of it keeps, and amendments.

    What it holds beside that, and no later amendment names, is named too.
    """
    held, earlier = _digests(now), _digests(before)
    amended, amended_before = _amended(now), _amended(before)
    kept = {*held.items(), *(pair for item in amended for pair in _texts(item.get("before")).items())}
    found = [name for name, digest in earlier.items() if (name, digest) not in kept]
    later = [item for item in amended if item not in amended_before]
    named = {
        as_sealed(str(now.get("audit")), str(name)) for item in later for name in _list(item.get("records"))
    }
    has_evidence = any(name.startswith("evidence/") for name in named)
    found += [
        name
        for name in held
        if name not in earlier
        and name not in named
        and not (has_evidence and name.startswith(f"{EVIDENCE_FILES}/"))
    ]
    found += [
        phrase("the amendment of %(day)s, %(by)s", day=item.get("date"), by=item.get("by"))
        for item in amended_before
        if item not in amended
    ]
    return found


def broken_lines(repository: Repository, history: History) -> Iterator[BrokenLine]:
    """Yield each audit whose seal the history holds, and whose seal of now is gone or does not keep it."""
    if ("", "audits") in repository.unread:
        return
    paths = [match for path in history.by_path if (match := _PATH.fullmatch(path))]
    history.read([(version.blob, version.path) for path in paths for version in history.by_path[path[0]]])
    standing = {audit.id: _plain(audit) for audit in repository.audits.values()}
    for name in (path[1] for path in paths):
        held = last_held(history, name)
        audit = repository.audits.get(name)
        if held is None or (audit and audit.seal and not isinstance(audit.seal, Record)):
            continue
        if now := standing.get(name):
            if lost := unkept(now, held.data):
                yield BrokenLine(name, held, tuple(lost))
        elif _heir(standing, held) is None:
            yield BrokenLine(name, held)


def standing_for(repository: Repository, history: History, name: str) -> Audit | None:
    """Return the audit whose seal stands for those that the history has under a name: it may have another one now."""
    audit = repository.audits.get(name)
    if audit and audit.seal:
        return audit
    held = last_held(history, name)
    standing = {other.id: _plain(other) for other in repository.audits.values()}
    heir = _heir(standing, held) if held else None
    return repository.audits[heir] if heir else None


def _heir(standing: Mapping[str, Data | None], held: HeldSeal) -> str | None:
    """Return the first audit whose seal keeps one of the history."""
    return next((name for name, seal in standing.items() if seal and not unkept(seal, held.data)), None)


def first_commit(history: History, audit: Audit) -> Version | None:
    """Return the first version of the history that is the seal of now; None where no commit has it."""
    now = _plain(audit)
    versions = reversed(history.by_path.get(f"audits/{audit.id}/{SEAL}", ()))
    return next((version for version in versions if version.blob and history.data_of(version) == now), None)


def _plain(audit: Audit) -> Data | None:
    if not isinstance(audit.seal, Record):
        return None
    document = audit.seal.document
    return read(document.path, document.data)[1]


def _digests(seal: Data) -> dict[str, str]:
    return _texts(seal.get("records")) | _texts(seal.get("files"))


def _amended(seal: Data) -> list[Data]:
    """Return the amendments of a seal without the report's digests, which come with the last of them."""
    entries = (item for item in _list(seal.get("amended")) if isinstance(item, dict))
    return [{key: value for key, value in item.items() if key != "report"} for item in entries]


def _texts(value: Any) -> dict[str, str]:
    return {str(key): str(item) for key, item in value.items()} if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
