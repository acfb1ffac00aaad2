"""Tables: head rows that are repeated on every page, a caption with its number, columns as wide as they need."""

from collections.abc import Callable
from dataclasses import replace

from docx.oxml.ns import qn
from lxml.html import HtmlElement

from auditctl.reports.column_widths import Cell, column_widths, spanned
from auditctl.reports.docx.elements import Element, made
from auditctl.reports.docx.inline import classes, name, pieces, settled, words
from auditctl.reports.docx.shape import Opening, Place
from auditctl.reports.docx.writer import Writer

Flow = Callable[[Writer, HtmlElement, Place, Opening | None], Opening | None]
EM = 160
"""Twips of an em of the letters in a table."""
LONGEST_ROW = 1500
"""Characters up to which a row is kept on one page."""


def table(writer: Writer, element: HtmlElement, place: Place, flow: Flow) -> None:
    """Write a table with its caption in front; `flow` writes what a cell holds."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    if not rows:
        return
    caption = element.find("caption")
    title = settled(pieces(caption)) if caption is not None else []
    widths = _columns(rows, place.width - place.indent)
    if title:
        writer.caption("Table", title, place)
    held = made("w:tbl", _properties(writer, words(title), place.indent, rows), _grid(widths))
    for row in rows:
        held.append(_row(writer, row, widths, flow))
    place.put(held)
    _room(writer, place)


def _room(writer: Writer, place: Place) -> None:
    """Keep two tables apart, which Word would make one of."""
    spacing = made("w:spacing", before=0, after=120, line=120, lineRule="exact")
    writer.write([], replace(place, is_kept=False, style="Normal", indent=0), None, spacing)


def _properties(writer: Writer, title: str, indent: int, rows: list[HtmlElement]) -> Element:
    has_head = any(_part(row) == "thead" for row in rows)
    return made(
        "w:tblPr",
        made("w:tblStyle", val=writer.ids["Report Table"]),
        made("w:tblW", w=5000, type="pct"),
        *([made("w:tblInd", w=indent, type="dxa")] if indent else []),
        made("w:tblLayout", type="fixed"),
        made("w:tblLook", val="0620" if has_head else "0600", firstRow=int(has_head), noHBand=1, noVBand=1),
        *([made("w:tblCaption", val=title)] if title else []),
    )


def _grid(widths: list[int]) -> Element:
    return made("w:tblGrid", *(made("w:gridCol", w=width) for width in widths))


def _row(writer: Writer, row: HtmlElement, widths: list[int], flow: Flow) -> Element:
    is_short = sum(map(len, row.itertext())) <= LONGEST_ROW
    part = _part(row)
    properties = [
        *([made("w:cantSplit")] if is_short else []),
        *([made("w:tblHeader")] if part == "thead" else []),
    ]
    held = made("w:tr", *([made("w:trPr", *properties)] if properties else []))
    left = list(widths)
    for cell in _cells(row):
        span = min(spanned(cell.get("colspan")), len(left))
        if span:
            held.append(_cell(writer, cell, part, left[:span], flow))
            left = left[span:]
    if left:
        held.append(_empty(writer, left))
    return held


def _cell(writer: Writer, cell: HtmlElement, part: str, widths: list[int], flow: Flow) -> Element:
    held = made("w:tc", _cell_properties(widths))
    inner = Place(
        held.append,
        sum(widths) - 115,
        "Report Table Head" if part in {"thead", "tfoot"} else "Report Table Text",
        is_right="figure" in classes(cell),
        is_kept=part == "thead",
        letters="Report Id" if {"id", "hash"} & set(classes(cell)) else "",
    )
    writer.pass_id(cell.get("id"))
    flow(writer, cell, inner, None)
    if held[-1].tag != qn("w:p"):
        writer.write([], inner)
    return held


def _empty(writer: Writer, widths: list[int]) -> Element:
    held = made("w:tc", _cell_properties(widths))
    writer.write([], Place(held.append, sum(widths), "Report Table Text"))
    return held


def _cell_properties(widths: list[int]) -> Element:
    spans = [made("w:gridSpan", val=len(widths))] if len(widths) > 1 else []
    return made("w:tcPr", made("w:tcW", w=sum(widths), type="dxa"), *spans)


def _part(row: HtmlElement) -> str:
    """Return the part of the table that a row stands in, such as `thead`."""
    parent = row.getparent()
    return "" if parent is None else name(parent)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if name(cell) in {"td", "th"}]


def _lines(cell: HtmlElement) -> int:
    return 1 + sum(1 for _ in cell.iter("br"))


def _columns(rows: list[HtmlElement], width: int) -> list[int]:
    """Return the widths of columns, which add up to the width to the twip."""
    held = [int(em * EM) for em in column_widths(map(_said, rows), width / EM)]
    if held:
        held[-1] += width - sum(held)
    return held


def _said(row: HtmlElement) -> list[Cell]:
    is_head = _part(row) == "thead"
    return [
        Cell(" ".join(cell.itertext()), _lines(cell), spanned(cell.get("colspan")), is_head=is_head)
        for cell in _cells(row)
    ]
