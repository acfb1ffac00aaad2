"""A new corrective action: of findings, of an incident or complaint, or following one that did not work."""

from dataclasses import dataclass
from typing import Any

import typer

from auditctl.analysis.gaps import is_answer_unread
from auditctl.analysis.lifecycle import CapaState, capa_state, is_cancelled
from auditctl.analysis.waiting import responsible
from auditctl.cli.asking import one_line, prose
from auditctl.cli.changing import carry_out
from auditctl.cli.days import day_given
from auditctl.cli.desk import Desk
from auditctl.cli.finding.add import GRADES
from auditctl.cli.following import next_of_capa
from auditctl.cli.how import How
from auditctl.cli.naming import capa_named, chosen_name, finding_named, record_named
from auditctl.errors import AuditctlError, UsageError
from auditctl.model.capa import Capa, OriginKind
from auditctl.model.finding import Finding, Grade
from auditctl.model.record import Record
from auditctl.model.types import Kind
from auditctl.repository import full_name
from auditctl.source.editor import Append, Set
from auditctl.writing.capa import require_going_on
from auditctl.writing.change import Change
from auditctl.writing.create import free_name
from auditctl.writing.layout import CAPA
from auditctl.writing.render import record_text
from auditctl.writing.schema_line import schema_line

ORIGINS = (
    (OriginKind.incident, "something happened"),
    (OriginKind.complaint, "a customer or another party complained"),
    (OriginKind.management_review, "the management review decided it"),
    (OriginKind.other, "anything else; say what in the statement"),
)
WEIGHTS = tuple(choice for choice in GRADES if choice[0] is not Grade.strength)
"""What an incident or complaint can weigh; nothing done well is corrected."""


class Answered(AuditctlError):
    def __init__(self, finding: Record[Finding], capa: Record[Capa]) -> None:
        super().__init__(
            f"{finding.name} is answered by the CAPA {capa.name} already",
            f"go on with it (`auditctl capa show {capa.id}`), or give a second one a --name of its own",
        )


class UnreadAnswers(AuditctlError):
    def __init__(self, finding: Record[Finding]) -> None:
        super().__init__(
            f"a corrective action that may answer {finding.name} already cannot be read",
            "mend it first; `auditctl check` shows the place",
        )


class Followed(AuditctlError):
    def __init__(self, failed: Record[Capa], follower: Record[Capa]) -> None:
        super().__init__(
            f"{follower.name} follows {failed.name} already",
            f"go on with it (`auditctl capa show {follower.id}`), or give another one a --name of its own",
        )


class NotFailed(AuditctlError):
    def __init__(self, capa: Record[Capa], state: CapaState) -> None:
        super().__init__(
            f"{capa.name} is {state.value}, not ineffective: nothing follows it",
            "record first that it did not work: `auditctl capa verify --result ineffective`",
        )


@dataclass(frozen=True, slots=True)
class FromOrigin:
    """What raised a corrective action of the root, as the flags say."""

    kind: str
    reference: str
    grade: str
    process: str
    statement: str
    happened: str


@dataclass(frozen=True, slots=True)
class Said:
    """What else the flags say of a new corrective action."""

    title: str
    follows: str
    details: str

    def fields(self, desk: Desk, audit: str) -> dict[str, Any]:
        """Return what was given of it, as it is written in that audit or in the root."""
        fields = {"title": one_line("--title", self.title)} if self.title else {}
        if self.follows:
            fields["follows"] = capa_named(desk.repository, self.follows).name.removeprefix(f"{audit}/")
        return fields | ({"details": prose("--details", self.details)} if self.details else {})


def answer_findings(
    ctx: typer.Context, how: How, given: tuple[str, ...], owner: str, said: Said, opened: str
) -> None:
    """Start a corrective action in the audit of its first finding."""
    chosen_name(how.name)
    desk = Desk.of(ctx, how)
    findings = [finding_named(desk.repository, name) for name in dict.fromkeys(given)]
    for finding in findings:
        answers = [
            capa for capa in desk.repository.capas_of.get(finding.name, []) if not is_cancelled(capa.data)
        ]
        if answers and not how.name:
            raise Answered(finding, answers[0])
    first = findings[0]
    if is_answer_unread(desk.repository, first.audit):
        raise UnreadAnswers(first)
    likely = responsible(desk.repository, first)
    fields = said.fields(desk, first.audit)
    fields["findings"] = [finding.name.removeprefix(f"{first.audit}/") for finding in findings]
    with desk.keeping("capa add", fields):
        fields["owner"] = desk.person(owner, "--owner", "Owner", likely)
        _create(desk, first.audit, first.id, fields, opened)


def _create(desk: Desk, audit: str, likely_name: str, fields: dict[str, Any], opened: str) -> None:
    """Write a new corrective action under a name that is free."""
    fields["opened"] = day_given("--date", opened, desk.repository.today)
    folder = f"audits/{audit}/capas" if audit else "capas"
    name = desk.how.name or free_name(desk.repository.root, folder, likely_name)
    text = record_text(CAPA, fields, head=schema_line(folder, "capa"))
    change = Change(desk.repository)
    change.create(f"{folder}/{name}.yaml", text)
    carry_out(change, desk.how, next_of_capa(f"{audit}/{name}" if audit else name))


