"""A document that is being written: its styles, lists, links and numbers, and what was written last."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from auditctl.reports.docx.elements import Element, made, paragraph, tab, text_run
from auditctl.reports.docx.elements import field as computed
from auditctl.reports.docx.inline import Lines, Piece
from auditctl.reports.docx.links import Links
from auditctl.reports.docx.numbering import Numbering
from auditctl.reports.docx.shape import Opening, Place

if TYPE_CHECKING:
    from docx.document import Document


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the contents, and the bookmark of its place."""

    level: int
    words: str
    bookmark: str


@dataclass(slots=True)
class Writer:
    """What a document knows while it is written.

    `bulleted` are the ids of styles that bring their own bullets, `drawings` the SVG of the page, `captions` what captions
    of a kind begin with; `remark` takes what it could not be given.
    """

    document: "Document"
    ids: dict[str, str]
    lines: Lines
    links: Links
    numbering: Numbering
    bulleted: AbstractSet[str]
    drawings: Sequence[str]
    captions: Mapping[str, str]
    remark: Callable[[str], None]
    headings: list[Heading] = field(default_factory=list)
    contents: Element | None = None
    """The paragraph where the contents go."""
    breaks_page: bool = False
    """Whether the next heading begins a page."""
    last: Element | None = None
    """The paragraph that was written last."""
    places: list[str] = field(default_factory=list)
    """Ids of the page whose place is the next paragraph."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number of each kind of caption."""

    def pass_id(self, element_id: str | None) -> None:
        """Note an id of the page; its place is the next paragraph, if a link leads to it."""
        if element_id in self.links.bookmarks and element_id not in self.places:
            self.places.append(element_id)

    def write(
        self, line: Sequence[Piece], place: Place, opening: Opening | None = None, *more: Element
    ) -> Element:
        """Write a paragraph and return it; `more` are properties between numbering and indent in the schema."""
        style = opening.style if opening else place.style
        held = paragraph(
            self.ids[style], *self._breaks(place), *_numbered(opening), *more, *_indented(place, opening)
        )
        pairs = [self.links.marks(place_id) for place_id in self.places]
        self.places.clear()
        held.extend(begin for begin, _ in pairs)
        if opening and opening.term:
            held.extend(self.lines.runs(opening.term))
            held.append(tab())
        held.extend(self.lines.runs(line))
        held.extend(end for _, end in pairs)
        return self._put(held, place)

    def _breaks(self, place: Place) -> list[Element]:
        kept = [made("w:keepNext"), made("w:keepLines")] if place.is_kept else []
        begins_page = self.breaks_page and place.is_heading
        self.breaks_page = self.breaks_page and not begins_page
        return [*kept, *([made("w:pageBreakBefore")] if begins_page else [])]

    def caption(self, kind: str, line: Sequence[Piece], place: Place) -> None:
        """Write a caption with its number, which Word counts anew; `kind` is `Table` or `Figure`."""
        number = self.numbers[kind] = self.numbers.get(kind, 0) + 1
        held = paragraph(self.ids["caption"], made("w:keepNext"))
        held.append(text_run(f"{self.captions[kind]} "))
        held.extend(computed(f"SEQ {kind} \\* ARABIC", str(number)))
        if line:
            held.append(text_run(". "))
            held.extend(self.lines.runs(line))
        self._put(held, place)

    def _put(self, held: Element, place: Place) -> Element:
        place.put(held)
        self.last = held
        return held

    def release(self) -> None:
        """Let a page end behind the paragraph that was written last."""
        for kept in list(self.last.iter(qn("w:keepNext"))) if self.last is not None else []:
            kept.set(qn("w:val"), "0")


def _numbered(opening: Opening | None) -> list[Element]:
    if opening is None or opening.numbering is None:
        return []
    number, level = opening.numbering
    return [made("w:numPr", made("w:ilvl", val=level), made("w:numId", val=number))]


def _indented(place: Place, opening: Opening | None) -> list[Element]:
    left, hanging = opening.indent if opening and opening.indent else (place.indent, 0)
    held = [made("w:ind", left=left, **({"hanging": hanging} if hanging else {}))] if left else []
    return [*held, *([made("w:jc", val="right")] if place.is_right else [])]
