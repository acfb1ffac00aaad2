"""Findings that come back: on one requirement, within an audit and over the years."""

from collections.abc import Iterable, Iterator

from auditctl.analysis.about import process_of, requirements_of
from auditctl.analysis.likeness import near_groups
from auditctl.analysis.naming import called
from auditctl.analysis.recurrence import earlier_nonconformity
from auditctl.diagnostics import Severity
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Hit, Record
from auditctl.phrases import phrase
from auditctl.repository import Audit, Repository
from auditctl.rules.fnd.subjects import standing
from auditctl.rules.listing import listed
from auditctl.rules.registry import rule

SYSTEMIC = 3
"""Minors on one requirement from which the question of a common failure arises."""
SHOWN = 5


@rule("FND006", "unnoticed-repeat", Severity.warning, basis="27001 10.2; house: the three years")
def unnoticed_repeat(repository: Repository) -> Iterator[Hit]:
    """A nonconformity comes back without saying so, or stays minor without a reason although it came back.

    Why: a repeat shows that the earlier corrective action did not work, which is a fact of its own. Looked
    for are nonconformities of the last three years on the same requirement in the same process.

    Fix: name the earlier one with `auditctl finding repeat`. Where a repeat stays minor, say why in `grade_reason`.
    """
    for audit, finding in standing(repository):
        data = finding.data
        if not data.is_nonconformity:
            continue
        if data.repeat_of is None:
            earlier = earlier_nonconformity(repository, finding)
            if earlier:
                yield _unnoticed(repository, audit, finding, earlier)
        elif data.grade is Grade.minor and not data.grade_reason:
            yield Hit(
                finding.at("repeat_of"),
                phrase(
                    "%(finding)s repeats %(earlier)s and stays minor without `grade_reason`",
                    finding=finding.id,
                    earlier=data.repeat_of,
                ),
                help="say why it is no major although it came back",
                audit=audit.id,
            )


def _unnoticed(
    repository: Repository, audit: Audit, finding: Record[Finding], earlier: Record[Finding]
) -> Hit:
    both = requirements_of(repository, finding.data) & requirements_of(repository, earlier.data)
    sections = sorted(item for item in both if "#" in item)
    shared = listed([*repository.requirements.in_order(both - set(sections)), *sections])
    return Hit(
        finding.at("requirements"),
        phrase(
            "%(finding)s comes back: %(earlier)s was on %(shared)s in %(process)s too",
            finding=finding.id,
            earlier=earlier.name,
            shared=shared,
            process=process_of(repository, finding),
        ),
        help=f"if it is the same failure: `auditctl finding repeat {called(repository, finding)} --of {called(repository, earlier)}`",
        related=((earlier.at("requirements"), f"raised on {earlier.data.raised.date}"),),
        audit=audit.id,
    )


@rule("FND014", "systemic", Severity.note, basis="17021-1; house: the number")
def systemic(repository: Repository) -> Iterator[Hit]:
    """Three or more minors of one audit are on one requirement.

    Why: single slips on one requirement often share a failure of the system, which is then a major, and
    one cause to be found instead of three.

    Fix: ask whether they belong together. If so, make one finding of them; if not, say in `grade_reason`
    what sets them apart.
    """
    for audit in repository.own_audits:
        minors_here = (
            finding
            for finding in audit.findings.values()
            if finding.data.grade is Grade.minor and not finding.data.withdrawn
        )
        by_group: dict[tuple[str, ...], list[str]] = {}
        for requirement, findings in _by_requirement(repository, minors_here).items():
            if len(findings) >= SYSTEMIC:
                by_group.setdefault(tuple(finding.id for finding in findings), []).append(requirement)
        for minors, requirements in by_group.items():
            held = [audit.findings[name] for name in minors]
            named = listed(repository.requirements.in_order(requirements))
            yield Hit(
                held[0].at("requirements"),
                phrase(
                    "%(n)s minors of %(audit)s are on %(named)s: %(minors)s",
                    n=len(minors),
                    audit=audit.id,
                    named=named,
                    minors=listed(minors),
                ),
                help="is it one failure of the system? then it is one finding, and perhaps a major",
                related=tuple((finding.at("requirements"), finding.id) for finding in held[1:SHOWN]),
                audit=audit.id,
            )


@rule("FND015", "nearly-the-same", Severity.warning)
def nearly_the_same(repository: Repository) -> Iterator[Hit]:
    """Two findings of one audit on one requirement have nearly the same statement.

    Why: one failure counted twice is answered twice, and the numbers in the report are wrong. Texts count
    as nearly the same from a likeness of 90 of 100.

    Fix: make one finding of them, or word the statements so that one sees the difference.
    """
    for audit in repository.own_audits:
        standing_here = (finding for finding in audit.findings.values() if not finding.data.withdrawn)
        for alike, requirement in _alike(repository, standing_here):
            names = [finding.id for finding in alike]
            yield Hit(
                alike[-1].at("statement"),
                phrase(
                    "%(names)s say nearly the same on %(requirement)s",
                    names=listed(names),
                    requirement=requirement,
                ),
                help="make one finding of them, or say what sets them apart",
                related=tuple((finding.at("statement"), finding.id) for finding in alike[:-1][:SHOWN]),
                audit=audit.id,
            )


def _alike(
    repository: Repository, findings: Iterable[Record[Finding]]
) -> Iterator[tuple[list[Record[Finding]], str]]:
    """Yield findings that share a requirement and say nearly the same, the largest group first and none twice."""
    groups: list[tuple[list[Record[Finding]], str]] = []
    for requirement, sharing in _by_requirement(repository, findings).items():
        said = {finding.id: finding for finding in sharing if finding.data.statement}
        if len(said) > 1:
            texts = {name: finding.data.statement or "" for name, finding in said.items()}
            groups += [([said[name] for name in group], requirement) for group in near_groups(texts)]
    told: list[set[str]] = []
    for alike, requirement in sorted(groups, key=lambda group: -len(group[0])):
        names = {finding.id for finding in alike}
        if not any(names <= known for known in told):
            told.append(names)
            yield alike, requirement


def _by_requirement(
    repository: Repository, findings: Iterable[Record[Finding]]
) -> dict[str, list[Record[Finding]]]:
    """Return findings by each of their requirements."""
    found: dict[str, list[Record[Finding]]] = {}
    for finding in findings:
        for requirement in sorted(requirements_of(repository, finding.data)):
            found.setdefault(requirement, []).append(finding)
    return found
