"""Which commit recorded a fact: the earliest version of its file in which the fact stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from auditctl.model.capa import Capa, Step
from auditctl.model.record import Record, Site
from auditctl.model.types import Signed
from auditctl.phrases import phrase
from auditctl.repository import Audit, Cycle, Repository
from auditctl.repository.history import History
from auditctl.repository.stretches import Version

GRACE = 7
"""Days after its own in which a fact is written down in time: a rule of the house."""
Marks = Mapping[str, str]
"""The values by which a fact is known in the plain data of a file."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact with its day: what it is in words, where it stands, at which files, under which key, and what tells it."""

    what: str
    day: date
    site: Site
    paths: tuple[str, ...]
    key: str
    marks: Marks
    audit: str = ""
    at_top: bool = False
    """Whether the key stands at the top of the file, where the same one further down means something else."""

    def stands_in(self, data: Any) -> bool:
        """Whether the plain data of a file holds the fact."""
        if self.at_top:
            return isinstance(data, dict) and self._is_at(data.get(self.key))
        if isinstance(data, list):
            return any(self.stands_in(item) for item in data)
        if not isinstance(data, dict):
            return False
        return self._is_at(data.get(self.key)) or any(self.stands_in(value) for value in data.values())

    def _is_at(self, held: Any) -> bool:
        items = held if isinstance(held, list) else [held]
        return any(
            isinstance(item, dict) and all(item.get(key) == value for key, value in self.marks.items())
            for item in items
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """A fact with the version that recorded it."""

    fact: Dated
    version: Version


def late(history: History, facts: Iterable[Dated], grace: int) -> list[Recording]:
    """Return the facts that were recorded more than `grace` days after their day.

    A file that was only touched in time is not read, and of another first what stood there in time.
    """
    open_: list[tuple[Dated, list[Version]]] = []
    for fact in facts:
        versions = [version for version in history.versions(*fact.paths) if version.blob]
        if any(_lag(fact, version) > grace for version in versions):
            open_.append((fact, versions))
    _read(history, (_last(fact, versions, grace) for fact, versions in open_))
    suspect = [
        (fact, versions)
        for fact, versions in open_
        if not any(fact.stands_in(history.data_of(version)) for version in _last(fact, versions, grace))
    ]
    _read(history, (versions for _, versions in suspect))
    found = (recording(history, fact, versions) for fact, versions in suspect)
    return [held for held in found if held and _lag(held.fact, held.version) > grace]


def _lag(fact: Dated, version: Version) -> int:
    """Return how many days after a fact a version was recorded; 0 for a commit without a day."""
    return (version.commit.recorded - fact.day).days if version.commit.recorded else 0


def _last(fact: Dated, versions: list[Version], grace: int) -> list[Version]:
    """Return of each path the last version that was recorded in time."""
    limit = fact.day + timedelta(days=grace) if fact.day < date.max - timedelta(days=grace) else date.max
    in_time = (version for version in versions if (version.commit.recorded or date.min) <= limit)
    return list({version.path: version for version in in_time}.values())


def read_ahead(history: History, facts: Iterable[Dated]) -> None:
    """Read every version of the files in which facts stand, all with one question to git."""
    _read(history, (history.versions(*paths) for paths in {fact.paths for fact in facts}))


def _read(history: History, groups: Iterable[list[Version]]) -> None:
    history.read([(version.blob, version.path) for versions in groups for version in versions])


def recording(history: History, fact: Dated, versions: Iterable[Version] | None = None) -> Recording | None:
    """Return the version that recorded a fact; None where none did yet, such as before the commit."""
    known = history.versions(*fact.paths) if versions is None else versions
    for version in known:
        if version.blob and fact.stands_in(history.data_of(version)):
            return Recording(fact, version)
    return None


def paths_of(record: Record[Any]) -> tuple[str, ...]:
    """Return the files at which a record may have stood: as YAML, as Markdown, or as a key of a larger file."""
    path = record.document.path
    stem = path.rsplit(".", 1)[0]
    own = (path, f"{stem}.md" if path.endswith(".yaml") else f"{stem}.yaml")
    top, _, rest = path.partition("/")
    if not rest:
        return (*own, "auditctl.yaml")
    if top == "programmes":
        return (*own, "programmes.yaml", "auditctl.yaml")
    if top == "audits" and path.count("/") == 2:  # noqa: PLR2004 - audits/A/report.yaml
        return (*own, f"audits/{rest.partition('/')[0]}/audit.yaml")
    return own


def signed(
    record: Record[Any], what: str, fact: Signed | None, *route: str | int, **marks: str
) -> Iterator[Dated]:
    """Yield a fact that somebody signed with a day, under the last key of its route.

    The person is no mark of it: ids of people are renamed, and the fact stays.
    """
    if fact is not None:
        key = next(step for step in reversed(route) if isinstance(step, str))
        known = {"date": fact.date.isoformat(), **marks}
        yield Dated(what, fact.date, record.at(*route, "date"), paths_of(record), key, known, record.audit)


def verifications(record: Record[Capa]) -> Iterator[Dated]:
    for index, look in enumerate(record.data.verifications):
        what = phrase("the verification of %(capa)s by %(person)s", capa=record.id, person=look.by)
        yield from signed(record, what, look, "verifications", index, result=look.result.value)


def of_capa(record: Record[Capa]) -> Iterator[Dated]:
    """Yield the verifications and approvals of a corrective action."""
    yield from verifications(record)
    for index, step in enumerate(record.data.plan):
        if step.step is Step.approved:
            what = phrase("the approval of the plan of %(capa)s", capa=record.id)
            yield from signed(record, what, step, "plan", index, step=step.step.value)
    for group, name, item in record.data.items():
        for index, more in enumerate(item.extended):
            if more.date:
                site = record.at(group, name, "extended", index, "date")
                marks = {"to": more.to.isoformat(), "date": more.date.isoformat()}
                what = phrase("the extension of %(item)s of %(capa)s", item=name, capa=record.id)
                yield Dated(what, more.date, site, paths_of(record), "extended", marks, record.audit)


def done_items(record: Record[Capa]) -> Iterator[Dated]:
    """Yield what was done of a corrective action."""
    for group, name, item in record.data.items():
        if item.done:
            site, marks = record.at(group, name, "done"), {"done": item.done.isoformat()}
            yield Dated(name, item.done, site, paths_of(record), name, marks, record.audit)


def of_audit(audit: Audit) -> Iterator[Dated]:
    """Yield the approvals and the closing of an own audit."""
    if not audit.is_own:
        return
    data, file = audit.data, audit.file
    if data.closing:
        day, site, paths = data.closing.date, file.at("closing", "date"), (file.document.path,)
        what, marks = phrase("the closing meeting of %(audit)s", audit=audit.id), {"date": day.isoformat()}
        yield Dated(what, day, site, paths, "closing", marks, audit.id, at_top=True)
    yield from signed(file, phrase("the closing of %(audit)s", audit=audit.id), data.closed, "closed")
    if audit.report:
        yield from signed(
            audit.report,
            phrase("the approval of the report of %(audit)s", audit=audit.id),
            audit.report.data.approved,
            "approved",
        )
    if audit.team:
        for index, held in enumerate(audit.team.data.exceptions):
            what = phrase("the approval of the exception for %(person)s", person=held.auditor)
            yield from signed(audit.team, what, held.approved, "exceptions", index, "approved")


def of_programme(cycle: Cycle) -> Iterator[Dated]:
    record = cycle.programme
    yield from signed(
        record,
        phrase("the approval of the programme %(programme)s", programme=record.id),
        record.data.approved,
        "approved",
    )


def approvals_and_verifications(repository: Repository) -> Iterator[Dated]:
    """Yield every verification, approval and closing of programmes, audits and corrective actions."""
    for cycle in repository.cycles.values():
        yield from of_programme(cycle)
    for audit in repository.audits.values():
        yield from of_audit(audit)
    for record in repository.capas.values():
        yield from of_capa(record)
