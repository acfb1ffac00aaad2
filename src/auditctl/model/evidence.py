"""A record of evidence."""

from enum import StrEnum

from auditctl.model.types import (
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


class Sample(Model):
    """What was drawn: `taken` of a population of `size`; a random one carries its seed and list."""

    population: Text | None = None
    size: Count | None = None
    taken: Count | None = None
    method: SampleMethod | None = None
    drawn_by: PersonRef | None = None
    seed: Text | None = None
    list: Text | None = None
    list_sha256: Sha256 | None = None
    picked: Series[Text] = ()


class Collected(Model):
    by: PersonRef | None = None
    date: PastDay | None = None


class Evidence(Model):
    kind: EvidenceKind
    title: Text
    source: Text | None = None
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
