"""The main audit of the example company as command lines, each on its day, read from its own records.

A record is translated field by field: what stands in the file is said with the flag of that field. Files are
read by a reader that is not ours, every scalar as text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LODOS = Path(__file__).parent.parent / "examples" / "lodos"
AUDIT = "2026-main"
HOME = LODOS / "audits" / AUDIT
FILES = Path("audits") / AUDIT / "evidence" / "files"
WALKED = "isms"
"""The session that is walked on a terminal, where one piece of evidence and one finding are recorded at once."""
AT_ONCE = ("isms-manager-interview", "metrics-not-taken")
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A command line on its day; `rank` is its place in the day, steps of one `chain` keep their order."""

    day: str
    rank: int
    chain: str
    words: tuple[str, ...]


EVIDENCE, FINDING, LINE, OPENED, WALK, FACT, CLOSED, REPORT, CAPA = 1, 2, 3, 0, 4, 5, 6, 7, 8


def plain(path: Path) -> Any:
    """Return a file of YAML as plain data, every scalar as text."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it builds texts alone


def records(kind: str) -> dict[str, Data]:
    return {path.stem: plain(path) for path in sorted((HOME / kind).glob("*.yaml"))}


def flags(data: Data, names: Mapping[str, str]) -> list[str]:
    """Return the flags of the fields that a record has; a list gives its flag again for each item."""
    words: list[str] = []
    for key, flag in names.items():
        value = data.get(key, [])
        for item in value if isinstance(value, list) else [value]:
            words += [flag, str(item)]
    return words


EVIDENCE_FLAG = {"evidence": "--evidence"}
SIGNED = {"by": "--by", "date": "--date"}


class MainAudit:
    """The records of the main audit, and the commands that made them."""

    def __init__(self) -> None:
        self.audit = plain(HOME / "audit.yaml")
        self.sessions = plain(HOME / "schedule.yaml")["sessions"]
        self.workpapers = records("workpapers")
        self.evidence = records("evidence")
        self.findings = records("findings")
        self.capas = records("capas")

    def known(self, *, evidence: Any = (), findings: Any = ()) -> str:
        """Return the first day on which these records are there; an early one for none."""
        days = [self.evidence[name]["collected"]["date"] for name in evidence]
        days += [self.added(name) for name in findings]
        return max(days, default="")

    def added(self, name: str) -> str:
        return str(self.findings[name]["raised"]["date"])

    def steps(self) -> list[Step]:
        """Return the commands of the whole audit and its follow-up in the order of their days."""
        steps = [*self._milestones(), *self._lines(), *self._elsewhere()]
        steps += [self._evidence(name) for name in self.evidence if name not in AT_ONCE]
        for name in self.findings:
            steps += self._finding(name)
        for name, capa in self.capas.items():
            if any("withdrawn" in self.findings[finding] for finding in capa["findings"]):
                capa = {key: value for key, value in capa.items() if key != "cancelled"}  # noqa: PLW2901
            steps += CapaSteps(name, capa).steps()
        return sorted(steps, key=lambda step: (step.day, step.rank))

    def _milestones(self) -> Iterator[Step]:
        plan = self.audit["plan"]
        yield Step(plan["sent"], OPENED, "audit", ("audit", "send", AUDIT))
        accepted = ("audit", "send", AUDIT, "--accepted-by", plan["accepted"]["by"])
        yield Step(plan["accepted"]["date"], OPENED, "audit", accepted)
        for key, verb, rank in (("opening", "open", OPENED), ("closing", "close", CLOSED)):
            held = self.audit[key]
            words = flags(held, {"date": "--date", "participants": "--participant"})
            yield Step(held["date"], rank, "audit", ("audit", verb, AUDIT, *words))

    def _evidence(self, name: str) -> Step:
        data = self.evidence[name]
        names = {
            "source": "--source",
            "session": "--session",
            "purpose": "--purpose",
            "viewed": "--viewed",
            "classification": "--classification",
            "retention_until": "--retention-until",
            "details": "--details",
            "kind": "--kind",
        }
        words = [AUDIT, data["title"], "--name", name, *flags(data, names), *flags(data["collected"], SIGNED)]
        words += flags(data.get("period", {}), {"from": "--period-from", "to": "--period-to"})
        words += ["--personal-data"] if data.get("personal_data") == "true" else []
        words += ["--file", f"{{collected}}/{Path(data['file']).name}"] if "file" in data else []
        sample = data.get("sample", {})
        day = data["collected"]["date"]
        if sample.get("method") == "random":
            words += ["--population", f"{{collected}}/{Path(sample['list']).name}"]
            words += flags(sample, {"seed": "--seed", "taken": "--take", "population": "--population-name"})
            return Step(day, EVIDENCE, name, ("evidence", "sample", *words))
        own = {
            "population": "--sample-population",
            "size": "--sample-size",
            "taken": "--sample-taken",
            "method": "--sample-method",
            "drawn_by": "--drawn-by",
        }
        return Step(day, EVIDENCE, name, ("evidence", "add", *words, *flags(sample, own)))

    def _finding(self, name: str) -> Iterator[Step]:
        data, ref = self.findings[name], f"{AUDIT}/{name}"
        if name not in AT_ONCE:
            yield Step(self.added(name), FINDING, name, self._raised(name))
        text = {**SIGNED, "text": "--text", "response": "--response"}
        why = {**SIGNED, "why": "--why", "to": "--to"}
        facts = [("regrade", why, one) for one in data.get("regraded", [])]
        facts += [("answer", text, data["auditee"])] if "auditee" in data else []
        facts += [("decide", text, data["decision"])] if "decision" in data else []
        ends = (("withdraw", "withdrawn"), ("accept", "accepted"), ("decline", "declined"))
        facts += [(verb, why, data[key]) for verb, key in ends if key in data]
        for verb, names, fact in facts:
            more = flags(data, {"grade_reason": "--grade-reason"}) if verb == "regrade" else []
            yield Step(fact["date"], FACT, name, ("finding", verb, ref, *flags(fact, names), *more))

    def _raised(self, name: str) -> tuple[str, ...]:
        """Return the command that raises a finding, with the grade that it had on its first day."""
        data = self.findings[name]
        names = {
            "process": "--process",
            "location": "--location",
            "session": "--session",
            "requirements": "--requirement",
            "statement": "--statement",
            "effect": "--effect",
            "repeat_of": "--repeat-of",
            "response_due": "--response-due",
        }
        regraded = data.get("regraded", [])
        grade = regraded[0]["from"] if regraded else data["grade"]
        names |= {} if regraded else {"grade_reason": "--grade-reason"}
        day = self.added(name)
        held = [item for item in data["evidence"] if self.known(evidence=[item]) <= day]
        words = [
            *flags(data, names),
            *flags({"evidence": held}, EVIDENCE_FLAG),
            *flags(data["raised"], SIGNED),
        ]
        return ("finding", "add", AUDIT, data["title"], "--name", name, "--grade", grade, *words)

    def _lines(self) -> Iterator[Step]:
        """Ask the questions of every session on its day; what needs a later record is answered on that day."""
        for session, paper in self.workpapers.items():
            day = self.sessions[session]["date"]
            start = ("fieldwork", AUDIT, session)
            for number, line in enumerate(paper["lines"], start=1):
                later = self.known(evidence=line.get("evidence", []), findings=line.get("findings", []))
                asked = {
                    "ask": "--ask",
                    "requirements": "--requirement",
                    "look_for": "--look-for",
                    "method": "--method",
                }
                words = flags(line, asked)
                if session != WALKED and later <= day:
                    yield Step(day, LINE, session, (*start, *words, *answer(line)))
                    continue
                yield Step(day, LINE, session, (*start, *words))
                if later > day:
                    yield Step(later, LINE, session, (*start, "--line", str(number), *answer(line)))

    def _elsewhere(self) -> Iterator[Step]:
        """The main audit's part in corrective actions of others: an implementation seen, an effect verified."""
        seen = plain(LODOS / "audits/2026-supplier/capas/exit-plan.yaml")["implementation"]
        words = flags(seen, {**SIGNED, "audit": "--audit"})
        yield Step(seen["date"], CAPA, "exit-plan", ("capa", "check", "2026-supplier/exit-plan", *words))
        yield verified("outage-notices", plain(LODOS / "capas/outage-notices.yaml")["verifications"][-1])


