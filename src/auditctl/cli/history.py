"""`auditctl history`: which commit brought each fact of a record, by whom, and whether it is signed."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from auditctl.analysis.lineage import Life
    from auditctl.analysis.subjects import Subject
    from auditctl.repository import Repository
    from auditctl.repository.history import History
    from auditctl.repository.renamed import Renames
    from auditctl.source.git import Signature

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)


def _names(incomplete: str) -> list[str]:
    from auditctl.cli.completion import audits, capas, findings, people  # noqa: PLC0415 - only completion needs it

    return [*findings(incomplete), *capas(incomplete), *audits(incomplete), *people(incomplete)]


Slug = Annotated[
    str,
    typer.Argument(
        metavar="SLUG",
        help="A record: an id, AUDIT/id, an unambiguous part, or its file.",
        autocompletion=_names,
        show_default=False,
    ),
]
Of = Annotated[
    str,
    typer.Option("--kind", help="Only of this kind: finding, CAPA, session, person ...", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def history(ctx: typer.Context, slug: Slug, kind: Of = "", as_json: AsJson = False) -> None:
    """Show each commit that did something to a record: the facts that it brought with the day they claim, who, and signed or not.

    \b
    Examples:
      auditctl history restore-tests-missing      the finding, and the corrective action of that name
      auditctl history 2026-main                  an audit with its parts and its seal
      auditctl history burak-yilmaz --kind person
      auditctl history audits/2026-main/evidence/leaver-export.yaml --json

    Renames are followed, and a record that is gone is found too. A signature counts where the key is known: an SSH key by
    the file `allowed_signers` of the repository, others by your own key ring.
    """
    from auditctl.cli.call import Call, print_json  # noqa: PLC0415 - the overview does not need it
    from auditctl.outputs.history import document, text  # noqa: PLC0415
    from auditctl.outputs.tables import page  # noqa: PLC0415
    from auditctl.repository.history import history_of  # noqa: PLC0415

    call = Call.of(ctx)
    repository = call.repository()
    past = history_of(repository)
    renames = _renames(past)
    chosen = _chosen(repository, past, renames, slug, kind)
    lives = [
        found for subject in chosen for found in _lives(repository, past, renames, subject) if found.steps
    ]
    signed = _signatures(past, lives)
    if as_json:
        print_json(document(lives, signed))
    else:
        typer.echo(page(text(lives, signed), color=call.uses_color()), nl=False, color=True)


def _renames(past: "History") -> "Renames":
    """Return what has another name on disk than in the last commit."""
    from auditctl.repository.renamed import renames  # noqa: PLC0415 - the overview does not need it
    from auditctl.source.git import tree  # noqa: PLC0415

    return renames(past.git, tree(past.git, past.commits[0].id))


def _chosen(
    repository: "Repository", past: "History", renames: "Renames", given: str, kind: str
) -> "list[Subject]":
    """Return the records of a name, each under that which it has now; several of other kinds may bear it.

    Raises NotThere, Ambiguous.
    """
    from auditctl.analysis.subjects import as_it_is_now, subjects  # noqa: PLC0415 - the overview does not need it

    named = _named(subjects(repository, past), given, kind)
    return list(dict.fromkeys(as_it_is_now(item, past, renames) for item in named))


def _named(known: "list[Subject]", given: str, kind: str) -> "list[Subject]":
    from auditctl.cli.call import named  # noqa: PLC0415 - the overview does not need it

    if kind:
        wanted = named("kind", kind, {item.kind for item in known})
        known = [item for item in known if item.kind == wanted]
    path = (str(PurePosixPath(given)).removesuffix(".sig"), ())
    exact = [item for item in known if given in {item.id, item.name} or path in item.places]
    if exact:
        return exact
    names = {item.name for item in known}
    is_part = any(given in name for name in names)
    # whoever mistypes an id means the id, without the audit before it
    name = named("record", given, names if is_part else {item.id for item in known})
    return [item for item in known if item.name == name]


def _lives(
    repository: "Repository", past: "History", renames: "Renames", subject: "Subject"
) -> "Iterator[Life]":
    from auditctl.analysis.lineage import lives  # noqa: PLC0415 - the overview does not need it
    from auditctl.repository.standing import documents_at  # noqa: PLC0415

    return lives(past, subject, documents_at(repository.root, subject.paths), renames)


def _signatures(past: "History", lives: "list[Life]") -> "dict[str, Signature]":
    from auditctl.source.git import signatures  # noqa: PLC0415 - the overview does not need it
    from auditctl.source.ssh import ALLOWED  # noqa: PLC0415

    commits = dict.fromkeys(step.commit.id for life in lives for step in life.steps if step.commit)
    signers = past.git.root / ALLOWED
    return signatures(past.git, list(commits), signers if signers.is_file() else None)
