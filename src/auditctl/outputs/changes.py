"""What changed between two revisions, as text, Markdown and JSON."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditctl.analysis.changes import Changed, Sort
from auditctl.rules.listing import counted
from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

OWN = "the organisation and its programme"
"""The group of what belongs to no audit."""
MARKS = {True: "!", False: " "}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions by name and commit, the second without a commit for the files on disk, and what changed."""

    name: str
    first: str
    first_commit: str
    second: str
    second_commit: str
    changed: Sequence[Changed]
    submodules: Sequence[str] = ()

    @property
    def sums(self) -> str:
        """The line of sums."""
        count = sum(len(item.changes) for item in self.changed)
        looks = sum(change.sort.asks_for_a_look for item in self.changed for change in item.changes)
        if not count:
            return "nothing changed that an audit would know of"
        records = counted(len(self.changed), "record")
        audits = len({item.audit for item in self.changed if item.audit})
        where = f" of {counted(audits, 'audit')}" if audits else ""
        asked = f"; {looks} to look at first" if looks else ""
        return f"{counted(count, 'change')} in {records}{where}{asked}"

    @property
    def title(self) -> str:
        return f"{self.name}: from {self.first} to {self.second}"


def text(compared: Compared) -> "Iterator[RenderableType]":
    """Yield the page: each audit, each record of it, its changes; `!` marks what an auditor would ask about."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    from auditctl.outputs.tables import hanging  # noqa: PLC0415

    yield Text(visible(compared.title), style="bold")
    for audit, held in _groups(compared.changed):
        yield Text(f"\n{visible(audit or OWN)}", style="bold")
        for item in held:
            yield hanging(visible(item.label), 2)
            yield Text(f"    {visible(item.path)}", style="dim", no_wrap=True, overflow="ignore")
            for change in item.changes:
                mark = MARKS[change.sort.asks_for_a_look]
                style = "red" if change.sort.asks_for_a_look else ""
                yield hanging(visible(shown(change.told)), 6, style=style, first=f"    {mark}")
                for line in change.more:
                    yield hanging(visible(shown(line)), 10, first=" " * 8 + "- ")
    for folder in compared.submodules:
        yield Text(f"\n{visible(folder)} is a submodule: it has a history of its own")
    yield Text(f"\n{compared.sums}")


def shown(told: str) -> str:
    """Return a sentence for this terminal: what it may not have is written in ASCII."""
    from auditctl.outputs.tables import takes_unicode  # noqa: PLC0415 - JSON does not need it

    return told if takes_unicode() else told.replace("→", "->").replace("…", "...")


def _groups(changed: Sequence[Changed]) -> Iterator[tuple[str, list[Changed]]]:
    for audit, held in groupby(changed, key=lambda item: item.audit):
        yield audit, list(held)


def document(compared: Compared) -> dict[str, Any]:
    """Return the changes as one object of JSON."""
    return {
        "name": compared.name,
        "from": {"revision": compared.first, "commit": compared.first_commit},
        "to": {"revision": compared.second, "commit": compared.second_commit or None},
        "summary": {
            "audits": len({item.audit for item in compared.changed if item.audit}),
            "records": len(compared.changed),
            "changes": sum(len(item.changes) for item in compared.changed),
            "to_look_at": sum(
                change.sort.asks_for_a_look for item in compared.changed for change in item.changes
            ),
            "by_sort": dict(sorted(_sorts(compared.changed).items(), key=lambda item: item[0].rank)),
        },
        "audits": [
            {"audit": audit or None, "records": [_record(item) for item in held]}
            for audit, held in _groups(compared.changed)
        ],
        "submodules": list(compared.submodules),
    }


def _sorts(changed: Sequence[Changed]) -> Counter[Sort]:
    return Counter(change.sort for item in changed for change in item.changes)


def _record(item: Changed) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "id": item.id or None,
        "path": item.path,
        "renamed_from": item.old_id or None,
        "changes": [
            {
                "sort": change.sort.value,
                "look": change.sort.asks_for_a_look,
                "told": change.told,
                "more": list(change.more),
                "route": list(change.route),
                "before": change.before,
                "after": change.after,
            }
            for change in item.changes
        ],
    }
