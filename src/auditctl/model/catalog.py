"""Catalogues of requirements: identifiers and titles, no requirement text."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property

from auditctl.model.types import Flag, Model, Series, Text
from auditctl.phrases import Title, titled

_NATURAL = re.compile(r"(\d+)")


class NodeKind(StrEnum):
    clause = "clause"
    group = "group"
    control = "control"
    function = "function"
    category = "category"
    subcategory = "subcategory"


class CatalogNode(Model):
    id: Text
    kind: NodeKind
    parent: Text | None = None
    theme: Text | None = None
    title: Text
    title_tr: Text | None = None
    assessable: Flag
    documented_information: Text | None = None
    new_in_2022: Flag = False
    attributes: dict[Text, Series[Text]] = {}

    @property
    def titles(self) -> Title:
        """The title, which knows itself in other languages."""
        return titled(self.title, tr=self.title_tr)


class CatalogHead(Model):
    id: Text
    name: Text
    title: Text
    amendments: Series[Text] = ()
    published: Text | None = None
    languages: Series[Text] = ()
    unofficial: Series[Text] = ()
    """Languages whose titles are no official translation."""
    kinds: Series[Text] = ()
    counts: dict[Text, Text] = {}
    rights: Text | None = None
    attribute_values: dict[Text, Series[Text]] = {}
    numbered_paragraphs: Flag = False


class Catalog(Model):
    """A catalogue as it stands in its file, with the questions asked of it."""

    catalog: CatalogHead
    nodes: Series[CatalogNode] = ()

    @property
    def id(self) -> str:
        return self.catalog.id

    @property
    def name(self) -> str:
        return self.catalog.name

    @cached_property
    def by_id(self) -> dict[str, CatalogNode]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def _order(self) -> dict[str, int]:
        return {node.id: index for index, node in enumerate(self.nodes)}

    @cached_property
    def _leaves_below(self) -> dict[str, tuple[str, ...]]:
        """Assessable ids at or below each node, in the order of the catalogue."""
        below: dict[str, list[str]] = {}
        for node in self.nodes:
            if not node.assessable:
                continue
            for at in self.upwards(node.id):
                below.setdefault(at, []).append(node.id)
        return {key: tuple(held) for key, held in below.items()}

    def upwards(self, node: str) -> list[str]:
        """Return a node and those above it; a circle of parents, which is reported, ends where it began."""
        passed: dict[str, None] = {}
        at: str | None = node
        while at is not None and at not in passed:
            passed[at] = None
            at = self.by_id[at].parent if at in self.by_id else None
        return list(passed)

    def node(self, requirement: str) -> CatalogNode | None:
        """Return the node of an id.

        Where a standard numbers its paragraphs without titles (ISO 9001), a paragraph counts as the
        nearest assessable node above it.
        """
        at, dot = requirement, "."
        while at not in self.by_id:
            at, dot, tail = at.rpartition(".")
            if not (self.catalog.numbered_paragraphs and dot and tail.isdigit()):
                return None
        node = self.by_id[at]
        return node if at == requirement or node.assessable else None

    def leaves(self, requirement: str) -> tuple[str, ...]:
        """Return the assessable ids meant by an id, a group, `clauses`, `controls` or `all`."""
        if requirement == "all":
            return tuple(node.id for node in self.nodes if node.assessable)
        if requirement == "clauses":
            return self._assessable(controls=False)
        if requirement == "controls":
            return self._assessable(controls=True)
        node = self.node(requirement)
        return self._leaves_below.get(node.id, ()) if node else ()

    def _assessable(self, *, controls: bool) -> tuple[str, ...]:
        return tuple(
            node.id for node in self.nodes if node.assessable and (node.kind is NodeKind.control) is controls
        )

    def in_order(self, requirements: Iterable[str]) -> list[str]:
        """Return ids in the order of the catalogue, unknown ones last."""
        last = len(self.nodes)
        return sorted(requirements, key=lambda item: (self._order.get(item, last), natural(item)))


def natural(requirement: str) -> list[tuple[int, str]]:
    """Return a sort key under which A.5.9 stands before A.5.10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in _NATURAL.split(requirement)]
