"""Elements of WordprocessingML, made without python-docx's own longer ways where there are thousands of them.

Children stand in the order that the schema asks for; Word refuses a file where they do not.
"""

import re

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from lxml.etree import _Element as Element

__all__ = ["EMU_PER_TWIP", "Element", "field", "legal", "line_break", "made", "paragraph", "tab", "text_run"]

EMU_PER_TWIP = 635
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, in whatever way it is written."""


def made(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Return an element such as `w:jc`; attributes are of the same namespace."""
    prefix = tag.partition(":")[0]
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"{prefix}:{name}"), legal(str(value)))
    for child in children:
        element.append(child)
    return element


def legal(text: str) -> str:
    """Return text that XML can hold; U+FFFD stands for what it cannot."""
    return _ILLEGAL.sub("\ufffd", text)


def text_run(text: str, letters: Element | None = None) -> Element:
    """Return a run of text; `letters` are its properties."""
    run = made("w:r", *([letters] if letters is not None else []))
    held = OxmlElement("w:t")
    held.text = legal(text)
    held.set(qn("xml:space"), "preserve")
    run.append(held)
    return run


def tab() -> Element:
    return made("w:r", made("w:tab"))


def line_break(letters: Element | None = None) -> Element:
    return made("w:r", *([letters] if letters is not None else []), made("w:br"))


def field(instruction: str, shown: str) -> list[Element]:
    """Return the runs of a field that Word computes, with what it shows until then."""
    code = made("w:instrText")
    code.text = f" {instruction} "
    code.set(qn("xml:space"), "preserve")
    return [
        made("w:r", made("w:fldChar", fldCharType="begin")),
        made("w:r", code),
        made("w:r", made("w:fldChar", fldCharType="separate")),
        text_run(shown),
        made("w:r", made("w:fldChar", fldCharType="end")),
    ]


def paragraph(style: str, *properties: Element) -> Element:
    """Return a paragraph of a style by its id; further properties in the order of the schema."""
    return made("w:p", made("w:pPr", made("w:pStyle", val=style), *properties))
