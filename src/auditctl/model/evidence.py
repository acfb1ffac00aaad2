"""A record of evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationInfo, field_validator

from auditctl.model.types import (
    Clock,
    Count,
    Day,
    Flag,
    Model,
    PastDay,
    Period,
    PersonRef,
    Series,
    SessionRef,
    Sha256,
    Signed,
    Text,
    wrong,
)


class EvidenceKind(StrEnum):
    document = "document"
    record = "record"
    log = "log"
    approval = "approval"
    system_output = "system-output"
    interview = "interview"
    observation = "observation"
    photo = "photo"


class Purpose(StrEnum):
    fieldwork = "fieldwork"
    action = "action"


class Classification(StrEnum):
    public = "public"
    internal = "internal"
    confidential = "confidential"
    strict = "strict"


class SampleMethod(StrEnum):
    full = "full"
    random = "random"
    systematic = "systematic"
    judgement = "judgement"


class SampleAlgorithm(StrEnum):
    """How a random sample is drawn from its list and seed; where none is named it is this one."""

    sha256_smallest = "sha256-smallest"


class Sample(Model):
    """What was drawn: `taken` of a population of `size`; a random one carries its seed and list."""

    population: Text | None = None
    size: Count | None = None
    taken: Count | None = None
    method: SampleMethod | None = None
    drawn_by: PersonRef | None = None
    seed: Text | None = None
    algorithm: SampleAlgorithm | None = None
    list: Text | None = None
    list_sha256: Sha256 | None = None
    picked: Series[Text] = ()


class Collected(Model):
    by: PersonRef | None = None
    date: PastDay | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A file that a record of evidence names, relative to the audit's evidence/, with its recorded sha256."""

    key: tuple[str, ...]
    name: str
    sha256: str | None


class Evidence(Model):
    """What was seen, heard or taken along; `source` is the role in an interview, the place of an observation."""

    kind: EvidenceKind
    title: Text
    source: Text | None = None
    topics: Series[Text] = ()
    time: Clock | None = None
    collected: Collected | None = None
    purpose: Purpose = Purpose.fieldwork
    session: SessionRef | None = None
    period: Period | None = None
    sample: Sample | None = None
    file: Text | None = None
    sha256: Sha256 | None = None
    viewed: Text | None = None
    classification: Classification = Classification.internal
    personal_data: Flag = False
    retention_until: Day | None = None
    disposed: Signed | None = None
    details: Text | None = None

    @field_validator("topics", "time")
    @classmethod
    def _of_its_kind(cls, value: object, info: ValidationInfo) -> object:
        """Refuse the topics of what is no interview, and the time of what is no observation."""
        kind = info.data.get("kind")
        key = info.field_name or ""
        if value and kind and kind is not OWN_KEYS[key]:
            raise wrong(f"it belongs to an {OWN_KEYS[key]}, and this is of the kind {kind}")
        return value

    def named_files(self) -> Iterator[Named]:
        """Yield the file and the list of the sample, where the record names them."""
        if self.file:
            yield Named(("file",), self.file, self.sha256)
        if self.sample and self.sample.list:
            yield Named(("sample", "list"), self.sample.list, self.sample.list_sha256)


OWN_KEYS = {"topics": EvidenceKind.interview, "time": EvidenceKind.observation}
"""Keys that only one kind of evidence has."""
