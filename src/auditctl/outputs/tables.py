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


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, whole: int = 0, style: str = ""
) -> "RenderableType":
    """Return a table whose first `whole` columns are never folded; cells can steer no terminal."""
    from rich.box import SIMPLE_HEAD, Box  # noqa: PLC0415 - JSON and plain output do not need it
    from rich.console import Group  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from auditctl.source.text import visible  # noqa: PLC0415

    made = Table(
        box=SIMPLE_HEAD if _is_utf(_encoding()) else Box(PLAIN, ascii=True),
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    held = list(rows)
    for index, column in enumerate(columns):
        widest = max((len(row[index]) for row in held), default=0)
        made.add_column(column, overflow="fold", no_wrap=index < whole and widest <= _width() // 2)
    for row in held:
        made.add_row(*(Text(visible(cell)) for cell in row))
    head = Text(title, style=f"bold {style}".strip())
    return Group(head, Text(""), made, Text("")) if title else Group(Text(""), made, Text(""))


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
    encoding = _encoding()
    console = Console(
        file=stream, width=_width(), force_terminal=color, no_color=not color, highlight=False, markup=False, emoji=False,
        legacy_windows=False, color_system="standard" if color else None,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    text = "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
    return text if _is_utf(encoding) else text.encode(encoding, "replace").decode(encoding)


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "ascii"


def _is_utf(encoding: str) -> bool:
    return encoding.lower().startswith("utf")


def _width() -> int:
    import shutil  # noqa: PLC0415

    return max(shutil.get_terminal_size((NARROWEST, 24)).columns, 40) if sys.stdout.isatty() else NARROWEST
