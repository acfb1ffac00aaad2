"""Where the next paragraph stands, and how."""

from collections.abc import Callable
from dataclasses import dataclass

from auditctl.reports.docx.elements import Element
from auditctl.reports.docx.inline import Piece


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks go: what takes them, how wide it is in twips, and how paragraphs are set there.

    `indent` moves paragraphs in beyond what their style does; `level` is how deep lists are nested; `is_kept` keeps
    each paragraph on one page with the next; `letters` is the style that letters have where nothing else is said.
    """

    put: Callable[[Element], None]
    width: int
    style: str = "Normal"
    indent: int = 0
    level: int = 0
    is_right: bool = False
    is_kept: bool = False
    is_bold: bool = False
    is_heading: bool = False
    letters: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """How the first paragraph of an item or a fact differs from those after it.

    `term` is what stands before a tab; `numbering` a list and a level of it; `indent` where it begins and how far
    its first line hangs out.
    """

    style: str
    term: tuple[Piece, ...] = ()
    numbering: tuple[int, int] | None = None
    indent: tuple[int, int] | None = None
