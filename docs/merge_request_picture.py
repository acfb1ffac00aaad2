"""Draws docs/merge-request.png: a change of the README's tour with what `check --since main --format github` says of it.

The lines are those of `git diff`, the notes beside them those of the real output, read as GitHub reads it.

python docs/merge_request_picture.py
"""

import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
FENCE = re.compile(r"^```yaml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"::(error|warning|notice) (.*?)::(.*)")
HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)")
AUDIT = "audits/2026-internal/audit.yaml"
CHANGE = {
    "operations: {process: operations, auditors: [jon-lake]": "operations: {process: operations, auditors: [ana-cole]",
    "office: {process: office, auditors: [jon-lake], date: 2026-12-08": "office: {process: ofice, auditors: [jon-lake], date: 2026-12-08",
}
WIDTH, HEIGHT = 1080, 720
BROWSER = ("chromium", "--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={WIDTH},{HEIGHT}")
STYLE = """
body { font: 14px/1.5 "DejaVu Sans", sans-serif; margin: 24px; color: #1f2328; background: #fff; }
h1 { font-size: 18px; margin: 0 0 4px; } p { margin: 0 0 14px; color: #59636e; }
.file { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
.name { background: #f6f8fa; padding: 8px 12px; font: 12px "DejaVu Sans Mono", monospace; border-bottom: 1px solid #d1d9e0; }
pre { margin: 0; font: 11.5px/1.7 "DejaVu Sans Mono", monospace; white-space: pre; overflow: hidden; padding: 0 12px; }
.old { background: #ffebe9; } .new { background: #dafbe1; }
.note { border: 1px solid #d1d9e0; border-left: 4px solid #9a6700; border-radius: 4px; margin: 6px 12px; padding: 6px 12px; }
.note.error { border-left-color: #cf222e; } .note b { display: block; } .note span { display: block; white-space: pre-line; }
.sums { margin-top: 14px; font: 12px "DejaVu Sans Mono", monospace; color: #59636e; }
"""


class Note(NamedTuple):
    """What is said of a line."""

    level: str
    file: str
    line: int
    title: str
    words: str


def git(folder: Path, *words: str) -> str:
    author = {f"GIT_{who}_{what}": "tour" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["git", *words], cwd=folder, env=os.environ | author, capture_output=True, text=True, check=True
    )
    return done.stdout


def lay(folder: Path) -> None:
    """Write the files of the tour with Jon in every session and the plan sent, and the change on a branch."""
    readme = (HERE.parent / "README.md").read_text("utf-8")
    for path, text in FENCE.findall(readme):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    audit = folder / AUDIT
    staffed = audit.read_text("utf-8").replace("auditors: [ana-cole]", "auditors: [jon-lake]")
    staffed = staffed.replace("scope:", "plan: {sent: 2026-11-23}\nscope:")
    audit.write_text(staffed, "utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "the plan is out")
    git(folder, "checkout", "-qb", "change")
    for old, new in CHANGE.items():
        assert old in staffed, old  # noqa: S101 - the tour was changed
        staffed = staffed.replace(old, new)
    audit.write_text(staffed, "utf-8")
    git(folder, "commit", "-qam", "Ana takes the operations")


def output(folder: Path) -> str:
    words = ("--as-of", "2026-11-24", "check", "--since", "main", "--no-timed", "--format", "github")
    done = subprocess.run(
        [sys.executable, "-m", "auditctl", "-C", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def notes(text: str) -> Iterator[Note]:
    for level, told, words in COMMAND.findall(text):
        properties = dict(pair.split("=", 1) for pair in told.split(","))
        yield Note(
            level,
            _read(properties["file"]),
            int(properties["line"]),
            _read(properties["title"]),
            _read(words),
        )


def _read(words: str) -> str:
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        words = words.replace(code, letter)
    return words


def page(diff: str, found: list[Note], sums: str) -> str:
    return (
        f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>"
        "<h1>Ana takes the operations</h1><p>change &rarr; main, as the merge request shows it</p>"
        f"<div class=file><div class=name>{AUDIT}</div>{''.join(_lines(diff, found))}</div>"
        f"<div class=sums>{html.escape(sums)}</div>"
    )


def _lines(diff: str, found: list[Note]) -> Iterator[str]:
    number = 0
    for line in diff[diff.index("@@") :].splitlines():
        if hunk := HUNK.match(line):
            number = int(hunk[2]) - 1
            continue
        kind = {"-": "old", "+": "new"}.get(line[0], "same")
        number += kind != "old"
        yield f'<pre class="{kind}">{number if kind != "old" else "":>3} {html.escape(line)}</pre>'
        if kind != "old":
            for note in found:
                if (note.file, note.line) == (AUDIT, number):
                    yield f'<div class="note {note.level}"><b>{html.escape(note.title)}</b><span>{html.escape(note.words)}</span></div>'


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "tour"
        folder.mkdir()
        lay(folder)
        said = output(folder)
        made = page(git(folder, "diff", "-U99", "main", "change"), list(notes(said)), said.splitlines()[-1])
        file = Path(name) / "page.html"
        file.write_text(made, "utf-8")
        picture = f"--screenshot={HERE / 'merge-request.png'}"
        subprocess.run([*BROWSER, picture, file.as_uri()], capture_output=True, check=True)


if __name__ == "__main__":
    main()
