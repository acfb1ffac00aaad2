"""`diff` between any two states: names of revisions, folders within git, broken records, files of Git LFS."""

import json
import re
from hashlib import sha256
from html import unescape
from pathlib import Path

from markdown_it import MarkdownIt

from committed import CAPA, FINDING, committed, git, replace, repository
from small_repository import auditctl, lay
from told_changes import document, sorts

RESTORE = "audits/a/findings/restore.yaml"
LOG = "audits/a/evidence/files/log.csv"


def pointer(text: str) -> str:
    """Return what git keeps of a file that Git LFS keeps elsewhere."""
    data = text.encode()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data).hexdigest()}\nsize {len(data)}\n"


def test_a_file_of_git_lfs_is_the_file_that_its_pointer_names(tmp_path: Path) -> None:
    content = "host,day\n" + "db-1,2026-10-05\n" * 200
    root = repository(tmp_path, {LOG: content})
    (root / LOG).write_text(pointer(content), "utf-8")
    assert sorts(root) == []
    committed(root, "2026-10-06")
    assert sorts(root, "HEAD~1..HEAD") == []
    (root / LOG).write_text(content, "utf-8")
    assert sorts(root) == []
    (root / LOG).write_text(content.replace("db-1", "db-2", 1), "utf-8")
    assert sorts(root) == ["evidence-removed: file of evidence log.csv"]
    (root / LOG).write_text(pointer(content + "more"), "utf-8")
    assert sorts(root) == ["evidence-removed: file of evidence log.csv"]
    committed(root, "2026-10-07")
    assert sorts(root, "HEAD~1..HEAD") == ["evidence-removed: file of evidence log.csv"]
    assert sorts(root, "HEAD~2..HEAD") == ["evidence-removed: file of evidence log.csv"]


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
        assert sorts(root, words) == lowered, words
    assert sorts(root, "..v1") == ["grade-raised: finding restore"]
    assert sorts(root, "HEAD..v1") == ["grade-raised: finding restore"]
    assert sorts(root, "..") == []
    assert sorts(root) == []


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
    assert sorts(tmp_path / "isms") == ["grade-lowered: finding restore"]
    committed(tmp_path, "2026-10-06")
    assert sorts(tmp_path / "isms" / "audits", "HEAD~1..HEAD") == ["grade-lowered: finding restore"]


def test_a_side_without_the_repository(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x\n", "utf-8")
    committed(tmp_path, "2026-10-01")
    repository(tmp_path)
    found = sorts(tmp_path, "HEAD~1..HEAD")
    assert {line.split(":")[0] for line in found} == {"added"}
    assert {"added: finding restore", "added: settings", "added: person ann-audit"} <= set(found)


def test_evidence_in_bytes_that_are_no_text(tmp_path: Path) -> None:
    root = repository(tmp_path)
    photo = root / 'audits/a/evidence/files/Şifre "1".jpg'
    photo.parent.mkdir()
    photo.write_bytes(bytes(range(256)))
    committed(root, "2026-10-06")
    photo.write_bytes(bytes(reversed(range(256))))
    assert sorts(root) == ['evidence-removed: file of evidence Şifre "1".jpg']
    committed(root, "2026-10-07")
    assert sorts(root, "HEAD~1..HEAD") == ['evidence-removed: file of evidence Şifre "1".jpg']


def test_what_is_broken_is_named_and_the_rest_sorts(tmp_path: Path) -> None:
    root = repository(tmp_path)
    (root / "audits/a/evidence/policy.yaml").write_text("kind: [\n", "utf-8")
    (root / "audits/a/team.yaml").write_text("lead: {\n", "utf-8")
    replace(root, RESTORE, "grade: major", "grade: minor")
    broken = ["unreadable: evidence policy", "unreadable: team", "grade-lowered: finding restore"]
    assert sorts(root) == broken
    committed(root, "2026-10-06")
    assert sorts(root, "HEAD~1..HEAD") == broken
    mended = ["grade-raised: finding restore", "changed: evidence policy", "changed: team"]
    assert sorts(root, "HEAD..HEAD~1") == mended
    (root / "audits/a/evidence/policy.yaml").write_text("kind: {\n", "utf-8")
    assert sorts(root) == ["unreadable: file audits/a/evidence/policy.yaml"]


def test_settings_that_are_broken_hide_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, "auditctl.yaml", "name: Kestrel Ltd", "nme: Kestrel Ltd")
    replace(root, RESTORE, "grade: major", "grade: minor")
    assert sorts(root) == ["unreadable: settings", "grade-lowered: finding restore"]


