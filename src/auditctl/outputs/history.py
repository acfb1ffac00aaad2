"""The life of records, as text and JSON: commits with what each brought, and facts with the commit that brought them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from auditctl.analysis.changes.change import Change
from auditctl.analysis.changes.whole import claimed
from auditctl.analysis.lineage import Life, Step
from auditctl.analysis.recorded import GRACE
from auditctl.outputs.changes import shown
from auditctl.source.git import Commit, Signature
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

Signatures = Mapping[str, Signature]
NOT_YET = "not committed yet"


def text(lives: Sequence[Life], signed: Signatures) -> "Iterator[RenderableType]":
    """Yield the page: each record, each commit that did something to it, each fact with the day that it claims."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    from auditctl.outputs.tables import hanging  # noqa: PLC0415

    for life in lives:
        former = ", a former one of this name" if life.is_former else ""
        yield Text(visible(f"{life.subject.kind} {life.subject.name}{former}"), style="bold")
        for step in life.steps:
            yield Text("")
            yield hanging(visible(_head(step, signed)), 2, style="bold" if step.commit else "yellow")
            if step.commit:
                yield hanging(visible(step.commit.subject), 12, style="dim")
            for change in step.changes:
                yield hanging(visible(_told(change, step.commit)), 16, first=f"    {claimed(change) or ''}")
                for line in change.more:
                    yield hanging(visible(shown(line)), 20, first=" " * 18 + "- ")
        yield Text("")


def _head(step: Step, signed: Signatures) -> str:
    commit = step.commit
    if commit is None:
        return f"{NOT_YET}, {step.path}"
    signature = signed.get(commit.id, Signature())
    later = f", committed on {commit.committed_day}" if commit.committed_day != commit.day else ""
    return f"{commit.day}  {commit.short}  {commit.author} <{commit.email}>, {signature.told}{later}"


def _told(change: Change, commit: Commit | None) -> str:
    told = shown(change.told)
    day = claimed(change)
    if day is None:
        return told
    told = told.replace(f" on {day}", "", 1)
    lag = (commit.recorded - day).days if commit and commit.recorded else 0
    return f"{told} (recorded {lag} days later)" if lag > GRACE else told


def document(lives: Sequence[Life], signed: Signatures) -> dict[str, Any]:
    """Return the lives as one object of JSON."""
    return {"records": [_life(life, signed) for life in lives]}


def _life(life: Life, signed: Signatures) -> dict[str, Any]:
    subject = life.subject
    return {
        "kind": subject.kind,
        "id": subject.id,
        "audit": subject.audit or None,
        "former": life.is_former,
        "path": life.steps[-1].path if life.steps else subject.paths[0],
        "facts": [
            _fact(step, change, signed) for step in life.steps for change in step.changes if claimed(change)
        ],
        "commits": [
            {
                **_commit(step.commit, signed),
                "path": step.path,
                "changes": [
                    {"sort": change.sort.value, "told": change.told, "more": list(change.more)}
                    for change in step.changes
                ],
            }
            for step in life.steps
        ],
    }


def _fact(step: Step, change: Change, signed: Signatures) -> dict[str, Any]:
    held = change.after if isinstance(change.after, dict) else {}
    return {
        "date": str(claimed(change)),
        "by": held.get("by") or held.get("approved_by"),
        "what": change.told,
        **_commit(step.commit, signed),
    }


def _commit(commit: Commit | None, signed: Signatures) -> dict[str, Any]:
    if commit is None:
        return dict.fromkeys(("commit", "author", "email", "authored", "committed", "subject", "signature"))
    signature = signed.get(commit.id, Signature())
    return {
        "commit": commit.id,
        "author": commit.author,
        "email": commit.email,
        "authored": commit.authored,
        "committed": commit.committed,
        "subject": commit.subject,
        "signature": {
            "state": signature.state,
            "letter": signature.letter,
            "signer": signature.signer or None,
            "key": signature.key or None,
        },
    }
