"""The fields of a new record of evidence: what the flags say, and what is asked for by its kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from auditctl.cli.asking import Asking, clean, one_line, prose
from auditctl.cli.author import git_author, likely_auditor
from auditctl.cli.call import named
from auditctl.cli.days import day, day_given
from auditctl.cli.naming import record_named, record_within
from auditctl.errors import InputNeeded, UsageError
from auditctl.model.evidence import Classification, EvidenceKind, Purpose, SampleMethod
from auditctl.model.types import Kind
from auditctl.repository import Audit, Repository

KINDS = (
    (EvidenceKind.document, "a rule or plan that is written down: policy, procedure, contract"),
    (EvidenceKind.record, "what shows that something was done: minutes, register, report"),
    (EvidenceKind.log, "what a system wrote down by itself"),
    (EvidenceKind.approval, "a decision of somebody who may take it"),
    (EvidenceKind.system_output, "a configuration, query or export, taken during the audit"),
    (EvidenceKind.interview, "what somebody said"),
    (EvidenceKind.observation, "what the auditor saw"),
    (EvidenceKind.photo, "a picture that the auditor took"),
)
SOURCES = {
    EvidenceKind.interview: ("--role", "Role of the interviewee"),
    EvidenceKind.observation: ("--place", "Place"),
}
"""The flag and the question for the source, where it has a name of its own; it is `source` in the file."""
SAID = {EvidenceKind.interview: "What was said", EvidenceKind.observation: "What was seen"}
"""What there is of evidence that is no file."""
_CLOCK = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample that somebody drew without us, as the flags say it."""

    population: str = ""
    size: int | None = None
    taken: int | None = None
    method: str = ""
    drawn_by: str = ""

    @property
    def is_given(self) -> bool:
        return self != Sampled()

    def fields(self, repository: Repository) -> dict[str, Any]:
        """Return the sample as it is written; UsageError where it cannot be known how it was drawn."""
        method = self._method()
        taken = self.size if self.taken is None and method is SampleMethod.full else self.taken
        needed = (
            ("--sample-population", self.population),
            ("--sample-size", self.size),
            ("--sample-taken", taken),
        )
        for flag, value in needed:
            if value in {None, ""}:
                raise InputNeeded(flag, "of the sample")
        drawn_by = record_named(repository, Kind.person, self.drawn_by) if self.drawn_by else ""
        return {
            "population": one_line("--sample-population", self.population),
            "size": self.size,
            "taken": taken,
            "method": method.value,
            **({"drawn_by": drawn_by} if drawn_by else {}),
        }

    def _method(self) -> SampleMethod:
        if not self.method:
            raise InputNeeded("--sample-method", "how it was drawn")
        method = SampleMethod(named("sample method", self.method, SampleMethod))
        if method is SampleMethod.random:
            raise UsageError(
                "a random sample has a seed and a list, so that it can be drawn again",
                "draw it with `auditctl evidence sample`",
            )
        return method


@dataclass(frozen=True, slots=True)
class Given:
    """What the flags say, as they were written."""

    title: str = ""
    kind: str = ""
    source: str = ""
    role: str = ""
    topics: tuple[str, ...] = ()
    place: str = ""
    time: str = ""
    session: str = ""
    by: str = ""
    day: str = ""
    period_from: str = ""
    period_to: str = ""
    viewed: str = ""
    classification: str = ""
    personal_data: bool = False
    retention_until: str = ""
    purpose: str = ""
    details: str = ""
    sample: Sampled = Sampled()

    def owned(self) -> list[tuple[str, EvidenceKind]]:
        """Return the flags given that only one kind of evidence has, each with that kind."""
        flags = (
            ("--role", self.role, EvidenceKind.interview),
            ("--topic", self.topics, EvidenceKind.interview),
            ("--place", self.place, EvidenceKind.observation),
            ("--time", self.time, EvidenceKind.observation),
        )
        return [(flag, kind) for flag, value, kind in flags if value]


def resolved(repository: Repository, audit: Audit, given: Given) -> dict[str, Any]:
    """Return the fields that the flags give; a name that nobody knows is a usage error."""
    ways: dict[str, Callable[[], Any]] = {
        "kind": lambda: named("kind", given.kind, EvidenceKind),
        "title": lambda: one_line("the title", given.title),
        "topics": lambda: topics("--topic", given.topics),
        "time": lambda: clock("--time", given.time),
        "purpose": lambda: named("purpose", given.purpose, Purpose),
        "session": lambda: record_within(repository, audit, Kind.session, given.session),
        "viewed": lambda: one_line("--viewed", given.viewed),
        "classification": lambda: named("classification", given.classification, Classification),
        "personal_data": lambda: True,
        "retention_until": lambda: day("--retention-until", given.retention_until),
        "details": lambda: prose("--details", given.details),
    }
    fields: dict[str, Any] = {key: way() for key, way in ways.items() if getattr(given, key)}
    if given.sample.is_given:
        fields["sample"] = given.sample.fields(repository)
    ends = (("from", "--period-from", given.period_from), ("to", "--period-to", given.period_to))
    period = {key: day(flag, written) for key, flag, written in ends if written}
    by = {"by": record_named(repository, Kind.person, given.by)} if given.by else {}
    return (
        fields
        | _source(given)
        | ({"period": period} if period else {})
        | {"collected": {**by, "date": day_given("--date", given.day, repository.today)}}
    )


