"""Every reference typed and resolved, and every recorded fact held against the day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pydantic import BaseModel

from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding
from auditctl.model.nearest import nearest
from auditctl.model.record import Hit, Record, Site
from auditctl.model.requirements import Requirements
from auditctl.model.shape import marks
from auditctl.model.types import Happened, Kind
from auditctl.model.workpaper import Workpaper
from auditctl.phrases import Phrase, joined, naming, phrase
from auditctl.repository.catalogs import shipped_names
from auditctl.repository.records import records
from auditctl.repository.repository import Repository
from auditctl.source.nodes import Route

SCOPED = frozenset({Kind.session, Kind.evidence, Kind.finding, Kind.capa})
"""Kinds whose records live in an audit, CAPAs also in the root."""

PART_OF = {
    Kind.person: "people",
    Kind.firm: "firms",
    Kind.process: "processes",
    Kind.department: "organisation",
    Kind.location: "organisation",
    Kind.system: "organisation",
    Kind.document: "documents",
    Kind.session: "schedule",
}
"""Where the names of a kind stand; while that part is broken, references to it are not judged."""
SIGNED = frozenset({"by", "approved_by"})
"""Keys that name who recorded a fact."""
NOUNS = {
    Kind.person: phrase("person"),
    Kind.firm: phrase("firm"),
    Kind.process: phrase("process"),
    Kind.department: phrase("department"),
    Kind.location: phrase("location"),
    Kind.system: phrase("system"),
    Kind.document: phrase("document"),
    Kind.audit: phrase("audit"),
    Kind.session: phrase("session"),
    Kind.evidence: phrase("evidence"),
    Kind.finding: phrase("finding"),
    Kind.capa: phrase("CAPA"),
    Kind.checklist: phrase("checklist"),
}
"""The kinds of what a reference names."""
BRING_BACK = phrase(
    "a sealed audit stays as it is: bring back what it names; what has gone is `left` or `retired`, not deleted"
)


def reference_hits(repository: Repository) -> Iterator[Hit]:
    """Yield REF001, REF002, REF003 and SCH008 for every record."""
    good: set[tuple[Kind, str, str]] = set()
    for record in records(repository):
        ahead: list[tuple[Route, date]] = []
        leaves_only = isinstance(record.data, (Finding, Workpaper))
        for route, on_key, mark, value in marks(record.data):
            if isinstance(mark, Happened):
                if value > repository.today:
                    ahead.append((route, value))
                continue
            key = (mark.kind, value, record.audit)
            if key in good:
                continue
            site = record.key(*route) if on_key else record.at(*route)
            if hit := _judged(repository, record, site, mark.kind, value):
                yield _as_sealed(hit) if _is_sealed(repository, record, route) else hit
            elif leaves_only or mark.kind is not Kind.requirement:
                good.add(key)
        if ahead:
            yield _after_today(repository, record, ahead)
    yield from _names_of_others(repository)


def _is_sealed(repository: Repository, record: Record[BaseModel], route: Route) -> bool:
    """Whether what a record says there stands for good since a report went out under a seal.

    Corrective actions go on after it: of one that is not over, that is who did what.
    """
    audit = repository.audits.get(record.audit)
    if audit is None or not audit.is_sealed:
        return False
    return not isinstance(record.data, Capa) or record.data.is_over or route[-1] in SIGNED


def _as_sealed(hit: Hit) -> Hit:
    """Return what a reference of a sealed audit misses as a warning: it was there at issue, and the record stays."""
    return replace(hit, severity=Severity.warning, help=BRING_BACK)


def _after_today(repository: Repository, record: Record[BaseModel], ahead: list[tuple[Route, date]]) -> Hit:
    """Return one hit for every fact of a record that has not happened yet."""
    (first, day), *others = ahead
    today = repository.today
    if others:
        message = phrase(
            "%(day)s lies after %(today)s, but this and %(n)s more fields of the record say what happened",
            day=day,
            today=today,
            n=len(others),
        )
    else:
        message = phrase(
            "%(day)s lies after %(today)s, but this field records what happened", day=day, today=today
        )
    return Hit(
        record.at(*first),
        naming(message, (f"{'.'.join(map(str, route))} {day}" for route, day in ahead)),
        code="SCH008",
        help="correct the date, or record the fact when it has happened",
        related=tuple((record.at(*route), f"{other} too") for route, other in others),
    )


def _judged(
    repository: Repository, record: Record[BaseModel], site: Site, kind: Kind, value: str
) -> Hit | None:
    if kind is Kind.requirement:
        return _requirement(repository, record, site, value)
    if kind is Kind.catalog:
        return _catalog(repository, site, value)
    if value == "all":
        return None
    return _name(repository, site, kind, value, record.audit)


def _name(repository: Repository, site: Site, kind: Kind, value: str, audit: str) -> Hit | None:
    """Return REF001 for a name that no record bears."""
    if not _is_judged(repository, kind, audit) or _is_known(repository, kind, value, audit):
        return None
    near = nearest(value, _names(repository, kind, audit))
    return Hit(
        site,
        phrase("there is no %(kind)s %(name)s", kind=NOUNS.get(kind, str(kind)), name=repr(value)),
        code="REF001",
        help=_perhaps(near) if near else _where(kind),
    )


def _is_judged(repository: Repository, kind: Kind, audit: str) -> bool:
    part = PART_OF.get(kind)
    owner = audit if kind is Kind.session else ""
    return part is None or (owner, part) not in repository.unread


def _is_known(repository: Repository, kind: Kind, value: str, audit: str) -> bool:
    names = repository.names
    if kind is Kind.audit:
        return value in names.get((kind, ""), {}) or value in names.get((Kind.planned, ""), {})
    if kind not in SCOPED:
        return value in names.get((kind, ""), {})
    owner, slash, slug = value.rpartition("/")
    if slash:
        return slug in names.get((kind, owner), {})
    return value in names.get((kind, audit), {}) or (kind is Kind.capa and value in names.get((kind, ""), {}))


def _names(repository: Repository, kind: Kind, audit: str) -> list[str]:
    """Return every name of a kind as it is written inside that audit."""
    if kind not in SCOPED:
        return list(repository.names.get((kind, ""), {}))
    here = list(repository.names.get((kind, audit), {}))
    if kind is Kind.session:
        return here
    others = (
        (owner, held)
        for (of, owner), held in repository.names.items()
        if of is kind and owner not in {"", audit}
    )
    return here + [f"{owner}/{slug}" for owner, held in others for slug in held]


def _where(kind: Kind) -> Phrase:
    places = {
        Kind.evidence: phrase(
            "records of evidence stand in the audit's evidence/, from elsewhere they are written AUDIT/name"
        ),
        Kind.finding: phrase(
            "findings stand in the audit's findings/, from elsewhere they are written AUDIT/name"
        ),
        Kind.capa: phrase(
            "CAPAs stand in the audit's capas/ or the root's, from elsewhere they are written AUDIT/name"
        ),
        Kind.session: phrase("sessions stand in the audit's schedule"),
        Kind.checklist: phrase("checklists stand in checklists/"),
        Kind.audit: phrase("audits stand in audits/ or in a programme"),
    }
    return places.get(kind) or phrase("add it to %(part)s", part=PART_OF.get(kind, str(kind)))


def _perhaps(name: str) -> Phrase:
    return phrase("did you mean %(name)s?", name=name)


def _catalog(repository: Repository, site: Site, value: str) -> Hit | None:
    known = {*shipped_names(), *repository.requirements.catalogs}
    if value in known:
        return None
    near = nearest(value, known)
    return Hit(
        site,
        phrase("there is no %(kind)s %(name)s", kind=phrase("catalogue"), name=repr(value)),
        code="REF001",
        help=_perhaps(near) if near else phrase("known: %(names)s", names=joined(", ", sorted(known))),
    )


def _requirement(repository: Repository, record: Record[BaseModel], site: Site, value: str) -> Hit | None:
    """Return REF001 for the document of a section, REF002 for an unknown requirement, REF003 for a group."""
    requirements = repository.requirements
    if section := requirements.section(value):
        return _name(repository, site, Kind.document, section[0], "")
    catalog = requirements.split(value)[0]
    if catalog not in requirements.catalogs:
        return _without_catalog(requirements, site, value, catalog)
    if not requirements.is_known(value):
        name = requirements.catalogs[catalog].name
        message = phrase("%(value)s is no requirement of %(catalog)s", value=repr(value), catalog=name)
        return Hit(site, message, code="REF002", help=_meant(requirements, value))
    if requirements.is_group(value) and isinstance(record.data, (Finding, Workpaper)):
        leaves = requirements.leaves(value)
        shown = ", ".join(leaves[:4]) + (", …" if len(leaves) > 4 else "")  # noqa: PLR2004 - enough to choose from
        message = phrase("%(value)s is a group of requirements", value=value)
        return Hit(site, message, code="REF003", help=f"name what is meant: {shown}")
    return None


def _without_catalog(requirements: Requirements, site: Site, value: str, catalog: str) -> Hit | None:
    if ":" not in value:
        return None  # the settings name no catalogue that exists, which is reported there
    near = nearest(catalog, requirements.catalogs)
    missing = phrase("add %(catalog)s to `standards` in auditctl.yaml, if it is one", catalog=catalog)
    return Hit(
        site,
        phrase(
            "%(value)s names the catalogue %(catalog)s, which is not in force here",
            value=repr(value),
            catalog=repr(catalog),
        ),
        code="REF002",
        help=_perhaps(near) if near else missing,
    )


def _meant(requirements: Requirements, value: str) -> Phrase:
    bare = value.strip().removeprefix("Annex ").rstrip(".")
    for guess in (f"A.{bare}", bare.removeprefix("A."), bare.upper(), bare.split(" ")[0]):
        if guess != value and requirements.is_known(guess):
            return phrase("did you mean %(name)s? (controls are written A.5.1, clauses 5.1)", name=guess)
    catalog = requirements.catalogs[requirements.split(value)[0]]
    near = nearest(value, catalog.by_id)
    if near:
        return _perhaps(near)
    return phrase("`auditctl explain REF002` says how requirements are written")


def _names_of_others(repository: Repository) -> Iterator[Hit]:
    """Yield REF001 for records whose own name is a reference: register entries and work papers."""
    for auditor in repository.auditors.values():
        if hit := _name(repository, auditor.key(), Kind.person, auditor.id, ""):
            yield hit
    for audit in repository.audits.values():
        for workpaper in audit.workpapers.values():
            if hit := _name(repository, workpaper.key(), Kind.session, workpaper.id, audit.id):
                yield _as_sealed(hit) if audit.is_sealed else hit
