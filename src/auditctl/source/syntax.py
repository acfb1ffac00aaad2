"""YAML errors in the words of people who do not write YAML every day: SYN001."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auditctl.source.guards import too_deep
from auditctl.source.nodes import Problem, Span
from auditctl.source.places import line_end, line_start

_QUOTE_IT = "put the whole value in quotes"
_ESCAPE = re.compile(r"\\[xuU]?[0-9A-Fa-f]*")
_NO_SPACE = re.compile(r"\s*(?:- +)*[\w-]+:[^\s:/]")
_DOCUMENT_END = re.compile(r"^\.\.\.\s", re.MULTILINE)
_LOST = re.compile(r"[ \t]#")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the parser gave up, where it says that the trouble began, and its words."""

    text: str
    at: int
    began: int
    words: str

    @property
    def character(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def before(self) -> str:
        """The line up to the place."""
        return self.text[line_start(self.text, self.at) : self.at]

    @property
    def line(self) -> str:
        return self.before + self.text[self.at : line_end(self.text, self.at)]

    def says(self, *words: str) -> bool:
        return any(word in self.words for word in words)

    def problem(self, what: str, hint: str, at: int | None = None) -> Problem:
        """Return SYN001 at one character, at the place where the parser gave up unless another is given."""
        return Problem("SYN001", f"this is not YAML: {what}", self.span(at), hint=hint)

    def refusal(self, what: str, hint: str, at: int | None = None) -> Problem:
        """Return SYN003 for what is YAML, but more than a record needs."""
        return Problem("SYN003", f"{what} is not plain YAML", self.span(at), hint=hint)

    def span(self, at: int | None = None) -> Span:
        at = self.at if at is None else at
        return Span(at, at + (self.text[at : at + 1] not in {"", "\r", "\n"}))


def syntax_problem(text: str, start: int, end: int, error: Any) -> Problem:
    """Return what is wrong where the parser stopped, in the stretch of text from `start` to `end`."""
    mark = error.problem_mark or error.context_mark
    at = min(start + mark.index, end)
    began = min(start + error.context_mark.index, end) if error.context_mark else at
    fault = Fault(text, at, began, f"{error.context or ''} {error.problem or ''}")
    found = (explain(fault) for explain in CAUSES)
    return next((problem for problem in found if problem), _unexplained(fault))


def _too_deep(fault: Fault) -> Problem | None:
    """Explain what libyaml refuses itself while it looks ahead for a key."""
    if not fault.says("nesting depth"):
        return None
    at = line_start(fault.text, fault.at)
    return too_deep(Span(at, at + 1))


def _directive(fault: Fault) -> Problem | None:
    at = line_start(fault.text, fault.at)
    if not fault.text.startswith("%", at) or not fault.says("directive", "document"):
        return None
    return fault.refusal("a directive", "take the line with the % out", at)


def _second_document(fault: Fault) -> Problem | None:
    if not fault.says("<document start>") or not _DOCUMENT_END.search(fault.text, 0, fault.at):
        return None
    return fault.refusal(
        "a second document in the file", "the line `...` above ends the first; keep one record a file"
    )


def _tag(fault: Fault) -> Problem | None:
    if not re.search(r"\btag\b", fault.words):
        return None
    return fault.refusal("a tag", "take it out; quote the value if the ! is meant", fault.began)


def _tab(fault: Fault) -> Problem | None:
    indentation = fault.line[: len(fault.line) - len(fault.line.lstrip())]
    if fault.character != "\t" and "\t" not in indentation:
        return None
    at = fault.at if fault.character == "\t" else line_start(fault.text, fault.at) + indentation.index("\t")
    hint = "a tab stands where only spaces may: indent with spaces"
    return fault.problem("a value cannot begin with this character", hint, at)


def _escape(fault: Fault) -> Problem | None:
    if not fault.says("escape"):
        return None
    at = fault.text.rindex("\\", 0, fault.at + 1)
    if not fault.says("Unicode"):
        hint = "double the backslash, or put the value in single quotes, where it is nothing special"
        return fault.problem(f"{fault.text[at : at + 2]} means nothing in double quotes", hint, at)
    written = next(_ESCAPE.finditer(fault.text, at))[0]
    hint = "write the character itself"
    message = f"{written} writes a surrogate or no character at all"
    return Problem("SYN005", message, Span(at, at + len(written)), hint=hint)


def _open_quote(fault: Fault) -> Problem | None:
    if not fault.says("quoted scalar"):
        return None
    quote = fault.text[fault.began]
    hint = "close it; an apostrophe within single quotes is written twice: 'it''s'"
    return fault.problem(f"the quote {quote} that opens here is not closed", hint, fault.began)


def _first_character(fault: Fault) -> Problem | None:
    if not fault.says(
        "cannot start any token", "an alias", "an anchor", "block scalar", "node content", "mapping keys"
    ):
        return None
    if fault.says("node content") and fault.character in {",", ""} and fault.says("flow"):
        return fault.problem("an item is missing before this comma", "take the comma out, or write the item")
    if fault.character == ":":
        return _no_key(fault)
    at = fault.began if fault.says("an alias", "an anchor", "block scalar") else fault.at
    return fault.problem(f"an unquoted value cannot begin with {fault.text[at : at + 1]}", _QUOTE_IT, at)


def _no_key(fault: Fault) -> Problem:
    hint = "write `key: value`, or quote the value if the colon is meant"
    return fault.problem("a key is missing before the colon", hint)


def _second_colon(fault: Fault) -> Problem | None:
    if not fault.says("mapping values are not allowed"):
        return None
    if re.search(r"\S:[ \t]", fault.before):
        hint = "put quotes around a value that contains `: `, and indent the keys of one record alike"
        return fault.problem("a second `: ` on a line, or an indentation that does not fit", hint)
    at = fault.at - len(fault.before.lstrip())
    hint = "keys of one record stand in one column; quote a text of several lines that has `: ` in it"
    return fault.problem("this line is indented deeper than the one above allows", hint, at)


def _item_on_key_line(fault: Fault) -> Problem | None:
    if not fault.says("sequence entries are not allowed"):
        return None
    return fault.problem(
        "a list item `- ` stands on the line of its key",
        "begin the list on the next line, or quote the value if the dash is meant",
    )


def _flow(fault: Fault) -> Problem | None:
    if not fault.says("',' or"):
        return None
    what, closing = (
        ("a list in brackets", "]") if fault.text[fault.began] == "[" else ("a mapping in braces", "}")
    )
    hint = f"close it with {closing}, and separate its items with commas"
    if fault.character == ":" and line_start(fault.text, fault.began) == line_start(fault.text, fault.at):
        hint = "put quotes around a value that contains `: `"
    return fault.problem(f"{what} does not end", hint)


def _no_colon(fault: Fault) -> Problem | None:
    if not fault.says("could not find expected ':'"):
        return None
    start = line_start(fault.text, fault.began)
    if _NO_SPACE.match(fault.text, start):
        at = fault.text.index(":", start)
        return fault.problem("a space is missing after the colon", "write `key: value`", at)
    hint = "write `key: value`; a text of several lines is indented below its key"
    return fault.problem("this line is no `key: value`", hint, fault.began)


def _behind_value(fault: Fault) -> Problem | None:
    """Explain what follows a value that has ended: behind its quote, or behind a `#` above."""
    if not fault.says("expected key", "<block end>", "'-' indicator", "<document start>"):
        return None
    value = fault.before.strip()
    if value.endswith(("'", '"')):
        hint = "quote the whole value once; an apostrophe within single quotes is written twice: 'it''s'"
        return fault.problem("text follows the quote that ends the value", hint)
    above = line_start(fault.text, max(line_start(fault.text, fault.at) - 1, 0))
    lost = _LOST.search(fault.text, above, line_end(fault.text, above)) if not value else None
    if lost and lost.end() <= fault.at:
        hint = "quote the whole text if the # belongs to it"
        return fault.problem("the text above ends at its ` #`, and goes on here", hint)
    return None


def _column(fault: Fault) -> Problem | None:
    if not fault.says("expected key", "<block end>", "'-' indicator", "<document start>"):
        return None
    if re.match(r":(?:\s|$)", fault.text[fault.at : fault.at + 2]):
        return _no_key(fault)
    if re.match(r"-(?:\s|$)", fault.text[fault.at : fault.at + 2]):
        hint = "the items of a list stand in one column below their key; keys and items do not mix"
        return fault.problem("a list item stands where a key is expected", hint)
    if fault.says("block collection"):
        hint = "the items of a list stand in one column, each with its `- `; keys and items do not mix"
        return fault.problem("a list item `- ` is expected here", hint)
    hint = "keys of one record stand in one column; text that goes on is indented deeper than its key"
    return fault.problem("this line does not stand in the column of the keys above", hint)


def _unexplained(fault: Fault) -> Problem:
    hint = "look at the quotes, brackets and indentation of this line and of the one above"
    return fault.problem("neither a key nor a value can stand here", hint)


CAUSES: tuple[Callable[[Fault], Problem | None], ...] = (
    _too_deep,
    _directive,
    _second_document,
    _tag,
    _tab,
    _escape,
    _open_quote,
    _first_character,
    _second_colon,
    _item_on_key_line,
    _flow,
    _no_colon,
    _behind_value,
    _column,
)
"""What it may be, the surer causes first."""
