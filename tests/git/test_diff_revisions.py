"""`diff` between any two states: names of revisions, folders within git, renames, broken records, files of Git LFS."""

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from committed import CAPA, EVIDENCE, FINDING, committed, git, replace, repository
from small_repository import Ended, auditctl, lay

NOTHING = "nothing changed that an audit would know of"
RESTORE = "audits/a/findings/restore.yaml"
LOG = "audits/a/evidence/files/log.csv"


def read(done: Ended) -> dict[str, Any]:
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def told(root: Path, *words: str) -> list[str]:
    """Return sort, record and path of what is told."""
    return [
        f"{change['sort']}: {record['kind']} {record['id'] or ''}".strip()
        for audit in read(auditctl(root, "diff", *words, "--json"))["audits"]
        for record in audit["records"]
        for change in record["changes"]
    ]


def pointer(text: str) -> str:
    """Return what git keeps of a file that Git LFS keeps elsewhere."""
    data = text.encode()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data).hexdigest()}\nsize {len(data)}\n"


def test_a_file_of_git_lfs_is_the_file_that_its_pointer_names(tmp_path: Path) -> None:
    content = "host,day\n" + "db-1,2026-10-05\n" * 200
    root = repository(tmp_path, {LOG: content})
    (root / LOG).write_text(pointer(content), "utf-8")
    assert told(root) == []
    committed(root, "2026-10-06")
    assert told(root, "HEAD~1..HEAD") == []
    (root / LOG).write_text(content, "utf-8")
    assert told(root) == []
    (root / LOG).write_text(content.replace("db-1", "db-2", 1), "utf-8")
    assert told(root) == ["evidence-removed: file of evidence log.csv"]
    (root / LOG).write_text(pointer(content + "more"), "utf-8")
    assert told(root) == ["evidence-removed: file of evidence log.csv"]
    committed(root, "2026-10-07")
    assert told(root, "HEAD~1..HEAD") == ["evidence-removed: file of evidence log.csv"]
    assert told(root, "HEAD~2..HEAD") == ["evidence-removed: file of evidence log.csv"]


def test_names_of_revisions(tmp_path: Path) -> None:
    root = repository(tmp_path)
    git(root, "tag", "v1")
    git(root, "tag", "-a", "-m", "second", "v2-x")
    replace(root, RESTORE, "grade: major", "grade: minor")
    head = committed(root, "2026-10-06")
    lowered = ["grade-lowered: finding restore"]
    for words in (
        "v1..HEAD",
        "v1..",
        "v1...HEAD",
        "v1...",
        "v2-x..main",
        "HEAD~1",
        f"{head}~1..{head[:10]}",
        "@~1..@",
    ):
        assert told(root, words) == lowered, words
    assert told(root, "..v1") == ["grade-raised: finding restore"]
    assert told(root, "HEAD..v1") == ["grade-raised: finding restore"]
    assert told(root, "..") == []
    assert told(root) == []


