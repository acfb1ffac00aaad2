"""A company's own Word document, as its bytes, whole or with parts changed."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Cm, RGBColor


def bytes_of(house: Document) -> bytes:
    held = BytesIO()
    house.save(held)
    return held.getvalue()


def house(*texts: str) -> Document:
    """Return a company's document with header, footer, a red heading and narrow pages, which says these things."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.left_margin, section.right_margin = Cm(15), Cm(2), Cm(2)
    section.header.paragraphs[0].text = "ACME header"
    section.footer.paragraphs[0].text = "ACME footer"
    made.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    for text in texts:
        made.add_paragraph(text)
    return made


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a document whose parts are changed."""
    with zipfile.ZipFile(BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return held.getvalue()
