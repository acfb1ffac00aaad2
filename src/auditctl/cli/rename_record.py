"""A record found by its kind and name, renamed, and what is told of it."""

import typer

from auditctl.cli.call import Call, named, print_json
from auditctl.errors import Ambiguous, NotThere, some
from auditctl.model.nearest import nearest
from auditctl.model.types import Kind
from auditctl.outputs.words import counted
from auditctl.repository import Repository
from auditctl.repository.catalogs import shipped_names
from auditctl.repository.references import SCOPED
from auditctl.source.text import visible
from auditctl.writing.renaming.mentions import Mention, is_looked_for, mentions
from auditctl.writing.renaming.references import SAME, Name
from auditctl.writing.renaming.refusals import Elsewhere, Ships
from auditctl.writing.renaming.rename import Renamed, names, renamed

MOST_FILES = 12
MOST_MENTIONS = 10
SPELLINGS = {
    "people": Kind.person,
    "register-entry": Kind.person,
    "program": Kind.programme,
    "cycle": Kind.programme,
    "planned": Kind.audit,
    "workpaper": Kind.session,
    "corrective-action": Kind.capa,
    "catalog": Kind.catalog,
    "catalogue": Kind.catalog,
}
"""Further words for kinds; plurals are understood too."""


def rename_record(call: Call, kind: str, old: str, new: str, *, dry_run: bool, as_json: bool) -> None:
    """Rename a record, or show what that would change."""
    repository = call.repository(says_unread=False)
    name = _record_named(repository, _kind_named(kind), old)
    found = renamed(repository, name, _new_id(name, new))
    left = mentions(found.change, found.after, name.id)
    paths = found.change.paths
    diff = found.change.diff() if dry_run else ""
    if not dry_run:
        found.change.carry_out()
    if as_json:
        written = {"diff": diff} if dry_run else {}
        print_json({**_document(name, found, left), "paths": paths, "written": not dry_run, **written})
        return
    if dry_run:
        typer.echo(diff, nl=False)
    else:
        typer.echo("\n".join(map(visible, paths)))
    _tell(name, found, left, dry_run=dry_run)


def _kind_named(given: str) -> Kind:
    """Return the kind meant by a word; NotThere for another one."""
    words = {kind.value.casefold().replace(" ", "-"): SAME.get(kind, kind) for kind in Kind} | SPELLINGS
    del words[Kind.requirement.value]
    asked = given.casefold().replace(" ", "-").replace("_", "-")
    for word in (asked, asked.removesuffix("s"), asked.removesuffix("es")):
        if word in words:
            return words[word]
    raise NotThere("kind of record", given, nearest(asked, words), f"known: {', '.join(sorted(words))}")


def _record_named(repository: Repository, kind: Kind, given: str) -> Name:
    """Return the record meant; those of the root are named in full, since so much may refer to them."""
    known = {name.full: name for name in names(repository, kind)}
    if given in known:
        return known[given]
    if kind not in SCOPED:
        if kind is Kind.catalog and given in shipped_names():
            raise Ships(given)
        listed = f"known: {some(sorted(known))}" if known else f"there is no {kind.value} yet"
        raise NotThere(kind.value, given, nearest(given, known), listed)
    same = [full for full, name in known.items() if name.id == given]
    if len(same) > 1:
        raise Ambiguous(kind.value, given, same)
    return known[same[0] if same else named(kind.value, given, known)]


def _new_id(name: Name, given: str) -> str:
    """Return the new id; AUDIT/id will do where it is the audit of the record."""
    bare = given.removeprefix(f"{name.audit}/") if name.audit else given
    if "/" in bare:
        raise Elsewhere(name, given)
    return bare


def _document(name: Name, found: Renamed, left: list[Mention]) -> dict[str, object]:
    return {
        "kind": name.kind.value,
        "old": name.full,
        "new": found.name.full,
        "references": found.references,
        "mentions": [{"path": item.path, "line": item.line, "text": item.text} for item in left],
    }


def _tell(name: Name, found: Renamed, left: list[Mention], *, dry_run: bool) -> None:
    """Say how many references there are and where, what still has the old id, and what comes next."""
    total = sum(found.references.values())
    ranked = sorted(found.references.items(), key=lambda item: (-item[1], item[0]))
    would = "would be" if dry_run else "is now"
    _say(f"{name} {would} {found.name.full}; {counted(total, 'reference')}{':' if ranked else ''}")
    for path, count in ranked[:MOST_FILES]:
        _say(f"  {count} in {path}")
    if len(ranked) > MOST_FILES:
        _say(f"  and {len(ranked) - MOST_FILES} more")
    if not is_looked_for(name.id):
        _say(f"{name.id} is too short a word to be looked for in prose, comments and paths")
    if left:
        _say(f"{name.id} still stands in prose, comments or paths, which are no references:")
        for item in left[:MOST_MENTIONS]:
            _say(f"  {item.path}:{item.line}")
        if len(left) > MOST_MENTIONS:
            _say(f"  and {len(left) - MOST_MENTIONS} more")
    _say("next: " + ("leave out --dry-run" if dry_run else "`git diff`, then `auditctl check`"))


def _say(words: str) -> None:
    typer.echo(visible(words), err=True)
