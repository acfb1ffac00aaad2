"""Lists: bullets, and numbers that begin anew with every list."""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart

from auditctl.reports.docx.elements import Element, made
from auditctl.reports.docx.styles import STEP

LEVELS = 9
BULLETS = "•–·"


class Numbering:
    """The lists of a document."""

    def __init__(self, document: Document) -> None:
        self.root = _part(document).element
        self.bullets = self._instance(self._kind(is_numbered=False))
        self.numbers = self._kind(is_numbered=True)

    def numbered(self, start: int = 1) -> int:
        """Return a list of numbers of its own that begins with `start`."""
        override = made("w:lvlOverride", made("w:startOverride", val=start), ilvl=0)
        return self._instance(self.numbers, override)

    def _kind(self, *, is_numbered: bool) -> int:
        taken = [
            int(held.get(qn("w:abstractNumId"), 0)) for held in self.root.iterchildren(qn("w:abstractNum"))
        ]
        number = max(taken, default=-1) + 1
        kind = made("w:abstractNum", made("w:multiLevelType", val="hybridMultilevel"), abstractNumId=number)
        kind.extend(_level(at, is_numbered=is_numbered) for at in range(LEVELS))
        first = self.root.find(qn("w:num"))
        if first is None:
            self.root.append(kind)
        else:
            first.addprevious(kind)
        return number

    def _instance(self, kind: int, *overrides: Element) -> int:
        taken = [int(held.get(qn("w:numId"), 0)) for held in self.root.iterchildren(qn("w:num"))]
        number = max(taken, default=0) + 1
        held = made("w:num", made("w:abstractNumId", val=kind), *overrides, numId=number)
        *_, last = self.root.iterchildren(qn("w:num"), qn("w:abstractNum"))
        last.addnext(held)
        return number


def _level(at: int, *, is_numbered: bool) -> Element:
    return made(
        "w:lvl",
        made("w:start", val=1),
        made("w:numFmt", val="decimal" if is_numbered else "bullet"),
        made("w:lvlText", val=f"%{at + 1}." if is_numbered else BULLETS[at % len(BULLETS)]),
        made("w:lvlJc", val="left"),
        made("w:pPr", made("w:ind", left=STEP * (at + 1), hanging=STEP)),
        ilvl=at,
    )


def _part(document: Document) -> NumberingPart:
    """Return the part that holds the lists; python-docx cannot make one where a document has none."""
    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and isinstance(
            relation.target_part, NumberingPart
        ):
            return relation.target_part
    made_anew = NumberingPart(
        PackURI("/word/numbering.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        parse_xml(f"<w:numbering {nsdecls('w')}/>"),
        part.package,
    )
    part.relate_to(made_anew, RELATIONSHIP_TYPE.NUMBERING)
    return made_anew
