"""The page of a report as the Word document reads it: what it says of itself, its drawings, and its body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

from lxml.html import HtmlElement, HTMLParser, document_fromstring

from auditctl.reports.docx.pictures import DRAWING
from auditctl.reports.drawn import PICTURE, told, variables, with_own_styles

UNDATED = date(1980, 1, 1)
_OPENING = re.compile(r"<svg\b(?![^>]*\sxmlns=)")


@dataclass(frozen=True, slots=True)
class Page:
    """A page read; `draft` is the word for it, and empty where it is none. `is_sheet` is one that asks for a single sheet."""

    language: str
    title: str
    author: str
    tool: str
    day: date
    head: str
    foot: str
    draft: str
    style: Mapping[str, str]
    drawings: tuple[str, ...]
    body: HtmlElement
    is_sheet: bool


def read(written: str) -> Page:
    """Return a page of ours, or of an own template, which may lack whatever it likes."""
    drawings: list[str] = []

    def noted(match: re.Match[str]) -> str:
        drawings.append(_OPENING.sub('<svg xmlns="http://www.w3.org/2000/svg"', match[0], count=1))
        return _stand_in(match[0], len(drawings) - 1)

    dressed = PICTURE.sub(noted, with_own_styles(written))
    root = document_fromstring(dressed.strip() or "<p>", parser=HTMLParser(huge_tree=True, encoding="utf-8"))
    body = next(root.iter("body"), root)
    named = {meta.get("name"): meta.get("content") or "" for meta in root.iter("meta")}
    title = root.findtext(".//title") or ""
    return Page(
        language=root.get("lang") or "en",
        title=" ".join(title.split()),
        author=named.get("author", ""),
        tool=named.get("generator", ""),
        day=_day(named.get("dcterms.created", "")),
        head=body.get("data-head") or "",
        foot=body.get("data-foot") or "",
        draft=body.get("data-mark") or "",
        style=variables(written),
        drawings=tuple(drawings),
        body=body,
        is_sheet=any("sheet" in (main.get("class") or "").split() for main in body.iter("main")),
    )


def _stand_in(picture: str, number: int) -> str:
    """Return the image that stands for a drawing while the page is read, which knows HTML but no SVG."""
    title, description = told(picture)
    alternative = ". ".join(filter(None, (title, description)))
    return f'<img {DRAWING}="{number}" title="{escape(title)}" alt="{escape(alternative)}">'


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return UNDATED
