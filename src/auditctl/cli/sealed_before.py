"""What the history knows of the seals of an audit, and what is refused for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from auditctl.analysis.recorded import GRACE
from auditctl.analysis.seal_history import (
    HeldSeal,
    broken_lines,
    first_commit,
    held_text,
    last_held,
)
from auditctl.analysis.signature_history import lost_signatures
from auditctl.cli.asking import say
from auditctl.errors import AuditctlError, some
from auditctl.model.record import Record
from auditctl.repository import Audit, Repository
from auditctl.repository.history import History, history_of
from auditctl.source.git import EmptyHistory, GitRefusal, NoGit, NotInGit


class SealedOtherwise(AuditctlError):
    """Records that are not as the history has them sealed."""

    def __init__(self, audit: Audit, held: HeldSeal, changed: Sequence[str]) -> None:
        super().__init__(
            f"{audit.id} was sealed before ({held.told}), and no amendment says why this is not as it was: {some([*changed])}",
            f"restore it, as from `git log -p -- audits/{audit.id}`; or bring the seal back, `{held.bringing_back}`, and say "
            f"why it changed: `auditctl report amend {audit.id} --why …`; nothing was written",
        )


class IssuedBefore(AuditctlError):
    """A report that went out is not issued a second time."""

    def __init__(self, audit: Audit, held: HeldSeal | None) -> None:
        where = f"in the history ({held.told})" if held else "beside it"
        super().__init__(
            f"the report of {audit.id} was issued before: its seal stands {where}",
            f"restore `issued`, and the seal with `auditctl report seal {audit.id}`; what was wrong in it is amended: "
            f"`auditctl report amend {audit.id} --why …`; nothing was written",
        )


class SealGone(AuditctlError):
    def __init__(self, audit: Audit, held: HeldSeal) -> None:
        super().__init__(
            f"the seal of {audit.id} is gone, which the history has ({held.told})",
            f"bring it back: `{held.bringing_back}`",
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What the history says of a seal: what holds, what does not, and what cannot be told."""

    holds: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def sealed_before(repository: Repository, audit: Audit) -> tuple[HeldSeal, str] | None:
    """Return the last seal that the history holds of an audit, and its text; where it cannot tell, that is said."""
    try:
        history = history_of(repository)
        held = last_held(history, audit.id)
        return (held, held_text(history, held).decode()) if held else None
    except (NoGit, NotInGit, EmptyHistory):
        return None
    except GitRefusal as refusal:
        say(f"whether {audit.id} was sealed before cannot be told: {refusal.sentence}")
        return None


def told_of_seal(repository: Repository, audit: Audit) -> Told:
    """Return what the history says of the seal that stands there."""
    try:
        history = history_of(repository)
        return Told(
            tuple(_since(history, audit)),
            tuple(_broken(repository, audit, history)),
            tuple(_odd(history, audit)),
        )
    except GitRefusal as refusal:
        return Told(remarks=(f"whether the seal was ever made anew cannot be told: {refusal.sentence}",))


def _since(history: History, audit: Audit) -> Iterator[str]:
    if first := first_commit(history, audit):
        commit = first.commit
        yield f"the history has this seal since commit {commit.short} of {commit.day}, by {commit.author}"


def _broken(repository: Repository, audit: Audit, history: History) -> Iterator[str]:
    for signature in lost_signatures(repository, history):
        if signature.audit.id == audit.id:
            yield f"the seal is not signed any more, and the history has its signature ({signature.told}): `{signature.bringing_back}`"
    for line in broken_lines(repository, history):
        if line.audit == audit.id:
            lost = f"of {some([*line.lost])}"
            yield f"the seal was made anew, and no amendment keeps what the history has ({line.held.told}) {lost}"


def _odd(history: History, audit: Audit) -> Iterator[str]:
    """Yield what looks as if the history had lost the commit of the seal."""
    first = first_commit(history, audit)
    day = audit.seal.data.day if isinstance(audit.seal, Record) else None
    if first is None:
        yield "no commit has this seal: it is not committed yet, or the history was rewritten and lost the commit"
    elif day and first.commit.day and first.commit.day > day + timedelta(days=GRACE):
        yield (
            f"it is of {day}, and the history has it since {first.commit.day} only: it was committed late, or the "
            "history was rewritten and lost the commit"
        )
