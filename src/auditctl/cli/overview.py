"""The overview that `auditctl --help` prints: it needs nothing but its own words."""

from auditctl.cli.commands import COMMANDS

INTRODUCTION = "Keep an ISO/IEC 27001 internal audit programme as plain files in git,\n  and prove it."
OPTIONS = {
    "-C DIR": "Work in the repository of this folder.",
    "--as-of DATE": "Judge as of this day (or set AUDITCTL_TODAY).",
    "--color auto|always|never": "When to colour.",
    "--debug": "Show the traceback of a bug.",
    "--install-completion": "Install completion for the current shell.",
    "--show-completion": "Print the completion for the current shell.",
    "-V, --version": "Show the version.",
    "-h, --help": "Show this overview, or the help of a command.",
}
EXAMPLES = {
    "auditctl init my-audits --example lodos": "a complete example to look around in",
    "auditctl plan 2026-main": "who audits what, and every conflict",
    "auditctl check": "everything that is wrong, and where",
    "auditctl finding add 2026-main": "a new finding, step by step",
    "auditctl report 2026-main -o report.html": "the report that management reads",
}
EXIT_CODES = "Exit codes: 0 fine, 1 problems, 2 usage, 3 refused, 70 a bug, 130 interrupted."


def overview() -> str:
    """Return the overview: usage, commands by group, options, examples, exit codes."""
    groups = dict.fromkeys(entry.group for entry in COMMANDS)
    commands = {
        group: {entry.name: entry.summary for entry in COMMANDS if entry.group == group} for group in groups
    }
    blocks = [f"Usage: auditctl [OPTIONS] COMMAND [ARGS]...\n\n  {INTRODUCTION}"]
    width = max(len(entry.name) for entry in COMMANDS)
    blocks += [_block(group, rows, width) for group, rows in commands.items()]
    blocks += [_block("Options", OPTIONS), _block("Examples", EXAMPLES), EXIT_CODES]
    return "\n\n".join(blocks) + "\n"


def _block(title: str, rows: dict[str, str], width: int = 0) -> str:
    width = width or max(map(len, rows))
    return "\n".join([f"{title}:", *(f"  {name:<{width}}  {words}" for name, words in rows.items())])
