"""The files of a revision, listed as a folder on disk is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditctl.model.record import Record
from auditctl.source.files import Listed, is_looked_at, unshowable


@dataclass(frozen=True)
class Held:
    """Files by path: `contents` of records, and the names of all that stand in each folder."""

    contents: Mapping[str, bytes]
    folders: Mapping[str, Mapping[str, Listed]] = field(default_factory=dict)
    known: Mapping[str, Record[Any]] = field(default_factory=dict)
    """Records that another load read from the very same bytes, by path."""

    def listing(self, folder: str) -> Iterator[Listed]:
        """Yield the entries of a folder by name, as `source.files.listing` does."""
        entries = self.folders.get(folder, {})
        return (entries[name] for name in sorted(entries))


def held(
    contents: Mapping[str, bytes],
    others: Iterable[str] = (),
    problems: Mapping[str, str] | None = None,
    known: Mapping[str, Record[Any]] | None = None,
) -> Held:
    """Return files with their folders; `others` are files that are listed and never read.

    `problems` are those of files that cannot be read, by path; `known` are records that need no reading.
    """
    folders: dict[str, dict[str, Listed]] = {}
    for path in (*contents, *(known or ()), *others):
        at, start = 0, 0
        while (at := path.find("/", start)) >= 0:
            folders.setdefault(path[: max(start - 1, 0)], {}).setdefault(
                path[start:at], Listed(path[:at], is_folder=True)
            )
            start = at + 1
        told = Listed(path, problem=(problems or {}).get(path, ""))
        folders.setdefault(path[: max(start - 1, 0)], {})[path[start:]] = unshowable(path) or told
    looked_at = {folder: _looked_at(entries) for folder, entries in folders.items()}
    return Held(contents, looked_at, known or {})


def _looked_at(entries: Mapping[str, Listed]) -> dict[str, Listed]:
    return {name: entry for name, entry in entries.items() if is_looked_at(name)}
