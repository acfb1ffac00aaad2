"""Names on the command line: any unambiguous part will do, an unknown one gets "did you mean"."""

from typing import TypeVar

from pydantic import BaseModel

from auditctl.analysis.lifecycle import FindingState
from auditctl.cli.call import audit_of, named
from auditctl.errors import Ambiguous, UsageError
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.types import Kind, is_slug
from auditctl.outputs.finding import Filter
from auditctl.repository import Audit, Repository
from auditctl.writing.refusals import Cancelled, Issued

M = TypeVar("M", bound=BaseModel)


def open_audit(repository: Repository, given: str, kind: str) -> Audit:
    """Return an audit that still takes records; Issued or Cancelled for one that does not."""
    audit = audit_of(repository, given)
    if audit.is_issued:
        raise Issued(audit.id, kind)
    return not_cancelled(audit, kind)


def not_cancelled(audit: Audit, kind: str) -> Audit:
    if audit.data.cancelled:
        raise Cancelled(audit.id, kind)
    return audit


def record_named(repository: Repository, kind: Kind, given: str) -> str:
    """Return the id of a person, process, location or other record of the root."""
    return named(str(kind), given, repository.names.get((kind, ""), {}))


def record_within(repository: Repository, audit: Audit, kind: Kind, given: str) -> str:
    """Return a name as it is written inside the audit: its own by id, others' as AUDIT/id."""
    return name_within(repository, audit.id, kind, given)


def name_within(repository: Repository, audit: str, kind: Kind, given: str) -> str:
    """Return the same for a record of that audit's folder; without one everything is written AUDIT/id.

    A bare id that the audit does not have, and only one other has, is that one's.
    """
    own = repository.names.get((kind, audit), {}) if audit else {}
    elsewhere = [
        f"{owner}/{given}"
        for (of, owner), names in repository.names.items()
        if of is kind and owner and given in names
    ]
    if given not in own and len(elsewhere) == 1 and not any(given in name for name in own):
        return elsewhere[0]
    if audit and "/" not in given:
        return named(str(kind), given, own)
    others = [
        f"{owner}/{name}"
        for (of, owner), names in repository.names.items()
        if of is kind and owner
        for name in names
    ]
    known = named(str(kind), given, others)
    return known.removeprefix(f"{audit}/") if audit else known


def requirement_named(repository: Repository, given: str) -> str:
    """Return a requirement as it is written here: `8.13` is enough for `A.8.13`, where nothing else fits."""
    requirements = repository.requirements
    document, mark, section = given.partition("#")
    if mark:
        return f"{record_named(repository, Kind.document, document)}#{section}"
    for written in (given, given.upper()):
        if requirements.is_known(written):
            return written
    first, *others = requirements.standards or ("",)
    own = [node.id for node in requirements.catalogs[first].nodes] if first in requirements.catalogs else []
    further = [
        f"{name}:{node.id}"
        for name in others
        if name in requirements.catalogs
        for node in requirements.catalogs[name].nodes
    ]
    return named(
        "requirement", given, own if any(given in name for name in own) or ":" not in given else further
    )


def requirement_title(repository: Repository, requirement: str) -> str:
    """Return what a requirement is called; of a section the document's title."""
    if section := repository.requirements.section(requirement):
        document = repository.documents.get(section[0])
        return f"{document.data.title}, {section[1]}" if document else ""
    return repository.requirements.title(requirement)


def finding_named(repository: Repository, given: str) -> Record[Finding]:
    """Return a finding by AUDIT/id, by id, or by any unambiguous part."""
    return _recorded("finding", given, repository.findings)


def capa_named(repository: Repository, given: str) -> Record[Capa]:
    """Return a corrective action by AUDIT/id, by id, or by any unambiguous part."""
    return _recorded("CAPA", given, repository.capas)


def _recorded(kind: str, given: str, records: dict[str, Record[M]]) -> Record[M]:
    if given in records:
        return records[given]
    same = [name for name, record in records.items() if record.id == given]
    if len(same) > 1:
        raise Ambiguous(kind, given, same)
    return records[same[0] if same else named(kind, given, records)]


def item_named(capa: Record[Capa], given: str) -> tuple[str, str]:
    """Return group and key of a containment, correction or action of a corrective action."""
    items = {key: group for group, key, _ in capa.data.items()}
    key = named("item", given, items)
    return items[key], key


def chosen_name(given: str) -> str:
    """Return a file name that was asked for; UsageError for one that cannot be an id."""
    if given and not is_slug(given):
        from auditctl.source.text import slug  # noqa: PLC0415 - only a mistake needs it

        raise UsageError(
            f"{given!r} cannot be an id: use a-z, 0-9 and hyphens, at most 60 characters",
            f"did you mean {slug(given)}?",
        )
    return given


def own_requirements(repository: Repository, process: str) -> list[str]:
    """Return the requirements that live in a process, in the order of their catalogues."""
    record = repository.processes.get(process)
    if record is None:
        return []
    listed = [item for item in record.data.requirements if not repository.requirements.is_group(item)]
    return repository.requirements.in_order(listed)


def finding_filter(
    repository: Repository,
    audit: str,
    grade: str,
    state: str,
    process: str,
    person: str,
    requirement: str,
    *,
    open_: bool,
) -> Filter:
    """Return what a list of findings is narrowed to; an unknown name is a usage error."""
    return Filter(
        audit=audit_of(repository, audit).id if audit else "",
        grade=named("grade", grade, Grade) if grade else "",
        state=named("state", state, FindingState) if state else "",
        process=record_named(repository, Kind.process, process) if process else "",
        person=record_named(repository, Kind.person, person) if person else "",
        requirements=_held_against(repository, requirement) if requirement else frozenset(),
        open=open_,
    )


def _held_against(repository: Repository, given: str) -> frozenset[str]:
    """Return a requirement with all that belongs to its group."""
    known = requirement_named(repository, given)
    return repository.requirements.expand([known]) | {known}
