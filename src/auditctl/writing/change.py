"""What a command is about to write: judged as a whole before, carried out as a whole or not at all."""

import difflib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditctl.errors import AlreadyThere, CannotWrite, ChangedOnDisk, OutsideRepository, some
from auditctl.model.record import Record
from auditctl.repository import Repository, load
from auditctl.source.editor import Edit, edited
from auditctl.source.files import reason
from auditctl.source.reader import Document
from auditctl.source.saving import ChangedMeanwhileError
from auditctl.source.transaction import Action, Gone, Moved, Written, carry_out
from auditctl.writing.schema_line import missing_schemas

_LINE = re.compile(r"[^\n]*\n?")


class Change:
    """Edits of files, new files, files that move or go; nothing is written before `carry_out`."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._before: dict[str, Document] = {}
        self._after: dict[str, Document] = {}
        self._created: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._removed: list[str] = []

    def edit(self, record: Record[Any], *edits: Edit) -> None:
        """Edit a record; the routes are its own. Raises CannotEdit."""
        self.edit_document(
            record.document, *(replace(item, route=(*record.base, *item.route)) for item in edits)
        )

    def edit_document(self, document: Document, *edits: Edit) -> None:
        """Edit a file by routes from its root; what was edited before in this change stays."""
        path = document.path
        self._before.setdefault(path, document)
        self._after[path] = edited(self._after.get(path, document), edits)

    def rewrite(self, document: Document, after: Document) -> None:
        """Take over a file that was edited and proved elsewhere."""
        self._before.setdefault(document.path, document)
        self._after[document.path] = after

    def create(self, path: str, text: str) -> None:
        self._created[path] = text

    def remove(self, path: str) -> None:
        self._removed.append(path)

    def move(self, path: str, to: str) -> None:
        """Give a file or a folder another name; edits name files by their old paths."""
        self._moved[path] = to

    @property
    def touched(self) -> list[str]:
        """The files that change, by the paths that they have now; new ones by theirs."""
        return [*self._created, *self._after, *self._moved, *self._removed]

    @property
    def paths(self) -> list[str]:
        """The files that are written, new ones first."""
        changed = (self.moved(path) for path in self._after if self._is_changed(path))
        moved = (to for to in self._moved.values())
        return list(dict.fromkeys([*self._created, *changed, *moved]))

    def _is_changed(self, path: str) -> bool:
        return self._after[path].text != self._before[path].text

    def moved(self, path: str) -> str:
        """Return the path that a file has afterwards."""
        for old, new in self._moved.items():
            if path == old or path.startswith(f"{old}/"):
                return new + path.removeprefix(old)
        return path

    def repository_after(self, only: Collection[str] | None = None) -> Repository:
        """Return the repository as it would be, with `only` these audits."""
        after = load(self.repository.root, self.repository.today, self._overlay(), only)
        return replace(after, hashes=self.repository.hashes)

    def repository_before(self, only: Collection[str] | None = None) -> Repository:
        """Return the repository as it is, with `only` these audits."""
        if only is None:
            return self.repository
        before = load(self.repository.root, self.repository.today, None, only)
        return replace(before, hashes=self.repository.hashes)

    def _overlay(self) -> dict[str, bytes | None]:
        """Return the files as they would be; of a folder that moves, every file."""
        after = {path: document.data for path, document in self._after.items()}
        overlay: dict[str, bytes | None] = dict.fromkeys((*self._moved, *self._removed), None)
        for old in self._moved:
            for path, data in _files_below(self.repository.root, old):
                overlay[self.moved(path)] = after.get(path, data)
        overlay.update((self.moved(path), data) for path, data in after.items())
        overlay.update((path, text.encode()) for path, text in self._created.items())
        return overlay

    def require_free_names(self) -> None:
        """Raise AlreadyThere for a new file whose name is taken."""
        for path in (*self._created, *self._moved.values()):
            if os.path.lexists(self.repository.root / path):
                raise AlreadyThere(path)

    def diff(self) -> str:
        """Return the change as a unified diff; names alone where a file moves or goes."""
        parts = [difference("", text, "/dev/null", path) for path, text in self._created.items()]
        parts += [
            difference(self._before[path].text, document.text, path, self.moved(path))
            for path, document in self._after.items()
        ]
        parts += [f"rename from {old}\nrename to {new}\n" for old, new in self._moved.items()]
        parts += [f"delete {path}\n" for path in self._removed]
        return "".join(parts)

    def carry_out(self) -> list[str]:
        """Write everything or nothing, and return the paths.

        Raises ChangedOnDisk where a file no longer holds what was read, AlreadyThere where a name is
        taken, CannotWrite, OutsideRepository.
        """
        try:
            carry_out(self.repository.root, self._actions())
        except ChangedMeanwhileError as error:
            raise ChangedOnDisk(str(error.filename)) from error
        except FileExistsError as error:
            raise AlreadyThere(str(error.filename)) from error
        except ValueError as error:
            raise OutsideRepository(some(self.paths)) from error
        except OSError as error:
            raise CannotWrite(some(self.paths), reason(error)) from error
        return self.paths

    def _schemas(self) -> dict[str, bytes]:
        """Return the schemas that the new files name and the repository has not."""
        return missing_schemas(self.repository.root, self._created.values())

    def _actions(self) -> list[Action]:
        created = [Written(path, data, shared=True) for path, data in self._schemas().items()]
        created += [Written(path, text.encode()) for path, text in self._created.items()]
        edits = [
            Written(path, document.data, self._before[path].data)
            for path, document in self._after.items()
            if self._is_changed(path)
        ]
        moves = [Moved(old, new) for old, new in self._moved.items()]
        return [*created, *edits, *moves, *(Gone(path) for path in self._removed)]


def difference(before: str, after: str, old: str, new: str) -> str:
    """Return the unified diff of two texts, each line as it is."""
    lines = difflib.unified_diff(_lines(before), _lines(after), old, new)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """Return the lines as git counts them: only a line feed ends one."""
    return [line for line in _LINE.findall(text) if line]


def _files_below(root: Path, path: str) -> Iterator[tuple[str, bytes]]:
    """Yield the records of a file or folder with their bytes; other files only move."""
    start = root / path
    for file in sorted(start.rglob("*")) if start.is_dir() else [start]:
        is_record = file.suffix in {".yaml", ".md"} and not file.name.startswith((".", "#"))
        if is_record and file.is_file() and "files" not in file.parts[-2:-1]:
            yield file.relative_to(root).as_posix(), file.read_bytes()
