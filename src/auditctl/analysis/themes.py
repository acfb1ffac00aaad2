"""Themes of findings: the clauses of a chapter, the controls of a theme of Annex A, own documents."""

from functools import cached_property

from auditctl.analysis.headings import standard_parts
from auditctl.model.finding import Finding
from auditctl.model.requirements import Requirements

DOCUMENTS, OTHERS, UNNAMED = "documents", "others", "unnamed"
"""What is no heading of a standard in force: own documents, further requirements, findings that name none."""


class Themes:
    """The headings of the standards in force, and which one a finding belongs to."""

    def __init__(self, requirements: Requirements) -> None:
        self.requirements = requirements

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each heading, in the order of the standards; of a further standard the id has its prefix."""
        return {
            self._heading(heading.id, heading.requirements[0]): heading.title
            for part in standard_parts(self.requirements)
            for heading in part.headings
        }

    @cached_property
    def _headings(self) -> dict[str, str]:
        return {
            name: self._heading(heading.id, name)
            for part in standard_parts(self.requirements)
            for heading in part.headings
            for name in heading.requirements
        }

    def _heading(self, heading: str, requirement: str) -> str:
        prefix, colon, _ = requirement.rpartition(":")
        return f"{prefix}{colon}{heading}"

    def of(self, finding: Finding) -> str:
        """Return the id of the heading above the first requirement that a finding names, or one of the words above."""
        if not finding.requirements:
            return UNNAMED
        first = finding.requirements[0]
        if self.requirements.section(first):
            return DOCUMENTS
        node = self.requirements.node(first)
        leaves = self.requirements.leaves(first) if node else ()
        return self._headings.get(leaves[0], OTHERS) if leaves else OTHERS
