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
    is_counted,
    is_reported,
)
from auditctl.analysis.naming import called
from auditctl.analysis.next_steps import next_step
from auditctl.analysis.readiness.parts import Condition, Lack, Shown, owing
from auditctl.analysis.waiting import audit_step, finding_step, lead
from auditctl.model.capa import Capa
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record, Site
from auditctl.phrases import Phrase, counted, filled, joined, listed, phrase
from auditctl.repository import Repository, full_name

IMPLEMENTED = frozenset({CapaState.implemented, CapaState.verification, CapaState.closed})
PLANNED = IMPLEMENTED | {CapaState.approved, CapaState.in_progress}
WORDS = {
    CapaState.closed: phrase("closed"),
    CapaState.verification: phrase("implemented"),
    CapaState.implemented: phrase("implemented"),
    CapaState.in_progress: phrase("plan approved"),
    CapaState.approved: phrase("plan approved"),
}

UNANSWERED = phrase("no corrective action stands")


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a condition asks: its code and title, how it says what is lacking, and what it says where there is none."""

    code: str
    title: Phrase
    lacking: Phrase
    none: Phrase


def majors(repository: Repository, _: date) -> Condition:
    """Return whether everything planned against each major nonconformity was done."""
    return _condition(
        repository,
        Grade.major,
        IMPLEMENTED,
        _Asked(
            "RDY001",
            phrase("Every major nonconformity is implemented"),
            phrase("%(finding)s is not implemented: %(lack)s"),
            phrase("no major nonconformity on record"),
        ),
    )


def minors(repository: Repository, _: date) -> Condition:
    """Return whether each minor nonconformity is closed or has an approved plan."""
    return _condition(
        repository,
        Grade.minor,
        PLANNED,
        _Asked(
            "RDY002",
            phrase("Every minor nonconformity is closed or has an approved plan"),
            phrase("%(finding)s is neither closed nor answered by an approved plan: %(lack)s"),
            phrase("no minor nonconformity on record"),
        ),
    )


def _condition(
    repository: Repository, grade: Grade, enough: frozenset[CapaState], asked: _Asked
) -> Condition:
    shown: list[Shown] = []
    lacks: list[Lack] = []
    subjects = list(_subjects(repository, grade))
    for subject in subjects:
        left = list(_left(repository, subject, enough, asked))
        lacks += left
        if not left:
            shown.append(Shown(subject.path, joined(": ", (subject.name, _state(repository, subject)))))
    told = phrase("%(n)s of %(all)s", n=len(shown), all=len(subjects)) if subjects else asked.none
    return Condition(asked.code, asked.title, told, tuple(shown), tuple(lacks))


def _subjects(repository: Repository, grade: Grade) -> Iterator[_Subject]:
    """Yield the nonconformities of a grade that stand: of every audit, and those that something else raised."""
    for finding in repository.findings.values():
        if finding.data.grade is grade and is_counted(repository, finding):
            audit = repository.audit_of(finding)
            yield _Subject(
                called(repository, finding),
                grade,
                finding.at("grade"),
                tuple(last_answers(repository, finding)),
                finding,
                tuple(open_repeats(repository, finding)),
                is_closed=finding_state(repository, finding) is FindingState.closed,
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
    closed = WORDS[CapaState.closed]
    if subject.is_closed:
        return closed
    told = [WORDS[capa_state(repository, capa)] for capa in subject.ends]
    return max(told, key=list(WORDS.values()).index, default=closed)


def _left(
    repository: Repository, subject: _Subject, enough: frozenset[CapaState], asked: _Asked
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
    name = phrase("%(finding)s, not issued yet", finding=subject.name) if subject.is_draft else subject.name
    for lack in found:
        message = filled(asked.lacking, finding=_graded(subject), lack=lack.message)
        yield replace(lack, message=message, brief=joined(": ", (name, lack.message)))


def _graded(subject: _Subject) -> Phrase:
    name, is_major = subject.name, subject.grade is Grade.major
    if subject.is_draft:
        return (
            phrase("%(finding)s (major, not issued yet)", finding=name)
            if is_major
            else phrase("%(finding)s (minor, not issued yet)", finding=name)
        )
    return (
        phrase("%(finding)s (major)", finding=name)
        if is_major
        else phrase("%(finding)s (minor)", finding=name)
    )


def _of_capa(repository: Repository, subject: _Subject, capa: Record[Capa]) -> Lack:
    """Return what a corrective action lacks: once its plan is approved its open items, before its next step."""
    path, step = capa.document.path, next_step(repository, capa)
    command = step.command if step else ""
    items = [(key, item) for _, key, item in capa.data.items() if not item.done]
    if capa_state(repository, capa) in PLANNED and items:
        told = [
            phrase("%(item)s (%(day)s)", item=key, day=item.due)
            if item.due
            else phrase("%(item)s (no day set)", item=key)
            for key, item in items
        ]
        people = tuple(dict.fromkeys(item.owner or capa.data.owner for _, item in items))
        due = max((item.due for _, item in items if item.due), default=None)
        opened = counted("%(items)s is open", "%(items)s are open", len(items), items=listed(told))
        return Lack(opened, subject.site, path, people, due, command)
    audit = repository.audits.get(subject.finding.audit if subject.finding else capa.audit)
    people = owing(repository, step.who if step else "", lead(audit) if audit else "")
    what = step.what if step else phrase("it is not done")
    if not subject.is_named_by(capa):
        what = phrase("%(what)s in %(capa)s, which follows", what=what, capa=called(repository, capa))
    return Lack(what, subject.site, path, people, step.due if step else None, command)


def _unanswered(repository: Repository, subject: _Subject) -> Lack:
    """Return the lack of a finding that no corrective action answers."""
    finding, path = subject.finding, subject.site.document.path
    if finding is None:
        command = f"auditctl capa show {subject.name}"
        return Lack(UNANSWERED, subject.site, path, owing(repository), command=command)
    audit = repository.audit_of(finding)
    step = finding_step(repository, finding) or (audit_step(repository, audit) if audit else None)
    people = owing(repository, step.who if step else "", lead(audit) if audit else "")
    command = step.command if step else f"auditctl capa add {subject.name}"
    what = step.what if step else UNANSWERED
    return Lack(what, subject.site, path, people, step.due if step else None, command)


def _is_answered(repository: Repository, finding: Record[Finding], enough: frozenset[CapaState]) -> bool:
    ends = last_answers(repository, finding)
    return bool(ends) and all(capa_state(repository, capa) in enough for capa in ends)


def _repeated(repository: Repository, subject: _Subject, repeat: Record[Finding]) -> Lack:
    """Return the lack of a finding that came back, where the answer to its repeat has not come as far."""
    name = called(repository, repeat)
    people = owing(repository, *(capa.data.owner for capa in last_answers(repository, repeat)))
    command = f"auditctl finding show {name}"
    what = phrase("it came back as %(finding)s", finding=name)
    return Lack(what, subject.site, repeat.document.path, people, command=command)
