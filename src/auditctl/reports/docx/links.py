"""Where links lead: to the places of the document by the names of their bookmarks, or out of it."""

from collections.abc import Iterable

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml.html import HtmlElement

from auditctl.reports.docx.elements import Element, made
from auditctl.reports.markdown import SCHEMES


class Links:
    """The links of a document; `places` are the ids of the page that have a place in it."""

    def __init__(self, part: Part, places: Iterable[str]) -> None:
        self.part = part
        self.bookmarks = {place: f"_Ref{number:06}" for number, place in enumerate(places, start=1)}
        self.marked = 0

    def hyperlink(self, target: str) -> Element | None:
        """Return the hyperlink to a target; None for one that is not known or not safe."""
        if target.startswith("#"):
            bookmark = self.bookmarks.get(target[1:])
            return made("w:hyperlink", anchor=bookmark, history=1) if bookmark else None
        scheme, colon, _ = target.partition(":")
        if not colon or scheme.casefold() not in SCHEMES:
            return None
        held = made("w:hyperlink", history=1)
        held.set(qn("r:id"), self.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return held

    def named(self, element: HtmlElement) -> str:
        """Return the id of an element, or one of our own, and give its place a bookmark."""
        place: str = element.get("id") or f"{len(self.bookmarks)} "
        self.bookmarks.setdefault(place, f"_Ref{len(self.bookmarks) + 1:06}")
        return place

    def marks(self, place: str) -> tuple[Element, Element]:
        """Return the begin and the end of the bookmark of a place."""
        self.marked += 1
        return (
            made("w:bookmarkStart", id=self.marked, name=self.bookmarks[place]),
            made("w:bookmarkEnd", id=self.marked),
        )
