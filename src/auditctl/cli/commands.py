"""The commands by group, each in a module of its own that is imported when it is called."""


class Entry:
    """A command as the overview names it; `auditctl.cli.MODULE` holds its `app`.

    A plain class: the overview has to start faster than `dataclasses` is imported.
    """

    __slots__ = ("group", "module", "name", "summary")

    def __init__(self, name: str, module: str, summary: str, group: str) -> None:
        self.name = name
        self.module = module
        self.summary = summary
        self.group = group


COMMANDS = (
    Entry("init", "init", "Start an audit repository, empty or with a complete example", "Start"),
    Entry(
        "plan", "plan.commands", "Show the programme or an audit's plan, every conflict; plan anew", "Plan"
    ),
    Entry("who", "who", "Show who may audit a process, who may not, and why", "Plan"),
    Entry("audit", "audit", "Pass the milestones of an audit, each a gate", "Plan"),
    Entry(
        "fieldwork",
        "fieldwork.commands",
        "Go through the work papers: result, note, evidence, finding",
        "Fieldwork",
    ),
    Entry("evidence", "evidence.commands", "Add, verify, sample, list and dispose of evidence", "Fieldwork"),
    Entry("finding", "finding.commands", "Add findings, and record what becomes of each", "Fieldwork"),
    Entry("capa", "capa.commands", "Follow corrective actions to their verified effect", "Follow up"),
    Entry("followup", "followup", "Plan the follow-up audit of what waits for verification", "Follow up"),
    Entry("check", "check", "Check the whole repository and say what is wrong, and where", "Judge"),
    Entry("ready", "ready", "Show what is missing before the external audit, and who owes it", "Judge"),
    Entry(
        "conformity", "conformity", "Hold the audit process against 9.2 and 10.2, element by element", "Judge"
    ),
    Entry("diff", "diff", "Show what changed between two revisions, in the words of an audit", "Judge"),
    Entry(
        "history", "history", "Show which commit brought each fact of a record, and who signed it", "Judge"
    ),
    Entry("rules", "rules", "List every rule with its severity, gate and basis", "Judge"),
    Entry("explain", "explain", "Explain one rule: why, how to mend it, an example", "Judge"),
    Entry("status", "status", "Show where the audits, findings and corrective actions stand", "Report"),
    Entry("due", "due", "Show what is due, by person and day, or as a calendar", "Report"),
    Entry("report", "report", "Write a report: of an audit, its plan, the programme, a review", "Report"),
    Entry("pack", "pack", "Pack what an external auditor asks for into one file", "Report"),
    Entry("verify", "verify", "Check a pack, or an audit against the seal of its report", "Report"),
    Entry("schema", "schema", "Write JSON Schemas of all files, for editors", "Keep"),
    Entry("rename", "rename", "Give a record another id, with every reference to it", "Keep"),
)
