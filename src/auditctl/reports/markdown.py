"""Tokens of Markdown written as Markdown: every text escaped, every block closed."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

SCHEMES = frozenset({"http", "https", "mailto"})
"""A link of another scheme keeps its text alone."""
MOST = 999_999_999
"""The highest number that an item of a list can have."""
_BULLETS, _DELIMITERS = "-+", ".)"
"""Signs of a list, and those of one that follows it at once, which would be the same list with the same sign."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#A-Za-z])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_LEADING = re.compile(r"^([#=]|[+-](?=[\s+-]|$)|:(?=-))")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BACKTICKS = re.compile(r"`+")


def escaped(text: str) -> str:
    """Return one line of text that means nothing but itself, wherever in a line, table or heading it stands."""
    return _line_start(_escaped(" ".join(text.split())))


def fenced(text: str) -> str:
    """Return a block of code that its text cannot close."""
    fence = "`" * max(3, _longest_backticks(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def rendered(tokens: "Sequence[Token]") -> str:
    return "\n\n".join(_blocks(iter(tokens)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _line_start(text: str) -> str:
    """Escape what would begin a heading, a list or a rule."""
    return _LEADING.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", text))


def _longest_backticks(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def _blocks(tokens: "Iterator[Token]", closing: str = "") -> Iterator[str]:
    """Yield each block up to the closing token as a text of lines."""
    before, is_other = "", False
    for token in tokens:
        if token.type == closing:
            return
        is_other = token.type == before and not is_other
        before = token.type
        if token.type == "paragraph_open":
            text = _inline(next(tokens).children or [])
            yield f"**{text}**" if token.attrGet("class") and text else text
        elif token.type in {"fence", "code_block"}:
            yield fenced(token.content.rstrip("\n"))
        elif token.type == "hr":
            yield "* * *"
        elif token.type == "blockquote_open":
            yield _indented("\n\n".join(_blocks(tokens, "blockquote_close")), "> ", "> ")
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            yield _list(token, tokens, _BULLETS[is_other], _DELIMITERS[is_other])
        elif token.type == "table_open":
            yield "\n".join(_rows(tokens))


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([f"{first}{lines[0]}".rstrip(), *(f"{rest}{line}".rstrip() for line in lines[1:])])


def _list(opening: "Token", tokens: "Iterator[Token]", bullet: str, delimiter: str) -> str:
    closing = opening.type.replace("open", "close")
    start = opening.attrGet("start")
    number = 1 if start is None else int(start)
    items: list[str] = []
    is_tight = True
    for token in tokens:
        if token.type == closing:
            break
        first = next(tokens)
        is_tight = is_tight and (first.type != "paragraph_open" or first.hidden)
        counted = f"{min(number + len(items), MOST)}{delimiter} "
        mark = counted if opening.type == "ordered_list_open" else f"{bullet} "
        held = [] if first.type == "list_item_close" else _blocks(chain([first], tokens), "list_item_close")
        items.append(_indented(("\n" if is_tight else "\n\n").join(held), mark, " " * len(mark)))
    return ("\n" if is_tight else "\n\n").join(items)


def _rows(tokens: "Iterator[Token]") -> Iterator[str]:
    cells: list[str] = []
    width = 0
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "inline":
            cells.append(_inline(token.children or [], in_table=True))
        elif token.type == "tr_close":
            yield f"| {' | '.join(cells)} |"
            width, cells = len(cells), []
        elif token.type == "thead_close":
            yield "|" + " --- |" * width


def _inline(tokens: "Sequence[Token]", *, in_table: bool = False) -> str:
    """Return a run of text with its emphasis, code and links."""
    parts: list[str] = []
    targets: list[str] = []
    at_start = True
    for token in tokens:
        if token.type == "text":
            text = _escaped(token.content)
            parts.append(_line_start(text) if at_start else text)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n" if token.type == "softbreak" else "\\\n")
        elif token.type == "code_inline":
            parts.append(_code(token.content, in_table=in_table))
        elif token.type == "link_open":
            targets.append(_target(str(token.attrGet("href") or "")))
            parts.append("[" if targets[-1] else "")
        elif token.type == "link_close":
            target = targets.pop()
            parts.append(f"](<{target}>)" if target else "")
        else:
            parts.append(token.markup)
        at_start = token.type.endswith("break")
    return "".join(parts)


def _target(href: str) -> str:
    scheme = _SCHEME.match(href)
    is_safe = scheme is None or scheme[1].lower() in SCHEMES
    return re.sub(r"[<>|\\\s]", lambda match: f"%{ord(match[0]):02X}", href) if is_safe else ""


def _code(text: str, *, in_table: bool) -> str:
    fence = "`" * (_longest_backticks(text) + 1)
    space = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    held = text.replace("|", "\\|") if in_table else text
    return f"{fence}{space}{held}{space}{fence}"
