"""Arguments and options that commands which record something share."""

from pathlib import Path
from typing import Annotated

import typer

from auditctl.cli.completion import audits, findings, people, processes

GRADES = "major|minor|ofi|strength"
KINDS = "document|record|log|approval|system-output|interview|observation|photo"
METHODS = "full|systematic|judgement"
CLASSES = "public|internal|confidential|strict"
_AUDIT = "The audit: the name of its folder, or an unambiguous part."

AuditName = Annotated[str, typer.Argument(help=_AUDIT, autocompletion=audits)]
OnlyAudit = Annotated[
    str, typer.Argument(help="Only those of this audit.", autocompletion=audits, show_default=False)
]
FindingName = Annotated[
    str, typer.Argument(help="AUDIT/NAME, NAME, or an unambiguous part.", autocompletion=findings)
]
FindingTitle = Annotated[str, typer.Argument(help="The finding in one line.", show_default=False)]
EvidenceTitle = Annotated[
    str, typer.Argument(help="What it is, so that somebody else recognises it.", show_default=False)
]

Grade = Annotated[str, typer.Option("--grade", metavar=GRADES, help="How much it weighs.")]
Process = Annotated[
    str, typer.Option("--process", help="The process in which it was found.", autocompletion=processes)
]
Requirements = Annotated[
    list[str],
    typer.Option(
        "--requirement", metavar="ID", help="What it is held against: A.8.13, 8.1, bck-pol#4.2; repeatable."
    ),
]
EvidenceNames = Annotated[
    list[str], typer.Option("--evidence", metavar="NAME", help="A record of evidence; repeatable.")
]
Statement = Annotated[
    str, typer.Option("--statement", help="What was found: where, when, how many of how many.")
]
Effect = Annotated[str, typer.Option("--effect", help="What it can lead to.")]
GradeReason = Annotated[str, typer.Option("--grade-reason", help="Why this grade.")]
Session = Annotated[str, typer.Option("--session", help="The session of the schedule.")]
Location = Annotated[str, typer.Option("--location", help="The location.")]
By = Annotated[
    str,
    typer.Option(
        "--by",
        help="Who; default: you, if git's address is an auditor's, else the lead.",
        autocompletion=people,
    ),
]
When = Annotated[str, typer.Option("--date", metavar="DATE", help="When; default: today.")]
RepeatOf = Annotated[
    str, typer.Option("--repeat-of", help="The earlier finding that came back.", autocompletion=findings)
]
ResponseDue = Annotated[
    str,
    typer.Option(
        "--response-due", metavar="DATE", help="Until when the auditee answers with a corrective action."
    ),
]
Reference = Annotated[str, typer.Option("--reference", help="The number that an external body gave it.")]
Edit = Annotated[bool, typer.Option("--edit", "-e", help="Write it in $VISUAL or $EDITOR.")]
Draft = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Go on with a draft that was kept.", show_default=False),
]

Kind = Annotated[str, typer.Option("--kind", metavar=KINDS, help="What kind of evidence it is.")]
File = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="A file to copy; its sha256 is recorded.", show_default=False
    ),
]
Source = Annotated[
    str, typer.Option("--source", help="Where it is from; interview: the role; observation: the place.")
]
Role = Annotated[str, typer.Option("--role", help="Of an interview: the role of whoever spoke.")]
Topics = Annotated[
    list[str], typer.Option("--topic", metavar="WORDS", help="Of an interview: a topic; repeatable.")
]
SeenAt = Annotated[str, typer.Option("--place", help="Of an observation: where it was made.")]
Time = Annotated[str, typer.Option("--time", metavar="HH:MM", help="Of an observation: when.")]
PeriodFrom = Annotated[
    str, typer.Option("--period-from", metavar="DATE", help="The first day that it speaks for.")
]
PeriodTo = Annotated[
    str, typer.Option("--period-to", metavar="DATE", help="The last day that it speaks for.")
]
Viewed = Annotated[str, typer.Option("--viewed", metavar="PLACE", help="A place only looked at, not copied.")]
Classification = Annotated[
    str, typer.Option("--classification", metavar=CLASSES, help="How it is classified.")
]
PersonalData = Annotated[bool, typer.Option("--personal-data", help="It holds personal data.")]
RetentionUntil = Annotated[
    str, typer.Option("--retention-until", metavar="DATE", help="The day after which the file goes.")
]
Population = Annotated[
    str,
    typer.Option(
        "--sample-population", metavar="WORDS", help="Of a sample that you drew yourself: of what it is."
    ),
]
SampleSize = Annotated[
    int | None,
    typer.Option("--sample-size", min=0, help="How many there are in all.", show_default=False),
]
SampleTaken = Annotated[
    int | None,
    typer.Option(
        "--sample-taken",
        min=0,
        help="How many of them were looked at; default with the method full: all.",
        show_default=False,
    ),
]
DrawnHow = Annotated[
    str,
    typer.Option(
        "--sample-method",
        metavar=METHODS,
        help="How they were chosen; a random sample is drawn by `evidence sample`.",
    ),
]
DrawnBy = Annotated[
    str,
    typer.Option("--drawn-by", help="Who chose them; default: who collected it.", autocompletion=people),
]
Purpose = Annotated[
    str,
    typer.Option("--purpose", metavar="fieldwork|action", help="`action`: it proves a corrective action."),
]
Details = Annotated[str, typer.Option("--details", help="Further prose, in Markdown.")]

Name = Annotated[
    str, typer.Option("--name", metavar="SLUG", help="The file's name; default: made of the title.")
]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be written, write nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
