"""A repository in which commands are played, and what holds after each of them."""

import json
import shlex
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from auditctl.analysis.lifecycle import audit_state, capa_state, finding_state
from auditctl.repository import load
from in_process import called
from kept_data import Files, files, lost, misnamed, plain_data, renamed_path
from random_company import MOMENTS
from random_words import Words, World
from small_repository import Ended
from state_facts import Facts, States, unfounded

SEEDS = st.integers(0, 65_535)
FOUNDED = {"CAP010", "CAP011", "CAP017"}


class Repository(RuleBasedStateMachine):
    """A git repository from one moment of its audit on; whatever is done in it is held against what it may do."""

    moment = "announced"

    @initialize(chosen=SEEDS)
    def begin(self, chosen: int) -> None:
        self.seed = chosen
        self.used = Counter[int]()
        texts, self.today = MOMENTS[self.moment]
        self.folder = Path(tempfile.mkdtemp(prefix="auditctl-played-"))
        self.root = self.folder / "repository"
        self.broken: tuple[str, bytes] | None = None
        self.turn = 0
        for path, text in texts.items():
            self.write(path, text.encode())
        (self.folder / "export.csv").write_text("id;who\n1;Ayşe\n2;Bo\n2;Bo\n3;Cem\n", "utf-8")
        (self.folder / "photo.png").write_bytes(b"\x89PNG\r\n")
        (self.folder / "empty.csv").write_text("id,who\n", "utf-8")
        self.git("init", "-q", "-b", "main")
        self.commit("the beginning")
        self.errors = self.checked()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def write(self, path: str, data: bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def git(self, *words: str) -> str:
        done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=True)
        return done.stdout.decode()

    def commit(self, what: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", what)
        self.held = files(self.root)

    @property
    def world(self) -> World:
        """Return what stands there; a broken file as it was before."""
        readable = self.held | dict([self.broken] if self.broken else [])
        return World(plain_data(readable), self.today, self.folder)

    def call(self, *words: str) -> Ended:
        note(f"auditctl --as-of {self.today} {shlex.join(words)}")
        ended = called(self.root, self.today, *words)
        note(f"  -> {ended.code} {ended.err.strip().splitlines()[-1:]}")
        assert ended.code in {0, 1, 2, 3}, ended.err
        assert "Traceback" not in ended.err, ended.err
        return ended

    def checked(self) -> list[dict[str, Any]]:
        """Return the errors that no calendar brings."""
        ended = self.call("check", "--format", "json", "--no-timed")
        assert ended.code in {0, 1}, ended.err
        found = json.loads(ended.out)["diagnostics"]
        return [item for item in found if item["severity"] == "error"]

    def step(self, words: Words) -> None:
        """Run a writing command; a refused one has changed nothing, the others only what they name."""
        self.turn += 1
        previewed = self.call(*words, "--dry-run") if self.turn % 4 == 0 else None
        assert files(self.root) == self.held, "--dry-run wrote something"
        ended = self.call(*words)
        assert previewed is None or previewed.code == ended.code, previewed.err
        after = files(self.root)
        if ended.code:
            assert after == self.held, "what was refused has changed something"
            return
        before, self.held = self.held, after
        self.changed_as_told(words, before, ended)
        problems = list(_lost(words, before, self.held, self.broken))
        assert not problems, problems
        self.commit(shlex.join(words))
        self.judge(words)

    def changed_as_told(self, words: Words, before: Files, ended: Ended) -> None:
        """Hold what git says against what the command told."""
        status = self.git("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames")
        changed = {entry[3:] for entry in status.split("\0") if entry}
        assert changed == {path for path in before | self.held if before.get(path) != self.held.get(path)}
        told = {path for path in self.held for line in ended.out.splitlines() if _is_at(path, line)}
        new = {*self.held} - {*before}
        besides = {path for path in changed - told if not _goes_along(words, path, self.held, new)}
        assert not besides, f"changed without a word: {besides}"
        moved = [path for path in told - changed if words[0] != "rename"]
        assert not moved, f"told and not changed: {moved}"

    def judge(self, words: Words) -> None:
        """Hold what `check` and the states say against what stood before."""
        before, self.errors = self.errors, self.checked()
        known = Counter(_kind(item, words) for item in before)
        brought = Counter(_kind(item, words) for item in self.errors) - known
        # bug: a new finding is written although it brings an error of its own, FND009 or IND013
        borne = ("FND", "IND") if words[:2] == ["finding", "add"] else ()
        worse = [kind for kind in brought if not kind[0].startswith(borne)]
        assert not worse, f"the command brought {worse}"
        self.founded()

    def founded(self) -> None:
        if self.broken:
            return
        states = _states(self.root, self.today)
        problems = list(unfounded(Facts(self.world.data, str(self.today)), states))
        assert not problems, problems
        doubted = {item["location"]["path"] for item in self.errors if item["code"] in FOUNDED}
        closed = {
            f"audits/{name.replace('/', '/capas/')}.yaml"
            for name in states.capas
            if states.capas[name] == "closed"
        }
        assert not doubted & closed, doubted

    def edited(self, what: str) -> None:
        note(what)
        self.commit(what)
        self.errors = self.checked()
        self.founded()


def _lost(words: Words, before: Files, after: Files, broken: tuple[str, bytes] | None) -> Iterator[str]:
    """Yield the records and facts that a command took away."""
    old, new = plain_data(before), plain_data(after)
    if broken and after.get(broken[0]) != before[broken[0]]:
        yield f"{broken[0]} was written though it cannot be read"
    for path in old:
        if words[0] == "rename":
            _, _, name, to = words
            name, to = name.rpartition("/")[2], to.rpartition("/")[2]
            at = path if path in new else renamed_path(path, name, to)
            problems = misnamed(old[path], new.get(at), name, to)
        else:
            problems = lost(words, old[path], new.get(path))
        yield from (f"{path}: {problem}" for problem in problems)


def _is_at(path: str, told: str) -> bool:
    return path == told or path.startswith(f"{told}/")


def _goes_along(words: Words, path: str, held: Files, new: set[str]) -> bool:
    """Whether a file is part of a change that is told by its record: a copy, a disposed file, an old name, a schema."""
    if path.startswith(".schemas/"):
        return path in new and any(
            path in held[record].decode().partition("\n")[0] for record in new - {path}
        )
    if words[0] == "rename":
        return path not in held
    return words[0] == "evidence" and "/evidence/files/" in path


def _kind(item: dict[str, Any], words: Words) -> tuple[str, ...]:
    """Return what tells errors apart; a rename changes their places."""
    return (item["code"],) if words[0] == "rename" else (item["code"], item["location"]["path"])


def _states(root: Path, today: date) -> States:
    repository = load(root, today)
    return States(
        {name: audit_state(repository, audit).value for name, audit in repository.audits.items()},
        {name: finding_state(repository, record).value for name, record in repository.findings.items()},
        {name: capa_state(repository, record).value for name, record in repository.capas.items()},
    )
