"""The styles of a report in Word: Word's own by their names where it has one, `Report …` where it has none."""

from dataclasses import dataclass

FACT = 2600
"""Twips from the left of a fact's term to its text."""
STEP = 360
"""Twips by which each level of a list is moved in."""
SOFT = '<w:color w:val="545C66"/>'
LINE = "B5B5B5"
ACCENT = '<w:color w:val="{accent}"/>'
HEADINGS = '<w:rFonts w:ascii="{headings}" w:hAnsi="{headings}" w:cs="{headings}"/>'
CODE = '<w:rFonts w:ascii="{code}" w:hAnsi="{code}" w:cs="{code}"/><w:noProof/>'
BOLD = "<w:b/><w:bCs/>"
KEPT = "<w:keepNext/><w:keepLines/>"


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what its paragraphs and its letters are, as the schema writes it.

    `look` is what only a document of ours takes from the look: fonts and colours. `further` ends the style.
    """

    name: str
    paragraph: str = ""
    letters: str = ""
    look: str = ""
    parent: str = "Normal"
    kind: str = "paragraph"
    further: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(" ", "")


def _space(before: int, after: int, more: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{more}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _tab(kind: str, position: str) -> str:
    return f'<w:tabs><w:tab w:val="{kind}" w:pos="{position}"/></w:tabs>'


def _heading(level: int, before: int, size: int, border: str = "", look: str = "") -> Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    parent = f"heading {level - 1}" if level > 1 else "Normal"
    return Style(
        f"heading {level}", KEPT + border + _space(before, 120) + outline, BOLD + _size(size), look, parent
    )


def _listed(name: str, level: int, *, hangs: bool) -> Style:
    hanging = f' w:hanging="{STEP}"' if hangs else ""
    return Style(
        f"List {name} {level}" if level > 1 else f"List {name}",
        _space(0, 60) + f'<w:ind w:left="{STEP * level}"{hanging}/>',
    )


def _contents(level: int) -> Style:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    return Style(
        f"toc {level}",
        "<w:keepNext/>"
        + tabs
        + _space(0, 30, ' w:line="240" w:lineRule="auto"')
        + f'<w:ind w:left="{240 * (level - 1)}" w:right="600"/>',
    )


def _border(side: str, size: int, space: int, color: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


PARAGRAPHS = (
    Style("Title", KEPT + _space(60, 120), BOLD + _size(52), HEADINGS),
    Style("Subtitle", _space(0, 280), _size(24), SOFT),
    _heading(1, 480, 32, f"<w:pBdr>{_border('top', 12, 8, '{accent}')}</w:pBdr>", HEADINGS),
    _heading(2, 300, 25, '<w:pBdr><w:top w:val="nil"/></w:pBdr>'),
    _heading(3, 240, 22),
    _heading(4, 240, 21),
    Style("caption", "<w:keepNext/>" + _space(160, 80), _size(17), SOFT),
    *(_listed("Bullet", level, hangs=True) for level in (1, 2, 3)),
    *(_listed("Number", level, hangs=True) for level in (1, 2, 3)),
    *(_listed("Continue", level, hangs=False) for level in (1, 2, 3)),
    Style(
        "Quote", f"<w:pBdr>{_border('left', 8, 10, LINE)}</w:pBdr>" + _space(0, 120) + '<w:ind w:left="240"/>'
    ),
    Style("header", _tab("right", "{width}") + _space(0, 0), _size(16), SOFT),
    Style("footer", _tab("right", "{width}") + _space(0, 0), _size(16), SOFT),
    Style("TOC Heading", '<w:outlineLvl w:val="9"/>', parent="heading 1"),
    _contents(1),
    Style("Report Kind", "<w:keepNext/>" + _space(600, 60), BOLD, ACCENT),
    Style("Report Message", _space(120, 200), BOLD + _size(24)),
    Style("Report Label", "<w:keepNext/>" + _space(80, 40), _size(18), SOFT),
    Style("Report Note", _space(40, 120), _size(18), SOFT),
    Style(
        "Report Fact",
        _tab("left", str(FACT)) + _space(0, 60) + f'<w:ind w:left="{FACT}" w:hanging="{FACT}"/>',
    ),
    Style("Report Fact Text", _space(0, 60) + f'<w:ind w:left="{FACT}"/>'),
    Style("Report Picture", "<w:keepNext/>" + _space(160, 60)),
    Style("Report Code", '<w:shd w:val="clear" w:color="auto" w:fill="F4F6F8"/>', CODE + _size(18)),
    Style("Report Table Text", _space(30, 30, ' w:line="240" w:lineRule="auto"'), _size(16)),
    Style("Report Table Head", letters=BOLD, parent="Report Table Text"),
)
LETTERS = (
    Style("Report Term", letters=_size(18), look=SOFT, kind="character"),
    Style("Report Aside", letters=_size(17), look=SOFT, kind="character"),
    Style("Report Id", letters=CODE, kind="character"),
    Style("Hyperlink", letters='<w:u w:val="single"/>', look=ACCENT, kind="character"),
)
TABLE = Style(
    "Report Table",
    parent="Normal Table",
    kind="table",
    further=(
        f"<w:tblPr><w:tblBorders>{_border('top', 4, 0, LINE)}{_border('bottom', 4, 0, LINE)}"
        f"{_border('insideH', 4, 0, LINE)}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>{_border("bottom", 8, 0, "000000")}</w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    ),
)
STYLES = (*PARAGRAPHS, *LETTERS, TABLE)
