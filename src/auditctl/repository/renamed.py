"""Which records have another name now than at a revision, committed or not."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from auditctl.repository.between import paths_on_disk
from auditctl.repository.moves import Data, moves_of, placed_of
from auditctl.repository.revision import is_record
from auditctl.source.files import read_bytes
from auditctl.source.git import Entry, Git, Touch, contents, text_id
from auditctl.source.guards import MAX_BYTES
from auditctl.source.reader import contents as read


@dataclass(frozen=True, slots=True)
class Renames:
    """The new path of each record that has another one now, by the old, and the new name of each audit and record."""

    paths: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    _audits: Mapping[str, str] = field(default_factory=dict)

    def path(self, old: str) -> str:
        """Return where a file is now; what is no record goes with its audit."""
        top, _, rest = old.partition("/")
        audit, _, inner = rest.partition("/")
        if old in self.paths or top != "audits" or audit not in self._audits:
            return self.paths.get(old, old)
        return f"audits/{self._audits[audit]}/{inner}" if inner else f"audits/{self._audits[audit]}"


def renames(git: Git, entries: Mapping[str, Entry]) -> Renames:
    """Return what was renamed between a revision with these files and the files on disk. Raises GitFailed."""
    gone = [
        Touch(path, entry.id, "")
        for path, entry in entries.items()
        if is_record(path) and not entry.is_link and not os.path.lexists(git.root / path)
    ]
    if not gone:
        return Renames()
    texts = dict(_added(git, entries, gone[0].before))
    added = [Touch(path, "", id_) for path, (id_, _) in texts.items()]

    def reading(asked: Iterable[tuple[str, str]]) -> dict[str, Data | None]:
        wanted = dict(asked)
        held = contents(git, (blob for blob, path in wanted.items() if path not in texts))
        held |= {blob: texts[path][1] for blob, path in wanted.items() if path in texts}
        return {blob: read(path, held[blob])[1] for blob, path in wanted.items() if blob in held}

    found = {old: new for new, old in moves_of((*gone, *added), reading).items()}
    return _named(found)


def _added(git: Git, entries: Mapping[str, Entry], like: str) -> Iterator[tuple[str, tuple[str, bytes]]]:
    for path in paths_on_disk(git.root):
        if is_record(path) and path not in entries:
            data = read_bytes(git.root, path)
            if len(data) <= MAX_BYTES:
                yield path, (text_id(data.decode("utf-8", "surrogateescape"), like), data)


def _named(paths: Mapping[str, str]) -> Renames:
    names, audits = {}, {}
    for old, new in paths.items():
        before, after = placed_of(old), placed_of(new)
        if before and after:
            if old.endswith("/audit.yaml"):
                audits[before.audit] = after.audit
            names[before.id] = after.id
    return Renames(paths, {**names, **audits}, audits)
