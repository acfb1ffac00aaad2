"""From the files of a folder to a `Repository`: every problem collected, nothing half read."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from auditctl import __version__
from auditctl.model.organisation import Department, Firm, OwnDocument, Place, Soa, System
from auditctl.model.people import Auditor, Person
from auditctl.model.process import Process
from auditctl.model.programme import PlannedAudit, Programme
from auditctl.model.record import Hit, Record, Site
from auditctl.model.requirements import Requirements
from auditctl.model.settings import FORMAT_VERSION, Settings
from auditctl.model.types import Kind
from auditctl.model.workpaper import Checklist
from auditctl.repository.audit import Cycle
from auditctl.repository.audits import audits
from auditctl.repository.catalogs import catalogs_in_force, catalogs_of
from auditctl.repository.held import Held
from auditctl.repository.layout import ROOT_PARTS, Role
from auditctl.repository.parts import Part, parts_of
from auditctl.repository.references import reference_hits
from auditctl.repository.repository import Repository
from auditctl.repository.shelf import Shelf
from auditctl.repository.sources import Sources, sources_below

M = TypeVar("M", bound=BaseModel)


def load(
    root: Path,
    today: date,
    overlay: Mapping[str, bytes | None] | None = None,
    only: Collection[str] | None = None,
    held: Held | None = None,
) -> Repository:
    """Load the audit repository below `root`, judged as of `today`.

    `overlay` lays files over those that are there, by path, so that a change can be judged before it is
    written; None stands for a file or folder that would be gone. `only` leaves all other audits out. `held` are
    the files of a revision, which are read in place of those on disk.
    Problems of single files stand in `Repository.problems`; only an unreadable root raises OSError.
    """
    shelf = Shelf()
    sources = sources_below(root, shelf, overlay, only, held)
    parts = parts_of(sources, shelf, Role.root_part, "", ROOT_PARTS)
    if newer := _newer_format(parts.get("auditctl")):
        shelf = Shelf(hits=[newer])
        sources, parts = Sources(root, shelf, count=sources.count), {}
    repository = _assemble(root, today, sources, shelf, parts)
    return replace(repository, problems=(*shelf.hits, *reference_hits(repository)))


def _assemble(root: Path, today: date, sources: Sources, shelf: Shelf, parts: dict[str, Part]) -> Repository:
    settings_record = _settings(parts, shelf)
    settings = settings_record.data if settings_record else _defaults(root)
    organisation = parts.get("organisation")
    cycles = _cycles(sources, shelf, parts)
    soa = _soa(shelf, parts)
    own_catalogs = catalogs_of(sources, shelf)
    requirements = Requirements(catalogs_in_force(own_catalogs, settings), settings.standards)
    excluded = requirements.expand(soa.data.excluded) if soa else frozenset()
    requirements = replace(requirements, excluded=excluded)
    found, own_capas = audits(sources, shelf, cycles)
    return Repository(
        root=root,
        today=today,
        settings=settings,
        settings_record=settings_record,
        requirements=requirements,
        people=_entries(shelf, parts.get("people"), Kind.person, Person),
        auditors=_entries(shelf, parts.get("auditors"), Kind.auditor, Auditor),
        processes=_entries(shelf, parts.get("processes"), Kind.process, Process),
        departments=_entries(shelf, _below(organisation, "departments", shelf), Kind.department, Department),
        locations=_entries(shelf, _below(organisation, "locations", shelf), Kind.location, Place),
        systems=_entries(shelf, _below(organisation, "systems", shelf), Kind.system, System),
        firms=_entries(shelf, parts.get("firms"), Kind.firm, Firm),
        documents=_entries(shelf, parts.get("documents"), Kind.document, OwnDocument),
        soa=soa,
        cycles=cycles,
        checklists=_checklists(sources, shelf),
        audits=found,
        own_capas=own_capas,
        own_catalogs=own_catalogs,
        names=shelf.names,
        unread=frozenset(shelf.unread),
        problems=(),
        files=sources.count,
        commented=tuple(sources.commented),
    )


def _newer_format(settings: Part | None) -> Hit | None:
    """Return SCH005 where the settings name a format that this version does not know."""
    written = settings.data.get("auditctl") if settings else None
    if settings and isinstance(written, str) and written.isdigit() and int(written) > FORMAT_VERSION:
        message = f"format version {written} needs a newer auditctl than {__version__}, which reads version {FORMAT_VERSION}"
        return Hit(Site(settings.document, ("auditctl",)), message, code="SCH005", help="upgrade auditctl")
    return None


def _defaults(root: Path) -> Settings:
    """Return settings that let the other files be judged while the real ones are broken."""
    return Settings.model_validate(
        {"auditctl": "1", "name": root.name or "?", "standards": ["iso27001-2022"]}
    )


def _settings(parts: dict[str, Part], shelf: Shelf) -> Record[Settings] | None:
    part = parts.get("auditctl")
    return shelf.whole(Settings, part.data, part.document, part.base, name="auditctl") if part else None


def _entries(shelf: Shelf, part: Part | None, kind: Kind, model: type[M]) -> dict[str, Record[M]]:
    return shelf.entries(kind, model, part.data, part.document, part.base) if part else {}


def _below(part: Part | None, key: str, shelf: Shelf) -> Part | None:
    """Return one mapping of organisation.yaml; other keys there are reported once, at `departments`."""
    if part is None:
        return None
    known = ("departments", "locations", "systems")
    if not isinstance(part.data, dict):
        if key == known[0]:
            shelf.report(
                "SCH003",
                Site(part.document, part.base),
                "a mapping with departments, locations and systems is expected here",
            )
        return None
    if key == known[0]:
        for name in part.data.keys() - set(known):
            site = Site(part.document, (*part.base, name), on_key=True)
            shelf.report("SCH001", site, f"unknown key `{name}`", "known here: " + ", ".join(known))
    return Part(part.data.get(key), part.document, (*part.base, key))


def _soa(shelf: Shelf, parts: dict[str, Part]) -> Record[Soa] | None:
    part = parts.get("soa")
    return shelf.whole(Soa, part.data, part.document, part.base, name="soa") if part else None


def _cycles(sources: Sources, shelf: Shelf, parts: dict[str, Part]) -> dict[str, Cycle]:
    """Return the programmes from their files and from the key of the settings."""
    found: dict[str, Part] = {}
    part = parts.get("programmes")
    if part and isinstance(part.data, dict):
        for name, data in part.data.items():
            found[name] = Part(data, part.document, (*part.base, name))
    elif part and part.data is not None:
        site = Site(part.document, part.base)
        shelf.report("SCH003", site, "a mapping from name to programme is expected here")
        shelf.unread.add(("", "programmes"))
    for source in sources.of(Role.programme):
        if source.id in found:
            other = found[source.id].document.path
            shelf.report(
                "SCH007",
                Site(source.document),
                f"the programme {source.id} stands here and in {other}",
                "keep one",
            )
        elif source.data is None:
            shelf.unread.add(("", f"{Kind.programme}:{source.id}"))
        else:
            found[source.id] = Part(source.data, source.document)
    cycles = {name: _cycle(shelf, name, part) for name, part in found.items()}
    return {name: cycle for name, cycle in cycles.items() if cycle}


def _cycle(shelf: Shelf, name: str, part: Part) -> Cycle | None:
    data = part.data if isinstance(part.data, dict) else {}
    whole = {key: value for key, value in data.items() if key != "audits"}
    shelf.claim(Kind.programme, "", name, Site(part.document, part.base, on_key=True))
    programme = shelf.whole(Programme, whole, part.document, part.base, name=f"programme:{name}", id_=name)
    entries = shelf.entries(
        Kind.planned, PlannedAudit, data.get("audits"), part.document, (*part.base, "audits")
    )
    return Cycle(programme, entries) if programme else None


def _checklists(sources: Sources, shelf: Shelf) -> dict[str, Record[Checklist]]:
    found = {}
    for source in sources.of(Role.checklist):
        shelf.claim(Kind.checklist, "", source.id, Site(source.document))
        record = shelf.file(Kind.checklist, Checklist, source.id, source.data, source.document)
        if record:
            found[source.id] = record
    return found