def test_names_that_are_none(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for name in (
        "nothing",
        "main..nothing",
        "nothing...main",
        "main..--output=x",
        "a..b..c",
        "main....main",
        "\x1b[31m",
    ):
        done = auditctl(root, "diff", name)
        assert done.code == 3, name
        assert "git knows no revision" in done.err
        assert "\x1b" not in done.err
        assert done.out == ""
    for name in ("--output=x", "-O/dev/null"):
        assert auditctl(root, "diff", name).code == 2
        assert auditctl(root, "diff", "--", name).code == 3
    assert not (root / "x").exists()


def test_a_repository_in_a_folder_of_git(tmp_path: Path) -> None:
    lay(
        tmp_path / "isms",
        {RESTORE: FINDING, "../README.md": "x\n", "../audits/a/findings/restore.yaml": FINDING},
    )
    committed(tmp_path, "2026-10-05")
    replace(tmp_path, f"isms/{RESTORE}", "grade: major", "grade: minor")
    replace(tmp_path, RESTORE, "grade: major", "grade: ofi")
    assert told(tmp_path / "isms") == ["grade-lowered: finding restore"]
    committed(tmp_path, "2026-10-06")
    assert told(tmp_path / "isms" / "audits", "HEAD~1..HEAD") == ["grade-lowered: finding restore"]


def test_a_side_without_the_repository(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x\n", "utf-8")
    committed(tmp_path, "2026-10-01")
    repository(tmp_path)
    found = told(tmp_path, "HEAD~1..HEAD")
    assert {line.split(":")[0] for line in found} == {"added"}
    assert {"added: finding restore", "added: settings", "added: person ann-audit"} <= set(found)


def test_a_file_of_evidence_with_another_name(tmp_path: Path) -> None:
    record = EVIDENCE + f"file: files/log.csv\nsha256: {sha256(b'log').hexdigest()}\n"
    root = repository(tmp_path, {LOG: "log", "audits/a/evidence/register.yaml": record})
    (root / LOG).rename(root / "audits/a/evidence/files/journal.csv")
    replace(root, "audits/a/evidence/register.yaml", "files/log.csv", "files/journal.csv")
    expected = ["changed: evidence register", "renamed: file of evidence journal.csv"]
    assert told(root) == expected
    committed(root, "2026-10-06")
    assert told(root, "HEAD~1..HEAD") == expected


def test_evidence_in_bytes_that_are_no_text(tmp_path: Path) -> None:
    root = repository(tmp_path)
    photo = root / 'audits/a/evidence/files/Şifre "1".jpg'
    photo.parent.mkdir()
    photo.write_bytes(bytes(range(256)))
    committed(root, "2026-10-06")
    photo.write_bytes(bytes(reversed(range(256))))
    assert told(root) == ['evidence-removed: file of evidence Şifre "1".jpg']
    committed(root, "2026-10-07")
    assert told(root, "HEAD~1..HEAD") == ['evidence-removed: file of evidence Şifre "1".jpg']


def test_a_name_means_another_record_in_another_audit(tmp_path: Path) -> None:
    """A record that is called otherwise in one audit says nothing about its namesake in another."""
    other = "audits/b/findings/late.yaml"
    root = repository(
        tmp_path,
        {
            "audits/b/audit.yaml": "title: Spot check\nunplanned: a complaint\n",
            "audits/b/evidence/register.yaml": EVIDENCE,
            "audits/b/evidence/journal.yaml": EVIDENCE.replace("Restore", "Other"),
            other: FINDING.replace("[register, policy]", "[register]"),
        },
    )
    assert auditctl(root, "rename", "evidence", "a/register", "journal").code == 0
    assert told(root) == ["renamed: evidence journal"]
    replace(root, other, "[register]", "[journal]")
    assert told(root)[0] == "evidence-removed: finding late"


def test_a_record_that_moved_and_changed_is_one(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / RESTORE).rename(root / "audits/a/findings/tests.yaml")
    replace(root, "audits/a/findings/tests.yaml", "grade: major", "grade: minor")
    replace(root, "audits/a/capas/restore.yaml", "findings: [restore]", "findings: [tests]")
    assert told(root) == ["grade-lowered: finding tests", "renamed: finding tests"]
    page = auditctl(root, "diff").out
    assert "renamed, restore before" in page


def test_what_is_broken_is_named_and_the_rest_told(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/evidence/policy.yaml").write_text("kind: [\n", "utf-8")
    (root / "audits/a/team.yaml").write_text("lead: {\n", "utf-8")
    replace(root, RESTORE, "grade: major", "grade: minor")
    broken = ["unreadable: evidence policy", "unreadable: team", "grade-lowered: finding restore"]
    assert told(root) == broken
    committed(root, "2026-10-06")
    assert told(root, "HEAD~1..HEAD") == broken
    mended = ["grade-raised: finding restore", "changed: evidence policy", "changed: team"]
    assert told(root, "HEAD..HEAD~1") == mended
    (root / "audits/a/evidence/policy.yaml").write_text("kind: {\n", "utf-8")
    assert told(root) == ["unreadable: file audits/a/evidence/policy.yaml"]


def test_settings_that_are_broken_hide_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, "auditctl.yaml", "name: Kestrel Ltd", "nme: Kestrel Ltd")
    replace(root, RESTORE, "grade: major", "grade: minor")
    assert told(root) == ["unreadable: settings", "grade-lowered: finding restore"]


def test_counts_and_version_of_the_json(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, RESTORE, "grade: major", "grade: minor")
    replace(root, RESTORE, "evidence: [register, policy]", "evidence: [policy]")
    replace(root, "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Limited")
    document = read(auditctl(root, "diff", "--json"))
    assert document["schema_version"] == 1
    assert document["summary"] == {
        "audits": 1, "records": 2, "changes": 3, "to_look_at": 2,
        "by_sort": {"grade-lowered": 1, "evidence-removed": 1, "changed": 1},
    }  # fmt: skip
    assert [audit["audit"] for audit in document["audits"]] == ["a", None]
    assert document["from"]["revision"] == "HEAD"
    assert document["to"]["commit"] is None


def test_a_page_of_eighty_columns(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(
        root,
        RESTORE,
        "title: Restore tests are missing",
        f"title: {'Restore tests of each cluster are missing ' * 5}",
    )
    replace(
        root, "audits/a/capas/restore.yaml", CAPA[CAPA.index("actions") :], "cause: {cause: nobody looks}\n"
    )
    page = auditctl(root, "diff").out
    told_lines = [line for line in page.splitlines() if not line.strip().startswith("audits/")]
    assert max(map(len, told_lines)) <= 80, page


def test_markdown_reads_as_the_text_stands_there(tmp_path: Path) -> None:
    titles = [
        "a | b <b>x</b> @everyone `code` #12",
        "**bold** [l](http://x.example) :smile: ~~no~~ $x$ & &lt; `` ` ``",
        "end\n# head\n\n- item",
        "![p](http://x.example/p.png) <!-- gone --> www.x.example",
        "{+x+} __init__ ann@x.example \\ <details> &#35; 1. x",
    ]
    root = repository(tmp_path)
    text = (root / RESTORE).read_text("utf-8")
    for title in titles:
        (root / RESTORE).write_text(
            text.replace("title: Restore tests are missing", f"title: {json.dumps(title)}"), "utf-8"
        )
        made = auditctl(root, "diff", "--format", "markdown").out
        html = MarkdownIt("js-default").render(made)
        for unwanted in ("<b>", "<a ", "<h1", "<s>", "<table", "<strong>bold", "<img", "<!--"):
            assert unwanted not in html, html
        plain = unescape(re.sub("<[^>]*>", "", html))
        assert title in plain or ("\n" in title and "title reworded" in plain), plain
        bare = re.sub("`+ ?[^`].*?`+", "", made)
        assert not re.search(r"[@#]\w|www\.", bare.replace("####", "")), bare