def _source(given: Given) -> dict[str, str]:
    """Return the source by whichever flag it was given."""
    flags = (("--source", given.source), ("--role", given.role), ("--place", given.place))
    written = [(flag, value) for flag, value in flags if value]
    if len(written) > 1:
        raise UsageError(f"{written[0][0]} and {written[1][0]} say the same thing", "give one of them")
    return {"source": one_line(*written[0])} if written else {}


def topics(what: str, given: tuple[str, ...]) -> list[str]:
    """Return the topics, each once."""
    return list(dict.fromkeys(one_line(what, item) for item in given))


def clock(what: str, written: str) -> str:
    """Return a time of the day as it is written in files; UsageError for anything else."""
    words = written.strip()
    try:
        if _CLOCK.match(words):
            return time.fromisoformat(words).strftime("%H:%M")
    except ValueError:
        pass
    raise UsageError(f"{what} {written!r} is no time of the day", "write HH:MM")


def ask(repository: Repository, audit: Audit, given: Given, fields: dict[str, Any], asking: Asking) -> None:
    """Ask for what is missing; InputNeeded for what is required where nobody can be asked."""
    _refuse_foreign(given, fields)
    if "title" not in fields:
        fields["title"] = asking.line("Title", "TITLE", lambda answer: one_line("the title", answer))
    if "kind" not in fields:
        options = [(kind.value, words) for kind, words in KINDS]
        fields["kind"] = asking.choice(
            "Kind", "--kind", options, lambda answer: named("kind", clean("the kind", answer), EvidenceKind)
        )
        _refuse_foreign(given, fields)
    if asking.allowed:
        _ask_by_kind(fields, asking)
    if "by" not in fields["collected"]:
        person = _collector(repository, audit, fields, asking)
        fields["collected"] = {"by": person, **fields["collected"]}
    if "sample" in fields:
        fields["sample"].setdefault("drawn_by", fields["collected"]["by"])
    if fields.get("personal_data") and "retention_until" not in fields:
        fields["retention_until"] = _kept_until(asking)


def _refuse_foreign(given: Given, fields: dict[str, Any]) -> None:
    """Raise UsageError for a flag that another kind of evidence has."""
    kind = fields.get("kind")
    for flag, owner in given.owned():
        if kind and kind != owner:
            raise UsageError(f"{flag} belongs to an {owner}, and this is of the kind {kind}", "leave it out")


def _ask_by_kind(fields: dict[str, Any], asking: Asking) -> None:
    """Ask for the source in the words of the kind, and for what this kind alone has."""
    kind = EvidenceKind(fields["kind"])
    if "source" not in fields:
        flag, question = SOURCES.get(kind, ("--source", "Source, where it came from"))
        what = question.lower().partition(",")[0]
        fields["source"] = asking.line(question, flag, lambda answer: one_line(f"the {what}", answer))
    if kind is EvidenceKind.interview and "topics" not in fields:
        written = asking.line("Topics (commas between; empty for none)", "--topic", lambda answer: answer)
        words = tuple(word for word in written.split(",") if word.strip())
        fields |= {"topics": topics("a topic", words)} if words else {}
    if kind is EvidenceKind.observation and "time" not in fields:
        at = asking.line(
            "Time, HH:MM (empty for none)", "--time", lambda answer: answer and clock("the time", answer)
        )
        fields |= {"time": at} if at else {}
    if kind in SAID and "details" not in fields:
        asking.prose(SAID[kind], lambda text: fields.update(details=text))


def _kept_until(asking: Asking) -> date:
    flag = "--retention-until"
    what = "Last day on which the personal data is kept"
    return date.fromisoformat(asking.line(what, flag, lambda answer: str(day("the day", answer))))


def _collector(repository: Repository, audit: Audit, fields: dict[str, Any], asking: Asking) -> str:
    """Return who collected it: proof of an action comes from whoever acts, all else from the auditors."""
    is_proof = fields.get("purpose") == Purpose.action
    likely = git_author(repository) if is_proof else likely_auditor(repository, audit)
    if likely and not asking.allowed:
        return likely
    return asking.line(
        "Collected by",
        "--by",
        lambda answer: record_named(repository, Kind.person, clean("the name", answer)),
        likely,
    )
