"""The requirements in force: catalogues, sections of own documents, and what an id means."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from auditctl.model.catalog import Catalog, CatalogNode, NodeKind

WORDS = frozenset({"all", "clauses", "controls"})


@dataclass(frozen=True)
class Requirements:
    """Catalogues by id; the first standard is meant by a bare id, `iso9001-2015:9.2` names another.

    Requirements of other catalogues keep their prefix wherever they are listed.
    """

    catalogs: dict[str, Catalog]
    standards: tuple[str, ...]
    excluded: frozenset[str] = frozenset()
    _leaves: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @staticmethod
    def section(requirement: str) -> tuple[str, str] | None:
        """Return document and section of `bck-pol#4.2`, or nothing for a requirement of a standard."""
        document, mark, section = requirement.partition("#")
        return (document, section) if mark else None

    def split(self, requirement: str) -> tuple[str, str]:
        """Return catalogue id and bare id."""
        prefix, colon, bare = requirement.partition(":")
        if colon:
            return prefix, bare
        return (self.standards[0] if self.standards else ""), requirement

    def name(self, catalog: str) -> str:
        """Return what a standard is called, such as ISO/IEC 27001:2022; one that is not known by its id."""
        found = self.catalogs.get(catalog)
        return found.name if found else catalog

    def node(self, requirement: str) -> CatalogNode | None:
        catalog, bare = self.split(requirement)
        found = self.catalogs.get(catalog)
        return found.node(bare) if found else None

    def is_known(self, requirement: str) -> bool:
        catalog, bare = self.split(requirement)
        return catalog in self.catalogs and (bare in WORDS or self.catalogs[catalog].node(bare) is not None)

    def is_group(self, requirement: str) -> bool:
        """Whether several requirements are meant by it."""
        node = self.node(requirement)
        return self.split(requirement)[1] in WORDS or (node is not None and not node.assessable)

    def is_control(self, requirement: str) -> bool:
        node = self.node(requirement)
        return node is not None and node.kind is NodeKind.control

    def title(self, requirement: str, language: str = "en") -> str:
        node = self.node(requirement)
        if node is None:
            return ""
        return (node.title_tr if language == "tr" else None) or node.titles

    def leaves(self, requirement: str) -> tuple[str, ...]:
        """Return the assessable requirements that an id, a group or a word means."""
        if requirement not in self._leaves:
            self._leaves[requirement] = self._expand(requirement)
        return self._leaves[requirement]

    def _expand(self, requirement: str) -> tuple[str, ...]:
        catalog, bare = self.split(requirement)
        if catalog not in self.catalogs:
            return ()
        found = self.catalogs[catalog].leaves(bare)
        return (
            found
            if self.standards and catalog == self.standards[0]
            else tuple(f"{catalog}:{leaf}" for leaf in found)
        )

    def expand(self, requirements: Iterable[str]) -> frozenset[str]:
        """Return every assessable requirement meant; sections of own documents are left out."""
        return frozenset(leaf for item in requirements if "#" not in item for leaf in self.leaves(item))

    def in_force(self) -> frozenset[str]:
        """Return every assessable requirement of the standards that the SoA does not exclude."""
        whole = (f"{standard}:all" for standard in self.standards)
        return self.expand(whole) - self.excluded

    def in_order(self, requirements: Iterable[str]) -> list[str]:
        """Return ids in the order of their catalogues."""
        by_catalog: dict[str, list[str]] = {}
        for item in set(requirements):
            by_catalog.setdefault(self.split(item)[0], []).append(item)
        ranked = sorted(
            by_catalog, key=lambda name: (self.standards.index(name) if name in self.standards else 99, name)
        )
        return [item for name in ranked for item in self._ordered(name, by_catalog[name])]

    def _ordered(self, catalog: str, items: list[str]) -> list[str]:
        if catalog not in self.catalogs:
            return sorted(items)
        full = {self.split(item)[1]: item for item in items}
        return [full[bare] for bare in self.catalogs[catalog].in_order(full)]
