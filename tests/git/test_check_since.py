"""`check --since`: what a change introduced, and nothing that stood before."""

import json
from pathlib import Path

from committed import CAPA, FINDING, ISSUED, committed, git, replace, repository
from small_repository import Ended, auditctl

BROKEN = FINDING.replace("grade: major", "grade: hopeless")


def since(root: Path, name: str = "main", *words: str) -> tuple[list[str], Ended]:
    """Return code and place of what the change introduced, and how the command ended."""
    done = auditctl(root, "check", "--since", name, "--format", "json", *words)
    found = json.loads(done.out)["diagnostics"]
    return [f"{item['code']} {item['location']['path']}" for item in found], done


def branched(root: Path) -> Path:
    """Return a repository with a mistake on main, and a branch of it that is checked out."""
    repository(root, {"audits/a/findings/old.yaml": BROKEN})
    git(root, "checkout", "-q", "-b", "work")
    return root


def test_nothing_changed_introduces_nothing(tmp_path: Path) -> None:
    root = branched(tmp_path)
    found, done = since(root)
    assert (found, done.code) == ([], 0)
    assert "problems stood there already" in done.err


def test_a_new_mistake_is_told_and_an_old_one_is_not(tmp_path: Path) -> None:
    root = branched(tmp_path)
    (root / "audits/a/findings/new.yaml").write_text(BROKEN, "utf-8")
    found, done = since(root)
    assert (found, done.code) == (["SCH003 audits/a/findings/new.yaml"], 1)
    committed(root, "2026-10-06")
    assert since(root)[0] == found, "committed or not is the same"


def test_moved_lines_and_layout_introduce_nothing(tmp_path: Path) -> None:
    root = branched(tmp_path)
    old = root / "audits/a/findings/old.yaml"
    old.write_text(
        "# a comment\n\n" + old.read_text("utf-8").replace("process: backup\n", "") + "process: backup\n",
        "utf-8",
    )
    team = root / "audits/a/team.yaml"
    team.write_bytes(team.read_bytes().replace(b"\n", b"\r\n"))
    assert since(root)[0] == []


def test_the_second_of_the_same_kind_is_new(tmp_path: Path) -> None:
    root = branched(tmp_path)
    line = "  audit-x: {planned: {from: 2026-10-05}}\n"
    (root / "programmes").mkdir()
    (root / "programmes/two.yaml").write_text(
        f"from: 2027-01-01\nto: 2027-12-31\nowner: mia-chief\naudits:\n{line}", "utf-8"
    )
    committed(root, "2026-10-06")
    git(root, "branch", "-f", "main")
    with (root / "programmes/two.yaml").open("a", encoding="utf-8") as file:
        file.write(line.replace("audit-x", "audit-y"))
    assert since(root)[0] == ["SCH002 programmes/two.yaml"]


def test_a_problem_that_weighs_more_is_introduced(tmp_path: Path) -> None:
    root = branched(tmp_path)
    replace(root, "audits/a/audit.yaml", "plan: {sent: 2026-09-21}\n", "")
    replace(root, "audits/a/schedule.yaml", "auditors: [ann-audit]", "auditors: [olga-ops]")
    committed(root, "2026-10-06")
    git(root, "branch", "-f", "main")
    assert since(root)[0] == []
    replace(
        root, "audits/a/audit.yaml", "title: Main audit\n", "title: Main audit\nplan: {sent: 2026-09-21}\n"
    )
    assert "IND001 audits/a/schedule.yaml" in since(root)[0]


def test_what_others_mended_on_the_target_is_not_broken_here(tmp_path: Path) -> None:
    root = branched(tmp_path)
    git(root, "checkout", "-q", "main")
    (root / "audits/a/findings/old.yaml").unlink()
    committed(root, "2026-10-06")
    git(root, "checkout", "-q", "work")
    found, done = since(root)
    assert found == []
    assert "where main and HEAD parted" in done.err


def test_evidence_is_held_against_what_it_was(tmp_path: Path) -> None:
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # of x
    root = repository(
        tmp_path,
        {
            "audits/a/evidence/register.yaml": f"kind: record\ntitle: Register\nfile: files/r.csv\nsha256: {digest}\n",
            "audits/a/evidence/files/r.csv": "x",
            "audits/a/evidence/policy.yaml": f"kind: record\ntitle: Policy\nfile: files/p.csv\nsha256: {digest}\n",
            "audits/a/evidence/files/p.csv": "changed before",
        },
    )
    git(root, "checkout", "-q", "-b", "work")
    assert since(root, "main", "--select", "EVD005")[0] == []
    (root / "audits/a/evidence/files/r.csv").write_text("y", "utf-8")
    assert since(root, "main", "--select", "EVD005")[0] == ["EVD005 audits/a/evidence/register.yaml"]
    (root / "audits/a/evidence/files/p.csv").write_text("x", "utf-8")
    (root / "audits/a/evidence/files/r.csv").unlink()
    assert since(root, "main", "--select", "EVD005")[0] == ["EVD005 audits/a/evidence/register.yaml"]


def test_the_history_is_judged_too(tmp_path: Path) -> None:
    root = repository(tmp_path, {"audits/a/report.yaml": ISSUED})
    git(root, "checkout", "-q", "-b", "work")
    (root / "audits/a/findings/restore.yaml").unlink()
    committed(root, "2026-10-06", "olga@kestrel.example")
    done = auditctl(root, "check", "--since", "main", "--select", "HIS")
    assert "error[HIS001]: issued with a and gone: the finding restore (commit" in done.out


def test_where_there_was_no_audit_repository_everything_is_new(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("x", "utf-8")
    committed(tmp_path, "2026-10-01")
    git(tmp_path, "checkout", "-q", "-b", "work")
    repository(tmp_path, {"audits/a/findings/old.yaml": BROKEN})
    found, done = since(tmp_path)
    assert "SCH003 audits/a/findings/old.yaml" in found
    assert "there is no audit repository in this folder: all of it is new" in done.err


def test_paths_and_formats_go_together_with_it(tmp_path: Path) -> None:
    root = branched(tmp_path)
    (root / "audits/a/findings/new.yaml").write_text(BROKEN, "utf-8")
    (root / "audits/a/capas/new.yaml").write_text(CAPA.replace("owner", "ower"), "utf-8")
    found, _ = since(root, "main", "audits/a/findings")
    assert found == ["SCH003 audits/a/findings/new.yaml"]
    github = auditctl(root, "check", "--since", "main", "--format", "github")
    assert "findings/new.yaml" in github.out
    assert "findings/old.yaml" not in github.out


def test_links_are_followed_as_on_disk(tmp_path: Path) -> None:
    root = branched(tmp_path)
    (root / "shared.yaml.txt").write_text(BROKEN, "utf-8")
    (root / "audits/a/findings/linked.yaml").symlink_to("../../../shared.yaml.txt")
    committed(root, "2026-10-06")
    assert since(root, "HEAD")[0] == []
