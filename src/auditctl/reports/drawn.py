"""Pictures that carry their own style, for programs that draw an SVG without the style of the page around it.

Such programs know neither the page's rules nor variables of CSS. Each picture gets the rules that speak of `svg`,
with the values that hold in print.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinycss2.ast import Node

PICTURE = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
_OPENING = re.compile(r"<svg\b[^>]*>")
_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_NAMED = re.compile(r"(<title\b[^>]*>)(.*?)(</title>\s*<desc\b[^>]*>)(.*?)(</desc>)", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MOST_STEPS = 8
"""Variables that stand for variables; more of them is a circle."""


def with_own_styles(page: str) -> str:
    """Return the page with the style of its pictures in each of them."""
    style = f"<style>{picture_style(page)}</style>"
    return PICTURE.sub(lambda match: _OPENING.sub(lambda tag: tag[0] + style, match[0], count=1), page)


def with_told_titles(page: str) -> str:
    """Return the page with the description of each picture behind its title, which a PDF reads out in its place."""
    return PICTURE.sub(
        lambda match: _NAMED.sub(lambda m: f"{m[1]}{m[2]}. {m[4]}{m[3]}{m[4]}{m[5]}", match[0], count=1), page
    )


def told(picture: str) -> tuple[str, str]:
    """Return title and description of a picture, empty where it has none."""
    named = _NAMED.search(picture)
    return (unescape(named[2]), unescape(named[4])) if named else ("", "")


def picture_style(page: str) -> str:
    """Return the page's rules for what is in pictures, without variables."""
    values = variables(page)
    return "".join(
        f"{', '.join(within)} {{ {_declared(held, values)} }}\n"
        for selector, held in _page_rules(page)
        if (within := list(_within_pictures(selector)))
    )


def variables(page: str) -> dict[str, str]:
    """Return what the variables of a page stand for in print."""
    return {
        name: value
        for selector, held in _page_rules(page)
        if selector == ":root"
        for name, value in held
        if name.startswith("--")
    }


def _page_rules(page: str) -> "Iterator[tuple[str, list[tuple[str, str]]]]":
    for style in _STYLES.findall(page):
        yield from _rules(style)


def _rules(style: str) -> "Iterator[tuple[str, list[tuple[str, str]]]]":
    """Yield selector and declarations of the rules that hold in print, in their order."""
    import tinycss2  # noqa: PLC0415 - of the extras

    nodes = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
    yield from _qualified(nodes)


def _qualified(nodes: "list[Node]") -> "Iterator[tuple[str, list[tuple[str, str]]]]":
    import tinycss2  # noqa: PLC0415 - of the extras

    for node in nodes:
        if node.type == "qualified-rule":
            held = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield (
                tinycss2.serialize(node.prelude).strip(),
                [
                    (item.name, tinycss2.serialize(item.value).strip())
                    for item in held
                    if item.type == "declaration"
                ],
            )
        elif _is_print(node):
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _qualified(inner)


def _is_print(node: "Node") -> bool:
    import tinycss2  # noqa: PLC0415 - of the extras

    is_media = node.type == "at-rule" and node.lower_at_keyword == "media" and node.content
    return bool(is_media) and tinycss2.serialize(node.prelude).strip() == "print"


def _within_pictures(selector: str) -> Iterator[str]:
    """Yield the parts of a selector that speak of what is within a picture, from `svg` on."""
    for part in selector.split(","):
        words = part.split()
        if "svg" in words[:-1]:
            yield " ".join(words[words.index("svg") :])


def _declared(held: list[tuple[str, str]], variables: dict[str, str]) -> str:
    return "; ".join(
        f"{name}: {_plain(value, variables)}" for name, value in held if not name.startswith("--")
    )


def _plain(value: str, variables: dict[str, str]) -> str:
    """Return a value with what its variables stand for."""
    for _ in range(_MOST_STEPS):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda match: variables.get(match[1], (match[2] or "").strip()), value)
    return value