def answer_origin(
    ctx: typer.Context,
    how: How,
    findings: tuple[str, ...],
    given: FromOrigin,
    owner: str,
    said: Said,
    opened: str,
) -> None:
    """Start a corrective action that no audit raised, in capas/ of the root."""
    if findings:
        raise UsageError("findings and --origin exclude each other", "name what raised it, one or the other")
    chosen_name(how.name)
    desk = Desk.of(ctx, how)
    if not given.kind and not desk.asking.allowed:
        raise UsageError("neither a finding nor --origin is given", "name what the corrective action answers")
    origin: dict[str, Any] = {}
    fields = said.fields(desk, "")
    fields["origin"] = origin
    with desk.keeping("capa add", fields):
        _fill_origin(desk, given, origin)
        process = desk.repository.processes.get(origin.get("process", ""))
        likely = process.data.owner if process and process.data.owner else ""
        fields["owner"] = desk.person(owner, "--owner", "Owner", likely)
        name = said.title or given.reference or origin.get("statement") or origin["kind"]
        _create(desk, "", name, fields, opened)


def _fill_origin(desk: Desk, given: FromOrigin, origin: dict[str, Any]) -> None:
    origin["kind"] = desk.choice(given.kind, "--origin", "Origin", ORIGINS)
    if given.reference:
        origin["reference"] = one_line("--reference", given.reference)
    origin["date"] = day_given("--happened", given.happened, desk.repository.today)
    if given.grade or desk.asking.allowed:
        origin["grade"] = desk.choice(given.grade, "--grade", "Grade", WEIGHTS)
    if given.process:
        origin["process"] = record_named(desk.repository, Kind.process, given.process)
    if given.statement:
        origin["statement"] = prose("--statement", given.statement)
    else:
        desk.prose(
            "", "--statement", "What happened", lambda text: origin.update(statement=text), needed=False
        )


def follow_up(ctx: typer.Context, how: How, given: str, owner: str, opened: str = "") -> None:
    """Start the corrective action that follows one which was verified ineffective."""
    chosen_name(how.name)
    desk = Desk.of(ctx, how)
    failed = capa_named(desk.repository, given)
    state = capa_state(desk.repository, failed)
    if state is not CapaState.ineffective:
        raise NotFailed(failed, state)
    followers = desk.repository.followers.get(failed.name, [])
    if followers and not how.name:
        raise Followed(failed, followers[0])
    fields: dict[str, Any] = {}
    if failed.data.findings:
        fields["findings"] = list(failed.data.findings)
    if failed.data.origin:
        fields["origin"] = failed.data.origin.model_dump(mode="json", by_alias=True, exclude_none=True)
    fields["follows"] = failed.id
    with desk.keeping(f"capa follow {failed.name}", fields):
        fields["owner"] = desk.person(owner, "--owner", "Owner", failed.data.owner)
        _create(desk, failed.audit, f"{failed.id}-again", fields, opened)


def cancelled(ctx: typer.Context, how: How, given: str, why: str, by: str, date: str) -> None:
    """Cancel a corrective action; the rules refuse it while its finding stands."""
    desk = Desk.of(ctx, how)
    capa = capa_named(desk.repository, given)
    require_going_on(desk.repository, capa)
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa cancel {capa.name}", fields):
        fields["by"] = desk.actor(by, "--by", "Cancelled by")
        fields["date"] = desk.day(date)
        fields["why"] = desk.text(why, "--why", "Why")
        change = Change(desk.repository)
        change.edit(capa, Set(("cancelled",), fields))
        carry_out(change, how, next_of_capa(capa.name))


def merged(ctx: typer.Context, how: How, given: str, into: str, by: str, date: str) -> None:
    """Let another corrective action take over, together with the findings."""
    desk = Desk.of(ctx, how)
    repository = desk.repository
    capa = capa_named(repository, given)
    require_going_on(repository, capa)
    other = capa_named(repository, desk.text(into, "--into", "Taken over by"))
    require_going_on(repository, other)
    if other.name == capa.name:
        raise UsageError(f"{capa.name} cannot take over from itself", "name another corrective action")
    if capa.data.findings and not other.data.findings:
        raise UsageError(
            f"{other.name} answers no finding, and so cannot take over", "merge the other way round"
        )
    fields: dict[str, Any] = {}
    with desk.keeping(f"capa merge {capa.name}", fields):
        fields["by"] = desk.actor(by, "--by", "Merged by", other.data.owner)
        fields["date"] = desk.day(date)
        fields["why"] = f"merged into {other.name}"
        carry_out(_merging(desk, capa, other, fields), how, next_of_capa(other.name))


def _merging(desk: Desk, capa: Record[Capa], other: Record[Capa], fields: dict[str, Any]) -> Change:
    """Return the change that hands the findings over first, and then ends the corrective action that had them."""
    change = Change(desk.repository)
    known = {full_name(name, other.audit) for name in other.data.findings}
    for finding in desk.repository.findings_of(capa):
        if finding.name not in known:
            change.edit(other, Append(("findings",), finding.name.removeprefix(f"{other.audit}/")))
    reference = other.name.removeprefix(f"{capa.audit}/") if capa.audit else other.name
    change.edit(capa, Set(("merged_into",), reference), Set(("cancelled",), fields))
    return change
