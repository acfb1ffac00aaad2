"""The contents: a field that Word computes, with the headings in it already."""

from lxml.html import HtmlElement

from auditctl.reports.docx.elements import Element, field, made, paragraph, text_run
from auditctl.reports.docx.inline import pieces, settled
from auditctl.reports.docx.shape import Place
from auditctl.reports.docx.writer import Heading, Writer

INSTRUCTION = 'TOC \\o "1-1" \\h \\z'


def mark_contents(writer: Writer, element: HtmlElement, place: Place) -> None:
    """Note where the contents go, which are known at the end only.

    On a cover, what follows them begins a page; within the text they begin one themselves, which keeps them together.
    """
    title = next(element.iter("h2", "h3"), None)
    if title is not None:
        breaks = [made("w:pageBreakBefore")] if writer.headings else []
        held = paragraph(writer.ids["TOC Heading"], *breaks)
        held.extend(writer.lines.runs(settled(pieces(title))))
        place.put(held)
    writer.contents = paragraph(writer.ids["toc 1"])
    place.put(writer.contents)
    writer.breaks_page = not writer.headings


def fill_contents(writer: Writer) -> None:
    """Put the headings where the contents go; their pages stand there when Word has computed them."""
    if writer.contents is None:
        return
    *begin, _, end = field(INSTRUCTION, "")
    at = writer.contents
    at.extend(begin)
    for number, heading in enumerate(writer.headings):
        if number:
            following = paragraph(writer.ids[f"toc {heading.level}"])
            at.addnext(following)
            at = following
        at.append(_entry(heading))
    at.append(end)


def _entry(heading: Heading) -> Element:
    return made("w:hyperlink", text_run(heading.words), anchor=heading.bookmark, history=1)
