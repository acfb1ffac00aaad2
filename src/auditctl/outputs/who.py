"""Who may audit a process, as text and as JSON."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from auditctl.source.text import visible

if TYPE_CHECKING:
    from rich.text import Text

    from auditctl.planning.who import Candidate
    from auditctl.repository import Repository

WORDS = {
    "free": ("may audit it", "green"),
    "exception": ("only under an exception with safeguards", "yellow"),
    "accepted": ("under an accepted exception", "cyan"),
    "no": ("may not audit it", "red"),
}


def document(process: str, day: date, found: "list[Candidate]") -> dict[str, Any]:
    """Return the candidates as one object of JSON."""
    return {
        "process": process,
        "on": day.isoformat(),
        "candidates": [
            {
                "person": item.standing.person,
                "state": item.standing.state,
                "qualified": item.qualified,
                "unfit": list(item.standing.unfit),
                "reasons": [
                    {"code": reason.code, "weight": reason.weight, "text": reason.text}
                    for reason in item.standing.reasons
                ],
                "facts": [
                    {"path": fact.location.path, "line": fact.location.line, "text": fact.text}
                    for fact in item.facts
                ],
            }
            for item in found
        ],
    }


def text(repository: "Repository", process: str, day: date, found: "list[Candidate]") -> "Iterator[Text]":
    """Yield the page, the free ones first."""
    from rich.text import Text  # noqa: PLC0415 - JSON does not need it

    record = repository.processes[process]
    yield Text(f"Who may audit {process} ({visible(record.data.name)}) on {day}\n", style="bold")
    for item in found:
        words, color = _words(item)
        name = f"{item.standing.person} ({visible(repository.person_name(item.standing.person))})"
        yield Text.assemble((name, "bold"), " ", (words, color))
        for reason in item.standing.reasons:
            yield Text(f"    {reason.code}  {visible(reason.text)}")
        for fact in item.facts:
            yield Text(
                f"            {fact.location.path}:{fact.location.line}  {visible(fact.text)}", style="dim"
            )
    if not found:
        yield Text("Nobody stands on the register of auditors: add people under `auditors:`.")
    elif not any(item.standing.state == "free" and item.qualified for item in found):
        yield Text(
            "\nNobody on the register is both qualified and free of conflict: an auditor from outside is needed.",
            style="bold",
        )


def _words(item: "Candidate") -> tuple[str, str]:
    """Return in words how somebody stands, with a colour; what makes them unfit stands with it."""
    words, color = WORDS[item.standing.state]
    if not item.standing.unfit:
        return words, color
    unfit = f"unfit: {visible('; '.join(item.standing.unfit))}"
    return (unfit, "yellow") if item.standing.state == "free" else (f"{words}; {unfit}", color)
