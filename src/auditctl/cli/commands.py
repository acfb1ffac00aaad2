"""The commands by group, each in a module of its own that is imported when it is called."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as the overview names it; `auditctl.cli.MODULE` holds its `app`."""

    name: str
    module: str
    summary: str
    group: str


COMMANDS = (
    Entry("init", "init", "Start an audit repository, empty or with a complete example", "Start"),
    Entry("plan", "plan", "Show the plan of an audit with every conflict of independence", "Plan"),
    Entry("who", "who", "Show who may audit a process, who may not, and why", "Plan"),
    Entry("evidence", "evidence", "Add and list evidence", "Fieldwork"),
    Entry("finding", "finding", "Add, list and show findings", "Fieldwork"),
    Entry("check", "check", "Check the whole repository and say what is wrong, and where", "Judge"),
    Entry("rules", "rules", "List every rule with its severity, gate and basis", "Judge"),
    Entry("explain", "explain", "Explain one rule: why, how to mend it, an example", "Judge"),
    Entry("status", "status", "Show where the audits, findings and corrective actions stand", "Report"),
    Entry("report", "report", "Write the internal audit report", "Report"),
)
