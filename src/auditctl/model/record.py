"""A record with its place: rules speak of routes, lines and columns are looked up once, at the end."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from auditctl.diagnostics import Severity
from auditctl.source.reader import Document, Route, Span

M_co = TypeVar("M_co", bound=BaseModel, covariant=True)


@dataclass(frozen=True, slots=True)
class Site:
    """A place named by its route; `span` where no tree stands behind it."""

    document: Document
    route: Route = ()
    on_key: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Record(Generic[M_co]):
    """One record: its id, what it says, and where. `audit` is the folder it stands in, or nothing."""

    id: str
    data: M_co
    document: Document
    base: Route = ()
    audit: str = ""

    def at(self, *route: str | int) -> Site:
        """Return the site of a value of this record."""
        return Site(self.document, (*self.base, *route))

    def key(self, *route: str | int) -> Site:
        """Return the site of a key of this record; without a route that of the record itself."""
        return Site(self.document, (*self.base, *route), on_key=True)

    @property
    def name(self) -> str:
        """The name by which other audits refer to it."""
        return f"{self.audit}/{self.id}" if self.audit else self.id


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule or the loader found, before severity, gate and silencing are applied.

    `severity` and `gate` override the rule's table; `audit` and `capa` name whose gates count. Until the gate
    `expected_from` was passed, or the hit's own is judged as passed, nothing is said. `timed` marks the half of a rule that can fire because a day has passed.
    """

    site: Site
    message: str
    code: str = ""
    label: str = ""
    help: str = ""
    related: tuple[tuple[Site, str], ...] = ()
    severity: Severity | None = None
    gate: str | None = None
    expected_from: str | None = None
    audit: str = ""
    capa: str = ""
    also: tuple[str, ...] = ()
    accepted_by: str = ""
    timed: bool = False
    is_settled: bool = False
    """Whether its severity stands as it is, such as that of a fact of the past: no setting changes it."""
