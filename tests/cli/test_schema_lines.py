"""Every record that a command creates names its schema in its first line, where the repository keeps schemas."""

import subprocess
from pathlib import Path

from small_repository import auditctl

LINE = "# yaml-language-server: $schema="
COMMANDS = [
    "finding add 2026-spot-agreements Two-places --grade ofi --process people --requirement A.6.6 --by deniz-sahin --statement x",
    "evidence add 2026-spot-agreements List --kind record --source HR --by deniz-sahin",
    "capa add 2026-main/visitor-log-gaps --owner burak-yilmaz",
    "capa add --origin incident --reference INC-9 --grade minor --process suppliers --owner burak-yilmaz --statement x",
    "followup 2026-main --start 2027-02-01",
    "plan new 2027-main --from 2026-main --start 2027-10-04 --why yearly",
    "fieldwork 2026-spot-agreements --prepare",
]


def test_whatever_is_created_has_its_line(tmp_path: Path) -> None:
    assert auditctl(tmp_path, "init", "demo", "--example", "lodos").code == 0
    root = tmp_path / "demo"
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    subprocess.run(["git", "add", "."], cwd=root, check=True, capture_output=True)
    made: dict[str, list[str]] = {}
    for words in COMMANDS:
        auditctl(root, "--as-of", "2026-11-20", *words.split())
        new = subprocess.run(
            ["git", "ls-files", "--others", "*.yaml"], cwd=root, check=True, capture_output=True, text=True
        ).stdout.split()
        made[words] = new
        for path in new:
            first = (root / path).read_text("utf-8").split("\n")[0]
            assert first.startswith(LINE), (words, path)
            assert ((root / path).parent / first.removeprefix(LINE)).is_file(), (words, path)
        subprocess.run(["git", "add", "."], cwd=root, check=True)
    assert [words for words, new in made.items() if not new] == []
