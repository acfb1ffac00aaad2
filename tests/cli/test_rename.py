"""`auditctl rename` on copies of the example in real git repositories: one word changes, and back again."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from small_repository import Ended, auditctl, environment, lay

LODOS = Path(__file__).parents[2] / "examples" / "lodos"
DAY = ("--as-of", "2026-11-20")
CATALOG = """\
catalog: {id: house-rules, name: House rules, title: Rules of the house}   # ours
nodes:
  - {id: "1", kind: clause, title: Order, assessable: true}
  - {id: "2", kind: clause, title: Punctuality, assessable: true}
  - {id: "3", kind: clause, title: Silence after ten, assessable: true}
"""
WITHOUT_PRIVILEGE = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
RENAMES = {
    "person": ("person", "ingrid-lind", "ingrid-berg"),
    "auditor": ("auditor", "kerem-ozturk", "kerem-oz"),
    "firm": ("firm", "certa-zert", "certa"),
    "process": ("process", "access", "access-management"),
    "department": ("departments", "ops", "operations"),
    "location": ("location", "izmir", "headquarters"),
    "system": ("system", "backup-vault", "vault-2"),
    "document": ("document", "bck-pol", "backup-policy"),
    "programme": ("programme", "2025-2027", "first-cycle"),
    "audit": ("audit", "2026-main", "2026-autumn"),
    "planned audit": ("planned-audit", "2027-full", "2027-recertification"),
    "session": ("session", "2026-main/backup", "restores"),
    "work paper": ("work paper", "2026-main/isms", "governance"),
    "evidence": ("evidence", "idp-account-export", "identity-export"),
    "finding": ("finding", "2025-full/leaver-accounts", "late-leavers"),
    "CAPA": ("CAPA", "2025-full/leaver-accounts", "late-leavers"),
    "CAPA of the root": ("capa", "outage-notices", "late-notices"),
    "checklist": ("checklist", "clean-desk", "tidy-desk"),
    "catalogue": ("standard", "house-rules", "house-code"),
}


def git(root: Path, *words: str) -> str:
    command = ["git", "-c", "user.email=a@b.example", "-c", "user.name=n", *words]
    done = subprocess.run(command, cwd=root, env=environment(), capture_output=True, check=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("lodos") / "lodos"
    shutil.copytree(LODOS, root)
    for seal in root.glob("audits/*/SEAL.json"):
        seal.unlink()  # a sealed audit keeps its names
    settings = root / "auditctl.yaml"
    text = settings.read_text("utf-8").replace("[iso27001-2022]", "[iso27001-2022, house-rules]")
    settings.write_text(text, "utf-8")
    (root / "catalogs").mkdir()
    (root / "catalogs/house-rules.yaml").write_text(CATALOG, "utf-8")
    criteria = root / "audits/2026-main/criteria.yaml"
    criteria.write_text(
        criteria.read_text("utf-8").replace("requirements:\n", 'requirements:\n  - "house-rules:1"\n', 1)
    )
    git(root, "init", "-q")
    git(root, "config", "core.autocrlf", "false")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "as it was")
    return root


@pytest.fixture
def root(committed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(committed, tmp_path / "lodos"))


def rename(root: Path, *words: str) -> Ended:
    return auditctl(root, *DAY, "rename", *words)


def said(root: Path) -> Counter[tuple[str, str]]:
    done = auditctl(root, *DAY, "check", "--format", "json")
    return Counter((item["code"], item["message"]) for item in json.loads(done.out)["diagnostics"])


def changed_words(root: Path) -> set[tuple[str, str]]:
    """Return each stretch of a line that is not what it was, with what stands there now."""
    git(root, "add", "-A")
    diff = git(
        root,
        "diff",
        "--cached",
        "-M",
        "-U0",
        "--word-diff=porcelain",
        "--word-diff-regex=[a-z0-9-]+|[^[:space:]]",
    )
    lines = [line for line in diff.splitlines() if line[:1] in "+-" and not line.startswith(("+++", "---"))]
    gone = [line[1:] for line in lines if line.startswith("-")]
    come = [line[1:] for line in lines if line.startswith("+")]
    return set(zip(gone, come, strict=True))


@pytest.mark.parametrize("what", RENAMES)
def test_a_new_name_changes_one_word_in_its_places_and_the_old_one_brings_every_byte_back(
    root: Path, what: str
) -> None:
    kind, old, new = RENAMES[what]
    audit, _, slug = old.rpartition("/")
    done = rename(root, kind, old, new)
    assert done.code == 0, done.err
    assert "next: `git diff`, then `auditctl check`" in done.err
    assert all((root / path).exists() for path in done.out.splitlines())
    assert changed_words(root) <= {(slug, new)}
    back = rename(root, kind, f"{audit}/{new}" if audit else new, slug)
    assert back.code == 0, back.err
    git(root, "add", "-A")
    assert git(root, "status", "--short") == ""


@pytest.mark.parametrize(
    "what", ["person", "process", "location", "document", "audit", "evidence", "finding", "CAPA"]
)
def test_the_check_says_the_same_apart_from_the_name(root: Path, what: str) -> None:
    kind, old, _ = RENAMES[what]
    slug = old.rpartition("/")[2]
    before = said(root)
    assert rename(root, kind, old, f"{slug}-x").code == 0
    after: Counter[tuple[str, str]] = Counter()
    for (code, words), count in said(root).items():
        after[code, words.replace(f"{slug}-x", slug)] += count
    assert after == before


def test_each_path_is_printed_and_the_references_are_counted(root: Path) -> None:
    done = rename(root, "document", "bck-pol", "backup-policy")
    assert sorted(done.out.splitlines()) == sorted(git(root, "diff", "--name-only").splitlines())
    first, *others = done.err.splitlines()
    assert re.fullmatch(r"the document bck-pol is now backup-policy; \d+ references:", first)
    assert any(re.fullmatch(r"  \d+ in audits/2026-followup/audit.yaml", line) for line in others)
    assert max(map(len, done.err.splitlines())) <= 80


def test_of_many_files_the_first_are_named(root: Path) -> None:
    told = rename(root, "person", "ingrid-lind", "ingrid-berg").err
    files = [line for line in told.splitlines() if re.fullmatch(r"  \d+ in \S+", line)]
    assert len(files) == 12
    assert re.search(r"^  and \d+ more$", told, re.MULTILINE)


def test_what_is_no_reference_stays_and_is_listed(root: Path) -> None:
    (root / "NOTES.md").write_text("See restore-tests-missing.\nNot restore-tests-missing-2.\n")
    done = rename(root, "finding", "2026-main/restore-tests-missing", "restores-unproven")
    assert done.code == 0
    assert "  NOTES.md:1\n" in done.err
    assert "NOTES.md:2" not in done.err
    assert (root / "NOTES.md").read_text().startswith("See restore-tests-missing.")
    # a CAPA of the same id is another record, and no mention
    assert "capas/restore-tests-missing.yaml" not in done.err.partition("no references:")[2]
    assert (root / "audits/2026-main/capas/restore-tests-missing.yaml").exists()


def test_a_long_list_of_mentions_is_cut(root: Path) -> None:
    (root / "NOTES.md").write_text("restore-tests-missing\n" * 14)
    done = rename(root, "finding", "2026-main/restore-tests-missing", "restores-unproven")
    listed = done.err.partition("no references:\n")[2].splitlines()
    assert len([line for line in listed if line.startswith("  ") and ":" in line]) == 10
    assert any(line.startswith("  and ") and line.endswith(" more") for line in listed)


def test_a_short_plain_word_is_not_looked_for(root: Path) -> None:
    (root / "NOTES.md").write_text("isms isms isms\n")
    told = rename(root, "session", "2026-main/isms", "governance").err
    assert "NOTES.md" not in told
    assert "isms is too short a word to be looked for in prose, comments and paths\n" in told


def test_a_dry_run_shows_the_lines_and_the_moves_and_writes_nothing(root: Path) -> None:
    done = rename(root, "evidence", "restore-register", "restores", "--dry-run")
    assert done.code == 0
    assert "-evidence: [bck-pol-4-2, restore-register, backup-job-history, devops-interview]\n" in done.out
    assert "+evidence: [bck-pol-4-2, restores, backup-job-history, devops-interview]\n" in done.out
    assert "rename from audits/2026-main/evidence/restore-register.yaml\n" in done.out
    assert "rename to audits/2026-main/evidence/restores.yaml\n" in done.out
    assert "would be" in done.err
    assert git(root, "status", "--short") == ""


def test_json_says_what_was_renamed(root: Path) -> None:
    done = rename(root, "finding", "2025-full/leaver-accounts", "late-leavers", "--json")
    told = json.loads(done.out)
    assert (told["schema_version"], told["kind"], told["written"]) == (1, "finding", True)
    assert (told["old"], told["new"]) == ("2025-full/leaver-accounts", "2025-full/late-leavers")
    assert told["references"]["audits/2026-main/findings/leaver-accounts.yaml"] == 1
    assert "audits/2025-full/findings/late-leavers.yaml" in told["paths"]
    assert done.err == ""
    shown = json.loads(rename(root, "firm", "certa-zert", "certa", "--json", "--dry-run").out)
    assert (shown["written"], "+  certa:" in shown["diff"] or "+certa:" in shown["diff"]) == (False, True)


def test_an_audit_takes_its_folder_its_files_and_its_programme_entry_along(root: Path) -> None:
    copy = root / "audits/2026-main/evidence/files/kept.bin"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(b"\x00\x01")
    assert rename(root, "audit", "2026-main", "2026-autumn").code == 0
    assert (root / "audits/2026-autumn/evidence/files/kept.bin").read_bytes() == b"\x00\x01"
    assert not (root / "audits/2026-main").exists()
    programme = (root / "programmes/2025-2027.yaml").read_text("utf-8")
    assert "  2026-autumn:\n" in programme
    assert "previous_results: [2025-full, 2026-supplier, 2026-autumn]" in programme
    follow_up = (root / "audits/2026-followup/audit.yaml").read_text("utf-8")
    assert (
        "[2026-autumn/restore-tests-missing, 2026-autumn/leaver-accounts, 2025-full/leaver-accounts]"
        in follow_up
    )
    capa = (root / "capas/outage-notices.yaml").read_text("utf-8")
    assert "    audit: 2026-autumn\n    evidence: [2026-autumn/supplier-register]\n" in capa


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("proces", "backup", "x-1"), 2, "did you mean process?"),
        (("item", "a", "b"), 2, "there is no kind of record 'item'"),
        (("requirement", "8.1", "x"), 2, "there is no kind of record 'requirement'"),
        (("person", "ingrid-lint", "x-1"), 2, "did you mean ingrid-lind?"),
        (("person", "ingrid", "x-1"), 2, "there is no person 'ingrid'"),
        (("finding", "leaver-accounts", "x-1"), 2, "fits more than one finding"),
        (("person", "ingrid-lind", "ingrid-lind"), 2, "has that name already"),
        (("person", "ingrid-lind", "Ingrid Berg"), 2, "did you mean ingrid-berg?"),
        (("person", "ingrid-lind", "all"), 2, "is a reserved word"),
        (("finding", "2026-main/leaver-accounts", "2025-full/x"), 2, "it does not go to another place"),
        (("person", "ingrid-lind", "emre-tas"), 3, "the person emre-tas exists already"),
        (("audit", "2026-main", "2027-full"), 3, "the audit 2027-full exists already"),
        (("standard", "house-rules", "iso9001-2015"), 3, "the standard iso9001-2015 exists already"),
        (("standard", "iso27001-2022", "iso"), 3, "ships with auditctl"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    root: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    done = rename(root, *words)
    assert (done.code, done.out) == (code, "")
    assert sentence in done.err
    assert git(root, "status", "--short") == ""


def test_a_finding_is_found_by_any_unambiguous_part_and_stays_in_its_audit(root: Path) -> None:
    done = rename(root, "finding", "visitor", "2026-main/visitors")
    assert done.out.splitlines() == [
        "audits/2026-main/workpapers/physical.yaml",
        "audits/2026-main/findings/visitors.yaml",
    ]


def test_a_person_whose_entry_in_the_register_would_be_overwritten_is_refused(root: Path) -> None:
    register = root / "auditors.yaml"
    register.write_text(register.read_text("utf-8") + "ingrid-berg:\n  roles: [trainee]\n", "utf-8")
    done = rename(root, "person", "ingrid-lind", "ingrid-berg")
    assert done.code == 3
    assert "the person ingrid-berg exists already" in done.err


def test_nothing_is_changed_where_the_last_step_fails(root: Path) -> None:
    folder = root / "audits/2026-main/evidence"
    folder.chmod(0o555)
    done = subprocess.run(
        [
            *WITHOUT_PRIVILEGE,
            sys.executable,
            "-m",
            "auditctl",
            *DAY,
            "rename",
            "evidence",
            "restore-register",
            "restores",
        ],
        cwd=root,
        env=environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    folder.chmod(0o755)
    assert done.returncode == 3, done.stderr
    assert "cannot be written: permission denied" in done.stderr
    assert git(root, "status", "--short") == ""


def test_quotes_line_ends_and_a_missing_last_line_end_stay(tmp_path: Path) -> None:
    finding = (
        '\ufefftitle: "No test"  # quoted\r\n'
        "grade: minor\r\n"
        "process: 'backup' # here\r\n"
        "requirements: [ \"bck-pol#4.2\",'8.1' ]\r\n"
        "statement: backup was looked at\r\n"
        "raised: {by: ann-audit, date: 2026-10-06}"
    )
    root = lay(tmp_path / "k")
    path = root / "audits/a/findings/x.yaml"
    path.parent.mkdir(parents=True)
    path.write_bytes(finding.encode())
    assert auditctl(root, "rename", "process", "backup", "2024").code == 0
    assert path.read_bytes() == finding.replace("'backup'", "'2024'").encode()
    assert '\n  "2024":\n' in (root / "auditctl.yaml").read_text("utf-8")
    assert 'process: "2024"\n' in (root / "audits/a/schedule.yaml").read_text("utf-8")
    assert auditctl(root, "rename", "document", "bck-pol", "policy").code == 0
    assert b"[ \"policy#4.2\",'8.1' ]\r\n" in path.read_bytes()


@pytest.mark.parametrize(
    ("words", "path", "command"),
    [
        (("session", "backup", "restores"), "audits/a/workpapers/restores.yaml", "a restores"),
        (("audit", "a", "autumn"), "audits/autumn/workpapers/backup.yaml", "autumn backup"),
    ],
)
def test_our_own_words_in_a_work_paper_say_its_new_name(
    tmp_path: Path, words: tuple[str, ...], path: str, command: str
) -> None:
    lay(tmp_path)
    auditctl(tmp_path, "fieldwork", "a", "--prepare", "--session", "backup")
    assert auditctl(tmp_path, "rename", *words).code == 0
    head = (tmp_path / path).read_text("utf-8").partition("lines:")[0]
    assert f"# Work paper of the session {command.split()[1]}: fill it in here" in head
    assert f"# `auditctl fieldwork {command}`. What was found" in head


def test_words_of_the_auditors_own_in_a_work_paper_stay(tmp_path: Path) -> None:
    lay(tmp_path)
    auditctl(tmp_path, "fieldwork", "a", "--prepare", "--session", "backup")
    paper = tmp_path / "audits/a/workpapers/backup.yaml"
    mine = paper.read_text("utf-8").replace("What was found goes", "What was found, and by whom, goes")
    paper.write_text(mine, "utf-8")
    assert auditctl(tmp_path, "rename", "session", "backup", "restores").code == 0
    assert paper.with_stem("restores").read_text("utf-8") == mine


def test_a_plain_file_in_the_place_of_a_folder_keeps_the_name(tmp_path: Path) -> None:
    lay(tmp_path, {"audits/autumn": "not an audit\n", "audits/b/audit.yaml": "title: [\n"})
    for dry_run in ((), ("--dry-run",)):
        done = auditctl(tmp_path, "rename", "audit", "a", "autumn", *dry_run)
        assert (done.code, done.out) == (3, "")
        assert "audits/autumn exists already\n" in done.err
    (tmp_path / "audits/spring").symlink_to("nowhere")
    assert "audits/spring exists already" in auditctl(tmp_path, "rename", "audit", "a", "spring").err
