"""`report issue` refused: every reason is shown, and the command that shows the same beforehand is named."""

from pathlib import Path

from small_repository import auditctl
from small_sealed import ENV, FILES, lay_ready


def test_every_reason_is_shown_and_the_way_to_see_them_beforehand(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    (tmp_path / "audits/a/report.yaml").write_text("summary: |\n  Backup works but for one thing.\n")
    team = tmp_path / "audits/a/team.yaml"
    team.write_text(team.read_text("utf-8").replace("  ann-audit: {date: 2026-08-31}", "  {}"))
    done = auditctl(tmp_path, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert done.code == 3
    assert "auditctl: IND017 forbids it" in done.err
    assert ", and 2 more" in done.err
    assert "error[RPT001]" in done.err
    assert "error[RPT003]" in done.err
    assert "`auditctl check --gate issue` shows all 3; nothing was written" in done.err
    shown = auditctl(tmp_path, "check", "--gate", "issue", env=ENV).out
    assert all(f"error[{code}]" in shown for code in ("IND017", "RPT001", "RPT003"))


def test_a_single_reason_stands_in_the_sentence_alone(tmp_path: Path) -> None:
    lay_ready(tmp_path)
    text = FILES["audits/a/report.yaml"].replace("distribution: [{to: mia-chief}]\n", "")
    (tmp_path / "audits/a/report.yaml").write_text(text)
    done = auditctl(tmp_path, "report", "issue", "a", "--by", "ann-audit", env=ENV)
    assert "error[" not in done.err
    assert "shows all" not in done.err
