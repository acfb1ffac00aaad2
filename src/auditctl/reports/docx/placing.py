"""Where in a document the report goes: where it says `{{ report }}`, else at its end."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from docx.oxml.ns import qn

from auditctl.reports.docx.elements import Element

_HERE = re.compile(r"\{\{\s*report\s*\}\}")


@contextmanager
def place_of(body: Element, remark: Callable[[str], None]) -> Iterator[Callable[[Element], None]]:
    """Yield what takes the report block by block; the mark is gone afterwards."""
    marked = _marked(body, remark)
    if marked is not None:
        yield marked.addprevious
        _clear(marked)
        return
    _unlay(body)
    end = body.find(qn("w:sectPr"))
    yield body.append if end is None else end.addprevious


def _marked(body: Element, remark: Callable[[str], None]) -> Element | None:
    """Return the paragraph that says where; one that says more than that is remarked."""
    for held in body.iter(qn("w:p")):
        said = "".join(part.text or "" for part in held.iter(qn("w:t")))
        if not _HERE.search(said) or next(held.iterancestors(qn("w:txbxContent")), None) is not None:
            continue
        if _HERE.fullmatch(said.strip()):
            return held
        remark("the document of --template has {{ report }} among other words; the report stands at its end")
    return None


def _clear(marked: Element) -> None:
    """Take the mark away; a paragraph that ends a section or a cell stays, empty."""
    properties = marked.find(qn("w:pPr"))
    parent = marked.getparent()
    ends_section = properties is not None and properties.find(qn("w:sectPr")) is not None
    if parent is not None and parent.tag != qn("w:tc") and not ends_section:
        parent.remove(marked)
        return
    for held in list(marked):
        if held is not properties:
            marked.remove(held)


def _unlay(body: Element) -> None:
    """Take away the empty paragraph that a document without text consists of."""
    blocks = [held for held in body if held.tag != qn("w:sectPr")]
    is_empty = len(blocks) == 1 and blocks[0].tag == qn("w:p") and not "".join(blocks[0].itertext()).strip()
    if is_empty and next(blocks[0].iter(qn("w:drawing"), qn("w:pict"), qn("w:sectPr")), None) is None:
        body.remove(blocks[0])
