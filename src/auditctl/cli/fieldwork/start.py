"""What `auditctl fieldwork` is asked for: the sessions, work papers that are missing, one line, or the walk."""

from dataclasses import dataclass

import typer

from auditctl.cli.asking import say
from auditctl.cli.author import git_author
from auditctl.cli.call import Call, audit_of, named, print_json
from auditctl.cli.desk import Desk
from auditctl.cli.fieldwork.paper import PaperUnreadable, standing
from auditctl.cli.how import How
from auditctl.cli.naming import record_named
from auditctl.errors import AuditctlError, UsageError, some
from auditctl.model.audit import Session
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.outputs.fieldwork import is_broken, listed, overview_document, session_document
from auditctl.repository import Audit, Repository

ALONE = ("line", "every", "ask", "result", "note", "evidence", "findings", "by")
"""What goes with one session alone."""


class NoFieldwork(AuditctlError):
    """An audit in which nobody goes through work papers, or nobody does any more."""


class NoAuditor(UsageError):
    """Somebody who cannot have looked; the way out names who can."""

    def __init__(self, audit: Audit, session: Record[Session], why: str) -> None:
        auditees = session.data.auditees
        fitting = [name for name in session.data.auditors or audit.members if name not in auditees]
        super().__init__(
            f"{why}: what was found there is not theirs to record",
            f"give --by with who audits it: {some(fitting)}"
            if fitting
            else "name who audits it first: `auditors:` of the session in the schedule, or of the team",
        )


@dataclass(frozen=True, slots=True)
class Own:
    """A question of one's own, as the flags say it."""

    ask: str = ""
    requirements: tuple[str, ...] = ()
    look_for: str = ""
    method: str = ""

    def refuse_without_question(self) -> None:
        """Raise UsageError for flags of a question that is not asked."""
        flags = (
            ("--requirement", self.requirements),
            ("--look-for", self.look_for),
            ("--method", self.method),
        )
        for flag, value in flags:
            if value and not self.ask:
                raise UsageError(f"{flag} goes with a question of your own", "give the question with --ask")


@dataclass(frozen=True, slots=True)
class Given:
    """What the words of the command line say, as they were written."""

    audit: str
    session: str = ""
    prepare: bool = False
    sessions: tuple[str, ...] = ()
    checklist: str = ""
    line: int = 0
    every: bool = False
    result: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    by: str = ""
    own: Own = Own()

    @property
    def ask(self) -> str:
        return self.own.ask

    @property
    def answers(self) -> bool:
        """Whether a line is answered by flags."""
        return bool(self.result or self.note or self.evidence or self.findings)


def begin(ctx: typer.Context, given: Given, how: How) -> None:
    """Do what the flags ask for."""
    desk = Desk.of(ctx, how)
    audit = own_audit(desk.repository, given.audit)
    given.own.refuse_without_question()
    if given.prepare:
        from auditctl.cli.fieldwork.prepare import prepare  # noqa: PLC0415 - one way needs no other

        _refuse_beside("--prepare", given, ALONE)
        prepare(desk, going_on(audit), given)
    elif given.sessions:
        raise UsageError("--session goes with --prepare alone", "name the session behind the audit")
    elif not given.session:
        _refuse_beside("the list of sessions", given, ("checklist", *ALONE))
        _overview(ctx, audit, how)
    else:
        _session(desk, audit, session_of(audit, given.session), given)


def _session(desk: Desk, audit: Audit, session: Record[Session], given: Given) -> None:
    if desk.how.as_json and not (given.answers or given.ask):
        if is_broken(audit, session.id):
            raise PaperUnreadable(
                standing(desk.repository.root, audit.id, session.id), "it does not fit the format"
            )
        print_json(session_document(audit, session))
        return
    going_on(audit)
    if given.ask:
        from auditctl.cli.fieldwork.own import ask_own  # noqa: PLC0415 - one way needs no other

        ask_own(desk, audit, session, given)
    elif given.answers or not desk.asking.allowed:
        from auditctl.cli.fieldwork.record import record_line  # noqa: PLC0415 - one way needs no other

        record_line(desk, audit, session, given)
    else:
        from auditctl.cli.fieldwork.walk import walk  # noqa: PLC0415

        if desk.how.dry_run:
            raise UsageError("--dry-run shows one answer", "give --line and --result, or --prepare")
        walk(desk, audit, session, given)


