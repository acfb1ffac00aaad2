"""The page of a report as WeasyPrint sets it well: long words that may break, ids that may not, columns with widths."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from auditctl.reports.column_widths import Cell, column_widths, spanned
from auditctl.reports.drawn import with_own_styles, with_told_titles

LONGEST = 250
"""Characters without a place to break: from there on WeasyPrint takes a time that grows with their square."""
_UNBROKEN = re.compile(
    rf"<(style|title)\b.*?</\1>|<[^>]*>|(?:[^\s<&]|&[^;\s<&]{{1,10}};){{{LONGEST}}}(?=[^\s<])", re.DOTALL
)
PAGE, LEFT = 50, 38
"""Lines of a page, and those that are left below headings."""
LINE = 80
"""Characters of a line in a finding."""
_FINDING = re.compile(r'(</h[23]>\s*)?(<article class="finding)("[^>]*>.*?</article>)', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<(?:dt|tr|li|p)\b")
_FACTS = re.compile(r'<dl class="facts">.*?</dl>', re.DOTALL)
_BOX = re.compile(r"</?div>")
_ID = re.compile(r"\b([A-Z]{1,3}\.\d+(?:\.\d+)*)\b")
"""Ids such as A.8.13, in which Pango sees the end of a sentence."""
MOST_IDS = 300
"""Ids of one text that are kept whole; each costs as much as a word in bold."""
NOT_READ = frozenset({"style", "script", "title", "pre"})
ROOM = 62.0
"""Ems of a table's letters on a line."""


def prepared(page: str) -> str:
    """Return the page as WeasyPrint needs it; facts are not wrapped, since a list of a PDF holds items only."""
    plain = _FACTS.sub(lambda match: _BOX.sub("", match[0]), page)
    return breakable(divisible(with_told_titles(with_own_styles(plain))))


def breakable(page: str) -> str:
    """Return the page with places to break in words that are longer than any line."""
    return _UNBROKEN.sub(lambda match: match[0] if match[0].startswith("<") else f"{match[0]}<wbr>", page)


def divisible(page: str) -> str:
    """Return the page with leave to divide the findings that fit on no page.

    What may not be divided and does not fit leaves its headings alone on a page.
    """

    def judged(match: re.Match[str]) -> str:
        heading, opening, rest = match[1] or "", match[2], match[3]
        lines = len(_TAG.sub("", rest)) / LINE + len(_ROW.findall(rest))
        is_long = lines > (LEFT if heading else PAGE)
        return f"{heading}{opening}{' long' if is_long else ''}{rest}"

    return _FINDING.sub(judged, page)


def arrange(root: Element) -> None:
    """Give the tables of a page, as WeasyPrint has read it, the widths of their columns; and keep ids on one line."""
    for table in root.iter("table"):
        _set_widths(table)
    for body in root.iterfind("body"):
        for element in list(body.iter()):
            if isinstance(element.tag, str) and "}" not in element.tag and element.tag not in NOT_READ:
                _keep_ids(element)


def _set_widths(table: Element) -> None:
    """Write the widths; a table that says some itself keeps them."""
    if table.find("colgroup") is not None:
        return
    held = column_widths(_rows(table), ROOM)
    group = Element("colgroup")
    group.extend(Element("col", style=f"width: {width / ROOM:.2%}") for width in held)
    table.insert(0 if table.find("caption") is None else 1, group)
    table.set("style", f"table-layout: fixed; {table.get('style', '')}")


def _rows(table: Element) -> Iterator[list[Cell]]:
    for part in table:
        for row in part.iterfind("tr"):
            yield [
                Cell(
                    " ".join(cell.itertext()),
                    _lines(cell),
                    spanned(cell.get("colspan")),
                    is_head=part.tag == "thead",
                )
                for cell in row
                if cell.tag in {"td", "th"}
            ]


def _lines(cell: Element) -> int:
    return 1 + sum(1 for _ in cell.iter("br"))


def _keep_ids(element: Element) -> None:
    """Put each id in the text of an element in a span that does not break."""
    for at, child in reversed(list(enumerate(element, start=1))):
        child.tail, spans = _spans(child.tail)
        element[at:at] = spans
    element.text, spans = _spans(element.text)
    element[0:0] = spans


def _spans(text: str | None) -> tuple[str | None, list[Element]]:
    """Return the text before the first id, and the ids with what follows each."""
    before, *found = _ID.split(text, MOST_IDS) if text else (text,)
    spans = []
    for written, after in zip(found[::2], found[1::2], strict=True):
        span = Element("span", style="white-space: nowrap")
        span.text, span.tail = written, after
        spans.append(span)
    return before, spans
