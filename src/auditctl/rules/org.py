"""The organisation as the files describe it: reporting lines, owners, requirements, the SoA."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from auditctl.analysis.deadlines import GROUPS
from auditctl.analysis.homes import homeless, knows_homes
from auditctl.analysis.lifecycle import CapaState, capa_state
from auditctl.analysis.lines import circles
from auditctl.diagnostics import Severity
from auditctl.model.capa import Capa
from auditctl.model.evidence import Evidence
from auditctl.model.finding import Finding
from auditctl.model.people import EvaluationResult
from auditctl.model.record import Hit, Record, Site
from auditctl.model.workpaper import LineResult
from auditctl.repository import Repository
from auditctl.rules.listing import counted, listed
from auditctl.rules.registry import rule

SHOWN = 8
"""People of a circle, ids of requirements and further places that a message names."""
IDLE = frozenset({LineResult.not_applicable, LineResult.not_audited})
"""Results of a line that do not treat its control as in force."""


@rule("ORG001", "management-circle", Severity.error)
def management_circle(repository: Repository) -> Iterator[Hit]:
    """A reporting line runs in a circle.

    Why: whether an auditor depends on a process owner follows from who manages whom. In a circle everybody
    is everybody's manager, and that answer means nothing.

    Fix: correct the `manager` that is wrong. Whoever leads the organisation has none.
    """
    people = repository.people
    managers = {person: record.data.manager for person, record in people.items() if record.data.manager}
    for circle in circles(managers):
        first, *others = circle
        related = tuple(
            (people[person].at("manager"), f"{person} reports to {managers[person]}") for person in others
        )
        yield Hit(
            people[first].at("manager"),
            f"the reporting line runs in a circle: {_round(circle)}",
            label=f"{first} reports to {managers[first]}",
            help="correct the manager of one of them",
            related=related[:SHOWN],
        )


def _round(circle: tuple[str, ...]) -> str:
    others = [counted(len(circle) - SHOWN, "other")] if len(circle) > SHOWN else []
    return f"{', '.join([*circle[:SHOWN], *others])} and back to {circle[0]}"


@dataclass(frozen=True, slots=True)
class _Duty:
    """Something that waits for a person: in words, with its place, what to do, and the CAPA that it belongs to."""

    person: str
    words: str
    site: Site
    way_out: str = "name the new owner"
    capa: Record[Capa] | None = None


@rule("ORG002", "owner-left", Severity.warning, after_issue=True)
def owner_left(repository: Repository) -> Iterator[Hit]:
    """Somebody who has left still owns, is appointed, or is named as acting on a later day.

    Why: nobody does the work of a person who has gone, and its deadlines run on.

    Fix: name the new owner; the time of the former one goes to `past` of the process. The appointment
    of an auditor ends with an evaluation `not-qualified`, so that the register keeps its history.
    """
    left = {
        person for person, record in repository.people.items() if not record.data.is_here(repository.today)
    }
    duties: dict[tuple[str, str, str], list[_Duty]] = {}
    for duty in _duties(repository) if left else ():
        if duty.person in left:
            capa = duty.capa.name if duty.capa else ""
            duties.setdefault((duty.person, duty.site.document.path, capa), []).append(duty)
    for held in duties.values():
        yield _left(repository, held)
    yield from _named_after_leaving(repository)


def _named_after_leaving(repository: Repository) -> Iterator[Hit]:
    """Yield findings and evidence that name somebody as acting on a day on which they had left."""
    records: tuple[Record[Finding] | Record[Evidence], ...]
    records = (*repository.findings.values(), *repository.evidence.values())
    for record in records:
        for route, person, day in _acts(record.data):
            known = repository.people.get(person)
            if known is not None and not known.data.is_here(day):
                message = f"{record.id} names {person} on {day}, who left on {known.data.left}"
                related = ((known.at("left"), "left"),)
                help_ = "correct the person or the day"
                yield Hit(record.at(*route), message, audit=record.audit, help=help_, related=related)


def _acts(data: Finding | Evidence) -> Iterator[tuple[tuple[str | int, ...], str, date]]:
    """Yield route, person and day of what people did, as a finding or evidence records it."""
    if isinstance(data, Evidence):
        if data.collected and data.collected.by and data.collected.date:
            yield ("collected", "by"), data.collected.by, data.collected.date
        return
    if data.raised.by:
        yield ("raised", "by"), data.raised.by, data.raised.date
    for index, step in enumerate(data.regraded):
        yield ("regraded", index, "by"), step.by, step.date
    for key in ("auditee", "decision", "withdrawn", "accepted", "declined"):
        signed = getattr(data, key)
        if signed:
            yield (key, "by"), signed.by, signed.date


def _duties(repository: Repository) -> Iterator[_Duty]:
    for process in repository.live_processes(repository.today):
        if process.data.owner:
            yield _Duty(process.data.owner, f"owns {process.id}", process.at("owner"))
    for auditor in repository.auditors.values():
        last = auditor.data.evaluation_before(repository.today)
        if last is None or last.result is EvaluationResult.qualified:
            way_out = "end the appointment with an evaluation `not-qualified`"
            yield _Duty(auditor.id, "stands on the register of auditors", auditor.key(), way_out)
    for capa in repository.capas.values():
        if capa_state(repository, capa) not in {CapaState.cancelled, CapaState.closed}:
            yield _Duty(capa.data.owner, f"owns the CAPA {capa.name}", capa.at("owner"), capa=capa)
            for group, key, item in capa.data.items():
                if item.owner and not item.done:
                    words = f"owns the open {GROUPS[group]} {key}"
                    yield _Duty(item.owner, words, capa.at(group, key, "owner"), capa=capa)


def _left(repository: Repository, held: list[_Duty]) -> Hit:
    """Return the hit for everything that one person still holds in one file."""
    first, *others = held
    day = repository.people[first.person].data.left
    words = listed([duty.words for duty in held])
    return Hit(
        first.site,
        f"{first.person} left on {day} and still {words}",
        help="; ".join(dict.fromkeys(duty.way_out for duty in held)),
        related=(
            *((duty.site, duty.words) for duty in others[:SHOWN]),
            (repository.people[first.person].at("left"), "left"),
        ),
        audit=first.capa.audit if first.capa else "",
        capa=first.capa.name if first.capa else "",
    )


@rule("ORG003", "requirement-without-process", Severity.warning, basis="house; 27001 9.2.1")
def requirement_without_process(repository: Repository) -> Iterator[Hit]:
    """Requirements in force belong to no process.

    Why: an audit of this house goes through processes. What lives in none of them is audited by nobody, and
    nobody answers for it.

    Fix: add each to `requirements` of the process in which it is fulfilled. A control that does not apply
    is excluded in the SoA, with its reason.
    """
    settings = repository.settings_record
    if settings is None or not knows_homes(repository):
        return
    missing = homeless(repository)
    if missing:
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        first = next(iter(repository.processes.values()), None)
        yield Hit(
            Site(first.document, first.base[:-1], on_key=True) if first else settings.at("standards"),
            f"{counted(len(missing), 'requirement')} in force {'belongs' if len(missing) == 1 else 'belong'} "
            f"to no process: {', '.join(missing[:SHOWN])}{more}",
            help="add them to `requirements` of the process in which each lives; groups may be named",
        )


@rule("ORG004", "excluded-control-in-use", Severity.warning, basis="27001 6.1.3")
def excluded_control_in_use(repository: Repository) -> Iterator[Hit]:
    """A process, finding or work paper treats a control as in force that the SoA excludes.

    Why: one of the two is wrong. Either the control does apply, and its exclusion is not justified, or
    somebody works and audits against something that was ruled out.

    Fix: correct the SoA, or take the control out of the record. A work paper line may stay with the
    result `not-applicable`.
    """
    if repository.soa is None:
        return
    requirements = repository.requirements
    excluded = {
        leaf: written for written in repository.soa.data.excluded for leaf in requirements.leaves(written)
    }
    for subject, audit, named in _naming(repository):
        out = {
            site: excluded[leaf]
            for site, item in named
            for leaf in requirements.leaves(item)
            if leaf in excluded
        }
        if out:
            first, *others = out
            controls = list(dict.fromkeys(out.values()))
            soa = tuple(
                (repository.soa.key("excluded", control), f"{control} excluded") for control in controls
            )
            yield Hit(
                first,
                f"{subject} names {listed(controls)}, which the SoA excludes",
                help="correct the SoA if it applies, else take it out here",
                related=(*((site, "here too") for site in others), *soa)[:SHOWN],
                audit=audit,
            )


Named = list[tuple[Site, str]]
"""Requirements that a record names one by one, each with its place."""


def _naming(repository: Repository) -> Iterator[tuple[str, str, Named]]:
    """Yield what names requirements, its audit, and those that it names itself; groups mean what applies of them."""
    is_group = repository.requirements.is_group
    for process in repository.live_processes(repository.today):
        said = enumerate(process.data.requirements)
        yield (
            process.id,
            "",
            [(process.at("requirements", index), item) for index, item in said if not is_group(item)],
        )
    for finding in repository.findings.values():
        if not finding.data.withdrawn:
            said = enumerate(finding.data.requirements)
            named = [(finding.at("requirements", index), item) for index, item in said if not is_group(item)]
            yield finding.id, finding.audit, named
    for audit in repository.audits.values():
        for paper in audit.workpapers.values():
            lines = (
                (number, line) for number, line in enumerate(paper.data.lines) if line.result not in IDLE
            )
            yield (
                f"the work paper {paper.id}",
                audit.id,
                [
                    (paper.at("lines", number, "requirements", index), item)
                    for number, line in lines
                    for index, item in enumerate(line.requirements)
                    if not is_group(item)
                ],
            )


@rule("ORG005", "exclusion-without-reason", Severity.error, basis="27001 6.1.3 d")
def exclusion_without_reason(repository: Repository) -> Iterator[Hit]:
    """The SoA excludes a control and gives no reason.

    Why: the SoA justifies what it excludes; without the reason nobody can tell whether it still holds.

    Fix: write `reason` at the exclusion: why no risk and no obligation asks for the control.
    """
    soa = repository.soa
    bare = [control for control, held in soa.data.excluded.items() if not held.reason] if soa else []
    if soa and bare:
        first, *others = bare
        yield Hit(
            soa.key("excluded", first),
            f"the SoA excludes {listed(bare)} without a reason",
            help=f"write `{first}: {{reason: …}}`",
            related=tuple(
                (soa.key("excluded", control), "no reason here either") for control in others[:SHOWN]
            ),
        )


@rule("ORG006", "vacant-process", Severity.warning)
def vacant_process(repository: Repository) -> Iterator[Hit]:
    """A process has no owner.

    Why: nobody answers for it, so nobody can be asked, agree to a finding or own what follows from it. Whether
    an auditor is free of its owner cannot be judged either.

    Fix: name an `owner`; a deputy does not replace one. What is no longer done is `retired`.
    """
    for process in repository.live_processes(repository.today):
        if process.data.owner is None:
            yield Hit(
                process.key(), f"{process.id} has no owner", help="add `owner:`, or `retired:` with its day"
            )
