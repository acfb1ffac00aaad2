"""The file of a Word document: a company's own opened with care, ours from nothing, and written byte for byte alike."""

import zipfile
from html import escape
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from auditctl.reports.docx.elements import legal
from auditctl.reports.docx.refusals import DAMAGED, NotWord

LARGEST = 100 * 1024 * 1024
"""Bytes that a template may unpack to."""
FIRST = "[Content_Types].xml"
_DAY = (1980, 1, 1, 0, 0, 0)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PAGES = """<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1134" w:bottom="1247" w:left="1134" \
w:header="624" w:footer="567" w:gutter="0"/>"""
"""A4, with the margins of print."""
BLANK = {
    FIRST: f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>\
<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/></Types>""",
    "_rels/.rels": f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" \
Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>""",
    "word/_rels/document.xml.rels": f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/></Relationships>""",
    "word/document.xml": f"""{_XML}<w:document {nsdecls("w", "r", "wp", "a", "pic")}><w:body><w:sectPr>\
{PAGES}</w:sectPr></w:body></w:document>""",
    "word/settings.xml": f"""{_XML}<w:settings {nsdecls("w")}><w:defaultTabStop w:val="709"/><w:compat>\
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
</w:settings>""",
}
"""The parts of a document without anything in it, but for its style sheet."""
SHEET = f"""{_XML}<w:styles {nsdecls("w")}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{{text}}" \
w:hAnsi="{{text}}" w:eastAsia="{{text}}" w:cs="{{text}}"/><w:sz w:val="19"/><w:szCs w:val="19"/><w:lang w:val="{{language}}"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after="110" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>\
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>\
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar>\
<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"""


def blank(text: str, language: str) -> Document:
    """Return a document without content, in a font and a language."""
    sheet = SHEET.replace("{text}", escape(legal(text))).replace("{language}", escape(legal(language)))
    return docx.Document(
        BytesIO(_packed({name: held.encode() for name, held in {**BLANK, "word/styles.xml": sheet}.items()}))
    )


def template(data: bytes) -> Document:
    """Return a company's own document; raises NotWord."""
    parts = _parts(data)
    types = parts.get(FIRST, b"").decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise NotWord("it holds macros")
    parts[FIRST] = types.replace(f"{_MAIN}.template.main+xml", f"{_MAIN}.document.main+xml").encode()
    try:
        return _with_section(docx.Document(BytesIO(_packed(parts))))
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, XMLSyntaxError) as error:
        raise NotWord(
            f"it is no Word document ({str(error).splitlines()[0] if str(error) else 'it has no text'})"
        ) from error


def _with_section(held: Document) -> Document:
    """Return a document that says how its pages are; ValueError for one without text."""
    body = held.element.find(qn("w:body"))
    if body is None:
        raise ValueError("it has no text")
    if body.find(qn("w:sectPr")) is None:
        body.append(parse_xml(f"<w:sectPr {nsdecls('w')}>{PAGES}</w:sectPr>"))
    return held


def _parts(data: bytes) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise NotWord("it has a password, or is a .doc of an older Word")
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            if sum(entry.file_size for entry in file.infolist()) > LARGEST:
                raise NotWord(f"it unpacks to more than {LARGEST // 1024 // 1024} MiB")
            return {entry.filename: file.read(entry) for entry in file.infolist() if not entry.is_dir()}
    except DAMAGED as error:
        raise NotWord("it is no .docx file") from error


def saved(document: Document) -> bytes:
    """Return the bytes of a document, without the time of today in them."""
    held = BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as file:
        return _packed({name: file.read(name) for name in sorted(file.namelist())})


def _packed(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts, key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            file.writestr(entry, parts[name])
    return held.getvalue()
