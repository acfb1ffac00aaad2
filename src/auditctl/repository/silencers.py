"""`# auditctl: ignore[CODE] reason`: the comments that keep a rule quiet on their line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from auditctl.diagnostics import Location
from auditctl.source.reader import Document, comments, line_text

_DIRECTIVE = re.compile(r"#\s*auditctl:\s*ignore\[([^\]]*)\]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A silencing comment: the codes that it names, its reason, and the line that it speaks for."""

    codes: tuple[str, ...]
    reason: str
    place: Location
    line: int


def silencers(document: Document) -> Iterator[Comment]:
    """Yield the silencing comments of a file; one that stands alone speaks for the line below it."""
    for line, column, words in comments(document):
        if match := _DIRECTIVE.match(words):
            source = line_text(document.text, line)
            stands_alone = not source[: column - 1].strip()
            codes = tuple(code.strip() for code in match[1].split(",") if code.strip())
            place = Location(document.path, line, column, column + len(words), source)
            yield Comment(codes, match[2].strip(), place, line + 1 if stands_alone else line)
