"""Arguments and options that the steps of findings, corrective actions and audits share."""

from typing import Annotated

import typer

from auditctl.cli.completion import audits, capas, findings, people, processes

GRADES = "major|minor|ofi"
RESULTS = "effective|ineffective"

CapaName = Annotated[
    str, typer.Argument(help="AUDIT/NAME, NAME, or an unambiguous part.", autocompletion=capas)
]
ItemName = Annotated[
    str,
    typer.Argument(help="The item: its key in the file, or an unambiguous part.", show_default=False),
]
NewItem = Annotated[
    str, typer.Argument(help="What is to be done, in one line.", show_default=False, metavar="[WHAT]")
]
Findings = Annotated[
    list[str],
    typer.Argument(
        help="The findings that it answers; none with --origin.", autocompletion=findings, show_default=False
    ),
]

Owner = Annotated[str, typer.Option("--owner", help="Who answers for it.", autocompletion=people)]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help="Until when.")]
Done = Annotated[str, typer.Option("--done", metavar="DATE", help="When, if it is done already.")]
Proof = Annotated[str, typer.Option("--proof", help="What shows it, in a few words.")]
Evidence = Annotated[
    list[str],
    typer.Option("--evidence", metavar="NAME", help="A record of evidence that shows it; repeatable."),
]
By = Annotated[
    str,
    typer.Option("--by", help="Who; default: you, if git's address is a person's.", autocompletion=people),
]
When = Annotated[str, typer.Option("--date", metavar="DATE", help="When; default: today.")]
Why = Annotated[str, typer.Option("--why", help="The reason, in a sentence.")]
Text = Annotated[str, typer.Option("--text", help="In their words.")]
InAudit = Annotated[
    str, typer.Option("--audit", help="The audit in which it was seen.", autocompletion=audits)
]
Process = Annotated[
    str, typer.Option("--process", help="The process that it is about.", autocompletion=processes)
]
Person = Annotated[str, typer.Option("--person", help="With a part of this person.", autocompletion=people)]
