"""What changed between two revisions as Markdown, for a merge request."""

from collections.abc import Iterator
from itertools import groupby

from auditctl.outputs.changes import OWN, Compared
from auditctl.outputs.markdown import MOST, escaped

HEAD = "### auditctl diff"
_RESERVE = 100
"""Characters kept for the line on what had no room."""


def markdown(compared: Compared, *, most: int = MOST) -> str:
    """Return the document, at most that many characters long; what an auditor would ask about stands in bold."""
    head = f"{HEAD}: {escaped(compared.title)}\n\n{compared.sums}\n"
    room = most - len(head) - _RESERVE
    taken: list[str] = []
    lines = list(_lines(compared))
    for line in lines:
        room -= len(line)
        if room < 0:
            break
        taken.append(line)
    left = len(lines) - len(taken)
    more = f"\nand {left} more lines: `auditctl diff` shows all\n" if left else ""
    return head + "".join(taken) + more


def _lines(compared: Compared) -> Iterator[str]:
    for audit, held in groupby(compared.changed, key=lambda item: item.audit):
        yield f"\n#### {escaped(audit or OWN)}\n\n"
        for item in held:
            yield f"- {escaped(item.label)} ({escaped(item.path)})\n"
            for change in item.changes:
                told = escaped(change.told)
                yield f"  - **{told}**\n" if change.sort.asks_for_a_look else f"  - {told}\n"
                yield from (f"    - {escaped(line)}\n" for line in change.more)
    for folder in compared.submodules:
        yield f"\n{escaped(folder)} is a submodule: it has a history of its own\n"
