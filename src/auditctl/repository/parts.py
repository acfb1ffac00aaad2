"""A part is a file or a key: both at once is an error."""

from dataclasses import dataclass
from typing import Any

from auditctl.model.record import Hit, Site
from auditctl.repository.layout import Role
from auditctl.repository.shelf import Shelf
from auditctl.repository.sources import Source, Sources
from auditctl.source.reader import Document, Route


@dataclass(frozen=True, slots=True)
class Part:
    """The plain data of a part and where it stands."""

    data: Any
    document: Document
    base: Route = ()


def parts_of(
    sources: Sources, shelf: Shelf, role: Role, audit: str, known: tuple[str, ...]
) -> dict[str, Part]:
    """Return each part of the root or of an audit by its name, the main file among them.

    `known` are the parts that may stand as keys of the main file (`auditctl.yaml`, `audit.yaml`).
    """
    main_name = "audit" if audit else "auditctl"
    files = _files(sources, shelf, role, audit)
    parts = _of_main(files.pop(main_name, None), shelf, audit, (main_name, *known), files.keys())
    for name, source in files.items():
        if name in parts:
            _twice(shelf, name, source, parts[name])
        elif source.data is None:
            shelf.unread.add((audit, name))
        else:
            parts[name] = Part(source.data, source.document)
    return parts


def _files(sources: Sources, shelf: Shelf, role: Role, audit: str) -> dict[str, Source]:
    """Return the files of the parts by name; a name may stand for one file only."""
    files: dict[str, Source] = {}
    for source in sources.of(role, audit):
        shelf.stands(audit, source.id, Site(source.document, on_key=True))
        if source.id in files:
            other = files[source.id].document.path
            shelf.report(
                "SCH007", Site(source.document), f"{other} is the same part", "keep one of the two files"
            )
        else:
            files[source.id] = source
    return files


def _of_main(
    main: Source | None, shelf: Shelf, audit: str, known: tuple[str, ...], files: Any
) -> dict[str, Part]:
    """Return the main file without its parts, and the parts that stand in it as keys."""
    if main is None:
        return {}
    if main.data is None:
        shelf.unread.update((audit, name) for name in known if name not in files)
        return {}
    rest = {key: value for key, value in main.data.items() if key not in known[1:]}
    parts = {known[0]: Part(rest, main.document)}
    keys = [key for key in known[1:] if key in main.data]
    for key in keys:
        if main.data[key] is not None:
            shelf.stands(audit, key, Site(main.document, (key,), on_key=True))
    return parts | {key: Part(main.data[key], main.document, (key,)) for key in keys}


def _twice(shelf: Shelf, name: str, source: Source, part: Part) -> None:
    related = ((Site(part.document, part.base, on_key=True), "the key"),)
    message = f"{name} stands in {source.document.path} and as a key of {part.document.path}"
    shelf.hits.append(
        Hit(Site(source.document), message, code="SCH007", help="keep one of them", related=related)
    )
