"""Random merges of two branches that add, edit, delete, rename and move records: nothing is lost, each conflict is told.

Two people add records, change values, append facts, take records away and give them other names; both branches are
merged by git itself. What either did has to stand in the merged files, under the name that the other gave them too,
unless git stopped at it, or `check` reports what came of it.
"""

import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

from auditctl.check import check
from auditctl.diagnostics import Severity
from auditctl.repository import load
from committed import FINDING, committed, git, repository
from in_process import called

MERGES = 100
TODAY = date(2026, 10, 20)
FOLDER = Path("audits/a")
CAPA = """\
findings: [f{number}]
owner: olga-ops

opened: 2026-10-06

actions:
  first:
    what: write it down

    owner: tom-tech

    due: 2026-11-30
"""


@dataclass(frozen=True)
class Left:
    """What a branch left in a file: values at routes that have to stand there."""

    path: str
    values: tuple[tuple[tuple[str, ...], str], ...] = ()
    moved_to: str = ""
    """The new path of a file that was renamed."""


def begin(root: Path) -> None:
    records = {f"audits/a/findings/f{number}.yaml": FINDING for number in range(4)}
    records |= {f"audits/a/capas/c{number}.yaml": CAPA.format(number=number) for number in range(4)}
    repository(root, records)


class Writer:
    """One of two people at work: each edit is made in the file, and kept as what has to be found later."""

    def __init__(self, root: Path, name: str, chance: random.Random) -> None:
        self._root, self._name, self._chance = root, name, chance

    def work(self) -> list[Left]:
        kinds = (
            *(self._new, self._new, self._grade, self._due, self._fact, self._remark, self._twin),
            *(self._renamed, self._moved, self._gone, self._replaced),
        )
        return [self._chance.choice(kinds)() for _ in range(self._chance.randint(1, 4))]

    def _one(self, folder: str) -> Path:
        return self._chance.choice(sorted((self._root / FOLDER / folder).glob("[fc][0-9].yaml")))

    def _file(self) -> Path:
        """Return any of the findings, corrective actions or evidence that stood there in the beginning."""
        folder = self._root / FOLDER
        known = ("findings/f[0-9]*.yaml", "capas/c[0-9]*.yaml", "evidence/[rp]*.yaml")
        return self._chance.choice([path for names in known for path in sorted(folder.glob(names))])

    def _renamed(self) -> Left:
        """Give a record another name: both may choose the same one."""
        file = self._file()
        new = file.with_name(f"{file.stem}-{self._chance.choice((self._name, 'new'))}.yaml")
        return self._at(file, file if new.exists() else new)

    def _moved(self) -> Left:
        """Put a record into another audit."""
        file = self._file()
        new = self._root / "audits/b" / file.parent.name / file.name
        return self._at(file, file if new.exists() else new)

    def _at(self, file: Path, new: Path) -> Left:
        new.parent.mkdir(parents=True, exist_ok=True)
        file.rename(new)
        return Left(self._path(file), moved_to=self._path(new) if new != file else "")

    def _gone(self) -> Left:
        file = self._file()
        if len([*file.parent.glob("*.yaml")]) > 2:
            file.unlink()
        return Left(self._path(file))

    def _replaced(self) -> Left:
        """Take a finding away and add another that says nearly the same, which git takes for a renaming."""
        file = self._one("findings")
        new = file.with_name(f"near-{self._name}-{file.stem}.yaml")
        new.write_text(FINDING.replace("eleven months", f"long, says {self._name}"), "utf-8")
        if len([*file.parent.glob("f[0-9].yaml")]) > 1:
            file.unlink()
        return Left(self._path(new), ((("grade_reason",), f"nobody noticed for long, says {self._name}"),))

    def _path(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def _new(self) -> Left:
        number = self._chance.randint(0, 30)
        file = self._root / FOLDER / "evidence" / f"e{number}.yaml"
        file.write_text(f"kind: record\ntitle: Seen by {self._name}, {number}\n", "utf-8")
        return Left(self._path(file), ((("title",), f"Seen by {self._name}, {number}"),))

    def _grade(self) -> Left:
        return self._line(self._one("findings"), "grade: ", self._chance.choice(("minor", "ofi")), ("grade",))

    def _due(self) -> Left:
        day = f"2026-12-{self._chance.randint(1, 28):02}"
        return self._line(self._one("capas"), "    due: ", day, ("actions", "first", "due"))

    def _line(self, file: Path, head: str, value: str, route: tuple[str, ...]) -> Left:
        lines = [
            f"{head}{value}" if line.startswith(head) else line
            for line in file.read_text("utf-8").splitlines()
        ]
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return Left(self._path(file), ((route, value),))

    def _fact(self) -> Left:
        file = self._one("capas")
        word = f"{self._name}-{self._chance.randint(0, 9)}"
        text = file.read_text("utf-8")
        if f"  {word}:" not in text:
            file.write_text(
                text + f"  {word}:\n    what: {word}\n    owner: tom-tech\n    due: 2026-12-01\n", "utf-8"
            )
        return Left(self._path(file), ((("actions", word, "what"), word),))

    def _remark(self) -> Left:
        """A key that both may add, each at another place."""
        file = self._one("capas")
        text = file.read_text("utf-8")
        if "isms_change" in text:
            return Left(self._path(file))
        line = f"isms_change: {self._name}\n"
        parts = text.split("\n\n", 1)
        file.write_text(f"{parts[0]}\n{line}\n{parts[1]}" if self._name == "ann" else text + line, "utf-8")
        return Left(self._path(file), ((("isms_change",), self._name),))

    def _twin(self) -> Left:
        """The same name as YAML and as Markdown."""
        ending = ".yaml" if self._name == "ann" else ".md"
        file = self._root / FOLDER / "findings" / f"twin{self._chance.randint(0, 2)}{ending}"
        text = FINDING.replace("Restore", self._name)
        file.write_text(text if ending == ".yaml" else f"---\n{text}---\n", "utf-8")
        return Left(self._path(file), ((("title",), f"{self._name} tests are missing"),))


Places = dict[tuple[str, tuple[str, ...]], str]
"""What was left at each place: file, route and value."""


def last_of(root: Path, left: list[Left]) -> Places:
    """Return what a branch left at each place in the end, in the files that it kept."""
    found: Places = {}
    for item in left:
        if item.moved_to:
            found = {
                (item.moved_to if path == item.path else path, route): value
                for (path, route), value in found.items()
            }
        found |= {(item.path, route): value for route, value in item.values}
    return {(path, route): value for (path, route), value in found.items() if (root / path).exists()}


def standing(file: Path, route: tuple[str, ...]) -> object:
    text = file.read_text("utf-8")
    held = yaml.load(text.strip("-\n") if file.suffix == ".md" else text, yaml.BaseLoader)  # noqa: S506 - text stays text
    for step in route:
        held = held.get(step) if isinstance(held, dict) else None
    return held


def lost(root: Path, left: Places, told: set[str], renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield what a branch left and the merged files do not have, in files of which nobody speaks.

    `renamed` are the new paths of what git holds for renamed on the other branch, by the old; of several that are alike
    a merge may choose another than `git diff` names.
    """
    for (path, route), value in left.items():
        paths = {path, *(renamed.values() if path in renamed else ())}
        if paths & told:
            continue
        if not any((root / name).exists() and standing(root / name, route) == value for name in paths):
            yield f"{path} {route} {value}"


def renamings(root: Path, branch: str) -> dict[str, str]:
    """Return what git holds for renamed on a branch: the new paths by the old."""
    listed = git(root, "diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", "main", branch)
    words = iter(listed.split("\0")[:-1])
    return {old: new for _, old, new in zip(words, words, words, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_random_merges_lose_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - random work, no secret
    base = tmp_path / "base"
    begin(base)
    counts = {"clean": 0, "git": 0, "check": 0}
    for number in range(MERGES // 4):
        root = tmp_path / "work"
        shutil.copytree(base, root)
        left = {}
        for name in ("ann", "olga"):
            git(root, "checkout", "-q", "-b", name, "main")
            left[name] = last_of(root, Writer(root, name, chance).work())
            committed(root, "2026-10-06", f"{name}@kestrel.example")
        git(root, "checkout", "-q", "ann")
        git(root, "merge", "-q", "--no-edit", "olga", check=False)
        counts[judged(root, left, f"seed {seed}, merge {number}")] += 1
        shutil.rmtree(root)
    assert counts["clean"], counts
    assert counts["git"], counts


def judged(root: Path, left: dict[str, Places], where: str) -> str:
    """Return who told of what the merge could not join: git, check, or nobody since nothing was lost."""
    conflicts = set(git(root, "diff", "--name-only", "--diff-filter=U").split())
    renamed = {"ann": renamings(root, "olga"), "olga": renamings(root, "ann")}
    found = [item for item in check(load(root, TODAY)).diagnostics if item.severity is Severity.error]
    told = {item.location.path for item in found}
    for path in conflicts:
        marked = (root / path).exists() and "<<<<<<<" in (root / path).read_text("utf-8")
        assert not marked or path in told, f"{where}: {path} has marks of a conflict and check is silent"
    gone = {
        words for name, held in left.items() for words in lost(root, held, conflicts | told, renamed[name])
    }
    assert not gone, f"{where}: {gone}"
    if conflicts:
        return "git"
    return "check" if told & {path for held in left.values() for path, _ in held} else "clean"


def merged(root: Path, kind: str) -> set[str]:
    """Let both people do one thing, merge it, which git does without a word, and return what check says."""
    begin(root)
    for name in ("ann", "olga"):
        git(root, "checkout", "-q", "-b", name, "main")
        getattr(Writer(root, name, random.Random(1)), kind)()  # noqa: S311 - random work, no secret
        committed(root, "2026-10-06")
    git(root, "merge", "-q", "--no-edit", "ann")
    return {item.code for item in check(load(root, TODAY)).diagnostics}


def test_two_keys_of_one_name_from_two_branches_are_told(tmp_path: Path) -> None:
    assert "SYN002" in merged(tmp_path, "_remark")


def test_two_files_of_one_name_from_two_branches_are_told(tmp_path: Path) -> None:
    assert "SCH007" in merged(tmp_path, "_twin")


def test_an_audit_that_one_renames_while_the_other_adds_to_it_is_whole_or_told(tmp_path: Path) -> None:
    begin(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "ann")
    assert called(tmp_path, TODAY, "rename", "audit", "a", "first").code == 0
    committed(tmp_path, "2026-10-06")
    git(tmp_path, "checkout", "-q", "-b", "olga", "main")
    (tmp_path / "audits/a/evidence/late.yaml").write_text("kind: record\ntitle: Late\n", "utf-8")
    (tmp_path / "audits/a/findings/f1.yaml").write_text(
        FINDING.replace("grade: major", "grade: minor"), "utf-8"
    )
    committed(tmp_path, "2026-10-07")
    git(tmp_path, "merge", "-q", "--no-edit", "ann", check=False)
    conflicts = git(tmp_path, "status", "--short")
    assert "late.yaml" in conflicts, "git says where it put the file"
    assert [*tmp_path.glob("audits/*/evidence/late.yaml")]
    assert standing(tmp_path / "audits/first/findings/f1.yaml", ("grade",)) == "minor"


def test_evidence_that_one_takes_away_while_the_other_rests_on_it_is_told(tmp_path: Path) -> None:
    begin(tmp_path)
    git(tmp_path, "checkout", "-q", "-b", "ann")
    (tmp_path / "audits/a/evidence/register.yaml").unlink()
    for path in (tmp_path / FOLDER / "findings").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("register, policy", "policy"), "utf-8")
    committed(tmp_path, "2026-10-06")
    git(tmp_path, "checkout", "-q", "-b", "olga", "main")
    (tmp_path / FOLDER / "findings/more.yaml").write_text(FINDING, "utf-8")
    committed(tmp_path, "2026-10-07")
    git(tmp_path, "merge", "-q", "--no-edit", "ann")
    found = check(load(tmp_path, TODAY)).diagnostics
    assert ("REF001", "audits/a/findings/more.yaml") in {(item.code, item.location.path) for item in found}
