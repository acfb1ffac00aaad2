"""The text output of `check`, in the shape of a compiler's."""

from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.diagnostics import Diagnostic, Label, Location, Outcome, Severity
from auditctl.source.text import visible

COLORS = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "cyan"}
TAB = "\t"
MOST_RELATED = 8
"""Related places that are shown before the rest is counted."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours words, or leaves them as they are."""

    on: bool

    def __call__(self, words: str, color: str = "", *, bold: bool = False) -> str:
        if not self.on:
            return words
        import typer  # noqa: PLC0415 - plain output does not need it

        return typer.style(words, fg=color or None, bold=bold)


def text(outcome: Outcome, *, color: bool = False) -> str:
    """Return the whole text of a check, ending with its one line of sums."""
    paint = Paint(color)
    blocks = [block(item, paint) for item in outcome.diagnostics]
    return "\n\n".join([*blocks, summary(outcome)]) + "\n"


def block(item: Diagnostic, paint: Paint) -> str:
    """Return one diagnostic: what, where, the source line with a caret, the facts, what to do."""
    tint = COLORS[item.severity]
    also = f" (also {', '.join(item.also)})" if item.also else ""
    head = paint(f"{item.severity.name}[{item.code}]", tint, bold=True)
    lines = [f"{head}: {paint(visible(item.message), bold=True)}{also}"]
    width = len(str(max([item.location.line, *(label.location.line for label in item.related)])))
    lines += _excerpt("-->", item.location, "^", item.label, width, paint, tint)
    bar = " " * width
    for label in item.related[:MOST_RELATED]:
        lines += _related(label, width, paint)
    if len(item.related) > MOST_RELATED:
        lines.append(f"{bar} = and {len(item.related) - MOST_RELATED} more places")
    if item.accepted_by:
        lines.append(f"{bar} = accepted: approved by {visible(item.accepted_by)}")
    if item.basis:
        lines.append(f"{bar} = basis: {item.basis}")
    if item.help:
        lines.append(f"{bar} = help: {visible(item.help)}")
    return "\n".join(lines)


def _related(label: Label, width: int, paint: Paint) -> Iterator[str]:
    yield from _excerpt(":::", label.location, "-", label.text, width, paint, "blue")


def _excerpt(
    arrow: str, place: Location, mark: str, label: str, width: int, paint: Paint, tint: str
) -> Iterator[str]:
    bar = " " * width
    yield f"{bar}{paint(arrow, 'blue')} {visible(place.path)}:{place.line}:{place.column}"
    if not place.source.strip():
        return
    source = place.source.replace(TAB, " ")
    before = visible(source[: place.column - 1])
    marked = visible(source[place.column - 1 : place.end_column - 1])
    rule = paint("|", "blue")
    if arrow == "-->":
        yield f"{bar} {rule}"
    yield f"{paint(str(place.line).rjust(width), 'blue')} {rule} {visible(source)}"
    carets = paint(mark * max(len(marked), 1) + (f" {visible(label)}" if label else ""), tint)
    yield f"{bar} {rule} {' ' * len(before)}{carets}"


def summary(outcome: Outcome) -> str:
    """Return the line of sums."""
    sums = [(outcome.count(severity), severity.name) for severity in sorted(Severity, reverse=True)]
    counted = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in sums)
    files = f"{outcome.files} file{'' if outcome.files == 1 else 's'}"
    extra = []
    if outcome.accepted:
        extra.append(f"{outcome.accepted} accepted exception{'' if outcome.accepted == 1 else 's'}")
    if outcome.silenced:
        extra.append(f"{len(outcome.silenced)} silenced")
    if outcome.ignored:
        extra.append(f"{outcome.ignored} not shown")
    return f"{counted} in {files}" + (f" ({', '.join(extra)})" if extra else "")


def statistics(outcome: Outcome) -> str:
    """Return how often each code came, the most frequent first."""
    counts: dict[tuple[str, str, str], int] = {}
    for item in outcome.diagnostics:
        key = (item.code, item.severity.name, item.name)
        counts[key] = counts.get(key, 0) + 1
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{count:6}  {code}  {severity:<7}  {name}\n" for (code, severity, name), count in ranked)
