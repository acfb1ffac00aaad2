"""Records of issued audits that are gone."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Record, Site
from auditctl.model.types import Kind
from auditctl.phrases import phrase
from auditctl.repository import Repository
from auditctl.repository.history import History
from auditctl.repository.layout import Placed, Role
from auditctl.repository.moves import ALIKE, Data, Move, likeness, moved_with_audit, names_of, placed_of
from auditctl.repository.standing import data_of
from auditctl.repository.stretches import Stretch, Version
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule_of_history
from auditctl.source.git import text_id, tree
from auditctl.source.reader import Document

KEPT = {Role.finding: Kind.finding, Role.evidence: Kind.evidence, Role.capa: Kind.capa}
"""The kinds of record that an issued report rests on, and what answers it."""


@rule_of_history("HIS001", "issued-record-vanished", Severity.error, basis="27001 7.5.3; 27001 9.2.2")
def issued_record_vanished(repository: Repository, history: History) -> Iterator[Hit]:
    """A finding of an issued report, its evidence or its corrective action stood in the history and is gone.

    Why: results of audits are kept as evidence. What was issued is withdrawn, declined or disposed of with a reason;
    it does not disappear. A record that got another name in its audit, or moved with the whole of it, is not gone; one
    that was put among other kinds of records or into another audit is, also where another record has its name now.

    Fix: bring the file back with `git checkout COMMIT^ -- PATH`. A finding that does not hold is `withdrawn`, a
    corrective action `cancelled` or `merged_into` another, evidence past its time `disposed`.
    """
    past = _Past(repository, history)
    found: dict[str, list[str]] = {}
    for gone in past.gone():
        if past.was_issued(gone):
            found.setdefault(gone.audit, []).append(gone.told)
    for audit, told in found.items():
        held = repository.audits.get(audit)
        site = held.site("report", "issued") if held else Site(Document(f"audits/{audit}", ""))
        yield Hit(
            site,
            phrase("issued with %(audit)s and gone: %(records)s", audit=audit, records=listed(told)),
            help=phrase(
                "bring the file back: `git checkout COMMIT^ -- PATH`; `auditctl history NAME` shows the commits"
            ),
            audit=audit,
        )


@dataclass(frozen=True, slots=True)
class _Gone:
    """A record that stood once, under its last name."""

    kind: Kind
    placed: Placed
    stretch: Stretch
    is_at_head: bool = False

    @property
    def audit(self) -> str:
        return self.placed.audit

    @property
    def id(self) -> str:
        return self.placed.id

    @property
    def last(self) -> Version:
        """The last version that said something."""
        assert self.stretch.last, "only what stood once is gone"  # noqa: S101
        return self.stretch.last

    @property
    def told(self) -> str:
        end = self.stretch.end
        if end is None:
            why = phrase("not committed yet") if self.is_at_head else phrase("left out by a merge")
        else:
            why = phrase(
                "commit %(commit)s of %(day)s, by %(author)s",
                commit=end.commit.short, day=end.commit.day, author=end.commit.author,
            )  # fmt: skip
        return phrase("the %(kind)s %(name)s (%(why)s)", kind=self.kind.value, name=self.id, why=why)


class _Past:
    """What the history holds of the records that are gone."""

    def __init__(self, repository: Repository, history: History) -> None:
        self._repository = repository
        self._history = history
        self._issued: dict[str, list[int]] = {}
        self._rested: dict[str, list[tuple[int, frozenset[str]]]] = {}

    def gone(self) -> list[_Gone]:
        """Return the records that are neither there nor went on under another name of their kind and audit."""
        found = []
        for names in dict.fromkeys(map(names_of, self._history.by_path)):
            placed = placed_of(names[0])
            if placed is None or placed.role not in KEPT or not placed.audit:
                continue
            kind = KEPT[placed.role]
            stretches = self._history.stretches(names)
            ended = stretches[:-1] if self._is_there(kind, placed) else stretches
            found += [
                _Gone(kind, placed, stretch)
                for stretch in ended
                if stretch.last and not any(map(_goes_on, self._history.moved_on.get(stretch.begin, ())))
            ]
        self._history.read([(gone.last.blob, gone.last.path) for gone in found])
        standing = self._at_head([gone.last.path for gone in found if gone.stretch.end is None])
        found = [replace(gone, is_at_head=gone.last.path in standing) for gone in found]
        return [gone for gone in found if not self._is_moving(gone)]

    def _at_head(self, paths: list[str]) -> Collection[str]:
        return tree(self._history.git, self._history.commits[0].id, paths) if paths else ()

    def _is_there(self, kind: Kind, placed: Placed) -> bool:
        unread = {(placed.audit, f"{kind}:*"), ("", "audits")} & self._repository.unread
        return bool(unread) or placed.id in self._repository.names.get((kind, placed.audit), {})

    def _is_moving(self, gone: _Gone) -> bool:
        """Whether a record stands under a new name, or with its whole audit in a new folder, that is not committed yet."""
        if gone.stretch.end is not None:
            return False
        data = self._history.data_of(gone.last)
        is_left = gone.audit not in self._repository.audits
        fresh = [
            record
            for record in self._fresh.get(gone.kind, [])
            if record.audit == gone.audit
            or (is_left and f"audits/{record.audit}/audit.yaml" not in self._history.by_path)
        ]
        if any(text_id(record.document.text, gone.last.blob) == gone.last.blob for record in fresh):
            return True
        return any(likeness(data, data_of(record.document)) >= ALIKE for record in fresh)

    @cached_property
    def _fresh(self) -> dict[Kind, list[Record[Any]]]:
        """The records whose files were never committed."""
        found: dict[Kind, list[Record[Any]]] = {}
        for audit in self._repository.audits.values():
            held = {Kind.finding: audit.findings, Kind.evidence: audit.evidence, Kind.capa: audit.capas}
            for kind, records in held.items():
                new = [
                    record
                    for record in _records(records)
                    if record.document.path not in self._history.by_path
                ]
                found.setdefault(kind, []).extend(new)
        return found

    def was_issued(self, gone: _Gone) -> bool:
        """Whether the report had gone out before a record went, and the record belonged to it."""
        end = gone.stretch.end
        until = self._history.places[end.commit.id] if end else len(self._history.commits)
        if gone.kind is Kind.capa:
            names = [str(name) for name in _list(self._history.data_of(gone.last).get("findings"))]
            audits = {name.partition("/")[0] if "/" in name else gone.audit for name in names}
            return any(self._is_out(audit, until) for audit in audits)
        stood = [placed for part in self._history.trail(gone.stretch) if (placed := placed_of(part.begin[1]))]
        if not any(self._is_out(placed.audit, until) for placed in stood):
            return False
        return gone.kind is Kind.finding or any(self._is_evidence(placed, until) for placed in stood)

    def _is_out(self, audit: str, until: int) -> bool:
        """Whether a report stood as issued before a commit."""
        if audit not in self._issued:
            folder = f"audits/{audit}"
            paths = (f"{folder}/report.yaml", f"{folder}/report.md", f"{folder}/audit.yaml")
            versions = self._read(paths)
            self._issued[audit] = [place for place, data in versions if _is_issued(data)]
        begun = self._begun(audit, until)
        return any(begun <= place < until for place in self._issued[audit])

    def _begun(self, audit: str, until: int) -> int:
        """Return the place of the commit with which the audit began that had a name before another place."""
        stretches = self._history.stretches((f"audits/{audit}/audit.yaml",))
        places = [self._history.places[stretch.begin[0]] for stretch in stretches]
        return max((place for place in places if place < until), default=0)

    def _is_evidence(self, placed: Placed, until: int) -> bool:
        """Whether a finding of the audit rested on a record of evidence."""
        if placed.audit not in self._rested:
            start = f"audits/{placed.audit}/findings/"
            versions = self._read([path for path in self._history.by_path if path.startswith(start)])
            self._rested[placed.audit] = [
                (place, frozenset(map(str, _list(data.get("evidence"))))) for place, data in versions
            ]
        return any(place < until and placed.id in names for place, names in self._rested[placed.audit])

    def _read(self, paths: Iterable[str]) -> list[tuple[int, Data]]:
        """Return what files said, each version with the place of its commit."""
        versions = [item for path in paths for item in self._history.by_path.get(path, ()) if item.blob]
        self._history.read([(version.blob, version.path) for version in versions])
        return [(self._history.places[item.commit.id], self._history.data_of(item)) for item in versions]


def _goes_on(move: Move) -> bool:
    """Whether a record that a commit moved still is one of its kind and audit, or moved with the whole of it."""
    before, after = placed_of(move.before), placed_of(move.after)
    if before is None or after is None or before.role is not after.role:
        return False
    return before.audit == after.audit or moved_with_audit(move.commit, before.audit, after.audit)


def _records(held: Any) -> Iterable[Record[Any]]:
    found: Iterable[Record[Any]] = held.values()
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_issued(data: Data) -> bool:
    report = data.get("report")
    return bool(
        data.get("issued") or (isinstance(report, dict) and report.get("issued")) or data.get("legacy")
    )