def test_counts_and_version_of_the_json(tmp_path: Path) -> None:
    root = repository(tmp_path)
    replace(root, RESTORE, "grade: major", "grade: minor")
    replace(root, RESTORE, "evidence: [register, policy]", "evidence: [policy]")
    replace(root, "auditctl.yaml", "name: Kestrel Ltd", "name: Kestrel Limited")
    found = document(root)
    assert found["schema_version"] == 1
    assert found["summary"] == {
        "audits": 1, "records": 2, "changes": 3, "to_look_at": 2,
        "by_sort": {"grade-lowered": 1, "evidence-removed": 1, "changed": 1},
    }  # fmt: skip
    assert [audit["audit"] for audit in found["audits"]] == ["a", None]
    assert found["from"]["revision"] == "HEAD"
    assert found["to"]["commit"] is None


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


def test_a_seal_and_its_signature(tmp_path: Path) -> None:
    root = repository(tmp_path, {"audits/a/SEAL.json": "{}", "audits/a/SEAL.json.sig": "x"})
    (root / "audits/a/SEAL.json.sig").write_text("y", "utf-8")
    assert sorts(root) == ["fact-altered: signature of the seal"]
    (root / "audits/a/SEAL.json.sig").unlink()
    (root / "audits/a/SEAL.json").write_text('{"seal": 1}', "utf-8")
    assert sorts(root) == ["removed: signature of the seal", "fact-altered: seal"]
    (root / "audits/a/SEAL.json").unlink()
    assert sorts(root) == ["removed: seal", "removed: signature of the seal"]


def test_a_comment_that_silences_no_more(tmp_path: Path) -> None:
    quiet = "grade: major   # auditctl: ignore[FND003, FND004] one case"
    root = repository(tmp_path, {RESTORE: FINDING.replace("grade: major", quiet)})
    replace(root, RESTORE, "FND003, FND004", "FND004")
    assert sorts(root) == ["changed: finding restore"]
    assert "rule FND003 no longer kept quiet by a comment" in auditctl(root, "diff").out


def test_an_own_catalogue_of_requirements(tmp_path: Path) -> None:
    text = (
        "catalog: {id: house, name: House, title: House rules}\n"
        "nodes:\n"
        "  - {id: H1, kind: control, title: Doors are shut, assessable: true}\n"
        "  - {id: H2, kind: control, title: Desks are clear, assessable: true}\n"
    )
    root = repository(tmp_path, {"catalogs/house.yaml": text})
    replace(root, "catalogs/house.yaml", "Doors are shut", "Doors are locked")
    assert sorts(root) == ["changed: standard house"]
    (root / "catalogs/house.yaml").write_text(text[: text.index("  - {id: H2")], "utf-8")
    assert sorts(root) == ["scope-narrowed: standard house"]
    (root / "catalogs/house.yaml").unlink()
    assert sorts(root) == ["removed: standard house"]


def test_two_revisions_as_git_takes_them_are_answered_with_the_range(tmp_path: Path) -> None:
    root = repository(tmp_path)
    done = auditctl(root, "diff", "main", "HEAD")
    assert (done.code, done.out) == (2, "")
    assert "auditctl diff main..HEAD" in done.err
    for words in (("main..HEAD", "audits/a"), ("main", "HEAD", "audits/a"), ("main", "--", "audits/a", "x")):
        done = auditctl(root, "diff", *words)
        assert done.code == 2
        assert "takes no paths" in done.err
    assert auditctl(root, "diff", "main", "--nonsense").code == 2
