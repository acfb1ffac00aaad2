"""YAML errors in the words of people who do not write YAML every day: SYN001."""

from typing import Any

from auditctl.source.guards import too_deep
from auditctl.source.nodes import Problem, Span

TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says where brackets nest so deeply that it gives up before their first event."""

STARTS = {
    "@": "a value that begins with @ needs quotes",
    "`": "a value that begins with ` needs quotes",
    "%": "a value that begins with % needs quotes",
    "*": "a value that begins with * needs quotes",
    "&": "a value that begins with & needs quotes",
    "!": "a value that begins with ! needs quotes",
    "\t": "a tab stands where only spaces may: indent with spaces",
}


def syntax_problem(text: str, start: int, end: int, error: Any) -> Problem:
    """Return SYN001 for an error of the parser, in the stretch of text that begins at `start`; SYN004 for depth."""
    mark = error.problem_mark or error.context_mark
    at = min(start + (mark.index if mark else 0), end)
    if error.problem == TOO_DEEP:
        at = text.rfind("\n", 0, at) + 1
        return too_deep(Span(at, at + 1))
    context = error.context_mark
    hint = _hint(text, at, str(error.problem or ""), str(error.context or ""))
    if "quoted scalar" in str(error.context) and context is not None:
        at = start + context.index
    line_end = text.find("\n", at)
    width = 1 if at < len(text) and text[at] != "\n" else 0
    span = Span(at, at + width if line_end != at else at)
    return Problem(
        "SYN001",
        f"this is not YAML: {_said(str(error.problem or error.context or 'it ends too early'))}",
        span,
        hint=hint,
    )


def _said(problem: str) -> str:
    """Return libyaml's words where they help, in plainer ones."""
    plainer = {
        "mapping values are not allowed in this context": "a second `: ` on a line, or an indentation that does not fit",
        "could not find expected ':'": "a key without `:`",
        "did not find expected key": "a key was expected here",
        "did not find expected '-' indicator": "a list item `- ` was expected here",
        "found character that cannot start any token": "a value cannot begin with this character",
        "did not find expected ',' or ']'": "a list in brackets does not end",
        "did not find expected ',' or '}'": "a mapping in braces does not end",
        "found unexpected end of stream": "a quoted text does not end",
        "found unexpected document indicator": "a quoted text does not end",
        "did not find expected node content": "a value was expected here",
        "block sequence entries are not allowed in this context": "a list item `- ` stands where none can",
        "did not find expected <document start>": "text stands behind the end of the record",
        "found a tab character that violates indentation": "a tab in the indentation",
    }
    return plainer.get(problem, problem)


def _hint(text: str, at: int, problem: str, context: str) -> str:
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    line = text[line_start : len(text) if line_end < 0 else line_end]
    if "\t" in line[: len(line) - len(line.lstrip())] or "tab" in problem:
        return STARTS["\t"]
    if at < len(text) and text[at] in STARTS:
        return STARTS[text[at]]
    if "flow mapping" in context and text[at : at + 1] == ":":
        return "put quotes around a value that contains `: `"
    if "quoted scalar" in context:
        return "close the quote, or quote with the other kind: 'it''s' or \"it's\""
    if "mapping values" in problem:
        return "put quotes around a value that contains `: `, and indent the keys of one record alike"
    if "flow" in context:
        return "close the bracket or brace, and separate its items with commas"
    return "check the indentation of this line and of the one above; keys of one record stand in one column"
