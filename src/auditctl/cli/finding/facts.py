"""The facts of a finding, recorded one at a time."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from auditctl.analysis.waiting import responsible
from auditctl.cli.asking import prose
from auditctl.cli.author import likely_auditor
from auditctl.cli.changing import carry_out
from auditctl.cli.desk import Desk
from auditctl.cli.finding.add import GRADES
from auditctl.cli.following import next_of_finding
from auditctl.cli.how import How
from auditctl.cli.issuing import sealed_along
from auditctl.cli.naming import finding_named
from auditctl.errors import UsageError
from auditctl.model.finding import Finding, Grade, Response
from auditctl.model.record import Record
from auditctl.source.editor import Append, Edit, Set
from auditctl.writing.change import Change
from auditctl.writing.finding import (
    amended,
    answered,
    decided,
    regraded,
    release,
    repeats,
    require_lead,
    require_order,
    require_standing,
    taken_up,
)

RESPONSES = (
    (Response.agreed, "the auditee sees it as the auditor does"),
    (Response.contested, "the auditee does not, and says why; the lead auditor decides"),
)


@dataclass(frozen=True)
class Fact:
    """One fact on its way into a finding; `fields` hold what was typed so far."""

    desk: Desk
    finding: Record[Finding]
    fields: dict[str, Any]

    @property
    def auditor(self) -> str:
        """Who probably decides: the author where they are on the team, else the lead."""
        audit = self.desk.repository.audit_of(self.finding)
        return likely_auditor(self.desk.repository, audit) if audit else ""

    @property
    def auditee(self) -> str:
        return responsible(self.desk.repository, self.finding)

    def signed(self, by: str, date: str, what: str, likely: str) -> None:
        self.fields["by"] = self.desk.actor(by, "--by", what, likely)
        self.fields["date"] = self.desk.day(date)

    def reason(self, given: str, flag: str, what: str, *, key: str = "why") -> None:
        if given:
            self.fields[key] = prose(flag, given)
        else:
            self.desk.prose("", flag, what, lambda text: self.fields.update({key: text}))

    def record(self, *edits: Edit, amends: str = "", releases: str = "") -> None:
        """Write the fact; one that changes what was sealed comes with an amendment.

        `releases` says why the finding asks for no corrective action any more.
        """
        require_order(self.finding, self.fields["date"])
        change = Change(self.desk.repository)
        change.edit(self.finding, *edits)
        if releases:
            release(change, self.finding, releases, self.fields)
        if amends:
            amended(change, self.finding, self.fields["by"], self.fields["date"], amends)
            sealed_along(change, self.finding.audit)
        carry_out(change, self.desk.how, next_of_finding(self.finding.name))


@contextlib.contextmanager
def _fact(ctx: typer.Context, how: How, given: str, verb: str) -> Iterator[Fact]:
    desk = Desk.of(ctx, how)
    finding = finding_named(desk.repository, given)
    require_standing(finding)
    fields: dict[str, Any] = {}
    with desk.keeping(f"finding {verb} {finding.name}", fields):
        yield Fact(desk, finding, fields)


def answer_recorded(
    ctx: typer.Context, how: How, given: str, response: str, text: str, by: str, date: str
) -> None:
    """Record the auditee's answer; who contests says why."""
    with _fact(ctx, how, given, "answer") as fact:
        fact.fields["response"] = fact.desk.choice(response, "--response", "Response", RESPONSES)
        if text or fact.fields["response"] == Response.contested:
            fact.reason(text, "--text", "Why it is contested", key="text")
        fact.signed(by, date, "Answered by", fact.auditee)
        fact.record(answered(fact.finding, fact.fields))


def decision_recorded(ctx: typer.Context, how: How, given: str, text: str, by: str, date: str) -> None:
    """Record the lead auditor's decision on an objection."""
    with _fact(ctx, how, given, "decide") as fact:
        decided(fact.finding, {})
        fact.reason(text, "--text", "The decision, with its reason", key="text")
        fact.signed(by, date, "Decided by", fact.auditor)
        require_lead(fact.desk.repository, fact.finding, fact.fields["by"])
        fact.record(decided(fact.finding, fact.fields))


def grade_changed(
    ctx: typer.Context, how: How, given: str, to: str, why: str, grade_reason: str, by: str, date: str
) -> None:
    """Give another grade; a major says why it is one."""
    with _fact(ctx, how, given, "regrade") as fact:
        grade = Grade(fact.desk.choice(to, "--to", "New grade", GRADES))
        regraded(fact.finding, grade, {})
        fact.reason(why, "--why", "Why")
        fact.signed(by, date, "Regraded by", fact.auditor)
        edits = regraded(fact.finding, grade, fact.fields)
        reason = prose("--grade-reason", grade_reason) if grade_reason else fact.fields["why"]
        if grade_reason or (grade is Grade.major and not fact.finding.data.grade_reason):
            edits.append(Set(("grade_reason",), reason))
        releases = f"{fact.finding.id} was regraded to a strength" if grade is Grade.strength else ""
        amends = f"{fact.finding.id} regraded to {grade.value}: {fact.fields['why']}"
        fact.record(*edits, amends=amends, releases=releases)


def withdrawal_recorded(ctx: typer.Context, how: How, given: str, why: str, by: str, date: str) -> None:
    """Withdraw a finding, with the reason."""
    with _fact(ctx, how, given, "withdraw") as fact:
        fact.reason(why, "--why", "Why it is withdrawn")
        fact.signed(by, date, "Withdrawn by", fact.auditor)
        amends = f"{fact.finding.id} withdrawn: {fact.fields['why']}"
        releases = f"{fact.finding.id} was withdrawn"
        fact.record(Set(("withdrawn",), fact.fields), amends=amends, releases=releases)


def taken_up_or_not(
    ctx: typer.Context, how: How, given: str, word: str, why: str, by: str, date: str
) -> None:
    """Accept an opportunity for improvement, or decline it with the reason."""
    with _fact(ctx, how, given, "accept" if word == "accepted" else "decline") as fact:
        taken_up(fact.finding, word, {})
        if word == "declined":
            fact.reason(why, "--why", "Why it is declined")
        fact.signed(by, date, f"{word.capitalize()} by", fact.auditee)
        fact.record(taken_up(fact.finding, word, fact.fields))


def transferred(ctx: typer.Context, how: How, given: str, from_: str, to: str, why: str, date: str) -> None:
    """Pass the responsibility on."""
    with _fact(ctx, how, given, "transfer") as fact:
        desk = fact.desk
        fact.fields["from"] = desk.person(from_, "--from", "From", fact.auditee)
        fact.fields["to"] = desk.person(to, "--to", "To")
        if fact.fields["from"] == fact.fields["to"]:
            raise UsageError(f"{fact.fields['to']} answers for it already", "name somebody else with --to")
        fact.fields["date"] = desk.day(date)
        if why or desk.asking.allowed:
            fact.reason(why, "--why", "Why")
        fact.record(Append(("transferred",), fact.fields))


def repeat_marked(ctx: typer.Context, how: How, given: str, earlier: str, by: str, date: str) -> None:
    """Mark a finding as one that came back."""
    with _fact(ctx, how, given, "repeat") as fact:
        known = finding_named(fact.desk.repository, fact.desk.text(earlier, "--of", "The earlier finding"))
        fact.signed(by, date, "Marked by", fact.auditor)
        amends = f"{fact.finding.id} repeats {known.name}"
        fact.record(*repeats(fact.finding, known, fact.fields), amends=amends)
