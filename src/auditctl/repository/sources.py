"""Every file of the repository: listed once, read once when its turn comes, its tree dropped at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from auditctl.model.nearest import nearest
from auditctl.model.record import Record, Site
from auditctl.repository.held import Held
from auditctl.repository.layout import (
    AUDIT_FOLDERS,
    EVIDENCE_FILES,
    ROOT_FOLDERS,
    Placed,
    Role,
    Stranger,
    place,
    unread_folder,
)
from auditctl.repository.shelf import Shelf
from auditctl.source.files import Listed, listing, read_bytes, reason
from auditctl.source.reader import Document, Problem, contents

SCANNED = tuple(folder for folder in ROOT_FOLDERS if folder not in {"audits", "templates"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file as plain data; None where it could not be read, an empty file is an empty mapping."""

    placed: Placed
    document: Document
    data: dict[str, Any] | None
    record: Record[Any] | None = None
    """The record of the file, where another load made it of the same bytes."""
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        return self.placed.id


@dataclass
class Sources:
    """The files by role and audit."""

    root: Path
    shelf: Shelf
    overlay: Mapping[str, bytes | None] = field(default_factory=dict)
    """Files as they would be, by path; None for one that would be gone."""
    held: Held | None = None
    """The files of a revision, in place of those on disk."""
    listed: dict[tuple[Role, str], list[tuple[Placed, Listed]]] = field(default_factory=dict)
    audits: list[str] = field(default_factory=list)
    commented: list[Document] = field(default_factory=list)
    count: int = 0

    def of(self, role: Role, audit: str = "") -> Iterator[Source]:
        """Read the files of a role, each once; their problems go to the shelf."""
        for placed, entry in self.listed.pop((role, audit), ()):
            yield self._read(placed, entry)

    def _read(self, placed: Placed, entry: Listed) -> Source:
        self.count += placed.role is not Role.seal
        if self.held and (known := self.held.known.get(entry.path)):
            return self._taken_over(placed, known)
        problem, data = entry.problem, self.overlay.get(entry.path) or b""
        if not problem and entry.path not in self.overlay:
            try:
                data = self.held.contents[entry.path] if self.held else read_bytes(self.root, entry.path)
            except OSError as error:
                problem = reason(error)
        if problem:
            document = Document(entry.path, "", readable=False)
            hint = "a record is a regular file inside the repository that you may read"
            self.shelf.report("SYN008", Site(document), f"{entry.path} cannot be read: {problem}", hint)
            return Source(placed, document, None)
        document, found, problems = contents(entry.path, data)
        self.shelf.problems(document, problems)
        if "auditctl:" in document.text:
            self.commented.append(document)
        return Source(placed, document, found, problems=problems)

    def _taken_over(self, placed: Placed, known: Record[Any]) -> Source:
        if "auditctl:" in known.document.text:
            self.commented.append(known.document)
        return Source(placed, known.document, None, known)

    def entries(self, folder: str) -> Iterator[Listed]:
        """Yield the entries of a folder by name, with the overlay laid over what is there."""
        found = self.held.listing(folder) if self.held else listing(self.root, folder)
        if not self.overlay:
            return found
        return iter(_overlaid(found, folder, self.overlay))


def _overlaid(found: Iterator[Listed], folder: str, overlay: Mapping[str, bytes | None]) -> list[Listed]:
    """Return the entries as they would be: an audit's folder is there as long as a file would be in it."""
    entries = {entry.path: entry for entry in found if overlay.get(entry.path, b"") is not None}
    start = f"{folder}/" if folder else ""
    for path, data in overlay.items():
        if data is not None and path.startswith(start):
            name, slash, _ = path.removeprefix(start).partition("/")
            entries.setdefault(start + name, Listed(start + name, is_folder=bool(slash)))
    return sorted(entries.values(), key=lambda entry: entry.path)


def sources_below(
    root: Path,
    shelf: Shelf,
    overlay: Mapping[str, bytes | None] | None = None,
    only: Collection[str] | None = None,
    held: Held | None = None,
) -> Sources:
    """List every file of the layout below `root`, of `only` these audits; what is none of it goes to the shelf."""
    sources = Sources(root, shelf, overlay or {}, held)
    _folder(sources, "", ROOT_FOLDERS)
    for folder in SCANNED:
        _folder(sources, folder)
    for entry in sources.entries("audits"):
        if entry.problem and entry.path == "audits":
            _unreadable(sources, entry)
        elif entry.is_folder:
            name = entry.path.partition("/")[2]
            if only is None or name in only:
                _audit(sources, entry.path, name)
        else:
            _file(sources, entry)
    return sources


def _audit(sources: Sources, path: str, name: str) -> None:
    sources.audits.append(name)
    _folder(sources, path, AUDIT_FOLDERS)
    for folder in AUDIT_FOLDERS:
        _folder(sources, f"{path}/{folder}")


def _folder(sources: Sources, folder: str, known: tuple[str, ...] | None = None) -> None:
    for entry in sources.entries(folder):
        if entry.problem and entry.path == folder:
            _unreadable(sources, entry)
        elif entry.is_folder:
            _inner_folder(sources.shelf, entry, known)
        else:
            _file(sources, entry)


def _unreadable(sources: Sources, entry: Listed) -> None:
    hint = "records and their folders lie inside the repository, and you may read them"
    site = Site(Document(entry.path, ""))
    sources.shelf.report("SYN008", site, f"{entry.path} cannot be read: {entry.problem}", hint)
    sources.shelf.unread.add(unread_folder(entry.path))


def _inner_folder(shelf: Shelf, entry: Listed, known: tuple[str, ...] | None) -> None:
    """Report a folder named like a record, or nearly like one of ours."""
    name = entry.path.rpartition("/")[2]
    site = Site(Document(entry.path, ""))
    if name.endswith((".yaml", ".yml")) or (known is None and name.endswith(".md")):
        shelf.report("SYN008", site, f"{entry.path} is a folder, not a record", "rename or remove the folder")
    elif known is not None and name not in known:
        near = nearest(name, known)
        if near or entry.path.startswith("audits/"):
            hint = (
                f"did you mean {near}/?" if near else "known here: " + ", ".join(f"{item}/" for item in known)
            )
            shelf.report("SCH006", site, f"the folder {entry.path}/ is not read", hint)
    elif known is None and not entry.path.endswith(EVIDENCE_FILES):
        shelf.report(
            "SCH006", site, f"the folder {entry.path}/ is not read", "records stand directly in their folder"
        )


def _file(sources: Sources, entry: Listed) -> None:
    placed = place(entry.path)
    if isinstance(placed, Stranger) and entry.problem:
        _unreadable(sources, entry)
    elif isinstance(placed, Stranger):
        sources.shelf.report("SCH006", Site(Document(entry.path, "")), placed.message, placed.hint)
    elif placed is not None:
        sources.listed.setdefault((placed.role, placed.audit), []).append((placed, entry))
