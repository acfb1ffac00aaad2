"""The proof of a rename: every reference means what it did, and nothing more is wrong with the files."""

from collections import Counter
from typing import Any

from auditctl.model.record import Hit, Record
from auditctl.repository import Repository
from auditctl.repository.records import records
from auditctl.writing.renaming.references import Name, Reference, Renaming, name_of, references_in
from auditctl.writing.renaming.refusals import BringsProblem, Lost, MeansAnother, Unreadable

READ = frozenset({"SYN007", "SCH006", "SCH008"})
"""What is said of files that are read all the same, or are no records."""
LEFT_OUT = frozenset({"SCH005", "SCH007"})
"""What is said of files that are left out although they can be read."""
Identity = tuple[type[Any], Name | str, str]
"""What kind of record it is and its name; of a part of the root or of an audit its key, and the audit."""
Meaning = tuple[Name, bool]
"""The record that a reference means, and whether there is one."""


def require_everything_read(repository: Repository, name: Name) -> None:
    """Raise Unreadable where a file or part could not be taken up: nobody knows what it refers to."""
    found = [hit for hit in repository.problems if hit.code[:3] in {"SYN", "SCH"} and hit.code not in READ]
    is_left_out = any(hit.code.startswith("SYN") or hit.code in LEFT_OUT for hit in found)
    if repository.unread or is_left_out:
        raise Unreadable(name, [hit.site.document.path for hit in found])


def require_same_meaning(before: Repository, after: Repository, renaming: Renaming) -> None:
    """Raise MeansAnother, Lost or BringsProblem unless the two differ by the name alone."""
    expected = _graph(before, renaming)
    for identity, held in _graph(after).items():
        left = Counter(meaning for _, meaning in expected.pop(identity, []))
        for reference, meaning in held:
            if not left[meaning]:
                raise MeansAnother(reference)
            left[meaning] -= 1
        if left.total():
            raise Lost(f"the {next(iter(left.elements()))[0].kind.value} that {_called(identity)} refers to")
    if expected:
        raise Lost(_called(next(iter(expected))))
    _require_no_problem(before, after)


def _graph(
    repository: Repository, renaming: Renaming | None = None
) -> dict[Identity, list[tuple[Reference, Meaning]]]:
    """Return what every record refers to; with a renaming, as it has to be afterwards."""
    found: dict[Identity, list[tuple[Reference, Meaning]]] = {}
    for record in records(repository):
        held = found.setdefault(_identity(record, renaming), [])
        for reference in references_in(repository, record):
            meant = renaming.applied(reference.meant) if renaming else reference.meant
            held.append((reference, (meant, reference.is_known)))
    return found


def _identity(record: Record[Any], renaming: Renaming | None) -> Identity:
    name = name_of(record)
    if name:
        return type(record.data), renaming.applied(name) if renaming else name, ""
    return type(record.data), record.id, renaming.audit(record.audit) if renaming else record.audit


def _called(identity: Identity) -> str:
    _, name, audit = identity
    return str(name) if isinstance(name, Name) else f"{audit}/{name}" if audit else name


def _require_no_problem(before: Repository, after: Repository) -> None:
    """Raise BringsProblem for what is said of reading the files afterwards and was not before."""
    known = Counter(hit.code for hit in before.problems)
    found = Counter(hit.code for hit in after.problems)
    worse: list[Hit] = [hit for hit in after.problems if found[hit.code] > known[hit.code]]
    if worse:
        raise BringsProblem(worse[0])
