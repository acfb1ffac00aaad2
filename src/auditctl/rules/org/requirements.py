"""Requirements: the process in which each lives, and what the SoA excludes."""

from collections.abc import Iterator

from auditctl.analysis.homes import homeless, knows_homes
from auditctl.diagnostics import Severity
from auditctl.model.record import Hit, Site
from auditctl.model.workpaper import LineResult
from auditctl.phrases import counted, joined, naming, phrase
from auditctl.repository import Repository
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SHOWN = 8
"""Ids of requirements and further places that a message names."""
IDLE = frozenset({LineResult.not_applicable, LineResult.not_audited})
"""Results of a line that do not treat its control as in force."""


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
        named: str = joined(", ", missing[:SHOWN])
        if len(missing) > SHOWN:
            cut = phrase("%(names)s and %(n)s more", names=named, n=len(missing) - SHOWN)
            named = naming(cut, missing)
        first = next(iter(repository.processes.values()), None)
        yield Hit(
            Site(first.document, first.base[:-1], on_key=True) if first else settings.at("standards"),
            counted(
                "%(n)s requirement in force belongs to no process: %(missing)s",
                "%(n)s requirements in force belong to no process: %(missing)s",
                len(missing),
                missing=named,
            ),
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
                phrase(
                    "%(record)s names %(controls)s, which the SoA excludes",
                    record=subject,
                    controls=listed(controls),
                ),
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
                phrase("the work paper %(workpaper)s", workpaper=paper.id),
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
            phrase("the SoA excludes %(bare)s without a reason", bare=listed(bare)),
            help=phrase("write `%(control)s: {reason: …}`", control=first),
            related=tuple(
                (soa.key("excluded", control), "no reason here either") for control in others[:SHOWN]
            ),
        )
