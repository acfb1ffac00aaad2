"""Plan, fieldwork, findings and corrective actions played at random on a real git repository.

Whatever is typed, `check` never crashes, no record and no fact is lost, and no state stands without its facts.
"""

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

import small_audit
from kept_data import files, plain_data
from next_steps import next_step
from played_repository import SEEDS, Repository
from random_commands import OF_AUDITEES, OF_AUDITORS, command
from random_company import MOMENTS
from random_words import Words

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
MENDED = 0.6
REPORT = small_audit.FILES["audits/a/report.yaml"]
REPORT = re.sub(r"2026-\d\d-\d\d", "{day}", REPORT.replace("{", "{{").replace("}", "}}"))
BREAKS = (b"\n\t- [x", b"\n<<<<<<< HEAD\n", b"\nunknown_key: 1\n", b"\xff\xfe", b"\nx: &a [*a]\n")


class Played(Repository):
    """People at work: auditors and auditees, an editor, and whoever breaks a file."""

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
        for name in chance.choices(names, k=1) * chance.randint(1, 3) if names else ():
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


def played(moment: str, examples: int, number: int = 0) -> None:
    """Play from that moment on; more than ten examples would only vary what was played before."""
    machine = type(moment, (Played,), {"moment": moment})
    run_state_machine_as_test(
        seed(f"{moment}{number}")(machine),
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
    played(moment, examples=5)
