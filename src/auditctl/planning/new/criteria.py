"""What a new audit is held against: requirements, and the documents in force with their versions."""

from collections.abc import Iterable, Iterator
from datetime import date

from auditctl.model.audit import Criteria
from auditctl.model.types import ALL
from auditctl.planning.follow_up.draft import IN_FORCE
from auditctl.planning.new.request import About, Remark, Request
from auditctl.planning.new.scope import Reach
from auditctl.repository import Repository
from auditctl.rules.listing import listed


def criteria(repository: Repository, request: Request, held: Reach, day: date) -> Criteria:
    """Return the criteria: as the programme says, else as the earlier audit had them, else all in force."""
    return Criteria(
        requirements=tuple(_requirements(repository, request, held)),
        documents=_documents(repository, request, held, day),
    )


def _requirements(repository: Repository, request: Request, held: Reach) -> Iterable[str]:
    planned = request.entry.data.requirements if request.entry else ()
    if planned not in {(), ALL}:
        return known(repository, planned) or _everything(repository)
    carried = () if held.is_narrowed else known(repository, _carried(request))
    if carried and (not planned or _is_everything(repository, carried)):
        return carried
    if planned == ALL or not held.is_narrowed:
        return _everything(repository)
    own = (item for name in held.processes for item in repository.processes[name].data.requirements)
    return repository.requirements.in_order(applicable(repository, own)) or _everything(repository)


def _carried(request: Request) -> tuple[str, ...]:
    previous = request.previous
    if previous is None:
        return ()
    if previous.data.legacy:
        return previous.data.legacy.requirements
    return previous.criteria.data.requirements if previous.criteria else ()


def known(repository: Repository, requirements: Iterable[str]) -> tuple[str, ...]:
    """Return the requirements that a catalogue in force or a document knows."""
    known_here = repository.requirements

    def is_known(item: str) -> bool:
        section = known_here.section(item)
        return section[0] in repository.documents if section else known_here.is_known(item)

    return tuple(item for item in requirements if is_known(item))


def applicable(repository: Repository, requirements: Iterable[str]) -> tuple[str, ...]:
    """Return the known requirements that the SoA does not exclude as a whole."""
    here = repository.requirements
    return tuple(
        item
        for item in known(repository, requirements)
        if here.section(item) or set(here.leaves(item)) - here.excluded
    )


def _everything(repository: Repository) -> tuple[str, ...]:
    """Return all of every standard in the words of a file."""
    others = repository.requirements.standards[1:]
    return (*ALL, *(f"{name}:all" for name in others))


def _is_everything(repository: Repository, requirements: Iterable[str]) -> bool:
    here = repository.requirements
    return here.expand(requirements) >= here.in_force()


def _documents(repository: Repository, request: Request, held: Reach, day: date) -> dict[str, str]:
    """Return the documents in force with their versions, first those of the earlier audit."""
    before = _documents_before(request)
    own = [name for process in held.processes for name in repository.processes[process].data.documents]
    names = dict.fromkeys((*(before if not held.is_narrowed else own), *own))
    if not before and set(held.processes) == {record.id for record in repository.live_processes(day)}:
        names = dict.fromkeys(repository.documents)
    return {
        name: repository.documents[name].data.version or before.get(name) or IN_FORCE
        for name in names
        if name in repository.documents and repository.documents[name].data.in_force(day)
    }


def _documents_before(request: Request) -> dict[str, str]:
    previous = request.previous
    return previous.criteria.data.documents if previous and previous.criteria else {}


def remarks(repository: Repository, request: Request, held: Reach, made: Criteria) -> Iterator[Remark]:
    """Yield what differs from the criteria of the earlier audit, and what the programme names that nobody knows."""
    planned = request.entry.data.requirements if request.entry else ()
    unknown = tuple(item for item in planned if planned != ALL and item not in known(repository, planned))
    if unknown:
        text = f"the programme names {listed(unknown)}, which no catalogue in force knows: left out"
        yield Remark(About.requirement, text, unknown)
    before = _documents_before(request)
    if before:
        yield from _changed_documents(repository, held, before, made)


def _changed_documents(
    repository: Repository, held: Reach, before: dict[str, str], made: Criteria
) -> Iterator[Remark]:
    for name, version in made.documents.items():
        if name not in before:
            yield Remark(About.document, f"{name} {version} was not among the criteria: added", (name,))
        elif before[name] != version:
            yield Remark(About.document, f"{name} is at version {version}, was {before[name]}", (name,))
    own = {name for process in held.processes for name in repository.processes[process].data.documents}
    for name in before:
        if name in made.documents or (held.is_narrowed and name not in own):
            continue
        record = repository.documents.get(name)
        why = f"is retired from {record.data.retired} on" if record else "is no document of documents.yaml"
        yield Remark(About.document, f"{name} {why}: taken out of the criteria", (name,))
