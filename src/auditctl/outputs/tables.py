"""Tables and pages for the terminal, through rich."""

import io
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

NARROWEST = 80


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> "Table":
    """Return a table; cells are made visible, so nothing in a file can steer the terminal."""
    from rich import box  # noqa: PLC0415 - JSON and plain output do not need it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from auditctl.source.text import visible  # noqa: PLC0415

    made = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text(visible(cell)) for cell in row))
    return made


def page(parts: "Iterable[RenderableType]", *, color: bool) -> str:
    """Return the parts as text for this terminal; 80 columns where there is none."""
    from rich.console import Console  # noqa: PLC0415

    stream = io.StringIO()
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    console = Console(
        file=stream, width=_width(), force_terminal=color, no_color=not color, highlight=False, markup=False, emoji=False,
        legacy_windows=False, color_system="standard" if color else None,
    )  # fmt: skip
    for part in parts:
        console.print(part)
    text = "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
    return text.encode(encoding, "replace").decode(encoding) if not encoding.lower().startswith("utf") else text


def _width() -> int:
    import shutil  # noqa: PLC0415

    return max(shutil.get_terminal_size((NARROWEST, 24)).columns, 40) if sys.stdout.isatty() else NARROWEST
