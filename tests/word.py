"""Word documents as a strict reader looks at them: what they say, and whether the schema allows how they say it."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

ORDERS = {
    "w:pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "w:rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
        "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
        "eastAsianLayout specVanish oMath"
    ),
    "w:tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "w:tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "w:style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
        "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ),
    "w:lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "w:numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "w:tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
}
"""The order in which the schema of WordprocessingML has the children of an element."""


def opened(data: bytes) -> Document:
    """Return a document as python-docx reads it, after a look at its parts."""
    assert_valid(data)
    return docx.Document(BytesIO(data))


def assert_valid(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.namelist()[0] == "[Content_Types].xml"
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(file.read(name))
                assert_ordered(root)
                assert_whole(root)


def assert_ordered(root: etree._Element) -> None:
    for tag, order in ORDERS.items():
        names = order.split()
        for element in root.iter(qn(tag)):
            held = [etree.QName(child).localname for child in element]
            assert all(names.index(one) <= names.index(next_) for one, next_ in pairwise(held)), (tag, held)


def assert_whole(root: etree._Element) -> None:
    """What is begun is ended, every cell ends with a paragraph, and every link leads somewhere."""
    marks = [field.get(qn("w:fldCharType")) for field in root.iter(qn("w:fldChar"))]
    assert marks.count("begin") == marks.count("separate") == marks.count("end")
    begun = [mark.get(qn("w:id")) for mark in root.iter(qn("w:bookmarkStart"))]
    assert begun == [mark.get(qn("w:id")) for mark in root.iter(qn("w:bookmarkEnd"))]
    names = [mark.get(qn("w:name")) for mark in root.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names))
    anchors = {link.get(qn("w:anchor")) for link in root.iter(qn("w:hyperlink"))} - {None}
    assert anchors <= set(names)
    for cell in root.iter(qn("w:tc")):
        assert cell[-1].tag == qn("w:p")
    for row in root.iter(qn("w:tr")):
        table = row.getparent()
        assert table is not None
        spans = row.findall(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:gridSpan')}")
        more = sum(int(span.get(qn("w:val"), "1")) - 1 for span in spans)
        assert len(row.findall(qn("w:tc"))) + more == len(
            table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
        )


def said(document: Document) -> str:
    """Return all that the body says, one line for each paragraph."""
    return "\n".join(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(
            "\t" if part.tag == qn("w:tab") else "\n" if part.tag == qn("w:br") else part.text or ""
            for part in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
            if part.getparent().tag == qn("w:r")
        )


def minimal(body: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>T</title><style>:root {{ }}</style></head><body>{body}</body></html>'
