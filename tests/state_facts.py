"""The facts without which a record cannot be in a state, read from the plain files; written from the format alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_GROUPS = ("containment", "correction", "actions")
_NONCONFORMITY = {"major", "minor"}


@dataclass(frozen=True)
class States:
    """The state of each record by its name, AUDIT/id or id."""

    audits: Mapping[str, str]
    findings: Mapping[str, str]
    capas: Mapping[str, str]


@dataclass(frozen=True)
class Facts:
    """Plain data by path, and the day on which it is looked at."""

    data: Mapping[str, Any]
    today: str

    def record(self, folder: str, name: str) -> Any:
        audit, mark, bare = name.partition("/")
        return self.data[f"audits/{audit}/{folder}/{bare}.yaml" if mark else f"{folder}/{name}.yaml"]

    def part(self, audit: str, part: str) -> Any:
        whole = self.data[f"audits/{audit}/audit.yaml"]
        return self.data.get(f"audits/{audit}/{part}.yaml") or whole.get(part) or {}

    def is_issued(self, audit: str) -> bool:
        return "issued" in self.part(audit, "report")

    def findings_of(self, name: str) -> list[str]:
        """Return the findings that a CAPA answers, in full."""
        audit = name.partition("/")[0]
        named = self.record("capas", name).get("findings", [])
        return [found if "/" in found else f"{audit}/{found}" for found in named]

    def is_for_nonconformity(self, name: str) -> bool:
        grades = {self.record("findings", found)["grade"] for found in self.findings_of(name)}
        grades.add(self.record("capas", name).get("origin", {}).get("grade", ""))
        return bool(grades & _NONCONFORMITY)


def unfounded(facts: Facts, states: States) -> Iterator[str]:
    """Yield the records that are in a state without its facts."""
    for name, state in states.audits.items():
        if not _audit(facts, states, name)[state]:
            yield f"the audit {name} is {state}"
    for name, state in states.findings.items():
        if not _finding(facts, states, name)[state]:
            yield f"the finding {name} is {state}"
    for name, state in states.capas.items():
        if not _capa(facts, name)[state]:
            yield f"the CAPA {name} is {state}"


def _audit(facts: Facts, states: States, name: str) -> dict[str, bool]:
    data, issued = facts.data[f"audits/{name}/audit.yaml"], facts.is_issued(name)
    opened = data.get("opening", {}).get("date", "9")
    closing = data.get("closing", {}).get("date", "9")
    waits = any(
        facts.record("findings", found)["grade"] in _NONCONFORMITY and state not in {"closed", "withdrawn"}
        for found, state in states.findings.items()
        if found.startswith(f"{name}/")
    )
    sessions = facts.part(name, "schedule").get("sessions", {}).values()
    return {
        "cancelled": "cancelled" in data,
        "closed": "closed" in data and issued,
        "follow-up": issued and waits,
        "reported": issued and not waits,
        "fieldwork-done": opened <= closing <= facts.today and not issued,
        "fieldwork": opened <= facts.today and "closed" not in data and not issued,
        "announced": "sent" in data.get("plan", {}) and opened > facts.today,
        "planned": "lead" in facts.part(name, "team") and all("date" in session for session in sessions),
        "draft": "sent" not in data.get("plan", {}),
    }


def _finding(facts: Facts, states: States, name: str) -> dict[str, bool]:
    data, issued = facts.record("findings", name), facts.is_issued(name.partition("/")[0])
    capas = {capa: state for capa, state in states.capas.items() if name in facts.findings_of(capa)}
    live = {state for state in capas.values() if state != "cancelled"}
    is_ofi = data["grade"] == "ofi"
    repeated = any("repeat_of" in facts.record("findings", other) for other in states.findings)
    return {
        "withdrawn": "withdrawn" in data,
        "noted": data["grade"] == "strength",
        "declined": is_ofi and "declined" in data,
        "reopened": "ineffective" in live or repeated,
        "closed": "closed" in states.capas.values() and live <= {"closed", "ineffective"} and bool(live),
        "in-capa": bool(live),
        "accepted": is_ofi and "accepted" in data and not live,
        "issued": issued and not live,
        "draft": not issued and not live,
    }


def _capa(facts: Facts, name: str) -> dict[str, bool]:
    data = facts.record("capas", name)
    items = [item for group in _GROUPS for item in data.get(group, {}).values()]
    done = [item["done"] for item in items if "done" in item]
    is_all_done = bool(items) and len(done) == len(items)
    last = max(done, default="") if len(done) == len(items) else "9"
    tries = [held for held in data.get("verifications", []) if last <= held["date"]]
    results = {held["result"] for held in tries}
    step = _standing(data.get("plan", []))
    not_before = data.get("effectiveness", {}).get("not_before", "9")
    analysed = any(key in data for key in (*_GROUPS, "correction_not_needed", "cause", "extent"))
    reported = [facts.is_issued(found.partition("/")[0]) for found in facts.findings_of(name)]
    return {
        "cancelled": "cancelled" in data or "merged_into" in data,
        "closed": "effective" in results or (is_all_done and not facts.is_for_nonconformity(name)),
        "ineffective": "ineffective" in results,
        "verification": step == "approved" and is_all_done and not_before <= facts.today,
        "implemented": step == "approved" and is_all_done and not_before > facts.today,
        "in-progress": step == "approved" and bool(done) and not is_all_done,
        "approved": step == "approved" and not done,
        "rejected": step == "rejected",
        "submitted": step == "submitted",
        "analysis": analysed and step == "",
        "open": not analysed and step == "" and ("origin" in data or any(reported)),
        "draft": not analysed and step == "" and not any(reported) and "origin" not in data,
    }


def _standing(plan: list[dict[str, str]]) -> str:
    """Return the last step of a plan; an answer counts only after a submission, and not before its day."""
    standing, day = "", ""
    for step in plan:
        if step["step"] == "submitted" or (standing and step["date"] >= day):
            standing, day = step["step"], step["date"]
    return standing
