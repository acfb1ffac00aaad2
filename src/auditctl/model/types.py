"""The types of single values. Every scalar arrives as the text that stands in the file."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from auditctl.source.text import RESERVED

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_LOCAL_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})\Z")
_CLOCK = re.compile(r"\d{2}:\d{2}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
ALL = ("all",)


class Kind(StrEnum):
    """What a reference may point to."""

    person = "person"
    firm = "firm"
    process = "process"
    department = "department"
    location = "location"
    system = "system"
    document = "document"
    audit = "audit"
    session = "session"
    evidence = "evidence"
    finding = "finding"
    capa = "CAPA"
    catalog = "standard"
    checklist = "checklist"
    requirement = "requirement"
    auditor = "auditor"
    programme = "programme"
    planned = "planned audit"
    workpaper = "work paper"


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a text as the id of a record of that kind; found by `model.walk`."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Happened:
    """Marks a day as a fact that was recorded, which cannot lie after today."""


def wrong(sentence: str) -> PydanticCustomError:
    """Return the error for a value of the wrong type or outside its choices (SCH003)."""
    return PydanticCustomError("wrong_value", "{sentence}", {"sentence": sentence})


def absent(sentence: str) -> PydanticCustomError:
    """Return the error for a day or time that does not exist (SCH004)."""
    return PydanticCustomError("no_such_moment", "{sentence}", {"sentence": sentence})


def missing(key: str) -> PydanticCustomError:
    """Return the error for a key that is needed here (SCH002)."""
    return PydanticCustomError("missing_key", "`{key}` is missing", {"key": key})


def text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise wrong(f"one text is expected here, not {named(value)}")


def named(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "nothing" if value is None else "this"


def is_slug(name: str) -> bool:
    """Whether a name can be an id: `[a-z0-9][a-z0-9-]{0,59}` and no reserved word."""
    return _SLUG.match(name) is not None and name not in RESERVED


def _slug(value: object) -> str:
    name = text(value)
    if not is_slug(name):
        raise wrong(
            f"{name!r} cannot be an id: use a-z, 0-9 and hyphens, starting with a letter or digit, at most 60 characters"
            if name not in RESERVED
            else f"{name!r} is a reserved word and cannot be an id"
        )
    return name


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    written = text(value)
    if not _DAY.match(written):
        local = _LOCAL_DAY.match(written)
        hint = f"; did you mean {local[3]}-{int(local[2]):02}-{int(local[1]):02}?" if local else ""
        raise wrong(f"{written!r} is no date: write YYYY-MM-DD{hint}")
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise absent(f"{written} is no day of the calendar") from None


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    written = text(value)
    if not _CLOCK.match(written):
        raise wrong(f'{written!r} is no time: write "HH:MM"')
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise absent(f"{written} is no time of the day") from None


def _count(value: object) -> int:
    if isinstance(value, int):
        return value
    written = text(value)
    if written.isascii() and written.isdigit() and len(written) <= 9:  # noqa: PLR2004 - keeps sums in range
        return int(written)
    raise wrong(f"{written!r} is no whole number: write digits only")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    written = text(value)
    if written in {"true", "false"}:
        return written == "true"
    raise wrong(f"{written!r} is neither true nor false")


def _sha256(value: object) -> str:
    written = text(value)
    if not _SHA256.match(written):
        raise wrong("a sha256 is 64 characters of 0-9 and a-f")
    return written


def _series(value: object) -> object:
    """Accept a list alone; a single value is not guessed to be one."""
    if isinstance(value, str):
        raise wrong(f"a list is expected here: write [{value}]")
    if isinstance(value, dict):
        raise wrong("a list is expected here, not a mapping")
    return value


def _everything(value: object) -> object:
    return ALL if value == "all" else _series(value)


T = TypeVar("T")
FILLED = r"\S"
_FILLED = StringConstraints(pattern=FILLED)
"""A text with something in it; checked by pydantic's core, since most values are texts."""

Text = Annotated[str, _FILLED]
Slug = Annotated[str, BeforeValidator(_slug)]
Day = Annotated[date, BeforeValidator(_day)]
PastDay = Annotated[date, BeforeValidator(_day), Happened()]
Clock = Annotated[time, BeforeValidator(_clock)]
Count = Annotated[int, BeforeValidator(_count)]
Minutes = Annotated[int, BeforeValidator(_count), Field(ge=1, le=24 * 60)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Sha256 = Annotated[str, BeforeValidator(_sha256)]
Series = Annotated[tuple[T, ...], BeforeValidator(_series)]
Selection = Annotated[tuple[T, ...], BeforeValidator(_everything)]
"""A list of ids, or the word `all`, which is read as `ALL`."""

PersonRef = Annotated[str, _FILLED, RefTo(Kind.person)]
FirmRef = Annotated[str, _FILLED, RefTo(Kind.firm)]
ProcessRef = Annotated[str, _FILLED, RefTo(Kind.process)]
DepartmentRef = Annotated[str, _FILLED, RefTo(Kind.department)]
LocationRef = Annotated[str, _FILLED, RefTo(Kind.location)]
SystemRef = Annotated[str, _FILLED, RefTo(Kind.system)]
DocumentRef = Annotated[str, _FILLED, RefTo(Kind.document)]
AuditRef = Annotated[str, _FILLED, RefTo(Kind.audit)]
SessionRef = Annotated[str, _FILLED, RefTo(Kind.session)]
EvidenceRef = Annotated[str, _FILLED, RefTo(Kind.evidence)]
FindingRef = Annotated[str, _FILLED, RefTo(Kind.finding)]
CapaRef = Annotated[str, _FILLED, RefTo(Kind.capa)]
ChecklistRef = Annotated[str, _FILLED, RefTo(Kind.checklist)]
CatalogRef = Annotated[str, _FILLED, RefTo(Kind.catalog)]
Requirement = Annotated[str, _FILLED, RefTo(Kind.requirement)]


class Model(BaseModel):
    """The base of every file and part: frozen, no unknown key, an empty key counts as absent."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, data: Any) -> Any:
        if data is None:
            return {}
        if isinstance(data, dict) and None in data.values():
            known = keys_of(cls)
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data


@cache
def keys_of(model: type[BaseModel]) -> frozenset[str]:
    """Return the keys of a model as they stand in files."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


class Period(Model):
    """Two days, both included; one that is missing leaves that side open."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.to and self.to < self.from_:
            raise wrong(f"this period ends ({self.to}) before it begins ({self.from_})")
        return self

    def covers(self, day: date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether the two periods share a day; None leaves a side open."""
        starts = self.from_ is None or last is None or self.from_ <= last
        return starts and (self.to is None or first is None or first <= self.to)


class Window(Period):
    """A period whose two days are known."""

    from_: Day = Field(alias="from")
    to: Day


class Signed(Model):
    """A person and a day: who recorded a fact, and when."""

    by: PersonRef
    date: PastDay


class Reasoned(Signed):
    """A recorded fact with its reason."""

    why: Text
