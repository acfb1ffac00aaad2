"""A report that has to fit on one sheet: smaller letters, less room between, narrower margins."""

from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from auditctl.reports.docx.elements import Element

if TYPE_CHECKING:
    from docx.document import Document

LETTERS = 0.75
ROOM = 0.2
NORMAL = 17
"""Half points of the letters that no style sizes."""
SMALLEST = 13
MARGINS = {"top": 680, "bottom": 680, "left": 850, "right": 850, "header": 397, "footer": 397}
"""Twips, 12 and 15 mm."""


def narrow(document: "Document") -> None:
    """Give the page narrower margins."""
    for margins in document.element.body.iter(qn("w:pgMar")):
        for side, twips in MARGINS.items():
            margins.set(qn(f"w:{side}"), str(twips))


def shrink(styles: Element) -> None:
    """Make every style smaller; the proportions of sizes to each other stay."""
    for letters in styles.iter(qn("w:rPr")):
        parent = letters.getparent()
        is_default = parent is not None and parent.tag == qn("w:rPrDefault")
        for size in letters.iterchildren(qn("w:sz"), qn("w:szCs")):
            half_points = round(int(size.get(qn("w:val"), "20")) * LETTERS)
            size.set(qn("w:val"), str(NORMAL if is_default else max(half_points, SMALLEST)))
    for spacing in styles.iter(qn("w:spacing")):
        for side in ("before", "after"):
            if given := spacing.get(qn(f"w:{side}")):
                spacing.set(qn(f"w:{side}"), str(round(int(given) * ROOM)))
        if spacing.get(qn("w:line")):
            spacing.set(qn("w:line"), "240")
