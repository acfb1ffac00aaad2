"""Why a record keeps its name: one sentence each."""

from collections.abc import Iterable

from auditctl.errors import AuditctlError, UsageError, some
from auditctl.model.place import location
from auditctl.model.record import Hit, Site
from auditctl.source.text import RESERVED, slug
from auditctl.writing.renaming.references import Name, Reference

NOTHING = "nothing was changed"


def _at(site: Site) -> str:
    place = location(site)
    return f"{place.path}:{place.line}"


class NotAnId(UsageError):
    def __init__(self, given: str) -> None:
        why = "is a reserved word and cannot be an id"
        if given not in RESERVED:
            why = "cannot be an id: use a-z, 0-9 and hyphens, at most 60 characters"
        super().__init__(f"{given!r} {why}", f"did you mean {slug(given)}?")


class SameName(UsageError):
    def __init__(self, name: Name) -> None:
        super().__init__(f"{name} has that name already", "name another one")


class Elsewhere(UsageError):
    """A record stays in its audit."""

    def __init__(self, name: Name, given: str) -> None:
        bare = given.rpartition("/")[2]
        super().__init__(
            f"{name} gets another id, it does not go to another place: {given!r}", f"write {bare}"
        )


class Ships(AuditctlError):
    def __init__(self, catalog: str) -> None:
        super().__init__(
            f"the catalogue {catalog} ships with auditctl and keeps its name",
            "only catalogues of your own, in catalogs/, can be renamed",
        )


class NameTaken(AuditctlError):
    """The name of another record, or a path where something lies."""

    def __init__(self, taken: Name | str) -> None:
        super().__init__(f"{taken} exists already", f"choose another name; {NOTHING}")


class Unreadable(AuditctlError):
    def __init__(self, name: Name, paths: Iterable[str]) -> None:
        super().__init__(
            f"what cannot be read may name {name.full}: {some(sorted(set(paths)))}",
            f"mend it first (`auditctl check` shows the places); {NOTHING}",
        )


class Captures(AuditctlError):
    """A name that something refers to in vain would come to mean the renamed record."""

    def __init__(self, reference: Reference, old: Name) -> None:
        super().__init__(
            f"{_at(reference.site)} names {reference.text} already, which would then mean {old}",
            f"choose another name, or correct that reference first; {NOTHING}",
        )


class MeansAnother(AuditctlError):
    """A reference would come to mean another record than before."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(
            f"{reference.text} in {_at(reference.site)} would then mean {reference.meant}",
            f"choose another name; {NOTHING}",
        )


class Sealed(AuditctlError):
    def __init__(self, audit: str, name: Name) -> None:
        super().__init__(
            f"{audit} is sealed: its records name {name.full}, and another name would break the seal",
            f"leave the name as it is there, or choose it before the next report is issued; {NOTHING}",
        )


class BringsProblem(AuditctlError):
    """With the new name a file could no longer be read as it is."""

    def __init__(self, hit: Hit) -> None:
        super().__init__(f"{hit.code} would then be reported: {hit.message} ({_at(hit.site)})", NOTHING)


class Lost(AuditctlError):
    """Something that was read before would not be found any more."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} would not be found any more under the new name",
            f"look for links and unusual files in the folder that moves; {NOTHING}",
        )
