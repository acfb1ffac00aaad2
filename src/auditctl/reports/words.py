"""The words for what records hold as codes: one phrase for each, in one place."""

from collections.abc import Iterable

STATES = {
    "draft": "draft",
    "planned": "planned",
    "announced": "announced",
    "fieldwork": "fieldwork under way",
    "fieldwork-done": "fieldwork done",
    "reported": "reported",
    "follow-up": "follow-up",
    "closed": "closed",
    "cancelled": "cancelled",
    "withdrawn": "withdrawn",
    "noted": "noted",
    "declined": "declined",
    "reopened": "reopened",
    "in-capa": "in corrective action",
    "accepted": "accepted",
    "issued": "issued",
    "open": "open",
    "analysis": "cause being analysed",
    "submitted": "plan submitted",
    "rejected": "plan rejected",
    "approved": "plan approved",
    "in-progress": "in progress",
    "implemented": "implemented",
    "verification": "effect to be verified",
    "ineffective": "not effective",
}

WORDS: dict[str, dict[str, str]] = {
    "state": STATES,
    "grade": {
        "major": "Major nonconformity",
        "minor": "Minor nonconformity",
        "ofi": "Opportunity for improvement",
        "strength": "Strength",
    },
    "grades": {
        "major": "Major nonconformities",
        "minor": "Minor nonconformities",
        "ofi": "Opportunities for improvement",
        "strength": "Strengths",
    },
    "result": {
        "conform": "conform",
        "nonconform": "nonconform",
        "ofi": "conform, could be improved",
        "audited": "audited, result not kept here",
        "not-audited": "not audited",
        "excluded": "not applicable",
    },
    "wait": {
        "plan": "Plan of corrective action",
        "actions": "Agreed actions, the next of them",
        "effect": "Verification of the effect",
        "decision": "Decision on an opportunity for improvement",
        "contested": "Decision on a contested finding",
    },
    "decided": {
        "accepted": "taken up",
        "declined": "declined",
        "withdrawn": "withdrawn",
        "answered": "contested and decided",
    },
    "group": {"containment": "Containment", "correction": "Correction", "actions": "Corrective action"},
    "response": {"agreed": "agreed", "contested": "contested"},
    "checked": {
        "implemented": "implementation seen",
        "effective": "effective",
        "ineffective": "not effective",
    },
    "report": {
        "internal": "Internal audit report",
        "follow-up": "Follow-up audit report",
        "external": "External audit report",
        "programme": "Internal audit programme",
        "readiness": "Readiness for an external audit",
        "conformity": "The internal audit process held against its requirements",
    },
    "evidence": {
        "document": "document",
        "record": "record",
        "log": "log",
        "approval": "approval",
        "system-output": "system output",
        "interview": "interview",
        "observation": "observation",
        "photo": "photo",
    },
    "purpose": {"fieldwork": "audit", "action": "proof of an action"},
    "method": {
        "interview": "interview",
        "observation": "observation",
        "document-review": "document review",
        "technical-test": "technical test",
        "sampling": "sampling",
    },
    "mode": {"on-site": "on site", "remote": "remote"},
    "sample": {"full": "all", "random": "random", "systematic": "systematic", "judgement": "by judgement"},
    "role": {
        "lead": "Lead auditor",
        "auditor": "Auditor",
        "expert": "Technical expert",
        "observer": "Observer",
    },
    "evaluation": {"qualified": "qualified", "not-qualified": "not qualified"},
    "relation": {
        "family": "family",
        "close": "close relation",
        "financial": "financial interest",
        "dispute": "dispute",
    },
    "met": {"opening": "opening meeting", "closing": "closing meeting"},
    "criterion": {"all": "all requirements", "clauses": "all clauses", "controls": "all controls"},
    "part": {"clauses": "Clauses", "controls": "Controls", "requirements": "Requirements"},
    "stop": {
        "scheduled": "scheduled",
        "postponed": "postponed",
        "planned": "planned",
        "underway": "under way",
        "held": "held",
        "late": "late",
        "cancelled": "cancelled",
        "external": "external",
    },
    "standing": {"in force": "in force", "not begun": "not begun", "over": "over"},
    "scope": {"all": "every process"},
    "cover": {
        "audited": "audited in time",
        "planned": "planned in time",
        "overdue": "overdue",
        "never": "neither audited nor planned in time",
        "not-applicable": "not applicable",
    },
    "found": {
        "major": "major nonconformity",
        "minor": "minor nonconformity",
        "ofi": "opportunity for improvement",
        "none": "no finding",
        "unknown": "not kept here",
        "not-audited": "not audited",
    },
    "importance": {"high": "high", "medium": "medium", "low": "low"},
    "readiness": {
        "met": "met",
        "not-met": "not met",
        "lowered": "not met, lowered by the settings",
        "off": "not met, switched off by the settings",
    },
    "severity": {"error": "error", "warning": "warning", "note": "note"},
}
"""Kind of code -> code -> phrase."""


def word(kind: str, code: str) -> str:
    """Return the phrase for a code of a kind; what has none, such as an id, is its own."""
    return WORDS[kind].get(code, code)


def words(kind: str, codes: Iterable[str]) -> str:
    """Return the phrases for several codes, separated by commas."""
    return ", ".join(word(kind, code) for code in codes)