def answer(line: Data) -> list[str]:
    names = {
        "result": "--result",
        "notes": "--note",
        "evidence": "--evidence",
        "findings": "--finding",
        "by": "--by",
    }
    return flags(line, names)


def verified(capa: str, fact: Data) -> Step:
    names = {
        **SIGNED,
        "result": "--result",
        "method": "--method",
        "audit": "--audit",
        "evidence": "--evidence",
    }
    return Step(fact["date"], CAPA, capa, ("capa", "verify", capa, *flags(fact, names)))


class CapaSteps:
    """The commands of one corrective action; items and analysis come before the plan that they belong to."""

    ITEM = {"owner": "--owner", "due": "--due"}  # noqa: RUF012 - never changed

    def __init__(self, name: str, data: Data) -> None:
        self.name, self.ref, self.data = name, f"{AUDIT}/{name}", data
        self.opened = self.data["opened"]
        self.planned = next((step["date"] for step in self.data.get("plan", [])), self.opened)

    def step(self, day: str, *words: str) -> Step:
        return Step(day, CAPA, self.ref, ("capa", *words))

    def steps(self) -> Iterator[Step]:
        data = self.data
        findings = (f"{AUDIT}/{name}" for name in data["findings"])
        names = {"owner": "--owner", "follows": "--follows", "details": "--details", "opened": "--date"}
        yield self.step(self.opened, "add", *findings, "--name", self.name, *flags(data, names))
        yield from self._items("containment", "contain", self.opened)
        yield from self._items("correction", "correct", self.opened)
        words = {"correction_not_needed": "--not-needed", "consequences": "--consequences"}
        if said := flags(data, words):
            yield self.step(self.opened, "correct", self.ref, *said)
        yield from self._analysis()
        yield from self._items("actions", "action", self.planned)
        yield from self._course()

    def _items(self, group: str, verb: str, day: str) -> Iterator[Step]:
        shown = {"done": "--date", "proof": "--proof", "evidence": "--evidence"}
        for key, item in self.data.get(group, {}).items():
            words = (item["what"], "--name", key, *flags(item, self.ITEM))
            yield self.step(day, verb, self.ref, *words)
            if "done" in item:
                yield self.step(item["done"], "done", self.ref, key, *flags(item, shown))

    def _analysis(self) -> Iterator[Step]:
        cause, extent = self.data.get("cause", {}), self.data.get("extent", {})
        names = {"method": "--method", "whys": "--why", "cause": "--cause", "category": "--category"}
        if "cause" in cause:
            words = flags(cause, {**names, **SIGNED})
            yield self.step(cause["date"], "cause", self.ref, *words)
        if extent:
            words = flags(extent, {"checked": "--checked", "result": "--result", **SIGNED})
            yield self.step(extent["date"], "extent", self.ref, *words)

    def _course(self) -> Iterator[Step]:
        data = self.data
        effect = {"criterion": "--criterion", "not_before": "--not-before", "verifier": "--verifier"}
        verbs = {"submitted": "submit", "approved": "approve", "rejected": "reject"}
        for plan in data.get("plan", []):
            words = flags(plan, {**SIGNED, "why": "--why", "resubmit_due": "--resubmit-due"})
            if plan["step"] == "submitted":
                words += flags(data.get("effectiveness", {}), effect)
                words += flags(data, {"isms_change": "--isms-change"})
            yield self.step(plan["date"], verbs[plan["step"]], self.ref, *words)
        if seen := data.get("implementation"):
            words = flags(seen, {**SIGNED, "evidence": "--evidence"})
            yield self.step(seen["date"], "check", self.ref, *words)
        for fact in data.get("verifications", []):
            yield verified(self.ref, fact)
        if gone := data.get("cancelled"):
            yield self.step(gone["date"], "cancel", self.ref, *flags(gone, {**SIGNED, "why": "--why"}))
