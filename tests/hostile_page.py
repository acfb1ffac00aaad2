"""An audit report whose finding says everything that could hurt a reader, and what must not become of it."""

from collections.abc import Mapping
from pathlib import Path

from hostile import HOSTILE
from small_report import FINDINGS, report

MORE = [
    "{{ 7*7 }} {% for x in y %}",
    "> " * 2000 + "deep",
    "emoji 🙂👩‍👩‍👧‍👦🇹🇷, 中文字, عربي and עברית",
    "a|b `c` ``d``",
    "]]> &amp; &lt;script&gt; <b>bold</b>",
    "x" * 5000,
]
NESTED = "*a **b " * 400 + "c** d*" * 400
TITLE = "<script>alert(1)</script> {{ 7*7 }} | `x` 🙂"


def hostile_findings(*more: str) -> Mapping[str, str]:
    """Return the records of the small report, with all of it in one finding; each text is one paragraph or more."""
    finding = FINDINGS["audits/a/findings/no-restore.yaml"]
    said = "".join(f"  {line}\n" for line in "\n\n".join([*HOSTILE, *MORE, *more]).split("\n"))
    quoted = TITLE.replace("'", "''")
    return FINDINGS | {
        "audits/a/findings/no-restore.yaml": finding.replace(
            "title: Restore never proven", f"title: '{quoted}'"
        ).replace("effect: Data could be lost.\n", f"effect: |\n{said}"),
        "audits/a/findings/better.yaml": f"{FINDINGS['audits/a/findings/better.yaml']}statement: |\n  {NESTED}\n",
    }


def hostile_page(root: Path, *more: str) -> str:
    return report(root, "html", hostile_findings(*more))
