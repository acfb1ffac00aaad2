"""What the keys of our files are called in a sentence."""

from auditctl.source.nodes import Route

ITEMS = {"actions": "action", "containment": "containment", "correction": "correction"}
LISTS = {
    "amendments": "amendment",
    "audits": "audit of the certification body",
    "certifications": "certificate",
    "conflicts": "declared conflict",
    "designers": "designer",
    "distribution": "delivery",
    "evaluations": "evaluation",
    "exceptions": "exception",
    "excluded": "exclusion",
    "extended": "extension",
    "lines": "line",
    "nodes": "requirement",
    "not_covered": "part not covered",
    "past": "earlier part",
    "past_roles": "earlier post",
    "plan": "step of the plan",
    "postponed": "postponement",
    "qualifications": "qualification",
    "regraded": "regrading",
    "relations": "relation",
    "reviews": "review",
    "revisions": "revision",
    "services": "service",
    "transferred": "transfer",
    "verifications": "verification",
}
"""What one item of a list is called."""
OF_NAME = {
    "attribute_values": "values of the attribute {}",
    "attributes": "attribute {}",
    "counts": "number of {}",
    "declarations": "declaration of {}",
    "documents": "document {}",
    "excluded": "exclusion of {}",
    "severity": "rule {}",
}
"""What is called by the name under a key."""
SILENT = frozenset({"catalog", "rules"})
"""Keys that only hold others, and need no word."""
PATHS: dict[tuple[str, ...], str] = {
    ("policy", "deadlines", "major", "containment"): "days to limit the damage of a major nonconformity",
    ("policy", "deadlines", "major", "plan"): "days to plan the action on a major nonconformity",
    ("policy", "deadlines", "major", "action"): "days to act on a major nonconformity",
    ("policy", "deadlines", "minor", "plan"): "days to plan the action on a minor nonconformity",
    ("policy", "deadlines", "minor", "action"): "days to act on a minor nonconformity",
    ("policy", "deadlines", "ofi", "decision"): "days to decide on an opportunity for improvement",
    ("policy", "numbering", "nonconformity"): "letters before the number of a nonconformity",
    ("policy", "numbering", "ofi"): "letters before the number of an opportunity for improvement",
    ("policy", "numbering", "strength"): "letters before the number of a strength",
    ("report", "fonts", "text"): "look of reports: font of the text",
    ("report", "fonts", "bold"): "look of reports: bold font",
    ("report", "fonts", "italic"): "look of reports: italic font",
    ("report", "fonts", "headings"): "look of reports: font of the headings",
    ("report", "fonts", "code"): "look of reports: font of ids and code",
    ("report", "logo"): "look of reports: logo",
    ("report", "accent"): "look of reports: colour",
    ("report", "header"): "look of reports: line at the head",
    ("report", "footer"): "look of reports: line at the foot",
    ("report", "classification"): "look of reports: word on who may see them",
    ("legacy", "report"): "audit held before: its report",
    ("planned", "from"): "planned first day",
    ("planned", "to"): "planned last day",
    ("plan", "sent"): "plan sent",
    ("plan", "accepted"): "plan accepted",
    ("cause", "cause"): "cause",
    ("cause", "category"): "kind of the cause",
    ("cause", "method"): "how the cause was looked for",
    ("cause", "whys"): "answers to why",
    ("cause", "by"): "cause found by",
    ("cause", "date"): "cause found on",
    ("extent", "checked"): "where else was looked",
    ("extent", "result"): "result of looking elsewhere",
    ("extent", "by"): "looked elsewhere by",
    ("extent", "date"): "looked elsewhere on",
    ("origin", "kind"): "origin",
    ("origin", "date"): "day of the origin",
    ("effectiveness", "criterion"): "criterion of the effect",
    ("effectiveness", "not_before"): "first day to look at the effect",
    ("effectiveness", "verifier"): "verifier of the effect",
    ("conclusions", "conformity"): "conclusion on conformity",
    ("conclusions", "effectiveness"): "conclusion on effectiveness",
    ("sample", "list"): "list of the sample",
    ("sample", "list_sha256"): "sha256 of the list of the sample",
    ("collected", "by"): "collected by",
    ("collected", "date"): "collected on",
}
"""Ways to a value that have a name as a whole."""
WORDS = {
    "accent": "colour",
    "accepted": "taken up",
    "amendments": "amendments",
    "approved_by": "approved by",
    "ask": "question",
    "assessable": "whether it can be audited against",
    "attribute_values": "values of the attributes",
    "audit_every_months": "months between audits of each clause",
    "auditctl": "version of the format",
    "auditee": "answer of the auditee",
    "body": "body that audits",
    "capa": "corrective action",
    "certifications": "certificates",
    "client": "client of the audit",
    "conflicts": "declared conflicts",
    "consequences": "how the consequences were dealt with",
    "consultant_cooling_off_months": "months of cooling off after consulting",
    "containment": "containment",
    "control_every_months": "months between audits of each control",
    "cooling_off_months": "months of cooling off",
    "correction_not_needed": "why no correction is needed",
    "deadlines": "days to act",
    "design_look_back_months": "months for which a design is looked back at",
    "designers": "designers",
    "details": "details",
    "disposed": "disposal",
    "distribution": "who got the report",
    "documented_information": "what has to be documented",
    "drawn_by": "drawn by",
    "due": "due date",
    "employer": "employer",
    "evaluation_valid_months": "months for which an evaluation holds",
    "excluded": "what is left out",
    "expires": "last day on which it holds",
    "external_audit_lead_days": "days between internal and external audit",
    "file": "file",
    "findings": "findings",
    "follow_up": "findings to follow up",
    "follows": "corrective action before it",
    "from": "first day",
    "grade_reason": "reason for the grade",
    "guides": "guides",
    "isms_change": "change of the management system",
    "issued": "issued",
    "left": "day of leaving",
    "legacy": "audit held before",
    "limitations": "limits of the conclusions",
    "lines": "lines",
    "list_sha256": "sha256 of the list",
    "look_for": "what to look for",
    "management_review": "management review",
    "max_consecutive_audits": "audits in a row by one auditor",
    "max_extensions": "times that a due date may be moved",
    "merged_into": "merged into",
    "needs": "competences that it needs",
    "new_in_2022": "whether it came with 2022",
    "not_before": "first day",
    "not_covered": "what was not covered",
    "numbered_paragraphs": "whether paragraphs are numbered without titles",
    "numbering": "letters before numbers",
    "ofi": "opportunity for improvement",
    "opening": "opening meeting",
    "closing": "closing meeting",
    "others": "other people met",
    "past": "earlier parts in it",
    "past_roles": "earlier posts",
    "path": "place of the document",
    "period": "period",
    "personal_data": "personal data",
    "picked": "what the sample took",
    "plan": "plan",
    "plan_notice_working_days": "working days of notice of the plan",
    "planning": "how audits are planned",
    "policy": "house rules",
    "previous_results": "earlier audits considered",
    "record": "where it is recorded",
    "records": "records amended",
    "records_since": "day since which records are complete",
    "repeat_marked": "marked as a repeat",
    "repeat_of": "repeat of",
    "report": "report",
    "report_working_days": "working days until the report",
    "reporting": "to whom results go",
    "response_due": "date for the response",
    "responsibilities": "who does what",
    "resubmit_due": "date to submit it again",
    "retention_until": "end of retention",
    "retired": "day of retirement",
    "rights": "rights in the titles",
    "second_reviewer": "second reviewer",
    "sent": "sent",
    "services": "services",
    "severity": "weight of rules",
    "since": "in this post since",
    "size": "size of the population",
    "standards": "standards in force",
    "supervised_by": "supervised by",
    "taken": "number looked at",
    "title_tr": "title in Turkish",
    "to": "last day",
    "top_management": "top management",
    "unofficial": "languages without an official title",
    "unplanned": "reason for an audit outside of the programme",
    "valid_until": "holds until",
    "verification_days": "days for the look at the effect",
    "viewed": "place that was viewed",
    "virtual": "whether it is virtual",
}
"""Keys that are called otherwise than they are written."""
OF_ITEM = {
    ("extended", "from"): "due date before",
    ("extended", "to"): "due date from then on",
    ("postponed", "from"): "day before",
    ("postponed", "to"): "day from then on",
    ("regraded", "from"): "grade before",
    ("regraded", "to"): "grade from then on",
    ("transferred", "from"): "who answered for it before",
    ("transferred", "to"): "who answers for it from then on",
    ("distribution", "to"): "reader",
}


