"""Tables and pages for the terminal, through rich."""

import io
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROWEST = 80
PLAIN = "    \n    \n -- \n    \n    \n    \n    \n    \n"
"""The lines of a table in ASCII, as rich draws its simple one."""
Cell = str | tuple[str, ...]
"""One line of text, or several that stand below each other."""


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, whole: int = 0, style: str = ""
) -> "RenderableType":
    """Return a table whose first `whole` columns are never folded; cells can steer no terminal."""
    from rich.box import SIMPLE_HEAD, Box  # noqa: PLC0415 - JSON and plain output do not need it
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    made = Table(
        box=SIMPLE_HEAD if takes_unicode() else Box(PLAIN, ascii=True),
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    held = [[_visible(cell) for cell in row] for row in rows]
    for index, column in enumerate(columns):
        widest = max((len(line) for row in held for line in row[index].split("\n")), default=0)
        made.add_column(column, overflow="fold", no_wrap=index < whole and widest <= _width() // 2)
    for row in held:
        made.add_row(*(Text(cell) for cell in row))
    head = Text(title, style=f"bold {style}".strip())
    return Group(head, Text(""), made, Text("")) if title else Group(Text(""), made, Text(""))


def _visible(cell: Cell) -> str:
    """Return the lines of a cell; what stands within one steers no terminal and breaks no line."""
    from auditctl.source.text import visible  # noqa: PLC0415

    return "\n".join(visible(line) for line in ((cell,) if isinstance(cell, str) else cell))


def hanging(words: str, indent: int, style: str = "", *, first: str = "") -> "RenderableType":
    """Return a paragraph whose every line is indented; `first` stands in the margin of its first line."""
    from rich.padding import Padding  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    paragraph = Text(words, style=style)
    if not first:
        return Padding(paragraph, (0, 0, 0, indent))
    row = Table.grid(padding=0)
    row.add_column(width=indent)
    row.add_column()
    row.add_row(Text(first), paragraph)
    return row


def page(parts: "Iterable[RenderableType]", *, color: bool) -> str:
    """Return the parts as text for this terminal; 80 columns where there is none."""
    from rich.console import Console  # noqa: PLC0415

    stream = io.StringIO()
    console = Console(
        file=stream, width=_width(), force_terminal=color, no_color=not color, highlight=False, markup=False, emoji=False,
        legacy_windows=False, color_system="standard" if color else None,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    text = "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
    return text if takes_unicode() else text.encode(_encoding(), "replace").decode(_encoding())


def takes_unicode() -> bool:
    """Whether stdout takes every character, not only ASCII."""
    return _encoding().lower().startswith("utf")


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "ascii"


def _width() -> int:
    import shutil  # noqa: PLC0415

    return max(shutil.get_terminal_size((NARROWEST, 24)).columns, 40) if sys.stdout.isatty() else NARROWEST
