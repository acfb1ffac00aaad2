"""What a report shows in a format and language: the rows of its tables by heading, and the numbers in a cell."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from lxml.html import HtmlElement, document_fromstring

from auditctl.reports.language import Language, language_of
from in_process import called
from small_kinds import rows, section

LODOS = Path(__file__).parent.parent / "examples" / "lodos"
HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass(frozen=True)
class Shown:
    """A report of the larger example."""

    text: str
    format: str
    language: Language

    @cached_property
    def words(self) -> str:
        """All that it says."""
        return str(self._root.text_content()) if self.format == "html" else self.text

    @cached_property
    def _root(self) -> HtmlElement:
        return document_fromstring(self.text)

    def rows(self, heading: str, number: int | None = None) -> list[list[str]]:
        """Return the cells of the tables below a heading, heads left out; `number` is that in brackets behind it."""
        title = self.language.phrase(heading) + ("" if number is None else f" ({number})")
        return self._rows(title) if self.format == "html" else rows(section(self.text, title))

    def _rows(self, title: str) -> list[list[str]]:
        found: list[list[str]] = []
        level = ""
        for element in self._root.iter(*HEADINGS, "tr"):
            tag = str(element.tag)
            part = element.getparent()
            if tag != "tr":
                if level and tag <= level:
                    return found
                level = level or (tag if _words(element) == title else "")
            elif level and part is not None and part.tag != "thead":
                found.append([_words(cell) for cell in element])
        assert level, f"no section {title}"
        return found

    def table(self, heading: str) -> list[list[str]]:
        """Return the rows of the first table below a heading up to its total."""
        held = self.rows(heading)
        total = self.language.phrase("Total")
        return held[: next(place for place, row in enumerate(held) if row[0] == total) + 1]

    def numbers(self, cell: str) -> list[float]:
        """Return the numbers in a cell, read as this language writes them; a dash or words hold none."""
        thousands, decimal = re.escape(self.language.thousands), re.escape(self.language.decimal)
        found = re.findall(rf"\d+(?:{thousands}\d{{3}})*(?:{decimal}\d+)?", cell)
        return [
            float(one.replace(self.language.thousands, "").replace(self.language.decimal, "."))
            for one in found
        ]

    def number(self, cell: str) -> float:
        """Return the only number in a cell."""
        (only,) = self.numbers(cell)
        return only


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def shown(day: str, format_: str, language: str, *words: str) -> Shown:
    """Return what `report` prints on that day."""
    done = called(LODOS, date.fromisoformat(day), "report", *words, "--format", format_, "--lang", language)
    assert done.code == 0, done.err
    return Shown(done.out, format_, language_of(language))
