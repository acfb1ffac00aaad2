"""Blocks of a repository's own template: one that its parent does not have would never be shown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditctl.model.nearest import nearest

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import Block, Node, Template


def lost_block(environment: "Environment", text: str) -> tuple[int, str] | None:
    """Return line and sentence of the first block that has no place; None where each has one, or Jinja says more."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415 - only own templates need it

    try:
        tree = environment.parse(text)
        parent = _parent(tree)
        known = set(_names(environment, parent)) if parent else set()
    except (TemplateNotFound, TemplateSyntaxError):
        return None
    for block in _outermost(tree) if parent else ():
        if block.name not in known:
            near = nearest(block.name, known)
            meant = f"; did you mean {near!r}?" if near else f"; it has {', '.join(sorted(known))}"
            return block.lineno, f"{parent} has no block {block.name!r}{meant}"
    return None


def _parent(tree: "Template") -> str:
    """Return the template that one extends by a plain name."""
    from jinja2.nodes import Const, Extends  # noqa: PLC0415

    found = tree.find(Extends)
    return str(found.template.value) if found and isinstance(found.template, Const) else ""


def _names(environment: "Environment", name: str) -> Iterator[str]:
    """Yield the blocks of a template and of those that it extends."""
    from jinja2.nodes import Block  # noqa: PLC0415

    while name and environment.loader:
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        yield from (block.name for block in tree.find_all(Block))
        name = _parent(tree)


def _outermost(node: "Node") -> Iterator["Block"]:
    """Yield the blocks that stand in no other: those fill the places of the parent."""
    from jinja2.nodes import Block  # noqa: PLC0415

    for child in node.iter_child_nodes():
        if isinstance(child, Block):
            yield child
        else:
            yield from _outermost(child)
