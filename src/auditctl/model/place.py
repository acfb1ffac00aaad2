"""From a site, which is a route into a file, to line and column."""

from auditctl.diagnostics import Location
from auditctl.model.record import Site
from auditctl.source.reader import Node, find, line_column, line_text, text_at, tree

WIDEST = 400
"""Characters of a source line that a diagnostic carries."""


def location(site: Site) -> Location:
    """Return the place of a site; a value of several lines is marked on its first."""
    document = site.document
    span = site.span
    mark: tuple[str, ...] = ()
    if span is None:
        root = tree(document)
        mark = _mark(site, root)
        if root is None or not document.text:
            return Location(document.path, mark=mark)
        span = find(root, site.route, key=site.on_key)
    line, column = line_column(document.text, span.start)
    source = line_text(document.text, line)
    end = min(column + max(span.end - span.start, 1), len(source) + 1)
    return Location(document.path, line, column, max(end, column + 1), source[:WIDEST], mark)


def _mark(site: Site, root: Node | None) -> tuple[str, ...]:
    """Return the keys that lead to a site and the text of its value, which no change of the layout touches."""
    held = "" if site.on_key or root is None else text_at(root, site.route)
    return (*(step for step in site.route if isinstance(step, str)), " ".join(held.split()))
