"""Draws docs/plan.svg: real output of `auditctl plan` on the audit of the README's tour.

python docs/plan_picture.py
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).parent
FENCE = re.compile(r"^```yaml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def output() -> str:
    """Return the coloured output of the plan of the tour."""
    readme = (HERE.parent / "README.md").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        for path, text in FENCE.findall(readme):
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        command = [
            sys.executable,
            "-m",
            "auditctl",
            "-C",
            folder,
            "--as-of",
            "2026-11-20",
            "--color",
            "always",
            "plan",
            "2026-internal",
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    console = Console(record=True, width=80, file=tempfile.TemporaryFile("w+"))  # noqa: SIM115 - thrown away
    console.print(Text("$ auditctl plan 2026-internal", style="bold"))
    console.print(Text.from_ansi(output().partition("\nWho may audit what")[0].rstrip()))
    svg = console.export_svg(title="auditctl")
    # the picture asks nobody for a font
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL).replace("Fira Code", "DejaVu Sans Mono")
    (HERE / "plan.svg").write_text(re.sub(r"terminal-\d+", "terminal", svg), "utf-8")


if __name__ == "__main__":
    main()
