"""The main audit of the example company, played through the command line alone, ends with the files of the example.

`main_audit.py` says each record with the flags of its fields, `main_audit_walk.py` walks one session on a
terminal, `main_audit_by_hand.py` lists what no command says, each with its reason. Everything else of
`examples/lodos` that the audit and its follow-up produced comes from commands, run with `--as-of` their day.
"""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from main_audit import FILES, LODOS, MainAudit, Step, plain
from main_audit_by_hand import BY_HAND, REFUSED, before_the_plan_was_sent, run
from small_repository import auditctl

HANDS = 2
"""How many work at the same time on records of one day that do not need each other."""
TODAY = "2026-11-20"
LISTS = ("capa list", "finding list", "audit list", "status")
BY_DEFAULT = ("algorithm", "sha256-smallest")
"""What `evidence sample` says of a drawing, and the example leaves out."""


@pytest.mark.slow
def test_the_main_audit_played_by_commands_ends_with_the_files_of_the_example(tmp_path: Path) -> None:
    root = tmp_path / "lodos"
    before_the_plan_was_sent(root)
    play(root, shutil.copytree(LODOS / FILES, tmp_path / "collected"))
    expected = _records(LODOS)
    found = _records(root)
    assert sorted(found) == sorted(expected)
    for path, data in expected.items():
        assert found[path] == data, path
    assert _bytes(root) == _bytes(LODOS)
    assert _sealed(root) == _sealed(LODOS)
    assert _said(root) == _said(LODOS)
    for words in LISTS:
        assert _shown(root, words) == _shown(LODOS, words), words


def play(root: Path, collected: Path) -> None:
    """Run every command on its day; independent chains of one moment side by side."""
    moments: dict[tuple[str, int], dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in MainAudit().steps():
        moments[step.day, step.rank][step.chain].append(step)
    with ThreadPoolExecutor(HANDS) as hands:
        for moment in sorted(moments.keys() | BY_HAND.keys()):
            list(hands.map(lambda chain: play_chain(root, collected, chain), moments[moment].values()))
            if moment in BY_HAND:
                BY_HAND[moment](root)


def play_chain(root: Path, collected: Path, chain: Iterable[Step]) -> None:
    for step in chain:
        words = [word.replace("{collected}", str(collected)) for word in step.words]
        ended = run(root, step.day, *words)
        codes = REFUSED.get((words[0], words[1], words[2]), ())
        assert ended.code == (3 if codes else 0), f"{step}\n{ended.err}"
        assert all(code in ended.err for code in codes), ended.err


def _records(root: Path) -> dict[Path, Any]:
    """Return the data of every record by its path; neither comments nor the order of keys count."""
    return {path.relative_to(root): _bare(plain(path)) for path in root.rglob("*.yaml")}


def _bare(value: Any) -> Any:
    """Return data without blanks at the end of texts, and without what a sample says by default."""
    if isinstance(value, dict):
        return {key: _bare(held) for key, held in value.items() if (key, held) != BY_DEFAULT}
    if isinstance(value, list):
        return [_bare(item) for item in value]
    return value.rstrip() if isinstance(value, str) else value


def _bytes(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / FILES).iterdir()}


def _sealed(root: Path) -> tuple[set[str], dict[str, str]]:
    """Return the records that the seal holds, and its files with their digests, but for proof that came later.

    Digests of records are left out: their texts may end in other blanks.
    """
    home = root / "audits/2026-main"
    seal = json.loads((home / "SEAL.json").read_text("utf-8"))
    proof = {path.stem: held for path in home.glob("evidence/*.yaml") if (held := plain(path)).get("purpose")}
    files = {f"evidence/{held['file']}" for held in proof.values()}
    records = set(seal["records"]) - {f"evidence/{name}" for name in proof}
    return records, {name: digest for name, digest in seal["files"].items() if name not in files}


def _said(root: Path) -> list[tuple[str, str, str]]:
    """Return what the check says: code, file and message."""
    found = json.loads(auditctl(root, "--as-of", TODAY, "check", "--format", "json").out)["diagnostics"]
    return sorted((item["code"], item["location"]["path"], item["message"]) for item in found)


def _shown(root: Path, words: str) -> Any:
    return _bare(json.loads(auditctl(root, "--as-of", TODAY, *words.split(), "--json").out))
