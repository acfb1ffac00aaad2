"""A new finding, from flags, from answers on the terminal, or from an editor."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from auditctl.cli.asking import Asking, clean, is_terminal, one_line, prose
from auditctl.cli.author import likely_auditor
from auditctl.cli.call import Call, named
from auditctl.cli.days import day, day_given
from auditctl.cli.drafts import Draft, kept
from auditctl.cli.how import How
from auditctl.cli.naming import (
    chosen_name,
    open_audit,
    own_requirements,
    record_named,
    record_within,
    requirement_named,
    requirement_title,
)
from auditctl.cli.recording import New, record, refuse_faults
from auditctl.model.finding import Finding, Grade
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository
from auditctl.source.text import visible
from auditctl.writing.layout import FINDING
from auditctl.writing.render import record_text
from auditctl.writing.schema_line import schema_line
from auditctl.writing.template import NOTE, template_text

GRADES = (
    (Grade.major, "the management system or a control does not reach its result"),
    (Grade.minor, "a requirement is not met in a single or limited case"),
    (Grade.ofi, "an opportunity for improvement; nothing is violated"),
    (Grade.strength, "something done well"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as they were written."""

    title: str
    grade: str
    process: str
    requirements: tuple[str, ...]
    evidence: tuple[str, ...]
    statement: str
    effect: str
    grade_reason: str
    session: str
    location: str
    by: str
    day: str
    repeat_of: str
    response_due: str
    reference: str
    details: str


def add_finding(call: Call, audit: str, given: Given, how: How, source: Path | None, *, opens: bool) -> None:
    """Add a finding to an audit that still takes one."""
    chosen_name(how.name)
    repository = call.repository()
    chosen = open_audit(repository, audit, "finding")
    fields = resolved(repository, chosen, given)
    if opens or source:
        from auditctl.cli.finding.draft import add_from_draft  # noqa: PLC0415 - flags and answers do without an editor

        add_from_draft(repository, chosen, fields, source, how, opens=opens)
    else:
        add_from_answers(repository, chosen, fields, how)


def resolved(repository: Repository, audit: Audit, given: Given) -> dict[str, Any]:
    """Return the fields that the flags give; a name that nobody knows is a usage error."""
    ways: dict[str, Callable[[], Any]] = {
        "title": lambda: one_line("the title", given.title),
        "grade": lambda: named("grade", given.grade, Grade),
        "grade_reason": lambda: prose("--grade-reason", given.grade_reason),
        "process": lambda: record_named(repository, Kind.process, given.process),
        "location": lambda: record_named(repository, Kind.location, given.location),
        "session": lambda: record_within(repository, audit, Kind.session, given.session),
        "requirements": lambda: _each_once(_requirement(repository, item) for item in given.requirements),
        "statement": lambda: prose("--statement", given.statement),
        "effect": lambda: prose("--effect", given.effect),
        "evidence": lambda: _each_once(
            record_within(repository, audit, Kind.evidence, item) for item in given.evidence
        ),
        "repeat_of": lambda: record_within(repository, audit, Kind.finding, given.repeat_of),
        "response_due": lambda: day("--response-due", given.response_due),
        "reference": lambda: one_line("--reference", given.reference),
        "details": lambda: prose("--details", given.details),
    }
    fields: dict[str, Any] = {key: way() for key, way in ways.items() if getattr(given, key)}
    by = {"by": record_named(repository, Kind.person, given.by)} if given.by else {}
    return fields | {"raised": {**by, "date": day_given("--date", given.day, repository.today)}}


def _requirement(repository: Repository, given: str) -> str:
    """Return the requirement that is meant, and say so where it is written otherwise."""
    written = requirement_named(repository, given)
    if written != given:
        title = requirement_title(repository, written)
        typer.echo(f"{visible(given)} is taken as {written} ({visible(title)})", err=True)
    return written


def _each_once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