def own_audit(repository: Repository, given: str) -> Audit:
    """Return an audit of our own; NoFieldwork for one whose fieldwork is not recorded here."""
    audit = audit_of(repository, given)
    if audit.is_external:
        raise NoFieldwork(
            f"{audit.id} is an external audit: its work papers are not ours",
            "record what it found: `auditctl finding add`",
        )
    if audit.is_legacy:
        raise NoFieldwork(
            f"{audit.id} was held before this repository: it has no sessions here",
            "its results stand in `legacy:` of audit.yaml",
        )
    return audit


def going_on(audit: Audit) -> Audit:
    """Return an audit whose work papers may still change."""
    if audit.is_issued:
        raise NoFieldwork(
            f"the report of {audit.id} is issued: its work papers stay as they are",
            "what was already known there belongs in an amendment (`amendments:` in report.yaml)",
        )
    if audit.data.cancelled:
        raise NoFieldwork(
            f"{audit.id} is cancelled: there is no fieldwork in it", "go on in the audit that takes its place"
        )
    return audit


def session_of(audit: Audit, given: str) -> Record[Session]:
    """Return a session by its name or an unambiguous part."""
    if not audit.sessions and audit.unread & {"schedule"}:
        raise AuditctlError(
            f"the schedule of {audit.id} cannot be read", "mend it first: `auditctl check` shows the place"
        )
    return audit.sessions[named("session", given, audit.sessions)]


def auditor(desk: Desk, audit: Audit, session: Record[Session], given: str) -> str:
    """Return who is at the keyboard: as given, else whom git knows as an auditor of the session, else its only one.

    Asked for where several audit it; InputNeeded where nobody can be asked, NoAuditor for somebody who
    neither audits nor is on the team, or who is audited there.
    """
    person = (
        record_named(desk.repository, Kind.person, given) if given else _likely_auditor(desk, session.data)
    )
    if person in session.data.auditees:
        raise NoAuditor(audit, session, f"{person} is an auditee of the session {session.id}")
    auditing = {name for held in audit.sessions.values() for name in held.data.auditors}
    if person not in auditing | set(audit.members):
        why = f"{person} neither audits the session {session.id} nor is on the team of {audit.id}"
        raise NoAuditor(audit, session, why)
    return person


def _likely_auditor(desk: Desk, session: Session) -> str:
    auditors = session.auditors
    author = git_author(desk.repository)
    if author in auditors:
        return author
    if len(auditors) == 1:
        return auditors[0]
    options = [(person, desk.repository.person_name(person)) for person in auditors]
    return (
        desk.choice("", "--by", "Who audits", options) if auditors else desk.person("", "--by", "Who audits")
    )


def _refuse_beside(what: str, given: Given, names: tuple[str, ...]) -> None:
    """Raise UsageError for flags that would be left unheard."""
    for name in names:
        if getattr(given, name):
            flag = {"every": "--all", "findings": "--finding"}.get(name, f"--{name}")
            raise UsageError(
                f"{flag} goes with one session, not with {what}", "name the session behind the audit"
            )


def _overview(ctx: typer.Context, audit: Audit, how: How) -> None:
    from auditctl.cli.fieldwork.following import other_session  # noqa: PLC0415 - JSON does not need it
    from auditctl.outputs.tables import page  # noqa: PLC0415 - JSON does not need it

    if how.as_json:
        print_json(overview_document(audit))
        return
    typer.echo(page(listed(audit), color=Call.of(ctx).uses_color()), nl=False, color=True)
    if audit.sessions and not (audit.is_issued or audit.data.cancelled):
        say(f"next: {other_session(audit)}")
