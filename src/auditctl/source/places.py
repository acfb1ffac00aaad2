"""From a route to its span, and from an offset to line and column."""

from auditctl.source.nodes import Entry, Node, Route, Span


def find(root: Node, route: Route, *, key: bool = False) -> Span:
    """Return the span of the value at the end of a route, with `key` that of its key.

    Steps that the tree lacks are skipped. A collection in which the last step is missing, and a value
    left empty, are shown by the key that leads there; a block of keys or items by the first of them.
    """
    node, matched = root, True
    last_key: Node | None = None
    for step in route:
        value = node.value
        matched = True
        if type(value) is dict and (entry := value.get(str(step))) is not None:
            node, last_key = entry.value, entry.key
        elif type(value) is list and isinstance(step, int) and 0 <= step < len(value):
            node, last_key = value[step], None
        else:
            matched = False
    lacks_step = not matched and node.kind != "scalar"
    if last_key is not None and (key or lacks_step or node.start == node.end):
        return last_key.span
    return root.span if node is root and not root.value else _shown(node, lacks_step=lacks_step)


def text_at(root: Node, route: Route) -> str:
    """Return the text of the value at the end of a route, nothing where there is none, or a mapping or list."""
    node = root
    for step in route:
        value = node.value
        if type(value) is dict and (entry := value.get(str(step))) is not None:
            node = entry.value
        elif type(value) is list and isinstance(step, int) and 0 <= step < len(value):
            node = value[step]
        else:
            return ""
    return node.value if isinstance(node.value, str) else ""


def _shown(node: Node, *, lacks_step: bool = False) -> Span:
    """Return what to mark of a value: of a block mapping the first key, of a block list the first item."""
    if node.start == node.end:
        return Span(node.start - 1, node.start)  # the dash of an item without value
    if node.value and node.kind != "scalar" and (lacks_step or not node.flow):
        if node.kind == "seq":
            return _shown(node.value[0])
        first: Entry = next(iter(node.value.values()))
        return first.key.span
    return node.span


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1; only a line feed ends a line."""
    offset = min(offset, len(text))
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def line_text(text: str, line: int) -> str:
    """Return a line without its end, nothing for one that the text does not have."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
        if start == 0:
            return ""
    return text[start : line_end(text, start)]


def line_start(text: str, offset: int) -> int:
    """Return where the line of an offset begins."""
    return text.rfind("\n", 0, offset) + 1


def line_end(text: str, offset: int) -> int:
    """Return where the line of an offset ends, before its line feed."""
    end = text.find("\n", offset)
    if end < 0:
        return len(text)
    return end - 1 if text[offset:end].endswith("\r") else end