@dataclass(frozen=True)
class Form:
    """The fields of one new finding, filled in question by question."""

    repository: Repository
    audit: Audit
    fields: dict[str, Any]
    asking: Asking
    grades: Sequence[tuple[Grade, str]] = GRADES

    def ask(self, *, leaving_out: Container[str] = ()) -> None:
        """Ask for what is missing; InputNeeded for what is required where nobody can be asked."""
        questions = {
            "title": self._title,
            "grade": self._grade,
            "process": self._process,
            "requirements": self._requirements,
            "statement": self._statement,
            "evidence": self._evidence,
        }
        for key, question in questions.items():
            if key not in self.fields and key not in leaving_out:
                question()
        if "by" not in self.fields["raised"]:
            self._raised_by()

    def _title(self) -> None:
        self.fields["title"] = self.asking.line(
            "Title", "TITLE", lambda answer: one_line("the title", answer)
        )

    def _grade(self) -> None:
        options = [(grade.value, words) for grade, words in self.grades]
        self.fields["grade"] = self.asking.choice(
            "Grade", "--grade", options, lambda answer: named("grade", clean("the grade", answer), Grade)
        )

    def _process(self) -> None:
        scope = sorted(self.repository.scope_processes(self.audit) & self.repository.processes.keys())
        options = [(name, self.repository.processes[name].data.name) for name in scope]
        self.fields["process"] = self.asking.choice(
            "Process",
            "--process",
            options,
            lambda answer: record_named(self.repository, Kind.process, clean("the process", answer)),
        )

    def _requirements(self) -> None:
        options = [
            (item, self._title_of(item)) for item in own_requirements(self.repository, self.fields["process"])
        ]
        self._take(
            "requirements",
            self.asking.several(
                "Requirements",
                options,
                lambda answer: requirement_named(self.repository, answer),
                self._title_of,
            ),
        )

    def _title_of(self, requirement: str) -> str:
        return requirement_title(self.repository, requirement)

    def _statement(self) -> None:
        def keep(text: str) -> None:
            self.fields["statement"] = text

        self.asking.prose("Statement: what was found, where, when, how many of how many", keep)

    def _evidence(self) -> None:
        held = self.audit.evidence
        if not held:
            return
        chosen = self.asking.several(
            "Evidence",
            [(name, item.data.title) for name, item in sorted(held.items())],
            lambda answer: record_within(self.repository, self.audit, Kind.evidence, answer),
            lambda name: held[name].data.title if name in held else "",
        )
        self._take("evidence", chosen)

    def _take(self, key: str, chosen: list[str]) -> None:
        if chosen:
            self.fields[key] = chosen

    def _raised_by(self) -> None:
        likely = likely_auditor(self.repository, self.audit)
        if self.asking.allowed or not likely:
            likely = self.asking.line(
                "Raised by",
                "--by",
                lambda answer: record_named(self.repository, Kind.person, clean("the name", answer)),
                likely,
            )
        self.fields["raised"] = {"by": likely, **self.fields["raised"]}


def add_from_answers(repository: Repository, audit: Audit, fields: dict[str, Any], how: How) -> None:
    """Ask for what the flags leave open, and record the finding; what was typed outlives any failure."""
    asking = Asking(is_terminal() and not how.no_input)
    draft = Draft(lambda: template(repository, audit, fields), lambda: asking.typed, resume(audit))
    with kept(draft):
        Form(repository, audit, fields, asking).ask()
        text = record_text(FINDING, fields, head=head(audit))
        finish(New(repository, audit, Finding, fields["title"], text, how.name), how, draft)


def head(audit: Audit) -> str:
    return schema_line(f"audits/{audit.id}/findings", "finding")


def resume(audit: Audit) -> str:
    """Return the command that goes on with a draft, which is named behind it."""
    return f"auditctl finding add {audit.id} -e --from"


def template(repository: Repository, audit: Audit, fields: dict[str, Any]) -> str:
    """Return the text that opens in an editor: what is known, and the names that may be written."""
    notes = [
        f"A new finding of {audit.id}. Lines that begin with {NOTE} are left out; take a # away to fill in a field.",
        "Save and close to record it; close it unchanged to give up.",
        f"Processes: {', '.join(sorted(repository.scope_processes(audit)))}",
    ]
    held = (("Sessions", audit.sessions), ("Evidence", audit.evidence))
    notes += [f"{word}: {', '.join(sorted(known))}" for word, known in held if known]
    return template_text(FINDING, fields, notes)


def finish(new: New[Finding], how: How, draft: Draft) -> None:
    """Judge and write the finding; what comes next depends on whether it has evidence."""
    refuse_faults(new)
    audit = new.audit.id
    following = f"`auditctl finding show {audit}/{{name}}` shows it whole"
    if "\nevidence:" not in new.text:
        following = f"record what proves it: `auditctl evidence add {audit} TITLE --kind …`, and name that under `evidence:`"
    record(new, how, following)
    draft.recorded = not how.dry_run
