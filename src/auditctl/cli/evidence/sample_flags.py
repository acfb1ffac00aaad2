"""The options of `auditctl evidence sample` that say what is drawn, and how."""

from pathlib import Path
from typing import Annotated

import typer

List = Annotated[
    Path | None,
    typer.Option(
        "--population",
        metavar="FILE.csv",
        help="The list to draw from: a header, then one item a row.",
        show_default=False,
    ),
]
Seen = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="What was seen of the rows drawn; copied and hashed too.",
        show_default=False,
    ),
]
Take = Annotated[int | None, typer.Option("--take", help="How many rows to draw.", show_default=False)]
Seed = Annotated[str, typer.Option("--seed", help="What the drawing follows from; default: a random one.")]
ListName = Annotated[
    str,
    typer.Option(
        "--population-name", metavar="WORDS", help="What the rows are; default: the name of the file."
    ),
]
KeepDuplicates = Annotated[bool, typer.Option("--keep-duplicates", help="Equal rows are items of their own.")]
