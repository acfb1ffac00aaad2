"""`diff` and whose signatures count: each change of `allowed_signers` is looked at first, a comment is none."""

import subprocess
from pathlib import Path

from committed import committed, git, repository
from small_repository import auditctl
from told_changes import changes

ALLOWED = "allowed_signers"
TERMS = 'namespaces="auditctl,git"'


def key(folder: Path, name: str) -> tuple[str, str]:
    """Return a public key and its fingerprint, as ssh-keygen tells them."""
    folder.mkdir(exist_ok=True)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "x y", "-f", str(folder / name)]
    subprocess.run(words, check=True)
    public = (folder / f"{name}.pub").read_text("utf-8").strip()
    shown = subprocess.run(["ssh-keygen", "-lf", str(folder / name)], check=True, capture_output=True)
    return public, shown.stdout.decode().split()[1]


def told(root: Path, *revisions: str) -> list[str]:
    return [
        f"{'!' if change['look'] else ' '} {record['kind']}: {change['told']}"
        for record, change in changes(root, *revisions)
    ]


def test_each_change_of_a_signer_is_looked_at(tmp_path: Path) -> None:
    one, two = key(tmp_path / "keys", "one"), key(tmp_path / "keys", "two")
    root = repository(tmp_path / "repository", {ALLOWED: f"# ours\nann@north.example {one[0]}\n"})
    states = {
        f"ann@north.example {two[0]}\n": [
            f"! allowed signers: ann@north.example signs by another key: key {one[1]} → key {two[1]}"
        ],
        f"ann@north.example {TERMS} {two[0]}\nolga@kestrel.example {one[0]}\n": [
            f"! allowed signers: ann@north.example signs on other terms: none → {TERMS}",
            f"! allowed signers: olga@kestrel.example may sign by key {one[1]}",
        ],
        f"# new order\n\nolga@kestrel.example {one[0]}\nann@north.example  {TERMS}  {two[0]} z\n": [],
        f"olga@kestrel.example {one[0]}\nnonsense\n": [
            "! allowed signers: nonsense may sign by no key that can be read",
            f"! allowed signers: ann@north.example may sign no more by key {two[1]}, {TERMS}",
        ],
    }
    for text, expected in states.items():
        (root / ALLOWED).write_text(text, "utf-8")
        assert told(root) == expected
        committed(root, "2026-10-06")
        assert told(root, "HEAD~1..HEAD") == expected
        assert told(root) == []
    assert auditctl(root, "diff", "main~3..main", "--exit-code").code == 1
    (root / ALLOWED).unlink()
    assert told(root)[0] == "! allowed signers: removed: whose signatures count is said nowhere any more"
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")
    assert told(root, "HEAD..HEAD~1")[0].startswith("! allowed signers: nonsense may sign")
