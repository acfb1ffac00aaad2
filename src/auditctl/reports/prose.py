"""What people wrote, made harmless: as HTML, and as Markdown again.

Prose is Markdown. It is read once by markdown-it with HTML off; headings become bold paragraphs, so that it
cannot upset the order of the report's own, and images their text. Values that are no prose are escaped whole.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

from auditctl.reports.markdown import SCHEMES, fenced, rendered
from auditctl.source.guards import UNSEEN
from auditctl.source.text import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

DEEPEST = 20
"""Levels of quotes and lists, and of marks within a line; prose nested deeper is shown as it was written."""
TAGS = {
    "p", "ul", "ol", "li", "em", "strong", "s", "code", "pre", "blockquote", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "p": {"class"}}
_MARKUP = re.compile(r"[\\`*_\[\]<&~|\t]|^(?:[ #+=:>-]|\d{1,9}[.)])| $", re.MULTILINE)
"""What may mean something in Markdown; prose without any of it is paragraphs only."""
_NOWHERE = re.compile(r'<a rel="noopener noreferrer">(.*?)</a>', re.DOTALL)
"""A link whose scheme was taken away; links hold no links."""
_PARAGRAPHS = re.compile(r"\n{2,}")


def html(text: str) -> str:
    """Return prose as sanitised HTML."""
    written = clean(text).strip()
    if not _MARKUP.search(written):
        return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in _PARAGRAPHS.split(written))
    return _html(written)


def markdown(text: str) -> str:
    """Return prose as Markdown that cannot reach beyond its place."""
    written = clean(text).strip()
    tokens = _tokens(written)
    return rendered(tokens) if tokens is not None else fenced(written)


def words(text: str) -> str:
    """Return prose in one line without its markup: the words of paragraphs, headings, items and cells in their order."""
    written = clean(text).strip()
    tokens = _tokens(written)
    if tokens is None:
        return " ".join(written.split())
    return " ".join(" ".join(part for token in tokens for part in _spoken(token)).split())


def _spoken(token: "Token") -> "Iterator[str]":
    """Yield the words of a block; those within a line stand together as they do on the page."""
    if token.type == "inline":
        yield "".join(child.content or " " * child.type.endswith("break") for child in token.children or [])
    elif token.content:
        yield token.content


def clean(text: str) -> str:
    """Return text with line feeds only, in which what cannot be seen is made visible."""
    if text.isascii() and text.isprintable():
        return text
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub(lambda match: visible(match[0]), whole)


@lru_cache(maxsize=4096)
def _html(written: str) -> str:
    import nh3  # noqa: PLC0415 - only prose with markup needs it

    tokens = _tokens(written)
    if tokens is None:
        return f'<p class="as-is">{escape(written, quote=False)}</p>\n'
    parser = _parser()
    made = parser.renderer.render(tokens, parser.options, {})
    safe = nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=set(SCHEMES))
    safe = _NOWHERE.sub(r"\1", safe).replace("<th></th>", "<td></td>").replace("<th>", '<th scope="col">')
    return safe.replace("<table>", '<div class="scroll" tabindex="0"><table>').replace(
        "</table>", "</table></div>"
    )


def _tokens(written: str) -> "list[Token] | None":
    """Return the tokens of prose with headings and images taken down; None where it is nested too deep."""
    tokens = _parser().parse(written)
    if any(token.level >= DEEPEST - 1 or _depth(token) > DEEPEST for token in tokens):
        return None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.type = token.type.replace("heading", "paragraph")
            token.tag = "p"
            if token.nesting == 1:
                token.attrSet("class", "heading")
        token.children = list(_without_images(token.children)) if token.children else token.children
    return tokens


def _depth(token: "Token") -> int:
    """Return how many marks, such as emphasis, stand in each other in the line of a block."""
    return max(accumulate(child.nesting for child in token.children or []), default=0)


def _without_images(tokens: "list[Token]") -> "Iterator[Token]":
    for token in tokens:
        if token.type == "image":
            token.type, token.children = "text", None
        yield token


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - prose of plain paragraphs does not need it

    return MarkdownIt("js-default", {"html": False, "maxNesting": DEEPEST})
