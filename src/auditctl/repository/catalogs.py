"""Catalogues of requirements: those that ship with auditctl, and the repository's own."""

from collections.abc import Mapping
from pathlib import Path

from auditctl.model.catalog import Catalog
from auditctl.model.record import Record
from auditctl.model.settings import Settings
from auditctl.model.types import Kind
from auditctl.model.validation import validate
from auditctl.phrases import phrase
from auditctl.repository.layout import Role
from auditctl.repository.shelf import Shelf
from auditctl.repository.sources import Sources
from auditctl.source.quick import trusted

SHIPPED = Path(__file__).parent.parent / "catalogs"


def shipped_names() -> tuple[str, ...]:
    """Return the ids of the catalogues that ship with auditctl."""
    folder = SHIPPED
    return tuple(
        sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    )


def shipped_catalog(name: str) -> Catalog:
    text = (SHIPPED / f"{name}.yaml").read_text("utf-8")
    catalog, faults = validate(Catalog, trusted(text))
    if catalog is None:
        raise AssertionError(f"the shipped catalogue {name} is broken: {faults}")
    return catalog


def catalogs_in_force(own: Mapping[str, Record[Catalog]], settings: Settings) -> dict[str, Catalog]:
    """Return own catalogues, and the shipped ones that the settings name."""
    found = {name: record.data for name, record in own.items()}
    for name in shipped_names():
        if name in settings.standards and name not in found:
            found[name] = shipped_catalog(name)
    return found


def catalogs_of(sources: Sources, shelf: Shelf) -> dict[str, Record[Catalog]]:
    """Return the catalogues that stand in the repository."""
    found: dict[str, Record[Catalog]] = {}
    for source in sources.of(Role.catalog):
        name = source.id
        record = shelf.file(Kind.catalog, Catalog, name, source.data, source.document)
        if record is None:
            continue
        if record.data.id != name:
            site = record.at("catalog", "id")
            shelf.report(
                "SCH003",
                site,
                f"the catalogue calls itself {record.data.id!r} but its file is {name}.yaml",
                "make the two agree",
            )
        found[name] = record
        _judge_parents(shelf, record)
        if name in shipped_names():
            message = (
                f"{source.document.path} stands in for the catalogue of that name that ships with auditctl"
            )
            shelf.report("SCH006", record.key(), message, "give it another name, unless that is meant")
    return found


def _judge_parents(shelf: Shelf, record: Record[Catalog]) -> None:
    """Report a parent that is no node, and parents that run in a circle."""
    catalog = record.data
    for index, node in enumerate(catalog.nodes):
        site = record.at("nodes", index, "parent")
        if node.parent is None:
            continue
        if node.parent not in catalog.by_id:
            shelf.report(
                "REF002",
                site,
                phrase("no node %(node)s in this catalogue", node=repr(node.parent)),
                phrase("name the node above it"),
            )
        elif node.id in catalog.upwards(node.parent):
            shelf.report("SCH003", site, f"the parents of {node.id} run in a circle", "correct one of them")
