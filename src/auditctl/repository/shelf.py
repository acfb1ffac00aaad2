"""What a load collects: problems, names, and records that validated."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from auditctl.model.record import Hit, Record, Site
from auditctl.model.types import Kind, is_slug
from auditctl.model.validation import Fault, validate
from auditctl.phrases import phrase
from auditctl.source.reader import Document, Problem, Route
from auditctl.source.text import RESERVED, slug

M = TypeVar("M", bound=BaseModel)


@dataclass
class Shelf:
    """Problems and names found so far; a record that did not validate keeps its name."""

    hits: list[Hit] = field(default_factory=list)
    names: dict[tuple[Kind, str], dict[str, Site]] = field(default_factory=dict)
    unread: set[tuple[str, str]] = field(default_factory=set)
    """(audit or nothing, part) of everything that stands there but could not be taken up."""
    places: dict[str, dict[str, list[Site]]] = field(default_factory=dict)
    """Where each part and record stands by audit and name, also one that is broken, and one that stands twice."""
    _twins: dict[tuple[Kind, str, str], str] = field(default_factory=dict)

    def report(self, code: str, site: Site, message: str, hint: str = "") -> None:
        self.hits.append(Hit(site, message, code=code, help=hint))

    def faults(self, document: Document, base: Route, faults: list[Fault]) -> None:
        for fault in faults:
            site = Site(document, (*base, *fault.route), on_key=fault.on_key)
            self.report(fault.code, site, fault.message, fault.hint)

    def problems(self, document: Document, found: tuple[Problem, ...]) -> None:
        """Take over what the reader found in a file."""
        for problem in found:
            related = tuple((Site(document, span=span), words) for span, words in problem.related)
            site = Site(document, span=problem.span)
            self.hits.append(
                Hit(
                    site,
                    problem.message,
                    code=problem.code,
                    label=problem.label,
                    help=problem.hint,
                    related=related,
                )
            )

    def stands(self, audit: str, name: str, site: Site) -> None:
        """Remember where a part or record of an audit stands, whatever it says."""
        self.places.setdefault(audit, {}).setdefault(name, []).append(site)

    def claim(self, kind: Kind, audit: str, name: str, site: Site) -> None:
        """Register a name; one that is no slug, or differs only by case, is reported."""
        taken = self.names.setdefault((kind, audit), {})
        twin = self._twins.setdefault((kind, audit, _folded(name)), name)
        if twin != name:
            related = ((taken[twin], "the other one"),)
            message: str = phrase(
                "%(name)s and %(twin)s differ only by case or Unicode form", name=repr(name), twin=repr(twin)
            )
            self.hits.append(
                Hit(site, message, code="REF004", related=related, help=phrase("rename one of them"))
            )
        elif not is_slug(name):
            hint = f"did you mean {slug(name)}?"
            message = f"{name!r} cannot be an id: use a-z, 0-9 and hyphens, at most 60 characters"
            if name in RESERVED:
                message, hint = f"{name!r} is a reserved word and cannot be an id", "choose another name"
            self.report("SCH003", site, message, hint)
        taken.setdefault(name, site)

    def whole(
        self,
        model: type[M],
        data: Any,
        document: Document,
        base: Route = (),
        *,
        name: str,
        id_: str = "",
        audit: str = "",
    ) -> Record[M] | None:
        """Return one record that fills its file or key; `name` is remembered where it is broken."""
        value, faults = validate(model, data)
        self.faults(document, base, faults)
        if value is None:
            self.unread.add((audit, name))
            return None
        return Record(id_ or name, value, document, base, audit)

    def file(
        self, kind: Kind, model: type[M], name: str, data: Any, document: Document, audit: str = ""
    ) -> Record[M] | None:
        """Return the record of a file of its own; None where it could not be read or does not fit."""
        key = f"{kind}:{name}"
        if data is None:
            self.unread.add((audit, key))
            return None
        return self.whole(model, data, document, name=key, id_=name, audit=audit)

    def entries(
        self, kind: Kind, model: type[M], data: Any, document: Document, base: Route = (), *, audit: str = ""
    ) -> dict[str, Record[M]]:
        """Return the records of a mapping from id to record; one that is broken never hides another."""
        if data is None:
            return {}
        if not isinstance(data, dict):
            self.report("SCH003", Site(document, base), f"a mapping from id to {kind} is expected here")
            return {}
        found = {}
        for name, value in data.items():
            self.claim(kind, audit, name, Site(document, (*base, name), on_key=True))
            record, faults = validate(model, value)
            self.faults(document, (*base, name), faults)
            if record is not None:
                found[name] = Record(name, record, document, (*base, name), audit)
            else:
                self.unread.add((audit, f"{kind}:{name}"))
        return found


def _folded(name: str) -> str:
    return name if name.isascii() and name.islower() else unicodedata.normalize("NFKC", name).casefold()
