"""The nonconformities before an external audit: majors implemented, minors closed or with an approved plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from auditctl.analysis.last_answers import goes_on_from_another, last_answers, last_of, open_repeats
from auditctl.analysis.lifecycle import (
    CapaState,
    FindingState,
    capa_state,
    finding_state,
    is_cancelled,
    is_dropped,
    is_reported,
)
from auditctl.analysis.naming import called
from auditctl.analysis.next_steps import next_step
from auditctl.analysis.readiness.parts import Condition, Lack, Shown, joined, owing
from auditctl.analysis.waiting import audit_step, finding_step, lead
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record, Site
from auditctl.repository import Repository, full_name

IMPLEMENTED = frozenset({CapaState.implemented, CapaState.verification, CapaState.closed})
PLANNED = IMPLEMENTED | {CapaState.approved, CapaState.in_progress}
WORDS = {
    CapaState.closed: "closed",
    CapaState.verification: "implemented",
    CapaState.implemented: "implemented",
    CapaState.in_progress: "plan approved",
    CapaState.approved: "plan approved",
}


@dataclass(frozen=True, slots=True)
class _Subject:
    """A nonconformity: of an audit, or what else raised a corrective action; `ends` are where its answer stands."""

    name: str
    grade: Grade
    site: Site
    ends: tuple[Record[Capa], ...]
    finding: Record[Finding] | None = None
    repeats: tuple[Record[Finding], ...] = ()
    is_closed: bool = False
    is_draft: bool = False

    @property
    def path(self) -> str:
        return self.ends[-1].document.path if self.ends else self.site.document.path

    def is_named_by(self, capa: Record[Capa]) -> bool:
        """Whether a CAPA answers it by name, and not only after another one."""
        if self.finding is None:
            return True
        return any(full_name(reference, capa.audit) == self.finding.name for reference in capa.data.findings)


def majors(repository: Repository, _: date) -> Condition:
    """Return whether everything planned against each major nonconformity was done."""
    return _condition(
        repository,
        Grade.major,
        IMPLEMENTED,
        ("RDY001", "Every major nonconformity is implemented", "is not implemented"),
    )


def minors(repository: Repository, _: date) -> Condition:
    """Return whether each minor nonconformity is closed or has an approved plan."""
    return _condition(
        repository,
        Grade.minor,
        PLANNED,
        (
            "RDY002",
            "Every minor nonconformity is closed or has an approved plan",
            "is neither closed nor answered by an approved plan",
        ),
    )


def _condition(
    repository: Repository, grade: Grade, enough: frozenset[CapaState], words: tuple[str, str, str]
) -> Condition:
    code, title, lacking = words
    shown: list[Shown] = []
    lacks: list[Lack] = []
    subjects = list(_subjects(repository, grade))
    for subject in subjects:
        left = list(_left(repository, subject, enough, lacking))
        lacks += left
        if not left:
            shown.append(Shown(subject.path, f"{subject.name}: {_state(repository, subject)}"))
    told = f"{len(shown)} of {len(subjects)}" if subjects else f"no {grade.value} nonconformity on record"
    return Condition(code, title, told, tuple(shown), tuple(lacks))


def _subjects(repository: Repository, grade: Grade) -> Iterator[_Subject]:
    """Yield the nonconformities of a grade that stand: of every audit, and those that something else raised."""
    for finding in repository.findings.values():
        state = finding_state(repository, finding)
        gone = state is FindingState.withdrawn or is_dropped(repository, finding)
        if finding.data.grade is grade and not gone:
            audit = repository.audit_of(finding)
            yield _Subject(
                called(repository, finding),
                grade,
                finding.at("grade"),
                tuple(last_answers(repository, finding)),
                finding,
                tuple(open_repeats(repository, finding)),
                is_closed=state is FindingState.closed,
                is_draft=audit is not None and not is_reported(audit),
            )
    for capa in repository.capas.values():
        origin = capa.data.origin
        if (
            origin
            and origin.grade is grade
            and not is_cancelled(capa.data)
            and not goes_on_from_another(repository, capa)
        ):
            ends = tuple(last_of(repository, [capa]))
            yield _Subject(called(repository, capa), grade, capa.at("origin", "grade"), ends)


def _state(repository: Repository, subject: _Subject) -> str:
    """Return in words how far the answer has come, the least of several."""
    if subject.is_closed:
        return "closed"
    told = [WORDS[capa_state(repository, capa)] for capa in subject.ends]
    return max(told, key=list(WORDS.values()).index, default="closed")


def _left(
    repository: Repository, subject: _Subject, enough: frozenset[CapaState], lacking: str
) -> Iterator[Lack]:
    """Yield what is left to do for a nonconformity."""
    if subject.is_closed:
        return
    pending = [capa for capa in subject.ends if capa_state(repository, capa) not in enough]
    found = [_of_capa(repository, subject, capa) for capa in pending]
    if not subject.ends:
        found = [_unanswered(repository, subject)]
    elif not pending:
        found = [
            _repeated(repository, subject, repeat)
            for repeat in subject.repeats
            if not _is_answered(repository, repeat, enough)
        ]
    draft = ", not issued yet" if subject.is_draft else ""
    for lack in found:
        message = f"{subject.name} ({subject.grade.value}{draft}) {lacking}: {lack.message}"
        yield replace(lack, message=message, brief=f"{subject.name}{draft}: {lack.message}")


def _of_capa(repository: Repository, subject: _Subject, capa: Record[Capa]) -> Lack:
    """Return what a corrective action lacks: once its plan is approved its open items, before its next step."""
    path, step = capa.document.path, next_step(repository, capa)
    command = step.command if step else ""
    items = [(key, item) for _, key, item in capa.data.items() if not item.done]
    if capa_state(repository, capa) in PLANNED and items:
        told = [f"{key} ({item.due or 'no day set'})" for key, item in items]
        people = tuple(dict.fromkeys(item.owner or capa.data.owner for _, item in items))
        due = max((item.due for _, item in items if item.due), default=None)
        verb = "is" if len(items) == 1 else "are"
        return Lack(f"{joined(told)} {verb} open", subject.site, path, people, due, command)
    audit = repository.audits.get(subject.finding.audit if subject.finding else capa.audit)
    people = owing(repository, step.who if step else "", lead(audit) if audit else "")
    what = step.what if step else "it is not done"
    later = "" if subject.is_named_by(capa) else f" in {called(repository, capa)}, which follows"
    return Lack(f"{what}{later}", subject.site, path, people, step.due if step else None, command)


def _unanswered(repository: Repository, subject: _Subject) -> Lack:
    """Return the lack of a finding that no corrective action answers."""
    finding, path = subject.finding, subject.site.document.path
    if finding is None:
        command = f"auditctl capa show {subject.name}"
        return Lack("no corrective action stands", subject.site, path, owing(repository), command=command)
    audit = repository.audit_of(finding)
    step = finding_step(repository, finding) or (audit_step(repository, audit) if audit else None)
    people = owing(repository, step.who if step else "", lead(audit) if audit else "")
    command = step.command if step else f"auditctl capa add {subject.name}"
    what = step.what if step else "no corrective action stands"
    return Lack(what, subject.site, path, people, step.due if step else None, command)


def _is_answered(repository: Repository, finding: Record[Finding], enough: frozenset[CapaState]) -> bool:
    ends = last_answers(repository, finding)
    return bool(ends) and all(capa_state(repository, capa) in enough for capa in ends)


def _repeated(repository: Repository, subject: _Subject, repeat: Record[Finding]) -> Lack:
    """Return the lack of a finding that came back, where the answer to its repeat has not come as far."""
    name = called(repository, repeat)
    people = owing(repository, *(capa.data.owner for capa in last_answers(repository, repeat)))
    command = f"auditctl finding show {name}"
    return Lack(f"it came back as {name}", subject.site, repeat.document.path, people, command=command)