def word(key: str) -> str:
    """Return what a key is called."""
    return WORDS.get(key, key.replace("_", " "))


def label(route: Route) -> str:
    """Return what stands at a route in words: `action control-register: owner`, `line 4: result`."""
    whole = PATHS.get(tuple(map(str, route)))
    if whole:
        return whole
    words: list[str] = []
    at = 0
    while at < len(route):
        name, steps = _named(route, at)
        words += [name] if name else []
        at += steps
    return ": ".join(words)


def _named(route: Route, at: int) -> tuple[str, int]:
    """Return what the next steps of a route are called, and how many steps these are."""
    step = str(route[at])
    below = route[at + 1] if at + 1 < len(route) else None
    if isinstance(below, int):
        return f"{LISTS.get(step, word(step).removesuffix('s'))} {below + 1}", 2
    if isinstance(below, str) and step in ITEMS:
        return f"{ITEMS[step]} {below}", 2
    if isinstance(below, str) and step in OF_NAME:
        return OF_NAME[step].format(below), 2
    if at >= 2 and (str(route[at - 2]), step) in OF_ITEM:  # noqa: PLR2004 - extended, 0, to
        return OF_ITEM[str(route[at - 2]), step], 1
    whole = PATHS.get((str(route[at - 1]), step)) if at else None
    return (whole or word(step), 1) if step not in SILENT or below is None else ("", 1)
