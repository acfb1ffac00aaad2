"""Case files of the rules: Markdown whose titled fences are files of a small audit repository.

A heading is a case. Fences carry a path: ```` ```yaml audits/a/team.yaml ````. They are laid over the
minimal valid repository of `tests/rules/_base.md`; a fence whose only line is `(absent)` takes a file or
folder away. For what is no text, ```` ```bytes PATH ```` holds escapes such as `\\xd0`, ```` ```link PATH ```` the target of
a link, and ```` ```folder PATH ```` and ```` ```fifo PATH ```` make one.

`# IND001` at the end of a line means that this code fires exactly here with the severity of the rule
table; `# IND001:warning` names another one, `# IND001:accepted` an accepted exception. A marker on the
first line `# SCH002` alone in a fence speaks of the whole file (line 1). Lines of prose in a case:
`As of 2026-10-01.` sets the day, `Gate: closing.` judges as if the gate were passed, `Ready for 2026-12-08.`
judges as `ready` does before an external audit on that day. No mark means that only other families than the case
file's own may fire.

`Commit of 2026-10-01 by ann@north.example.` begins a commit of that day and author: the fences up to the next such
line, the first time with all files of the base. What stands under `Not committed.` is only laid into the folder. The
marks of a file that several fences name are those of the last one.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from auditctl.analysis.gates import Gate
from auditctl.check import Options, check
from auditctl.diagnostics import Diagnostic, Severity
from auditctl.repository import load
from auditctl.repository.history import history_of
from auditctl.rules.registry import registry
from small_repository import environment

HERE = Path(__file__).parent / "rules"
TODAY = date(2026, 11, 20)
_FENCE = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMIT = re.compile(r"^(?:Commit of (\d{4}-\d{2}-\d{2}) by (\S+)\.|Not committed\.)$", re.MULTILINE)
_MARK = re.compile(r"[ ]*# ((?:[A-Z]{3}\d{3}(?::\w+)?)(?: [A-Z]{3}\d{3}(?::\w+)?)*)$")

LAYING: dict[str, Callable[[Path, str], object]] = {
    "bytes": lambda path, text: path.write_bytes(
        text.encode("ascii").decode("unicode_escape").encode("latin-1")
    ),
    "fifo": lambda path, _: os.mkfifo(path),
    "folder": lambda path, _: path.mkdir(),
    "link": lambda path, text: path.symlink_to(text.strip()),
}
"""What a fence of another kind than text makes of its lines."""


@dataclass(frozen=True)
class Laid:
    """What a fence lays over the base: a text, unless its kind is one of `LAYING`."""

    kind: str
    text: str

    @property
    def is_absent(self) -> bool:
        return self.text.strip() == "(absent)"

    def lay(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.kind in LAYING:
            LAYING[self.kind](path, self.text)
        else:
            path.write_bytes(self.text.encode())


@dataclass(frozen=True)
class CommitMade:
    """What is laid and committed on a day by the owner of an address; without a day it is only laid."""

    day: str
    email: str
    files: dict[str, Laid]

    def make(self, root: Path) -> None:
        for name, laid in self.files.items():
            if laid.is_absent:
                take_away(root / name)
            else:
                laid.lay(root / name)
        if self.day:
            committed(root, self.day, self.email)


def take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def committed(root: Path, day: str, email: str = "ann@north.example", words: str = "work") -> str:
    """Commit everything below a folder on a day, in a repository that is made where there is none; return the commit."""
    moment = f"{day}T12:00:00+03:00" if len(day) == len("2026-10-01") else day
    person = {
        "GIT_AUTHOR_NAME": email.partition("@")[0],
        "GIT_AUTHOR_EMAIL": email,
        "GIT_AUTHOR_DATE": moment,
    }
    env = environment(
        **person, **{key.replace("AUTHOR", "COMMITTER"): value for key, value in person.items()}
    )
    if not (root / ".git").exists():
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, env=env, check=True)
    for step in (["add", "-A"], ["commit", "-q", "--allow-empty", "-m", words]):
        subprocess.run(["git", *step], cwd=root, env=env, check=True)
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, env=env, check=True, capture_output=True)
    return done.stdout.decode().strip()


@dataclass(frozen=True)
class CaseFile:
    title: str
    files: dict[str, Laid]
    commits: tuple["CommitMade", ...] = ()
    today: date = TODAY
    gate: Gate | None = None
    ready: date | None = None
    expected: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)


def base_files() -> dict[str, Laid]:
    """Return the files of the minimal valid repository."""
    return _files((HERE / "_base.md").read_text("utf-8"))[0]


def cases(path: Path) -> list[CaseFile]:
    base = base_files()
    parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_case(part, base) for part in parts]


def _case(part: str, base: dict[str, Laid]) -> CaseFile:
    title = part.split("\n", 1)[0].strip()
    files, expected = _files(part)
    merged = {name: laid for name, laid in (base | files).items() if not _is_gone(name, files)}
    today = re.search(r"^As of (\d{4}-\d{2}-\d{2})\.$", part, re.MULTILINE)
    gate = re.search(r"^Gate: (\w+)\.$", part, re.MULTILINE)
    ready = re.search(r"^Ready for (\d{4}-\d{2}-\d{2})\.$", part, re.MULTILINE)
    return CaseFile(
        title,
        merged,
        tuple(_commits(part, base)),
        date.fromisoformat(today[1]) if today else TODAY,
        Gate(gate[1]) if gate else None,
        date.fromisoformat(ready[1]) if ready else None,
        expected,
    )


def _commits(part: str, base: dict[str, Laid]) -> Iterator[CommitMade]:
    """Yield the commits of a case; the first has the files of the base too."""
    first, *others = _COMMIT.split(part)[1:] or ("",)
    parts = [first, *others]
    for at in range(0, len(parts) - 2, 3):
        day, email, body = parts[at : at + 3]
        files = _files(body)[0]
        if at == 0:
            files = {name: laid for name, laid in (base | files).items() if not _is_gone(name, files)}
        yield CommitMade(day or "", email or "", files)


def _is_gone(name: str, files: dict[str, Laid]) -> bool:
    path = PurePosixPath(name)
    return any(str(at) in files and files[str(at)].is_absent for at in (path, *path.parents))


def _files(text: str) -> tuple[dict[str, Laid], Counter[tuple[str, str, int, str]]]:
    files: dict[str, Laid] = {}
    expected: Counter[tuple[str, str, int, str]] = Counter()
    for kind, path, body in _FENCE.findall(text):
        lines = []
        expected = Counter({key: count for key, count in expected.items() if key[1] != path})
        for number, line in enumerate(body.splitlines(), start=1):
            mark = _MARK.search(line)
            for word in mark[1].split() if mark else ():
                code, _, severity = word.partition(":")
                expected[code, path, number, severity or registry()[code].severity.name] += 1
            lines.append(line[: mark.start()] if mark else line)
        files[path] = Laid(kind, "\n".join(lines) + "\n")
    return files, expected


def run(case: CaseFile, root: Path) -> list[Diagnostic]:
    """Write the files of a case and return what the check says."""
    if not case.commits:
        for name, laid in case.files.items():
            laid.lay(root / name)
    for made in case.commits:
        made.make(root)
    repository = load(root, case.today)
    history = history_of(repository) if case.commits else None
    options = Options(gate=case.gate, ready=case.ready, history=history)
    return list(check(repository, options).diagnostics)


def fired(diagnostics: list[Diagnostic]) -> Counter[tuple[str, str, int, str]]:
    return Counter(
        (
            item.code,
            item.location.path,
            item.location.line,
            "accepted" if item.accepted_by else item.severity.name,
        )
        for item in diagnostics
    )


def relevant(
    case: CaseFile, code: str, found: Counter[tuple[str, str, int, str]]
) -> Counter[tuple[str, str, int, str]]:
    """Return what counts in a case: the file's own code, and every other code that the case marks."""
    marked = {code, *(expected for expected, *_ in case.expected)}
    return Counter({key: count for key, count in found.items() if key[0] in marked})


__all__ = ["CaseFile", "Severity", "cases", "fired", "relevant", "run"]
