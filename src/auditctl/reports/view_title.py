"""What stands on top of a view that is no record of its own: it is made anew whenever it is asked for."""

from dataclasses import dataclass
from datetime import date

from auditctl import __version__
from auditctl.reports.scope import standards
from auditctl.repository import Repository


@dataclass(frozen=True, slots=True)
class ViewTitle:
    """Organisation, look and day; such a view is never a draft, since nobody issues it."""

    organisation: str
    header: str
    footer: str
    classification: str
    id: str
    title: str
    kind: str
    standards: tuple[str, ...]
    first: date | None
    last: date | None
    as_of: date
    tool: str
    is_draft: bool = False


def view_title(
    repository: Repository, kind: str, title: str, days: tuple[date, date] | None = None, id_: str = ""
) -> ViewTitle:
    look = repository.settings.report
    first, last = days or (None, None)
    return ViewTitle(
        organisation=repository.settings.name,
        header=look.header or "",
        footer=look.footer or "",
        classification=look.classification or "",
        id=id_,
        title=title,
        kind=kind,
        standards=standards(repository),
        first=first,
        last=last,
        as_of=repository.today,
        tool=f"auditctl {__version__}",
    )


def unread_places(repository: Repository, audit: str = "") -> tuple[str, ...]:
    """Return what could not be read and so is missing in a view; of one audit, its own and the root's."""
    return tuple(
        f"{owner}/{part}" if owner else part
        for owner, part in sorted(repository.unread)
        if not audit or owner in {"", audit}
    )
