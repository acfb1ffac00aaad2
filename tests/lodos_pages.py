"""The pages of the larger example: every kind of report, and conformity, in each language."""

from datetime import date
from functools import cache
from pathlib import Path

from auditctl.reports.kinds import KINDS, OfAudit
from auditctl.reports.language import CODES, language_of
from auditctl.reports.render import document
from auditctl.repository import Repository, load
from small_kinds import view_of

AS_OF = date(2026, 11, 20)
PAGES = [*KINDS, "conformity"]
NAMES = [f"{kind}-{code}" for kind in PAGES for code in CODES]


@cache
def _repository() -> Repository:
    return load(Path(__file__).parent.parent / "examples" / "lodos", AS_OF)


@cache
def _view(kind: str) -> object:
    return view_of(_repository(), kind, "2026-main" if isinstance(KINDS.get(kind), OfAudit) else "")


@cache
def page(name: str) -> str:
    """Return a page by its kind and language, such as `audit-tr`."""
    return _written(name, "html")


@cache
def markdown(name: str) -> str:
    """Return the same as Markdown."""
    return _written(name, "md")


def _written(name: str, format_: str) -> str:
    kind, code = name.rsplit("-", 1)
    return document(_repository(), kind, _view(kind), format_, language_of(code))
