"""The fields of a new record in the order of the format, each with a few words for its next reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto


class Weight(Enum):
    """Whether a field that is not given is shown: as an empty key, as a comment, in a template only."""

    required = auto()
    worth = auto()
    rare = auto()


@dataclass(frozen=True, slots=True)
class Field:
    key: str
    weight: Weight
    comment: str = ""


FINDING = (
    Field("title", Weight.required, "the finding in one line, as the report will print it"),
    Field("grade", Weight.required, "major | minor | ofi | strength"),
    Field("grade_reason", Weight.worth, "why this grade and not the one beside it"),
    Field("process", Weight.required, "where it was found: an id of processes.yaml"),
    Field("location", Weight.rare, "an id of the locations, where it matters"),
    Field("session", Weight.worth, "the session of the schedule in which it was found"),
    Field("requirements", Weight.worth, "what it is held against: A.8.13, 8.1, bck-pol#4.2"),
    Field("statement", Weight.worth, "what was found: where, when, how many of how many"),
    Field("effect", Weight.worth, "what it can lead to"),
    Field("evidence", Weight.worth, "records of this audit's evidence/, without .yaml"),
    Field("raised", Weight.required, "who found it, and when"),
    Field("repeat_of", Weight.rare, "the earlier finding, AUDIT/name, if it came back"),
    Field("response_due", Weight.rare, "the day until which an answer is expected"),
    Field("reference", Weight.rare, "an external body's number"),
    Field("details", Weight.rare, "further prose, in Markdown"),
)
EVIDENCE = (
    Field(
        "kind",
        Weight.required,
        "document | record | log | approval | system-output | interview | observation | photo",
    ),
    Field("title", Weight.required, "what it is, so that somebody else recognises it"),
    Field("source", Weight.worth, "where it came from; interview: the role; observation: the place"),
    Field("topics", Weight.rare, "of an interview: what it was about"),
    Field("time", Weight.rare, 'of an observation: when, "HH:MM"'),
    Field("collected", Weight.required, "who collected it, and when"),
    Field("purpose", Weight.rare, "fieldwork | action"),
    Field("session", Weight.worth, "the session of the schedule"),
    Field("period", Weight.worth, "the time that it speaks for: from, to"),
    Field("sample", Weight.rare, "population, size, taken, method: full | random | systematic | judgement"),
    Field("file", Weight.rare, "the copy below evidence/"),
    Field("sha256", Weight.rare, "of that copy"),
    Field("viewed", Weight.rare, "a place that was only looked at, not copied"),
    Field("classification", Weight.rare, "public | internal | confidential | strict"),
    Field("personal_data", Weight.rare, "true | false"),
    Field("retention_until", Weight.rare, "the day after which the file goes"),
    Field("details", Weight.rare, "further prose, in Markdown"),
)

CAPA = (
    Field("title", Weight.rare, "what it is about, in one line"),
    Field("findings", Weight.rare, "the findings that it answers"),
    Field("origin", Weight.rare, "what raised it, where no audit finding did"),
    Field("owner", Weight.required, "who answers for it"),
    Field("opened", Weight.rare, "the day on which it was started"),
    Field("follows", Weight.rare, "the CAPA that did not work"),
    Field("details", Weight.rare, "further prose, in Markdown"),
)
WORKPAPER = (
    Field("checklist", Weight.rare, "where the questions came from"),
    Field("lines", Weight.required, "a question each, with what the auditor found"),
    Field("details", Weight.rare, "further prose, in Markdown"),
)


def offered(fields: Iterable[Field], *, template: bool) -> frozenset[str]:
    """Return the keys that are shown as comments where they are not given; a template shows them all."""
    return frozenset(field.key for field in fields if template or field.weight is Weight.worth)
