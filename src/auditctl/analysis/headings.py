"""The requirements of the standards in force under their headings, clauses and controls apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auditctl.model.catalog import Catalog
from auditctl.model.requirements import Requirements
from auditctl.phrases import Title


@dataclass(frozen=True, slots=True)
class Heading:
    """A topmost heading of a standard with the requirements below it, excluded ones among them."""

    id: str
    title: Title
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The `clauses`, the `controls`, or, of a standard without controls, all `requirements`."""

    standard: str
    kind: str
    headings: tuple[Heading, ...]


def standard_parts(requirements: Requirements) -> Iterator[Part]:
    """Yield the parts of each standard in force; one whose catalogue is missing or empty has none."""
    for standard in requirements.standards:
        catalog = requirements.catalogs.get(standard)
        for kind, leaves in _kinds(catalog) if catalog else ():
            if catalog and leaves:
                yield Part(catalog.name, kind, tuple(_headings(requirements, catalog, leaves)))


def _kinds(catalog: Catalog) -> tuple[tuple[str, tuple[str, ...]], ...]:
    controls = catalog.leaves("controls")
    if not controls:
        return (("requirements", catalog.leaves("all")),)
    return (("clauses", catalog.leaves("clauses")), ("controls", controls))


def _headings(requirements: Requirements, catalog: Catalog, leaves: Iterable[str]) -> Iterator[Heading]:
    below: dict[str, list[str]] = {}
    for leaf in leaves:
        below.setdefault(_topmost(catalog, leaf), []).append(_full(requirements, catalog, leaf))
    for heading, held in below.items():
        yield Heading(heading, catalog.by_id[heading].titles, tuple(held))


def _topmost(catalog: Catalog, leaf: str) -> str:
    return [node for node in catalog.upwards(leaf) if node in catalog.by_id][-1]


def _full(requirements: Requirements, catalog: Catalog, leaf: str) -> str:
    """Return a requirement as it is written here: bare where it is of the first standard."""
    return leaf if catalog.id == requirements.standards[0] else f"{catalog.id}:{leaf}"
